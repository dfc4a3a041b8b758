//! Tables in memory: where they lie, what fills them, and which are one.

use super::harness::{check, tables_without_types};

#[test]
fn nested_in_the_platforms_struct() {
    check(
        "pub static T: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE { TableSize: 0, Version: 1, Anonymous: CLRES_FUNCTION_TABLE_0 {
             V1Functions: CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la), IsAlive: None } } };",
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn a_constant_used_twice_is_one_table() {
    check(
        "const V1: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la), IsAlive: None };
         static A: CLRES_V1_FUNCTIONS = V1;
         static B: CLRES_FUNCTION_TABLE_0 = CLRES_FUNCTION_TABLE_0 { V1Functions: V1 };",
        "V1 Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn a_base_fills_what_is_not_overridden_and_is_no_table() {
    check(
        "const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la2), IsAlive: None };
         static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { LooksAlive: Some(la), ..BASE };",
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn a_base_that_a_function_gives() {
    check(
        "fn base(alive: PLOOKS_ALIVE_ROUTINE) -> CLRES_V1_FUNCTIONS { CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: alive, IsAlive: None } }
         pub fn t() -> CLRES_V1_FUNCTIONS { CLRES_V1_FUNCTIONS { IsAlive: Some(ia), ..base(Some(la)) } }",
        "t Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la IsAlive=ia Terminate=te",
    );
}

#[test]
fn a_default_written_by_hand_is_followed_and_a_derived_one_is_none() {
    check(
        "#[repr(C)] pub struct Table { pub looks_alive: PLOOKS_ALIVE_ROUTINE, pub is_alive: PLOOKS_ALIVE_ROUTINE, pub terminate: PTERMINATE_ROUTINE }
         impl Default for Table { fn default() -> Self { Table { looks_alive: Some(la), is_alive: None, terminate: None } } }
         static A: Table = Table { terminate: Some(te), ..Default::default() };
         static B: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(te), ..Default::default() };",
        "A HandWritten `Table`: LooksAlive=la Terminate=te\nB Version(1) `CLRES_V1_FUNCTIONS`: Terminate=te -LooksAlive",
    );
}

#[test]
fn literal_and_later_stores_are_one_table() {
    check(
        "pub fn t() -> CLRES_V1_FUNCTIONS {
             let mut t = CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: None };
             t.Terminate = Some(te);
             t }",
        "t Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn stores_through_references_pointers_and_cells() {
    for fill in [
        "let v = &mut t.Anonymous.V3Functions; v.LooksAlive = Some(la); v.Terminate = Some(te);",
        "let p = &mut t as *mut CLRES_FUNCTION_TABLE; (*p).Anonymous.V3Functions.LooksAlive = Some(la); (*p).Anonymous.V3Functions.Terminate = Some(te);",
        "let p = core::ptr::addr_of_mut!(t.Anonymous.V3Functions); (*p).LooksAlive = Some(la); (*p).Terminate = Some(te);",
        "core::ptr::addr_of_mut!(t.Anonymous.V3Functions.LooksAlive).write(Some(la)); core::ptr::write(&mut t.Anonymous.V3Functions.Terminate, Some(te));",
        "let f = &mut t.Anonymous; f.V3Functions.LooksAlive = Some(la); f.V3Functions.Terminate = Some(te);",
        "if let Some(f) = (&raw mut t).as_mut() { f.Anonymous.V3Functions.LooksAlive = Some(la); f.Anonymous.V3Functions.Terminate = Some(te); }",
    ] {
        check(
            &format!("pub unsafe fn make() {{ let mut t: CLRES_FUNCTION_TABLE = core::mem::zeroed(); {fill} }}"),
            "t Version(3) `t`: LooksAlive=la Terminate=te",
        );
    }
}

#[test]
fn stores_into_a_static_wherever_they_stand() {
    check(
        "pub struct Shared(core::cell::UnsafeCell<CLRES_FUNCTION_TABLE>);
         unsafe impl Sync for Shared {}
         pub static TABLE: Shared = Shared(core::cell::UnsafeCell::new(unsafe { core::mem::zeroed() }));
         fn inner() -> &'static mut CLRES_V1_FUNCTIONS { unsafe { &mut (*TABLE.0.get()).Anonymous.V1Functions } }
         pub fn one() { inner().LooksAlive = Some(la); }
         pub unsafe fn two() { (*TABLE.0.get()).Anonymous.V1Functions.Terminate = Some(te); }",
        "TABLE Version(1) `TABLE`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn helpers_that_fill_what_they_are_handed_fill_the_callers_table() {
    check(
        "fn alive(f: &mut CLRES_V1_FUNCTIONS, with: PLOOKS_ALIVE_ROUTINE) { f.LooksAlive = with; }
         fn end(f: *mut CLRES_V1_FUNCTIONS) { unsafe { (*f).Terminate = Some(te); } }
         pub fn a() { let mut a = CLRES_V1_FUNCTIONS::default(); alive(&mut a, Some(la)); end(&mut a); }
         pub fn b() { let mut b = CLRES_V1_FUNCTIONS::default(); alive(&mut b, Some(la2)); }",
        "a Version(1) `a`: LooksAlive=la Terminate=te\nb Version(1) `b`: LooksAlive=la2 -Terminate",
    );
}

#[test]
fn builders_by_value() {
    check(
        "fn with_end(mut f: CLRES_V1_FUNCTIONS) -> CLRES_V1_FUNCTIONS { f.Terminate = Some(te); f }
         pub static T: CLRES_V1_FUNCTIONS = with_end(CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: None });",
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

#[test]
fn a_table_for_each_use_of_a_constructor() {
    check(
        "const fn make(alive: PLOOKS_ALIVE_ROUTINE, end: PTERMINATE_ROUTINE) -> CLRES_V1_FUNCTIONS {
             CLRES_V1_FUNCTIONS { Terminate: end, LooksAlive: alive, IsAlive: None } }
         pub static A: CLRES_V1_FUNCTIONS = make(Some(la), Some(te));
         pub static B: CLRES_V1_FUNCTIONS = make(Some(la2), Some(te2));",
        "A Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te\nB Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la2 Terminate=te2",
    );
}

#[test]
fn generic_tables_for_each_type() {
    let common = "pub trait Res { const TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(Self::end), LooksAlive: Some(Self::alive), IsAlive: None };
             unsafe extern \"system\" fn alive(_: *mut core::ffi::c_void) -> BOOL; unsafe extern \"system\" fn end(_: *mut core::ffi::c_void) {} }
         pub struct Disk; impl Res for Disk { unsafe extern \"system\" fn alive(_: *mut core::ffi::c_void) -> BOOL { 1 } }
         pub struct Net; impl Res for Net { unsafe extern \"system\" fn alive(_: *mut core::ffi::c_void) -> BOOL { 2 } }";
    // Named for one type.
    check(
        &format!("{common} pub static T: CLRES_V1_FUNCTIONS = <Disk as Res>::TABLE;"),
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=<Disk as Res>::alive Terminate=<Disk as Res>::end<Disk>",
    );
    // Named for none: every type that implements the trait.
    check(
        common,
        "TABLE Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=<Disk as Res>::alive Terminate=<Disk as Res>::end<Disk>
TABLE Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=<Net as Res>::alive Terminate=<Net as Res>::end<Net>",
    );
    // Through a generic function.
    check(
        &format!(
            "{common} fn start<R: Res>(out: *mut CLRES_V1_FUNCTIONS) {{ unsafe {{ (*out).LooksAlive = Some(R::alive); (*out).Terminate = Some(<R as Res>::end); }} }}
             pub static mut T: CLRES_V1_FUNCTIONS = unsafe {{ core::mem::zeroed() }};
             pub unsafe fn go() {{ start::<Net>(core::ptr::addr_of_mut!(T)); }}"
        )
        .replace("const TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(Self::end), LooksAlive: Some(Self::alive), IsAlive: None };", ""),
        "T Version(1) `T`: LooksAlive=<Net as Res>::alive Terminate=<Net as Res>::end<Net>",
    );
}

#[test]
fn several_tables_in_one_value_stay_apart() {
    check(
        "pub struct All { disk: CLRES_V1_FUNCTIONS, net: CLRES_V1_FUNCTIONS }
         pub unsafe fn make() { let mut all: All = core::mem::zeroed();
             all.disk.LooksAlive = Some(la); all.disk.Terminate = Some(te); all.net.LooksAlive = Some(la2); all.net.Terminate = Some(te2); }
         pub static LIST: [CLRES_V1_FUNCTIONS; 2] = [
             CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la), IsAlive: None },
             CLRES_V1_FUNCTIONS { Terminate: Some(te2), LooksAlive: Some(la2), IsAlive: None }];",
        "all.disk Version(1) `all`: LooksAlive=la Terminate=te
all.net Version(1) `all`: LooksAlive=la2 Terminate=te2
LIST[0] Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te
LIST[1] Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la2 Terminate=te2",
    );
}

#[test]
fn boxed_leaked_and_lazy_tables() {
    check(
        "pub fn a() -> &'static mut CLRES_V1_FUNCTIONS {
             let a = Box::leak(Box::new(unsafe { core::mem::zeroed::<CLRES_V1_FUNCTIONS>() }));
             a.LooksAlive = Some(la); a.Terminate = Some(te); a }
         pub static B: std::sync::LazyLock<CLRES_V1_FUNCTIONS> = std::sync::LazyLock::new(|| CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la2), IsAlive: None });
         pub static C: std::sync::OnceLock<CLRES_V1_FUNCTIONS> = std::sync::OnceLock::new();
         fn build() -> CLRES_V1_FUNCTIONS { CLRES_V1_FUNCTIONS { Terminate: Some(te2), LooksAlive: Some(la2), IsAlive: None } }
         pub fn c() -> &'static CLRES_V1_FUNCTIONS { C.get_or_init(build) }",
        "a Version(1) `a`: LooksAlive=la Terminate=te
B Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la2 Terminate=te
C Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la2 Terminate=te2",
    );
}

#[test]
fn bindings_that_are_not_at_hand() {
    let shown = tables_without_types(
        "pub static A: CLRES_FUNCTION_TABLE = CLRES_FUNCTION_TABLE { TableSize: 0, Version: 1, Anonymous: CLRES_FUNCTION_TABLE_0 {
             V1Functions: CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: Some(ia) } } };
         pub fn b() { unsafe { let mut b: CLRES_FUNCTION_TABLE = core::mem::zeroed();
             b.Anonymous.V2Functions.LooksAlive = Some(la); b.Anonymous.V2Functions.Terminate = Some(te); } }
         pub fn c(c: &mut CLRES_V4_FUNCTIONS) { c.LooksAlive = Some(la2); }
         pub fn worker(w: &mut CLUS_WORKER) { w.Terminate = 1; }",
    );
    assert_eq!(
        shown,
        "A Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la IsAlive=ia -Terminate
b Version(2) `b`: LooksAlive=la Terminate=te
c Version(4) `c`: LooksAlive=la2 ?Terminate
"
    );
}
