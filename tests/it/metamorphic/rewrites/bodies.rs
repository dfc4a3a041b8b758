//! Bodies of functions moved: into helpers, behind traits, into closures, blocks and macros.

use super::super::code::{Code, Function, Home, range};
use super::super::program::{File, Piece, Program, new};
use super::{Edits, behind, edited, is_free, is_suppressed_line};

/// The functions whose bodies can be moved behind another signature.
fn plain<'c>(program: &Program, code: &'c Code) -> impl Iterator<Item = &'c Function> {
    let text = program.root().text.clone();
    code.functions.iter().filter(move |f| f.is_plain() && !is_suppressed_line(&text, f))
}

/// Free functions that no type, lifetime or constant parametrises, and that come back with what they own.
fn simple<'c>(program: &Program, code: &'c Code) -> impl Iterator<Item = &'c Function> {
    plain(program, code).filter(|f| is_free(f) && !f.is_generic() && !f.returns_borrow() && !f.never_returns())
}

fn kept(range: std::ops::Range<usize>) -> Piece {
    Piece::Kept(range)
}

fn unsafety(f: &Function) -> &'static str {
    if f.is_unsafe() { "unsafe " } else { "" }
}

/// The function's body becomes `call`, and `sibling` stands behind it.
fn moved(file: &File, f: &Function, call: String, sibling: Vec<Piece>, edits: &mut Edits) {
    edits.extend(f.handed().names.into_iter().map(|(at, name)| (at, vec![new(name)])));
    edits.push((f.body.clone(), vec![new(format!(" {call} "))]));
    let at = behind(&file.text, f.whole.end);
    edits.push((at..at, sibling));
}

/// Parameters of types and constants, as a call names them.
fn turbofish(f: &Function) -> String {
    if f.sig.inputs.iter().any(|input| super::super::code::has_word(super::super::code::quoted(input), "impl")) {
        return String::new();
    }
    let names: Vec<String> = f
        .sig
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(param.ident.to_string()),
            syn::GenericParam::Const(param) => Some(param.ident.to_string()),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    if names.is_empty() { String::new() } else { format!("::<{}>", names.join(", ")) }
}

fn in_helpers(program: &Program, code: &Code, wanted: impl Fn(&Function) -> bool) -> Option<Program> {
    let file = program.root();
    let mut edits = Edits::new();
    for f in plain(program, code).filter(|f| f.home != Home::Trait && wanted(f)) {
        let helper = format!("{}__moved", f.name().trim_start_matches("r#"));
        let to = match (f.home, f.has_receiver()) {
            (Home::Inherent, true) => format!("self.{helper}"),
            (Home::Inherent, false) => format!("Self::{helper}"),
            _ => helper.clone(),
        };
        let call = format!("{to}{}({})", turbofish(f), f.handed().arguments.join(", "));
        let head = new(format!("\n{}fn {helper}", unsafety(f)));
        let sibling = vec![head, kept(f.after_name()), new("{"), kept(f.body.clone()), new("}\n")];
        moved(file, f, call, sibling, &mut edits);
    }
    edited(program, edits)
}

pub fn entries_in_helpers(program: &Program, code: &Code) -> Option<Program> {
    in_helpers(program, code, |f| f.sig.abi.is_some())
}

pub fn all_in_helpers(program: &Program, code: &Code) -> Option<Program> {
    in_helpers(program, code, |_| true)
}

pub fn behind_a_trait(program: &Program, code: &Code) -> Option<Program> {
    with_trait(program, code, false)
}

pub fn behind_an_object(program: &Program, code: &Code) -> Option<Program> {
    with_trait(program, code, true)
}

fn with_trait(program: &Program, code: &Code, is_object: bool) -> Option<Program> {
    let file = program.root();
    let mut edits = Edits::new();
    for f in simple(program, code) {
        let name = f.name();
        let name = name.trim_start_matches("r#");
        let receiver = if is_object { "&self, " } else { "" };
        let arguments = f.handed().arguments.join(", ");
        let call = if is_object {
            format!("let object: &dyn Runs__{name} = &Now__{name}; object.run({arguments})")
        } else {
            format!("<Now__{name} as Runs__{name}>::run({arguments})")
        };
        let unsafety = unsafety(f);
        let mut sibling = vec![new(format!("\ntrait Runs__{name} {{ {unsafety}fn run({receiver}"))];
        for input in &f.sig.inputs {
            if let syn::FnArg::Typed(typed) = input {
                sibling.extend([new("_: "), kept(range(&typed.ty)), new(", ")]);
            }
        }
        sibling.extend([new(") "), kept(f.output()), new(format!("; }}\nstruct Now__{name};\nimpl Runs__{name} for Now__{name} {{\n"))]);
        sibling.extend([new(format!("{unsafety}fn run({receiver}")), kept(f.inputs()), new(") "), kept(f.output())]);
        sibling.extend([new(" {"), kept(f.body.clone()), new("}\n}\n")]);
        moved(file, f, call, sibling, &mut edits);
    }
    edited(program, edits)
}

pub fn in_a_generic_helper(program: &Program, code: &Code) -> Option<Program> {
    let file = program.root();
    let mut edits = Edits::new();
    for f in simple(program, code) {
        let name = f.name();
        let name = name.trim_start_matches("r#");
        let call = format!("{name}__of::<Tag__{name}>({})", f.handed().arguments.join(", "));
        let head = format!("\ntrait Marks__{name} {{}}\nstruct Tag__{name};\nimpl Marks__{name} for Tag__{name} {{}}\n");
        let head = new(format!("{head}{}fn {name}__of<M: Marks__{name}>", unsafety(f)));
        moved(file, f, call, vec![head, kept(f.after_name()), new("{"), kept(f.body.clone()), new("}\n")], &mut edits);
    }
    edited(program, edits)
}

pub fn in_a_generic_type(program: &Program, code: &Code) -> Option<Program> {
    let file = program.root();
    let mut edits = Edits::new();
    for f in simple(program, code) {
        let name = f.name();
        let name = name.trim_start_matches("r#");
        let call = format!("Holder__{name}(()).run({})", f.handed().arguments.join(", "));
        let head = format!("\nstruct Holder__{name}<T>(T);\nimpl<T> Holder__{name}<T> {{\n{}fn run(&self, ", unsafety(f));
        let sibling = vec![new(head), kept(f.inputs()), new(") "), kept(f.output()), new(" {"), kept(f.body.clone()), new("}\n}\n")];
        moved(file, f, call, sibling, &mut edits);
    }
    edited(program, edits)
}

/// Every body between two texts.
fn wrapped(program: &Program, code: &Code, open: &str, close: &str, wanted: impl Fn(&Function) -> bool) -> Edits {
    let wanted =
        |f: &&Function| f.sig.asyncness.is_none() && f.sig.constness.is_none() && wanted(f) && !is_suppressed_line(&program.root().text, f);
    let around = |f: &Function| (f.body.clone(), vec![new(open), kept(f.body.clone()), new(close)]);
    code.functions.iter().filter(wanted).map(around).collect()
}

pub fn in_a_closure(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(program, code, " (move || {", "})() ", |f| !f.returns_borrow() && !f.never_returns()))
}

pub fn in_a_closure_of_a_helper(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = wrapped(program, code, " crate::run__now(move || {", "}) ", |f| !f.returns_borrow() && !f.never_returns());
    let end = program.root().text.len();
    if !edits.is_empty() {
        edits.push((end..end, vec![new("\nfn run__now<R>(body: impl FnOnce() -> R) -> R { body() }\n")]));
    }
    edited(program, edits)
}

pub fn in_a_macro(program: &Program, code: &Code) -> Option<Program> {
    let mut edits = wrapped(program, code, " written__by! { ", " } ", |_| true);
    if !edits.is_empty() {
        edits.push(super::statements::macro_definition(program, code, "written__by", "($($all:tt)*) => { { $($all)* } };")?);
    }
    edited(program, edits)
}

pub fn in_a_block(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(program, code, " 'whole: {", "} ", |_| true))
}

pub fn in_an_arm(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(program, code, " match () { () => {", "} } ", |_| true))
}

pub fn in_a_branch(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(program, code, " if true {", "} else { std::process::abort() } ", |_| true))
}

pub fn returned(program: &Program, code: &Code) -> Option<Program> {
    edited(program, wrapped(program, code, " return {", "}; ", |f| !f.never_returns()))
}
