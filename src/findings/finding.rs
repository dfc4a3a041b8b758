//! One finding.

use super::Lint;
use crate::source::Span;
use crate::workspace::{CrateIndex, PackageIndex};

/// A place and what it says there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where. May lie in a virtual file; reporters show where it was written.
    pub span: Span,
    /// What, in lower case without a final period.
    pub text: String,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// The advice.
    pub text: String,
    /// Text to replace, if the advice is an edit.
    pub suggestion: Option<Suggestion>,
}

/// An edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced (empty to insert).
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// How sure.
    pub applicability: Applicability,
}

/// Whether an edit may be applied by a machine, as rustc has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "rustc's words")]
pub enum Applicability {
    MachineApplicable,
    MaybeIncorrect,
    HasPlaceholders,
    Unspecified,
}

/// Something to report.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which lint found it.
    pub lint: &'static Lint,
    /// The headline.
    pub message: String,
    /// The place, in a workspace file, and why there.
    pub primary: Label,
    /// The path: the entry point first, then each hop in order; then other places that matter.
    pub labels: Vec<Label>,
    /// Facts.
    pub notes: Vec<String>,
    /// Advice.
    pub helps: Vec<Help>,
    /// The package it is reported for.
    pub package: PackageIndex,
    /// The crate it is reported for.
    pub krate: CrateIndex,
}
