//! scratch
use crate::resolve::db::Db;
use crate::resolve::ids::*;
use crate::resolve::infer::*;
use crate::resolve::ty::Args;
use crate::source::Span;
use crate::syntax::body::*;
use std::collections::BTreeMap;
#[allow(missing_docs)]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Role {
    LooksAlive,
    Terminate,
    Other,
}
#[allow(missing_docs)]
impl Role {
    pub fn from_kebab(_: &str) -> Option<Self> {
        None
    }
    pub fn name(self) -> &'static str {
        "x"
    }
}
#[allow(missing_docs)]
pub type EntryPoints = Vec<(Role, String)>;
#[allow(missing_docs)]
pub struct Entry {
    pub id: FnId,
    pub args: Args,
}
#[allow(missing_docs)]
impl Entry {
    pub fn function(&self) -> Option<(FnId, Args)> {
        Some((self.id, self.args.clone()))
    }
}
#[allow(missing_docs)]
pub struct Table {
    pub name: String,
    pub place: Span,
    pub krate: CrateId,
    pub entries: BTreeMap<Role, Entry>,
    pub missing: Vec<Role>,
}
#[allow(missing_docs)]
pub struct Startup {
    pub name: String,
    pub place: Span,
    pub krate: CrateId,
}
#[allow(missing_docs)]
#[derive(Default)]
pub struct Roles {
    pub tables: Vec<Table>,
    pub startups_without_table: Vec<Startup>,
}
#[allow(missing_docs)]
pub fn find(db: &Db, crates: &[CrateId], _: &EntryPoints) -> Roles {
    let mut r = Roles::default();
    for k in crates {
        db.unit(UnitId(k.0));
        for o in crate::resolve::call_graph::bodies_of(db.unit(UnitId(k.0))) {
            let Some(b) = db.body(o) else { continue };
            let Some(inf) = db.inference(o) else { continue };
            for e in &b.body.exprs {
                if let ExprKind::Struct { path, fields, .. } = &e.kind {
                    let n = path.segments.last().unwrap();
                    if n.name.name.as_str().starts_with("CLRES_V") {
                        let mut entries = BTreeMap::new();
                        for f in fields {
                            if f.name.name == "LooksAlive" {
                                let mut v = f.value;
                                loop {
                                    match &b.body.expr(v).kind {
                                        ExprKind::Call { args, .. } => v = args[0],
                                        ExprKind::Block(x) => {
                                            if let Some(t) = x.tail {
                                                v = t
                                            } else {
                                                break;
                                            }
                                        }
                                        _ => break,
                                    }
                                }
                                if let Some(Resolution::Fn(id, args)) = inf.paths.get(&v) {
                                    entries.insert(Role::LooksAlive, Entry { id: *id, args: args.clone() });
                                }
                            }
                        }
                        r.tables.push(Table { name: "TABLE".into(), place: n.name.span, krate: *k, entries, missing: vec![] });
                    }
                }
            }
        }
    }
    r
}
