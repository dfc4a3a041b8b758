//! Types that contain each other in many ways, and types that grow as they contain themselves: the analysis ends.

#[path = "../support/cluster_stub.rs"]
mod windows;
use std::thread::sleep;
use std::time::Duration;
use windows::*;

macro_rules! nodes {
    ($($name:ident: $($part:ident)*;)*) => {
        $(#[derive(Clone, PartialEq, Debug)]
        enum $name {
            Leaf(Part),
            $($part(Box<$part>, Vec<$part>, Option<Box<$part>>),)*
        })*
    };
}

nodes! {
    A: B C D E F G H I J;
    B: A C D E F G H I J;
    C: A B D E F G H I J;
    D: A B C E F G H I J;
    E: A B C D F G H I J;
    F: A B C D E G H I J;
    G: A B C D E F H I J;
    H: A B C D E F G I J;
    I: A B C D E F G H J;
    J: A B C D E F G H I;
}

#[derive(PartialEq, Debug)]
struct Part;

impl Clone for Part {
    fn clone(&self) -> Part {
        sleep(Duration::from_millis(1)); //~ sleeps
        Part
    }
}

#[derive(PartialEq)]
struct Growing<T: 'static> {
    value: T,
    next: Option<&'static Growing<(T, T)>>,
}

fn growing(growing: &Growing<u8>) -> bool {
    *growing == Growing { value: 1, next: None }
}

unsafe extern "system" fn looks_alive(resource: *mut c_void) -> BOOL {
    growing(&*(resource as *const Growing<u8>));
    let tree = A::Leaf(Part);
    let copy = tree.clone();
    (tree == copy) as BOOL
}

unsafe extern "system" fn terminate(_resource: *mut c_void) {}

pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None, Close: None, Online: None, Offline: None, Terminate: Some(terminate), LooksAlive: Some(looks_alive), IsAlive: None,
    Arbitrate: None, Release: None, ResourceControl: None, ResourceTypeControl: None,
};
