//! A definition's text → its rules.

use super::MacroError;
use super::fragments::FragmentKind;
use super::rule::{ConcatPart, Loc, Part, Repeat, Rule, Run};
use super::tokens::{GroupKind, TokenKind, TokenList};

/// Compile the rules of `macro_rules!`: `(…) => {…}; …`.
pub(super) fn rules(list: &TokenList, edition: u16) -> Result<Vec<Rule>, MacroError> {
    let mut found = Vec::new();
    let mut at = 0;
    let end = list.tokens.len();
    while at < end {
        if let Some(after) = restricted_rule(list, at) {
            at = after;
        } else {
            let (matcher, arrow) = group(list, at, "a matcher in delimiters")?;
            if !list.is_op(arrow, end, "=>") {
                return Err(unexpected(list, arrow, "`=>`"));
            }
            let (template, after) = group(list, arrow + 2, "what the rule writes, in delimiters")?;
            found.push(rule(list, matcher, template, edition)?);
            at = after;
        }
        if at < end {
            if !(list.is_punct(at, b';') || list.is_punct(at, b',')) {
                return Err(unexpected(list, at, "`;` between rules"));
            }
            at += 1;
        }
    }
    Ok(found)
}

/// Compile what follows the name of a `macro`: `(…) {…}` or `{ (…) => {…}, … }`.
pub(super) fn rules_of_macro2(list: &TokenList, edition: u16) -> Result<Vec<Rule>, MacroError> {
    let (first, after) = group(list, 0, "a matcher or rules in delimiters")?;
    if after < list.tokens.len() {
        let (template, _) = group(list, after, "what the macro writes, in delimiters")?;
        return Ok(vec![rule(list, first, template, edition)?]);
    }
    let mut found = Vec::new();
    let mut at = first.0;
    while at < first.1 {
        let (matcher, arrow) = group(list, at, "a matcher in delimiters")?;
        if !list.is_op(arrow, first.1, "=>") {
            return Err(unexpected(list, arrow, "`=>`"));
        }
        let (template, after) = group(list, arrow + 2, "what the rule writes, in delimiters")?;
        found.push(rule(list, matcher, template, edition)?);
        at = after;
        if list.is_punct(at, b',') || list.is_punct(at, b';') {
            at += 1;
        }
    }
    Ok(found)
}

/// `attr(…) (…) => {…}` and `derive(…) => {…}` are for attributes and derives: no call meets them.
fn restricted_rule(list: &TokenList, at: usize) -> Option<usize> {
    let start = at + usize::from(list.is_word(at, "unsafe"));
    if !(list.is_word(start, "attr") || list.is_word(start, "derive")) {
        return None;
    }
    let mut after = start + 1;
    while after < list.tokens.len() && !list.is_punct(after, b';') {
        after = list.tree(after, list.tokens.len())?;
    }
    Some(after)
}

fn unexpected(list: &TokenList, at: usize, wanted: &str) -> MacroError {
    match at.min(list.tokens.len().saturating_sub(1)) {
        _ if list.tokens.is_empty() => {
            MacroError::new(format!("a macro definition ends where {wanted} must follow"), crate::source::Span::new(list.file, 0, 0))
        }
        last if at >= list.tokens.len() => {
            MacroError::new(format!("the macro definition ends where {wanted} must follow"), list.span(last))
        }
        at => MacroError::new(format!("expected {wanted} in the macro definition, found `{}`", list.text(at)), list.span(at)),
    }
}

/// The inside of the group at `at`, and the index after it.
fn group(list: &TokenList, at: usize, wanted: &str) -> Result<((usize, usize), usize), MacroError> {
    match list.tokens.get(at).map(|t| (t.kind, t.pair as usize)) {
        // A rule's side that was substituted as one unit.
        Some((TokenKind::Open(GroupKind::Fragment(_)), close)) => {
            let (inside, after) = group(list, at + 1, wanted)?;
            if after == close { Ok((inside, close + 1)) } else { Err(unexpected(list, after, wanted)) }
        }
        Some((TokenKind::Open(_), close)) => Ok(((at + 1, close), close + 1)),
        _ => Err(unexpected(list, at, wanted)),
    }
}

fn rule(list: &TokenList, matcher: (usize, usize), template: (usize, usize), edition: u16) -> Result<Rule, MacroError> {
    let mut compiler = Compiler { list, edition, names: Vec::new(), locs: Vec::new(), needs_parser: false };
    compiler.matcher(matcher.0, matcher.1, 0)?;
    compiler.locs.push(Loc::End);
    let template = compiler.template(template.0, template.1)?;
    Ok(Rule { matcher: compiler.locs, names: compiler.names, template, needs_parser: compiler.needs_parser })
}

struct Compiler<'l> {
    list: &'l TokenList,
    edition: u16,
    names: Vec<Box<str>>,
    locs: Vec<Loc>,
    needs_parser: bool,
}

impl Compiler<'_> {
    fn run(&self, at: usize, end: usize) -> Run {
        Run { at: at as u32, len: self.list.glued(at, end) as u32 }
    }

    fn is_name(&self, at: usize) -> bool {
        self.list.tokens.get(at).is_some_and(|t| matches!(t.kind, TokenKind::Ident | TokenKind::RawIdent))
    }

    fn matcher(&mut self, mut at: usize, end: usize, depth: u32) -> Result<(), MacroError> {
        let list = self.list;
        while at < end {
            match list.tokens[at].kind {
                // Documentation in a matcher means nothing.
                TokenKind::Punct(b'#') if list.tokens[at].made != 0 => {
                    at += 1 + usize::from(list.is_punct(at + 1, b'!'));
                    at = list.tokens[at].pair as usize + 1;
                }
                TokenKind::Punct(b'$') if at + 1 < end => at = self.matcher_dollar(at, end, depth)?,
                TokenKind::Open(GroupKind::Fragment(_)) | TokenKind::Close(GroupKind::Fragment(_)) => at += 1,
                TokenKind::Open(group) => {
                    let close = list.tokens[at].pair as usize;
                    self.locs.push(Loc::Open(group));
                    self.matcher(at + 1, close, depth)?;
                    self.locs.push(Loc::Close(group));
                    at = close + 1;
                }
                _ => {
                    let run = self.run(at, end);
                    self.locs.push(Loc::Token(run));
                    at += run.len as usize;
                }
            }
        }
        Ok(())
    }

    fn matcher_dollar(&mut self, at: usize, end: usize, depth: u32) -> Result<usize, MacroError> {
        let list = self.list;
        let next = at + 1;
        match list.tokens[next].kind {
            TokenKind::Open(GroupKind::Paren) => {
                let close = list.tokens[next].pair as usize;
                let (separator, repeat, after) = self.repeat(close + 1, end)?;
                let sequence = self.locs.len();
                let first_variable = self.names.len();
                self.locs.push(Loc::End);
                self.matcher(next + 1, close, depth + 1)?;
                let first = sequence as u32 + 1;
                match separator {
                    Some(separator) => self.locs.extend([Loc::SeparatorOrOut { separator }, Loc::Again { first }]),
                    None => self.locs.push(Loc::AgainOrOut { repeat, first }),
                }
                self.locs[sequence] = Loc::Sequence {
                    repeat,
                    first: first_variable as u32,
                    count: (self.names.len() - first_variable) as u32,
                    depth,
                    after: self.locs.len() as u32,
                };
                Ok(after)
            }
            TokenKind::Ident if list.text(next) == "crate" => {
                self.locs.push(Loc::DollarCrate);
                Ok(next + 1)
            }
            TokenKind::Ident | TokenKind::RawIdent => {
                if !list.is_op(next + 1, end, ":") || !self.is_name(next + 2) || next + 2 >= end {
                    return Err(MacroError::new(format!("`${}` has no fragment kind (`${0}:expr`)", list.text(next)), list.span(next)));
                }
                let Some(kind) = FragmentKind::named(list.text(next + 2), self.edition) else {
                    return Err(MacroError::new(
                        format!("`{}` is no fragment kind that is known", list.text(next + 2)),
                        list.span(next + 2),
                    ));
                };
                let name = list.text(next);
                if self.names.iter().any(|n| **n == *name) {
                    return Err(MacroError::new(format!("`${name}` is declared twice"), list.span(next)));
                }
                self.needs_parser |= kind.needs_parser();
                self.locs.push(Loc::Variable { kind, index: self.names.len() as u32, depth });
                self.names.push(name.into());
                Ok(next + 3)
            }
            TokenKind::Punct(b'$') => {
                self.locs.push(Loc::Token(Run { at: at as u32, len: 1 }));
                Ok(next + 1)
            }
            _ => {
                self.locs.push(Loc::Token(Run { at: at as u32, len: 1 }));
                Ok(next)
            }
        }
    }

    /// What follows `$(…)`: separator, operator, and the index after them.
    fn repeat(&self, at: usize, end: usize) -> Result<(Option<Run>, Repeat, usize), MacroError> {
        let list = self.list;
        let operator = |at: usize| {
            (at < end && list.glued(at, end) == 1)
                .then(|| match list.tokens[at].kind {
                    TokenKind::Punct(b'*') => Some(Repeat::Any),
                    TokenKind::Punct(b'+') => Some(Repeat::Some),
                    TokenKind::Punct(b'?') => Some(Repeat::Optional),
                    _ => None,
                })
                .flatten()
        };
        if let Some(repeat) = operator(at) {
            return Ok((None, repeat, at + 1));
        }
        if at < end && !matches!(list.tokens[at].kind, TokenKind::Open(_) | TokenKind::Close(_)) {
            let separator = self.run(at, end);
            let after = at + separator.len as usize;
            if let Some(repeat) = operator(after) {
                if repeat == Repeat::Optional {
                    return Err(MacroError::new("a repetition with `?` takes no separator", list.span(at)));
                }
                return Ok((Some(separator), repeat, after + 1));
            }
        }
        Err(unexpected(list, at, "`*`, `+` or `?` after `$(…)`"))
    }

    fn variable(&self, at: usize) -> Option<u32> {
        let name = self.list.text(at);
        self.names.iter().position(|n| **n == *name).map(|i| i as u32)
    }

    fn template(&mut self, mut at: usize, end: usize) -> Result<Vec<Part>, MacroError> {
        let list = self.list;
        let mut parts = Vec::new();
        while at < end {
            if list.tokens[at].kind != TokenKind::Punct(b'$') || at + 1 >= end {
                let run = self.run(at, end);
                parts.push(Part::Token(run));
                at += run.len as usize;
                continue;
            }
            let next = at + 1;
            match list.tokens[next].kind {
                TokenKind::Open(GroupKind::Paren) => {
                    let close = list.tokens[next].pair as usize;
                    let (separator, _, after) = self.repeat(close + 1, end)?;
                    let inside = self.template(next + 1, close)?;
                    let mut variables = Vec::new();
                    collect_variables(&inside, &mut variables);
                    parts.push(Part::Sequence { parts: inside, separator, variables, at: at as u32 });
                    at = after;
                }
                TokenKind::Open(GroupKind::Brace) => {
                    let close = list.tokens[next].pair as usize;
                    parts.push(self.metavariable_expression(next + 1, close)?);
                    at = close + 1;
                }
                TokenKind::Ident if list.text(next) == "crate" => {
                    parts.push(Part::DollarCrate(next as u32));
                    at = next + 1;
                }
                TokenKind::Ident | TokenKind::RawIdent => {
                    if let Some(index) = self.variable(next) {
                        parts.push(Part::Variable { index, at: next as u32 });
                    } else {
                        // A variable of a macro that this one defines.
                        parts.push(Part::Token(Run { at: at as u32, len: 1 }));
                        parts.push(Part::Token(Run { at: next as u32, len: 1 }));
                    }
                    at = next + 1;
                }
                TokenKind::Punct(b'$') => {
                    parts.push(Part::Token(Run { at: at as u32, len: 1 }));
                    at = next + 1;
                }
                _ => {
                    parts.push(Part::Token(Run { at: at as u32, len: 1 }));
                    at = next;
                }
            }
        }
        Ok(parts)
    }

    /// The inside of `${…}`.
    fn metavariable_expression(&self, at: usize, end: usize) -> Result<Part, MacroError> {
        let list = self.list;
        let known = at + 1 < end && self.is_name(at) && list.tokens[at + 1].kind == TokenKind::Open(GroupKind::Paren);
        if !known {
            return Err(unexpected(list, at, "`count(…)`, `ignore(…)`, `index()`, `len()` or `concat(…)` in `${…}`"));
        }
        let close = list.tokens[at + 1].pair as usize;
        let mut arguments: Vec<usize> = Vec::new();
        let mut arg = at + 2;
        while arg < close {
            arg += usize::from(list.is_punct(arg, b'$'));
            arguments.push(arg);
            arg += 1;
            if arg < close && !list.is_punct(arg, b',') {
                return Err(unexpected(list, arg, "`,`"));
            }
            arg += 1;
        }
        let name_at = at as u32;
        let number = |i: usize| arguments.get(i).and_then(|&a| list.text(a).parse::<u32>().ok());
        let variable = |i: usize| {
            let found = arguments.get(i).filter(|&&a| a < close).and_then(|&a| self.variable(a));
            found.ok_or_else(|| unexpected(list, arguments.get(i).copied().unwrap_or(close), "a variable of the macro"))
        };
        Ok(match list.text(at) {
            "count" => Part::Count { index: variable(0)?, depth: number(1), at: name_at },
            "ignore" => Part::Sequence { parts: Vec::new(), separator: None, variables: vec![variable(0)?], at: u32::MAX },
            "index" => Part::Index { depth: number(0).unwrap_or(0), at: name_at },
            "len" | "length" => Part::Len { depth: number(0).unwrap_or(0), at: name_at },
            "concat" => {
                let part = |&a: &usize| match self.variable(a).filter(|_| list.is_punct(a - 1, b'$')) {
                    Some(index) => ConcatPart::Variable(index),
                    None => ConcatPart::Text(list.text(a).trim_matches('"').into()),
                };
                Part::Concat { parts: arguments.iter().map(part).collect(), at: name_at }
            }
            _ => return Err(unexpected(list, at, "`count`, `ignore`, `index`, `len` or `concat` in `${…}`")),
        })
    }
}

/// The variables that decide how often a repetition around `parts` is written.
fn collect_variables(parts: &[Part], into: &mut Vec<u32>) {
    let mut add = |index: u32| {
        if !into.contains(&index) {
            into.push(index);
        }
    };
    for part in parts {
        match part {
            Part::Variable { index, .. } | Part::Count { index, .. } => add(*index),
            Part::Sequence { variables, .. } => variables.iter().for_each(|&v| add(v)),
            Part::Concat { parts, .. } => parts.iter().for_each(|p| {
                if let ConcatPart::Variable(index) = p {
                    add(*index);
                }
            }),
            Part::Token(_) | Part::DollarCrate(_) | Part::Index { .. } | Part::Len { .. } => {}
        }
    }
}
