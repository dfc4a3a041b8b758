//! Ways to places: calls, from the outside in.
//!
//! A function hands all ways in it on to each of its callers, which put one call before them; so what lies behind is
//! shared. Copied at each step, the ways of one run over a TLS library took most of its time and memory.

use std::sync::Arc;

use crate::resolve::ids::FnId;
use crate::source::Span;

/// One step of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The name of what is called, where it is called.
    pub at: Span,
    /// What is called, as shown.
    pub callee: Arc<str>,
    /// The function, if it is one.
    pub id: Option<FnId>,
}

/// A way: hops from the outside in.
#[derive(Clone, Debug, Default)]
pub struct Chain(Option<Arc<Link>>);

#[derive(Debug)]
struct Link {
    hop: Hop,
    rest: Chain,
    len: usize,
}

impl Chain {
    /// The same, reached through `hop`.
    #[must_use]
    pub fn behind(&self, hop: Hop) -> Self {
        Self(Some(Arc::new(Link { hop, rest: self.clone(), len: self.len() + 1 })))
    }

    /// How many hops.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |link| link.len)
    }

    /// Whether it stands for the function itself.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The hops from the outside in.
    pub fn iter(&self) -> Hops<'_> {
        Hops(self)
    }

    /// One of them, counted from the outside.
    pub fn get(&self, index: usize) -> Option<&Hop> {
        self.iter().nth(index)
    }

    /// Whether it is `rest` reached through `hop`.
    pub fn is_behind(&self, hop: &Hop, rest: &Self) -> bool {
        self.0.as_ref().is_some_and(|link| link.hop == *hop && link.rest == *rest)
    }
}

impl PartialEq for Chain {
    fn eq(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self, other);
        loop {
            match (&a.0, &b.0) {
                (None, None) => return true,
                (Some(x), Some(y)) if Arc::ptr_eq(x, y) => return true,
                (Some(x), Some(y)) if x.len == y.len && x.hop == y.hop => (a, b) = (&x.rest, &y.rest),
                _ => return false,
            }
        }
    }
}

impl Eq for Chain {}

impl FromIterator<Hop> for Chain {
    fn from_iter<T: IntoIterator<Item = Hop>>(hops: T) -> Self {
        let hops: Vec<Hop> = hops.into_iter().collect();
        hops.into_iter().rev().fold(Self::default(), |chain, hop| chain.behind(hop))
    }
}

/// The hops of a way.
pub struct Hops<'c>(&'c Chain);

impl<'c> Iterator for Hops<'c> {
    type Item = &'c Hop;

    fn next(&mut self) -> Option<Self::Item> {
        let link = self.0.0.as_deref()?;
        self.0 = &link.rest;
        Some(&link.hop)
    }
}

impl<'c> IntoIterator for &'c Chain {
    type Item = &'c Hop;
    type IntoIter = Hops<'c>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn hop(at: u32) -> Hop {
        Hop { at: Span::new(FileId(0), at, at + 1), callee: "f".into(), id: None }
    }

    #[test]
    fn a_chain_is_its_hops_from_the_outside_in() {
        let chain = Chain::default().behind(hop(2)).behind(hop(1)).behind(hop(0));
        assert_eq!(chain.iter().map(|hop| hop.at.lo).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!((chain.len(), chain.is_empty(), Chain::default().is_empty()), (3, false, true));
        assert_eq!(chain.get(1), Some(&hop(1)));
        assert_eq!(chain.get(3), None);
    }

    #[test]
    fn chains_are_equal_when_their_hops_are() {
        let chain: Chain = [hop(0), hop(1)].into_iter().collect();
        assert_eq!(chain, Chain::default().behind(hop(1)).behind(hop(0)));
        assert_ne!(chain, [hop(0), hop(2)].into_iter().collect());
        assert_ne!(chain, [hop(0)].into_iter().collect());
        assert!(chain.is_behind(&hop(0), &[hop(1)].into_iter().collect()));
        assert!(!chain.is_behind(&hop(1), &[hop(1)].into_iter().collect()));
    }
}
