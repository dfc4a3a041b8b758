//! `//@ bounds: TABLE=325ms OTHER=none`: how long the `LooksAlive` of each table may take at worst, checked as a number
//! against the bill that `budget --message-format=json` gives, whose parts must add up.

use super::text;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Output;

/// What is wrong with a program's bounds. `args` are its own arguments; `run` runs the tool on it.
pub fn check(directive: &str, args: &[String], run: &dyn Fn(&[String]) -> Output) -> Vec<String> {
    let expected = match read(directive) {
        Ok(expected) => expected,
        Err(error) => return vec![error],
    };
    let mut words = vec!["budget".to_owned(), "--message-format=json".to_owned()];
    words.extend(without_levels(args));
    let output = run(&words);
    let Ok(bill) = serde_json::from_slice::<Value>(&output.stdout) else {
        return vec![format!("`budget` gives no bill; standard error:\n{}", text(&output.stderr))];
    };
    let mut wrong = Vec::new();
    let mut found = BTreeMap::new();
    for entry in bill["looks_alive"].as_array().into_iter().flatten() {
        let table = entry["table"].as_str().unwrap_or_default().to_owned();
        let known = entry["known_ns"].as_u64();
        let sum = sum(&entry["parts"]);
        if known != Some(sum) {
            wrong.push(format!("{table}: the parts add up to {sum} ns, not to the {known:?} ns that are known"));
        }
        let list = |name: &str| entry[name].as_array().map_or(0, Vec::len);
        if entry["bound_ns"].is_null() != (list("unbounded") > 0) {
            wrong.push(format!("{table}: there is no bound where something has none, and only there"));
        }
        if entry["has_unknown"] == true && list("unknown") == 0 {
            wrong.push(format!("{table}: something is unknown, and nothing is listed"));
        }
        if found.insert(table.clone(), entry["bound_ns"].as_u64()).is_some_and(|other| other != entry["bound_ns"].as_u64()) {
            wrong.push(format!("{table}: two tables of this name, with different bounds"));
        }
    }
    for (table, bound) in expected {
        match found.get(&table) {
            None => wrong.push(format!("bounds: no table `{table}` has a bill")),
            Some(other) if *other != bound => wrong.push(format!("bounds: {table} is {}, not {}", shown(*other), shown(bound))),
            Some(_) => {}
        }
    }
    wrong
}

/// The bounds in nanoseconds by table; `None` for none.
fn read(directive: &str) -> Result<BTreeMap<String, Option<u64>>, String> {
    let one = |word: &str| {
        let (table, bound) = word.split_once('=')?;
        if bound == "none" {
            return Some((table.to_owned(), None));
        }
        let milliseconds: u64 = bound.strip_suffix("ms")?.parse().ok()?;
        Some((table.to_owned(), Some(milliseconds * 1_000_000)))
    };
    directive.split_whitespace().map(|word| one(word).ok_or_else(|| format!("bounds: `{word}` is not TABLE=325ms or TABLE=none"))).collect()
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
fn sum(parts: &Value) -> u64 {
    let of = |part: &Value| {
        let (times, each) = (part["times"].as_u64().unwrap_or_default(), part["each_ns"].as_u64().unwrap_or_default());
        let own = &part["parts"];
        if own.as_array().is_some_and(|own| !own.is_empty()) { times * sum(own) } else { times * each }
    };
    parts.as_array().into_iter().flatten().map(of).sum()
}

fn shown(bound: Option<u64>) -> String {
    bound.map_or("none".to_owned(), |nanos| format!("{} ms", nanos as f64 / 1e6))
}

#[test]
fn bounds_are_read() {
    assert_eq!(read("A=3ms B=none").unwrap(), BTreeMap::from([("A".into(), Some(3_000_000)), ("B".into(), None)]));
    assert!(read("A=3").is_err() && read("A").is_err());
    let args = ["-W", "sleeps", "--budget", "1s", "-Dwarnings"].map(str::to_owned);
    assert_eq!(without_levels(&args), ["--budget", "1s"]);
}

#[test]
fn a_wrong_figure_or_sum_is_told() {
    let bill = |known: u64| {
        let part = |times: u64, each: u64| serde_json::json!({ "times": times, "each_ns": each, "parts": [] });
        let inner = serde_json::json!({ "times": 2, "each_ns": 4, "parts": [part(1, 1), part(3, 1)] });
        let entry = serde_json::json!({ "table": "A", "known_ns": known, "bound_ns": known, "parts": [inner, part(1, 2)] });
        let stdout = serde_json::json!({ "looks_alive": [entry] }).to_string().into_bytes();
        move |_: &[String]| Output { status: Default::default(), stdout: stdout.clone(), stderr: Vec::new() }
    };
    assert_eq!(check("A=0ms", &[], &bill(10)), ["bounds: A is 0.00001 ms, not 0 ms"]);
    assert!(check("A=0ms", &[], &bill(11)).iter().any(|wrong| wrong.contains("add up to 10 ns")));
    assert_eq!(check("B=none", &[], &bill(10)), ["bounds: no table `B` has a bill"]);
}
