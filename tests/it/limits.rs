//! Each limit of the analysis: a program that reaches it is told so, in the closing line and under `--strict`; one just below is
//! analysed whole, and nothing is said.
#![cfg(unix)]

use rayon::prelude::*;

use crate::bad_input::{DLL, MANIFEST};

/// A program of any size.
type Program = fn(usize) -> String;

/// What a limit says, the program, and sizes that do not reach the limit and that do.
type Row = (&'static str, Program, usize, usize);

const SLEEP: &str = "std::thread::sleep(std::time::Duration::from_millis(5));\n";

/// A second function table, which `Second::LooksAlive` is in.
const TABLE: &str = "pub fn first() {}\n\
    type F = unsafe extern \"system\" fn(*mut u8) -> i32;\n\
    #[repr(C)] pub struct CLRES_V2_FUNCTIONS { pub LooksAlive: Option<F>, pub IsAlive: Option<F>, pub Terminate: Option<unsafe extern \"system\" fn(*mut u8)> }\n\
    unsafe extern \"system\" fn look(_: *mut u8) -> i32 { 1 }\n\
    unsafe extern \"system\" fn end(_: *mut u8) {}\n";

fn each(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect()
}

fn statics(count: usize, ty: &str, value: &str) -> String {
    each(count, |n| format!("static S{n}: {ty} = {value};\n"))
}

fn rows() -> Vec<Row> {
    vec![
        ("calls nest more than 400 deep; what lies below is not analysed", calls, 190, 410),
        ("calls nest more than 200 deep; what they do to shared places below is not compared", calls, 190, 205),
        ("one function does more than 4000 things that matter", |n| format!("pub fn first() {{ {} }}", SLEEP.repeat(n)), 1_000, 4_010),
        ("functions call each other in more than 16 circles", circles, 3, 13),
        (
            "more than 64 calls in one function lead back to where it is called",
            |n| {
                let calls = each(n, |n| format!("g{n}(); "));
                format!("pub fn first() {{ {calls} }}\n") + &each(n, |n| format!("fn g{n}() {{ first() }}\n"))
            },
            64,
            70,
        ),
        (
            "more than 64 implementations may be meant by one call",
            |n| {
                "pub trait T { fn f(&self) {} }\n".to_owned()
                    + &each(n, |n| format!("pub struct S{n}; impl T for S{n} {{ fn f(&self) {{}} }}\n"))
                    + "pub fn first() { g(&S1) } fn g(t: &dyn T) { t.f() }"
            },
            64,
            65,
        ),
        ("expressions nest more than 800 deep; what the inner ones do to shared places is not compared", sum, 700, 810),
        ("expressions nest more than 1500 deep; the inner ones are not analysed", sum, 700, 1_510),
        ("expressions nest more than 2000 deep; the types of the inner ones are not known", sum, 700, 2_010),
        ("types are written with more than 16384 names", doubling, 5, 15),
        ("values have more than 10000 parts", |n| format!("pub fn first() {{ let _x = [{}]; }}", "1,".repeat(n)), 9_900, 10_010),
        (
            "types nest more than 100 deep",
            |n| format!("pub fn first() {{ let a0 = 1_u8; {} drop(a{n}); }}", each(n, |n| format!("let a{} = Some(a{n});", n + 1))),
            95,
            105,
        ),
        (
            "written types nest more than 64 deep",
            |n| format!("pub fn first() {{ g(None) }} fn g(_: {}u8{}) {{}}", "Option<".repeat(n), ">".repeat(n)),
            60,
            70,
        ),
        (
            "types dereference to others more than 32 times",
            |n| {
                let deref = |n| {
                    let next = n + 1;
                    format!(
                        "pub struct S{n}(S{next}); impl std::ops::Deref for S{n} {{ type Target = S{next}; fn deref(&self) -> &S{next} {{ &self.0 }} }}\n"
                    )
                };
                each(n, deref)
                    + &format!("pub struct S{n}; impl S{n} {{ fn go(&self) {{}} }}\n")
                    + "pub static S: Option<S0> = None; pub fn first() { if let Some(s) = &S { s.go() } }"
            },
            30,
            35,
        ),
        (
            "traits need each other more than 12 deep",
            |n| {
                let value = format!("{}1_u8{}", "W(".repeat(n), ")".repeat(n));
                "pub trait A { fn f(&self) {} } pub struct W<T>(T); impl A for u8 {} impl<T: A> A for W<T> {}\n".to_owned()
                    + &format!("pub fn first() {{ g({value}) }} fn g<T: A>(t: T) {{ t.f() }}")
            },
            5,
            14,
        ),
        (
            "more than 2000 impls may be meant by one type",
            |n| {
                "pub trait A<X> { fn f(&self) -> X; }\n".to_owned()
                    + &each(n, |n| {
                        format!("pub trait C{n} {{}} pub struct S{n}; impl<T: C{n}> A<S{n}> for T {{ fn f(&self) -> S{n} {{ S{n} }} }}\n")
                    })
                    + "pub fn first() { let x = 1_u8.f(); g(&x) } fn g<T>(_: &T) {}"
            },
            0,
            2_100,
        ),
        (
            "macros between items write macros more than 128 deep",
            |n| {
                each(n, |n| format!("macro_rules! m{n} {{ () => {{ m{}!(); }} }}\n", n + 1))
                    + &format!("macro_rules! m{n} {{ () => {{ pub fn g() {{}} }} }} m0!(); pub fn first() {{ g() }}")
            },
            120,
            130,
        ),
        (
            "more than 100000 macro expansions between items",
            |n| format!("macro_rules! m {{ () => {{}} }}\n{}pub fn first() {{}}", "m!();\n".repeat(n)),
            5_000,
            100_010,
        ),
        (
            "imports and macros lead to each other more than 200 times",
            |n| {
                each(n, |n| format!("mod m{n} {{ pub use super::m{}::*; }}\n", n + 1))
                    + &format!("mod m{n} {{ pub fn g() {{}} }} pub fn first() {{ m0::g() }}")
            },
            190,
            210,
        ),
        (
            "values may lead to more than 6 places",
            |n| {
                statics(n, "std::sync::Mutex<u8>", "std::sync::Mutex::new(0)")
                    + "static N: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);\n"
                    + "pub fn first() { let l = match N.load(std::sync::atomic::Ordering::SeqCst) { "
                    + &each(n - 1, |n| format!("{n} => &S{n}, "))
                    + &format!("_ => &S{} }}; *l.lock().unwrap() = 1; }}", n - 1)
            },
            6,
            7,
        ),
        (
            "values given to functions nest more than 6 deep",
            |n| format!("fn s<T>(_: T) {{}}\npub fn first() {{ s({}1_u8{}) }}", "(".repeat(n), ",)".repeat(n)),
            6,
            7,
        ),
        (
            "one function does more than 2000 things to shared places and locks",
            |n| {
                let stores = each(n, |n| format!("S{n}.store(1, std::sync::atomic::Ordering::SeqCst);\n"));
                statics(n, "std::sync::atomic::AtomicU8", "std::sync::atomic::AtomicU8::new(0)") + &format!("pub fn first() {{ {stores} }}")
            },
            500,
            2_010,
        ),
        (
            "one function is given more than 256 sets of values",
            |n| statics(n, "u8", "1") + &format!("fn s(_: &u8) {{}}\npub fn first() {{ {} }}", each(n, |n| format!("s(&S{n});\n"))),
            250,
            260,
        ),
        (
            "threads start threads more than 3 times",
            |n| {
                "pub fn first() { t0() }\n".to_owned()
                    + &each(n, |n| format!("fn t{n}() {{ std::thread::spawn(|| t{}()); }}\n", n + 1))
                    + &format!("fn t{n}() {{}}\n")
            },
            3,
            4,
        ),
        (
            "what a function table holds is handed on in more than 16 steps",
            |n| {
                TABLE.to_owned()
                    + &each(n, |n| format!("const fn t{n}() -> Option<F> {{ t{}() }}\n", n + 1))
                    + &format!("const fn t{n}() -> Option<F> {{ Some(look) }}\n")
                    + "pub static SECOND: CLRES_V2_FUNCTIONS = CLRES_V2_FUNCTIONS { LooksAlive: t0(), IsAlive: Some(look), Terminate: Some(end) };\n"
            },
            3,
            20,
        ),
        (
            "more than 16 type aliases lead to each other",
            |n| {
                TABLE.to_owned()
                    + &each(n, |n| format!("type A{n} = A{};\n", n + 1))
                    + &format!("type A{n} = Option<F>;\n#[repr(C)] pub struct Own {{ looks_alive: A0, is_alive: A0, terminate: A0 }}\n")
                    + "pub static SECOND: Own = Own { looks_alive: Some(look), is_alive: Some(look), terminate: Some(look) };"
            },
            12,
            18,
        ),
        (
            "more than 8 generic functions hand on to each other",
            |n| {
                TABLE.to_owned()
                    + "pub trait R { fn go() -> i32; } pub struct D; impl R for D { fn go() -> i32 { 1 } }\n"
                    + "unsafe extern \"system\" fn way<T: R>(_: *mut u8) -> i32 { t0::<T>() }\n"
                    + &each(n, |n| format!("fn t{n}<T: R>() -> i32 {{ t{}::<T>() }}\n", n + 1))
                    + &format!("fn t{n}<T: R>() -> i32 {{ T::go() }}\n")
                    + "pub static SECOND: CLRES_V2_FUNCTIONS =\n\
                       CLRES_V2_FUNCTIONS { LooksAlive: Some(way::<D>), IsAlive: Some(way::<D>), Terminate: Some(end) };\n"
            },
            6,
            7,
        ),
        (
            "function tables are filled more than 6 calls away",
            |n| {
                TABLE.to_owned()
                    + "pub fn make() -> CLRES_V2_FUNCTIONS { c0(look) }\n"
                    + &each(n, |n| format!("fn c{n}(f: F) -> CLRES_V2_FUNCTIONS {{ c{}(f) }}\n", n + 1))
                    + &format!(
                        "fn c{n}(f: F) -> CLRES_V2_FUNCTIONS {{ CLRES_V2_FUNCTIONS {{ LooksAlive: Some(f), IsAlive: Some(f), Terminate: Some(end) }} }}"
                    )
            },
            5,
            8,
        ),
    ]
}

fn calls(count: usize) -> String {
    let calls = each(count, |n| format!("fn f{n}() {{ f{}() }}\n", n + 1));
    format!("pub fn first() {{ f0() }}\n{calls}fn f{count}() {{}}\n")
}

fn circles(count: usize) -> String {
    let calls = each(count, |n| format!("f{n}();"));
    format!("pub fn first() {{ f0() }}\n{}", each(count, |n| format!("fn f{n}() {{ {calls} }}\n")))
}

fn sum(count: usize) -> String {
    format!("pub fn first() -> u64 {{ {}1 }}", "1 + ".repeat(count))
}

fn doubling(count: usize) -> String {
    format!("pub fn first() {{ let a0 = 1_u8; {} }}", each(count, |n| format!("let a{} = (a{n}, a{n});", n + 1)))
}

/// Status and standard error of a strict run over a DLL whose `LooksAlive` calls the first function.
fn strictly(text: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let dll = DLL
        .replace("    1\n}\n\nunsafe extern \"system\" fn is_alive", "    odd::first(); 1\n}\n\nunsafe extern \"system\" fn is_alive")
        + "mod odd;\n";
    std::fs::create_dir(root.join("src")).unwrap();
    std::fs::write(root.join("Cargo.toml"), MANIFEST).unwrap();
    std::fs::write(root.join("src/lib.rs"), dll).unwrap();
    std::fs::write(root.join("src/odd.rs"), text).unwrap();
    let mut tool = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
    let output = tool.args(["check", "--strict"]).current_dir(root).env("NO_COLOR", "1").output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_limit_that_is_reached_is_told() {
    let rows = rows();
    let wrong: Vec<String> = rows
        .par_iter()
        .flat_map(|(says, program, below, above)| {
            let mut wrong = Vec::new();
            let start = |stderr: &str| stderr.chars().take(2_000).collect::<String>();
            if *below > 0 {
                let (status, stderr) = strictly(&program(*below));
                if status != Some(0) || stderr.contains(" reached") {
                    wrong.push(format!("{says}: at {below} the status is {status:?}\n{}", start(&stderr)));
                }
            }
            let (status, stderr) = strictly(&program(*above));
            let closing = stderr.lines().last().unwrap_or_default();
            let is_counted = closing.contains("1 limit of the analysis reached") || closing.contains("limits of the analysis reached");
            let is_told = stderr.lines().any(|line| line.starts_with("warning: ") && line.contains(says));
            let is_refused = stderr.contains("as `--strict` demands: ") && stderr.contains(" reached; `-v` says more");
            if status != Some(1) || !is_counted || !is_told || !is_refused {
                wrong.push(format!("{says}: at {above} the status is {status:?}, {closing}\n{}", start(&stderr)));
            }
            wrong
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Every limit that is declared has a row, or is named here with the reason why it has none.
#[test]
fn every_limit_has_a_program() {
    const WITHOUT: &[(&str, &str)] = &[
        ("more than {} functions and argument sets; the rest is not analysed", "it takes minutes to get there"),
        ("more than {} functions and argument sets touch shared places; the rest is not compared", "the same"),
        ("more than {} impls were tried for one function; what comes later in it is not known", "the same"),
        ("guards did not settle in {} rounds; what they guard is not known", "states only grow: it is never met"),
        ("expressions nest more than {} deep; what guards the inner ones is not known", "what parses does not nest so deep but in chains"),
        ("constants in types nest more than {} deep; their values are not known", "lengths alone are no findings"),
        ("more than {} function tables come of one piece of code; the others are not found", "as far as one can be filled"),
        ("the place of a function table comes from more than {} variables and functions", "as what it holds"),
        ("more than {} functions hand a poll interval on; who gives it to the others is not known", "as calls"),
        ("generic functions turn types into objects in more than {} ways; the others are not known", "it takes minutes to get there"),
        ("more than {} walks for what fields hold; the other fields count as unknown", "it takes minutes to get there"),
        ("one call hands on to more than {} methods; the others are not followed", "ui-tests/resolution/implicit_in_recursive_types.rs"),
    ];
    let declared = regex::Regex::new(r#"Limit::new\(\s*"([^"]*)""#).unwrap();
    let mut open = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut all = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") && !entry.ends_with("resolve/limits.rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                all.extend(declared.captures_iter(&text).map(|found| found[1].to_owned()));
            }
        }
    }
    assert!(all.len() > 30, "{all:?}");
    let rows = rows();
    for limit in all {
        let (before, after) = limit.split_once("{}").unwrap_or_else(|| panic!("`{limit}` has a number"));
        let has_row = rows.iter().any(|(says, ..)| {
            says.starts_with(before) && after.starts_with(says[before.len()..].trim_start_matches(|c: char| c.is_ascii_digit()))
        });
        assert!(has_row || WITHOUT.iter().any(|(known, _)| *known == limit), "`{limit}` has no program");
    }
}
