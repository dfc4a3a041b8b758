//! What the built-in models say of the callees that resource DLLs meet most, asked as rustc prints them, each
//! beside a look-alike that must not get the same answer.

use super::Models;
use super::schema::{Bound, Kind, Latency, Model};

fn ask(callee: &str) -> Option<&'static Model> {
    // Leaked on purpose: a test's answer outlives the question, and built-in models are static anyway.
    Box::leak(Box::new(Models::builtin())).lookup_callee(callee)
}

fn known(callee: &str) -> &'static Model {
    ask(callee).unwrap_or_else(|| panic!("`{callee}` has no model"))
}

fn is_unbounded(model: &Model) -> bool {
    model.latency == Some(Latency::Fixed(Bound::Unbounded))
}

#[test]
fn waits_and_what_only_asks() {
    for callee in [
        "std::sync::mpsc::Receiver::<bool>::recv",
        "<std::sync::mpsc::IntoIter<u8> as std::iter::Iterator>::next",
        "std::sync::mpsc::SyncSender::<u8>::send",
        "std::thread::JoinHandle::<()>::join",
        "std::thread::join_handle::JoinHandle::<()>::join",
        "std::thread::scope",
        "std::thread::scoped::scope",
        "std::thread::park",
        "std::sync::Barrier::wait",
        "std::sync::poison::condvar::Condvar::wait_while",
        "std::process::Child::wait",
        "crossbeam_channel::channel::Receiver::<u8>::recv",
        "flume::Receiver::<u8>::recv",
        "tokio::sync::mpsc::bounded::Receiver::<u8>::blocking_recv",
        "rayon_core::scope::scope",
    ] {
        let model = known(callee);
        assert!(is_unbounded(model) && model.kind == Some(Kind::Wait), "{callee}");
    }
    for callee in [
        "std::sync::mpsc::Receiver::<bool>::try_recv",
        "<std::sync::mpsc::TryIter<u8> as std::iter::Iterator>::next",
        "std::sync::mpsc::SyncSender::<u8>::try_send",
        "std::thread::JoinHandle::<()>::is_finished",
        "std::process::Child::try_wait",
        "std::sync::Condvar::notify_all",
        "my::sync::Barrier::wait",
    ] {
        assert!(ask(callee).is_none(), "{callee}: whatever std does without a model is instant");
    }
}

#[test]
fn timeouts() {
    for (callee, argument) in [
        ("std::thread::sleep", 0),
        ("std::thread::functions::sleep", 0),
        ("std::sync::mpsc::Receiver::<u8>::recv_timeout", 1),
        ("std::sync::Condvar::wait_timeout_while", 2),
        ("std::net::TcpStream::connect_timeout", 1),
        ("lock_api::mutex::Mutex::<R, T>::try_lock_for", 1),
        ("parking_lot::Mutex::<T>::try_lock_for", 1),
        ("tokio::time::timeout::timeout", 0),
    ] {
        let Some(Latency::Timeout(timeout)) = &known(callee).latency else { panic!("`{callee}` has no timeout") };
        assert_eq!(timeout.arg.resolve(0), super::schema::ArgIndex::Argument(argument), "{callee}");
    }
    let nap = known("std::thread::sleep_ms");
    assert!(nap.kind == Some(Kind::Sleep) && ask("std::thread::yield_now").is_none());
}

#[test]
fn readers_and_writers() {
    // A socket has no bound of its own, memory is instant, a wrapper does what it wraps.
    assert!(is_unbounded(known("<std::net::TcpStream as std::io::Read>::read_exact")));
    assert!(is_unbounded(known("<&std::net::TcpStream as std::io::Write>::write_all")));
    for memory in
        ["<&[u8] as std::io::Read>::read", "<std::vec::Vec<u8> as std::io::Write>::write", "<std::io::Cursor<T> as std::io::Read>::read"]
    {
        assert_eq!(known(memory).latency, Some(Latency::Fixed(Bound::Instant)), "{memory}");
    }
    let wrapper = known("<std::io::BufReader<std::net::TcpStream> as std::io::Read>::read");
    assert!(wrapper.latency.is_none() && wrapper.invokes.iter().any(|i| i.of == "R"));
    // What `BufReader` does not say itself comes from the trait's provided method.
    let line = known("<std::io::BufReader<std::net::TcpStream> as std::io::BufRead>::read_line");
    assert!(line.invokes.iter().any(|i| i.method == "std::io::BufRead::fill_buf" && i.of == "Self"));
    assert!(matches!(known("<dyn std::io::Read as std::io::Read>::read").latency, Some(Latency::Path(_))));
}

#[test]
fn files_follow_their_path() {
    for callee in ["std::fs::metadata", "std::path::Path::exists", "std::fs::File::open", "std::fs::read_dir", "std::fs::OpenOptions::open"]
    {
        let model = known(callee);
        assert!(matches!(model.latency, Some(Latency::Path(_))) && model.kind == Some(Kind::File), "{callee}");
    }
    assert!(known("std::fs::File::open").mutates.is_none() && known("std::fs::File::create").mutates.is_some());
    assert!(known("std::fs::OpenOptions::open").mutates.as_ref().is_some_and(|m| m.only_if.is_some()));
    assert!(ask("std::path::Path::join").is_some_and(|m| m.latency == Some(Latency::Fixed(Bound::Instant))));
}

#[test]
fn locks() {
    for callee in [
        "std::sync::Mutex::<T>::lock",
        "std::sync::poison::mutex::Mutex::<T>::lock",
        "lock_api::Mutex::<parking_lot::RawMutex, T>::lock",
        "spin::mutex::Mutex::<T>::lock",
        "tokio::sync::Mutex::<T>::blocking_lock",
        "dashmap::DashMap::<K, V>::get",
    ] {
        let model = known(callee);
        assert!(model.lock.is_some() && model.latency.is_none(), "{callee}: it costs what its holders take");
    }
    assert!(ask("std::sync::Mutex::<T>::get_mut").is_none());
    assert!(ask("std::sync::OnceLock::<T>::get").is_none() && known("std::sync::OnceLock::<T>::get_or_init").lock.is_some());
}

#[test]
fn processes_panics_and_memory() {
    let output = known("std::process::Command::output");
    assert!(is_unbounded(output) && output.mutates.is_some() && output.allocates.is_some());
    assert_eq!(known("<str as std::net::ToSocketAddrs>::to_socket_addrs").kind, Some(Kind::NameResolution));
    assert_eq!(known("<std::net::SocketAddr as std::net::ToSocketAddrs>::to_socket_addrs").kind, None);
    for callee in [
        "std::option::Option::<T>::unwrap",
        "core::result::Result::<T, E>::expect",
        "std::vec::Vec::<T>::remove",
        "core::slice::<impl [T]>::copy_from_slice",
        "core::str::<impl str>::split_at",
        "<std::time::Duration as std::ops::Sub>::sub",
        "<std::time::Instant as std::ops::Sub<std::time::Duration>>::sub",
        "std::cell::RefCell::<T>::borrow_mut",
        "std::thread::spawn",
    ] {
        assert!(known(callee).panics.is_some(), "{callee}");
    }
    for callee in ["std::option::Option::<T>::unwrap_or", "std::cell::RefCell::<T>::try_borrow", "std::vec::Vec::<T>::pop"] {
        assert!(ask(callee).is_none_or(|model| model.panics.is_none()), "{callee}");
    }
    assert!(known("std::thread::Builder::spawn").panics.is_none());
    let step = known("core::iter::traits::iterator::Iterator::step_by");
    assert!(step.panics.is_some() && step.panics_on_zero.is_some());
}

#[test]
fn futures_cost_where_they_are_awaited() {
    for callee in
        ["tokio::time::sleep", "tokio::net::TcpStream::connect", "tokio::net::tcp::stream::TcpStream::connect", "reqwest::Client::execute"]
    {
        assert!(known(callee).awaited, "{callee}");
    }
    for callee in
        ["tokio::runtime::Runtime::block_on", "futures_executor::local_pool::block_on", "async_std::task::block_on", "async_io::block_on"]
    {
        let model = known(callee);
        assert!(!model.awaited && matches!(model.latency, Some(Latency::Future(_))) && !model.awaits.is_empty(), "{callee}");
    }
    assert!(!known("reqwest::blocking::client::Client::execute").awaited && known("reqwest::async_impl::client::Client::execute").awaited);
}

#[test]
fn matching_is_quick_and_compiling_is_not_free() {
    for (callee, is_quick) in [
        ("regex::Regex::is_match", true),
        ("regex::bytes::Regex::captures", true),
        ("regex::RegexSet::is_match", true),
        ("regex::Regex::new", false),
        ("regex::RegexBuilder::build", false),
    ] {
        let model = known(callee);
        assert_eq!(model.latency == Some(Latency::Fixed(Bound::Instant)), is_quick, "{callee}");
    }
}
