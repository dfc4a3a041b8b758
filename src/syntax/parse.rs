//! The entry points: a text, or a range of one, is lexed, blanked, measured, parsed and lowered.
//!
//! No parser's type leaves this module, and none outlives a call: the parser's table of places, which is kept per
//! thread, is emptied after each call. Calls share no state, so files can be parsed in parallel.

use std::ops::Range;
use std::str::FromStr;

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

use super::ast::{Code, Delimiter, Items, Path, TypeRef};
use super::body::{Block, Body, ExprId, ExprKind, PatId, PatKind};
use super::first_edition;
use super::guard;
use super::lexer::{TokenKind, lex};
use super::lower::{Lower, items};
use super::outline::{Outline, pair};
use crate::source::{FileId, Span, Symbol};

/// A text that does not parse, or an item that is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong, in lower case.
    pub message: String,
}

/// A file's items, and what could not be read of it.
#[derive(Clone, Debug, Default)]
pub struct ParsedItems {
    /// What parsed. Where an item does not parse, the others are here.
    pub items: Items,
    /// What did not.
    pub errors: Vec<SyntaxError>,
}

/// Where associated items stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AssocContext {
    /// `trait T { … }`
    Trait,
    /// `impl T { … }`
    Impl,
    /// `extern { … }`
    Foreign,
}

const DOLLAR_CRATE: &str = "__looksalive_crate_";

/// The identifier that stands for `$crate` in a macro's expansion: `krate` is the number of the macro's crate.
pub fn dollar_crate(krate: u32) -> String {
    format!("{DOLLAR_CRATE}{krate}")
}

/// The crate's number if `name` is what [`dollar_crate`] makes.
pub fn as_dollar_crate(name: &str) -> Option<u32> {
    let digits = name.strip_prefix(DOLLAR_CRATE)?;
    let number = digits.parse().ok()?;
    (dollar_crate(number) == name).then_some(number)
}

/// The items of a file (real, or what a macro wrote). Function bodies, initialisers and macro arguments are not
/// looked into, beyond that their delimiters are paired.
pub fn parse_items(file: FileId, text: &str) -> ParsedItems {
    let whole = 0..text.len();
    let parsed = Source::new(file, text, whole, false).and_then(|source| source.parse_as(None));
    parsed.unwrap_or_else(|error| ParsedItems { items: Items::default(), errors: vec![error] })
}

/// The items that a macro wrote inside a trait, an impl or an `extern` block.
pub fn parse_assoc_items(file: FileId, text: &str, context: AssocContext) -> ParsedItems {
    let whole = 0..text.len();
    let parsed = Source::new(file, text, whole, false).and_then(|source| source.parse_as(Some(context)));
    parsed.unwrap_or_else(|error| ParsedItems { items: Items::default(), errors: vec![error] })
}

impl Source {
    /// As a file's items (`context` is `None`), or those of a trait, an impl or an `extern` block.
    pub(super) fn parse_as(&self, context: Option<AssocContext>) -> Result<ParsedItems, SyntaxError> {
        match context {
            None => self.parse(items::file, |lower, parsed| lower.file(parsed)),
            Some(context) => self.parse(|input: ParseStream<'_>| items::assoc_items(input, context), |lower, parsed| lower.file(parsed)),
        }
    }
}

/// The body `code` of a function, constant, discriminant or array length. `text` is the whole file's text,
/// `params` the spans of the parameters' patterns (an empty one is `_`). What does not parse is `Error` in the
/// body, and told.
pub fn parse_body(file: FileId, text: &str, params: &[Span], code: Code) -> (Body, Vec<SyntaxError>) {
    let mut body = Body::default();
    let mut errors = Vec::new();
    for &param in params {
        let pat = parse_param(file, text, param, &mut body).unwrap_or_else(|error| {
            errors.push(error);
            body.alloc_pat(PatKind::Error, param)
        });
        body.params.push(pat);
    }
    let root = match parse_code(file, text, code.span, &mut body) {
        Ok((root, mut unknown)) => {
            errors.append(&mut unknown);
            root
        }
        Err(error) => {
            errors.push(error);
            body.alloc_expr(ExprKind::Error, code.span)
        }
    };
    body.root = Some(root);
    (body, errors)
}

fn parse_param(file: FileId, text: &str, span: Span, body: &mut Body) -> Result<PatId, SyntaxError> {
    let written = text.get(span.range()).unwrap_or_default();
    if written.is_empty() || written == "_" {
        return Ok(body.alloc_pat(PatKind::Wild, span));
    }
    let (mutable, name) = written.strip_prefix("mut ").map_or((false, written), |name| (true, name));
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
    if plain && syn::parse_str::<syn::Ident>(name).is_ok() {
        let at = Span::new(file, span.hi - name.len() as u32, span.hi);
        let name = super::ast::Ident { name: Symbol::intern(name), span: at };
        return Ok(body.alloc_pat(PatKind::Bind { name, by_ref: false, mutable, sub: None }, span));
    }
    parse_pat_into(file, text, span.range(), body)
}

/// A block with its braces, or an expression.
fn parse_code(file: FileId, text: &str, span: Span, body: &mut Body) -> Result<(ExprId, Vec<SyntaxError>), SyntaxError> {
    let source = Source::new(file, text, span.range(), true)?;
    if source.is_block {
        source.parse_into(body, syn::Block::parse_outer, |lower, block| lower.plain_block(&block))
    } else {
        source.parse_into(body, <syn::Expr as syn::parse::Parse>::parse, |lower, expr| lower.expr(&expr).id)
    }
}

/// `syn::Block` as a parser function.
trait ParseOuter: Sized {
    fn parse_outer(input: ParseStream<'_>) -> syn::Result<Self>;
}

impl ParseOuter for syn::Block {
    fn parse_outer(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse()
    }
}

/// One expression.
pub fn parse_expr_into(file: FileId, text: &str, range: Range<usize>, body: &mut Body) -> Result<ExprId, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.only(body, <syn::Expr as syn::parse::Parse>::parse, |lower, expr| lower.expr(&expr).id)
}

/// Expressions separated by commas; a comma may stand at the end.
pub fn parse_exprs_into(file: FileId, text: &str, range: Range<usize>, body: &mut Body) -> Result<Vec<ExprId>, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.only(
        body,
        |input: ParseStream<'_>| input.parse_terminated(<syn::Expr as syn::parse::Parse>::parse, syn::Token![,]),
        |lower, exprs| lower.list(&exprs),
    )
}

/// Statements with an optional value at the end, without braces around them.
pub fn parse_stmts_into(file: FileId, text: &str, range: Range<usize>, body: &mut Body) -> Result<Block, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.only(body, statements, |lower, stmts| lower.block_of(&stmts))
}

/// Statements; the last may lack the `;` that stands behind the macro call which wrote it (`let a = b`).
fn statements(input: ParseStream<'_>) -> syn::Result<Vec<syn::Stmt>> {
    let ahead = input.fork();
    let error = match ahead.call(syn::Block::parse_within) {
        Ok(stmts) => {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            return Ok(stmts);
        }
        Err(error) => error,
    };
    let mut tokens: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
    let mut end = Punct::new(';', Spacing::Alone);
    end.set_span(tokens.last().map_or_else(proc_macro2::Span::call_site, TokenTree::span));
    tokens.push(end.into());
    syn::Block::parse_within.parse2(tokens.into_iter().collect()).map_err(|_| error)
}

/// One pattern, alternatives included.
pub fn parse_pat_into(file: FileId, text: &str, range: Range<usize>, body: &mut Body) -> Result<PatId, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.only(body, syn::Pat::parse_multi_with_leading_vert, |lower, pat| lower.pat(&pat))
}

/// One type.
pub fn parse_type(file: FileId, text: &str, range: Range<usize>) -> Result<TypeRef, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.parse(<syn::Type as syn::parse::Parse>::parse, |lower, ty| lower.ty(&ty))
}

/// One path, with generic arguments (`a::b<T>` and `a::b::<T>` alike, `Fn(A) -> B`) or without.
pub fn parse_path(file: FileId, text: &str, range: Range<usize>) -> Result<Path, SyntaxError> {
    let source = Source::new(file, text, range, true)?;
    source.parse(path_or_sugar, |lower, (qself, path)| lower.path(&path, qself.as_ref()))
}

/// A path as in a type; where that does not reach to the end, as in a bound, which may have `Fn` sugar.
fn path_or_sugar(input: ParseStream<'_>) -> syn::Result<(Option<syn::QSelf>, syn::Path)> {
    let ahead = input.fork();
    match ahead.parse::<syn::TypePath>() {
        Ok(ty) if ahead.is_empty() || ty.qself.is_some() => {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            Ok((ty.qself, ty.path))
        }
        _ => input.parse::<syn::TraitBound>().map(|bound| (None, bound.path)),
    }
}

/// A stretch of text that is ready for the parser.
pub(super) struct Source {
    pub(super) file: FileId,
    /// Where the stretch begins in the file.
    pub(super) base: u32,
    /// The stretch, blanked.
    pub(super) blanked: String,
    /// Whether it is one braced group and nothing else.
    pub(super) is_block: bool,
    pub(super) load: guard::Load,
}

impl Source {
    pub(super) fn new(file: FileId, text: &str, range: Range<usize>, in_body: bool) -> Result<Self, SyntaxError> {
        let base = u32::try_from(range.start).unwrap_or(u32::MAX);
        let error = |lo: u32, hi: u32, message: &str| SyntaxError { span: Span::new(file, lo, hi), message: message.to_owned() };
        if u32::try_from(text.len()).is_err() {
            return Err(error(0, 0, "the file has more than four thousand million bytes"));
        }
        let Some(text) = text.get(range) else {
            return Err(error(0, 0, "the range does not lie between characters of the file"));
        };
        let lexed = lex(text);
        if let Some(wrong) = &lexed.error {
            return Err(error(base + wrong.lo, base + wrong.hi, wrong.message));
        }
        let tokens = &lexed.tokens;
        let partners = pair(tokens).map_err(|wrong| {
            let token = tokens[wrong.token];
            error(base + token.lo, base + token.hi, &wrong.message)
        })?;
        let outline = Outline::new(text, tokens, &partners, in_body);
        let load = guard::measure(text, tokens, &outline.hidden)
            .map_err(|wrong| error(base + wrong.token.lo, base + wrong.token.hi, &wrong.message))?;
        let is_block = tokens.first().is_some_and(|t| t.kind == TokenKind::Open(Delimiter::Brace))
            && partners.first().is_some_and(|&partner| partner as usize + 1 == tokens.len());
        Ok(Self { file, base, blanked: outline.blanked(&lexed), is_block, load })
    }

    pub(super) fn parse<P: Parser + Copy + Send + Sync, T: Send>(
        &self,
        parser: P,
        lower: impl FnOnce(&mut Lower<'_>, P::Output) -> T + Send,
    ) -> Result<T, SyntaxError> {
        self.only(&mut Body::default(), parser, lower)
    }

    /// As [`Self::parse_into`], for callers to whom the `Error` nodes in the body say enough.
    fn only<P: Parser + Copy + Send + Sync, T: Send>(
        &self,
        body: &mut Body,
        parser: P,
        lower: impl FnOnce(&mut Lower<'_>, P::Output) -> T + Send,
    ) -> Result<T, SyntaxError> {
        self.parse_into(body, parser, lower).map(|(parsed, _)| parsed)
    }

    /// Parse, and lower what came out into the arenas of `body`; also what could not be lowered.
    fn parse_into<P: Parser + Copy + Send + Sync, T: Send>(
        &self,
        body: &mut Body,
        parser: P,
        lower: impl FnOnce(&mut Lower<'_>, P::Output) -> T + Send,
    ) -> Result<(T, Vec<SyntaxError>), SyntaxError> {
        self.load.run(|| {
            let result = self.parse_here(body, parser, lower);
            proc_macro2::extra::invalidate_current_thread_spans();
            result
        })
    }

    fn parse_here<P: Parser + Copy, T>(
        &self,
        body: &mut Body,
        parser: P,
        lower: impl FnOnce(&mut Lower<'_>, P::Output) -> T,
    ) -> Result<(T, Vec<SyntaxError>), SyntaxError> {
        let mut lowering = Lower::new(self.file, self.base, &self.blanked, body);
        let tokens = TokenStream::from_str(&self.blanked)
            .map_err(|e| SyntaxError { span: lowering.span(e.span()), message: "no token of rust begins here".to_owned() })?;
        let again = || TokenStream::from_str(&self.blanked).ok().and_then(first_edition::rewritten);
        let parsed = parser.parse2(tokens).or_else(|error| again().and_then(|tokens| parser.parse2(tokens).ok()).ok_or(error));
        match parsed {
            Ok(parsed) => {
                let lowered = lower(&mut lowering, parsed);
                Ok((lowered, lowering.errors))
            }
            Err(error) => Err(lowering.error(&error)),
        }
    }
}
