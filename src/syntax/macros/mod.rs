//! `macro_rules!`: text in, text out.
//!
//! A definition is compiled once ([`MacroRules::parse`]), is free of `proc_macro2` and may be used from many
//! threads. An expansion ([`MacroRules::expand`]) gives the text that the macro writes and, for each of its
//! tokens, where that is written: in the definition or in the argument. The caller makes a virtual file of both
//! ([`SourceFile::expansion`](crate::source::SourceFile::expansion)) and reads it like any other.
//!
//! This module does not know which macro a name means, and not how deep expansions may nest: that is the
//! caller's.

#[cfg(test)]
mod corpus;
mod definition;
mod fragments;
mod lexer;
mod literals;
mod matcher;
mod reader;
mod rule;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_robust;
mod tokens;
mod transcribe;
mod write;

use syn::parse::{ParseStream, Parser};

pub(in crate::syntax) use self::lexer::{is_ident_continue, is_ident_start, lex};
use self::matcher::{Binding, Matcher, Mismatch};
use self::reader::Reader;
use self::rule::Rule;
pub(in crate::syntax) use self::tokens::{GroupKind, LiteralKind, TokenKind, TokenList};
use crate::source::{Origin, Sources, Span};

/// Why a definition or a call cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MacroError {
    /// What is wrong, in lower case.
    pub message: String,
    /// Where: in the definition, or in the call.
    pub span: Span,
}

impl MacroError {
    pub(in crate::syntax) fn new(message: impl Into<String>, span: Span) -> Self {
        Self { message: message.into(), span }
    }
}

/// A compiled definition.
#[derive(Debug)]
pub struct MacroRules {
    list: TokenList,
    rules: Vec<Rule>,
    dollar_crate: Box<str>,
}

impl MacroRules {
    /// Compile `macro_rules! name { body }`. `dollar_crate` is what to write for `$crate` (see
    /// [`dollar_crate`](crate::syntax::dollar_crate)), `edition` the year of the edition of the crate that the text
    /// stands in.
    ///
    /// # Errors
    /// Where the text is no sequence of rules.
    pub fn parse(sources: &Sources, body: Span, dollar_crate: &str, edition: u16) -> Result<Self, MacroError> {
        let list = lex(sources, body)?;
        let rules = definition::rules(&list, edition)?;
        Ok(Self { list, rules, dollar_crate: dollar_crate.into() })
    }

    /// Compile `macro name body`, where `body` is everything after the name.
    ///
    /// # Errors
    /// As for [`parse`](Self::parse).
    pub fn parse_macro2(sources: &Sources, body: Span, dollar_crate: &str, edition: u16) -> Result<Self, MacroError> {
        let list = lex(sources, body)?;
        let rules = definition::rules_of_macro2(&list, edition)?;
        Ok(Self { list, rules, dollar_crate: dollar_crate.into() })
    }

    /// How many rules it has.
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// What the macro writes for the argument under `args` (the text between the call's delimiters), and where
    /// each token of that is written. `invocation` is the place for errors that have no better one.
    ///
    /// # Errors
    /// No rule matches, the argument does not lex or parse, or the macro writes or works more than is allowed.
    pub fn expand(&self, sources: &Sources, args: Span, invocation: Span) -> Result<(String, Vec<Origin>), MacroError> {
        let argument = lex(sources, args)?;
        let (rule, bindings) = self.find(&argument, invocation)?;
        let tokens = transcribe::Transcriber::new(&self.list, &argument, &self.dollar_crate, rule, &bindings).run()?;
        write::Writer::new(&self.list, &argument, &tokens).run()
    }

    /// As [`expand`](Self::expand), for a definition that stands in no file of the run: its tokens count as
    /// written at `definition`.
    pub(in crate::syntax) fn expand_written_at(
        &self,
        sources: &Sources,
        args: Span,
        invocation: Span,
        definition: Span,
    ) -> Result<(String, Vec<Origin>), MacroError> {
        let expanded = self.expand(sources, args, invocation);
        let in_call = |span: Span| args.contains(span) || span == invocation;
        let (text, mut origins) = expanded.map_err(|e| if in_call(e.span) { e } else { MacroError { span: definition, ..e } })?;
        for origin in origins.iter_mut().filter(|o| o.by_definition) {
            origin.from = definition;
        }
        Ok((text, origins))
    }

    /// The first rule that matches, and what its variables stand for.
    fn find(&self, argument: &TokenList, invocation: Span) -> Result<(&Rule, Vec<Binding>), MacroError> {
        let mut steps = 0;
        let mut matcher = Matcher { definition: &self.list, argument, dollar_crate: &self.dollar_crate, steps: &mut steps };
        let mut furthest = 0;
        let mut candidates = self.rules.iter().filter(|rule| match matcher.may_match(rule) {
            Ok(()) => true,
            Err(at) => {
                furthest = furthest.max(at);
                false
            }
        });
        let candidates: Vec<&Rule> = candidates.by_ref().collect();
        let mut tried = 0;
        let mut attempt = |rule: &'_ Rule, reader: Option<&mut Reader<'_>>| match matcher.run(rule, reader) {
            Ok(bindings) => Some(Ok(bindings)),
            Err(Mismatch::Here(at)) => {
                furthest = furthest.max(at);
                None
            }
            Err(Mismatch::Fatal(message, at)) => Some(Err(MacroError::new(message, place(argument, at, invocation)))),
        };
        while let Some(&rule) = candidates.get(tried).filter(|rule| !rule.needs_parser) {
            if let Some(found) = attempt(rule, None) {
                return found.map(|bindings| (rule, bindings));
            }
            tried += 1;
        }
        let mut found = None;
        if tried < candidates.len() {
            let read = |input: ParseStream<'_>| -> syn::Result<()> {
                for &rule in &candidates[tried..] {
                    let mut reader = Reader::new(input);
                    if let Some(result) = attempt(rule, Some(&mut reader)) {
                        found = Some(result.map(|bindings| (rule, bindings)));
                        break;
                    }
                }
                Ok(())
            };
            // What is left unread is of no interest: the result is in `found`.
            reader::load(argument)?.run(move || {
                let _ = read.parse2(reader::stand_ins(argument, 0, argument.tokens.len()));
            });
        }
        found.unwrap_or_else(|| {
            let message = match argument.tokens.get(furthest) {
                Some(_) => format!("no rule of this macro expects `{}` here", argument.text(furthest)),
                None => "the macro call ends where its rules expect more".to_owned(),
            };
            Err(MacroError::new(message, place(argument, furthest, invocation)))
        })
    }
}

/// Where token `at` stands; the invocation for the end.
fn place(argument: &TokenList, at: usize, invocation: Span) -> Span {
    if at < argument.tokens.len() { argument.span(at) } else { invocation }
}
