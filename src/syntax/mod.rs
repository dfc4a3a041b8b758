//! Text → owned tree. The only module that knows `syn`.
//!
//! Two steps: [`parse_items`] reads a file's items and skips function bodies; [`parse_body`] reads one body when
//! somebody asks for it. Both give byte spans in the file's own text. A text that does not parse gives an error
//! with its place, never a failed run.
//!
//! Before the parser sees a text, `lexer` finds its tokens and comments, `outline` blanks what need not be
//! parsed yet, and `guard` measures how deeply the rest nests. `lower` turns the parser's tree into ours.
//!
//! Each call empties the parser's table of places for its thread: no `proc_macro2::Span` made outside may be used
//! after a call.
//!
//! Doc comments are comments here, not attributes (`#[doc = …]` is one).

pub mod ast;
pub mod body;
mod builtin;
mod builtin_format;
mod builtin_string;
mod builtin_table;
#[cfg(test)]
mod builtin_tests;
mod cfg_select;
mod first_edition;
mod guard;
mod include;
mod lexer;
mod lower;
pub mod macros;
mod outline;
mod parse;
mod skim;
#[cfg(test)]
mod tests;

pub use builtin::{expand_builtin, expand_builtin_items, is_builtin, is_builtin_for_items};
pub use builtin_string::literal_text;
pub use cfg_select::cfg_select_arm;
pub use include::included_path;
pub use lexer::{Comment, lex_comments};
pub(crate) use lexer::{Token, TokenKind, lex};
pub use parse::{
    AssocContext, ParsedItems, SyntaxError, as_dollar_crate, dollar_crate, parse_assoc_items, parse_body, parse_expr_into,
    parse_exprs_into, parse_items, parse_pat_into, parse_path, parse_stmts_into, parse_type,
};
pub use skim::{ImplKey, Late, SelfName, SkimItem, SkimKind, Skimmed, skim_items};
