//! Who acquired what is held, how surely, and what the compiler's view is beside it.

use super::harness::{look, store};
use crate::analysis::guards::Source;

const EDITION: u16 = 2021;

fn certainty(code: &str) -> String {
    let db = store(&format!("fn f(m: &Mutex<Vec<i32>>, o: &Mutex<Vec<i32>>) {{ {code} }}"), EDITION);
    look(&db, "f").certainty()
}

#[test]
fn surely_or_perhaps() {
    assert_eq!(certainty("let g = m.lock().unwrap(); probe();"), "M");
    assert_eq!(certainty("let g = m.lock(); probe();"), "M", "poisoned or not, a lock's result holds it");
    assert_eq!(certainty("let g = m.try_lock(); probe();"), "m");
    assert_eq!(certainty("if let Ok(_) = m.try_lock() { probe(); }"), "M");
    assert_eq!(certainty("let g = m.lock().unwrap(); if bit() { drop(g); } probe();"), "m");
    assert_eq!(certainty("let g = if bit() { Some(m.lock().unwrap()) } else { None }; probe();"), "m");
    assert_eq!(
        certainty("let g = if bit() { m.lock().unwrap() } else { o.lock().unwrap() }; probe();"),
        "m",
        "one of two locks, and which is open"
    );
    assert_eq!(certainty("let mut g = m.lock().unwrap(); loop { probe(); if bit() { break; } g = m.lock().unwrap(); }"), "m");
    assert_eq!(certainty("let g = m.lock().unwrap(); loop { probe(); if bit() { break; } }"), "M");
    assert_eq!(certainty("let g = m.try_lock().unwrap(); probe();"), "M");
    // What a match says of the value.
    assert_eq!(certainty("match m.try_lock() { Ok(g) => { probe(); } Err(_) => { probe(); } }"), "Mf");
    assert_eq!(certainty("match m.try_lock().ok() { None if bit() => { probe(); } Some(g) => { probe(); } _ => { probe(); } }"), "fMf");
    assert_eq!(certainty("if let Some(g) = m.try_lock().ok() { probe(); } else { probe(); }"), "Mf");
    assert_eq!(certainty("match m.lock() { Ok(g) => { probe(); } Err(e) => { probe(); drop(e); probe(); } }"), "MMf");
}

#[test]
fn the_call_that_acquired_it() {
    let db = store(
        "fn f(s: &S, c: &Condvar) {
            let g = s.m.lock().unwrap();
            let g = c.wait(g).unwrap();
            let w = s.w();
            probe();
        }",
        EDITION,
    );
    let looked = look(&db, "f");
    let mut found: Vec<String> = looked.at("probe").iter().map(|g| format!("{} {} {}", g.ty_name, looked.acquired(g), g.wrapper)).collect();
    found.sort();
    assert_eq!(found, ["MutexGuard lock false", "W w true"]);
    assert!(looked.at("wait").is_empty(), "the guard is the callee's while it waits");
    assert_eq!(looked.held.names(looked.calls("probe")[0]).len(), 1, "a wrapper is not a guard by name");
}

#[test]
fn parameters_and_captures() {
    let db = store(
        "fn f(g: MutexGuard<'_, Vec<i32>>) { probe(); drop(g); bit(); }
         fn c(m: &'static Mutex<Vec<i32>>) { let g = m.lock().unwrap(); let _c = move || { probe(); let _ = &g; }; bit(); }
         fn b(m: &Mutex<Vec<i32>>) { let g = m.lock().unwrap(); let _c = || { probe(); g.len() }; bit(); }",
        EDITION,
    );
    let looked = look(&db, "f");
    assert_eq!(looked.at("probe").len(), 1);
    assert!(matches!(looked.at("probe")[0].acquired_by, Source::Param(_)));
    assert!(looked.at("bit").is_empty());
    assert!(looked.held.names(looked.calls("probe")[0]).is_empty());
    let looked = look(&db, "c");
    assert!(matches!(looked.at("probe")[0].acquired_by, Source::Captured(_)));
    assert!(looked.at("bit")[0].wrapper, "the closure owns it");
    let looked = look(&db, "b");
    assert!(looked.at("probe").is_empty(), "a borrowed guard is the caller's");
    assert!(!looked.at("bit")[0].wrapper);
}

#[test]
fn forgotten_guards_and_empty_storage() {
    let db = store(
        "fn f(m: &Mutex<Vec<i32>>) { let g = m.lock().unwrap(); std::mem::forget(g); probe(); }
         fn e(m: &Mutex<Vec<i32>>) { if let Ok(g) = m.lock() { drop(g); probe(); } }",
        EDITION,
    );
    let looked = look(&db, "f");
    assert!(looked.at("probe")[0].is_forgotten);
    assert!(looked.held.names(looked.calls("probe")[0]).is_empty());
    let looked = look(&db, "e");
    assert!(looked.at("probe").is_empty());
    assert_eq!(looked.held.names(looked.calls("probe")[0]), ["MutexGuard"], "the result's storage is still there");
}

#[test]
fn hostile_bodies_do_not_panic() {
    let deep = format!("fn f(m: &Mutex<Vec<i32>>) {{ let g = m.lock(); {}probe(){} }}", "{".repeat(60), "}".repeat(60));
    let texts = [
        deep.as_str(),
        "fn f(m: &Mutex<Vec<i32>>) { let g = m.lock(); break; continue 'x; return; probe(); }",
        "fn f(m: &Mutex<Vec<i32>>) { let (a, .., b, c) = m.lock().unwrap(); let Some(x) = nothing(); match m.lock() {} }",
        "fn f(g: MutexGuard<'_, Vec<i32>>) { let [a, ..] = [g]; let x = a.0.1.2; (g, a) = (a, g); probe(); }",
        "struct R(Box<R>, Vec<R>); fn f(r: R) { let x = r.0; probe(); }",
    ];
    for text in texts {
        let db = store(text, EDITION);
        let _ = look(&db, "f").states();
    }
}
