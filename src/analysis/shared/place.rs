//! Places: where shared data lies, as a root and the path from it.
//!
//! The root is a static, the instance behind the `RESID`, or an object that code under analysis made. The path names
//! fields by type, what a pointer leads to, what a lock protects, an element of a collection. Two paths that may name the
//! same memory *overlap*: a place covers what lies below it, without what it only points to.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::resolve::db::Db;
use crate::resolve::defs::AdtKind;
use crate::resolve::ids::{AdtId, StaticId, VariantId};
use crate::source::Symbol;

/// Fields deep, a path is cut.
const FIELDS: usize = 4;
/// Parts of any kind, a path is cut.
const PARTS: usize = 12;

/// Where a path begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    /// The instance that the `RESID` leads to.
    Resid,
    /// A static.
    Static(StaticId),
    /// What an allocation made: its number among those that were seen.
    Made(u32),
}

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A field: of that type (a tuple has none), its name.
    Field(Option<AdtId>, Symbol),
    /// What a pointer, `Box` or `Arc` leads to.
    Deref,
    /// What a lock protects.
    Content,
    /// An element of a collection, whichever.
    Item,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Where it begins.
    pub root: Root,
    /// The way from there.
    pub path: Arc<[Part]>,
}

impl Place {
    /// A root itself.
    pub fn root(root: Root) -> Self {
        Self { root, path: Arc::from([]) }
    }

    /// One step further; below the depth that is told apart, the place itself.
    #[must_use]
    pub fn then(&self, part: Part) -> Self {
        let is_field = |part: &Part| matches!(part, Part::Field(..));
        let fields = self.path.iter().filter(|p| is_field(p)).count();
        if (is_field(&part) && fields >= FIELDS) || self.path.len() >= PARTS {
            return self.clone();
        }
        // A collection of collections is one.
        if part == Part::Item && self.path.last() == Some(&Part::Item) {
            return self.clone();
        }
        Self { root: self.root, path: self.path.iter().copied().chain([part]).collect() }
    }

    /// Without the pointers at its end: a lock is the same whether it is named by what holds it or by what leads to it.
    #[must_use]
    pub fn without_derefs(&self) -> Self {
        let end = self.path.iter().rposition(|p| *p != Part::Deref).map_or(0, |i| i + 1);
        if end == self.path.len() { self.clone() } else { Self { root: self.root, path: self.path[..end].into() } }
    }

    /// Whether `other` lies strictly below it, whatever is between.
    pub fn is_above(&self, other: &Self) -> bool {
        self.root == other.root && self.path.len() < other.path.len() && same(&self.path, &other.path[..self.path.len()])
    }

    /// Whether both may name the same memory.
    pub fn overlaps(&self, other: &Self) -> bool {
        if self.root != other.root {
            return false;
        }
        let (short, long) = if self.path.len() <= other.path.len() { (self, other) } else { (other, self) };
        let (over, below) = long.path.split_at(short.path.len());
        same(&short.path, over) && !below.iter().any(|part| matches!(part, Part::Deref | Part::Content))
    }

    /// Whether writing it as a whole writes `other` too, what locks in it protect included.
    pub fn covers(&self, other: &Self) -> bool {
        (self.is_above(other) || self.is_same(other)) && !other.path[self.path.len()..].contains(&Part::Deref)
    }

    /// Whether both name the same place.
    pub fn is_same(&self, other: &Self) -> bool {
        self.root == other.root && self.path.len() == other.path.len() && same(&self.path, &other.path)
    }

    /// The place with `from`, which is above it or the same, replaced by `to`.
    pub fn rebased(&self, from: &Self, to: &Self) -> Option<Self> {
        if !(from.is_above(self) || from.is_same(self)) {
            return None;
        }
        let mut out = to.clone();
        for part in &self.path[from.path.len()..] {
            out = out.then(*part);
        }
        Some(out)
    }

    /// Whether all threads of the process mean the same by it: a static, and no element that an instance's id chooses.
    pub fn is_global(&self) -> bool {
        matches!(self.root, Root::Static(_)) && !self.path.contains(&Part::Item)
    }

    /// As code names it: `state.handle`, `CONNECTIONS`, `Service` for the whole instance.
    pub fn show(&self, db: &Db) -> String {
        let mut text = match self.root {
            Root::Static(id) => db.static_data(id).name.name.to_string(),
            Root::Resid | Root::Made(_) => String::new(),
        };
        for (index, part) in self.path.iter().enumerate() {
            match part {
                Part::Field(of, name) => {
                    if text.is_empty() {
                        // The type whose field it is says which instance.
                        match of {
                            Some(of) if index == 0 || self.root == Root::Resid => text.push_str(db.adt(*of).name.name.as_str()),
                            _ => text.push_str("the instance"),
                        }
                    }
                    if name.as_str().starts_with('[') {
                        text.push_str(name.as_str());
                    } else {
                        let _ = write!(text, ".{name}");
                    }
                }
                Part::Item => text.push_str("[_]"),
                Part::Deref | Part::Content => {}
            }
        }
        if text.is_empty() { "the instance".to_owned() } else { text }
    }
}

/// A field of a variant as a part of a path; a union's fields lie in one place.
pub(super) fn part_of(db: &Db, variant: VariantId, name: Symbol) -> Part {
    let data = db.adt(variant.adt);
    if data.variants.len() > 1 {
        let of = data.variants[variant.index as usize].name.name;
        return Part::Field(Some(variant.adt), Symbol::intern(&format!("{of}.{name}")));
    }
    if data.kind == AdtKind::Union {
        return Part::Field(Some(variant.adt), Symbol::intern("union"));
    }
    Part::Field(Some(variant.adt), name)
}

/// Whether two parts of the same length name the same; an element may be any.
fn same(a: &[Part], b: &[Part]) -> bool {
    let is_element = |part: &Part| match part {
        Part::Item => true,
        Part::Field(None, name) => name.as_str().starts_with('['),
        _ => false,
    };
    a.iter().zip(b).all(|(x, y)| x == y || (is_element(x) && is_element(y) && (*x == Part::Item || *y == Part::Item)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(parts: &[Part]) -> Place {
        Place { root: Root::Resid, path: parts.into() }
    }

    fn field(name: &str) -> Part {
        Part::Field(None, Symbol::intern(name))
    }

    #[test]
    fn a_place_covers_what_lies_in_it_and_not_what_it_points_to() {
        let whole = place(&[field("a")]);
        assert!(whole.overlaps(&place(&[field("a"), field("b")])));
        assert!(place(&[field("a"), field("b")]).overlaps(&whole));
        assert!(!whole.overlaps(&place(&[field("a"), Part::Deref])));
        assert!(!whole.overlaps(&place(&[field("a"), Part::Content, field("b")])));
        assert!(!whole.overlaps(&place(&[field("b")])));
    }

    #[test]
    fn any_element_may_be_that_one_and_two_numbers_are_two_elements() {
        let any = place(&[field("a"), Part::Item]);
        let (first, second) = (place(&[field("a"), field("[0]")]), place(&[field("a"), field("[1]")]));
        assert!(any.overlaps(&first) && first.overlaps(&any));
        assert!(!first.overlaps(&second));
    }

    #[test]
    fn below_four_fields_a_path_is_cut() {
        let deep = place(&[field("a"), field("b"), field("c"), field("d")]);
        assert_eq!(deep.then(field("e")), deep);
        assert_ne!(deep.then(Part::Deref), deep);
    }

    #[test]
    fn a_lock_behind_a_pointer_is_the_lock() {
        assert_eq!(place(&[field("a"), Part::Deref]).without_derefs(), place(&[field("a")]));
        assert_eq!(place(&[Part::Deref, field("a")]).without_derefs(), place(&[Part::Deref, field("a")]));
    }
}
