//! Macros that the compiler builds in, or that only the standard library's own text defines.
//!
//! Whether a name means one of them is the caller's to decide. Each becomes what it means to an evaluation: an
//! ordinary expression where there is one (`assert!` is an `if` with a panic), else a [`Builtin`] with its
//! operands.

use super::ast::MacroCall;
use super::body::{Body, Builtin, ExprId, ExprKind, FormatPiece, FormatTemplate, Literal};
use super::builtin_format::{FormatArgs, parse_format};
use super::builtin_string::{concat, string_value, stringify};
use super::builtin_table::{self, PREFIX};
use super::macros::{MacroError, TokenList, lex};
use super::{SyntaxError, parse_expr_into, parse_exprs_into};
use crate::source::{Origin, SourceFile, Sources, Span, Symbol};

impl From<MacroError> for SyntaxError {
    fn from(error: MacroError) -> Self {
        Self { span: error.span, message: error.message }
    }
}

/// Built-in macros may write built-in macros: this deep, and no deeper.
const MAX_DEPTH: usize = 32;

/// Built-ins that no rule of the table describes.
pub(super) const LEAVES: &[&str] = &[
    "format_args",
    "const_format_args",
    "format_args_nl",
    "format",
    "print",
    "println",
    "eprint",
    "eprintln",
    "panic",
    "panic_2015",
    "panic_2021",
    "unreachable",
    "unreachable_2015",
    "unreachable_2021",
    "todo",
    "unimplemented",
    "vec",
    "concat",
    "stringify",
    "line",
    "column",
    "file",
    "module_path",
    "cfg",
    "env",
    "option_env",
    "include_str",
    "include_bytes",
    "include",
    "compile_error",
    "concat_bytes",
    "offset_of",
    "asm",
    "global_asm",
    "naked_asm",
    "trace_macros",
    "log_syntax",
];

/// Whether [`expand_builtin`] knows the macro `name`.
pub fn is_builtin(name: &str) -> bool {
    LEAVES.contains(&name) || is_feature_detection(name) || builtin_table::expression_rules(name).is_some()
}

/// Whether [`expand_builtin_items`] knows the macro `name`.
pub fn is_builtin_for_items(name: &str) -> bool {
    matches!(name, "compile_error" | "global_asm") || builtin_table::item_rules(name).is_some()
}

/// `is_x86_feature_detected` and its like.
fn is_feature_detection(name: &str) -> bool {
    name.starts_with("is_") && name.ends_with("_feature_detected")
}

/// What the call of the built-in macro `name` means, in the arenas of `body`. `None` where there is no such
/// built-in.
///
/// The operands of some are not expressions: `cfg!` has its predicate's text as a string literal; `asm!`,
/// `offset_of!` and `module_path!` have none.
///
/// # Errors
/// The argument is none that the macro takes; the place is in it where that is known.
pub fn expand_builtin(name: &str, call: &MacroCall, sources: &Sources, body: &mut Body) -> Option<Result<ExprId, SyntaxError>> {
    let name_span = call.path.segments.last().map_or(call.path.span, |s| s.name.span);
    Expander { call, sources, body, name_span, depth: 0 }.expand(name)
}

/// The items that the built-in macro `name` writes, as text with the origin of each token. `None` where there is
/// no built-in that writes items; some write none.
///
/// # Errors
/// The argument is none that the macro takes.
pub fn expand_builtin_items(name: &str, call: &MacroCall, sources: &Sources) -> Option<Result<(String, Vec<Origin>), SyntaxError>> {
    if matches!(name, "compile_error" | "global_asm") {
        return Some(Ok((String::new(), Vec::new())));
    }
    let name_span = call.path.segments.last().map_or(call.path.span, |s| s.name.span);
    let rules = builtin_table::item_rules(name)?;
    Some(rules.expand_written_at(sources, call.args, call.span, name_span).map_err(SyntaxError::from))
}

struct Expander<'e> {
    call: &'e MacroCall,
    sources: &'e Sources,
    body: &'e mut Body,
    /// Where the name of the macro stands that a person wrote.
    name_span: Span,
    depth: usize,
}

type Expanded = Result<ExprId, SyntaxError>;

impl Expander<'_> {
    fn expand(&mut self, name: &str) -> Option<Expanded> {
        if let Some(rules) = builtin_table::expression_rules(name) {
            let written = rules.expand_written_at(self.sources, self.call.args, self.call.span, self.name_span);
            return Some(written.map_err(SyntaxError::from).and_then(|(text, origins)| self.parse(text, origins)));
        }
        Some(match name {
            "format_args" | "const_format_args" | "format" | "print" | "println" | "eprint" | "eprintln" => self.format(name, false, ""),
            "format_args_nl" => self.format("format_args", false, "\n"),
            "panic" | "panic_2015" | "panic_2021" => self.format("panic", true, ""),
            "unreachable" | "unreachable_2015" | "unreachable_2021" => self.format("unreachable", true, ""),
            "todo" | "unimplemented" => self.format(name, true, ""),
            "vec" => self.vec(),
            "concat" => self.concat(),
            "stringify" => self.tokens().map(|list| {
                let text = stringify(self.sources, &list, 0, list.tokens.len());
                self.literal(Literal::Str(text))
            }),
            "line" | "column" => {
                let place = self.sources.line_column(self.outermost());
                let number = if name == "line" { place.line } else { place.column };
                Ok(self.literal(Literal::Int(u128::from(number), Some(Symbol::intern("u32")))))
            }
            "file" => {
                let file = self.sources.file(self.outermost().file);
                Ok(self.literal(Literal::Str(file.name.clone())))
            }
            "cfg" => self.tokens().map(|list| {
                let text = stringify(self.sources, &list, 0, list.tokens.len());
                let predicate = self.literal(Literal::Str(text));
                self.builtin("cfg", vec![predicate], None)
            }),
            "env" | "option_env" | "include_str" | "include_bytes" | "include" | "compile_error" | "concat_bytes" => self.operands(name),
            _ if is_feature_detection(name) => self.operands(name),
            "module_path" | "offset_of" | "asm" | "global_asm" | "naked_asm" | "trace_macros" | "log_syntax" => {
                Ok(self.builtin(name, Vec::new(), None))
            }
            _ => return None,
        })
    }

    fn tokens(&self) -> Result<TokenList, SyntaxError> {
        Ok(lex(self.sources, self.call.args)?)
    }

    fn builtin(&mut self, name: &str, args: Vec<ExprId>, format: Option<FormatTemplate>) -> ExprId {
        let builtin = Builtin { name: Symbol::intern(name), name_span: self.name_span, args, format };
        self.body.alloc_expr(ExprKind::Builtin(Box::new(builtin)), self.call.span)
    }

    fn literal(&mut self, literal: Literal) -> ExprId {
        self.body.alloc_expr(ExprKind::Lit(literal), self.call.span)
    }

    /// The invocation that a person wrote: what `line!` and `file!` speak of.
    fn outermost(&self) -> Span {
        self.sources.invocations(self.name_span).last().copied().unwrap_or(self.name_span)
    }

    /// Read what a rule of the table wrote, and the built-ins in it.
    fn parse(&mut self, text: String, origins: Vec<Origin>) -> Expanded {
        let len = text.len();
        let file = self.sources.add(SourceFile::expansion(text, origins, self.call.span));
        let text = self.sources.file(file).text.clone();
        let first = self.body.exprs.len();
        let root = parse_expr_into(file, &text, 0..len, self.body)?;
        // Operands of what is expanded here are read on the way, and looked at in their turn.
        let mut next = first;
        while next < self.body.exprs.len() {
            let index = next;
            next += 1;
            let ExprKind::Macro(call) = &self.body.exprs[index].kind else { continue };
            let Some(name) = call.path.segments.last().and_then(|s| s.name.name.as_str().strip_prefix(PREFIX)) else { continue };
            let call = call.clone();
            if self.depth >= MAX_DEPTH {
                return Err(SyntaxError { span: self.call.span, message: "built-in macros call one another too deeply here".to_owned() });
            }
            let mut inner =
                Expander { call: &call, sources: self.sources, body: self.body, name_span: self.name_span, depth: self.depth + 1 };
            let Some(expanded) = inner.expand(name) else { continue };
            let expanded = self.body.expr(expanded?).clone();
            self.body.exprs[index] = expanded;
        }
        Ok(root)
    }

    /// The expressions between commas in bytes `lo..hi` of the file.
    fn exprs(&mut self, lo: u32, hi: u32) -> Result<Vec<ExprId>, SyntaxError> {
        let file = self.sources.file(self.call.args.file);
        parse_exprs_into(self.call.args.file, &file.text, lo as usize..hi as usize, self.body)
    }

    fn operands(&mut self, name: &str) -> Expanded {
        let args = self.exprs(self.call.args.lo, self.call.args.hi)?;
        Ok(self.builtin(name, args, None))
    }

    fn concat(&mut self) -> Expanded {
        let list = self.tokens()?;
        match concat(self.sources, &list, 0, list.tokens.len()) {
            Some(text) => Ok(self.literal(Literal::Str(text))),
            None => self.operands("concat"),
        }
    }

    /// `vec![a, b]` and `vec![x; n]`: the operand is the array.
    fn vec(&mut self) -> Expanded {
        let list = self.tokens()?;
        let kind = match list.find_punct(0, list.tokens.len(), b';') {
            Some(at) => {
                let semicolon = list.span(at);
                let file = self.sources.file(self.call.args.file);
                let (lo, hi) = (self.call.args.lo as usize, self.call.args.hi as usize);
                let value = parse_expr_into(self.call.args.file, &file.text, lo..semicolon.lo as usize, self.body)?;
                let len = parse_expr_into(self.call.args.file, &file.text, semicolon.hi as usize..hi, self.body)?;
                ExprKind::Repeat { value, len }
            }
            None => ExprKind::Array(self.exprs(self.call.args.lo, self.call.args.hi)?),
        };
        let array = self.body.alloc_expr(kind, self.call.args);
        Ok(self.builtin("vec", vec![array], None))
    }

    /// The format family. `is_panic`: a message need not be there, and need not be a string.
    fn format(&mut self, name: &str, is_panic: bool, after: &str) -> Expanded {
        let list = self.tokens()?;
        let end = list.tokens.len();
        if end == 0 {
            let template = (!is_panic).then(FormatTemplate::default);
            return Ok(self.builtin(name, Vec::new(), template));
        }
        let comma = list.find_punct(0, end, b',');
        let Some(value) = string_value(self.sources, &list, 0, comma.unwrap_or(end)) else {
            // A payload, or a string that another macro makes: what it formats is not known.
            let lo = if is_panic { self.call.args.lo } else { comma.map_or(self.call.args.hi, |c| list.span(c).hi) };
            let mut args = self.exprs(lo, self.call.args.hi)?;
            self.split_names(&mut args);
            return Ok(self.builtin(name, args, None));
        };
        let mut args = match comma {
            Some(comma) => self.exprs(list.span(comma).hi, self.call.args.hi)?,
            None => Vec::new(),
        };
        let names = self.split_names(&mut args);
        let is_lone = args.is_empty();
        let mut args = FormatArgs { explicit: args.len(), args, names };
        let mut template = match parse_format(&value, &mut args, self.body) {
            Ok(template) => template,
            // Before edition 2021 a lone message is no format string.
            Err(_) if is_panic && is_lone => FormatTemplate { pieces: vec![FormatPiece::Text(value.text.clone())] },
            Err(error) => return Err(error),
        };
        if !after.is_empty() {
            match template.pieces.last_mut() {
                Some(FormatPiece::Text(text)) => text.push_str(after),
                _ => template.pieces.push(FormatPiece::Text(after.to_owned())),
            }
        }
        Ok(self.builtin(name, args.args, Some(template)))
    }

    /// Take the names off `name = value`.
    fn split_names(&self, args: &mut [ExprId]) -> Vec<(Symbol, usize)> {
        let mut names = Vec::new();
        for (index, arg) in args.iter_mut().enumerate() {
            if let ExprKind::Assign { lhs, rhs } = self.body.expr(*arg).kind
                && let ExprKind::Path(path) = &self.body.expr(lhs).kind
                && let [segment] = path.segments.as_slice()
            {
                names.push((segment.name.name, index));
                *arg = rhs;
            }
        }
        names
    }
}
