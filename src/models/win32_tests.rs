//! The Win32 and Cluster API models against lists of what must be covered.

use super::schema::{ArgIndex, Bound, Condition, ForbiddenUse, Kind, Latency, LockOp, Model};
use super::{FILES, Models, load};

const WIN32: &str = include_str!("../../tests/models/win32.txt");
const CLUSTER_API: &str = include_str!("../../tests/models/cluster-api.txt");

fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect())
}

fn foreign(name: &str, argc: usize) -> (Model, usize) {
    let models = Models::builtin();
    let (model, binding) = models.lookup_foreign(name, argc).unwrap_or_else(|| panic!("`{name}` with {argc} arguments has no model"));
    (model.clone(), binding)
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

#[test]
fn every_function_is_found_in_both_bindings() {
    assert_eq!(rows(WIN32).count(), 439);
    for row in rows(WIN32) {
        let (name, argc) = (row[0], [number(row[1]), number(row[2])]);
        let (sys, binding) = foreign(name, argc[0]);
        let (win, other) = foreign(name, argc[1]);
        assert_eq!(sys, win, "{name}");
        assert_eq!((sys.arity[binding], sys.arity[other]), (argc[0], argc[1]), "{name}");
        assert!(sys.latency.is_some() || sys.lock.is_some(), "{name} says how long it takes");
        assert!(sys.source.is_some(), "{name} says what it rests on");
    }
}

/// The timeout that a latency has somewhere in it.
fn timeout(latency: &Latency) -> Option<&super::schema::ArgRef> {
    match latency {
        Latency::Timeout(timeout) => Some(&timeout.arg),
        Latency::Conditional(c) => timeout(&c.then).or_else(|| timeout(&c.otherwise)),
        _ => None,
    }
}

#[test]
fn timeouts_are_found_in_both_orders_of_arguments() {
    let mut checked = 0;
    for row in rows(WIN32).filter(|row| row.len() == 5) {
        for (argc, arg) in [(row[1], row[3]), (row[2], row[4])] {
            let (model, binding) = foreign(row[0], number(argc));
            let found = model.latency.as_ref().and_then(timeout).unwrap_or_else(|| panic!("`{}` has a timeout", row[0]));
            assert_eq!(found.resolve(binding), ArgIndex::Argument(number(arg)), "{} with {argc} arguments", row[0]);
            checked += 1;
        }
    }
    assert_eq!(checked, 2 * 40, "timeouts, each in both bindings");
}

#[test]
fn both_character_widths() {
    for name in ["CreateFileA", "GetFileAttributesA", "RegQueryValueExA", "StartServiceA", "CreateMutexA", "LoadLibraryA", "SendMessageA"] {
        let wide = format!("{}W", name.trim_end_matches('A'));
        let argc = foreign_arity(&wide);
        assert_eq!(foreign(name, argc).0, foreign(&wide, argc).0, "{name}");
    }
}

fn foreign_arity(name: &str) -> usize {
    (0..16).find(|&argc| Models::builtin().lookup_foreign(name, argc).is_some()).expect("it has a model")
}

#[test]
fn another_number_of_arguments_is_another_function() {
    assert!(Models::builtin().lookup_foreign("send", 2).is_none());
    assert!(Models::builtin().lookup_foreign("no_such_function", 1).is_none());
    assert!(Models::builtin().lookup_path("windows_sys::Win32::System::Threading::Sleep").is_none());
}

#[test]
fn the_bounds_of_the_specification() {
    let fixed = |text: &str| Some(Latency::Fixed(Bound::parse(text).expect("a bound")));
    for (name, argc, latency, kind) in [
        ("QueryServiceStatusEx", 5, "5ms", Kind::Service),
        ("OpenServiceW", 3, "5ms", Kind::Service),
        ("CloseServiceHandle", 1, "1ms", Kind::Service),
        ("ControlService", 3, "30s", Kind::Service),
        ("StartServiceW", 2, "30s", Kind::Service),
        ("TerminateProcess", 2, "1ms", Kind::Process),
        ("CreateThread", 6, "1ms", Kind::Process),
        ("RegSetValueExW", 5, "1ms", Kind::Registry),
        ("ClusterRegQueryValue", 5, "5ms", Kind::Cluster),
        ("ClusterRegSetValue", 5, "25ms", Kind::Cluster),
        ("ResUtilGetDwordValue", 4, "5ms", Kind::Cluster),
        ("ResUtilSetDwordValue", 4, "25ms", Kind::Cluster),
        ("ResUtilVerifyService", 1, "5ms", Kind::Service),
        ("ClusWorkerTerminate", 1, "unbounded", Kind::Wait),
        ("getaddrinfo", 4, "unbounded", Kind::NameResolution),
        ("CreateProcessW", 10, "unbounded", Kind::Process),
        ("CoCreateInstance", 3, "unbounded", Kind::Com),
    ] {
        let (model, _) = foreign(name, argc);
        assert_eq!((model.latency, model.kind), (fixed(latency), Some(kind)), "{name}");
    }
    for (name, argc) in
        [("CloseHandle", 1), ("RegCloseKey", 1), ("closesocket", 1), ("GetTickCount64", 0), ("GetExitCodeProcess", 2), ("SQLFreeStmt", 2)]
    {
        assert_eq!(foreign(name, argc).0.latency, fixed("instant"), "{name}");
    }
}

#[test]
fn what_is_released_started_and_changed() {
    let arg = |of: Option<super::schema::ArgRef>, binding| of.map(|arg| arg.resolve(binding));
    for (name, argc, released) in [
        ("CloseHandle", 1, 0),
        ("CloseServiceHandle", 1, 0),
        ("LocalFree", 1, 0),
        ("HeapFree", 3, 2),
        ("VirtualFree", 3, 0),
        ("FreeLibrary", 1, 0),
    ] {
        let (model, binding) = foreign(name, argc);
        assert_eq!(arg(model.releases, binding), Some(ArgIndex::Argument(released)), "{name}");
    }
    for (name, argc, started) in
        [("CreateThread", 6, 2), ("QueueUserWorkItem", 3, 0), ("ClusWorkerCreate", 3, 1), ("CreateTimerQueueTimer", 7, 2)]
    {
        let (model, binding) = foreign(name, argc);
        assert_eq!(arg(model.spawns, binding), Some(ArgIndex::Argument(started)), "{name}");
    }
    let control = foreign("ControlService", 3).0.mutates.expect("it changes the service");
    assert_eq!(
        control.unless,
        Some(Condition::OneOf(super::schema::ArgRef::Index(1), vec![4])),
        "SERVICE_CONTROL_INTERROGATE changes nothing"
    );
    for name in ["SetEvent", "ReleaseMutex"] {
        assert!(foreign(name, 1).0.mutates.is_none(), "{name}");
    }
    assert_eq!(foreign("ReleaseMutex", 1).0.lock.map(|lock| lock.op), Some(LockOp::Release));
}

#[test]
fn what_the_platform_forbids() {
    let (functions, codes): (Vec<_>, Vec<_>) = rows(CLUSTER_API).partition(|row| !row[1].starts_with("0x"));
    assert_eq!((functions.len(), codes.len()), (54, 51));
    for row in functions {
        let (model, _) = foreign(row[0], foreign_arity(row[0]));
        let expected = match row[1] {
            "never" => Some(ForbiddenUse::Never),
            "worker" => Some(ForbiddenUse::WorkerThreadOnly),
            _ => None,
        };
        assert_eq!(model.forbidden.map(|forbidden| forbidden.usage), expected, "{}", row[0]);
    }
    let (control, _) = foreign("ClusterResourceControl", 8);
    let Some(Condition::OneOf(_, allowed)) = control.forbidden.and_then(|forbidden| forbidden.unless) else {
        panic!("some codes are allowed")
    };
    for row in codes {
        let code = i64::from_str_radix(row[1].trim_start_matches("0x"), 16).expect("a number");
        assert!(!allowed.contains(&code), "{}", row[0]);
    }
    let models = Models::builtin();
    let status = models.lookup_callback("PSET_RESOURCE_STATUS_ROUTINE", 2).expect("it has a model").0;
    assert_eq!(status.forbidden.as_ref().map(|forbidden| forbidden.usage), Some(ForbiddenUse::Never));
    assert!(models.lookup_callback("PLOG_EVENT_ROUTINE", 3).is_some_and(|(model, _)| model.forbidden.is_none()));
    assert!(models.lookup_foreign("PLOG_EVENT_ROUTINE", 3).is_none());
}

#[test]
fn waiting_is_not_input_and_output() {
    let waits = [
        "GetQueuedCompletionStatus",
        "GetOverlappedResult",
        "RegNotifyChangeKeyValue",
        "WSAPoll",
        "select",
        "WSAWaitForMultipleEvents",
        "WaitNamedPipeW",
    ];
    for name in waits {
        assert_eq!(foreign(name, foreign_arity(name)).0.kind, Some(Kind::Wait), "{name}");
    }
    for name in ["connect", "recv", "WinHttpSendRequest", "OpenSCManagerW", "CreateProcessW", "ReadFile", "ConnectNamedPipe"] {
        assert_ne!(foreign(name, foreign_arity(name)).0.kind, Some(Kind::Wait), "{name}");
    }
}

#[test]
fn every_unbounded_call_says_what_it_is_and_every_foreign_one_its_bindings() {
    for (file, text) in FILES {
        for model in load::parse(file, text).expect("a test reads every built-in model") {
            assert!(model.latency != Some(Latency::Fixed(Bound::Unbounded)) || model.kind.is_some(), "{file}: {}", model.path);
            assert!(!model.foreign || !model.arity.is_empty(), "{file}: {}", model.path);
        }
    }
}
