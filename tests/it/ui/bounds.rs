//! `//@ bounds: TABLE=325ms OTHER=none+20ms`: how long the `LooksAlive` of each table may take at worst, checked as a number
//! against the bill that `budget --message-format=json` gives, whose parts must add up. `//@ memory: TABLE=64KiB` says the
//! same of what it is known to put on the heap.
//!
//! `none` says that there is no bound, `none+20ms` what is known beside that: of a loop that nobody counts, one round and
//! the look that ends it. `20ms+unknown` says that something has a bound that cannot be evaluated. Every table is named; two
//! of one name are told apart by their package, `disk:TABLE`.

use super::text;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Output;

/// The topics whose programs must say their bounds, and those whose programs must say what they put on the heap.
const BOUNDED: [&str; 11] = [
    "blocking_io",
    "contended_guards",
    "full_health_checks",
    "heavy_allocations",
    "latency_overruns",
    "poll_intervals",
    "sleeps",
    "unbounded_loops",
    "unbounded_waits",
    "unknown_bounds",
    "unsized_allocations",
];
const MEASURED: [&str; 2] = ["heavy_allocations", "unsized_allocations"];

/// What a program says of its bounds.
#[derive(Debug, Default)]
pub struct Expected {
    /// Of time.
    pub bounds: Option<String>,
    /// Of memory.
    pub memory: Option<String>,
}

/// What stands for one `LooksAlive`.
#[derive(Debug, PartialEq, Eq)]
struct Bound {
    known: u64,
    is_unbounded: bool,
    has_unknown: bool,
}

/// What is wrong with a program's bounds. `args` are its own arguments; `run` runs the tool on it.
pub fn check(topic: &str, expected: &Expected, args: &[String], run: &dyn Fn(&[String]) -> Output) -> Vec<String> {
    let needs = |topics: &[&str], directive: &Option<String>| topics.contains(&topic) || directive.is_some();
    let (bounded, measured) = (needs(&BOUNDED, &expected.bounds), needs(&MEASURED, &expected.memory));
    if !bounded && !measured {
        return Vec::new();
    }
    let mut words = vec!["budget".to_owned(), "--message-format=json".to_owned()];
    words.extend(without_levels(args));
    let output = run(&words);
    let Ok(bill) = serde_json::from_slice::<Value>(&output.stdout) else {
        return vec![format!("`budget` gives no bill; standard error:\n{}", text(&output.stderr))];
    };
    let entries = bill["looks_alive"].as_array().cloned().unwrap_or_default();
    let mut wrong: Vec<String> = entries.iter().flat_map(disagreements).collect();
    if bounded {
        let of = |entry: &Value| Bound {
            known: entry["known_ns"].as_u64().unwrap_or_default(),
            is_unbounded: entry["bound_ns"].is_null(),
            has_unknown: entry["has_unknown"] == true,
        };
        wrong.extend(compare("bounds", expected.bounds.as_deref(), &entries, read, of, shown));
    }
    if measured {
        let of = |entry: &Value| entry["heap_bytes"].as_u64().unwrap_or_default();
        let shown =
            |bytes: &u64| if *bytes > 0 && bytes.is_multiple_of(1024) { format!("{}KiB", bytes / 1024) } else { format!("{bytes}B") };
        wrong.extend(compare("memory", expected.memory.as_deref(), &entries, bytes, of, shown));
    }
    wrong
}

/// What in one entry of a bill contradicts the rest of it.
fn disagreements(entry: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let table = entry["table"].as_str().unwrap_or_default();
    for (whole, parts, each) in [("known_ns", "parts", "each_ns"), ("heap_bytes", "heap_parts", "each_bytes")] {
        let (known, sum) = (entry[whole].as_u64(), sum(&entry[parts], each));
        if known.unwrap_or_default() != sum {
            wrong.push(format!("{table}: the parts add up to {sum}, not to the {known:?} of `{whole}`"));
        }
    }
    let list = |name: &str| entry[name].as_array().map_or(0, Vec::len);
    if entry["bound_ns"].is_null() != (list("unbounded") > 0) {
        wrong.push(format!("{table}: there is no bound where something has none, and only there"));
    }
    if entry["has_unknown"] == true && list("unknown") == 0 {
        wrong.push(format!("{table}: something is unknown, and nothing is listed"));
    }
    wrong
}

/// What of the figures is not as said: each table is to be named, and each name to be a table.
fn compare<T: PartialEq>(
    what: &str,
    said: Option<&str>,
    entries: &[Value],
    read: fn(&str) -> Option<T>,
    of: impl Fn(&Value) -> T,
    shown: impl Fn(&T) -> String,
) -> Vec<String> {
    let mut found: BTreeMap<String, T> = BTreeMap::new();
    let word = |entry: &Value, name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    for entry in entries {
        let table = word(entry, "table");
        let is_shared = entries.iter().filter(|other| word(other, "table") == table).count() > 1;
        let name = if is_shared { format!("{}:{table}", word(entry, "package")) } else { table };
        if found.insert(name.clone(), of(entry)).is_some() {
            return vec![format!("{what}: two tables of one package are called `{name}`")];
        }
    }
    let all = || found.iter().map(|(table, figure)| format!("{table}={}", shown(figure))).collect::<Vec<_>>().join(" ");
    let Some(said) = said else {
        return if found.is_empty() { Vec::new() } else { vec![format!("there is no line `//@ {what}: {}`", all())] };
    };
    let mut wrong = Vec::new();
    let mut named = Vec::new();
    for word in said.split_whitespace() {
        let Some((table, figure)) = word.split_once('=').and_then(|(table, figure)| Some((table, read(figure)?))) else {
            wrong.push(format!("{what}: `{word}` is not TABLE=FIGURE"));
            continue;
        };
        named.push(table);
        match found.get(table) {
            None => wrong.push(format!("{what}: no table `{table}` has a bill")),
            Some(other) if *other != figure => wrong.push(format!("{what}: {table} is {}, not {}", shown(other), shown(&figure))),
            Some(_) => {}
        }
    }
    let missing = found.iter().filter(|(table, _)| !named.contains(&table.as_str()));
    wrong.extend(missing.map(|(table, figure)| format!("{what}: {table} is not named; it is {}", shown(figure))));
    wrong
}

/// `325ms`, `none`, `none+20ms`, `300.001ms+unknown`.
fn read(figure: &str) -> Option<Bound> {
    let mut bound = Bound { known: 0, is_unbounded: false, has_unknown: false };
    for part in figure.split('+') {
        match part {
            "none" => bound.is_unbounded = true,
            "unknown" => bound.has_unknown = true,
            time => bound.known = nanoseconds(time.strip_suffix("ms")?)?,
        }
    }
    Some(bound)
}

/// Milliseconds with up to six decimals.
fn nanoseconds(milliseconds: &str) -> Option<u64> {
    let (whole, part) = milliseconds.split_once('.').unwrap_or((milliseconds, ""));
    let nanos: u64 = format!("{part:0<6}").parse().ok().filter(|_| part.len() <= 6)?;
    Some(whole.parse::<u64>().ok()?.checked_mul(1_000_000)? + nanos)
}

fn shown(bound: &Bound) -> String {
    let mut parts = Vec::new();
    parts.extend(bound.is_unbounded.then(|| "none".to_owned()));
    if bound.known > 0 || !bound.is_unbounded {
        let (whole, part) = (bound.known / 1_000_000, bound.known % 1_000_000);
        let part = if part == 0 { String::new() } else { format!(".{part:06}").trim_end_matches('0').to_owned() };
        parts.push(format!("{whole}{part}ms"));
    }
    parts.extend(bound.has_unknown.then(|| "unknown".to_owned()));
    parts.join("+")
}

/// `64KiB`, `24B`.
fn bytes(figure: &str) -> Option<u64> {
    match figure.strip_suffix("KiB") {
        Some(kib) => kib.parse::<u64>().ok()?.checked_mul(1024),
        None => figure.strip_suffix('B')?.parse().ok(),
    }
}

/// Arguments of linting that `budget` takes too.
fn without_levels(args: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "-A" | "-W" | "-D" | "-F" => drop(args.next()),
            _ if arg.starts_with(['-']) && arg[1..].starts_with(['A', 'W', 'D', 'F']) => {}
            _ => out.push(arg.clone()),
        }
    }
    out
}

/// What the parts of a bill come to; those of a part must come to what it takes each time.
fn sum(parts: &Value, each: &str) -> u64 {
    let of = |part: &Value| {
        let (times, own) = (part["times"].as_u64().unwrap_or_default(), &part["parts"]);
        let is_call = own.as_array().is_some_and(|own| !own.is_empty());
        times * if is_call { sum(own, each) } else { part[each].as_u64().unwrap_or_default() }
    };
    parts.as_array().into_iter().flatten().map(of).sum()
}

#[test]
fn bounds_are_read() {
    let bound = |known, is_unbounded, has_unknown| Some(Bound { known, is_unbounded, has_unknown });
    assert_eq!(read("3ms"), bound(3_000_000, false, false));
    assert_eq!(read("none"), bound(0, true, false));
    assert_eq!(read("none+0.25ms+unknown"), bound(250_000, true, true));
    assert_eq!((read("3"), read("0.1234567ms"), read("")), (None, None, None));
    for figure in ["3ms", "none", "none+0.25ms+unknown", "0ms", "0ms+unknown", "300.000001ms"] {
        assert_eq!(shown(&read(figure).unwrap()), figure);
    }
    assert_eq!((bytes("64KiB"), bytes("24B"), bytes("24")), (Some(65_536), Some(24), None));
    let args = ["-W", "sleeps", "--budget", "1s", "-Dwarnings"].map(str::to_owned);
    assert_eq!(without_levels(&args), ["--budget", "1s"]);
}

#[test]
fn a_wrong_figure_or_sum_is_told() {
    let bill = |known: u64| {
        let part = |times: u64, each: u64| serde_json::json!({ "times": times, "each_ns": each, "parts": [] });
        let inner = serde_json::json!({ "times": 2, "each_ns": 4, "parts": [part(1, 1_000_000), part(3, 1_000_000)] });
        let entry = serde_json::json!({ "table": "A", "known_ns": known, "bound_ns": known, "parts": [inner, part(1, 2_000_000)] });
        let stdout = serde_json::json!({ "looks_alive": [entry] }).to_string().into_bytes();
        move |_: &[String]| Output { status: Default::default(), stdout: stdout.clone(), stderr: Vec::new() }
    };
    let check = |topic: &str, bounds: Option<&str>, known: u64| {
        let expected = Expected { bounds: bounds.map(str::to_owned), memory: None };
        check(topic, &expected, &[], &bill(known))
    };
    assert_eq!(check("sleeps", Some("A=10ms"), 10_000_000), [""; 0]);
    assert_eq!(check("sleeps", Some("A=0ms"), 10_000_000), ["bounds: A is 10ms, not 0ms"]);
    assert!(check("sleeps", Some("A=11ms"), 11_000_000)[0].contains("add up to 10000000"));
    assert_eq!(check("sleeps", Some("B=none"), 10_000_000).len(), 2, "one is there and not named, one is named and not there");
    assert_eq!(check("sleeps", None, 10_000_000), ["there is no line `//@ bounds: A=10ms`"]);
    assert_eq!(check("resolution", None, 10_000_000), [""; 0]);
    assert_eq!(check("resolution", Some("A=10ms+unknown"), 10_000_000), ["bounds: A is 10ms, not 10ms+unknown"]);
}
