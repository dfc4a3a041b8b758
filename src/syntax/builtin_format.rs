//! Format strings: which argument each placeholder writes, and by which trait.

use super::SyntaxError;
use super::ast::{Ident, Path, Segment};
use super::body::{Body, ExprId, ExprKind, FormatPiece, FormatTemplate};
use super::builtin_string::StringValue;
use super::macros::{is_ident_continue, is_ident_start};
use crate::source::Symbol;

/// The arguments of a format macro besides its string.
pub(super) struct FormatArgs {
    /// In order; captured names are appended.
    pub(super) args: Vec<ExprId>,
    /// The names of those that have one (`name = value`).
    pub(super) names: Vec<(Symbol, usize)>,
    /// How many are written as arguments, named ones included: these may be meant by number.
    pub(super) explicit: usize,
}

/// Which argument is meant.
#[derive(Clone, Copy)]
enum Which<'t> {
    Next,
    Number(usize),
    Name(&'t str, usize),
}

struct FormatParser<'p> {
    value: &'p StringValue,
    args: &'p mut FormatArgs,
    body: &'p mut Body,
    at: usize,
    /// The next argument that `{}` takes.
    next: usize,
}

/// Read the format string `value`, with `args` as its arguments.
pub(super) fn parse_format(value: &StringValue, args: &mut FormatArgs, body: &mut Body) -> Result<FormatTemplate, SyntaxError> {
    let mut parser = FormatParser { value, args, body, at: 0, next: 0 };
    let mut pieces = Vec::new();
    let mut literal = String::new();
    while let Some(c) = parser.peek() {
        let begin = parser.at;
        parser.at += c.len_utf8();
        match (c, parser.peek()) {
            ('{', Some('{')) | ('}', Some('}')) => {
                parser.at += 1;
                literal.push(c);
            }
            ('{', _) => {
                if !literal.is_empty() {
                    pieces.push(FormatPiece::Text(std::mem::take(&mut literal)));
                }
                pieces.push(parser.placeholder(begin)?);
            }
            ('}', _) => return parser.error("this `}` of the format string closes nothing: write `}}` for the character", begin),
            _ => literal.push(c),
        }
    }
    if !literal.is_empty() {
        pieces.push(FormatPiece::Text(literal));
    }
    Ok(FormatTemplate { pieces })
}

impl<'p> FormatParser<'p> {
    fn rest(&self) -> &'p str {
        &self.value.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn error<T>(&self, message: &str, begin: usize) -> Result<T, SyntaxError> {
        Err(SyntaxError { span: self.value.place(begin, self.at.max(begin)), message: message.to_owned() })
    }

    /// What follows `{`.
    fn placeholder(&mut self, begin: usize) -> Result<FormatPiece, SyntaxError> {
        self.spaces();
        let which = self.which();
        self.spaces();
        let mut trait_name = "Display";
        let mut takes_precision = false;
        if self.eat(':') {
            self.flags();
            if let Some(width) = self.count() {
                self.resolve(width, begin)?;
            }
            if self.eat('.') {
                if self.eat('*') {
                    takes_precision = true;
                } else if let Some(precision) = self.count() {
                    self.resolve(precision, begin)?;
                } else {
                    let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
                    self.at += digits;
                }
            }
            trait_name = self.trait_name(begin)?;
        }
        self.spaces();
        if !self.eat('}') {
            return self.error("this placeholder of the format string has no `}` where it should end", begin);
        }
        // The precision comes first, then the value.
        if takes_precision {
            self.resolve(Which::Next, begin)?;
        }
        let arg = self.resolve(which.unwrap_or(Which::Next), begin)?;
        Ok(FormatPiece::Placeholder { arg, trait_name: Symbol::intern(trait_name), span: self.value.place(begin, self.at) })
    }

    /// A number or a name.
    fn which(&mut self) -> Option<Which<'p>> {
        let rest = self.rest();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 {
            self.at += digits;
            return Some(Which::Number(rest[..digits].parse().unwrap_or(usize::MAX)));
        }
        let raw = if rest.starts_with("r#") { 2 } else { 0 };
        let name = &rest[raw..];
        if !name.starts_with(is_ident_start) {
            return None;
        }
        let len = name.find(|c| !is_ident_continue(c)).unwrap_or(name.len());
        let at = self.at + raw;
        self.at += raw + len;
        Some(Which::Name(&name[..len], at))
    }

    /// Fill, alignment, sign, `#`, `0`.
    fn flags(&mut self) {
        let mut chars = self.rest().chars();
        let (first, second) = (chars.next(), chars.next());
        let aligns = |c: Option<char>| matches!(c, Some('<' | '^' | '>'));
        if let Some(fill) = first
            && aligns(second)
        {
            self.at += fill.len_utf8() + 1;
        } else if aligns(first) {
            self.at += 1;
        }
        let _ = self.eat('+') || self.eat('-');
        self.eat('#');
        // `0$` is a width, `05` a flag and a width.
        if self.rest().starts_with('0') && !self.rest().starts_with("0$") {
            self.at += 1;
        }
        let digits = self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 && !self.rest()[digits..].starts_with('$') {
            self.at += digits;
        }
    }

    /// `name$` or `0$`.
    fn count(&mut self) -> Option<Which<'p>> {
        let begin = self.at;
        let which = self.which();
        if which.is_some() && self.eat('$') {
            return which;
        }
        self.at = begin;
        None
    }

    fn trait_name(&mut self, begin: usize) -> Result<&'static str, SyntaxError> {
        let rest = self.rest();
        let len = rest.find(|c: char| c == '}' || c.is_whitespace()).unwrap_or(rest.len());
        let name = match &rest[..len] {
            "" => "Display",
            "?" | "x?" | "X?" => "Debug",
            "x" => "LowerHex",
            "X" => "UpperHex",
            "o" => "Octal",
            "b" => "Binary",
            "e" => "LowerExp",
            "E" => "UpperExp",
            "p" => "Pointer",
            _ => return self.error("this placeholder of the format string names no formatting that exists", begin),
        };
        self.at += len;
        Ok(name)
    }

    /// The index of the argument that is meant.
    fn resolve(&mut self, which: Which<'_>, begin: usize) -> Result<usize, SyntaxError> {
        match which {
            Which::Next => {
                self.next += 1;
                self.existing(self.next - 1, begin)
            }
            Which::Number(number) => self.existing(number, begin),
            Which::Name(name, at) => Ok(self.named(name, at)),
        }
    }

    fn existing(&self, number: usize, begin: usize) -> Result<usize, SyntaxError> {
        if number < self.args.explicit {
            return Ok(number);
        }
        self.error(&format!("the format string wants argument number {number}, but there are not that many"), begin)
    }

    fn named(&mut self, name: &str, at: usize) -> usize {
        let symbol = Symbol::intern(name);
        if let Some(found) = self.args.names.iter().find(|n| n.0 == symbol) {
            return found.1;
        }
        let span = self.value.place(at, at + name.len());
        let segment = Segment { name: Ident { name: symbol, span }, args: None };
        let path = Path { qself: None, global: false, segments: vec![segment], span };
        let index = self.args.args.len();
        self.args.args.push(self.body.alloc_expr(ExprKind::Path(path), span));
        self.args.names.push((symbol, index));
        index
    }
}
