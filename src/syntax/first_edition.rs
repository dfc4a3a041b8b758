//! What only the 2015 edition can write, in the words of the later ones: `async`, `await`, `dyn` and `try` as names,
//! and parameters of trait methods without a name.
//!
//! The parser reads later editions only. What it does not read it is given again as this module rewrites it; what any
//! edition can write is read at the first attempt, so that no edition need be known here. Spans stay where they were.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};

/// The tokens in the words of later editions; `None` where they are the same.
pub(super) fn rewritten(tokens: TokenStream) -> Option<TokenStream> {
    let mut changed = false;
    let tokens = rewrite(tokens, &mut changed);
    changed.then_some(tokens)
}

fn rewrite(tokens: TokenStream, changed: &mut bool) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut is_trait = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(tree) = tokens.next() {
        match tree {
            TokenTree::Ident(word) => {
                is_trait |= word == "trait";
                if is_name(&word, tokens.peek()) {
                    *changed = true;
                    out.push(Ident::new_raw(&word.to_string(), word.span()).into());
                } else {
                    out.push(word.into());
                }
            }
            TokenTree::Group(group) => {
                let mut inside = rewrite(group.stream(), changed);
                if is_trait && group.delimiter() == Delimiter::Brace {
                    inside = with_named_params(inside, changed);
                    is_trait = false;
                }
                let mut again = Group::new(group.delimiter(), inside);
                again.set_span(group.span());
                out.push(again.into());
            }
            other => {
                is_trait &= !matches!(&other, TokenTree::Punct(punct) if punct.as_char() == ';');
                out.push(other);
            }
        }
    }
    out.into_iter().collect()
}

/// Whether a word that later became a keyword is a name here. `dyn` begins a type where one can follow it.
fn is_name(word: &Ident, next: Option<&TokenTree>) -> bool {
    match word.to_string().as_str() {
        "async" | "await" | "try" => true,
        "dyn" => match next {
            Some(TokenTree::Ident(_)) => false,
            Some(TokenTree::Punct(punct)) => !matches!(punct.as_char(), '\'' | '?' | '<' | ':') || is_alone(punct),
            _ => true,
        },
        _ => false,
    }
}

/// A colon that is not half of `::`.
fn is_alone(punct: &Punct) -> bool {
    punct.as_char() == ':' && punct.spacing() == Spacing::Alone
}

/// The items of a trait, `_:` before each parameter that is a type alone.
fn with_named_params(items: TokenStream, changed: &mut bool) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    // Parameters follow `fn` in the first parentheses; those of bounds on generics (`F: Fn(u8)`) stand in angle brackets.
    let (mut in_signature, mut depth) = (false, 0usize);
    for tree in items {
        match &tree {
            TokenTree::Ident(word) if word == "fn" => (in_signature, depth) = (true, 0),
            TokenTree::Punct(punct) => depth = depth_after(depth, punct, out.last()),
            TokenTree::Group(group) if in_signature && depth == 0 && group.delimiter() == Delimiter::Parenthesis => {
                let mut again = Group::new(Delimiter::Parenthesis, named_params(group.stream(), changed));
                again.set_span(group.span());
                out.push(again.into());
                in_signature = false;
                continue;
            }
            _ => {}
        }
        out.push(tree);
    }
    out.into_iter().collect()
}

/// How many angle brackets are open after `punct`; the end of `->` and `=>` closes none.
fn depth_after(depth: usize, punct: &Punct, before: Option<&TokenTree>) -> usize {
    let is_arrow = matches!(before, Some(TokenTree::Punct(p)) if matches!(p.as_char(), '-' | '=') && p.spacing() == Spacing::Joint);
    match punct.as_char() {
        '<' => depth + 1,
        '>' if !is_arrow => depth.saturating_sub(1),
        _ => depth,
    }
}

fn named_params(params: TokenStream, changed: &mut bool) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut param: Vec<TokenTree> = Vec::new();
    let mut depth = 0;
    for tree in params {
        if let TokenTree::Punct(punct) = &tree {
            if punct.as_char() == ',' && depth == 0 {
                out.append(&mut named(std::mem::take(&mut param), changed));
                out.push(tree);
                continue;
            }
            depth = depth_after(depth, punct, param.last());
        }
        param.push(tree);
    }
    out.append(&mut named(param, changed));
    out.into_iter().collect()
}

/// A parameter, with a name if it has none.
fn named(mut param: Vec<TokenTree>, changed: &mut bool) -> Vec<TokenTree> {
    let mut at = 0;
    while matches!(&param[at..], [TokenTree::Punct(hash), TokenTree::Group(_), ..] if hash.as_char() == '#') {
        at += 2;
    }
    if param.len() == at || has_name(&param[at..]) {
        return param;
    }
    *changed = true;
    let span = param[at].span();
    let mut colon = Punct::new(':', Spacing::Alone);
    colon.set_span(span);
    param.splice(at..at, [Ident::new("_", span).into(), colon.into()]);
    param
}

fn has_name(param: &[TokenTree]) -> bool {
    let (mut depth, mut after_colon) = (0, false);
    let mut is_receiver = true;
    for (index, tree) in param.iter().enumerate() {
        match tree {
            TokenTree::Punct(punct) => {
                let first_half = punct.as_char() == ':' && punct.spacing() == Spacing::Joint;
                if is_alone(punct) && !after_colon && depth == 0 {
                    return true;
                }
                after_colon = first_half && !after_colon;
                is_receiver &= matches!(punct.as_char(), '&' | '\'');
                depth = depth_after(depth, punct, index.checked_sub(1).map(|i| &param[i]));
                continue;
            }
            TokenTree::Ident(word) if word == "self" && is_receiver => return true,
            // The name of a lifetime, or `mut`.
            TokenTree::Ident(word) => {
                let is_lifetime = index > 0 && matches!(&param[index - 1], TokenTree::Punct(p) if p.as_char() == '\'');
                is_receiver &= is_lifetime || word == "mut";
            }
            _ => is_receiver = false,
        }
        after_colon = false;
    }
    // `...` of C's functions.
    matches!(param.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten_text(text: &str) -> Option<String> {
        rewritten(text.parse().unwrap()).map(|tokens| tokens.to_string())
    }

    #[test]
    fn names_and_parameters_of_2015() {
        for (old, new) in [
            ("fn async(dyn: u64) { await(dyn) }", "fn r#async(r#dyn: u64) { r#await(r#dyn) }"),
            ("fn f(try: bool) -> bool { try }", "fn f(r#try: bool) -> bool { r#try }"),
            ("trait A { fn a(&self, u8) -> bool; }", "trait A { fn a(&self, _: u8) -> bool; }"),
            ("trait A { fn a(&'a mut self, &str, Vec<(u8, u8)>); }", "trait A { fn a(&'a mut self, _: &str, _: Vec<(u8, u8)>); }"),
            ("trait A { fn a<F: Fn(u8) -> u8>(F, x: u8); }", "trait A { fn a<F: Fn(u8) -> u8>(_: F, x: u8); }"),
            (
                "trait A { fn a(self: Box<Self>, std::io::Error, #[a] u8); }",
                "trait A { fn a(self: Box<Self>, _: std::io::Error, #[a] _: u8); }",
            ),
            ("fn f(a: Box<dyn A>) { g(dyn) }", "fn f(a: Box<dyn A>) { g(r#dyn) }"),
        ] {
            let new: TokenStream = new.parse().unwrap();
            assert_eq!(rewritten_text(old), Some(new.to_string()), "{old}");
        }
    }

    #[test]
    fn what_later_editions_write_stays() {
        for text in [
            "trait A<T>: B where T: C { fn a(&self, x: u8, (a, b): (u8, u8), _: &dyn A, y: a::b::C) -> bool { f(x, y) } fn b(); }",
            "fn f(g: fn(u8, u8), h: &'static (dyn A + Send), i: &dyn ?Sized, j: &dyn for<'a> A, k: &dyn ::a::B) {}",
            "struct trait_of(u8, u8); impl A for B { fn a(&self) { (1, 2) } }",
        ] {
            assert_eq!(rewritten_text(text), None, "{text}");
        }
    }
}
