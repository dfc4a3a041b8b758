//! How long a guard lives, row by row, in the editions that differ. Each row was read off a running program that asked
//! `try_lock` at the probes.

use super::harness::{look_with, store};
use crate::analysis::guards::types::GuardTypes;

/// Code, state at its probes before edition 2024, and from it on.
type Row = (&'static str, &'static str, &'static str);

const LETS: &[Row] = &[
    ("let _ = m.lock().unwrap(); probe();", "f", "f"),
    ("_ = m.lock().unwrap(); probe();", "f", "f"),
    ("let _g = m.lock().unwrap(); probe();", "H", "H"),
    ("let r = m.lock(); probe(); let _ = r;", "H", "H"),
    ("let n = m.lock().unwrap().len(); probe();", "f", "f"),
    ("let v = m.lock().unwrap()[0]; probe();", "f", "f"),
    ("let x = &*m.lock().unwrap(); probe(); let _ = x;", "H", "H"),
    ("let x = &m.lock().unwrap()[0]; probe(); let _ = x;", "H", "H"),
    ("let s: &[i32] = &m.lock().unwrap()[..]; probe();", "H", "H"),
    ("let Some(z) = m.lock().unwrap().get(0).copied() else { probe(); return }; probe();", "ff", "ff"),
    ("let Ok(g) = m.lock() else { return }; probe();", "H", "H"),
    ("let Ok(_) = m.lock() else { return }; probe();", "f", "f"),
    ("let t = (m.lock().unwrap(), 1); let (_, n) = t; probe();", "H", "H"),
    ("let (_, n) = (m.lock().unwrap(), 1); probe();", "f", "f"),
    ("let H { .. } = H { g: m.lock().unwrap(), n: 1 }; probe();", "f", "f"),
    ("let (ref _g, n) = (m.lock().unwrap(), 1); probe();", "H", "H"),
    ("let (_g, n) = (m.lock().unwrap(), 1); probe();", "H", "H"),
    ("let v = m.lock().unwrap().clone(); for x in v { probe(); }", "f", "f"),
    ("let y = match m.lock().unwrap().first() { Some(v) => *v, None => 0 }; probe();", "f", "f"),
    ("let ok = m.try_lock().is_ok(); if ok { probe(); }", "f", "f"),
    ("let r = m.lock().map(|g| g.len()); probe();", "f", "f"),
    ("let z = m.lock().map(|g| g.len()).unwrap_or_else(|_| 0); probe();", "f", "f"),
    ("let x = { let g = m.lock().unwrap(); g.len() }; probe();", "f", "f"),
    ("let g; { let h = m.lock().unwrap(); g = h; } probe(); drop(g);", "H", "H"),
];

const BRANCHES: &[Row] = &[
    ("match m.lock().unwrap().len() { _ => { probe(); } }", "H", "H"),
    ("match { m.lock().unwrap().len() } { _ => { probe(); } }", "H", "f"),
    ("match { let n = m.lock().unwrap().len(); n } { _ => { probe(); } }", "f", "f"),
    ("match m.lock().map(|g| g.len()) { Ok(_) => { probe(); } Err(_) => {} }", "f", "f"),
    ("match m.lock() { Ok(g) => { probe(); } Err(_) => {} }", "H", "H"),
    ("match m.lock() { _ => { probe(); } }", "H", "H"),
    ("match m.lock().unwrap() { g => { probe(); } }", "H", "H"),
    ("if let Some(_) = m.lock().unwrap().get(0) { probe(); }", "H", "H"),
    ("if let Some(_) = m.lock().unwrap().get(0) {} else { probe(); }", "H", "f"),
    ("if let Some(_) = m.lock().unwrap().get(0) {} else if probe() == 3 {}", "H", "f"),
    ("if m.lock().unwrap().len() == 3 { probe(); } else { probe(); }", "ff", "ff"),
    ("if m.lock().unwrap().len() == 3 && probe() == 3 {}", "f", "f"),
    ("if m.lock().unwrap().len() == probe() {}", "H", "H"),
    ("while m.lock().unwrap().len() == 3 { probe(); break; }", "f", "f"),
    ("while let Some(_) = m.lock().unwrap().get(0) { probe(); break; }", "H", "H"),
    ("while let Ok(g) = m.try_lock() { probe(); break; }", "H", "H"),
    ("for _ in m.lock().unwrap().iter() { probe(); }", "H", "H"),
    ("for _ in 0..m.lock().unwrap().len() { probe(); } probe();", "Hf", "Hf"),
    ("for v in m.lock().unwrap().clone() { probe(); }", "H", "H"),
    ("loop { let Some(x) = m.lock().unwrap().pop() else { break }; probe(); }", "f", "f"),
    ("if let Ok(g) = m.lock() { drop(g); probe(); }", "f", "f"),
    ("if m.try_lock().is_ok() { probe(); }", "f", "f"),
    ("if let Ok(g) = m.try_lock() { probe(); }", "H", "H"),
    ("if let Ok(_) = m.lock() { probe(); }", "H", "H"),
    ("if let Ok(_) = m.try_lock() { probe(); }", "H", "H"),
    ("if let Some(_) = m.try_lock().ok() { probe(); }", "H", "H"),
    ("if let Ok(n) = m.lock().as_ref().map(|g| g.len()) { probe(); }", "H", "H"),
    ("if matches!(m.try_lock(), Ok(_)) { probe(); }", "f", "f"),
    ("let b = matches!(m.try_lock(), Ok(_)); probe();", "f", "f"),
    ("if let Ok(n) = m.try_lock().map(|g| g.len()) { probe(); }", "f", "f"),
    ("let x = if m.lock().unwrap().is_empty() { 1 } else { probe() };", "f", "f"),
    ("let x = loop { let g = m.lock().unwrap(); break g.len(); }; probe();", "f", "f"),
];

const OPERANDS: &[Row] = &[
    ("two(m.lock().unwrap().len(), probe());", "H", "H"),
    ("let t = (m.lock().unwrap().len(), probe());", "H", "H"),
    ("let t = [m.lock().unwrap().len(), probe()];", "H", "H"),
    ("struct P { a: usize, b: usize } let p = P { a: m.lock().unwrap().len(), b: probe() };", "H", "H"),
    ("println!(\"{} {}\", m.lock().unwrap().len(), probe()); probe();", "Hf", "Hf"),
    ("let x = m.lock().unwrap().len() + probe();", "H", "H"),
    ("m.lock().unwrap().push(probe() as i32); probe();", "Hf", "Hf"),
    ("*m.lock().unwrap() = { probe(); vec![1] };", "f", "f"),
    ("m.lock().unwrap()[0] += probe() as i32;", "f", "f"),
    ("let v = m.lock().unwrap().iter().map(|_| 1).chain([probe()]).next();", "H", "H"),
    ("let b = { let n = m.lock().unwrap().len(); n > 0 } && probe() == 3;", "f", "f"),
];

const MOVES: &[Row] = &[
    ("let g = m.lock().unwrap(); drop(g); probe();", "f", "f"),
    ("let g = m.lock().unwrap(); std::mem::drop(g); probe();", "f", "f"),
    ("let g = m.lock().unwrap(); consume(g); probe();", "f", "f"),
    ("let g = m.lock().unwrap(); (|| { drop(g); })(); probe();", "f", "f"),
    ("let g = m.lock().unwrap(); let c = move || { let _ = &g; }; probe(); drop(c); probe();", "Hf", "Hf"),
    ("let mut o = Some(m.lock().unwrap()); o.take(); probe();", "f", "f"),
    ("let mut o = Some(m.lock().unwrap()); o = None; probe(); let _ = o;", "f", "f"),
    ("let mut o = Some(m.lock().unwrap()); if let Some(g) = o.take() { probe(); } probe();", "Hf", "Hf"),
    ("let g = m.lock().unwrap(); let h = g; probe();", "H", "H"),
    ("let g = m.lock().unwrap(); let g = ident(g); probe(); drop(g); probe();", "Hf", "Hf"),
    ("let g = m.lock().unwrap(); let g = 1; probe();", "H", "H"),
    ("let g = m.lock().unwrap(); let _ = g; probe();", "H", "H"),
    ("let g = m.lock().unwrap(); let n = g.len(); probe();", "H", "H"),
    ("let g = m.lock().unwrap(); std::mem::forget(g); probe();", "H", "H"),
    ("let b = Box::new(m.lock().unwrap()); probe(); drop(b); probe();", "Hf", "Hf"),
    ("let v = vec![m.lock().unwrap()]; probe(); drop(v); probe();", "Hf", "Hf"),
    ("let _g = s.g(); probe();", "H", "H"),
    ("match s.w().n() { _ => { probe(); } }", "H", "H"),
    ("with!(m, probe()); probe();", "Hf", "Hf"),
    ("let f = || m.lock().unwrap(); let n = f().len(); probe();", "f", "f"),
    ("let f = || m.lock().unwrap(); let g = f(); probe();", "H", "H"),
    (
        "let c = Condvar::new(); let g = m.lock().unwrap(); let (g, _) = c.wait_timeout(g, std::time::Duration::from_millis(1)).unwrap(); probe();",
        "H",
        "H",
    ),
    ("let r: Result<usize, ()> = (|| { let g = m.lock().unwrap(); Err(())?; Ok(1) })(); probe();", "f", "f"),
    ("(|| { let v = m.lock().ok()?.first().copied()?; probe(); Some(v) })();", "f", "f"),
    ("let rw = RwLock::new(1); let _r = rw.read().unwrap(); probe();", "H", "H"),
    // A move on one branch only.
    ("let g = m.lock().unwrap(); if bit() { drop(g); probe(); } probe();", "fH", "fH"),
    ("let g = m.lock().unwrap(); if bit() { drop(g); return; } probe();", "H", "H"),
    ("'a: { let g = m.lock().unwrap(); if bit() { break 'a; } probe(); } probe();", "Hf", "Hf"),
    ("for _ in 0..3 { probe(); let g = m.lock().unwrap(); if bit() { continue; } probe(); }", "fH", "fH"),
    ("let mut g = m.lock().unwrap(); for _ in 0..3 { drop(g); probe(); g = m.lock().unwrap(); probe(); } probe();", "fHH", "fHH"),
    ("let (a, b) = (m.lock().unwrap(), m.lock().unwrap()); drop(a); probe(); drop(b); probe();", "Hf", "Hf"),
    ("let h = H { g: m.lock().unwrap(), n: 1 }; let H { g, n } = h; drop(g); probe();", "f", "f"),
    ("let h = H { g: m.lock().unwrap(), n: 1 }; drop(h.g); probe();", "f", "f"),
    ("let t = (m.lock().unwrap(), m.lock().unwrap()); drop(t.0); probe(); drop(t.1); probe();", "Hf", "Hf"),
    (
        "match m.try_lock() { Ok(g) if bit() => { probe(); } Ok(g) => { drop(g); probe(); } Err(TryLockError::WouldBlock) => { probe(); } Err(_) => {} }",
        "Hff",
        "Hff",
    ),
    ("match Some(m.lock().unwrap()) { Some(g) => {} _ => { probe(); } }", "f", "f"),
    ("let f = async move { let g = m.lock().unwrap(); probe(); drop(g); probe(); };", "Hf", "Hf"),
];

fn check(rows: &[Row]) {
    let mut wrong = Vec::new();
    for edition in [2021, 2024] {
        let text: String =
            rows.iter().enumerate().map(|(i, (code, ..))| format!("fn r{i}(m: &Mutex<Vec<i32>>, s: &S) {{ {code} }}\n")).collect();
        let db = store(&text, edition);
        let types = GuardTypes::new(&db);
        for (index, (code, before, after)) in rows.iter().enumerate() {
            let expected = if edition == 2024 { after } else { before };
            let found = look_with(&db, &format!("r{index}"), &types).states();
            if found != **expected {
                wrong.push(format!("{edition}: expected {expected}, found {found}: {code}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn let_statements() {
    check(LETS);
}

#[test]
fn branches_and_loops() {
    check(BRANCHES);
}

#[test]
fn operands() {
    check(OPERANDS);
}

#[test]
fn moves_and_drops() {
    check(MOVES);
}

/// Which variables end while the guard of a block's value lives, and which order of declaration means what.
#[test]
fn drops_of_variables() {
    let text = "
        fn tail(m: &Mutex<Vec<i32>>) -> usize { let d = Noisy; m.lock().unwrap().len() }
        fn after(m: &Mutex<Vec<i32>>) { let _g = m.lock().unwrap(); let d = Noisy; }
        fn before(m: &Mutex<Vec<i32>>) { let d = Noisy; let _g = m.lock().unwrap(); }
        fn early(m: &Mutex<Vec<i32>>) { let _g = m.lock().unwrap(); let d = Noisy; if bit() { return; } drop(_g); }
    ";
    for (edition, tail) in [(2021, true), (2024, false)] {
        let db = store(text, edition);
        for (name, expected) in [("tail", tail), ("after", true), ("before", false), ("early", true)] {
            let looked = look_with(&db, name, &GuardTypes::new(&db));
            let found = looked.held.at_drop.contains_key(&looked.variable("d"));
            assert_eq!(found, expected, "{name} in {edition}");
        }
    }
}
