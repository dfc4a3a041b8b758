//! The entry points of a package and the threads that they start, each with what it does to places and locks.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::analyzer::Analyzer;
use super::facts::{Access, Acquisition, Hold, Started, Summary};
use super::lock::{Held, Lock};
use super::place::{Part, Place, Root};
use super::sections::Length;
use super::value::Val;
use crate::analysis::effect::Chain;
use crate::analysis::engine::Engine;
use crate::resolve::db::Db;
use crate::resolve::limits::Limit;
use crate::resolve::ty::TyKind;
use crate::roles::{Role, Roles, Table, Target};
use crate::source::Span;

/// What runs: an entry point or a thread that one started.
#[derive(Clone, Debug)]
pub struct Runs {
    /// The entry point, or the one that started it.
    pub role: Role,
    /// Its table, as shown.
    pub table: String,
    /// Which table.
    pub table_index: usize,
    /// Its name where it is declared; of a thread, where it is started.
    pub name: Span,
    /// Of a thread: the way to where it is started.
    pub thread: Option<Chain>,
    /// What it does, in places that all of them name alike.
    pub does: Summary,
}

impl Runs {
    /// As people say it: `Terminate`, "a thread that `Online` starts".
    pub fn shown(&self) -> String {
        match self.thread {
            Some(_) => format!("a thread that `{}` starts", self.role),
            None => format!("`{}`", self.role),
        }
    }
}

/// All that runs in a package.
#[derive(Debug, Default)]
pub struct Entries {
    /// Entry points by table, then threads.
    pub all: Vec<Runs>,
}

/// How many threads of threads are followed.
const GENERATIONS: usize = 3;
const TOO_MANY: Limit = Limit::new("threads start threads more than {} times; the last ones are not analysed", GENERATIONS);

impl Entries {
    /// Walk all entry points of a package.
    pub fn walk(engine: &mut Engine<'_>, roles: &Roles) -> Self {
        let wanted = roles.tables.iter().any(|t| !t.entries(Role::LooksAlive).is_empty());
        if !wanted {
            return Self::default();
        }
        let db = engine.db;
        // What functions are called with is known to the interpreter that knows time, once it has walked them.
        for table in &roles.tables {
            for entry in table.fields.values().flatten() {
                match &entry.target {
                    Target::Fn(id, args) => {
                        engine.entry(*id, args);
                    }
                    Target::Closure(owner, expr, args) => {
                        engine.entry_closure(*owner, *expr, args);
                    }
                }
            }
        }
        let mut analyzer = Analyzer::new(engine);
        let mut all = Vec::new();
        for _ in 0..3 {
            let known = analyzer.known_objects();
            all = walk_once(&mut analyzer, roles);
            if analyzer.known_objects() == known {
                break;
            }
            analyzer.start_again();
        }
        let names = Names::of(db, &all);
        for runs in &mut all {
            names.apply(&mut runs.does);
        }
        Self { all }
    }

    /// How long a section of one of these takes.
    pub fn length_of(engine: &mut Engine<'_>, hold: &Hold) -> Length {
        engine.length_of(&hold.section)
    }
}

fn walk_once(analyzer: &mut Analyzer<'_, '_>, roles: &Roles) -> Vec<Runs> {
    let db = analyzer.db;
    let mut all = Vec::new();
    for (index, table) in roles.tables.iter().enumerate() {
        for (role, entries) in &table.fields {
            for entry in entries {
                let (summary, name) = match &entry.target {
                    Target::Fn(id, args) => {
                        let count = db.fn_sig(*id).params.len();
                        (analyzer.function(*id, args, given(*role, count)), db.fn_data(*id).name.span)
                    }
                    Target::Closure(owner, expr, args) => {
                        let closure = super::value::ClosureVal {
                            owner: *owner,
                            expr: *expr,
                            args: Arc::clone(args),
                            captured: Vec::new(),
                            this: Val::Unknown,
                        };
                        (analyzer.closure(&Arc::new(closure), given(*role, 4)), entry.span)
                    }
                };
                all.push(runs(table, index, *role, name, &summary));
            }
        }
    }
    // Threads, and the threads that they start.
    let mut done: Vec<(usize, Started)> = Vec::new();
    let mut from = 0;
    for generation in 0..=GENERATIONS {
        let starts: Vec<(usize, Started)> =
            all[from..].iter().enumerate().flat_map(|(i, r)| r.does.started.iter().map(move |s| (from + i, s.clone()))).collect();
        from = all.len();
        for (starter, started) in starts {
            if done.iter().any(|(_, d)| d.at == started.at && d.runs == started.runs && d.given == started.given) {
                continue;
            }
            if generation == GENERATIONS {
                analyzer.db.limits.reach(TOO_MANY, started.at);
                continue;
            }
            if let Some(summary) = thread(analyzer, &started) {
                let of = &all[starter];
                let chain = of.thread.iter().flatten().cloned().chain(started.chain.iter().cloned()).collect();
                let runs = Runs {
                    role: of.role,
                    table: of.table.clone(),
                    table_index: of.table_index,
                    name: started.at,
                    thread: Some(chain),
                    does: (*summary).clone(),
                };
                all.push(runs);
            }
            done.push((starter, started));
        }
    }
    all
}

/// What the host gives an entry point: the instance's id first, where there is an instance.
fn given(role: Role, count: usize) -> Vec<Val> {
    let has_instance = !matches!(role, Role::Startup | Role::Open | Role::ResourceTypeControl)
        && !matches!(role, Role::BeginResourceTypeControl | Role::BeginResourceTypeControlAsUser);
    (0..count).map(|i| if i == 0 && has_instance { Val::to(Place::root(Root::Resid)) } else { Val::Unknown }).collect()
}

fn runs(table: &Table, index: usize, role: Role, name: Span, summary: &Summary) -> Runs {
    Runs { role, table: table.name.clone(), table_index: index, name, thread: None, does: summary.clone() }
}

/// What a started thread does with what it is given.
fn thread(analyzer: &mut Analyzer<'_, '_>, started: &Started) -> Option<Arc<Summary>> {
    match &started.runs {
        Val::Closure(closure) => Some(analyzer.closure(closure, Vec::new())),
        Val::Fn(id, args) => {
            let sig = analyzer.db.fn_sig(*id);
            // The context is the only pointer that is handed through; of several it is the last.
            let is_pointer: Vec<bool> = sig.params.iter().map(|p| matches!(p.kind(), TyKind::Ptr { .. })).collect();
            let last = is_pointer.iter().rposition(|p| *p);
            let params = (0..is_pointer.len()).map(|i| if Some(i) == last { started.given.clone() } else { Val::Unknown });
            Some(analyzer.function(*id, args, params.collect()))
        }
        Val::Fields(_, fields) => fields.iter().find_map(|(_, runs)| thread(analyzer, &Started { runs: runs.clone(), ..started.clone() })),
        _ => None,
    }
}

/// How what was made is called once it is shared: what `Open` makes and returns is the instance.
struct Names(FxHashMap<u32, Place>);

impl Names {
    fn of(db: &Db, all: &[Runs]) -> Self {
        let mut names = Self(FxHashMap::default());
        for runs in all.iter().filter(|r| r.role == Role::Open && r.thread.is_none()) {
            if let Some(ret) = &runs.does.ret {
                names.note(db, &Place::root(Root::Resid), ret, true, 0);
            }
        }
        // What stands in something that has a name by now, until nothing is new.
        for _ in 0..6 {
            let before = names.0.len();
            for stored in all.iter().flat_map(|r| &r.does.stored) {
                let place = names.name(&stored.place);
                if !matches!(place.root, Root::Made(_)) {
                    names.note(db, &place, &stored.value, false, 0);
                }
            }
            if names.0.len() == before {
                break;
            }
        }
        names
    }

    /// A value stands in a place, or (`is_pointer`) is the pointer that leads there.
    fn note(&mut self, db: &Db, place: &Place, value: &Val, is_pointer: bool, depth: usize) {
        if depth > 8 {
            return;
        }
        match value {
            Val::Ptr(made) => {
                let there = if is_pointer { place.clone() } else { place.then(Part::Deref) };
                for one in made.iter().filter(|p| p.path.is_empty()) {
                    if let Root::Made(number) = one.root {
                        self.0.entry(number).or_insert_with(|| there.clone());
                    }
                }
            }
            Val::Fields(variant, fields) => {
                for (name, value) in fields.iter() {
                    let part = match (variant, name.as_str()) {
                        (None, "<content>") => Part::Content,
                        (Some(variant), _) => super::place::part_of(db, *variant, *name),
                        (None, _) => Part::Field(None, *name),
                    };
                    self.note(db, &place.then(part), value, false, depth + 1);
                }
            }
            Val::Guard(inner, _) | Val::Adopted(inner, _) => self.note(db, place, inner, is_pointer, depth + 1),
            Val::Any(all) => all.iter().for_each(|v| self.note(db, place, v, is_pointer, depth + 1)),
            _ => {}
        }
    }

    fn name(&self, place: &Place) -> Place {
        let mut place = place.clone();
        for _ in 0..8 {
            let Root::Made(number) = place.root else { break };
            let Some(named) = self.0.get(&number) else { break };
            match place.rebased(&Place::root(Root::Made(number)), named) {
                Some(renamed) => place = renamed,
                None => break,
            }
        }
        place
    }

    fn lock(&self, lock: &Lock) -> Lock {
        Lock { place: lock.place.as_ref().map(|p| self.name(p).without_derefs()), ..lock.clone() }
    }

    fn held(&self, held: &Held) -> Held {
        Held { must: held.must.iter().map(|l| self.lock(l)).collect(), may: held.may.iter().map(|l| self.lock(l)).collect() }
    }

    fn apply(&self, does: &mut Summary) {
        for access in &mut does.accesses {
            *access = Access { place: self.name(&access.place), held: self.held(&access.held), ..access.clone() };
        }
        for one in &mut does.acquisitions {
            *one = Acquisition { lock: self.lock(&one.lock), held: self.held(&one.held), ..one.clone() };
        }
        for hold in &mut does.holds {
            hold.lock = self.lock(&hold.lock);
        }
        for one in &mut does.exclusives {
            one.held = self.held(&one.held);
        }
    }
}
