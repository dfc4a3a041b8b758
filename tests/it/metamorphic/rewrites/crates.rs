//! The program split over two crates of one scratch workspace: a DLL and what it depends on.

use std::ops::Range;

use super::super::code::{Code, Home, has_word, quoted, range};
use super::super::program::{File, Piece, Program, new};
use super::{behind, with_comments};

const WORKSPACE: &str = "[workspace]\nmembers = [\"dll\", \"helpers\"]\nresolver = \"2\"\n";
const DLL: &str = "[package]\nname = \"dll\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\ncrate-type = [\"cdylib\"]\n\
                   [dependencies]\nhelpers = { path = \"../helpers\" }\n";
const HELPERS: &str = "[package]\nname = \"helpers\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[lib]\npath = \"lib.rs\"\n";

/// Programs that can be split: all is in one file, and nothing but a table says what the entry points are.
fn can_be_split(program: &Program, code: &Code) -> bool {
    let by_name =
        ["no_mangle", "export_name", "Startup", "StartupEx", "macro_rules", "crate", "include", "cfg", "cfg_attr", "extern_crate"];
    program.file.is_some()
        && program.files.len() == 1
        && !by_name.iter().any(|word| code.mentions(word))
        && !program.root().text.contains("allow-file")
        && program.root().text.contains("mod windows;")
}

/// Whether the item is, or holds, a function table.
fn is_table(item: &syn::Item) -> bool {
    match item {
        syn::Item::Macro(item) => item.mac.path.is_ident("table"),
        syn::Item::Static(item) => quoted(&item.ty).to_string().contains("CLRES_"),
        _ => false,
    }
}

/// An item's own name.
fn name(item: &syn::Item) -> Option<&syn::Ident> {
    match item {
        syn::Item::Fn(item) => Some(&item.sig.ident),
        syn::Item::Static(item) => Some(&item.ident),
        syn::Item::Const(item) => Some(&item.ident),
        syn::Item::Struct(item) => Some(&item.ident),
        syn::Item::Enum(item) => Some(&item.ident),
        syn::Item::Trait(item) => Some(&item.ident),
        syn::Item::Type(item) => Some(&item.ident),
        syn::Item::Union(item) => Some(&item.ident),
        syn::Item::Mod(item) => Some(&item.ident),
        _ => None,
    }
}

/// Where `pub` goes, if the item has no visibility.
fn closed(item: &syn::Item) -> Option<usize> {
    let inherited = |vis: &syn::Visibility, at: Range<usize>| matches!(vis, syn::Visibility::Inherited).then_some(at.start);
    match item {
        syn::Item::Fn(item) => inherited(&item.vis, range(&item.sig)),
        syn::Item::Static(item) => inherited(&item.vis, range(&item.static_token)),
        syn::Item::Const(item) => inherited(&item.vis, range(&item.const_token)),
        syn::Item::Struct(item) => inherited(&item.vis, range(&item.struct_token)),
        syn::Item::Enum(item) => inherited(&item.vis, range(&item.enum_token)),
        syn::Item::Trait(item) => inherited(&item.vis, item.unsafety.as_ref().map_or_else(|| range(&item.trait_token), range)),
        syn::Item::Type(item) => inherited(&item.vis, range(&item.type_token)),
        syn::Item::Mod(item) => inherited(&item.vis, range(&item.mod_token)),
        _ => None,
    }
}

/// An item with its comments, up to the end of its last line.
fn extent(text: &str, item: &syn::Item) -> Range<usize> {
    with_comments(text, range(item).start)..behind(text, range(item).end)
}

fn split(program: &Program, dll: File, helpers: File) -> Program {
    let mut split = program.clone();
    split.file = None;
    split.files = vec![dll, helpers];
    for (name, text) in [("Cargo.toml", WORKSPACE), ("dll/Cargo.toml", DLL), ("helpers/Cargo.toml", HELPERS)] {
        split.files.push(File::invented(name, text));
    }
    split
}

/// Everything in the dependency, but for the tables.
pub fn table_alone(program: &Program, code: &Code) -> Option<Program> {
    let root = program.root();
    let tables: Vec<&syn::Item> = code.items.iter().filter(|item| is_table(item)).collect();
    if tables.is_empty() || !can_be_split(program, code) {
        return None;
    }
    let mut edits = Vec::new();
    let mut moved = vec![new("use helpers::windows::*;\nuse helpers::*;\n")];
    for table in &tables {
        let at = extent(&root.text, table);
        moved.extend([Piece::Kept(at.clone()), new("\n")]);
        edits.push((at, Vec::new()));
    }
    for item in code.items.iter().filter(|item| !is_table(item)) {
        let Some(name) = name(item) else { continue };
        let is_needed = tables.iter().any(|table| has_word(quoted(table), &name.to_string())) || name == "windows";
        if is_needed && let Some(at) = closed(item) {
            if matches!(item, syn::Item::Mod(module) if module.content.is_some()) {
                return None;
            }
            edits.push((at..at, vec![new("pub ")]));
        }
    }
    let dll = root.made_of("dll/lib.rs", moved);
    let mut helpers = root.edited(edits);
    helpers.name = "helpers/lib.rs".to_owned();
    Some(split(program, dll, helpers))
}

/// Functions that need nothing but the bindings and one another move to the dependency, and the rest stays.
pub fn helpers_apart(program: &Program, code: &Code) -> Option<Program> {
    let root = program.root();
    if !can_be_split(program, code) {
        return None;
    }
    let names: Vec<String> = code.items.iter().filter_map(name).map(ToString::to_string).filter(|name| name != "windows").collect();
    let is_free = |item: &&syn::Item| {
        matches!(item, syn::Item::Fn(f) if f.sig.abi.is_none() && !has_word(quoted(item), "super") && !has_word(quoted(item), "self"))
            || matches!(item, syn::Item::Const(_))
    };
    let mut apart: Vec<&syn::Item> = code.items.iter().filter(is_free).collect();
    loop {
        let known: Vec<String> = apart.iter().filter_map(|item| name(item)).map(ToString::to_string).collect();
        let before = apart.len();
        apart.retain(|item| names.iter().all(|other| known.contains(other) || !has_word(quoted(item), other)));
        if apart.len() == before {
            break;
        }
    }
    if !apart.iter().any(|item| matches!(item, syn::Item::Fn(_))) || code.functions.iter().all(|f| f.home != Home::Top) {
        return None;
    }
    let mut edits = Vec::new();
    let mut moved = vec![new("#[path = \"../support/cluster_stub.rs\"]\npub mod windows;\n#[allow(unused_imports)]\nuse windows::*;\n")];
    for item in &code.items {
        // Whatever is imported may be needed there.
        if let syn::Item::Use(import) = item
            && !quoted(&import.tree).to_string().starts_with("windows")
        {
            moved.extend([new("#[allow(unused_imports)]\n"), Piece::Kept(range(item)), new("\n")]);
        }
        if matches!(item, syn::Item::Mod(module) if module.ident == "windows") {
            edits.push((range(item), vec![new("pub use helpers::windows; use helpers::*;")]));
        }
    }
    for item in &apart {
        let at = extent(&root.text, item);
        match closed(item) {
            Some(start) => moved.extend([Piece::Kept(at.start..start), new("pub "), Piece::Kept(start..at.end), new("\n")]),
            None => moved.extend([Piece::Kept(at.clone()), new("\n")]),
        }
        edits.push((at, Vec::new()));
    }
    let mut dll = root.edited(edits);
    dll.name = "dll/lib.rs".to_owned();
    Some(split(program, dll, root.made_of("helpers/lib.rs", moved)))
}
