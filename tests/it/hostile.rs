//! Input that somebody wrote to bring the tool down, through the built binary.
//!
//! Each row of the table is a repository that holds a sound resource DLL and something hostile beside it. The tool must end by
//! itself with the documented status, say what it did not look at, and still find what the DLL does wrong. Nothing is timed: what
//! bounds the work are the tool's own limits, which the messages name. `HOSTILE=1 cargo test --test it hostile -- --nocapture`
//! prints the table with the time and memory that each took.
#![cfg(unix)]

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use rayon::prelude::*;

use crate::bad_input::{DLL, MANIFEST, SLEEP};

/// Most memory that a run may take, in KiB: a hostile file of 64 MiB is read whole, and its tokens are kept.
const MOST_MEMORY: u64 = 3 << 20;

struct Row {
    name: &'static str,
    make: Box<dyn Fn(&Path) + Send + Sync>,
    args: &'static [&'static str],
    status: i32,
    /// What standard error says.
    says: &'static [&'static str],
}

/// A module of the DLL with this text.
fn module(name: &'static str, status: i32, says: &'static [&'static str], text: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Row {
    let make = move |root: &Path| {
        append(root, "mod odd;\n");
        std::fs::write(root.join("src/odd.rs"), text()).unwrap();
    };
    Row { name, make: Box::new(make), args: &[], status, says }
}

/// Something done to the repository.
fn repository(name: &'static str, status: i32, says: &'static [&'static str], make: impl Fn(&Path) + Send + Sync + 'static) -> Row {
    Row { name, make: Box::new(make), args: &[], status, says }
}

fn append(root: &Path, more: &str) {
    let file = root.join("src/lib.rs");
    let text = std::fs::read_to_string(&file).unwrap() + more;
    std::fs::write(file, text).unwrap();
}

fn write(root: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn nested(before: &str, open: &str, inside: &str, close: &str, after: &str) -> Vec<u8> {
    format!("{before}{}{inside}{}{after}", open.repeat(100_000), close.repeat(100_000)).into_bytes()
}

/// `LooksAlive` calls the first of what is written here.
fn called(name: &'static str, status: i32, says: &'static [&'static str], text: impl Fn() -> String + Send + Sync + 'static) -> Row {
    let make = move |root: &Path| {
        let dll = DLL
            .replace("    1\n}\n\nunsafe extern \"system\" fn is_alive", "    odd::first(); 1\n}\n\nunsafe extern \"system\" fn is_alive");
        assert!(dll.contains("odd::first()"));
        std::fs::write(root.join("src/lib.rs"), dll + "mod odd;\n").unwrap();
        std::fs::write(root.join("src/odd.rs"), text()).unwrap();
    };
    Row { name, make: Box::new(make), args: &[], status, says }
}

fn nesting() -> Vec<Row> {
    const TOO_DEEP: &[&str] = &["nest", "--> src/odd.rs:1:"];
    vec![
        module("100 000 parentheses", 1, TOO_DEEP, || nested("pub fn f() -> u8 { ", "(", "1", ")", " }")),
        module("100 000 blocks", 1, TOO_DEEP, || nested("pub fn f() ", "{", "", "}", "")),
        module("100 000 nested types", 1, TOO_DEEP, || nested("pub fn f(_: ", "(", "u8", ",)", ") {}")),
        module("100 000 references", 1, TOO_DEEP, || nested("pub fn f(_: ", "& ", "u8", "", ") {}")),
        module("100 000 nested generics", 1, TOO_DEEP, || nested("pub type T = ", "A<", "u8", ">", ";")),
        module("100 000 `else if`s", 1, &["src/odd.rs:1:"], || nested("pub fn f(a: bool) { if a {} ", "else if a {} ", "", "", "}")),
        module("100 000 macro groups", 0, &[], || nested("macro_rules! m { ($($t:tt)*) => {} } m! { ", "[", "", "]", " }")),
        module("100 000 nested modules", 1, TOO_DEEP, || nested("", "mod m {", "", "}", "")),
        module("100 000 unary minuses", 1, TOO_DEEP, || nested("pub fn f() -> i8 { ", "- ", "1", "", " }")),
        module("100 000 open delimiters", 1, &["never closed"], || nested("pub fn f() { ", "(", "", "", "")),
        module("100 000 closing delimiters", 1, &["closes nothing"], || nested("", "}", "", "", "")),
        module("100 000 nested comments", 0, &[], || nested("", "/*", "", "*/", "")),
    ]
}

fn texts() -> Vec<Row> {
    vec![
        module("a file of 100 MB", 1, &["it has more than 64 MiB"], || vec![b'\n'; 100 << 20]),
        module("60 MB of comments", 0, &[], || "// x\n".repeat(12 << 20).into_bytes()),
        module("a line of 10 MB", 0, &[], || format!("pub const A: &str = \"{}\";", "x".repeat(10 << 20)).into_bytes()),
        module("a name of 1 MB", 0, &[], || format!("pub fn {}() {{}}", "x".repeat(1 << 20)).into_bytes()),
        module("bytes that are no UTF-8", 1, &["not valid UTF-8"], || b"fn f() { \"\xff\xfe\" }".to_vec()),
        module("NUL bytes", 1, &["--> src/odd.rs:1:"], || b"pub fn f() { \0 }".to_vec()),
        module("NUL bytes in a comment", 0, &[], || b"// \0\0\npub fn f() {}".to_vec()),
        module("lone surrogates in escapes", 1, &["--> src/odd.rs:1:"], || {
            b"pub const A: &str = \"\\u{D800}\"; pub fn f() { \"\\u{DFFF}\"; }".to_vec()
        }),
        module("two byte-order marks", 1, &["--> src/odd.rs:1:"], || "\u{feff}\u{feff}pub fn f() {}".as_bytes().to_vec()),
        module("carriage returns alone", 0, &[], || b"pub fn f() {\r}\rpub fn g() {\r}\r".to_vec()),
        module("the marks of a merge", 1, &["--> src/odd.rs:2:"], || {
            b"pub fn f() {}\n<<<<<<< HEAD\nfn g() {}\n=======\nfn h() {}\n>>>>>>> x\n".to_vec()
        }),
        module("numbers that do not fit", 1, &["this literal is too large"], || {
            format!("pub const A: u128 = 0x{}; pub const B: f64 = 1e{};", "F".repeat(9_999), "9".repeat(9_999)).into_bytes()
        }),
        module("100 000 functions", 0, &[], || {
            (0..100_000).map(|n| format!("pub fn f{n}() {{ f{}() }}\n", (n + 1) % 100_000)).collect::<String>().into_bytes()
        }),
        module("100 000 macro calls between items", 0, &[], || {
            ("macro_rules! m { () => {} }\n".to_owned() + &"m!();\n".repeat(99_000)).into_bytes()
        }),
        repository("100 000 findings", 0, &["100000 warnings"], |root| {
            let sleeps = "std::thread::sleep(std::time::Duration::from_millis(1));\n".repeat(1_000);
            let table = |n: usize| {
                format!(
                    "unsafe extern \"system\" fn look{n}(_: *mut c_void) -> i32 {{ {sleeps} 1 }}\npub static TABLE{n}: CLRES_V1_FUNCTIONS =\n\
                     CLRES_V1_FUNCTIONS {{ LooksAlive: Some(look{n}), IsAlive: Some(is_alive), Terminate: Some(terminate) }};\n"
                )
            };
            // One stands in the table that is there.
            let last = sleeps.replacen("std::thread::sleep(std::time::Duration::from_millis(1));\n", "", 101);
            append(
                root,
                &((0..99).map(table).collect::<String>()
                    + &format!(
                        "unsafe extern \"system\" fn look99(_: *mut c_void) -> i32 {{ {last} 1 }}\n\
                pub static TABLE99: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {{ LooksAlive: Some(look99), IsAlive: Some(is_alive), Terminate: Some(terminate) }};\n"
                    )),
            );
        }),
        module("100 000 macros", 0, &[], || {
            (0..100_000).map(|n| format!("macro_rules! m{n} {{ () => {{}} }}\n")).collect::<String>().into_bytes()
        }),
        module("100 000 imports of each other", 0, &[], || {
            (0..30_000).map(|n| format!("pub use self::a{} as a{n};\n", (n + 1) % 30_000)).collect::<String>().into_bytes()
        }),
    ]
}

fn meanings() -> Vec<Row> {
    vec![
        called("a macro that doubles its text for ever", 0, &["3 of 4 calls resolved"], || {
            "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*) } } pub fn first() { m!(a b); }".to_owned()
        }),
        called("a macro that calls itself for ever", 0, &[], || "macro_rules! m { () => { m!() } } pub fn first() { m!(); }".to_owned()),
        called("a macro that writes two calls of itself", 0, &[], || {
            "macro_rules! m { ($($t:tt)*) => { m!(x $($t)*); m!(y $($t)*); } } pub fn first() { m!(); }".to_owned()
        }),
        called("macros that write macros", 0, &[], || {
            "macro_rules! a { ($n:ident) => { macro_rules! $n { () => { a!(b); b!() } } } } a!(b); pub fn first() { b!(); }".to_owned()
        }),
        called("modules that import each other", 0, &[], || {
            "pub mod a { pub use super::b::*; } pub mod b { pub use super::a::*; } pub use a::first as other; pub fn first() { a::nothing(); b::nothing(); other() }".to_owned()
        }),
        called("a type that is itself", 0, &[], || {
            "pub type T = T; pub struct S(S); impl S { fn g(&self) { self.0.g() } } pub fn first() { let t: T = todo(); t.f(); }".to_owned()
        }),
        called("traits that need each other", 0, &[], || {
            "pub trait A: B {} pub trait B: A { fn f(&self) {} } impl<T: B> A for T {} impl<T: A> B for T {} pub fn first() { 1_u8.f(); }"
                .to_owned()
        }),
        called("impls that grow a type for ever", 0, &[], || {
            "pub struct W<T>(T); pub trait A { fn f(&self); } impl<T> A for W<T> where W<W<T>>: A { fn f(&self) { W(W(1_u8)).f() } }\
             pub fn g<T>(t: T, n: u32) { if n > 0 { g((t, 1), n - 1) } } pub fn first() { W(1_u8).f(); g(1_u8, 100_000); }"
                .to_owned()
        }),
        called("types that double for ever", 0, &[], || {
            let lets: String = (0..200).map(|n| format!("let a{} = (a{n}, a{n});", n + 1)).collect();
            format!("pub fn first() {{ let a0 = 1_u8; {lets} a200.f(); }}")
        }),
        called("derefs in a circle", 0, &[], || {
            "pub struct A; pub struct B; impl std::ops::Deref for A { type Target = B; fn deref(&self) -> &B { &B } } \
             impl std::ops::Deref for B { type Target = A; fn deref(&self) -> &A { &A } } pub fn first() { A.missing(); }"
                .to_owned()
        }),
        called("constants in a circle", 0, &[], || {
            "pub const A: u64 = B + 1; pub const B: u64 = A + 1; pub fn first() { std::thread::sleep(std::time::Duration::from_millis(A)); }".to_owned()
        }),
        called("constants that overflow", 1, &["a loop without a bound"], || {
            "pub const A: u64 = u64::MAX * u64::MAX + (1 << 200) / (1 - 1); pub fn first() { for _ in 0..u128::MAX { std::thread::sleep(std::time::Duration::MAX * u32::MAX); } let _ = A; }".to_owned()
        }),
        called("a circle of 20 000 functions", 0, &[], || {
            let next = |n: usize| if n == 19_999 { "first".to_owned() } else { format!("f{}", n + 1) };
            "pub fn first() { f1() }\n".to_owned()
                + &(1..20_000).map(|n| format!("pub fn f{n}() {{ {}() }}\n", next(n))).collect::<String>()
        }),
        called("functions that all call each other", 0, &[], || {
            let calls: String = (0..120).map(|n| format!("f{n}();")).collect();
            format!("pub fn first() {{ f0() }}\n{}", (0..120).map(|n| format!("pub fn f{n}() {{ {calls} }}\n")).collect::<String>())
        }),
        called("a body with two ways at each of 60 branches", 0, &[], || {
            let ways: String = (0..60)
                .map(|n| format!("pub fn f{n}(a: u32) {{ if a > {n} {{ f{m}(a) }} else {{ f{m}(a + 1) }} }}\n", m = n + 1))
                .collect();
            format!("pub fn first() {{ f0(7) }}\n{ways}pub fn f60(_: u32) {{}}")
        }),
    ]
}

fn files() -> Vec<Row> {
    vec![
        repository("a file that includes itself as a module", 1, &["src/lib.rs"], |root| {
            append(root, "#[path = \"lib.rs\"] mod again;\n");
        }),
        repository("two files that are modules of each other", 1, &["src/"], |root| {
            append(root, "#[path = \"a.rs\"] mod a;\n");
            write(root, "src/a.rs", "#[path = \"b.rs\"] mod b;");
            write(root, "src/b.rs", "#[path = \"a.rs\"] mod a;");
        }),
        repository("a module outside of the package", 0, &[], |root| {
            append(root, "#[path = \"../../outside.rs\"] mod outside;\n");
            write(root, "../outside.rs", "pub fn f() {}");
        }),
        repository("a module that is a device", 1, &["it is a pipe or device, not a file"], |root| {
            append(root, "#[path = \"/dev/zero\"] mod zero;\n");
        }),
        repository("a module that is a pipe", 1, &["it is a pipe or device, not a file"], |root| {
            append(root, "mod pipe;\n");
            assert!(Command::new("mkfifo").arg(root.join("src/pipe.rs")).status().unwrap().success());
        }),
        repository("a root that is a pipe", 1, &["it is a pipe or device, not a file", "nothing was checked"], |root| {
            std::fs::remove_file(root.join("src/lib.rs")).unwrap();
            assert!(Command::new("mkfifo").arg(root.join("src/lib.rs")).status().unwrap().success());
        }),
        repository("links in a circle", 1, &["src/ring.rs"], |root| {
            append(root, "mod ring;\n");
            symlink("ring.rs", root.join("src/ring.rs")).unwrap();
        }),
        repository("a folder that is linked into itself", 0, &[], |root| {
            symlink(root, root.join("src/loop")).unwrap();
        }),
        repository("a module that is linked out", 0, &[], |root| {
            append(root, "mod away;\n");
            write(root, "../away.rs", "pub fn f() {}");
            symlink("../../away.rs", root.join("src/away.rs")).unwrap();
        }),
        repository("names with controls, escapes and bidirectional marks", 1, &["src/"], |root| {
            append(root, "#[path = \"a\\u{1b}[31m\\u{202e}\\n.rs\"] mod red;\n");
            write(root, "src/a\u{1b}[31m\u{202e}\n.rs", "pub fn f( {");
        }),
        repository("paths with spaces, quotes, newlines and per cent", 1, &["never closed"], |root| {
            append(root, "#[path = \"a b'\\\"%20%n\\n.rs\"] mod odd;\n");
            write(root, "src/a b'\"%20%n\n.rs", "pub fn f( {");
        }),
        repository("a file name that is no UTF-8", 0, &[], |root| {
            std::fs::write(root.join("src").join(std::ffi::OsStr::from_bytes(b"a\xff.rs")), "pub fn f() {}").unwrap();
        }),
    ]
}

fn manifests() -> Vec<Row> {
    vec![
        repository("an enormous manifest", 0, &[], |root| {
            let more: String = (0..100_000).map(|n| format!("k{n} = \"v\"\n")).collect();
            write(root, "Cargo.toml", format!("{MANIFEST}\n[package.metadata.x]\n{more}"));
        }),
        repository("a manifest that nests 100 000 levels", 2, &["error: "], |root| {
            write(root, "Cargo.toml", format!("{MANIFEST}\n[package.metadata]\nx = {}{}", "[".repeat(100_000), "]".repeat(100_000)));
        }),
        repository("a manifest that is a folder", 2, &["error: "], |root| {
            std::fs::remove_file(root.join("Cargo.toml")).unwrap();
            std::fs::create_dir(root.join("Cargo.toml")).unwrap();
        }),
        repository("a manifest that is no text", 2, &["error: "], |root| write(root, "Cargo.toml", b"\xff\xfe[package]")),
        repository("an enormous lock file", 0, &[], |root| {
            let more = |n| format!("[[package]]\nname = \"p{n}\"\nversion = \"0.1.0\"\n\n");
            write(root, "Cargo.lock", "version = 4\n\n".to_owned() + &(0..100_000).map(more).collect::<String>());
        }),
        repository("a lock file that never ends", 0, &[], |root| symlink("/dev/zero", root.join("Cargo.lock")).unwrap()),
        repository("an enormous configuration of Cargo", 0, &["config.toml", "it has more than 64 MiB"], |root| {
            write(root, ".cargo/config.toml", "# x\n".repeat(20 << 20));
        }),
        repository("a configuration of Cargo that never ends", 0, &[], |root| {
            std::fs::create_dir(root.join(".cargo")).unwrap();
            symlink("/dev/zero", root.join(".cargo/config.toml")).unwrap();
        }),
        repository("configurations of Cargo that include each other", 0, &["is included by more than 8 files"], |root| {
            for n in 0..20 {
                let name = if n == 0 { ".cargo/config.toml".to_owned() } else { format!(".cargo/c{n}.toml") };
                write(root, &name, format!("include = [\"c{}.toml\"]\n", n + 1));
            }
        }),
        repository("a manifest that never ends", 2, &["error: "], |root| {
            std::fs::remove_file(root.join("Cargo.toml")).unwrap();
            symlink("/dev/zero", root.join("Cargo.toml")).unwrap();
        }),
        repository("a member whose manifest is a pipe", 2, &["m/Cargo.toml`: it is a pipe or device, not a file"], |root| {
            write(root, "Cargo.toml", format!("{MANIFEST}[workspace]\nmembers = [\"*\"]\n"));
            std::fs::create_dir(root.join("m")).unwrap();
            assert!(Command::new("mkfifo").arg(root.join("m/Cargo.toml")).status().unwrap().success());
        }),
        repository("a dependency whose manifest never ends", 2, &["m/Cargo.toml`: it is a pipe or device, not a file"], |root| {
            write(root, "Cargo.toml", format!("{MANIFEST}[dependencies]\nm = {{ path = \"m\" }}\n"));
            std::fs::create_dir(root.join("m")).unwrap();
            symlink("/dev/zero", root.join("m/Cargo.toml")).unwrap();
        }),
        repository("a broken lock file", 0, &["the dependencies"], |root| {
            write(root, "Cargo.lock", "version = \"x\"\n[[package");
        }),
        repository("a broken configuration of Cargo", 0, &["config.toml", "the file was ignored"], |root| {
            write(root, ".cargo/config.toml", "[build\n")
        }),
        repository("a configuration of Cargo that includes itself", 0, &[], |root| {
            write(root, ".cargo/config.toml", "include = [\"config.toml\"]\n");
        }),
        repository("an enormous configuration", 2, &["error: "], |root| {
            write(root, "looksalive.toml", "# x\n".repeat(20 << 20));
        }),
        repository("a configuration that nests 100 000 levels", 2, &["looksalive.toml"], |root| {
            write(root, "looksalive.toml", format!("budget = {}{}", "[".repeat(100_000), "]".repeat(100_000)));
        }),
        repository("a configuration that never ends", 2, &["it is a pipe or device, not a file"], |root| {
            symlink("/dev/zero", root.join("looksalive.toml")).unwrap();
        }),
        Row {
            args: &["--baseline", "accepted.json"],
            ..repository("a baseline that is no baseline", 2, &["accepted.json"], |root| write(root, "accepted.json", "[[[[[[\u{0}"))
        },
        Row {
            args: &["--baseline", "accepted.json"],
            ..repository("a baseline that nests 100 000 levels", 2, &["accepted.json"], |root| {
                write(root, "accepted.json", "[".repeat(100_000))
            })
        },
        Row { args: &["--baseline", "/dev/zero"], ..repository("a baseline that never ends", 2, &["/dev/zero"], |_| {}) },
        repository("a root that is a folder", 1, &["it is a folder, not a file", "nothing was checked"], |root| {
            std::fs::remove_file(root.join("src/lib.rs")).unwrap();
            std::fs::create_dir(root.join("src/lib.rs")).unwrap();
        }),
    ]
}

/// Runs a row and says what is wrong; prints what it took where that is wanted.
fn run(row: &Row) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("repository");
    write(&root, "Cargo.toml", MANIFEST);
    write(&root, "src/lib.rs", DLL);
    (row.make)(&root);
    let began = std::time::Instant::now();
    let (output, memory) = measured(&root, row.args, folder.path());
    let (took, stderr) = (began.elapsed(), String::from_utf8_lossy(&output.stderr).into_owned());
    let status = output.status.code();
    if std::env::var_os("HOSTILE").is_some() {
        let told = stderr.lines().find(|line| line.starts_with("error") || line.starts_with("warning")).unwrap_or_default();
        let told: String = told.chars().take(90).collect();
        println!("| {} | {told} | {status:?} | {:.1} s | {} MiB |", row.name, took.as_secs_f32(), memory.unwrap_or(0) >> 10);
    }
    let mut wrong = Vec::new();
    if status != Some(row.status) {
        wrong.push(format!("the exit status is {status:?}, not {}", row.status));
    }
    wrong.extend(row.says.iter().filter(|part| !stderr.contains(**part)).map(|part| format!("it does not say `{part}`")));
    if row.status < 2 && !stderr.contains(SLEEP) && !stderr.contains("nothing was checked") {
        wrong.push("the rest is not analysed".to_owned());
    }
    if stderr.chars().any(|c| c.is_control() && c != '\n' && c != '\t' || ('\u{202a}'..='\u{202e}').contains(&c)) {
        wrong.push("what it says has controls".to_owned());
    }
    if stderr.contains("unexpectedly") || stderr.contains("panicked") {
        wrong.push("it panicked".to_owned());
    }
    wrong.extend(memory.filter(|kib| *kib > MOST_MEMORY).map(|kib| format!("it took {} MiB", kib >> 10)));
    let shown: String = stderr.chars().take(1_500).collect();
    (!wrong.is_empty()).then(|| format!("{}: {}\n{shown}", row.name, wrong.join(", ")))
}

/// The output of the tool, and the most memory it took, in KiB, where `time` can tell.
fn measured(root: &Path, args: &[&str], beside: &Path) -> (Output, Option<u64>) {
    let figures = beside.join("figures");
    let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
    let mut command = if Path::new("/usr/bin/time").exists() {
        let mut time = Command::new("/usr/bin/time");
        time.args(["-q", "-f", "%M", "-o"]).arg(&figures).arg(tool);
        time
    } else {
        Command::new(tool)
    };
    command.arg("check").args(args).current_dir(root).env("NO_COLOR", "1").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
    let output = command.output().unwrap();
    let figures = std::fs::read_to_string(figures).unwrap_or_default();
    (output, figures.lines().last().and_then(|line| line.trim().parse().ok()))
}

#[track_caller]
fn all(rows: Vec<Row>) {
    let wrong: Vec<String> = rows.par_iter().filter_map(run).collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n\n{}", wrong.len(), rows.len(), wrong.join("\n\n"));
}

#[test]
fn what_nests_without_end() {
    all(nesting());
}

#[test]
fn texts_that_nobody_would_write() {
    all(texts());
}

#[test]
fn meanings_that_lead_nowhere() {
    all(meanings());
}

#[test]
fn files_that_are_none() {
    all(files());
}

#[test]
fn manifests_and_configurations() {
    all(manifests());
}

/// Every hundredth of a second the module is another, or gone.
#[test]
fn files_that_change_while_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL.to_owned() + "mod odd;\n");
    let odd = root.join("src/odd.rs");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0_usize.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                let _ = match round % 3 {
                    0 => std::fs::write(&odd, "pub fn f() {}\n".repeat(round % 1_000)),
                    1 => std::fs::write(&odd, "ä".repeat(round % 1_000)),
                    _ => std::fs::remove_file(&odd),
                };
            }
        });
        for _ in 0..12 {
            let (output, _) = measured(root, &[], root);
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0 | 1)) && stderr.contains(SLEEP), "{stderr}");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn reports_that_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL);
    let run = |args: &[&str]| {
        let (output, _) = measured(root, args, root);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, stderr) = run(&["--message-format=sarif=gone/report.sarif"]);
    assert!(status == Some(2) && stderr.contains("cannot write the report to `gone/report.sarif`"), "{stderr}");
    std::fs::create_dir(root.join("report.sarif")).unwrap();
    let (status, stderr) = run(&["--message-format=sarif=report.sarif"]);
    assert!(status == Some(2) && stderr.contains("cannot write the report to `report.sarif`"), "{stderr}");
    // A disk that is full.
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
        let output = Command::new(tool).args(["check", "--message-format=json"]).current_dir(root).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && stderr.contains("cannot write the report"), "{stderr}");
    }
    // A folder that is only read; to its owner, not to who may do all.
    let locked = root.join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    let may_all = std::fs::write(locked.join("probe"), "").is_ok();
    let (status, stderr) = run(&["--message-format=sarif=locked/report.sarif"]);
    assert!(may_all || status == Some(2) && stderr.contains("cannot write the report to `locked/report.sarif`"), "{stderr}");
    assert!(may_all || std::fs::read_dir(&locked).unwrap().next().is_none(), "nothing is left behind");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A report that goes to a pipe or device does not replace it by a file, and a link that somebody laid is not followed.
#[test]
fn reports_that_are_no_files() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL);
    let run = |args: &[&str]| {
        let (output, _) = measured(root, args, root);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    if Path::new("/dev/full").exists() {
        let (status, _, stderr) = run(&["--message-format=sarif=/dev/full"]);
        assert!(status == Some(2) && stderr.contains("cannot write the report to `/dev/full`"), "{stderr}");
        assert!(Path::new("/dev/full").symlink_metadata().unwrap().file_type().is_char_device());
    }
    let before = Path::new("/dev/stdout").symlink_metadata().unwrap().file_type();
    let (status, stdout, stderr) = run(&["--message-format=sarif=/dev/stdout"]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(serde_json::from_str::<serde_json::Value>(&stdout).is_ok(), "{stdout}");
    assert_eq!(Path::new("/dev/stdout").symlink_metadata().unwrap().file_type(), before);
    let victim = root.join("victim");
    std::fs::write(&victim, "mine").unwrap();
    symlink(&victim, root.join("report.sarif")).unwrap();
    assert_eq!(run(&["--message-format=sarif=report.sarif"]).0, Some(0));
    assert_eq!(std::fs::read_to_string(victim).unwrap(), "mine");
    assert!(root.join("report.sarif").symlink_metadata().unwrap().is_file());
}

/// Nobody reads what is written, or nobody can: that is no finding, and no failure.
#[test]
fn streams_that_are_closed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL);
    let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
    for (shell, status) in [
        ("\"$0\" check --message-format=json >&-", 0),
        ("\"$0\" check --message-format=json 2>&-", 0),
        ("\"$0\" check --message-format=json >&- 2>&- <&-", 0),
        ("\"$0\" check -D sleeps --message-format=json >&- 2>&-", 1),
        ("\"$0\" check --wat >&- 2>&-", 2),
        ("(\"$0\" check --message-format=json; echo $? >status) | true; exit $(cat status)", 0),
        ("(\"$0\" call-graph; echo $? >status) | true; exit $(cat status)", 0),
        ("(\"$0\" budget; echo $? >status) | true; exit $(cat status)", 0),
    ] {
        let output = Command::new("sh").args(["-c", shell, tool]).current_dir(root).stdin(Stdio::null()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(status), "{shell}: {stderr}");
        assert!(!stderr.contains("panicked"), "{shell}: {stderr}");
    }
}

/// Ctrl-C ends a run at once, by the signal, and nothing is half-written.
#[test]
fn a_run_that_is_interrupted() {
    use std::os::unix::process::ExitStatusExt as _;
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    let many: String = (0..300_000).map(|n| format!("pub fn f{n}() {{ f{}() }}\n", (n + 1) % 300_000)).collect();
    write(root, "src/lib.rs", DLL.to_owned() + &many);
    write(root, "report.sarif", "old");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
    command.args(["check", "--message-format=sarif=report.sarif"]).current_dir(root);
    let mut running = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let id = running.id().to_string();
    // Where the tests run in the background of a shell, nobody's Ctrl-C reaches them: programs that they start are born deaf to it.
    let of_us = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = of_us.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok()).unwrap_or(0);
    let (name, number) = if ignored & 0b10 == 0 { ("-INT", 2) } else { ("-TERM", 15) };
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    let status = running.wait().unwrap();
    assert_eq!((status.code(), status.signal()), (None, Some(number)), "it ended by the signal");
    assert_eq!(std::fs::read_to_string(root.join("report.sarif")).unwrap(), "old");
    let left: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".tmp")), "{left:?}");
}

/// What may not be read is told; what is called otherwise than by Unicode cannot be told to Cargo.
#[test]
fn folders_and_files_that_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL.to_owned() + "mod secret;\n");
    write(root, "src/secret.rs", "pub fn f() {}");
    std::fs::set_permissions(root.join("src/secret.rs"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let may_all = std::fs::read(root.join("src/secret.rs")).is_ok();
    let (output, _) = measured(root, &[], root);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(may_all || output.status.code() == Some(1) && stderr.contains("secret.rs`") && stderr.contains(SLEEP), "{stderr}");
    std::fs::set_permissions(root.join("src/secret.rs"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let odd = root.join(std::ffi::OsStr::from_bytes(b"a\xff"));
    write(&odd, "Cargo.toml", MANIFEST);
    write(&odd, "src/lib.rs", DLL);
    let (output, _) = measured(&odd, &[], root);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && stderr.contains("is not UTF-8"), "{stderr}");
    // A folder that is no more.
    let gone = root.join("gone");
    std::fs::create_dir(&gone).unwrap();
    let tool = env!("CARGO_BIN_EXE_cargo-looksalive-lint");
    let output = Command::new("sh").args(["-c", "rmdir ../gone && exec \"$0\" check", tool]).current_dir(&gone).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && stderr.starts_with("error: "), "{stderr}");
}

/// What was not looked at is said, and `--strict` fails for it.
#[test]
fn what_was_not_analysed_fails_a_strict_run() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    let run = |text: &str, args: &[&str]| {
        write(root, "src/lib.rs", text);
        let (output, _) = measured(root, args, root);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run(DLL, &["--strict"]).0, Some(0), "everything was analysed");
    let unresolved = DLL.replacen("    1\n}", "    unknown_to_all(); 1\n}", 1);
    assert_eq!(run(&unresolved, &[]).0, Some(0));
    let (status, stderr) = run(&unresolved, &["--strict"]);
    assert!(status == Some(1) && stderr.contains("1 of 3 calls not resolved"), "{stderr}");
    let unexpanded =
        "macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)*) } }\n".to_owned() + &DLL.replacen("    1\n}", "    m!(a); 1\n}", 1);
    let (status, stderr) = run(&unexpanded, &["--strict"]);
    assert!(status == Some(1) && stderr.contains("1 of 3 calls not resolved"), "{stderr}");
    let deep: String = (0..500).map(|n| format!("fn f{n}() {{ f{}() }}\n", n + 1)).collect();
    let deep = DLL.replacen("    1\n}", "    f0(); 1\n}", 1) + &deep + "fn f500() {}\n";
    let (status, stderr) = run(&deep, &["--strict"]);
    assert!(status == Some(1) && stderr.contains("calls nest more than 400 deep") && stderr.contains("2 limits reached"), "{stderr}");
    let (status, stderr) = run("pub fn f() {}\n", &["--strict"]);
    assert!(status == Some(1) && stderr.contains("no LooksAlive entry point was found"), "{stderr}");
    let (status, stderr) = run(&(DLL.to_owned() + "fn broken( {}\n"), &["--strict"]);
    assert!(status == Some(1), "{stderr}");
}

/// The report is one of the two, whole.
#[test]
fn two_runs_at_once_write_one_report() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "Cargo.toml", MANIFEST);
    write(root, "src/lib.rs", DLL);
    let runs: Vec<_> = (0..4).collect();
    let statuses: Vec<_> =
        runs.par_iter().map(|_| measured(root, &["--message-format=sarif=report.sarif"], &root.join("src")).0.status.code()).collect();
    assert_eq!(statuses, [Some(0); 4]);
    let report = std::fs::read_to_string(root.join("report.sarif")).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok());
    let left: Vec<_> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).filter(|name| name != "figures").collect();
    assert_eq!(left.len(), 3 + usize::from(root.join("Cargo.lock").exists()), "{left:?}");
}
