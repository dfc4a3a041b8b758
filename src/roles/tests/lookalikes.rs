//! What has the names and is no entry point.

use super::harness::check;

#[test]
fn other_structs_and_fields() {
    check("pub fn f(w: &mut CLUS_WORKER) { w.Terminate = 1; } pub static W: i32 = 0;", "");
    check("pub struct S { pub LooksAlive: PLOOKS_ALIVE_ROUTINE } pub static S1: S = S { LooksAlive: Some(la) };", "");
    check("pub fn looks_alive(x: &u8) -> bool { *x > 0 } pub struct A; impl A { pub fn looks_alive(&self) -> bool { true } }", "");
    // No `repr(C)`; no function pointers; one field missing.
    for (attr, fields) in [
        ("", "looks_alive: fn(), is_alive: fn(), terminate: fn()"),
        ("#[repr(C)]", "looks_alive: usize, is_alive: fn(), terminate: fn()"),
        ("#[repr(C)]", "looks_alive: fn(), terminate: fn()"),
    ] {
        let values: String = fields.split(", ").map(|f| f.split(':').next().unwrap_or("").to_owned() + ": panic!(), ").collect();
        check(&format!("{attr} pub struct S {{ {fields} }} pub fn s() -> S {{ S {{ {values} }} }}"), "");
    }
}

#[test]
fn tables_that_are_only_read_or_matched() {
    check(
        "pub fn poll(t: &CLRES_V1_FUNCTIONS) -> bool { let CLRES_V1_FUNCTIONS { LooksAlive: f, .. } = *t; f.is_some() && t.Terminate.is_none() }",
        "",
    );
}

#[test]
fn what_cfg_removes() {
    check(
        "#[cfg(test)] mod tests { use super::*; static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: None }; }",
        "",
    );
    check("#[cfg(unix)] static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: None, LooksAlive: Some(la), IsAlive: None };", "");
}

#[test]
fn a_type_of_that_name_that_is_another_struct() {
    // The name alone makes the platform's table, whoever declares it; another name does not, whatever its fields.
    check(
        "pub struct CLRES_V9_FUNCTIONS { pub LooksAlive: PLOOKS_ALIVE_ROUTINE } static T: CLRES_V9_FUNCTIONS = CLRES_V9_FUNCTIONS { LooksAlive: Some(la) };",
        "",
    );
}
