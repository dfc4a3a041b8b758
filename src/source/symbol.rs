//! Interned names: comparing two is comparing two numbers.

use std::fmt;
use std::sync::{OnceLock, RwLock};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An interned string. The numbers depend on the order of interning, so nothing that is shown may be ordered
/// by them: `Ord` compares the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(u32);

#[derive(Default)]
struct Interner {
    numbers: FxHashMap<&'static str, u32>,
}

fn interner() -> &'static RwLock<Interner> {
    static INTERNER: OnceLock<RwLock<Interner>> = OnceLock::new();
    INTERNER.get_or_init(RwLock::default)
}

/// The texts by number: they are read much more often than added to, and without a lock.
fn texts() -> &'static boxcar::Vec<&'static str> {
    static TEXTS: boxcar::Vec<&'static str> = boxcar::Vec::new();
    &TEXTS
}

impl Symbol {
    /// The symbol of `text`. The text is kept until the process ends.
    pub fn intern(text: &str) -> Self {
        let lock = interner();
        if let Some(&number) = lock.read().unwrap_or_else(|e| e.into_inner()).numbers.get(text) {
            return Self(number);
        }
        let mut table = lock.write().unwrap_or_else(|e| e.into_inner());
        if let Some(&number) = table.numbers.get(text) {
            return Self(number);
        }
        let text: &'static str = Box::leak(text.into());
        let number = u32::try_from(texts().push(text)).expect("four thousand million names do not fit in memory");
        table.numbers.insert(text, number);
        Self(number)
    }

    /// The symbols of many texts that are there as long as the process.
    pub fn intern_all(all: impl Iterator<Item = &'static str>) -> Vec<Self> {
        let mut table = interner().write().unwrap_or_else(|e| e.into_inner());
        let mut intern = |text| {
            let new = || u32::try_from(texts().push(text)).expect("four thousand million names do not fit in memory");
            Self(*table.numbers.entry(text).or_insert_with(new))
        };
        all.map(&mut intern).collect()
    }

    /// The text.
    pub fn as_str(self) -> &'static str {
        texts()[self.0 as usize]
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialEq<str> for Symbol {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Symbol {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Self {
        Self::intern(text)
    }
}

impl Serialize for Symbol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Symbol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Symbol;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Symbol, E> {
                Ok(Symbol::intern(text))
            }
        }
        deserializer.deserialize_str(Visitor)
    }
}
