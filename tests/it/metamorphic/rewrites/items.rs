//! Items moved: into modules and files of their own, into macros, into another order; generics made concrete and back.

use std::ops::Range;

use super::super::code::{Code, Function, Home, has_word, quoted, range};
use super::super::program::{File, Piece, Program, new};
use super::{Edits, behind, edited, with_comments};

/// Top-level functions that may stand in a module below.
fn movable(code: &Code) -> impl Iterator<Item = &Function> {
    code.functions.iter().filter(|f| {
        let item = code.items.iter().find(|item| range(*item) == f.whole);
        f.home == Home::Top && f.is_plain() && item.is_some_and(|item| !has_word(quoted(item), "super") && !has_word(quoted(item), "self"))
    })
}

/// The function with its comments, up to the end of its last line.
fn extent(text: &str, f: &Function) -> Range<usize> {
    with_comments(text, f.whole.start)..behind(text, f.whole.end)
}

/// The pieces of a function that others than its module call, and the words for those.
fn opened(text: &str, f: &Function) -> (Vec<Piece>, String) {
    let at = extent(text, f);
    if f.vis.is_empty() {
        let start = f.vis_start();
        return (vec![Piece::Kept(at.start..start), new("pub(crate) "), Piece::Kept(start..at.end)], String::new());
    }
    let vis = text[f.vis.clone()].to_owned();
    (vec![Piece::Kept(at)], vis)
}

/// Whether what is found anywhere in the file is accepted: what moves to another one is not.
fn accepts_for_the_file(file: &File) -> bool {
    file.text.contains("allow-file")
}

pub fn functions_in_modules(program: &Program, code: &Code) -> Option<Program> {
    let text = &program.root().text;
    let mut edits = Edits::new();
    for f in movable(code) {
        let (mut pieces, vis) = opened(text, f);
        let name = f.name();
        pieces.insert(0, new(format!("mod in__{name} {{\nuse super::*;\n")));
        pieces.push(new(format!("\n}}\n{vis} use in__{name}::{name};")));
        edits.push((extent(text, f), pieces));
    }
    edited(program, edits)
}

pub fn functions_in_files(program: &Program, code: &Code) -> Option<Program> {
    let root = program.root();
    if accepts_for_the_file(root) {
        return None;
    }
    let folder = root.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut edits = Edits::new();
    let mut files = Vec::new();
    for f in movable(code) {
        let (mut pieces, vis) = opened(&root.text, f);
        let name = f.name();
        pieces.insert(0, new("use super::*;\n"));
        files.push(root.made_of(format!("{folder}/in__{name}.rs"), pieces));
        edits.push((extent(&root.text, f), vec![new(format!("mod in__{name};\n{vis} use in__{name}::{name};"))]));
    }
    let mut program = edited(program, edits)?;
    program.files.extend(files);
    Some(program)
}

pub fn modules_in_files(program: &Program, code: &Code) -> Option<Program> {
    let root = program.root();
    if accepts_for_the_file(root) {
        return None;
    }
    let folder = root.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut edits = Edits::new();
    let mut files: Vec<File> = Vec::new();
    for item in &code.items {
        let syn::Item::Mod(module) = item else { continue };
        let Some((brace, items)) = &module.content else { continue };
        let has_files = items.iter().any(|item| has_word(quoted(item), "mod") || has_word(quoted(item), "include"));
        if has_files || module.attrs.iter().any(|attr| attr.path().is_ident("path")) {
            continue;
        }
        let inside = brace.span.open().byte_range().end..brace.span.close().byte_range().start;
        let outside = brace.span.open().byte_range().start..brace.span.close().byte_range().end;
        files.push(root.made_of(format!("{folder}/{}.rs", module.ident.to_string().trim_start_matches("r#")), [Piece::Kept(inside)]));
        edits.push((outside, vec![new(";")]));
    }
    let mut program = edited(program, edits)?;
    program.files.extend(files);
    Some(program)
}

pub fn functions_in_macros(program: &Program, code: &Code) -> Option<Program> {
    let text = &program.root().text;
    let mut edits = Edits::new();
    for f in code.functions.iter().filter(|f| f.home == Home::Top) {
        let at = extent(text, f);
        edits.push((at.clone(), vec![new("items__of! {\n"), Piece::Kept(at), new("\n}")]));
    }
    if !edits.is_empty() {
        edits.push(super::statements::macro_definition(program, code, "items__of", "($($all:tt)*) => { $($all)* };")?);
    }
    edited(program, edits)
}

/// Macros are seen from where they stand on, so where there are any at the top, order matters.
pub fn reversed(program: &Program, code: &Code) -> Option<Program> {
    let text = &program.root().text;
    let is_textual = |item: &syn::Item| match item {
        syn::Item::Macro(item) => item.ident.is_some(),
        syn::Item::Mod(module) => module.attrs.iter().any(|attr| attr.path().is_ident("macro_use")),
        _ => false,
    };
    if code.items.len() < 3 || code.items.iter().any(is_textual) {
        return None;
    }
    let first = with_comments(text, range(&code.items[0]).start);
    let mut parts: Vec<Range<usize>> = Vec::new();
    for item in &code.items {
        let start = parts.last().map_or(first, |last| last.end);
        parts.push(start..behind(text, range(item).end));
    }
    // What brings `macro_use` along from the bindings comes first, wherever it stands.
    let is_bindings = |item: &syn::Item| matches!(item, syn::Item::Mod(module) if module.content.is_none());
    let (heads, rest): (Vec<_>, Vec<_>) = code.items.iter().zip(&parts).partition(|(item, _)| is_bindings(item));
    let order = heads.into_iter().chain(rest.into_iter().rev());
    let mut pieces = vec![Piece::Kept(0..first)];
    for (_, part) in order {
        pieces.extend([Piece::Kept(part.clone()), new("\n")]);
    }
    pieces.push(Piece::Kept(parts.last()?.end..text.len()));
    Some(program.with_root(program.root().made_of(&program.root().name, pieces)))
}

/// A generic function whose one parameter has one bound that one type of the file fulfils is written for that type.
pub fn made_concrete(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = Edits::new();
    for f in code.functions.iter().filter(|f| f.home == Home::Top && f.sig.generics.where_clause.is_none()) {
        let mut params = f.sig.generics.params.iter();
        let (Some(syn::GenericParam::Type(param)), None) = (params.next(), params.next()) else { continue };
        let bounds: Vec<_> = param.bounds.iter().collect();
        let [syn::TypeParamBound::Trait(bound)] = bounds.as_slice() else { continue };
        let Some(concrete) = only_type_of(code, &bound.path) else { continue };
        let called: Vec<_> = code.tokens.windows(3).filter(|w| w[0].text == f.name() && w[1].text == ":").collect();
        if !called.is_empty() || has_word(quoted(&bound.path), "<") {
            continue;
        }
        let generics = f.sig.generics.lt_token.map(|lt| range(&lt).start)?..f.sig.generics.gt_token.map(|gt| range(&gt).end)?;
        let name = param.ident.to_string();
        let inside = |range: &Range<usize>| generics.end <= range.start && range.end <= f.body.end;
        let uses = code.tokens.iter().filter(|token| token.is_ident && token.text == name && inside(&token.range));
        edits.extend(uses.map(|token| (token.range.clone(), vec![new(concrete.clone())])));
        edits.push((generics, Vec::new()));
    }
    edited(program, edits)
}

/// The one type that a trait of the file is implemented for, if it is a plain name.
fn only_type_of(code: &Code, path: &syn::Path) -> Option<String> {
    let name = path.get_ident()?;
    let mut types = code.items.iter().filter_map(|item| match item {
        syn::Item::Impl(block)
            if block.trait_.as_ref().is_some_and(|(_, path, _)| path.segments.last().is_some_and(|s| s.ident == *name)) =>
        {
            Some(block)
        }
        _ => None,
    });
    let (block, None) = (types.next()?, types.next()) else { return None };
    let syn::Type::Path(path) = &*block.self_ty else { return None };
    let declared = code.items.iter().any(|item| matches!(item, syn::Item::Trait(item) if item.ident == *name));
    (declared && block.generics.params.is_empty()).then(|| path.path.get_ident().map(ToString::to_string)).flatten()
}

/// `fn f(x: impl Trait)` is `fn f<X: Trait>(x: X)`.
pub fn impl_trait_named(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = Edits::new();
    for f in code.functions.iter().filter(|f| f.home != Home::Trait && f.sig.generics.params.is_empty()) {
        let mut params = Vec::new();
        for (number, input) in f.sig.inputs.iter().enumerate() {
            let syn::FnArg::Typed(typed) = input else { continue };
            let ty = match &*typed.ty {
                syn::Type::Reference(reference) => &reference.elem,
                _ => &typed.ty,
            };
            if let syn::Type::ImplTrait(bounds) = &**ty {
                params.push((format!("Of{number}"), range(bounds)));
            }
        }
        if params.is_empty() {
            continue;
        }
        let at = range(&f.sig.ident).end;
        let mut pieces = vec![new("<")];
        for (name, bounds) in &params {
            pieces.extend([new(format!("{name}: ")), Piece::Kept(bounds.start + "impl".len()..bounds.end), new(", ")]);
            edits.push((bounds.clone(), vec![new(name.clone())]));
        }
        pieces.push(new(">"));
        edits.push((at..at, pieces));
    }
    edited(program, edits)
}
