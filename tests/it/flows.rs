//! Where values come from and go to, by the signatures and models of std: one small DLL for each way.
//!
//! `WAYS` lead to the same plain counter in both entry points: each must be a race. `RELEASES` pair what `Terminate` closes with
//! how `LooksAlive` got the handle: each must be a use of what may be gone, and none where both hold one lock all the while.

use crate::ui::{ROOT, findings, tool};
use std::fmt::Write as _;
use std::path::Path;

const WAYS_PRELUDE: &str = r#"#[path = "cluster_stub.rs"]
mod windows;
use std::cell::{Cell, Ref, RefCell, UnsafeCell};
use std::collections::{BTreeMap, HashMap, LinkedList, VecDeque};
use std::mem::ManuallyDrop;
use std::pin::Pin;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock, Weak};
use windows::*;
pub struct W { note: Cell<u32> }
unsafe impl Sync for W {}
unsafe impl Send for W {}
pub struct Deep { arc: Arc<W> }
pub struct Inner { deep: Deep }
pub trait D { fn w(&self) -> &W; }
pub struct DI { w: W }
impl D for DI { fn w(&self) -> &W { &self.w } }
pub struct Ctx {
    arc: Arc<W>,
    boxed: Box<W>,
    boxed_arc: Box<Arc<W>>,
    opt: Option<Arc<W>>,
    mutex: Mutex<Arc<W>>,
    rw: RwLock<Option<Arc<W>>>,
    vec: Vec<Arc<W>>,
    map: BTreeMap<u32, Arc<W>>,
    deque: VecDeque<Arc<W>>,
    list: LinkedList<Arc<W>>,
    once: OnceLock<Arc<W>>,
    arr: [Arc<W>; 3],
    tuple: (u32, Arc<W>),
    inner: Inner,
    nested: Mutex<HashMap<u32, Arc<W>>>,
    weak: Weak<W>,
    cell: RefCell<Arc<W>>,
    refopt: RefCell<Option<Arc<W>>>,
    ptr: *const W,
    nn: NonNull<W>,
    aptr: AtomicPtr<W>,
    ucell: UnsafeCell<W>,
    dynb: Box<dyn D>,
    pin: Pin<Box<W>>,
    mdrop: ManuallyDrop<Arc<W>>,
}
impl Ctx {
    fn cow(&self) -> Arc<W> { self.arc.clone() }
    fn helper<R>(&self, f: impl FnOnce(&Arc<W>) -> &R) -> &R { f(&self.arc) }
}
"#;

const WAYS: &[&str] = &[
    "ctx.arc.clone()",
    "Arc::clone(&ctx.arc)",
    "&*ctx.arc",
    "ctx.arc.as_ref()",
    "ctx.boxed.as_ref()",
    "&ctx.boxed",
    "&**ctx.boxed_arc",
    "ctx.opt.as_ref().unwrap()",
    "ctx.opt.clone().unwrap()",
    "ctx.opt.as_deref().unwrap()",
    "ctx.opt.iter().next().unwrap()",
    "ctx.opt.as_ref().cloned().unwrap()",
    "ctx.opt.as_ref().map(Arc::clone).unwrap()",
    "ctx.opt.as_ref().map(|a| a.clone()).unwrap()",
    "ctx.opt.as_ref().and_then(|a| Some(a)).unwrap()",
    "ctx.opt.as_ref().filter(|_| true).unwrap()",
    "ctx.opt.as_ref().ok_or(1u8).unwrap()",
    "ctx.opt.as_ref().unwrap_or_else(|| &ctx.arc)",
    "ctx.opt.as_ref().expect(\"x\")",
    "ctx.opt.clone().into_iter().next().unwrap()",
    "ctx.mutex.lock().unwrap().clone()",
    "ctx.mutex.lock().unwrap_or_else(|e| e.into_inner()).clone()",
    "ctx.mutex.lock().ok().map(|g| g.clone()).unwrap()",
    "ctx.mutex.lock().map(|g| Arc::clone(&g)).unwrap()",
    "{ let g = ctx.mutex.lock().unwrap(); Arc::clone(&*g) }",
    "ctx.mutex.try_lock().ok().map(|g| g.clone()).unwrap()",
    "ctx.rw.read().unwrap().clone().unwrap()",
    "ctx.rw.read().unwrap().as_ref().unwrap().clone()",
    "ctx.rw.read().ok().and_then(|g| g.clone()).unwrap()",
    "ctx.rw.read().unwrap().as_ref().map(Arc::clone).unwrap()",
    "ctx.rw.write().unwrap().as_mut().map(|a| a.clone()).unwrap()",
    "&ctx.vec[0]",
    "ctx.vec.get(0).unwrap()",
    "ctx.vec.first().unwrap()",
    "ctx.vec.last().unwrap()",
    "ctx.vec.iter().next().unwrap()",
    "ctx.vec.iter().find(|_| true).unwrap()",
    "ctx.vec.iter().max_by_key(|w| Arc::as_ptr(w)).unwrap()",
    "ctx.vec.iter().cloned().next().unwrap()",
    "ctx.vec.iter().map(|w| w.clone()).next().unwrap()",
    "ctx.vec.clone().pop().unwrap()",
    "ctx.vec.to_vec().remove(0)",
    "ctx.vec.iter().enumerate().next().unwrap().1",
    "ctx.vec.iter().rev().skip(1).step_by(2).next().unwrap()",
    "ctx.vec.as_slice().split_first().unwrap().0",
    "ctx.vec.chunks(2).next().unwrap().first().unwrap()",
    "ctx.vec.iter().filter(|_| true).collect::<Vec<_>>()[0]",
    "ctx.vec.iter().cloned().collect::<Vec<_>>().into_iter().next().unwrap()",
    "ctx.vec.iter().fold(None, |_, w| Some(w)).unwrap()",
    "ctx.vec.iter().zip(1..).next().unwrap().0",
    "ctx.vec.iter().chain(ctx.vec.iter()).last().unwrap()",
    "ctx.vec.iter().nth(1).unwrap()",
    "ctx.vec.iter().find_map(|w| Some(w)).unwrap()",
    "ctx.map.get(&1).unwrap()",
    "&ctx.map[&1]",
    "ctx.map.values().next().unwrap()",
    "ctx.map.iter().next().unwrap().1",
    "ctx.map.get(&1).cloned().unwrap()",
    "ctx.map.iter().map(|(_, w)| w).next().unwrap()",
    "ctx.map.values().cloned().collect::<Vec<_>>().pop().unwrap()",
    "ctx.map.iter().find(|(k, _)| **k == 1).map(|(_, w)| w.clone()).unwrap()",
    "ctx.map.iter().min_by_key(|(k, _)| **k).unwrap().1",
    "ctx.map.get_key_value(&1).unwrap().1",
    "ctx.deque.front().unwrap()",
    "ctx.deque.iter().next_back().unwrap()",
    "&ctx.deque[1]",
    "ctx.list.back().unwrap()",
    "ctx.list.iter().next().unwrap()",
    "ctx.once.get().unwrap()",
    "ctx.once.get_or_init(|| ctx.arc.clone())",
    "ctx.arr.iter().next().unwrap()",
    "&ctx.arr[1]",
    "ctx.tuple.1.clone()",
    "&ctx.inner.deep.arc",
    "ctx.nested.lock().unwrap().get(&1).cloned().unwrap()",
    "ctx.nested.lock().unwrap().get(&1).map(Arc::clone).unwrap()",
    "ctx.nested.lock().unwrap().values().find(|_| true).cloned().unwrap()",
    "ctx.nested.lock().unwrap().iter().map(|(_, w)| Arc::clone(w)).collect::<Vec<_>>().swap_remove(0)",
    "ctx.nested.lock().map(|m| m.get(&1).cloned()).ok().flatten().unwrap()",
    "match ctx.nested.lock() { Ok(m) => m.get(&1).cloned().unwrap(), Err(e) => e.into_inner().get(&1).cloned().unwrap() }",
    "ctx.weak.upgrade().unwrap()",
    "ctx.cell.borrow().clone()",
    "ctx.refopt.borrow().as_ref().cloned().unwrap()",
    "Ref::map(ctx.cell.borrow(), |a| a)",
    "unsafe { &*ctx.ptr }",
    "unsafe { ctx.ptr.as_ref().unwrap() }",
    "unsafe { ctx.nn.as_ref() }",
    "unsafe { &*ctx.aptr.load(Ordering::Acquire) }",
    "unsafe { &*ctx.ucell.get() }",
    "ctx.dynb.w()",
    "&**ctx.mdrop",
    "ctx.cow()",
    "ctx.helper(|w| w)",
    "std::iter::once(&ctx.arc).next().unwrap()",
    "[&ctx.arc, &ctx.arc][1]",
    "Some(&ctx.arc).into_iter().chain(None).next().unwrap()",
    "(&ctx.arc, 1).0",
    "std::convert::identity(&ctx.arc)",
    "std::mem::ManuallyDrop::new(ctx.arc.clone())",
    "Some(ctx.arc.clone()).take().unwrap()",
    "std::mem::replace(&mut ctx.arc.clone(), ctx.arc.clone())",
];

const RELEASES_PRELUDE: &str = r#"#[path = "cluster_stub.rs"]
mod windows;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use windows::*;
#[derive(Default, Clone)]
pub struct St { a: usize, b: usize }
pub struct Closer(Option<usize>);
impl Drop for Closer { fn drop(&mut self) { if let Some(h) = self.0.take() { C(h); } } }
pub struct Own(usize);
impl Own { fn raw(&self) -> usize { self.0 } }
impl Drop for Own { fn drop(&mut self) { C(self.0) } }
pub struct Ctx {
    opt: Mutex<Option<usize>>,
    vec: Mutex<Vec<usize>>,
    map: Mutex<HashMap<u32, usize>>,
    st: Mutex<St>,
    atom: AtomicUsize,
    once: OnceLock<usize>,
    boxed: AtomicPtr<St>,
    vd: Mutex<VecDeque<usize>>,
    plain: usize,
    owned: Mutex<Option<Own>>,
}
#[allow(non_snake_case)]
fn C(h: usize) { unsafe { CloseHandle(h as HANDLE); } }
"#;

const RELEASES: &[(&str, &str)] = &[
    ("let h = ctx.opt.lock().unwrap().take(); if let Some(h) = h { C(h); }", "ctx.opt.lock().unwrap().unwrap_or(0)"),
    ("if let Some(h) = std::mem::take(&mut *ctx.opt.lock().unwrap()) { C(h); }", "ctx.opt.lock().ok().and_then(|g| *g).unwrap_or(0)"),
    ("if let Some(h) = ctx.opt.lock().unwrap().replace(0) { C(h); }", "ctx.opt.lock().map(|g| g.unwrap_or(0)).unwrap_or(0)"),
    ("let mut g = ctx.opt.lock().unwrap(); if let Some(h) = *g { C(h); } *g = None;", "(*ctx.opt.lock().unwrap()).unwrap_or_default()"),
    (
        "let mut g = ctx.opt.lock().unwrap(); if let Some(h) = g.as_mut() { C(*h); *h = 0; }",
        "ctx.opt.lock().unwrap().as_ref().copied().unwrap_or(0)",
    ),
    ("ctx.opt.lock().unwrap().take().map(C);", "match *ctx.opt.lock().unwrap() { Some(h) => h, None => 0 }"),
    ("ctx.opt.lock().unwrap().take().into_iter().for_each(C);", "if let Some(h) = *ctx.opt.lock().unwrap() { h } else { 0 }"),
    ("for h in ctx.vec.lock().unwrap().drain(..) { C(h); }", "ctx.vec.lock().unwrap()[0]"),
    ("while let Some(h) = ctx.vec.lock().unwrap().pop() { C(h); }", "*ctx.vec.lock().unwrap().first().unwrap()"),
    (
        "let all = std::mem::take(&mut *ctx.vec.lock().unwrap()); for h in all { C(h); }",
        "ctx.vec.lock().unwrap().first().copied().unwrap_or(0)",
    ),
    (
        "let all: Vec<usize> = ctx.vec.lock().unwrap().drain(..).collect(); all.into_iter().for_each(C);",
        "ctx.vec.lock().unwrap().iter().copied().max().unwrap_or(0)",
    ),
    ("ctx.vec.lock().unwrap().retain(|h| { C(*h); false });", "ctx.vec.lock().unwrap().clone()[0]"),
    (
        "ctx.vec.lock().unwrap().iter().for_each(|h| C(*h)); ctx.vec.lock().unwrap().clear();",
        "ctx.vec.lock().unwrap().last().copied().unwrap_or(0)",
    ),
    ("let h = ctx.vec.lock().unwrap().swap_remove(0); C(h);", "ctx.vec.lock().unwrap().get(0).map(|h| *h).unwrap_or(0)"),
    (
        "let all = ctx.vec.lock().unwrap().split_off(0); for h in &all { C(*h); }",
        "ctx.vec.lock().unwrap().iter().next().copied().unwrap_or(0)",
    ),
    ("if let Some(h) = ctx.map.lock().unwrap().remove(&1) { C(h); }", "ctx.map.lock().unwrap().get(&1).copied().unwrap_or(0)"),
    ("if let Some((_, h)) = ctx.map.lock().unwrap().remove_entry(&1) { C(h); }", "ctx.map.lock().unwrap()[&1]"),
    ("for (_, h) in ctx.map.lock().unwrap().drain() { C(h); }", "ctx.map.lock().unwrap().values().copied().next().unwrap_or(0)"),
    (
        "for h in std::mem::take(&mut *ctx.map.lock().unwrap()).into_values() { C(h); }",
        "ctx.map.lock().unwrap().iter().next().map(|(_, h)| *h).unwrap_or(0)",
    ),
    ("ctx.map.lock().unwrap().retain(|_, h| { C(*h); false });", "*ctx.map.lock().unwrap().entry(1).or_insert(0)"),
    ("ctx.map.lock().unwrap().insert(1, 0).map(C);", "ctx.map.lock().unwrap().get_mut(&1).map(|h| *h).unwrap_or(0)"),
    ("let s = std::mem::take(&mut *ctx.st.lock().unwrap()); C(s.a); C(s.b);", "ctx.st.lock().unwrap().b"),
    ("let St { a, b } = std::mem::take(&mut *ctx.st.lock().unwrap()); C(a); C(b);", "ctx.st.lock().unwrap().clone().a"),
    (
        "let mut s = ctx.st.lock().unwrap(); C(std::mem::replace(&mut s.a, 0));",
        "{ let s = ctx.st.lock().unwrap(); let St { a, .. } = *s; a }",
    ),
    ("let mut s = ctx.st.lock().unwrap(); C(s.a); s.a = 0;", "ctx.st.lock().map(|s| s.a).unwrap_or(0)"),
    (
        "let mut s = St::default(); std::mem::swap(&mut s, &mut *ctx.st.lock().unwrap()); C(s.a);",
        "ctx.st.lock().as_deref().map_or(0, |s| s.a)",
    ),
    ("C(ctx.atom.swap(0, Ordering::AcqRel));", "ctx.atom.load(Ordering::Acquire)"),
    (
        "if let Ok(h) = ctx.atom.compare_exchange(ctx.atom.load(Ordering::Relaxed), 0, Ordering::AcqRel, Ordering::Acquire) { C(h); }",
        "ctx.atom.load(Ordering::Acquire)",
    ),
    (
        "if let Ok(h) = ctx.atom.fetch_update(Ordering::AcqRel, Ordering::Acquire, |_| Some(0)) { C(h); }",
        "ctx.atom.load(Ordering::Acquire)",
    ),
    ("if let Some(h) = ctx.once.get() { C(*h); }", "*ctx.once.get().unwrap_or(&0)"),
    (
        "let p = ctx.boxed.swap(std::ptr::null_mut(), Ordering::AcqRel); if !p.is_null() { let b = Box::from_raw(p); C(b.a); }",
        "ctx.boxed.load(Ordering::Acquire).as_ref().map_or(0, |s| s.a)",
    ),
    ("let q = ctx.vd.lock().unwrap().pop_front(); if let Some(h) = q { C(h); }", "ctx.vd.lock().unwrap().front().copied().unwrap_or(0)"),
    ("let ctxm = resource as *mut Ctx; C((*ctxm).plain);", "ctx.plain"),
    ("let guard = Closer(ctx.opt.lock().unwrap().take()); drop(guard);", "ctx.opt.lock().unwrap().unwrap_or(0)"),
    ("let _guard = Closer(ctx.opt.lock().unwrap().take());", "ctx.opt.lock().unwrap().unwrap_or(0)"),
    ("ctx.owned.lock().unwrap().take();", "ctx.owned.lock().unwrap().as_ref().map_or(0, |o| o.0)"),
    ("*ctx.owned.lock().unwrap() = None;", "ctx.owned.lock().unwrap().as_ref().map(|o| o.raw()).unwrap_or(0)"),
    ("drop(ctx.owned.lock().unwrap().take());", "match &*ctx.owned.lock().unwrap() { Some(o) => o.0, None => 0 }"),
];

/// Entry points of the number `index` with those bodies.
fn entries(program: &mut String, index: usize, looks_alive: &str, terminate: &str) {
    let head = "let ctx = &*(resource as *const Ctx);";
    let _ = writeln!(
        program,
        "mod m{index} {{\n    use super::*;\n    static ALL: std::sync::Mutex<()> = std::sync::Mutex::new(());\n    \
         pub unsafe extern \"system\" fn looks_alive(resource: *mut c_void) -> BOOL {{ {head} {looks_alive} }}\n    \
         pub unsafe extern \"system\" fn terminate(resource: *mut c_void) {{ {head} {terminate} }}\n}}\n\
         table!(T{index}: m{index}::looks_alive, m{index}::terminate);"
    );
}

/// Of the entry points in a program, by number, those at whose `LooksAlive` that lint stands.
fn found(program: &str, lint: &str) -> Vec<usize> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(Path::new(ROOT).join("ui-tests/support/cluster_stub.rs"), folder.path().join("cluster_stub.rs")).unwrap();
    std::fs::write(folder.path().join("dll.rs"), program).unwrap();
    let output = tool(folder.path(), &["check", "--message-format=json", "dll.rs"].map(str::to_owned));
    let lines: Vec<usize> = findings(&output)
        .unwrap()
        .into_iter()
        .filter(|(_, found)| found.iter().any(|f| f.split_once(':').is_some_and(|(_, name)| name == lint)))
        .map(|((_, line), _)| line)
        .collect();
    let bodies = program.lines().enumerate().filter(|(_, text)| text.contains("fn looks_alive(")).map(|(line, _)| line + 1);
    bodies.enumerate().filter(|(_, line)| lines.contains(line)).map(|(index, _)| index).collect()
}

#[test]
fn every_way_leads_to_the_same() {
    let mut program = WAYS_PRELUDE.to_owned();
    for (index, way) in WAYS.iter().enumerate() {
        entries(&mut program, index, &format!("let w = {way}; w.note.get() as BOOL"), &format!("let w = {way}; w.note.set(1);"));
    }
    let found = found(&program, "unguarded_shared_state");
    let missed: Vec<&&str> = WAYS.iter().enumerate().filter(|(index, _)| !found.contains(index)).map(|(_, way)| way).collect();
    assert!(missed.is_empty(), "no race by {missed:#?}");
}

#[test]
fn what_is_closed_is_not_used() {
    let build = |lock: &str| {
        let mut program = RELEASES_PRELUDE.to_owned();
        for (index, (closes, gets)) in RELEASES.iter().enumerate() {
            let uses = format!("{lock} let h = {gets}; (WaitForSingleObject(h as HANDLE, 0) == WAIT_TIMEOUT) as BOOL");
            entries(&mut program, index, &uses, &format!("{lock} {closes}"));
        }
        program
    };
    let found_without = found(&build(""), "use_after_terminate");
    let missed: Vec<_> = RELEASES.iter().enumerate().filter(|(index, _)| !found_without.contains(index)).map(|(_, way)| way).collect();
    assert!(missed.is_empty(), "no use after release by {missed:#?}");
    for lint in ["use_after_terminate", "unguarded_shared_state", "inconsistent_guards"] {
        let wrong: Vec<_> = found(&build("let _all = ALL.lock();"), lint).into_iter().map(|index| RELEASES[index]).collect();
        assert!(wrong.is_empty(), "`{lint}` under a common lock by {wrong:#?}");
    }
}
