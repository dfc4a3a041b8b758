//! One item: what its words say that it is, and where it ends.

use super::{MAX_NESTING, Skim, SkimItem, SkimKind};
use crate::source::Span;
use crate::syntax::AssocContext;
use crate::syntax::ast::Delimiter;
use crate::syntax::lexer::TokenKind;

impl Skim<'_, '_> {
    /// The item that begins here; `None` where its form is not known, or it is broken.
    pub(super) fn item(&mut self, context: Option<AssocContext>, depth: u32) -> Option<SkimItem> {
        if depth > MAX_NESTING {
            return None;
        }
        let mut head = self.head()?;
        let first = head.first;
        // Words before the one that says what it is.
        let mut at = first;
        let (mut is_unsafe, mut is_auto) = (false, false);
        let word = loop {
            let word = self.word(at);
            match word {
                "unsafe" => is_unsafe = true,
                "auto" if self.word(at + 1) == "trait" => is_auto = true,
                "default" | "safe" | "async" if self.kind(at + 1) == Some(TokenKind::Ident) => {}
                "const" if matches!(self.word(at + 1), "fn" | "unsafe" | "async" | "extern") => {}
                "extern" if self.word(at + 1) == "fn" => {}
                "extern" if self.kind(at + 1) == Some(TokenKind::Literal) && self.word(at + 2) == "fn" => at += 1,
                word => break word,
            }
            at += 1;
        };
        let in_module = context.is_none();
        let (name, last, kind) = match word {
            "fn" => {
                let name = self.ident(at + 1)?;
                let (last, braces) = self.to_braces(at + 2)?;
                let late = self.late(first, last, braces, context);
                if let Some(open) = braces {
                    let end = self.end;
                    (self.at, self.end) = (open + 1, self.partner(open));
                    head.attrs.append(&mut self.inner_attrs());
                    self.end = end;
                }
                (name, braces.map_or(last, |open| self.partner(open)), SkimKind::Fn(late))
            }
            "struct" | "union" | "enum" if in_module && !self.is_punct(at + 1, b'!') => {
                let name = self.ident(at + 1)?;
                let (last, braces) = self.to_braces(at + 2)?;
                let last = braces.map_or(last, |open| self.partner(open));
                let late = self.late(first, last, None, context);
                let kind = match (word, braces) {
                    ("struct", _) => SkimKind::Struct(late, braces.is_none()),
                    ("union", Some(_)) => SkimKind::Union(late),
                    ("enum", Some(_)) => SkimKind::Enum(late),
                    _ => return None,
                };
                (name, last, kind)
            }
            "trait" if in_module => {
                let name = self.ident(at + 1)?;
                let (last, braces) = self.to_braces(at + 2)?;
                let header = self.late(first, last, braces, context);
                match braces {
                    Some(open) => {
                        let (mut inner, items) = self.group(open, Some(AssocContext::Trait), depth);
                        head.attrs.append(&mut inner);
                        (name, self.at - 1, SkimKind::Trait { header, is_auto, items })
                    }
                    None => (name, last, SkimKind::TraitAlias(header)),
                }
            }
            "impl" if in_module => {
                let (last, braces) = self.to_braces(at + 1)?;
                let open = braces?;
                let header = self.late(first, last, braces, context);
                let (key, is_negative) = self.impl_key(at + 1, open);
                let (mut inner, items) = self.group(open, Some(AssocContext::Impl), depth);
                head.attrs.append(&mut inner);
                (self.nameless(head.start), self.at - 1, SkimKind::Impl { header, key, is_negative, is_unsafe, items })
            }
            "type" => {
                let name = self.ident(at + 1)?;
                let last = self.to_semicolon(at + 2)?;
                (name, last, SkimKind::TypeAlias(self.late(first, last, None, context), self.alias_target(at + 2, last)))
            }
            "const" if self.is_punct(at + 2, b':') => {
                let name = self.ident(at + 1)?;
                let last = self.to_semicolon(at + 2)?;
                (name, last, SkimKind::Const(self.late(first, last, None, context)))
            }
            "static" => {
                let mutable = self.word(at + 1) == "mut";
                let place = if mutable { at + 2 } else { at + 1 };
                let name = self.ident(place).filter(|_| self.is_punct(place + 1, b':'))?;
                let last = self.to_semicolon(place + 1)?;
                (name, last, SkimKind::Static(self.late(first, last, None, context), mutable))
            }
            "mod" if in_module => {
                let name = self.ident(at + 1)?;
                if self.is_punct(at + 2, b';') {
                    (name, at + 2, SkimKind::Mod(None))
                } else if self.is_open(at + 2, Delimiter::Brace) {
                    let (mut inner, items) = self.group(at + 2, None, depth);
                    head.attrs.append(&mut inner);
                    (name, self.at - 1, SkimKind::Mod(Some(items)))
                } else {
                    return None;
                }
            }
            "use" if in_module => {
                let last = self.to_semicolon(at + 1)?;
                (self.nameless(head.start), last, SkimKind::Use(self.use_tree(at + 1, last)?))
            }
            "extern" if in_module && self.word(at + 1) == "crate" => {
                let krate = self.ident(at + 2)?;
                let last = self.to_semicolon(at + 3)?;
                let name = match last - (at + 3) {
                    0 => krate,
                    2 if self.word(at + 3) == "as" => self.ident(at + 4)?,
                    _ => return None,
                };
                (name, last, SkimKind::ExternCrate(krate.name))
            }
            "extern" if in_module => {
                let open = if self.kind(at + 1) == Some(TokenKind::Literal) { at + 2 } else { at + 1 };
                if !self.is_open(open, Delimiter::Brace) {
                    return None;
                }
                let (mut inner, items) = self.group(open, Some(AssocContext::Foreign), depth);
                head.attrs.append(&mut inner);
                (self.nameless(head.start), self.at - 1, SkimKind::ForeignMod(items))
            }
            "macro" if in_module && self.ident(at + 1).is_some() => {
                let name = self.ident(at + 1)?;
                let open = if self.is_open(at + 2, Delimiter::Paren) { self.partner(at + 2) + 1 } else { at + 2 };
                if !self.is_open(open, Delimiter::Brace) {
                    return None;
                }
                let last = self.partner(open);
                (name, last, SkimKind::Macro2(self.span(at + 2, last)))
            }
            "macro_rules" if self.is_punct(at + 1, b'!') && self.ident(at + 2).is_some() => {
                let name = self.ident(at + 2)?;
                let (last, args, _) = self.macro_group(at + 3)?;
                (name, last, SkimKind::MacroRules(args))
            }
            _ if at == first => {
                let (last, call) = self.macro_call(first)?;
                (self.nameless(head.start), last, SkimKind::MacroCall(call))
            }
            _ => return None,
        };
        self.at = last + 1;
        let span = Span::new(self.file, head.start, self.tokens[last].hi);
        Some(SkimItem { attrs: head.attrs, vis: head.vis, name, span, kind })
    }
}
