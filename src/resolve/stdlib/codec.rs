//! Bytes of the embedded file: numbers, names, lists. Knows nothing of definitions.
//!
//! Names are numbers in a table. Spans are not written: what is read has the (given) file and no place in it,
//! except for the few stretches of code that signatures hold.

use rustc_hash::FxHashMap;

use crate::source::{FileId, Sources, Span, Symbol};

/// What can be written and read back.
pub trait Pack: Sized {
    /// Write it.
    fn pack(&self, w: &mut Writer<'_>);
    /// Read it. What is not there reads as zero: the file is ours, and a test reads all of it.
    fn unpack(r: &mut Reader) -> Self;
}

/// Where bytes go.
pub struct Writer<'s> {
    /// What was written.
    pub bytes: Vec<u8>,
    /// The texts that spans mean.
    pub sources: &'s Sources,
    /// The crate that the tree belongs to: 0, 1, 2 for core, alloc, std.
    pub krate: u32,
    /// The size in bytes of `Self`, where it is known.
    pub self_size: Option<u32>,
    /// Code in signatures and values of constants.
    pub text: Text,
    /// Names, and how often each was written.
    pub names: Names,
    /// Trees that are read on demand; equal ones are kept once.
    pub pool: Pool,
}

/// The file's text, each stretch once.
#[derive(Default)]
pub struct Text {
    /// All of it.
    pub all: String,
    places: FxHashMap<String, (u32, u32)>,
}

/// The table of names.
#[derive(Default)]
pub struct Names {
    /// Names by number, with counts.
    pub list: Vec<(Symbol, u32)>,
    numbers: FxHashMap<Symbol, u32>,
}

impl Names {
    /// A table that begins with these.
    pub fn starting_with(list: impl IntoIterator<Item = Symbol>) -> Self {
        let mut names = Self::default();
        for name in list {
            names.number(name);
        }
        names
    }

    fn number(&mut self, name: Symbol) -> u32 {
        let number = *self.numbers.entry(name).or_insert_with(|| {
            self.list.push((name, 0));
            self.list.len() as u32 - 1
        });
        self.list[number as usize].1 += 1;
        number
    }
}

/// The trees that are read on demand.
#[derive(Default)]
pub struct Pool {
    /// By number, from 1.
    pub list: Vec<Vec<u8>>,
    numbers: FxHashMap<Vec<u8>, u32>,
}

impl<'s> Writer<'s> {
    /// An empty one.
    pub fn new(sources: &'s Sources, names: Names) -> Self {
        Self { bytes: Vec::new(), sources, krate: 0, self_size: None, text: Text::default(), names, pool: Pool::default() }
    }

    /// A number, small ones in few bytes.
    pub fn number(&mut self, mut value: u128) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    /// A number.
    pub fn u32(&mut self, value: u32) {
        self.number(u128::from(value));
    }

    /// A length.
    pub fn len(&mut self, value: usize) {
        self.number(value as u128);
    }

    /// Code, by its text.
    pub fn code(&mut self, text: &str) {
        let (lo, hi) = match self.text.places.get(text) {
            Some(place) => *place,
            None => {
                let lo = self.text.all.len() as u32;
                self.text.all.push_str(text);
                self.text.all.push('\n');
                let place = (lo, lo + text.len() as u32);
                self.text.places.insert(text.to_owned(), place);
                place
            }
        };
        self.u32(lo);
        self.u32(hi - lo);
    }

    /// Put a tree aside; its number. What is all zeros (nothing, an empty list, no parameters) has number 0.
    pub fn aside(&mut self, value: &impl Pack) -> u32 {
        let outer = std::mem::take(&mut self.bytes);
        value.pack(self);
        let bytes = std::mem::replace(&mut self.bytes, outer);
        if bytes.len() <= 2 && bytes.iter().all(|b| *b == 0) {
            return 0;
        }
        if let Some(number) = self.pool.numbers.get(&bytes) {
            return *number;
        }
        let number = self.pool.list.len() as u32 + 1;
        self.pool.list.push(bytes.clone());
        self.pool.numbers.insert(bytes, number);
        number
    }
}

/// Where bytes come from.
pub struct Reader {
    bytes: &'static [u8],
    at: usize,
    names: &'static [Symbol],
    /// The file that spans name.
    pub file: FileId,
}

impl Reader {
    /// Of these bytes.
    pub fn new(bytes: &'static [u8], names: &'static [Symbol], file: FileId) -> Self {
        Self { bytes, at: 0, names, file }
    }

    /// One byte.
    pub fn byte(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    /// Bytes as they are.
    pub fn slice(&mut self, len: usize) -> &'static [u8] {
        let end = self.at.saturating_add(len).min(self.bytes.len());
        let slice = &self.bytes[self.at.min(end)..end];
        self.at = end;
        slice
    }

    /// A length of a part of `bytes`.
    pub fn len_of(&mut self, bytes: &[u8]) -> usize {
        (self.u32() as usize).min(bytes.len())
    }

    /// What was not read yet.
    pub fn rest(&mut self) -> &'static [u8] {
        self.slice(usize::MAX)
    }

    /// Whether all was read, and no more than that.
    pub fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }

    /// A number.
    pub fn u32(&mut self) -> u32 {
        let first = self.byte();
        if first < 0x80 {
            return u32::from(first);
        }
        let mut value = u32::from(first & 0x7f);
        let mut shift = 7;
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte < 0x80 {
                return value;
            }
        }
    }

    /// A number of any size.
    pub fn u128(&mut self) -> u128 {
        let (mut value, mut shift) = (0u128, 0);
        loop {
            let byte = self.byte();
            value |= u128::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte < 0x80 {
                return value;
            }
        }
    }

    /// A length: never more than there are bytes.
    pub fn len(&mut self) -> usize {
        (self.u32() as usize).min(self.bytes.len())
    }

    /// No place, in the given file.
    pub fn span(&self) -> Span {
        Span::new(self.file, 0, 0)
    }

    /// Code, by its place in the given file.
    pub fn code(&mut self) -> Span {
        let lo = self.u32();
        let len = self.u32();
        Span::new(self.file, lo, lo.saturating_add(len))
    }
}

impl Pack for bool {
    fn pack(&self, w: &mut Writer<'_>) {
        w.bytes.push(u8::from(*self));
    }
    fn unpack(r: &mut Reader) -> Self {
        r.byte() != 0
    }
}

impl Pack for Symbol {
    fn pack(&self, w: &mut Writer<'_>) {
        let number = w.names.number(*self);
        w.u32(number);
    }
    fn unpack(r: &mut Reader) -> Self {
        let number = r.u32() as usize;
        r.names.get(number).copied().unwrap_or_else(|| Self::intern(""))
    }
}

impl Pack for String {
    fn pack(&self, w: &mut Writer<'_>) {
        Symbol::intern(self).pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        Symbol::unpack(r).as_str().to_owned()
    }
}

impl<T: Pack> Pack for Vec<T> {
    fn pack(&self, w: &mut Writer<'_>) {
        w.len(self.len());
        for part in self {
            part.pack(w);
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        let len = r.len();
        (0..len).map(|_| T::unpack(r)).collect()
    }
}

impl<T: Pack> Pack for Option<T> {
    fn pack(&self, w: &mut Writer<'_>) {
        w.bytes.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.pack(w);
        }
    }
    fn unpack(r: &mut Reader) -> Self {
        (r.byte() != 0).then(|| T::unpack(r))
    }
}

impl<T: Pack> Pack for Box<T> {
    fn pack(&self, w: &mut Writer<'_>) {
        (**self).pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        Self::new(T::unpack(r))
    }
}

impl<A: Pack, B: Pack> Pack for (A, B) {
    fn pack(&self, w: &mut Writer<'_>) {
        self.0.pack(w);
        self.1.pack(w);
    }
    fn unpack(r: &mut Reader) -> Self {
        let first = A::unpack(r);
        (first, B::unpack(r))
    }
}
