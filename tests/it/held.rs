//! `held` of a call graph for the guards of lock crates: their types are found through re-exports, aliases and generics.
//!
//! A line `//= name: Guard Guard` lists the guards alive when that call starts, `-` for none; several calls are separated by `;`.

use std::fs;
use std::process::Command;

use camino::Utf8Path;
use serde_json::Value;

const LOCK_API: &str = "
pub struct Mutex<R, T: ?Sized>(pub R, pub T);
pub struct MutexGuard<'a, R, T: ?Sized>(&'a Mutex<R, T>);
pub struct MappedMutexGuard<'a, R, T: ?Sized>(&'a R, &'a T);
pub struct RwLock<R, T: ?Sized>(pub R, pub T);
pub struct RwLockReadGuard<'a, R, T: ?Sized>(&'a RwLock<R, T>);
pub struct RwLockWriteGuard<'a, R, T: ?Sized>(&'a RwLock<R, T>);
pub struct ReentrantMutex<R, T: ?Sized>(pub R, pub T);
pub struct ReentrantMutexGuard<'a, R, T: ?Sized>(&'a ReentrantMutex<R, T>);
impl<R, T> Mutex<R, T> {
    pub fn lock(&self) -> MutexGuard<'_, R, T> { loop {} }
    pub fn try_lock(&self) -> Option<MutexGuard<'_, R, T>> { None }
}
impl<'a, R, T> MutexGuard<'a, R, T> {
    pub fn map<U, F: FnOnce(&mut T) -> &mut U>(s: Self, f: F) -> MappedMutexGuard<'a, R, U> { loop {} }
    pub fn unlocked<U, F: FnOnce() -> U>(s: &mut Self, f: F) -> U { f() }
}
impl<R, T> RwLock<R, T> {
    pub fn read(&self) -> RwLockReadGuard<'_, R, T> { loop {} }
    pub fn write(&self) -> RwLockWriteGuard<'_, R, T> { loop {} }
}
impl<'a, R, T> RwLockWriteGuard<'a, R, T> {
    pub fn downgrade(s: Self) -> RwLockReadGuard<'a, R, T> { loop {} }
}
impl<R, T> ReentrantMutex<R, T> {
    pub fn lock(&self) -> ReentrantMutexGuard<'_, R, T> { loop {} }
}
impl<R, T> std::ops::Deref for MutexGuard<'_, R, T> { type Target = T; fn deref(&self) -> &T { &self.0 .1 } }
impl<R, T> std::ops::Deref for MappedMutexGuard<'_, R, T> { type Target = T; fn deref(&self) -> &T { self.1 } }
";

const PARKING_LOT: &str = "
pub struct RawMutex;
pub struct RawRwLock;
pub type Mutex<T> = lock_api::Mutex<RawMutex, T>;
pub type MutexGuard<'a, T> = lock_api::MutexGuard<'a, RawMutex, T>;
pub type RwLock<T> = lock_api::RwLock<RawRwLock, T>;
pub type RwLockWriteGuard<'a, T> = lock_api::RwLockWriteGuard<'a, RawRwLock, T>;
pub type ReentrantMutex<T> = lock_api::ReentrantMutex<RawMutex, T>;
";

const SPIN: &str = "
pub mod mutex {
    pub struct Mutex<T: ?Sized>(T);
    pub struct MutexGuard<'a, T: ?Sized>(&'a T);
    impl<T> Mutex<T> { pub fn lock(&self) -> MutexGuard<'_, T> { MutexGuard(&self.0) } }
    impl<T> std::ops::Deref for MutexGuard<'_, T> { type Target = T; fn deref(&self) -> &T { self.0 } }
}
pub mod rwlock {
    pub struct RwLock<T: ?Sized>(T);
    pub struct RwLockReadGuard<'a, T: ?Sized>(&'a T);
    impl<T> RwLock<T> { pub fn read(&self) -> RwLockReadGuard<'_, T> { RwLockReadGuard(&self.0) } }
}
pub use mutex::Mutex;
pub use rwlock::RwLock;
";

const TOKIO: &str = "
pub mod sync {
    pub struct Mutex<T: ?Sized>(T);
    pub struct MutexGuard<'a, T: ?Sized>(&'a T);
    pub struct TryLockError(());
    impl<T> Mutex<T> {
        pub async fn lock(&self) -> MutexGuard<'_, T> { MutexGuard(&self.0) }
        pub fn blocking_lock(&self) -> MutexGuard<'_, T> { MutexGuard(&self.0) }
        pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> { Ok(MutexGuard(&self.0)) }
    }
    impl<T> std::ops::Deref for MutexGuard<'_, T> { type Target = T; fn deref(&self) -> &T { self.0 } }
}
";

const APP: &str = "
use parking_lot::{Mutex, MutexGuard, ReentrantMutex, RwLock, RwLockWriteGuard};

pub fn probe() -> u32 { 1 }

pub fn locked(m: &Mutex<u32>) {
    let g = m.lock(); //= lock: -
    probe(); //= probe: MutexGuard
    drop(g); //= drop: -
    probe(); //= probe: -
}

pub fn tried(m: &Mutex<u32>) {
    if let Some(_g) = m.try_lock() { //= try_lock: -
        probe(); //= probe: MutexGuard
    }
    if m.try_lock().is_some() { //= try_lock: -; is_some: MutexGuard
        probe(); //= probe: -
    }
}

pub fn mapped(m: &Mutex<(u32, u32)>) {
    let g = MutexGuard::map(m.lock(), |pair| &mut pair.1); //= map: -; lock: -
    probe(); //= probe: MappedMutexGuard
    drop(g); //= drop: -
}

pub fn given_up(m: &Mutex<u32>) {
    let mut g = m.lock(); //= lock: -
    MutexGuard::unlocked(&mut g, || probe()); //= unlocked: MutexGuard; probe: -
    probe(); //= probe: MutexGuard
}

pub fn read_and_written(l: &RwLock<u32>) {
    probe(); //= probe: -
    let w = l.write(); //= write: -
    probe(); //= probe: RwLockWriteGuard
    let r = RwLockWriteGuard::downgrade(w); //= downgrade: -
    probe(); //= probe: RwLockReadGuard
    drop(r); //= drop: -
    let _r = l.read(); //= read: -
    probe(); //= probe: RwLockReadGuard
}

pub fn again(r: &ReentrantMutex<u32>) {
    let _first = r.lock(); //= lock: -
    let _second = r.lock(); //= lock: ReentrantMutexGuard
    probe(); //= probe: ReentrantMutexGuard
}

pub fn spun(m: &spin::Mutex<u32>, l: &spin::RwLock<u32>) {
    let n = *m.lock(); //= lock: -
    probe(); //= probe: -
    let _g = m.lock(); //= lock: -
    let _r = l.read(); //= read: MutexGuard
    probe(); //= probe: MutexGuard RwLockReadGuard
}

pub async fn awaited(m: &tokio::sync::Mutex<u32>) {
    let g = m.lock().await; //= lock: -
    probe(); //= probe: MutexGuard
    other().await; //= other: MutexGuard
    drop(g); //= drop: -
    other().await; //= other: -
}

pub async fn other() {}

pub fn blocked(m: &tokio::sync::Mutex<u32>) -> u32 {
    let Ok(g) = m.try_lock() else { return *m.blocking_lock() }; //= try_lock: -; blocking_lock: -
    probe(); //= probe: MutexGuard
    *g
}
";

fn project(root: &Utf8Path) {
    let write = |name: &str, text: &str| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let krate = |name: &str, dependencies: &[&str], text: &str| {
        let needs: String = dependencies.iter().map(|d| format!("{d} = {{ path = \"../{d}\" }}\n")).collect();
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n{needs}");
        write(&format!("{name}/Cargo.toml"), &(manifest + if name == "app" { "\n[workspace]\n" } else { "" }));
        write(&format!("{name}/src/lib.rs"), text);
    };
    krate("lock_api", &[], LOCK_API);
    krate("parking_lot", &["lock_api"], PARKING_LOT);
    krate("spin", &[], SPIN);
    krate("tokio", &[], TOKIO);
    krate("app", &["parking_lot", "spin", "tokio"], APP);
}

#[test]
fn guards_of_lock_crates_are_held() {
    let dir = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(dir.path()).unwrap();
    project(root);
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"))
        .args(["call-graph", "--offline"])
        .current_dir(root.join("app"))
        .output()
        .expect("the tool starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: Vec<String> = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let call: Value = serde_json::from_str(line).unwrap();
        let held: Vec<&str> = call["held"].as_array().unwrap().iter().map(|g| g.as_str().unwrap()).collect();
        let held = if held.is_empty() { "-".to_owned() } else { held.join(" ") };
        found.push(format!("{} {}: {held}", call["line"], call["name"].as_str().unwrap()));
    }
    let mut expected: Vec<String> = Vec::new();
    for (index, line) in APP.lines().enumerate() {
        let marks = line.split_once("//= ").map_or("", |(_, marks)| marks);
        expected.extend(marks.split("; ").filter(|m| !m.is_empty()).map(|mark| format!("{} {mark}", index + 1)));
    }
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}
