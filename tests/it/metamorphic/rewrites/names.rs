//! Names changed: imports under another name or written out, locals called otherwise.

use std::ops::Range;

use super::super::code::{Code, Token, range};
use super::super::program::{Piece, Program, new};
use super::{Edits, edited};

/// A name that a top-level `use` brings in by itself.
struct Import {
    /// The name's place in the `use`.
    at: Range<usize>,
    name: String,
    /// From the first segment on.
    path: String,
}

fn imports(code: &Code) -> Vec<Import> {
    let mut imports = Vec::new();
    for item in &code.items {
        let syn::Item::Use(item) = item else { continue };
        if item.leading_colon.is_none() && item.attrs.is_empty() && matches!(item.vis, syn::Visibility::Inherited) {
            add(&item.tree, String::new(), &mut imports);
        }
    }
    imports.retain(|import| is_alone(code, import));
    imports
}

fn add(tree: &syn::UseTree, before: String, out: &mut Vec<Import>) {
    match tree {
        syn::UseTree::Path(path) => add(&path.tree, format!("{before}{}::", path.ident), out),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| add(tree, before.clone(), out)),
        syn::UseTree::Name(name) if name.ident != "self" && !before.is_empty() => {
            out.push(Import { at: range(&name.ident), name: name.ident.to_string(), path: format!("{before}{}", name.ident) });
        }
        _ => {}
    }
}

/// Whether every other mention of the name means the import, and the file says so: no declaration, field, macro or text
/// has it.
fn is_alone(code: &Code, import: &Import) -> bool {
    let text_has_it = code.tokens.iter().any(|token| token.text.starts_with('"') && token.text.contains(&import.name));
    let is_nested = code.items.iter().any(|item| matches!(item, syn::Item::Mod(module) if module.content.is_some()));
    !text_has_it
        && !is_nested
        && !code.mentions("macro_rules")
        && uses(code, import).iter().all(|&at| {
            let before = |back: usize| at.checked_sub(back).map_or("", |at| code.tokens[at].text.as_str());
            let after = code.tokens.get(at + 1).map_or("", |token| token.text.as_str());
            let after_next = code.tokens.get(at + 2).map_or("", |token| token.text.as_str());
            let declares = ["fn", "struct", "enum", "trait", "type", "let", "mod", "const", "static", "use", "mut", "union", "as"]
                .contains(&before(1));
            let is_field =
                before(1) == "." || (before(1) == ":" && before(2) == ":") || after == "!" || (after == ":" && after_next != ":");
            !declares && !is_field
        })
}

/// The mentions of the name, but for the import itself.
fn uses(code: &Code, import: &Import) -> Vec<usize> {
    let is_use = |(_, token): &(usize, &Token)| token.is_ident && token.text == import.name && token.range != import.at;
    code.tokens.iter().enumerate().filter(is_use).map(|(at, _)| at).collect()
}

/// Names of macros and traits are not only where they are written.
fn is_plain(import: &Import) -> bool {
    !matches!(import.name.as_str(), "w" | "s" | "table")
}

pub fn imports_renamed(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = Edits::new();
    for import in imports(code).iter().filter(|import| is_plain(import)) {
        let renamed = format!("{}__renamed", import.name);
        edits.push((import.at.end..import.at.end, vec![new(format!(" as {renamed}"))]));
        edits.extend(uses(code, import).into_iter().map(|at| {
            let at = code.tokens[at].range.clone();
            (at.clone(), vec![Piece::Renamed(at, renamed.clone())])
        }));
    }
    edited(program, edits)
}

pub fn imports_written_out(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = Edits::new();
    for import in imports(code).iter().filter(|import| is_plain(import)) {
        // The last segment stays the name that stood there, and what a finding stands on.
        let before = import.path.strip_suffix(&import.name)?;
        let written = uses(code, import);
        edits.extend(written.into_iter().map(|at| (code.tokens[at].range.start..code.tokens[at].range.start, vec![new(before)])));
        edits.push((import.at.end..import.at.end, vec![new(" as _")]));
    }
    let removed = imports_removed(code);
    edits.retain(|(at, text)| !removed.iter().any(|use_item| use_item.start <= at.start && at.end <= use_item.end && !text.is_empty()));
    edits.extend(removed.into_iter().map(|at| (at, Vec::new())));
    edited(program, edits)
}

/// The `use` items that bring in nothing but one name that is written somewhere: no trait that only its methods need.
fn imports_removed(code: &Code) -> Vec<Range<usize>> {
    let all = imports(code);
    let is_written = |at: &Range<usize>| {
        all.iter()
            .any(|import| at.start <= import.at.start && import.at.end <= at.end && is_plain(import) && !uses(code, import).is_empty())
    };
    let single = |item: &syn::Item| match item {
        syn::Item::Use(item) if names_in(&item.tree) == 1 => Some(range(item)),
        _ => None,
    };
    code.items.iter().filter_map(single).filter(is_written).collect()
}

fn names_in(tree: &syn::UseTree) -> usize {
    match tree {
        syn::UseTree::Path(path) => names_in(&path.tree),
        syn::UseTree::Group(group) => group.items.iter().map(names_in).sum(),
        syn::UseTree::Name(_) | syn::UseTree::Rename(_) => 1,
        syn::UseTree::Glob(_) => 2,
    }
}

/// Renames what `let name` binds where the file has the name for nothing else: no field, function, text or macro.
pub fn locals_renamed(program: &Program, code: &Code) -> Option<Program> {
    if code.mentions("macro_rules") {
        return None;
    }
    let at = |index: usize| code.tokens.get(index).map_or("", |token| token.text.as_str());
    let mut names: Vec<&str> = Vec::new();
    for (index, token) in code.tokens.iter().enumerate() {
        let name = match token.text.as_str() {
            "let" if at(index + 1) == "mut" => index + 2,
            "let" => index + 1,
            _ => continue,
        };
        let is_name =
            code.tokens.get(name).is_some_and(|token| token.is_ident && token.text.starts_with(|first: char| first.is_lowercase()));
        if is_name && matches!(at(name + 1), "=" | ":") && !names.contains(&at(name)) {
            names.push(at(name));
        }
    }
    names.retain(|name| {
        let mentions = code.tokens.iter().enumerate().filter(|(_, token)| token.text == *name);
        let told = code.tokens.iter().any(|token| token.text.contains('"') && token.text.contains(name));
        let mut fits = !told;
        for (index, _) in mentions {
            let (before, after) = (index.checked_sub(1).map_or("", at), at(index + 1));
            let is_range = before == "." && index >= 2 && at(index - 2) == ".";
            let bound = before == "let" || before == "mut";
            // A field, a path, a literal's field or its short form, a function's name: not (only) the local.
            let is_path = after == ":" && !bound || before == ":" && index >= 2 && at(index - 2) == ":";
            fits &= !(before == "." && !is_range || is_path || before == "fn" || after == "!" || before == "'");
        }
        fits && !is_short_field(program, code, name)
    });
    let renamed = code.tokens.iter().filter(|token| names.contains(&token.text.as_str()));
    edited(
        program,
        renamed.map(|token| (token.range.clone(), vec![Piece::Renamed(token.range.clone(), format!("{}__renamed", token.text))])).collect(),
    )
}

/// Whether the name may be the short form of a field: `S { name }`.
fn is_short_field(program: &Program, code: &Code, name: &str) -> bool {
    let text = &program.root().text;
    let mut mentions = code.tokens.iter().filter(|token| token.text == name);
    mentions.any(|token| {
        let before = text[..token.range.start].trim_end().chars().next_back();
        let after = text[token.range.end..].trim_start().chars().next();
        matches!(before, Some('{' | ',')) && matches!(after, Some('}' | ','))
    })
}
