//! Bodies given as texts, and the state at their probes.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::analysis::guards::types::GuardTypes;
use crate::analysis::guards::{Held, HeldGuard, Source, of_body, of_body_with};
use crate::resolve::bodies::{BodyOwner, children};
use crate::resolve::db::{CrateData, Db, Loader};
use crate::resolve::ids::{CrateId, FnId, UnitId};
use crate::resolve::stdlib;
use crate::source::Sources;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind};
use crate::workspace::{Cfg, CrateKind};

/// What every text may use. `m` and `o` are two locks, `s` has one.
const PRELUDE: &str = "
    use std::sync::{Arc, Condvar, Mutex, MutexGuard, RwLock, TryLockError};
    pub fn probe() -> usize { 3 }
    pub fn bit() -> bool { true }
    pub struct S { pub m: Mutex<Vec<i32>> }
    pub struct W<'a>(pub MutexGuard<'a, Vec<i32>>);
    pub struct H<'a> { pub g: MutexGuard<'a, Vec<i32>>, pub n: usize }
    pub struct Noisy;
    impl Drop for Noisy { fn drop(&mut self) {} }
    impl S {
        pub fn g(&self) -> MutexGuard<'_, Vec<i32>> { self.m.lock().unwrap() }
        pub fn w(&self) -> W<'_> { W(self.m.lock().unwrap()) }
    }
    impl W<'_> { pub fn n(&self) -> usize { self.0.len() } }
    pub fn consume(_g: MutexGuard<'_, Vec<i32>>) {}
    pub fn ident<'a>(g: MutexGuard<'a, Vec<i32>>) -> MutexGuard<'a, Vec<i32>> { g }
    pub fn two(_a: usize, _b: usize) {}
    macro_rules! with { ($m:expr, $b:expr) => {{ let _g = $m.lock().unwrap(); $b }} }
";

struct Text(String);

impl Loader for Text {
    fn read(&self, _: &Utf8Path) -> Result<String, String> {
        Ok(self.0.clone())
    }

    fn exists(&self, _: &Utf8Path) -> bool {
        false
    }

    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}

/// A crate of that text, after the prelude.
pub fn store(text: &str, edition: u16) -> Db {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::new(Cfg::for_target("x86_64-pc-windows-msvc").expect("a known target"));
    let mut crates = vec![CrateData {
        name: "t".to_owned(),
        edition,
        root_file: Utf8PathBuf::from("lib.rs"),
        kind: CrateKind::Lib,
        package: None,
        is_member: true,
        is_selected: true,
        deps: Vec::new(),
        cfg: Arc::clone(&cfg),
        items: None,
    }];
    let (std, numbers) = stdlib::load(&sources, &cfg, CrateId(1));
    crates.extend(std);
    Db::new(sources, Box::new(Text(format!("{PRELUDE}\n{text}"))), crates, Some(numbers))
}

/// One function and what was found in it.
pub struct Looked<'a> {
    pub db: &'a Db,
    pub owner: BodyOwner,
    pub held: Held,
}

/// Look at the function of that name.
pub fn look<'a>(db: &'a Db, name: &str) -> Looked<'a> {
    let unit = db.unit(UnitId(0));
    let index = unit.fns.iter().position(|f| f.name.name == name).expect("the function is there");
    let owner = BodyOwner::Fn(FnId { unit: unit.id, index: index as u32 });
    Looked { db, owner, held: of_body(db, owner) }
}

/// The same, with answers shared.
pub fn look_with<'a>(db: &'a Db, name: &str, types: &GuardTypes<'a>) -> Looked<'a> {
    let owner = look(db, name).owner;
    Looked { db, owner, held: of_body_with(db, owner, types) }
}

impl Looked<'_> {
    /// The calls of `name`, as they are written.
    pub fn calls(&self, name: &str) -> Vec<ExprId> {
        let data = self.db.body(self.owner).expect("it has a body");
        let mut found = Vec::new();
        let mut open: Vec<ExprId> = data.body.root.into_iter().collect();
        while let Some(id) = open.pop() {
            let kind = &data.body.expr(id).kind;
            open.extend(children(kind).0);
            let called = match kind {
                ExprKind::MethodCall { method, .. } => Some(*method),
                ExprKind::Call { callee, .. } => match &data.body.expr(*callee).kind {
                    ExprKind::Path(path) => path.segments.last().map(|s| s.name),
                    _ => None,
                },
                _ => None,
            };
            if let Some(called) = called.filter(|c| c.name == name) {
                found.push((self.db.sources.written_at(called.span).lo, id));
            }
        }
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The guards at the only call of `name`.
    pub fn at(&self, name: &str) -> &[HeldGuard] {
        let calls = self.calls(name);
        assert_eq!(calls.len(), 1, "one call of {name}");
        self.held.at(calls[0])
    }

    /// The state at each probe: `H` held, `f` free.
    pub fn states(&self) -> String {
        self.calls("probe").into_iter().map(|id| if self.held.at(id).is_empty() { 'f' } else { 'H' }).collect()
    }

    /// The same for what is held whatever happens: `M`, `m` (only maybe), `f`.
    pub fn certainty(&self) -> String {
        let letter = |guards: &[HeldGuard]| match guards {
            [] => 'f',
            _ if guards.iter().any(|g| g.must) => 'M',
            _ => 'm',
        };
        self.calls("probe").into_iter().map(|id| letter(self.held.at(id))).collect()
    }

    /// The method or function whose call gave the guard.
    pub fn acquired(&self, guard: &HeldGuard) -> String {
        let data = self.db.body(self.owner).expect("it has a body");
        let Source::Call(id) = guard.acquired_by else { return format!("{:?}", guard.acquired_by) };
        match &data.body.expr(id).kind {
            ExprKind::MethodCall { method, .. } => method.name.to_string(),
            ExprKind::Call { callee, .. } => match &data.body.expr(*callee).kind {
                ExprKind::Path(path) => path.segments.last().map_or_else(String::new, |s| s.name.name.to_string()),
                _ => String::new(),
            },
            _ => String::new(),
        }
    }

    /// The variable of that name.
    pub fn variable(&self, name: &str) -> PatId {
        let data = self.db.body(self.owner).expect("it has a body");
        let is_it = |kind: &PatKind| matches!(kind, PatKind::Bind { name: n, .. } if n.name == name);
        let index = data.body.pats.iter().position(|p| is_it(&p.kind)).expect("the variable is there");
        PatId(index as u32)
    }
}
