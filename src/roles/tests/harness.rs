//! Crates given as texts, and their entry points as text.

use std::fmt::Write as _;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::resolve::db::{CrateData, Db, Loader};
use crate::resolve::ids::{CrateId, FnId};
use crate::resolve::stdlib;
use crate::resolve::ty::Args;
use crate::roles::{self, Role, Roles, Target};
use crate::source::Sources;
use crate::workspace::{Cfg, CrateKind, PackageIndex};

/// The bindings that the texts use: as small as they can be.
pub const BINDINGS: &str = "
    use core::ffi::c_void;
    pub type BOOL = i32;
    pub type PTERMINATE_ROUTINE = Option<unsafe extern \"system\" fn(*mut c_void)>;
    pub type PLOOKS_ALIVE_ROUTINE = Option<unsafe extern \"system\" fn(*mut c_void) -> BOOL>;
    #[derive(Clone, Copy, Default)] #[repr(C)]
    pub struct CLRES_V1_FUNCTIONS { pub Terminate: PTERMINATE_ROUTINE, pub LooksAlive: PLOOKS_ALIVE_ROUTINE, pub IsAlive: PLOOKS_ALIVE_ROUTINE }
    #[derive(Clone, Copy, Default)] #[repr(C)]
    pub struct CLRES_V3_FUNCTIONS { pub Terminate: PTERMINATE_ROUTINE, pub LooksAlive: PLOOKS_ALIVE_ROUTINE, pub IsAlive: PLOOKS_ALIVE_ROUTINE }
    #[derive(Clone, Copy)] #[repr(C)]
    pub union CLRES_FUNCTION_TABLE_0 { pub V1Functions: CLRES_V1_FUNCTIONS, pub V3Functions: CLRES_V3_FUNCTIONS }
    #[derive(Clone, Copy)] #[repr(C)]
    pub struct CLRES_FUNCTION_TABLE { pub TableSize: u32, pub Version: u32, pub Anonymous: CLRES_FUNCTION_TABLE_0 }
    pub struct CLUS_WORKER { pub hThread: *mut c_void, pub Terminate: BOOL }
    pub unsafe extern \"system\" fn la(_: *mut c_void) -> BOOL { 1 }
    pub unsafe extern \"system\" fn la2(_: *mut c_void) -> BOOL { 2 }
    pub unsafe extern \"system\" fn ia(_: *mut c_void) -> BOOL { 1 }
    pub unsafe extern \"system\" fn te(_: *mut c_void) {}
    pub unsafe extern \"system\" fn te2(_: *mut c_void) {}
";

/// One crate of a run.
pub struct Given {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: String,
    /// What it is built as.
    pub kind: CrateKind,
    /// Whether its entry points are asked for.
    pub is_selected: bool,
    /// Crates that it knows, by name.
    pub deps: &'static [&'static str],
}

/// A library of that text.
pub fn lib(text: &str) -> Given {
    Given { name: "t", text: text.to_owned(), kind: CrateKind::Lib, is_selected: true, deps: &[] }
}

struct Texts(Vec<(Utf8PathBuf, String)>);

impl Loader for Texts {
    fn read(&self, path: &Utf8Path) -> Result<String, String> {
        let known = self.0.iter().find(|(name, _)| name == path);
        known.map(|(_, text)| text.clone()).map_or_else(|| std::fs::read_to_string(path).map_err(|e| e.to_string()), Ok)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.0.iter().any(|(name, _)| name == path) || path.is_file()
    }

    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}

/// A store of crates; each is a package of its own.
pub fn store(given: &[Given], with_std: bool) -> Db {
    let sources = Arc::new(Sources::default());
    let cfg = Arc::new(Cfg::for_target("x86_64-pc-windows-msvc").expect("a known target"));
    let mut texts = Vec::new();
    let mut crates = Vec::new();
    let number = |name: &str| given.iter().position(|g| g.name == name).map(|i| CrateId(i as u32));
    for (index, krate) in given.iter().enumerate() {
        let root_file = if krate.text.ends_with(".rs") { Utf8PathBuf::from(&krate.text) } else { format!("{}.rs", krate.name).into() };
        texts.push((root_file.clone(), krate.text.clone()));
        crates.push(CrateData {
            name: krate.name.to_owned(),
            edition: 2021,
            root_file,
            kind: krate.kind,
            package: Some(PackageIndex(index as u32)),
            is_member: true,
            is_selected: krate.is_selected,
            deps: krate.deps.iter().filter_map(|name| Some(((*name).to_owned(), number(name)?))).collect(),
            cfg: Arc::clone(&cfg),
            items: None,
        });
    }
    texts.retain(|(path, text)| path.as_str() != text);
    let std = with_std.then(|| {
        let (std, numbers) = stdlib::load(&sources, &cfg, CrateId(crates.len() as u32));
        for krate in &mut crates {
            krate.deps.extend([("std".to_owned(), numbers.std), ("core".to_owned(), numbers.core), ("alloc".to_owned(), numbers.alloc)]);
        }
        crates.extend(std);
        numbers
    });
    Db::new(sources, Box::new(Texts(texts)), crates, std)
}

/// The roles of the selected crates.
pub fn roles_of(db: &Db, points: &[(Role, &str)]) -> Roles {
    let selected: Vec<CrateId> = db.crates().filter(|(_, k)| k.is_selected).map(|(id, _)| id).collect();
    let points: Vec<(Role, String)> = points.iter().map(|(role, path)| (*role, (*path).to_owned())).collect();
    roles::find(db, &selected, &points)
}

/// Entry points as lines: `NAME kind @place text: Role=function(->forwarded)…; -missing; ?unknown`. Of what is missing and
/// unknown only `LooksAlive` and `Terminate` are told.
pub fn show(db: &Db, roles: &Roles) -> String {
    let mut out = String::new();
    for table in &roles.tables {
        let place = db.sources.text(table.place);
        let _ = write!(out, "{} {:?} `{place}`:", table.name, table.kind);
        for (role, entries) in &table.fields {
            for entry in entries {
                let target = match &entry.target {
                    Target::Fn(id, args) => function(db, *id, args),
                    Target::Closure(..) => "closure".to_owned(),
                };
                let _ = write!(out, " {role}={target}");
                if let Some(to) = &entry.forwards_to {
                    let _ = write!(out, "->{}", function(db, to.function, &to.args));
                    to.mode.iter().for_each(|(at, constant)| write!(out, " {at}:{constant}").expect("a string takes all"));
                }
            }
        }
        for (sign, list) in [("-", &table.missing), ("?", &table.unknown)] {
            for role in list.iter().filter(|r| matches!(r, Role::LooksAlive | Role::Terminate)) {
                let _ = write!(out, " {sign}{role}");
            }
        }
        out.push('\n');
    }
    for startup in &roles.startups_without_table {
        let _ = writeln!(out, "{} without a table `{}`", startup.name, db.sources.text(startup.place));
    }
    for path in &roles.unmatched {
        let _ = writeln!(out, "unmatched {path}");
    }
    out
}

fn function(db: &Db, id: FnId, args: &Args) -> String {
    let krate = Some(db.crate_of(id.unit));
    let path = db.callee_path(id, args, krate);
    let args: Vec<String> = args.iter().map(|ty| db.show_type(ty, krate)).collect();
    if args.is_empty() { path } else { format!("{path}<{}>", args.join(",")) }
}

/// The entry points of one library that knows the bindings.
pub fn tables(text: &str) -> String {
    let db = store(&[lib(&format!("mod w {{ {BINDINGS} }} use w::*;\n{text}"))], true);
    let roles = roles_of(&db, &[]);
    show(&db, &roles).replace("w::", "")
}

/// The same where neither std nor the bindings are at hand.
pub fn tables_without_types(text: &str) -> String {
    let functions = BINDINGS.split("pub struct CLUS_WORKER").nth(1).and_then(|s| s.split_once('}')).map_or("", |(_, rest)| rest);
    let db = store(&[lib(&format!("use windows_sys::Win32::Networking::Clustering::*;\n{functions}\n{text}"))], false);
    let roles = roles_of(&db, &[]);
    show(&db, &roles)
}

/// Assert that `text` has exactly these entry points.
#[track_caller]
pub fn check(text: &str, expected: &str) {
    assert_eq!(tables(text).trim(), expected.trim(), "\nof: {text}");
}
