//! What a rewrite must know of a file's code: items, functions, statements and tokens, as ranges of bytes.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Where a function stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// At the top of the file.
    Top,
    /// In an inline module.
    Module,
    /// In an `impl` of a type's own methods.
    Inherent,
    /// In a trait or its `impl`.
    Trait,
}

/// A function with a body.
pub struct Function {
    /// With attributes and documentation.
    pub whole: Range<usize>,
    pub home: Home,
    pub vis: Range<usize>,
    pub attrs: Vec<syn::Attribute>,
    pub sig: syn::Signature,
    /// What stands between the braces.
    pub body: Range<usize>,
    /// Of the body and its nested blocks.
    pub statements: Vec<Statement>,
}

/// A statement of a body.
pub struct Statement {
    pub range: Range<usize>,
    /// Whether it is an expression with a semicolon behind it, of which no control leaves.
    pub is_closed: bool,
    /// What a `let` without `else` begins with.
    pub value: Option<Range<usize>>,
}

/// A file's code.
pub struct Code {
    pub items: Vec<syn::Item>,
    pub functions: Vec<Function>,
    /// Every token but the delimiters of groups, in order.
    pub tokens: Vec<Token>,
}

/// A token that is no delimiter.
#[derive(Clone, Debug)]
pub struct Token {
    pub range: Range<usize>,
    pub text: String,
    pub is_ident: bool,
}

/// The range of something parsed.
pub fn range(spanned: &impl syn::spanned::Spanned) -> Range<usize> {
    spanned.span().byte_range()
}

impl Code {
    /// `None` where the text does not parse, or begins with what the parser strips.
    pub fn parse(text: &str) -> Option<Self> {
        if text.starts_with('\u{feff}') || text.starts_with("#!/") {
            return None;
        }
        let file = syn::parse_file(text).ok()?;
        let mut code = Self { items: Vec::new(), functions: Vec::new(), tokens: Vec::new() };
        code.add_items(&file.items, Home::Top);
        code.items = file.items;
        let stream: TokenStream = text.parse().ok()?;
        code.add_tokens(text, stream);
        Some(code)
    }

    fn add_tokens(&mut self, file: &str, stream: TokenStream) {
        for tree in stream {
            match tree {
                TokenTree::Group(group) => self.add_tokens(file, group.stream()),
                leaf => {
                    let is_ident = matches!(leaf, TokenTree::Ident(_));
                    let (range, text) = (leaf.span().byte_range(), leaf.to_string());
                    // Documentation is comments that the parser makes tokens of.
                    if file.get(range.clone()) == Some(text.as_str()) {
                        self.tokens.push(Token { range, text, is_ident });
                    }
                }
            }
        }
    }

    fn add_items(&mut self, items: &[syn::Item], home: Home) {
        for item in items {
            match item {
                syn::Item::Fn(f) => self.add(range(f), home, range(&f.vis), &f.attrs, &f.sig, &f.block),
                syn::Item::Mod(module) => {
                    if let Some((_, items)) = &module.content {
                        self.add_items(items, Home::Module);
                    }
                }
                syn::Item::Impl(block) => {
                    let home = if block.trait_.is_some() { Home::Trait } else { Home::Inherent };
                    for item in &block.items {
                        if let syn::ImplItem::Fn(f) = item {
                            self.add(range(f), home, range(&f.vis), &f.attrs, &f.sig, &f.block);
                        }
                    }
                }
                syn::Item::Trait(item) => {
                    for item in &item.items {
                        if let syn::TraitItem::Fn(syn::TraitItemFn { default: Some(block), sig, attrs, .. }) = item {
                            self.add(range(item), Home::Trait, 0..0, attrs, sig, block);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn add(
        &mut self,
        whole: Range<usize>,
        home: Home,
        vis: Range<usize>,
        attrs: &[syn::Attribute],
        sig: &syn::Signature,
        block: &syn::Block,
    ) {
        let outer = range(block);
        let mut statements = Vec::new();
        add_statements(block, &mut statements);
        let body = outer.start + 1..outer.end - 1;
        let vis = if vis.is_empty() { whole.start..whole.start } else { vis };
        self.functions.push(Function { whole, home, vis, attrs: attrs.to_vec(), sig: sig.clone(), body, statements });
    }

    /// Whether some token has this text.
    pub fn mentions(&self, text: &str) -> bool {
        self.tokens.iter().any(|token| token.text == text)
    }
}

fn add_statements(block: &syn::Block, out: &mut Vec<Statement>) {
    for stmt in &block.stmts {
        let is_closed = match stmt {
            syn::Stmt::Expr(expr, Some(_)) => {
                let kind = matches!(expr, syn::Expr::Call(_) | syn::Expr::MethodCall(_) | syn::Expr::Assign(_) | syn::Expr::Binary(_));
                kind && !has_word(quoted(expr), "#") && !leaves(quoted(expr))
            }
            _ => false,
        };
        let value = match stmt {
            syn::Stmt::Local(syn::Local { init: Some(syn::LocalInit { expr, diverge: None, .. }), .. }) => Some(range(expr)),
            _ => None,
        };
        out.push(Statement { range: range(stmt), is_closed, value });
        match stmt {
            syn::Stmt::Expr(expr, _) => add_blocks(expr, out),
            syn::Stmt::Local(syn::Local { init: Some(init), .. }) => add_blocks(&init.expr, out),
            _ => {}
        }
    }
}

fn add_blocks(expr: &syn::Expr, out: &mut Vec<Statement>) {
    match expr {
        syn::Expr::Block(e) => add_statements(&e.block, out),
        syn::Expr::Unsafe(e) => add_statements(&e.block, out),
        syn::Expr::Loop(e) => add_statements(&e.body, out),
        syn::Expr::While(e) => add_statements(&e.body, out),
        syn::Expr::ForLoop(e) => add_statements(&e.body, out),
        syn::Expr::If(e) => {
            add_statements(&e.then_branch, out);
            if let Some((_, other)) = &e.else_branch {
                add_blocks(other, out);
            }
        }
        syn::Expr::Match(e) => e.arms.iter().for_each(|arm| add_blocks(&arm.body, out)),
        _ => {}
    }
}

/// What is parsed, as tokens.
pub fn quoted(tokens: &impl quote::ToTokens) -> TokenStream {
    tokens.to_token_stream()
}

/// Whether control may leave these tokens, or they wait for a future.
pub fn leaves(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => leaves(group.stream()),
        TokenTree::Ident(ident) => ["return", "break", "continue", "await", "yield"].iter().any(|word| ident == word),
        TokenTree::Punct(punct) => punct.as_char() == '?',
        TokenTree::Literal(_) => false,
    })
}

/// Whether the tokens hold this word.
pub fn has_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => group.delimiter() != Delimiter::None && has_word(group.stream(), word),
        leaf => leaf.to_string() == word,
    })
}

/// A function's parameters as a call hands them on.
pub struct Handed {
    /// What the function's own signature must say, where a pattern has no name.
    pub names: Vec<(Range<usize>, String)>,
    /// `a, b`
    pub arguments: Vec<String>,
}

impl Function {
    /// Where a visibility stands, or would.
    pub fn vis_start(&self) -> usize {
        range(&self.sig).start
    }

    pub fn name(&self) -> String {
        self.sig.ident.to_string()
    }

    /// Whether its body can be moved behind another function of the same signature.
    pub fn is_plain(&self) -> bool {
        let conditional = |attr: &syn::Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
        self.sig.constness.is_none() && self.sig.asyncness.is_none() && self.sig.variadic.is_none() && !self.attrs.iter().any(conditional)
    }

    /// Whether a caller hands something over.
    pub fn has_receiver(&self) -> bool {
        self.sig.receiver().is_some()
    }

    pub fn is_unsafe(&self) -> bool {
        self.sig.unsafety.is_some()
    }

    /// Whether it has parameters of its own for types, lifetimes or constants.
    pub fn is_generic(&self) -> bool {
        !self.sig.generics.params.is_empty() || has_word(quoted(&self.sig.inputs), "impl") || has_word(quoted(&self.sig.output), "impl")
    }

    /// Whether something that may be borrowed comes back.
    pub fn returns_borrow(&self) -> bool {
        let output = quoted(&self.sig.output);
        has_word(output.clone(), "&") || has_word(output.clone(), "'") || has_word(output, "dyn")
    }

    /// Whether it comes back at all.
    pub fn never_returns(&self) -> bool {
        matches!(&self.sig.output, syn::ReturnType::Type(_, ty) if matches!(**ty, syn::Type::Never(_)))
    }

    /// `-> T`, or nothing.
    pub fn output(&self) -> Range<usize> {
        match &self.sig.output {
            syn::ReturnType::Default => {
                self.sig.paren_token.span.close().byte_range().end..self.sig.paren_token.span.close().byte_range().end
            }
            output => range(output),
        }
    }

    /// From behind the name to before the body.
    pub fn after_name(&self) -> Range<usize> {
        range(&self.sig.ident).end..self.body.start - 1
    }

    /// What stands between the parentheses.
    pub fn inputs(&self) -> Range<usize> {
        self.sig.paren_token.span.open().byte_range().end..self.sig.paren_token.span.close().byte_range().start
    }

    /// Without the receiver.
    pub fn handed(&self) -> Handed {
        let mut handed = Handed { names: Vec::new(), arguments: Vec::new() };
        for (number, input) in self.sig.inputs.iter().enumerate() {
            let syn::FnArg::Typed(typed) = input else { continue };
            match &*typed.pat {
                syn::Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
                    if let Some(mutability) = &ident.mutability {
                        handed.names.push((range(mutability).start..range(&ident.ident).end, ident.ident.to_string()));
                    }
                    handed.arguments.push(ident.ident.to_string());
                }
                pattern => {
                    let name = format!("argument_{number}");
                    handed.names.push((range(pattern), name.clone()));
                    handed.arguments.push(name);
                }
            }
        }
        handed
    }
}
