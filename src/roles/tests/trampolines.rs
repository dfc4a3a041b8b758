//! What a trampoline forwards to, and what is none.

use super::harness::check;

#[track_caller]
fn forwards(items: &str, body: &str, expected: &str) {
    let text = format!(
        "{items} unsafe extern \"system\" fn border(r: *mut core::ffi::c_void) -> BOOL {{ {body} }}
         pub static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {{ Terminate: None, LooksAlive: Some(border), IsAlive: None }};"
    );
    check(&text, &format!("T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=border{expected} -Terminate"));
}

const DISK: &str = "struct Disk; impl Disk { fn alive(&self) -> bool { true } fn note(&self) {} }
    unsafe fn from<'a>(r: *mut core::ffi::c_void) -> &'a Disk { &*(r as *const Disk) } fn to_bool(b: bool) -> BOOL { b as BOOL }";

#[test]
fn methods_behind_the_border() {
    forwards(DISK, "from(r).alive() as BOOL", "->Disk::alive");
    forwards(DISK, "let d = from(r); to_bool(d.alive())", "->Disk::alive");
    forwards(DISK, "let ok = (*(r as *const Disk)).alive(); if ok { 1 } else { 0 }", "->Disk::alive");
    forwards(DISK, "std::panic::catch_unwind(|| from(r).alive()).unwrap_or(false) as BOOL", "->Disk::alive");
    forwards(DISK, "match std::panic::catch_unwind(|| from(r).alive()) { Ok(b) => b as BOOL, Err(_) => 0 }", "->Disk::alive");
    forwards("", "la2(r)", "->la2");
    let modes = "fn verify(r: *mut core::ffi::c_void, deep: bool) -> bool { deep }";
    forwards(modes, "verify(r, true) as BOOL", "->verify 1:Bool(true)");
}

#[test]
fn what_does_more_or_nothing_is_none() {
    forwards(DISK, "1", "");
    forwards(DISK, "let d = from(r); (d.alive() && to_bool(d.alive()) == la(r)) as BOOL", "");
    // Its answer is its own.
    forwards(DISK, "(*(r as *const Disk)).note(); 1", "");
    forwards("fn log(_: &str) -> u32 { 0 }", "log(\"x\"); 1", "");
}
