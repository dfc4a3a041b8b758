//! Literals, with their values.

use super::Lower;
use crate::source::Symbol;
use crate::syntax::body::Literal;

impl Lower<'_> {
    /// The value, and whether a `-` is part of it (the parser joins them in patterns). `None` for what is no
    /// literal after all, or does not fit.
    pub(super) fn lit(&self, lit: &syn::Lit) -> Option<(Literal, bool)> {
        let plain = |literal| Some((literal, false));
        // The parser reads `\r\n` in strings as the compiler does, but for raw ones.
        let written = self.written(self.span(lit.span()));
        let raw = ["r", "br", "cr"].iter().any(|prefix| written.starts_with(prefix));
        match lit {
            syn::Lit::Str(lit) => plain(Literal::Str(if raw { unix_lines(lit.value()) } else { lit.value() })),
            syn::Lit::ByteStr(lit) => plain(Literal::ByteStr(if raw { unix_bytes(lit.value()) } else { lit.value() })),
            syn::Lit::CStr(lit) => plain(Literal::CStr(if raw { unix_bytes(lit.value().into_bytes()) } else { lit.value().into_bytes() })),
            syn::Lit::Byte(lit) => plain(Literal::Byte(lit.value())),
            syn::Lit::Char(lit) => plain(Literal::Char(lit.value())),
            syn::Lit::Bool(lit) => plain(Literal::Bool(lit.value)),
            syn::Lit::Int(lit) => number(lit.base10_digits(), lit.suffix(), false),
            syn::Lit::Float(lit) => number(lit.base10_digits(), lit.suffix(), true),
            _ => None,
        }
    }
}

fn number(digits: &str, suffix: &str, is_float: bool) -> Option<(Literal, bool)> {
    let (digits, negative) = digits.strip_prefix('-').map_or((digits, false), |digits| (digits, true));
    let symbol = (!suffix.is_empty()).then(|| Symbol::intern(suffix));
    let literal = if is_float || matches!(suffix, "f16" | "f32" | "f64" | "f128") {
        Literal::Float(digits.parse().ok()?, symbol)
    } else {
        Literal::Int(digits.parse().ok()?, symbol)
    };
    Some((literal, negative))
}

/// The compiler reads `\r\n` as `\n` before it looks at tokens.
fn unix_lines(text: String) -> String {
    if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text }
}

fn unix_bytes(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return bytes;
    }
    let next = bytes[1..].iter().copied().map(Some).chain([None]);
    bytes.iter().copied().zip(next).filter(|pair| *pair != (b'\r', Some(b'\n'))).map(|(byte, _)| byte).collect()
}
