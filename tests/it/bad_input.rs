//! Input that cannot be right, through the built binary: each is told once, with its place, by the documented exit
//! status, and what is not touched by it is still analysed.

use std::path::Path;
use std::process::Command;

/// A DLL of one file.
pub const MANIFEST: &str = "[package]\nname = \"disk\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n";

/// A resource DLL whose check sleeps in line 11.
pub const DLL: &str = "\
use std::ffi::c_void;

#[repr(C)]
pub struct CLRES_V1_FUNCTIONS {
    pub LooksAlive: Option<unsafe extern \"system\" fn(*mut c_void) -> i32>,
    pub IsAlive: Option<unsafe extern \"system\" fn(*mut c_void) -> i32>,
    pub Terminate: Option<unsafe extern \"system\" fn(*mut c_void)>,
}

unsafe extern \"system\" fn looks_alive(_: *mut c_void) -> i32 {
    std::thread::sleep(std::time::Duration::from_millis(5));
    1
}

unsafe extern \"system\" fn is_alive(_: *mut c_void) -> i32 {
    1
}

unsafe extern \"system\" fn terminate(_: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS =
    CLRES_V1_FUNCTIONS { LooksAlive: Some(looks_alive), IsAlive: Some(is_alive), Terminate: Some(terminate) };
";

/// What the tool says of it.
pub const SLEEP: &str = "sleeps for 5 ms inside `LooksAlive`\n   --> src/lib.rs:11:18\n";

struct Package(tempfile::TempDir);

impl Package {
    /// A package with the DLL as its library.
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        Self(dir).with("Cargo.toml", MANIFEST).with("src/lib.rs", DLL)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies in the package")).expect("the folder can be made");
        std::fs::write(path, text).expect("the file can be written");
        self
    }

    fn also(self, name: &str, more: &str) -> Self {
        let old = std::fs::read_to_string(self.path().join(name)).expect("it was written before");
        self.with(name, old + more)
    }

    /// Status, standard output, standard error.
    fn lint(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
        tool.current_dir(self.path()).arg("check").args(arguments).env_remove("CARGO_TERM_COLOR").env_remove("CLICOLOR_FORCE");
        let output = tool.output().expect("the tool starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// The tool gives up with one error, which says `parts`.
    #[track_caller]
    fn gives_up(&self, arguments: &[&str], parts: &[&str]) {
        let (status, stdout, stderr) = self.lint(arguments);
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{stderr}");
        assert!(
            stderr.starts_with("error: ") && stderr.lines().filter(|line| line.starts_with("error")).count() == 1,
            "one message: {stderr}"
        );
        for part in parts {
            assert!(stderr.contains(part), "`{part}` is missing in: {stderr}");
        }
        // However the message begins, the place is said once.
        assert!(stderr.matches("Cargo.toml:").count() < 2, "{stderr}");
    }

    /// The tool reports an error that says `parts`, fails, and still finds the sleep.
    #[track_caller]
    fn goes_on(&self, parts: &[&str]) {
        let stderr = self.fails(parts);
        assert!(stderr.contains(SLEEP), "the rest is analysed: {stderr}");
    }

    /// The tool reports an error that says `parts` and fails.
    #[track_caller]
    fn fails(&self, parts: &[&str]) -> String {
        let (status, stdout, stderr) = self.lint(&[]);
        assert_eq!((status, stdout.as_str()), (Some(1), ""), "{stderr}");
        for part in parts {
            assert!(stderr.contains(part), "`{part}` is missing in: {stderr}");
        }
        assert!(stderr.contains("1 file could not be parsed"), "{stderr}");
        stderr
    }

    /// The tool warns, saying `parts`, and still finds the sleep.
    #[track_caller]
    fn warns(&self, parts: &[&str]) {
        let (status, _, stderr) = self.lint(&[]);
        assert_eq!(status, Some(0), "{stderr}");
        for part in parts {
            assert!(stderr.contains(part), "`{part}` is missing in: {stderr}");
        }
        assert!(stderr.contains(SLEEP), "{stderr}");
    }
}

#[test]
fn no_manifest() {
    let dir = tempfile::tempdir().unwrap();
    Package(dir).gives_up(&[], &["no `Cargo.toml` found in `", "or any folder above it", "`--manifest-path`"]);
    Package::new().gives_up(&["--manifest-path", "nowhere/Cargo.toml"], &["nowhere/Cargo.toml` does not exist"]);
    Package::new().gives_up(&["--manifest-path", "src"], &["src` is a folder"]);
}

#[test]
fn a_broken_manifest() {
    let package = Package::new().also("Cargo.toml", "[package\n");
    let place = format!("--> {}:7:9", package.path().canonicalize().unwrap().join("Cargo.toml").display());
    package.gives_up(&[], &["unclosed table", &place, "[package\n"]);
    Package::new().with("Cargo.toml", MANIFEST.replace("name =", "nome =")).gives_up(&[], &["Cargo.toml", "package.name"]);
    let missing = Package::new().with("Cargo.toml", "[workspace]\nmembers = [\"gone\"]\n");
    missing.gives_up(&[], &["failed to load manifest for workspace member", "gone"]);
    let empty = Package::new().with("Cargo.toml", "[workspace]\nmembers = []\n");
    empty.gives_up(&[], &["the workspace has no members"]);
}

#[test]
fn a_virtual_workspace_is_analysed_whole() {
    let package = Package::new().with("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"2\"\n");
    let package = package.with("a/Cargo.toml", MANIFEST).with("a/src/lib.rs", DLL);
    let package = package.with("b/Cargo.toml", MANIFEST.replace("disk", "share")).with("b/src/lib.rs", DLL);
    let (status, _, stderr) = package.lint(&[]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stderr.contains("--> a/src/lib.rs:11:18") && stderr.contains("--> b/src/lib.rs:11:18"), "{stderr}");
    let (_, _, stderr) = package.lint(&["-p", "share"]);
    assert!(!stderr.contains("--> a/src/lib.rs") && stderr.contains("--> b/src/lib.rs:11:18"), "{stderr}");
    package.gives_up(&["-p", "shrae"], &["package `shrae` is no member of the workspace"]);
}

#[test]
fn a_package_without_sources() {
    let package = Package::new();
    std::fs::remove_dir_all(package.path().join("src")).unwrap();
    package.gives_up(&[], &["Cargo.toml", "src/lib.rs"]);
    let package = Package::new().with("src/lib.rs", "");
    let (status, _, stderr) = package.lint(&[]);
    assert_eq!(status, Some(0), "an empty file is a file: {stderr}");
    assert!(stderr.contains("no LooksAlive entry point found in 1 package: nothing was checked"), "{stderr}");
}

#[test]
fn a_missing_module_file() {
    Package::new().also("src/lib.rs", "mod gone;\n").goes_on(&["no file for module `gone`", "`src/gone.rs`", "--> src/lib.rs:23:5"]);
    Package::new().also("src/lib.rs", "include!(\"gone.rs\");\n").goes_on(&["looked for `src/gone.rs`", "--> src/lib.rs:23:1"]);
    let own = Package::new().also("src/lib.rs", "include!(\"lib.rs\");\n");
    own.goes_on(&["`src/lib.rs` includes itself", "--> src/lib.rs:23:1"]);
    // What a build script writes is not there, since none is run.
    let built = Package::new().also("src/lib.rs", "include!(concat!(env!(\"OUT_DIR\"), \"/bindings.rs\"));\n");
    let (status, _, stderr) = built.lint(&[]);
    assert!(status == Some(0) && stderr.contains(SLEEP) && !stderr.contains("error"), "{stderr}");
}

#[test]
fn a_file_that_does_not_parse() {
    let module = |text: &str| Package::new().also("src/lib.rs", "mod broken;\n").with("src/broken.rs", text);
    module("fn f( {\n").goes_on(&["this delimiter is never closed", "--> src/broken.rs:1:7"]);
    module("fn f() { let x = ; }\n").goes_on(&["expected an expression", "--> src/broken.rs:1:18"]);
    module("mod a { mod b { fn f() { 1 + } } }\n").goes_on(&["expected an expression", "--> src/broken.rs:1:30"]);
    module("fn f() {}\n\nstruct").goes_on(&["--> src/broken.rs:3:7"]);
    module("fn f() { \"text").goes_on(&["this string is never closed", "--> src/broken.rs:1:10"]);
    module("/* text").goes_on(&["this block comment is never closed", "--> src/broken.rs:1:1"]);
    module("}\n").goes_on(&["`}` closes nothing", "--> src/broken.rs:1:1"]);
    module(&format!("fn f() {{ {}1{} }}", "(".repeat(9_000), ")".repeat(9_000))).goes_on(&["nests more than", "--> src/broken.rs:1:"]);
}

#[test]
fn a_check_that_does_not_parse_does_not_look_quick() {
    let package = Package::new().with("src/lib.rs", DLL.replace("    1\n}", "    let = 1;\n    1\n}"));
    let stderr = package.fails(&["--> src/lib.rs:12:9"]);
    assert!(stderr.contains("not counting what cannot be evaluated"), "{stderr}");
}

#[test]
fn what_is_no_text_file() {
    let module = |package: Package| package.also("src/lib.rs", "mod odd;\n");
    module(Package::new().with("src/odd.rs", b"fn f() {}\n// \xff\n")).goes_on(&["not valid UTF-8", "(line 2)", "--> src/lib.rs:23:5"]);
    module(Package::new().with("src/odd.rs/x", "")).goes_on(&["src/odd.rs", "--> src/lib.rs:23:5"]);
    Package::new().with("src/lib.rs", b"// \xff\n").fails(&["not valid UTF-8 at byte 3 (line 1)", "--> src/lib.rs:1:1"]);
}

#[test]
fn flags_that_do_not_exist() {
    Package::new().gives_up(&["--wat"], &["unexpected argument '--wat'"]);
    Package::new().gives_up(&["-D", "slepes"], &["did you mean `sleeps`?"]);
    Package::new().gives_up(&["-A", "recomended"], &["did you mean `recommended`?"]);
    Package::new().gives_up(&["--message-format=xml"], &["unknown format `xml`", "json"]);
    Package::new().gives_up(&["--target", "foo-bar-baz"], &["unknown target `foo-bar-baz`"]);
    Package::new().gives_up(&["--features", "nope"], &["has the feature `nope`"]);
    Package::new().gives_up(&["src/gone.rs"], &["no file or folder `src/gone.rs`"]);
}

#[test]
fn a_broken_configuration() {
    let config = |text: &str, parts: &[&str]| Package::new().with("looksalive.toml", text).gives_up(&[], parts);
    config("[lints\n", &["not valid TOML", "--> looksalive.toml:1:7"]);
    config("bugdet = \"300ms\"\n", &["unknown key `bugdet`", "--> looksalive.toml:1:1", "`budget`"]);
    config("budget = 300\n", &["`budget` is a string", "--> looksalive.toml:1:10"]);
    config("budget = \"300 parsecs\"\n", &["unknown unit `parsecs`", "--> looksalive.toml:1:10"]);
    config("[lints]\nslepes = \"deny\"\n", &["unknown lint `slepes`", "--> looksalive.toml:2:1", "`sleeps`"]);
    config("[lints]\nsleeps = \"denied\"\n", &["unknown level `denied`", "--> looksalive.toml:2:10", "`deny`"]);
    config("[entry-points]\nlooksalive = [\"disk::f\"]\n", &["unknown key `looksalive`", "--> looksalive.toml:2:1", "`looks-alive`"]);
    config("[entry-points]\nlooks-alive = [\"disk::\"]\n", &["no path of a function", "--> looksalive.toml:2:16"]);
    let folder = Package::new().with("looksalive.toml/x", "");
    folder.gives_up(&[], &["looksalive.toml`: it is a folder, not a file"]);
    let binary = Package::new().with("looksalive.toml", b"\xff\xfe");
    binary.gives_up(&[], &["looksalive.toml`: not valid UTF-8"]);
    let metadata = Package::new().also("Cargo.toml", "[package.metadata.looksalive]\nbugdet = \"1s\"\n");
    metadata.gives_up(&[], &["unknown key `bugdet`", "--> Cargo.toml:8:1"]);
}

#[test]
fn a_malformed_model() {
    let model = |text: &str, parts: &[&str]| Package::new().with("looksalive.toml", format!("[[model]]\n{text}")).gives_up(&[], parts);
    model("latency = \"1ms\"\n", &["missing key `path`", "--> looksalive.toml:1:1"]);
    model("path = \"a::b\"\n", &["`a::b`", "give at least one", "--> looksalive.toml:2:8"]);
    model("path = \"a::\"\nlatency = \"1ms\"\n", &["empty segment", "--> looksalive.toml:2:8"]);
    model("path = \"a::b\"\nlatency = \"soon\"\n", &["`soon` is no bound", "--> looksalive.toml:3:11"]);
    model("path = \"a::b\"\nlatncy = \"1ms\"\n", &["unknown key `latncy`", "--> looksalive.toml:3:1", "`latency`"]);
}

#[test]
fn configuration_that_meets_nothing_is_a_warning() {
    let absent = Package::new().with("looksalive.toml", "[entry-points]\nlooks-alive = [\"disk::nope\"]\n");
    absent.warns(&["warning: the configured entry point `disk::nope` names no function that is analysed", "--> looksalive.toml:2:16"]);
    let unused = Package::new().with("looksalive.toml", "[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\n");
    unused.warns(&["warning: the model of `a::b` matches no call", "--> looksalive.toml:2:8"]);
}

#[test]
fn a_dependency_that_is_not_there() {
    let package = Package::new().also("Cargo.toml", "[dependencies]\ngone = { path = \"../gone-for-ever\" }\n");
    package.warns(&["cargo cannot resolve the dependencies", "`gone`", "calls into them are not followed"]);
}
