//! What kept a part of the sources from being analysed.

use crate::source::Span;
use crate::workspace::{CrateIndex, PackageIndex};

/// Not a lint's finding and at no lint's level: always an error. The rest is analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, in lower case without a final period.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What stands there; may be empty.
    pub label: String,
    /// Facts.
    pub notes: Vec<String>,
    /// Whether the file that `span` lies in could not be parsed (the summary counts those).
    pub is_unparsed_file: bool,
    /// The package whose code it is.
    pub package: PackageIndex,
    /// The crate whose code it is.
    pub krate: CrateIndex,
}
