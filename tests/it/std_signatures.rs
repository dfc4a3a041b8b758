//! std's signatures: that the embedded file is what the toolchain's sources say, and says what it should.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::resolve::call_graph;
use looksalive_lint::resolve::db::{CrateData, Db, Loader, StdCrates};
use looksalive_lint::resolve::defs::Ns;
use looksalive_lint::resolve::ids::{CrateId, Def, FnId, ModuleId, TraitId, UnitId};
use looksalive_lint::resolve::impls::Head;
use looksalive_lint::resolve::stdlib;
use looksalive_lint::source::{Sources, Symbol};
use looksalive_lint::workspace::{Cfg, CrateKind};

use crate::std_sources::StdSources;

const FILE: &str = "lints/std/signatures.bin";
const WINDOWS: &str = "x86_64-pc-windows-msvc";
const LINUX: &str = "x86_64-unknown-linux-gnu";

fn krate(name: &str, root_file: Utf8PathBuf, deps: &[(&str, u32)], cfg: &Arc<Cfg>) -> CrateData {
    CrateData {
        name: name.to_owned(),
        edition: 2024,
        root_file,
        kind: CrateKind::Lib,
        package: None,
        is_member: true,
        is_selected: false,
        deps: deps.iter().map(|(n, i)| ((*n).to_owned(), CrateId(*i))).collect(),
        cfg: Arc::clone(cfg),
        items: None,
    }
}

/// core, alloc and std from their sources.
fn from_sources(target: &str) -> Option<Db> {
    let loader = StdSources::find()?;
    // As std is built for release: with the features that it is shipped with, and all atomics.
    let mut cfg = Cfg::for_target(target).unwrap().with_features(["panic-unwind", "backtrace"]);
    cfg.names.remove("debug_assertions");
    for name in ["target_has_atomic", "target_has_atomic_load_store", "target_thread_local"] {
        cfg.names.insert(name.to_owned());
    }
    for width in ["8", "16", "32", "64", "ptr"] {
        for key in ["target_has_atomic", "target_has_atomic_load_store", "target_has_atomic_primitive_alignment"] {
            cfg.values.insert((key.to_owned(), width.to_owned()));
        }
    }
    let cfg = Arc::new(cfg);
    let crates = vec![
        krate("core", StdSources::root("core"), &[], &cfg),
        krate("alloc", StdSources::root("alloc"), &[("core", 0)], &cfg),
        krate("std", StdSources::root("std"), &[("core", 0), ("alloc", 1)], &cfg),
    ];
    let std = StdCrates { core: CrateId(0), alloc: CrateId(1), std: CrateId(2) };
    let db = Db::new(Arc::new(Sources::default()), Box::new(loader), crates, Some(std));
    for unit in 0..3 {
        db.unit(UnitId(unit));
    }
    Some(db)
}

#[test]
fn the_file_is_what_the_sources_say() {
    let bless = std::env::var_os("BLESS").is_some();
    let Some(sources) = StdSources::find() else {
        assert!(!bless, "no sources of std: `rustup component add rust-src` or `rust-docs`");
        return;
    };
    if !bless && sources.version != stdlib::version() {
        return;
    }
    let (linux, windows) = std::thread::scope(|scope| {
        let windows = scope.spawn(|| from_sources(WINDOWS).unwrap());
        (from_sources(LINUX).unwrap(), windows.join().unwrap())
    });
    let bytes = stdlib::write(&sources.version, [&windows, &linux]);
    if bless {
        std::fs::write(FILE, bytes).unwrap();
    } else {
        assert!(bytes == std::fs::read(FILE).unwrap(), "`{FILE}` is not what std's sources say: run `BLESS=1 cargo test std_signatures`");
    }
}

/// A crate of one file, with std.
struct OneFile(&'static str);

impl Loader for OneFile {
    fn read(&self, _: &Utf8Path) -> Result<String, String> {
        Ok(self.0.to_owned())
    }
    fn exists(&self, path: &Utf8Path) -> bool {
        path == "lib.rs"
    }
    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}

fn with_std(target: &str, text: &'static str) -> Db {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::new(Cfg::for_target(target).unwrap());
    let (crates, std) = stdlib::load(&sources, &cfg, CrateId(0));
    let mut crates = Vec::from(crates);
    crates.push(krate("user", Utf8PathBuf::from("lib.rs"), &[], &cfg));
    Db::new(sources, Box::new(OneFile(text)), crates, Some(std))
}

fn find(db: &Db, path: &str, ns: Ns) -> Option<Def> {
    let mut parts = path.split("::").peekable();
    let unit = ["core", "alloc", "std"].iter().position(|k| parts.peek() == Some(k))?;
    parts.next();
    let mut at = ModuleId { unit: UnitId(unit as u32), index: 0 };
    loop {
        let name = Symbol::intern(parts.next()?);
        let last = parts.peek().is_none();
        let def = db.module(at).scope.get(if last { ns } else { Ns::Types }, name)?.def;
        match def {
            _ if last => return Some(def),
            Def::Module(inner) => at = inner,
            _ => return None,
        }
    }
}

fn trait_id(db: &Db, path: &str) -> TraitId {
    match find(db, path, Ns::Types) {
        Some(Def::Trait(id)) => id,
        other => panic!("{path}: {other:?}"),
    }
}

fn head(db: &Db, path: &str) -> Head {
    match find(db, path, Ns::Types) {
        Some(Def::Adt(id)) => Head::Adt(id),
        Some(Def::Trait(id)) => Head::Dyn(id),
        _ => Head::Prim(looksalive_lint::resolve::ids::Prim::from_name(path).unwrap_or_else(|| panic!("no {path}"))),
    }
}

fn inherent(db: &Db, of: &str, name: &str) -> Option<FnId> {
    let head = head(db, of);
    (0..3).find_map(|unit| {
        let index = db.impl_index(db.unit(UnitId(unit)));
        let impls = index.inherent.get(&head).cloned().unwrap_or_default();
        impls.iter().find_map(|id| db.impl_data(*id).fns.iter().find(|(n, _)| *n == name).map(|(_, f)| *f))
    })
}

/// A method's signature as code would write it.
fn signature(db: &Db, of: &str, name: &str) -> String {
    let id = inherent(db, of, name).unwrap_or_else(|| panic!("no {of}::{name}"));
    let sig = db.fn_sig(id);
    let params: Vec<String> = sig.params.iter().map(|ty| db.show_type(ty, None)).collect();
    format!("({}) -> {}", params.join(", "), db.show_type(&sig.ret, None))
}

fn implements(db: &Db, of: &str, what: &str) -> bool {
    let (of, head) = (trait_id(db, of), head(db, what));
    (0..3).any(|unit| {
        let index = db.impl_index(db.unit(UnitId(unit)));
        index.by_trait.get(&of).is_some_and(|impls| impls.iter().any(|(h, _)| *h == Some(head)))
    })
}

#[test]
fn std_signatures_are_as_documented() {
    let db = with_std(WINDOWS, "");
    for (of, name, expected) in [
        (
            "std::sync::Mutex",
            "lock",
            "(&std::sync::Mutex<T>) -> std::result::Result<std::sync::MutexGuard<T>, std::sync::PoisonError<std::sync::MutexGuard<T>>>",
        ),
        ("std::option::Option", "map", "(std::option::Option<T>, F) -> std::option::Option<U>"),
        ("u32", "wrapping_add", "(u32, u32) -> u32"),
        ("u32", "to_le_bytes", "(u32) -> [u8; 4]"),
        ("str", "parse", "(&str) -> std::result::Result<F, <F as std::str::FromStr>::Err>"),
        (
            "std::collections::HashMap",
            "entry",
            "(&mut std::collections::HashMap<K, V, S, A>, K) -> std::collections::hash_map::Entry<K, V, A>",
        ),
        ("std::net::TcpStream", "connect", "(A) -> std::result::Result<std::net::TcpStream, std::io::Error>"),
        (
            "std::thread::JoinHandle",
            "join",
            "(std::thread::JoinHandle<T>) -> std::result::Result<T, std::boxed::Box<dyn std::any::Any + std::marker::Send, std::alloc::Global>>",
        ),
    ] {
        assert_eq!(signature(&db, of, name), expected, "{of}::{name}");
    }
    let path = db.definition_path(find(&db, "std::sync::Mutex", Ns::Types).unwrap(), None);
    assert_eq!(path, "std::sync::poison::mutex::Mutex");
}

#[test]
fn std_impls_are_there() {
    let db = with_std(WINDOWS, "");
    for (of, what) in [
        ("core::iter::IntoIterator", "alloc::vec::Vec"),
        ("core::iter::Iterator", "core::ops::Range"),
        ("std::io::Read", "std::net::TcpStream"),
        ("core::ops::Deref", "alloc::vec::Vec"),
        ("core::ops::Deref", "alloc::string::String"),
        ("core::ops::Deref", "alloc::boxed::Box"),
        ("core::ops::Deref", "alloc::sync::Arc"),
        ("core::ops::Deref", "std::sync::MutexGuard"),
        ("core::ops::Drop", "std::sync::MutexGuard"),
        ("core::clone::Clone", "core::option::Option"),
        ("core::ops::Add", "u32"),
        ("core::ops::Sub", "core::time::Duration"),
    ] {
        assert!(implements(&db, of, what), "impl {of} for {what}");
    }
    assert!(!implements(&db, "core::marker::Copy", "alloc::string::String"));
    assert!(!implements(&db, "core::ops::Drop", "core::option::Option"));
}

#[test]
fn every_item_of_the_language_is_found() {
    let lang = format!("{:?}", with_std(WINDOWS, "").lang());
    assert!(!lang.contains("None"), "{lang}");
}

#[test]
fn systems_have_their_own_parts() {
    let (windows, linux) = (with_std(WINDOWS, ""), with_std(LINUX, ""));
    for (path, on_windows, on_linux) in [
        ("std::os::windows::io::AsRawHandle", true, false),
        ("std::os::windows::process::CommandExt", true, false),
        ("std::os::unix::net::UnixStream", false, true),
        ("std::os::fd::AsRawFd", false, true),
        ("std::net::TcpStream", true, true),
        ("std::os::raw::c_long", true, true),
    ] {
        assert_eq!(find(&windows, path, Ns::Types).is_some(), on_windows, "{path} on windows");
        assert_eq!(find(&linux, path, Ns::Types).is_some(), on_linux, "{path} on linux");
    }
    let long = |db: &Db| match find(db, "core::ffi::c_long", Ns::Types) {
        Some(Def::Alias(id)) => db.show_type(&db.alias_type(id).unwrap(), None),
        other => panic!("{other:?}"),
    };
    assert_eq!((long(&windows).as_str(), long(&linux).as_str()), ("i32", "i64"));
}

#[test]
fn preludes_and_macros_are_named() {
    let db = with_std(WINDOWS, "");
    assert!(find(&db, "std::prelude::rust_2021::TryFrom", Ns::Types).is_some());
    assert!(find(&db, "std::prelude::rust_2015::TryFrom", Ns::Types).is_none());
    for name in ["println", "format", "assert", "matches", "thread_local", "write", "panic", "is_x86_feature_detected", "cfg_select"] {
        assert!(find(&db, &format!("std::{name}"), Ns::Macros).is_some(), "{name}!");
    }
    assert!(find(&db, "alloc::vec", Ns::Macros).is_some());
    assert!(find(&db, "std::printline", Ns::Macros).is_none());
}

#[test]
fn constants_have_values() {
    let db = with_std(WINDOWS, "");
    let values: Vec<Option<i128>> = ["u32", "i64", "u8"]
        .iter()
        .map(|of| {
            let head = head(&db, of);
            let index = db.impl_index(db.unit(UnitId(0)));
            let consts = index.inherent[&head].iter().flat_map(|id| db.impl_data(*id).consts.clone());
            consts.into_iter().find(|(name, _)| *name == "MAX").and_then(|(_, id)| db.simple_const(id))
        })
        .collect();
    assert_eq!(values, [Some(i128::from(u32::MAX)), Some(i128::from(i64::MAX)), Some(255)]);
}

#[test]
fn every_signature_reads_and_most_are_known() {
    for target in [WINDOWS, LINUX] {
        let db = with_std(target, "");
        let (mut all, mut unknown) = (0, Vec::new());
        for unit in (0..3).map(UnitId) {
            for index in 0..db.unit(unit).fns.len() as u32 {
                let id = FnId { unit, index };
                let sig = db.fn_sig(id);
                all += 1;
                if sig.params.iter().chain([&sig.ret]).any(|ty| db.show_type(ty, None).contains("{unknown}")) {
                    unknown.push(db.definition_path(Def::Fn(id), None));
                }
            }
            for index in 0..db.unit(unit).impls.len() as u32 {
                let id = looksalive_lint::resolve::ids::ImplId { unit, index };
                assert!(db.impl_header(id).is_some(), "{:#?}", db.impl_data(id));
            }
        }
        assert!(all > 15_000, "{all} functions");
        assert!(unknown.len() * 200 < all, "{} of {all}: {unknown:#?}", unknown.len());
    }
}

#[test]
fn calls_into_std_resolve() {
    let db = with_std(
        WINDOWS,
        r#"
        use std::{collections::HashMap, io::{Read, Write}, net::TcpStream, sync::{Arc, Mutex}, time::Duration};
        pub fn f(m: &Arc<Mutex<HashMap<String, Vec<u32>>>>, mut s: TcpStream) -> std::io::Result<u64> {
            let mut guard = m.lock().unwrap();
            guard.entry(String::from("a")).or_default().push(1);
            let sum = guard.values().flat_map(|v| v.iter().copied()).map(u64::from).sum::<u64>();
            let mut buffer = [0; 4];
            s.read_exact(&mut buffer)?;
            writeln!(s, "{}", sum.checked_add(1).unwrap_or_default())?;
            std::thread::sleep(Duration::from_millis(5));
            Ok("12".parse::<u64>().unwrap())
        }"#,
    );
    let calls = call_graph::calls(&db, CrateId(3), &mut |_| call_graph::Held::default());
    let open: Vec<_> = calls.iter().filter(|c| c.callee.is_err()).map(|c| (c.at, &c.name, &c.callee)).collect();
    assert!(open.is_empty(), "{open:?}");
    let callee = |name: &str| calls.iter().find(|c| c.name == name).and_then(|c| c.callee.as_deref().ok());
    assert_eq!(callee("lock"), Some("std::sync::Mutex::lock"));
    assert_eq!(callee("read_exact"), Some("<std::net::TcpStream as std::io::Read>::read_exact"));
    assert_eq!(callee("sleep"), Some("std::thread::sleep"));
    assert_eq!(callee("push"), Some("std::vec::Vec::push"));
}
