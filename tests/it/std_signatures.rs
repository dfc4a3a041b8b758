//! std's signatures.
use std::sync::Arc;
use std::time::Instant;

use looksalive_lint::resolve::db::{CrateData, Db, StdCrates};
use looksalive_lint::resolve::ids::{CrateId, UnitId};
use looksalive_lint::source::Sources;
use looksalive_lint::workspace::{Cfg, CrateKind};

use crate::std_sources::StdSources;

fn real(target: &str) -> Option<(Db, StdSources)> {
    let loader = StdSources::find()?;
    let mut cfg = Cfg::for_target(target).unwrap().with_features(["panic-unwind", "backtrace", "std_detect_dlsym_getauxval"]);
    cfg.names.remove("debug_assertions");
    for width in ["8", "16", "32", "64", "ptr"] {
        for key in [
            "target_has_atomic",
            "target_has_atomic_load_store",
            "target_has_atomic_equal_alignment",
            "target_has_atomic_primitive_alignment",
        ] {
            cfg.values.insert((key.to_owned(), width.to_owned()));
        }
    }
    for name in ["target_has_atomic", "target_has_atomic_load_store", "target_thread_local"] {
        cfg.names.insert(name.to_owned());
    }
    let cfg = Arc::new(cfg);
    let krate = |name: &str, deps: &[(&str, u32)]| CrateData {
        name: name.to_owned(),
        edition: 2024,
        root_file: StdSources::root(name),
        kind: CrateKind::Lib,
        package: None,
        is_member: false,
        is_selected: false,
        deps: deps.iter().map(|(n, i)| ((*n).to_owned(), CrateId(*i))).collect(),
        cfg: Arc::clone(&cfg),
        items: None,
    };
    let crates = vec![krate("core", &[]), krate("alloc", &[("core", 0)]), krate("std", &[("core", 0), ("alloc", 1)])];
    let std = StdCrates { core: CrateId(0), alloc: CrateId(1), std: CrateId(2) };
    let again = StdSources::find()?;
    Some((Db::new(Arc::new(Sources::default()), Box::new(loader), crates, Some(std)), again))
}

#[test]
fn explore() {
    let mut dbs = Vec::new();
    let mut version = String::new();
    for target in ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] {
        let Some((db, s)) = real(target) else { return };
        version = s.version;
        for i in 0..3 {
            let start = Instant::now();
            let unit = db.unit(UnitId(i));
            println!(
                "{target} {i}: {:?} modules {} fns {} adts {} traits {} impls {} consts {} aliases {} macros {} problems {}",
                start.elapsed(),
                unit.modules.len(),
                unit.fns.len(),
                unit.adts.len(),
                unit.traits.len(),
                unit.impls.len(),
                unit.consts.len(),
                unit.aliases.len(),
                unit.macros.len(),
                unit.problems.len()
            );
            for p in &unit.problems {
                let place = p.span.map(|s| {
                    let s = db.sources.written_at(s);
                    let at = db.sources.line_column(s);
                    format!("{}:{}", db.sources.file(s.file).name, at.line)
                });
                println!("   {:?} {} {}", p.kind, place.unwrap_or_default(), p.message);
            }
        }
        dbs.push(db);
    }
    let start = Instant::now();
    let bytes = looksalive_lint::resolve::stdlib::write(&version, [&dbs[0], &dbs[1]]);
    println!("written in {:?}: {} bytes", start.elapsed(), bytes.len());
    std::fs::write("lints/std/signatures.bin", bytes).unwrap();
}

#[test]
fn load_it() {
    for target in ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] {
        let start = Instant::now();
        let sources = Arc::new(Sources::default());
        let cfg = Arc::new(Cfg::for_target(target).unwrap());
        let a = start.elapsed();
        let (crates, std) = looksalive_lint::resolve::stdlib::load(&sources, &cfg, CrateId(0));
        println!("cfg {a:?} load {:?}", start.elapsed());
        let loader = StdSources::find().unwrap();
        let db = Db::new(sources, Box::new(loader), crates.into(), Some(std));
        for i in 0..3 {
            let start = Instant::now();
            let unit = db.unit(UnitId(i));
            let a = start.elapsed();
            let start = Instant::now();
            db.impl_index(unit);
            println!(
                "{target} {i}: read {a:?} impl index {:?} modules {} fns {} adts {} traits {} impls {} consts {} aliases {} macros {} problems {}",
                start.elapsed(),
                unit.modules.len(),
                unit.fns.len(),
                unit.adts.len(),
                unit.traits.len(),
                unit.impls.len(),
                unit.consts.len(),
                unit.aliases.len(),
                unit.macros.len(),
                unit.problems.len()
            );
        }
        let start = Instant::now();
        println!("{:?} {:?}", db.lang(), start.elapsed());
    }
}
