//! Bindings and template → the tokens of the expansion, as references to where they are written.

use super::MacroError;
use super::matcher::{Binding, Fragment};
use super::rule::{ConcatPart, Part, Rule, Run};
use super::tokens::{GroupKind, TokenKind, TokenList};
use super::write::{Side, Written};
use crate::source::Span;

/// Tokens that one expansion may write.
pub(super) const MAX_TOKENS: usize = 1_000_000;

pub(super) struct Transcriber<'t> {
    pub(super) definition: &'t TokenList,
    pub(super) argument: &'t TokenList,
    pub(super) dollar_crate: &'t str,
    pub(super) rule: &'t Rule,
    pub(super) bindings: &'t [Binding],
    pub(super) out: Vec<Written>,
    /// Passes through repetitions, which are bounded too, since a pass may write nothing.
    passes: usize,
    /// The pass and the number of passes of each repetition around.
    around: Vec<(usize, usize)>,
}

impl<'t> Transcriber<'t> {
    pub(super) fn new(
        definition: &'t TokenList,
        argument: &'t TokenList,
        dollar_crate: &'t str,
        rule: &'t Rule,
        bindings: &'t [Binding],
    ) -> Self {
        Self { definition, argument, dollar_crate, rule, bindings, out: Vec::new(), passes: 0, around: Vec::new() }
    }

    pub(super) fn run(mut self) -> Result<Vec<Written>, MacroError> {
        self.parts(&self.rule.template)?;
        Ok(self.out)
    }

    fn error<T>(&self, message: impl Into<String>, at: u32) -> Result<T, MacroError> {
        let span = if (at as usize) < self.definition.tokens.len() {
            self.definition.span(at as usize)
        } else {
            Span::new(self.definition.file, 0, 0)
        };
        Err(MacroError::new(message, span))
    }

    fn parts(&mut self, parts: &[Part]) -> Result<(), MacroError> {
        for part in parts {
            if self.out.len() + self.passes > MAX_TOKENS {
                return self.error("the macro writes more than a million tokens", 0);
            }
            match part {
                Part::Token(run) => self.token(*run),
                Part::DollarCrate(at) => self.made(self.dollar_crate.into(), *at),
                Part::Variable { index, at } => match self.current(*index) {
                    Binding::One(fragment) => {
                        let fragment = *fragment;
                        self.fragment(fragment);
                    }
                    Binding::Many(_) => {
                        return self.error(
                            format!("`${}` repeats here, but no repetition is written around it", self.rule.names[*index as usize]),
                            *at,
                        );
                    }
                },
                Part::Sequence { parts, separator, variables, at } => self.sequence(parts, *separator, variables, *at)?,
                Part::Count { index, depth, at } => {
                    let count = count(self.current(*index), depth.unwrap_or(u32::MAX));
                    self.made(count.to_string().into(), *at);
                }
                Part::Index { depth, at } | Part::Len { depth, at } => {
                    let Some(&(index, len)) = self.around.iter().rev().nth(*depth as usize) else {
                        return self.error("there are not that many repetitions around this", *at);
                    };
                    let number = if matches!(part, Part::Len { .. }) { len } else { index };
                    self.made(number.to_string().into(), *at);
                }
                Part::Concat { parts, at } => {
                    let mut name = String::new();
                    for part in parts {
                        match part {
                            ConcatPart::Text(text) => name.push_str(text),
                            ConcatPart::Variable(index) => match self.current(*index) {
                                Binding::One(fragment) => name.push_str(self.argument.text(fragment.from as usize).trim_matches('"')),
                                Binding::Many(_) => return self.error("what is joined to a name here repeats", *at),
                            },
                        }
                    }
                    self.made(name.into(), *at);
                }
            }
        }
        Ok(())
    }

    /// What a variable stands for in the present passes of the repetitions around.
    fn current(&self, index: u32) -> &'t Binding {
        let mut binding = &self.bindings[index as usize];
        for &(pass, _) in &self.around {
            match binding {
                Binding::Many(list) if pass < list.len() => binding = &list[pass],
                _ => break,
            }
        }
        binding
    }

    fn sequence(&mut self, parts: &[Part], separator: Option<Run>, variables: &[u32], at: u32) -> Result<(), MacroError> {
        // `${ignore(x)}` only takes part in the count.
        if at == u32::MAX {
            return Ok(());
        }
        let mut passes: Option<(usize, u32)> = None;
        for &variable in variables {
            let Binding::Many(list) = self.current(variable) else { continue };
            match passes {
                None => passes = Some((list.len(), variable)),
                Some((len, other)) if len != list.len() => {
                    let name = |v: u32| &self.rule.names[v as usize];
                    return self
                        .error(format!("`${}` repeats {} times here, but `${}` {len} times", name(variable), list.len(), name(other)), at);
                }
                Some(_) => {}
            }
        }
        let Some((passes, _)) = passes else {
            return self.error("this repetition holds no variable that repeats here", at);
        };
        for pass in 0..passes {
            if pass > 0
                && let Some(separator) = separator
            {
                self.token(separator);
            }
            self.passes += 1;
            self.around.push((pass, passes));
            let done = self.parts(parts);
            self.around.pop();
            done?;
        }
        Ok(())
    }

    fn token(&mut self, run: Run) {
        self.out.push(match self.definition.tokens[run.at as usize].kind {
            TokenKind::Open(GroupKind::Fragment(kind)) => Written::Open(kind),
            TokenKind::Close(GroupKind::Fragment(_)) => Written::Close,
            _ => Written::Token { side: Side::Definition, at: run.at, len: run.len },
        });
    }

    fn made(&mut self, text: Box<str>, at: u32) {
        self.out.push(Written::Made { text, at });
    }

    fn fragment(&mut self, fragment: Fragment) {
        let list = self.argument;
        let (from, to) = (fragment.from as usize, fragment.to as usize);
        let is_unit = fragment.kind.is_transparent()
            || from < to
                && matches!(list.tokens[from].kind, TokenKind::Open(GroupKind::Fragment(_)))
                && list.tokens[from].pair as usize + 1 == to;
        if !is_unit {
            self.out.push(Written::Open(fragment.kind));
        }
        let mut at = from;
        while at < to {
            let len = list.glued(at, to);
            self.out.push(match list.tokens[at].kind {
                TokenKind::Open(GroupKind::Fragment(kind)) => Written::Open(kind),
                TokenKind::Close(GroupKind::Fragment(_)) => Written::Close,
                _ => Written::Token { side: Side::Argument, at: at as u32, len: len as u32 },
            });
            at += len;
        }
        if !is_unit {
            self.out.push(Written::Close);
        }
    }
}

/// How many fragments lie `depth` repetitions below.
fn count(binding: &Binding, depth: u32) -> usize {
    match binding {
        Binding::One(_) => 1,
        Binding::Many(list) if depth == 0 => list.len(),
        Binding::Many(list) => list.iter().map(|b| count(b, depth - 1)).sum(),
    }
}
