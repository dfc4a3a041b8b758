//! Tests of the whole module: properties on real files, the forms of the language, hostile texts.

mod corpus;
mod forms;
mod hostile;
mod items;
mod show;
mod skim;

use crate::source::FileId;

const FILE: FileId = FileId(3);
