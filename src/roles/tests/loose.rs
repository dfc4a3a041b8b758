//! Rules 3 to 5: exports, configuration, names; and which come first.

use super::harness::{Given, check, lib, roles_of, show, store};
use crate::roles::Role;
use crate::workspace::CrateKind;

#[test]
fn exports_make_one_table_for_each_crate() {
    check(
        "#[no_mangle] pub unsafe extern \"system\" fn LooksAlive(_: *mut core::ffi::c_void) -> i32 { 1 }
         #[export_name = \"Terminate\"] pub extern \"C\" fn stop(_: *mut core::ffi::c_void) {}
         #[unsafe(no_mangle)] pub extern \"system\" fn Open() {}",
        "LooksAlive Loose `LooksAlive`: LooksAlive=LooksAlive Terminate=stop Open=Open",
    );
    check("#[no_mangle] pub fn LooksAlive() {} #[no_mangle] pub extern \"C\" fn looks_alive() {} pub extern \"C\" fn Terminate() {}", "");
    check("#[no_mangle] pub extern \"C\" fn Open() {}", "");
}

#[test]
fn what_a_table_holds_is_not_found_again_by_its_export() {
    check(
        "#[no_mangle] pub unsafe extern \"system\" fn LooksAlive(_: *mut core::ffi::c_void) -> i32 { 1 }
         pub static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(LooksAlive), IsAlive: None };",
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=LooksAlive Terminate=te",
    );
}

#[test]
fn startup_needs_an_export_and_no_table() {
    check("#[no_mangle] pub extern \"system\" fn Startup() -> u32 { 0 }", "Startup without a table `Startup`");
    check("#[export_name = \"StartupEx\"] pub extern \"system\" fn go() -> u32 { 0 }", "StartupEx without a table `go`");
    check("pub extern \"system\" fn Startup() -> u32 { 0 }", "");
    check(
        "#[no_mangle] pub extern \"system\" fn Startup() -> u32 { 0 }
         pub static T: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS { Terminate: Some(te), LooksAlive: Some(la), IsAlive: None };",
        "T Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=la Terminate=te",
    );
}

fn framework() -> Vec<Given> {
    vec![
        Given {
            name: "framework",
            text: "pub trait Resource { fn looks_alive(&self) -> bool; fn terminate(&self) {} } pub struct Always; impl Resource for Always { fn looks_alive(&self) -> bool { true } }".to_owned(),
            kind: CrateKind::Lib,
            is_selected: false,
            deps: &[],
        },
        Given {
            name: "disk",
            text: "pub mod old { pub fn poll() -> bool { true } pub fn stop() {} }
                   pub struct Disk; impl framework::Resource for Disk { fn looks_alive(&self) -> bool { true } }
                   pub struct Net<T>(T); impl<T> framework::Resource for Net<T> { fn looks_alive(&self) -> bool { true } fn terminate(&self) {} }
                   impl Disk { pub fn looks_alive(&self) -> bool { false } pub fn check(&self) -> bool { true } }"
                .to_owned(),
            kind: CrateKind::Cdylib,
            is_selected: true,
            deps: &["framework"],
        },
    ]
}

#[test]
fn configured_trait_methods_pair_by_type() {
    let db = store(&framework(), true);
    let roles =
        roles_of(&db, &[(Role::LooksAlive, "framework::Resource::looks_alive"), (Role::Terminate, "framework::Resource::terminate")]);
    assert_eq!(
        show(&db, &roles),
        "Disk Loose `looks_alive`: LooksAlive=<Disk as framework::Resource>::looks_alive Terminate=<disk::Disk as Resource>::terminate<disk::Disk>
Net<T> Loose `looks_alive`: LooksAlive=<Net<T> as framework::Resource>::looks_alive<T> Terminate=<Net<T> as framework::Resource>::terminate<T>
"
    );
}

#[test]
fn configured_functions_and_paths_that_lead_nowhere() {
    let db = store(&framework(), true);
    let points = [
        (Role::LooksAlive, "disk::old::poll"),
        (Role::Terminate, "disk::old::stop"),
        (Role::LooksAlive, "disk::Disk::check"),
        (Role::IsAlive, "disk::old::gone"),
        (Role::IsAlive, "elsewhere::x"),
    ];
    assert_eq!(
        show(&db, &roles_of(&db, &points)),
        "poll Loose `poll`: LooksAlive=old::poll Terminate=old::stop
Disk Loose `check`: LooksAlive=Disk::check
unmatched disk::old::gone
unmatched elsewhere::x
"
    );
}

#[test]
fn a_path_into_another_package_is_no_mistake() {
    let alone = Given { name: "alone", text: "pub fn f() {}".to_owned(), kind: CrateKind::Lib, is_selected: true, deps: &[] };
    let mut crates = framework();
    crates.iter_mut().for_each(|krate| krate.is_selected = false);
    crates.push(alone);
    let db = store(&crates, true);
    let points =
        [(Role::LooksAlive, "framework::Resource::looks_alive"), (Role::LooksAlive, "disk::old::poll"), (Role::IsAlive, "disk::odl::poll")];
    assert_eq!(show(&db, &roles_of(&db, &points)), "unmatched disk::odl::poll\n");
}

#[test]
fn a_name_counts_only_in_a_dll_where_nothing_else_does() {
    let text = "pub extern \"system\" fn disk_looks_alive(_: *mut u8) -> i32 { 1 }
        pub extern \"system\" fn LooksAlive(_: *mut u8) -> i32 { 1 }
        pub fn no_abi_looks_alive(_: *mut u8) -> i32 { 1 }
        pub extern \"system\" fn two_looks_alive(_: *mut u8, _: u8) -> i32 { 1 }
        pub extern \"system\" fn u_looks_alive(_: *mut u8) -> u64 { 1 }
        pub extern \"system\" fn n_looks_alive(_: u32) -> i32 { 1 }
        pub extern \"system\" fn looks_alive_not(_: *mut u8) -> i32 { 1 }";
    let shown = |kind, text: &str| {
        let db = store(&[Given { kind, ..lib(text) }], true);
        show(&db, &roles_of(&db, &[]))
    };
    assert_eq!(
        shown(CrateKind::Cdylib, text),
        "disk_looks_alive Loose `disk_looks_alive`: LooksAlive=disk_looks_alive\nLooksAlive Loose `LooksAlive`: LooksAlive=LooksAlive\n"
    );
    assert_eq!(shown(CrateKind::Lib, text), "");
    let beside = format!("{text} #[no_mangle] pub extern \"system\" fn IsAlive(_: *mut u8) -> i32 {{ 1 }}");
    assert_eq!(shown(CrateKind::Cdylib, &beside), "IsAlive Loose `IsAlive`: IsAlive=IsAlive\n");
}

#[test]
fn tables_of_a_framework_that_the_package_asks_for() {
    let framework = Given {
        name: "framework",
        text: format!(
            "pub mod w {{ {} }} use w::*;
             pub trait Resource {{ fn healthy() -> bool; }}
             unsafe extern \"system\" fn alive<R: Resource>(_: *mut core::ffi::c_void) -> BOOL {{ R::healthy() as BOOL }}
             pub fn table<R: Resource>() -> CLRES_V1_FUNCTIONS {{ CLRES_V1_FUNCTIONS {{ Terminate: Some(te), LooksAlive: Some(alive::<R>), IsAlive: None }} }}
             #[macro_export] macro_rules! dll {{ ($t:ty) => {{ pub fn made() -> $crate::w::CLRES_V1_FUNCTIONS {{ $crate::table::<$t>() }} }} }}",
            super::harness::BINDINGS
        ),
        kind: CrateKind::Lib,
        is_selected: false,
        deps: &[],
    };
    let disk = Given {
        name: "disk",
        text: "pub struct Disk; impl framework::Resource for Disk { fn healthy() -> bool { true } } framework::dll!(Disk);".to_owned(),
        kind: CrateKind::Cdylib,
        is_selected: true,
        deps: &["framework"],
    };
    let db = store(&[framework, disk], true);
    let roles = roles_of(&db, &[]);
    assert_eq!(
        show(&db, &roles),
        "table Version(1) `CLRES_V1_FUNCTIONS`: LooksAlive=alive<disk::Disk>-><Disk as framework::Resource>::healthy Terminate=w::te\n"
    );
    assert_eq!(db.krate(roles.tables[0].krate).name, "disk");
}
