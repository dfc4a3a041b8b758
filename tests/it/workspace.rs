//! Loading workspaces: selection, features, `cfg`, errors, and that nothing of the linted repository runs.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::workspace::{CrateKind, CrateSpec, Error, Loaded, Request, TargetFilter, Workspace, load};

/// A folder with files in it, and room beside it.
struct Fixture {
    _dir: tempfile::TempDir,
    root: Utf8PathBuf,
}

impl Fixture {
    fn new(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(dir.path().canonicalize().unwrap().join("repository")).unwrap();
        fs::create_dir(&root).unwrap();
        let fixture = Self { _dir: dir, root };
        for (name, text) in files {
            fixture.write(name, text);
        }
        fixture
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn request(&self) -> Request {
        self.request_in("")
    }

    fn request_in(&self, dir: &str) -> Request {
        Request { current_dir: self.root.join(dir), ..Request::default() }
    }

    /// All files with their contents.
    fn snapshot(&self) -> Vec<(Utf8PathBuf, Vec<u8>)> {
        fn walk(dir: &Utf8Path, files: &mut Vec<(Utf8PathBuf, Vec<u8>)>) {
            for entry in dir.read_dir_utf8().unwrap() {
                let path = entry.unwrap().path().to_owned();
                if path.is_dir() { walk(&path, files) } else { files.push((path.clone(), fs::read(&path).unwrap())) }
            }
        }
        let mut files = Vec::new();
        walk(self.root.parent().unwrap(), &mut files);
        files.sort();
        files
    }
}

fn one(request: &Request) -> Workspace {
    let Loaded { mut workspaces, warnings } = load(request).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(warnings, [""; 0]);
    assert_eq!(workspaces.len(), 1);
    workspaces.remove(0)
}

fn error(request: &Request) -> String {
    match load(request) {
        Ok(loaded) => panic!("loaded {loaded:#?}"),
        Err(error) => error.to_string(),
    }
}

fn selected(workspace: &Workspace) -> Vec<&str> {
    workspace.crates.iter().filter(|c| c.is_selected).map(|c| c.target_name.as_str()).collect()
}

fn krate<'w>(workspace: &'w Workspace, name: &str) -> &'w CrateSpec {
    workspace.crates.iter().find(|c| c.target_name == name).unwrap_or_else(|| panic!("no crate {name} in {:#?}", workspace.crates))
}

fn deps<'w>(workspace: &'w Workspace, name: &str) -> Vec<(&'w str, &'w str)> {
    let deps = krate(workspace, name).deps.iter();
    deps.map(|(extern_name, index)| (extern_name.as_str(), workspace.crates[index.0 as usize].target_name.as_str())).collect()
}

fn features<'w>(workspace: &'w Workspace, name: &str) -> Vec<&'w str> {
    krate(workspace, name).cfg.values.iter().filter(|(key, _)| key == "feature").map(|(_, value)| value.as_str()).collect()
}

const DLL: &str = r#"[package]
name = "dll"
version = "0.1.0"
edition = "2021"
[lib]
crate-type = ["cdylib"]
"#;

/// A workspace with a DLL, helpers of every kind, and a member that nothing depends on.
fn cluster() -> Fixture {
    Fixture::new(&[
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"2\"\nmembers = [\"disk\", \"util\", \"derive\", \"tool\"]\n[workspace.metadata.looksalive]\nbudget = \"200ms\"\n",
        ),
        (
            "disk/Cargo.toml",
            r#"[package]
name = "disk-dll"
version = "0.1.0"
edition = "2021"
[package.metadata.looksalive]
allocation-limit = "1KiB"
[lib]
crate-type = ["cdylib", "rlib"]
[features]
default = ["fast"]
fast = []
deep = ["dep:extra", "helpers/by-deep"]
weak = ["extra?/opt"]
[dependencies]
helpers = { package = "util", path = "../util", default-features = false, features = ["base"] }
derive = { path = "../derive" }
extra = { path = "../../outside/extra", optional = true }
[target.'cfg(windows)'.dependencies]
only-windows = { path = "../../outside/win" }
[target.'cfg(unix)'.dependencies]
only-unix = { path = "../../outside/unix" }
helpers = { package = "util", path = "../util", features = ["unix-only"] }
[dev-dependencies]
for-tests = { path = "../../outside/for-tests" }
helpers = { package = "util", path = "../util", features = ["dev-only"] }
[build-dependencies]
for-build = { path = "../../outside/for-build" }
"#,
        ),
        ("disk/src/lib.rs", ""),
        ("disk/src/main.rs", ""),
        ("disk/src/bin/probe.rs", ""),
        ("disk/tests/t.rs", ""),
        ("disk/build.rs", "fn main() {}"),
        (
            "util/Cargo.toml",
            "[package]\nname = \"util\"\nversion = \"1.2.3\"\nedition = \"2018\"\n[features]\ndefault = [\"std\"]\nstd = []\nbase = []\nmore = []\nby-deep = []\nunix-only = []\ndev-only = []\n",
        ),
        ("util/src/lib.rs", ""),
        ("derive/Cargo.toml", "[package]\nname = \"derive\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nproc-macro = true\n"),
        ("derive/src/lib.rs", ""),
        (
            "tool/Cargo.toml",
            "[package]\nname = \"tool\"\nversion = \"0.1.0\"\n[features]\nfast = []\n[[bin]]\nname = \"tool\"\npath = \"odd.rs\"\n[[bin]]\nname = \"gated\"\npath = \"odd.rs\"\nrequired-features = [\"fast\"]\n[dependencies]\nutil = { path = \"../util\" }\n",
        ),
        ("tool/odd.rs", ""),
        ("../outside/extra/Cargo.toml", "[package]\nname = \"extra\"\nversion = \"0.1.0\"\n[features]\nopt = []\n"),
        ("../outside/extra/src/lib.rs", ""),
        ("../outside/win/Cargo.toml", "[package]\nname = \"only-windows\"\nversion = \"0.1.0\"\n[lib]\nname = \"win_api\"\n"),
        ("../outside/win/src/lib.rs", ""),
        ("../outside/unix/Cargo.toml", "[package]\nname = \"only-unix\"\nversion = \"0.1.0\"\n"),
        ("../outside/unix/src/lib.rs", ""),
        ("../outside/for-tests/Cargo.toml", "[package]\nname = \"for-tests\"\nversion = \"0.1.0\"\n"),
        ("../outside/for-tests/src/lib.rs", ""),
        ("../outside/for-build/Cargo.toml", "[package]\nname = \"for-build\"\nversion = \"0.1.0\"\n"),
        ("../outside/for-build/src/lib.rs", ""),
    ])
}

#[test]
fn crates_know_each_other_as_a_build_for_the_target_would() {
    let fixture = cluster();
    let workspace = one(&fixture.request_in("disk"));
    assert_eq!(workspace.root, fixture.root);
    assert_eq!(workspace.manifest, Some(fixture.root.join("Cargo.toml")));
    assert_eq!(workspace.metadata.as_ref().unwrap()["budget"], "200ms");
    assert_eq!(selected(&workspace), ["disk_dll", "disk-dll", "probe"]);
    let lib = krate(&workspace, "disk_dll");
    assert_eq!((lib.kind, lib.edition, lib.is_member), (CrateKind::Cdylib, 2021, true));
    assert_eq!(lib.root_file, fixture.root.join("disk/src/lib.rs"));
    assert_eq!(deps(&workspace, "disk_dll"), [("derive", "derive"), ("helpers", "util"), ("win_api", "win_api")]);
    assert_eq!(deps(&workspace, "probe"), [("derive", "derive"), ("disk_dll", "disk_dll"), ("helpers", "util"), ("win_api", "win_api")]);
    assert_eq!(features(&workspace, "disk_dll"), ["default", "fast"]);
    assert_eq!(features(&workspace, "util"), ["base"]);
    assert_eq!((krate(&workspace, "util").edition, krate(&workspace, "util").is_selected), (2018, false));
    assert_eq!(krate(&workspace, "derive").kind, CrateKind::ProcMacro);
    assert!(!krate(&workspace, "win_api").is_member);
    assert_eq!(krate(&workspace, "win_api").cfg.eval("windows"), Some(true));
    let package = &workspace.packages[lib.package.0 as usize];
    assert_eq!((package.name.as_str(), package.is_member, package.is_selected), ("disk-dll", true, true));
    assert_eq!(package.metadata.as_ref().unwrap()["allocation-limit"], "1KiB");
    let members: Vec<&str> = workspace.packages.iter().take_while(|p| p.is_member).map(|p| p.name.as_str()).collect();
    assert_eq!(members, ["derive", "disk-dll", "tool", "util"]);
    assert!(!workspace.crates.iter().any(|c| c.target_name == "for_tests" || c.target_name == "for_build" || c.target_name == "tool"));
}

#[test]
fn features_turn_on_what_they_name() {
    let fixture = cluster();
    let mut request = fixture.request_in("disk");
    request.features = vec!["deep".to_owned()];
    request.no_default_features = true;
    let workspace = one(&request);
    assert_eq!(features(&workspace, "disk_dll"), ["deep"]);
    assert_eq!(features(&workspace, "util"), ["base", "by-deep"]);
    assert!(deps(&workspace, "disk_dll").contains(&("extra", "extra")));
    request.features = vec!["fast, deep".to_owned(), "helpers/std".to_owned()];
    let workspace = one(&request);
    assert_eq!(features(&workspace, "disk_dll"), ["deep", "fast"]);
    assert_eq!(features(&workspace, "util"), ["base", "by-deep", "std"]);
    request = Request { all_features: true, ..fixture.request_in("disk") };
    assert_eq!(features(&one(&request), "disk_dll"), ["deep", "default", "fast", "weak"]);
    // What waits for an optional dependency does not turn it on.
    request = Request { features: vec!["weak".to_owned()], ..fixture.request_in("disk") };
    assert!(!deps(&one(&request), "disk_dll").contains(&("extra", "extra")));
    request.features.push("deep".to_owned());
    assert_eq!(features(&one(&request), "extra"), ["opt"]);
    // From the root, by the package's name.
    request = Request { packages: vec!["disk-dll".to_owned()], features: vec!["disk-dll/deep".to_owned()], ..fixture.request() };
    assert_eq!(features(&one(&request), "disk_dll"), ["deep", "default", "fast"]);
    request.features = vec!["deap".to_owned()];
    let message = error(&request);
    assert!(message.contains("`deap`") && message.contains("did you mean `deep`?"), "{message}");
    request.features = vec!["tool/fast".to_owned()];
    assert!(error(&request).contains("neither one of them nor a dependency"), "{}", error(&request));
}

#[test]
fn a_workspace_on_the_first_resolver_unites_features() {
    let fixture = cluster();
    let manifest = fs::read_to_string(fixture.root.join("Cargo.toml")).unwrap();
    fixture.write("Cargo.toml", &manifest.replace("resolver = \"2\"", "resolver = \"1\""));
    let workspace = one(&Request { features: vec!["deep".to_owned()], ..fixture.request_in("disk") });
    assert!(features(&workspace, "disk_dll").contains(&"deep"));
    assert!(features(&workspace, "util").contains(&"dev-only"));
    let root_package =
        Fixture::new(&[("Cargo.toml", "[package]\nname = \"old\"\nversion = \"0.1.0\"\n[features]\nf = []\n"), ("src/lib.rs", "")]);
    let workspace = one(&Request { features: vec!["f".to_owned()], ..root_package.request() });
    assert_eq!(features(&workspace, "old"), ["f"]);
    assert_eq!(krate(&workspace, "old").edition, 2015);
}

#[test]
fn targets_choose_platform_dependencies() {
    let fixture = cluster();
    let linux = "x86_64-unknown-linux-gnu".to_owned();
    let windows = "aarch64-pc-windows-msvc".to_owned();
    let request = Request { triples: vec![linux, windows.clone(), windows], ..fixture.request_in("disk") };
    let loaded = load(&request).unwrap();
    let names: Vec<&str> = loaded.workspaces.iter().map(|w| w.target.as_str()).collect();
    assert_eq!(names, ["x86_64-unknown-linux-gnu", "aarch64-pc-windows-msvc"]);
    assert!(deps(&loaded.workspaces[0], "disk_dll").contains(&("only_unix", "only_unix")));
    assert!(features(&loaded.workspaces[0], "util").contains(&"unix-only"));
    assert!(!deps(&loaded.workspaces[0], "disk_dll").contains(&("win_api", "win_api")));
    assert!(deps(&loaded.workspaces[1], "disk_dll").contains(&("win_api", "win_api")));
    assert!(!features(&loaded.workspaces[1], "util").contains(&"unix-only"));
    let message = error(&Request { triples: vec!["x86_64-pc-windows-mvsc".to_owned()], ..fixture.request() });
    assert!(message.contains("did you mean `x86_64-pc-windows-msvc`?"), "{message}");
    assert!(error(&Request { triples: vec!["t.json".to_owned()], ..fixture.request() }).contains("custom target"));
}

#[test]
fn packages_are_selected_as_cargo_selects_them() {
    let fixture = cluster();
    let with = |packages: &[&str]| Request { packages: packages.iter().map(|p| (*p).to_owned()).collect(), ..fixture.request() };
    assert_eq!(selected(&one(&fixture.request())), ["disk_dll", "disk-dll", "probe", "tool", "util"]);
    assert_eq!(selected(&one(&with(&["util"]))), ["util"]);
    assert_eq!(selected(&one(&with(&["util@1.2.3", "tool"]))), ["tool", "util"]);
    assert_eq!(selected(&one(&with(&["*l"]))), ["disk_dll", "disk-dll", "probe", "tool", "util"]);
    let full = &one(&with(&["disk-dll"])).packages[1].id;
    assert!(full.contains("disk#disk-dll@0.1.0"), "{full}");
    assert_eq!(selected(&one(&with(&[full]))), ["disk_dll", "disk-dll", "probe"]);
    let url = full.split('#').next().unwrap();
    assert_eq!(selected(&one(&with(&[&format!("disk-dll 0.1.0 ({url})")]))), ["disk_dll", "disk-dll", "probe"]);
    let without = Request { workspace: true, exclude: vec!["disk*".to_owned()], ..fixture.request_in("disk") };
    assert_eq!(selected(&one(&without)), ["tool", "util"]);

    let message = error(&with(&["utill"]));
    assert!(message.contains("`utill`") && message.contains("did you mean `util`?"), "{message}");
    assert!(error(&with(&["util@2"])).contains("of another version"), "{}", error(&with(&["util@2"])));
    assert!(error(&with(&["zzz*"])).contains("its members are `derive`"), "{}", error(&with(&["zzz*"])));
    assert!(matches!(load(&Request { exclude: vec!["tool".to_owned()], ..fixture.request() }), Err(Error::ExcludeWithoutWorkspace)));
    let loaded = load(&Request { workspace: true, exclude: vec!["nobody".to_owned()], ..fixture.request() }).unwrap();
    assert!(loaded.warnings[0].contains("`nobody`"), "{:?}", loaded.warnings);
    assert!(error(&Request { workspace: true, exclude: vec!["*".to_owned()], ..fixture.request() }).contains("leaves no package"));
}

#[test]
fn target_filters_select_libraries_and_binaries() {
    let fixture = cluster();
    let with = |targets: TargetFilter| Request { targets, ..fixture.request_in("disk") };
    let lib = TargetFilter { lib: true, ..TargetFilter::default() };
    let bins = TargetFilter { bins: true, ..TargetFilter::default() };
    let all = TargetFilter { all_targets: true, ..TargetFilter::default() };
    let probe = TargetFilter { bin: vec!["pro*".to_owned()], ..TargetFilter::default() };
    let unknown = TargetFilter { bin: vec!["prob".to_owned()], ..TargetFilter::default() };
    let tests = TargetFilter { others: true, ..TargetFilter::default() };
    assert_eq!(selected(&one(&with(lib.clone()))), ["disk_dll"]);
    assert_eq!(selected(&one(&with(bins))), ["disk-dll", "probe"]);
    assert_eq!(selected(&one(&with(all))), ["disk_dll", "disk-dll", "probe"]);
    assert_eq!(selected(&one(&with(probe))), ["probe"]);
    assert!(error(&with(unknown)).contains("did you mean `probe`?"));
    assert!(error(&with(tests)).contains("tests, examples and benches are not"));
    assert!(error(&Request { targets: lib, ..fixture.request_in("tool") }).contains("there is no library"));
    let gated = TargetFilter { bin: vec!["gated".to_owned(), "tool".to_owned()], ..TargetFilter::default() };
    let mut request = Request { targets: gated, ..fixture.request_in("tool") };
    let loaded = load(&request).unwrap();
    assert_eq!(selected(&loaded.workspaces[0]), ["tool"]);
    assert!(loaded.warnings[0].contains("`gated`") && loaded.warnings[0].contains("--features fast"), "{:?}", loaded.warnings);
    request.features = vec!["fast".to_owned()];
    assert_eq!(selected(&one(&request)), ["gated", "tool"]);
}

#[test]
fn the_repository_is_left_as_it_was() {
    let fixture = cluster();
    let before = fixture.snapshot();
    one(&fixture.request());
    assert_eq!(fixture.snapshot(), before, "no lock file may appear");
    // A lock file that is out of date stays so.
    fixture.write("Cargo.lock", "version = 4\n");
    let before = fixture.snapshot();
    assert_eq!(deps(&one(&fixture.request_in("disk")), "disk_dll").len(), 3);
    assert_eq!(fixture.snapshot(), before);
    let locked = error(&Request { locked: true, ..fixture.request() });
    assert!(locked.contains("--locked"), "{locked}");
    assert!(matches!(load(&Request { frozen: true, ..fixture.request() }), Err(Error::Resolve { .. })));
    assert_eq!(fixture.snapshot(), before);
}

#[test]
fn an_up_to_date_lock_file_is_used() {
    let fixture = cluster();
    let status = std::process::Command::new(env!("CARGO")).args(["generate-lockfile", "--offline"]).current_dir(&fixture.root).status();
    assert!(status.unwrap().success());
    let before = fixture.snapshot();
    let workspace = one(&Request { frozen: true, ..fixture.request_in("disk") });
    assert_eq!(deps(&workspace, "disk_dll").len(), 3);
    assert_eq!(fixture.snapshot(), before);
}

#[test]
fn unknown_dependencies_are_a_warning() {
    let fixture = cluster();
    let manifest = fs::read_to_string(fixture.root.join("disk/Cargo.toml")).unwrap();
    let manifest = manifest.replace("[dependencies]\n", "[dependencies]\nlooksalive-no-such-package = \"=99.9.9\"\n");
    fixture.write("disk/Cargo.toml", &manifest);
    let loaded = load(&Request { offline: true, ..fixture.request_in("disk") }).unwrap();
    assert_eq!(loaded.warnings.len(), 1);
    assert!(loaded.warnings[0].contains("calls into them are not followed"), "{:?}", loaded.warnings);
    let workspace = &loaded.workspaces[0];
    assert_eq!(selected(workspace), ["disk_dll", "disk-dll", "probe"]);
    assert_eq!(deps(workspace, "disk_dll"), [("derive", "derive"), ("helpers", "util")]);
    assert_eq!(features(workspace, "util"), ["base"]);
}

#[test]
fn a_missing_manifest_is_said_with_the_place() {
    let fixture = Fixture::new(&[("src/notes.txt", "")]);
    let message = error(&fixture.request_in("src"));
    assert!(message.contains(fixture.root.join("src").as_str()) && message.contains("--manifest-path"), "{message}");
    let with = |path: &str| Request { manifest_path: Some(path.into()), ..fixture.request() };
    assert!(error(&with("nowhere/Cargo.toml")).contains("does not exist"));
    assert!(error(&with("src")).contains("is a folder"));
    assert!(error(&with("src/notes.txt")).contains("is not called `Cargo.toml`"));
}

#[test]
fn a_broken_manifest_is_said_with_the_place() {
    let fixture = Fixture::new(&[("Cargo.toml", "[package]\nname = \"x\nversion = \"0.1.0\"\n"), ("src/lib.rs", "")]);
    match load(&fixture.request()) {
        Err(Error::Manifest { path, line, .. }) => {
            assert_eq!((path, line), (Some(fixture.root.join("Cargo.toml")), Some(2)));
        }
        other => panic!("{other:?}"),
    }
    fixture.write("Cargo.toml", "[package]\nname = \"x\"\nversion = \"0.1.0\"\nedition = \"1999\"\n");
    let message = error(&fixture.request());
    assert!(message.contains("Cargo.toml") && message.contains("edition"), "{message}");
    fixture.write("Cargo.toml", "[workspace]\nmembers = [\"gone\"]\n");
    assert!(error(&fixture.request()).contains("gone"));
    fixture.write("Cargo.toml", &format!("{DLL}[dependencies]\nnowhere = {{ path = \"nowhere\" }}\n"));
    let warnings = load(&fixture.request()).unwrap().warnings;
    assert!(warnings[0].contains("nowhere") && warnings[0].contains("os error"), "{warnings:?}");
    fixture.write("Cargo.toml", "[workspace]\n");
    assert!(error(&fixture.request()).contains("no members"), "{}", error(&fixture.request()));
}

#[test]
fn folders_without_a_manifest_are_analysed_when_named() {
    let fixture = Fixture::new(&[("lib.rs", "mod a;"), ("a.rs", ""), ("more/single.rs", ""), ("empty/notes.txt", "")]);
    let with = |paths: &[&str]| Request { paths: paths.iter().map(Into::into).collect(), ..fixture.request() };
    let workspace = one(&with(&["."]));
    assert_eq!(workspace.root, fixture.root);
    assert_eq!(workspace.manifest, None);
    let roots: Vec<&str> = workspace.crates.iter().map(|c| c.root_file.strip_prefix(&fixture.root).unwrap().as_str()).collect();
    assert_eq!(roots, ["lib.rs", "more/single.rs"]);
    assert_eq!(workspace.packages[0].name, fixture.root.file_name().unwrap());
    assert_eq!(workspace.packages[0].version, "");
    assert!(workspace.crates.iter().all(|c| c.edition == 2021 && c.is_selected && c.is_member && c.kind == CrateKind::Cdylib));
    assert_eq!(workspace.crates[0].cfg.eval("windows"), Some(true));
    assert_eq!(one(&with(&["a.rs"])).crates.len(), 1);
    assert!(matches!(load(&with(&["gone.rs"])), Err(Error::BadPath { .. })));
    assert!(matches!(load(&with(&["empty"])), Err(Error::NoSources { .. })));
    assert!(matches!(load(&with(&["empty/notes.txt"])), Err(Error::NoSources { .. })));
    assert!(matches!(load(&with(&[])), Err(Error::NoManifest { .. })));
}

#[test]
fn named_files_of_a_workspace_select_nothing() {
    let fixture = cluster();
    let elsewhere = Fixture::new(&[("single.rs", "")]);
    let mut request = Request { paths: vec!["../util/src/lib.rs".into()], ..fixture.request_in("disk") };
    assert_eq!(selected(&one(&request)), ["disk_dll", "disk-dll", "probe"]);
    request.paths.push(elsewhere.root.join("single.rs"));
    let loaded = load(&request).unwrap();
    assert!(loaded.warnings[0].contains("single.rs"), "{:?}", loaded.warnings);
    request.paths.remove(0);
    assert_eq!(selected(&one(&request)), ["single"]);
    // A file of a package, from outside of it.
    let inside = Request { paths: vec![fixture.root.join("util/src/lib.rs")], ..elsewhere.request() };
    assert_eq!(selected(&one(&inside)), ["util"]);
}

#[test]
fn the_target_folder_is_where_it_is_said_to_be() {
    let fixture = Fixture::new(&[("Cargo.toml", DLL), ("src/lib.rs", ""), ("sub/x", "")]);
    let dir = |request: &Request| one(request).target_dir;
    if std::env::var_os("CARGO_TARGET_DIR").is_none() && std::env::var_os("CARGO_BUILD_TARGET_DIR").is_none() {
        assert_eq!(dir(&fixture.request_in("sub")), fixture.root.join("target"));
        fixture.write(".cargo/config.toml", "[build]\ntarget-dir = \"out\"\n");
        assert_eq!(dir(&fixture.request_in("sub")), fixture.root.join("out"));
    }
    let said = Request { target_dir: Some("here".into()), ..fixture.request_in("sub") };
    assert_eq!(dir(&said), fixture.root.join("sub/here"));
}

/// Everything that Cargo's configuration can start, set to a script that leaves a trace.
#[cfg(unix)]
#[test]
fn nothing_of_a_hostile_repository_runs() {
    use std::os::unix::fs::PermissionsExt;

    let fixture = Fixture::new(&[
        ("src/lib.rs", ""),
        ("helper/Cargo.toml", "[package]\nname = \"helper\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
        ("helper/src/lib.rs", ""),
    ]);
    fixture.write("Cargo.toml", &format!("{DLL}\n[dependencies]\nhelper = {{ path = \"helper\" }}\n"));
    let sentinel = fixture.root.join("it-ran");
    let script = fixture.root.join("evil.sh");
    fixture.write("evil.sh", &format!("#!/bin/sh\necho \"$0 $@\" >> '{sentinel}'\nexec \"$@\"\n"));
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    fixture.write("build.rs", &format!("fn main() {{ std::fs::write({:?}, \"\").unwrap(); }}", sentinel.as_str()));
    let host = "x86_64-unknown-linux-gnu";
    let config = format!(
        r#"
include = [{{ path = "more.toml", optional = true }}]
[build]
rustc = "{script}"
rustc-wrapper = "{script}"
rustc-workspace-wrapper = "{script}"
rustdoc = "{script}"
target = "x86_64-pc-windows-msvc"
[env]
RUSTC = {{ value = "{script}", force = true }}
RUSTC_WRAPPER = {{ value = "{script}", force = true }}
PATH = {{ value = "{root}", force = true }}
[alias]
metadata = "run"
[registry]
global-credential-providers = ["{script}"]
[registry.crates-io]
credential-provider = ["{script}"]
[credential-alias]
evil = ["{script}"]
[target.{host}]
runner = "{script}"
linker = "{script}"
rustc = "{script}"
[target.x86_64-pc-windows-msvc]
runner = "{script}"
linker = "{script}"
[net]
git-fetch-with-cli = true
"#,
        root = fixture.root
    );
    fixture.write(".cargo/config.toml", &config);
    fixture.write(".cargo/more.toml", &format!("[build]\nrustc-wrapper = \"{script}\"\n"));
    fixture.write("rust-toolchain.toml", "[toolchain]\npath = \"toolchain\"\n");
    fixture.write("toolchain/bin/rustc", &fs::read_to_string(&script).unwrap());
    fixture.write("toolchain/bin/cargo", &fs::read_to_string(&script).unwrap());
    for program in ["toolchain/bin/rustc", "toolchain/bin/cargo"] {
        fs::set_permissions(fixture.root.join(program), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let before = fixture.snapshot();
    let configured = Request { config: vec![".cargo/config.toml".to_owned(), format!("build.rustc={script:?}")], ..fixture.request() };
    for request in [fixture.request(), configured, fixture.request_in("src")] {
        let workspace = one(&request);
        assert_eq!(deps(&workspace, "dll"), [("helper", "helper")]);
        assert!(!sentinel.exists(), "something ran: {}", fs::read_to_string(&sentinel).unwrap());
        assert_eq!(fixture.snapshot(), before);
    }
    // The trap works: Cargo on its own walks into it.
    let cargo = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(&fixture.root)
        .env_remove("RUSTC")
        .env_remove("RUSTC_WRAPPER")
        .output()
        .unwrap();
    assert!(sentinel.exists(), "{}", String::from_utf8_lossy(&cargo.stderr));
}
/// Features and packages as `cargo tree` (which uses Cargo's own feature resolver) shows them.
#[test]
fn features_are_those_that_cargo_enables() {
    let fixture = cluster();
    let cargo = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO")).args(arguments).current_dir(&fixture.root).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    cargo(&["generate-lockfile", "--offline"]);
    for triple in ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] {
        for flags in [&[][..], &["deep"], &["weak"], &["weak", "deep"], &["helpers/std", "fast"]] {
            for no_default_features in [false, true] {
                let joined = flags.join(",");
                let mut arguments =
                    vec!["tree", "--offline", "-p", "disk-dll", "-e", "normal", "--prefix", "none", "--format", "{lib} {f}"];
                arguments.extend(["--target", triple, "--features", &joined]);
                arguments.extend(no_default_features.then_some("--no-default-features"));
                let tree = cargo(&arguments);
                let mut theirs: Vec<&str> = tree.lines().map(|line| line.trim_end_matches("(*)").trim_end()).collect();
                theirs.sort_unstable();
                theirs.dedup();
                let request = Request {
                    packages: vec!["disk-dll".to_owned()],
                    features: vec![joined.clone()],
                    no_default_features,
                    triples: vec![triple.to_owned()],
                    ..fixture.request()
                };
                let workspace = one(&request);
                let libraries = workspace.crates.iter().filter(|c| c.kind != CrateKind::Bin);
                let ours =
                    libraries.map(|c| format!("{} {}", c.name, features(&workspace, &c.target_name).join(",")).trim_end().to_owned());
                let mut ours: Vec<String> = ours.collect();
                ours.sort_unstable();
                assert_eq!(ours, theirs, "{arguments:?}");
            }
        }
    }
}

#[test]
fn default_members_are_the_default() {
    let fixture = cluster();
    let manifest = fs::read_to_string(fixture.root.join("Cargo.toml")).unwrap();
    fixture.write("Cargo.toml", &manifest.replace("members", "default-members = [\"util\"]\nmembers"));
    assert_eq!(selected(&one(&fixture.request())), ["util"]);
    assert_eq!(selected(&one(&Request { workspace: true, ..fixture.request() })), ["disk_dll", "disk-dll", "probe", "tool", "util"]);
    assert_eq!(selected(&one(&fixture.request_in("tool"))), ["tool"]);
    let at = Request { manifest_path: Some("tool/Cargo.toml".into()), ..fixture.request() };
    assert_eq!(selected(&one(&at)), ["tool"]);
    let message = error(&fixture.request_in("derive"));
    assert!(message.contains("`derive`") && message.contains("procedural macro"), "{message}");
}
