//! By what names an `impl` can be found: the trait's and the type's, as written.

use super::Skim;
use crate::source::Symbol;
use crate::syntax::lexer::TokenKind;

/// The names in an impl's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImplKey {
    /// The last name of the trait's path, if it implements one.
    pub of_trait: Option<Symbol>,
    /// The type.
    pub this: SelfName,
}

/// By what name an impl's type can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfName {
    /// The last name of a path.
    Named(Symbol),
    /// One of the impl's parameters: it is for any type.
    Param,
    /// It has none: a reference, tuple, slice, object, ….
    Other,
}

impl Skim<'_, '_> {
    /// The names of the header `from..open` (after `impl`), and whether it is a negative one. `None` where they are not
    /// plain to see.
    pub(super) fn impl_key(&self, from: usize, open: usize) -> (Option<ImplKey>, bool) {
        let mut at = from;
        let mut params = Vec::new();
        if self.is_punct(at, b'<') {
            match self.angles(at, &mut params) {
                Some(end) => at = end,
                None => return (None, false),
            }
        }
        let is_negative = self.is_punct(at, b'!') && at + 1 < open && self.word(at + 1) != "for";
        if is_negative || self.word(at) == "const" {
            at += 1;
        }
        // `for` at the top, unless it binds lifetimes.
        let mut split = None;
        let mut end = open;
        let (mut seek, mut angles) = (at, 0usize);
        while seek < open {
            match self.tokens[seek].kind {
                TokenKind::Open(_) => seek = self.partner(seek),
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(seek) => angles = angles.saturating_sub(1),
                TokenKind::Ident if angles == 0 => match self.word(seek) {
                    "for" if split.is_none() && !self.is_punct(seek + 1, b'<') => split = Some(seek),
                    "where" => {
                        end = seek;
                        break;
                    }
                    _ => {}
                },
                _ => {}
            }
            seek += 1;
        }
        let of_trait = match split {
            Some(split) => match self.last_name(at, split) {
                Some((name, _)) => Some(name),
                None => return (None, is_negative),
            },
            None => None,
        };
        let this = match self.last_name(split.map_or(at, |split| split + 1), end) {
            Some((name, true)) if params.contains(&name) => SelfName::Param,
            Some((name, _)) if name != "Self" => SelfName::Named(name),
            _ => SelfName::Other,
        };
        (Some(ImplKey { of_trait, this }), is_negative)
    }

    /// The name of the type that an alias stands for, of what follows the alias's name.
    pub(super) fn alias_target(&self, from: usize, semicolon: usize) -> Option<Symbol> {
        let mut at = from;
        let mut angles = 0usize;
        loop {
            match self.kind(at).filter(|_| at < semicolon)? {
                TokenKind::Punct(b'=') if angles == 0 => break,
                TokenKind::Punct(b'<') => angles += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(at) => angles = angles.checked_sub(1)?,
                TokenKind::Open(_) => at = self.partner(at),
                _ => {}
            }
            at += 1;
        }
        self.last_name(at + 1, semicolon).map(|(name, _)| name)
    }

    /// The last name of the path that the tokens `from..to` are, and whether it is the only one.
    fn last_name(&self, from: usize, to: usize) -> Option<(Symbol, bool)> {
        let mut at = if self.is_colons(from) { from + 2 } else { from };
        let mut is_only = at == from;
        loop {
            if matches!(self.word(at), "dyn" | "impl" | "fn" | "unsafe" | "extern" | "for") {
                return None;
            }
            let name = self.ident(at).filter(|_| at < to)?;
            at += 1;
            if at < to && self.is_colons(at) && !self.is_punct(at + 2, b'<') {
                is_only = false;
                at += 2;
                continue;
            }
            let args = if self.is_colons(at) { at + 2 } else { at };
            if args < to && self.is_punct(args, b'<') {
                at = self.angles(args, &mut Vec::new())?;
                if at < to && self.is_colons(at) {
                    is_only = false;
                    at += 2;
                    continue;
                }
            }
            // `Fn(A) -> B` is a trait's name; `name!(…)` is no path.
            let is_path = at >= to || matches!(self.tokens[at].kind, TokenKind::Open(_));
            return is_path.then_some((name.name, is_only));
        }
    }

    /// From `<` to behind its `>`; the names of parameters that are declared between.
    fn angles(&self, from: usize, params: &mut Vec<Symbol>) -> Option<usize> {
        let (mut at, mut depth) = (from, 0usize);
        loop {
            match self.kind(at)? {
                TokenKind::Punct(b'<') => depth += 1,
                TokenKind::Punct(b'>') if !self.is_arrow(at) => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                TokenKind::Open(_) => at = self.partner(at),
                TokenKind::Ident | TokenKind::RawIdent if depth == 1 => {
                    let is_first = at == from + 1 || self.is_punct(at - 1, b',') || self.word(at - 1) == "const";
                    let attributed = matches!(self.kind(at - 1), Some(TokenKind::Close(_)));
                    if (is_first || attributed) && self.word(at) != "const" {
                        params.extend(self.ident(at).map(|name| name.name));
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }
}
