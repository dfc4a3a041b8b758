//! What the value of a field can be.

use super::harness::check;

#[track_caller]
fn value(items: &str, written: &str, expected: &str) {
    let text = format!(
        "{items} pub fn t() -> CLRES_V1_FUNCTIONS {{ unsafe {{ CLRES_V1_FUNCTIONS {{ Terminate: Some(te), LooksAlive: {written}, IsAlive: None }} }} }}"
    );
    // Fields are shown before what is missing.
    let rest = match expected.strip_prefix(['-', '?']) {
        Some(_) => format!("Terminate=te {expected}"),
        None => format!("LooksAlive={expected} Terminate=te"),
    };
    check(&text, &format!("t Version(1) `CLRES_V1_FUNCTIONS`: {}", rest));
}

#[test]
fn plain_values() {
    value("", "Some(la)", "la");
    value("", "core::option::Option::Some(w::la)", "la");
    value("", "{ let x = 1; let _ = x; Some(la) }", "la");
    value("", "unsafe { Some(la as _) }", "la");
    value("", "Some(la as unsafe extern \"system\" fn(*mut core::ffi::c_void) -> BOOL)", "la");
    value(
        "",
        "Some(core::mem::transmute::<*const (), unsafe extern \"system\" fn(*mut core::ffi::c_void) -> BOOL>(la as *const ()))",
        "la",
    );
    value("", "None", "-LooksAlive");
    value("", "Default::default()", "-LooksAlive");
    value("", "Option::Some(Some(la)).unwrap()", "la");
}

#[test]
fn values_from_elsewhere() {
    value("const F: PLOOKS_ALIVE_ROUTINE = Some(la);", "F", "la");
    value("static F: PLOOKS_ALIVE_ROUTINE = Some(la);", "F", "la");
    value("fn f() -> PLOOKS_ALIVE_ROUTINE { Some(la) }", "f()", "la");
    value("fn f(x: PLOOKS_ALIVE_ROUTINE) -> PLOOKS_ALIVE_ROUTINE { x }", "f(Some(la))", "la");
    value("fn f(v: u8) -> PLOOKS_ALIVE_ROUTINE { if v == 0 { return None; } Some(la) }", "f(1)", "la");
    value("", "{ let f: PLOOKS_ALIVE_ROUTINE = Some(la); f }", "la");
    value("", "{ let f; f = la; Some(f) }", "la");
    value(
        "const BASE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: None };",
        "BASE.LooksAlive",
        "la",
    );
    value("struct D; impl D { const F: PLOOKS_ALIVE_ROUTINE = Some(la); }", "D::F", "la");
}

#[test]
fn several_and_unknown_values() {
    value("", "if cfg!(debug_assertions) { Some(la) } else { Some(la2) }", "la LooksAlive=la2");
    value("extern \"C\" { fn pick() -> PLOOKS_ALIVE_ROUTINE; }", "pick()", "?LooksAlive");
}

#[test]
fn functions_of_types_and_traits() {
    let res = "trait Res { unsafe extern \"system\" fn alive(_: *mut core::ffi::c_void) -> BOOL; } struct Disk;
        impl Res for Disk { unsafe extern \"system\" fn alive(_: *mut core::ffi::c_void) -> BOOL { 1 } }";
    value(res, "Some(<Disk as Res>::alive)", "<Disk as Res>::alive");
    value(res, "Some(Disk::alive)", "<Disk as Res>::alive");
    value(
        &format!("{res} unsafe extern \"system\" fn g<R: Res>(r: *mut core::ffi::c_void) -> BOOL {{ R::alive(r) }}"),
        "Some(g::<Disk>)",
        "g<Disk>-><Disk as Res>::alive",
    );
    value("", "{ unsafe extern \"system\" fn inner(r: *mut core::ffi::c_void) -> BOOL { la2(r) } Some(inner) }", "t::inner->la2");
}

#[test]
fn closures_that_capture_nothing() {
    check(
        "#[repr(C)] pub struct Table { looks_alive: fn(u32) -> i32, is_alive: fn(u32) -> i32, terminate: fn(u32) }
         pub static T: Table = Table { looks_alive: |_| 1, is_alive: |_| 2, terminate: |_| () };",
        "T HandWritten `Table`: LooksAlive=closure IsAlive=closure Terminate=closure",
    );
}
