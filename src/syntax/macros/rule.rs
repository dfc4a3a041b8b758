//! A compiled rule: a program that matches, and a tree of what is written.

use super::fragments::FragmentKind;
use super::tokens::GroupKind;

/// One `(…) => {…}`.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) matcher: Vec<Loc>,
    /// Names of the variables, in order of declaration.
    pub(super) names: Vec<Box<str>>,
    pub(super) template: Vec<Part>,
    /// Whether any variable needs a parser.
    pub(super) needs_parser: bool,
}

/// `len` tokens of the definition from `at`, which make up one token of the language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) at: u32,
    pub(super) len: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// `*`
    Any,
    /// `+`
    Some,
    /// `?`
    Optional,
}

/// A place in a matcher, which is a flat program (repetitions jump).
#[derive(Clone, Copy, Debug)]
pub(super) enum Loc {
    Token(Run),
    /// `$crate`
    DollarCrate,
    Open(GroupKind),
    Close(GroupKind),
    /// A repetition begins; it declares variables `first..first + count` and lies in `depth` others.
    Sequence {
        repeat: Repeat,
        first: u32,
        count: u32,
        depth: u32,
        after: u32,
    },
    /// One pass is over, there is no separator.
    AgainOrOut {
        repeat: Repeat,
        first: u32,
    },
    /// One pass is over, a separator may follow.
    SeparatorOrOut {
        separator: Run,
    },
    /// The separator was seen.
    Again {
        first: u32,
    },
    Variable {
        kind: FragmentKind,
        index: u32,
        depth: u32,
    },
    End,
}

/// A piece of what a rule writes.
#[derive(Debug)]
pub(super) enum Part {
    Token(Run),
    /// `$crate`, whose name stands at the index.
    DollarCrate(u32),
    /// A variable, whose name stands at `at`.
    Variable {
        index: u32,
        at: u32,
    },
    Sequence {
        parts: Vec<Part>,
        separator: Option<Run>,
        variables: Vec<u32>,
        at: u32,
    },
    /// `${count(x, depth)}`
    Count {
        index: u32,
        depth: Option<u32>,
        at: u32,
    },
    /// `${index(depth)}`
    Index {
        depth: u32,
        at: u32,
    },
    /// `${len(depth)}`
    Len {
        depth: u32,
        at: u32,
    },
    /// `${concat(…)}`
    Concat {
        parts: Vec<ConcatPart>,
        at: u32,
    },
}

/// A piece of a name that a macro makes up.
#[derive(Debug)]
pub(super) enum ConcatPart {
    Text(Box<str>),
    Variable(u32),
}
