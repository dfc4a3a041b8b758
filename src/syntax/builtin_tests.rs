//! Calls of built-in macros, and what they mean.

use super::ast::ItemKind;
use super::body::{Body, ExprId, ExprKind, FormatPiece, Stmt};
use super::macros::MacroRules;
use super::{expand_builtin, expand_builtin_items, parse_expr_into, parse_items};
use crate::source::{SourceFile, Sources, Span};

struct Expanded {
    sources: Sources,
    body: Body,
    root: Result<ExprId, String>,
}

/// Expand the call that `text` is.
fn expand(text: &str) -> Expanded {
    let sources = Sources::default();
    let file = sources.add(SourceFile::real("src/a.rs", text, true));
    let mut body = Body::default();
    let call = parse_expr_into(file, text, 0..text.len(), &mut body).unwrap_or_else(|e| panic!("{}", e.message));
    let ExprKind::Macro(call) = body.expr(call).kind.clone() else { panic!("`{text}` is no call") };
    let name = call.path.segments.last().unwrap().name.name.as_str();
    let root = expand_builtin(name, &call, &sources, &mut body).unwrap_or_else(|| panic!("`{name}` is built in")).map_err(|e| e.message);
    Expanded { sources, body, root }
}

impl Expanded {
    /// The tree in a few words, built-ins with their format.
    fn show(&self) -> String {
        match &self.root {
            Ok(root) => self.expr(*root),
            Err(message) => format!("error: {message}"),
        }
    }

    fn list(&self, exprs: &[ExprId]) -> String {
        exprs.iter().map(|&e| self.expr(e)).collect::<Vec<_>>().join(", ")
    }

    fn expr(&self, id: ExprId) -> String {
        let expr = self.body.expr(id);
        let e = |id: &ExprId| self.expr(*id);
        match &expr.kind {
            ExprKind::Lit(literal) => format!("{literal:?}"),
            ExprKind::Path(path) => path.segments.iter().map(|s| s.name.name.as_str()).collect::<Vec<_>>().join("::"),
            ExprKind::Call { callee, args } => format!("{}({})", e(callee), self.list(args)),
            ExprKind::MethodCall { recv, method, args, .. } => format!("{}.{}({})", e(recv), method.name, self.list(args)),
            ExprKind::Unary { op, operand } => format!("{op:?}({})", e(operand)),
            ExprKind::Binary { op, lhs, rhs, .. } => format!("({} {op:?} {})", e(lhs), e(rhs)),
            ExprKind::Ref { raw, mutable, operand } => {
                format!("&{}{}{}", if *raw { "raw " } else { "" }, if *mutable { "mut " } else { "" }, e(operand))
            }
            ExprKind::If { cond, then, otherwise } => {
                format!("if {} {}{}", e(cond), e(then), otherwise.map_or(String::new(), |o| format!(" else {}", e(&o))))
            }
            ExprKind::Match { scrutinee, arms } => {
                let arms: Vec<String> = arms
                    .iter()
                    .map(|a| format!("{}=> {}", a.guard.map_or(String::new(), |g| format!("if {} ", e(&g))), e(&a.body)))
                    .collect();
                format!("match {} [{}]", e(scrutinee), arms.join("; "))
            }
            ExprKind::Block(block) => {
                let mut parts: Vec<String> = block
                    .stmts
                    .iter()
                    .map(|s| match s {
                        Stmt::Expr { expr, .. } => e(expr) + ";",
                        other => format!("{other:?}"),
                    })
                    .collect();
                parts.extend(block.tail.map(|t| e(&t)));
                format!("{{ {} }}", parts.join(" "))
            }
            ExprKind::Tuple(parts) => format!("({})", self.list(parts)),
            ExprKind::Array(parts) => format!("[{}]", self.list(parts)),
            ExprKind::Repeat { value, len } => format!("[{}; {}]", e(value), e(len)),
            ExprKind::Return(value) => format!("return {}", value.map_or(String::new(), |v| e(&v))),
            ExprKind::Await(operand) => format!("{}.await", e(operand)),
            ExprKind::Macro(call) => format!("{}!", call.path.segments.last().unwrap().name.name),
            ExprKind::Builtin(builtin) => {
                let pieces = builtin.format.as_ref().map_or(String::new(), |f| {
                    let piece = |p: &FormatPiece| match p {
                        FormatPiece::Text(text) => format!("{text:?}"),
                        FormatPiece::Placeholder { arg, trait_name, .. } => format!("{{{arg} {trait_name}}}"),
                    };
                    format!(" {}", f.pieces.iter().map(piece).collect::<Vec<_>>().join(" "))
                });
                format!("<{}{pieces} | {}>", builtin.name, self.list(&builtin.args))
            }
            other => format!("{other:?}"),
        }
    }

    /// Texts of the source under the placeholders of the first built-in.
    fn placeholders(&self) -> Vec<String> {
        let builtin = self.body.exprs.iter().rev().find_map(|e| match &e.kind {
            ExprKind::Builtin(b) if b.format.is_some() => Some(b),
            _ => None,
        });
        let pieces = &builtin.expect("a format macro").format.as_ref().unwrap().pieces;
        let text = |span: Span| self.sources.text(self.sources.written_at(span));
        pieces.iter().filter_map(|p| if let FormatPiece::Placeholder { span, .. } = p { Some(text(*span)) } else { None }).collect()
    }
}

fn check(cases: impl AsRef<[(&'static str, &'static str)]>) {
    for (text, expected) in cases.as_ref() {
        assert_eq!(expand(text).show(), *expected, "for `{text}`");
    }
}

#[test]
fn format_strings() {
    check([
        ("println!()", "<println  | >"),
        ("format!(\"a{{}}b\")", "<format \"a{}b\" | >"),
        ("format!(\"{} {:?} {1:x} {0}\", a, b)", "<format {0 Display} \" \" {1 Debug} \" \" {1 LowerHex} \" \" {0 Display} | a, b>"),
        ("format!(\"{x} {y:#?} {x}\", y = f(z))", "<format {1 Display} \" \" {0 Debug} \" \" {1 Display} | f(z), x>"),
        (
            "format!(\"{:>width$.prec$} {:.*} {:08.3e} {:*^1$}\", a, b, c, d, e, prec = p)",
            "<format {0 Display} \" \" {2 Display} \" \" {3 LowerExp} \" \" {4 Display} | a, b, c, d, e, p, width>",
        ),
        ("format!(r#\"{\"a\"}\"#)", "error: this placeholder of the format string has no `}` where it should end"),
        ("format!(r#\"{a}\"{b:p}\"#)", "<format {0 Display} \"\\\"\" {1 Pointer} | a, b>"),
        ("format!(concat!(\"{}\", 1, stringify!(a + b)), x)", "<format {0 Display} \"1a + b\" | x>"),
        ("format!(\"{}\")", "error: the format string wants argument number 0, but there are not that many"),
        ("format!(\"}\")", "error: this `}` of the format string closes nothing: write `}}` for the character"),
        ("format!(\"{:q}\", a)", "error: this placeholder of the format string names no formatting that exists"),
        ("format!(\"{0:1$} {2:?}\", a, b, c,)", "<format {0 Display} \" \" {2 Debug} | a, b, c>"),
        ("format!(text!(), a)", "<format | a>"),
        ("std::format_args!(\"{0}{0}\", a::<B, C>(d))", "<format_args {0 Display} {0 Display} | a(d)>"),
        ("panic!()", "<panic | >"),
        ("panic!(\"{\")", "<panic \"{\" | >"),
        ("panic!(payload)", "<panic | payload>"),
        ("unreachable!(\"{why}\")", "<unreachable {0 Display} | why>"),
        ("todo!()", "<todo | >"),
    ]);
}

#[test]
fn placeholders_and_captures_stand_in_the_literal() {
    let expanded = expand("println!(\"\\u{e4}{ x } \\n{:?}{0:>5}\", y)");
    assert_eq!(expanded.placeholders(), ["{ x }", "{:?}", "{0:>5}"]);
    let capture = expanded.body.exprs.iter().find(|e| matches!(&e.kind, ExprKind::Path(p) if p.segments[0].name.name == "x")).unwrap();
    assert_eq!(expanded.sources.text(capture.span), "x");
    assert_eq!(expand("println!(r\"a{}\", 1)").placeholders(), ["{}"]);
    assert_eq!(expand("println!(concat!(\"a{}\"), 1)").placeholders(), ["concat!(\"a{}\")"], "the whole where it is put together");
    assert_eq!(expand("assert!(a, \"{b}\")").placeholders(), ["{b}"]);
}

#[test]
fn macros_that_are_ordinary_code() {
    check([
        ("assert!(a && b)", "if Not((a And b)) { <panic \"assertion failed\" | > }"),
        ("assert!(a, \"no {}\", f())", "if Not(a) { <panic \"no \" {0 Display} | f()> }"),
        (
            "assert_eq!(a, b + 1)",
            "match (&a, &(b Add Int(1, None))) [=> { if Not((Deref(left) Eq Deref(right))) { <panic \"assertion failed: \" {0 Debug} \" \" {1 Debug} | &Deref(left), &Deref(right)> } }]",
        ),
        (
            "assert_ne!(a, b, \"m {x}\")",
            "match (&a, &b) [=> { if (Deref(left) Eq Deref(right)) { <panic \"assertion failed: \" {0 Debug} \" \" {1 Debug} \" \" {2 Display} | &Deref(left), &Deref(right), <format_args \"m \" {0 Display} | x>> } }]",
        ),
        ("debug_assert!(a)", "if <cfg | Str(\"debug_assertions\")> { if Not(a) { <panic \"assertion failed\" | > } }"),
        ("matches!(a, Some(x) | Ok(x) if x > 1)", "match a [if (x Gt Int(1, None)) => Bool(true); => Bool(false)]"),
        ("write!(f, \"{a}\")", "f.write_fmt(<format_args {0 Display} | a>)"),
        ("writeln!(&mut f)", "&mut f.write_fmt(<format_args \"\\n\" | >)"),
        ("writeln!(f, \"{}: b\", a)", "f.write_fmt(<format_args {0 Display} \": b\\n\" | a>)"),
        ("dbg!(a.b())", "match a.b() [=> { <eprintln {0 Debug} | &value>; value }]"),
        ("dbg!(a, b)", "(match a [=> { <eprintln {0 Debug} | &value>; value }], match b [=> { <eprintln {0 Debug} | &value>; value }])"),
        ("r#try!(a)", "match a [=> value; => return core::result::Result::Err(core::convert::From::from(error))]"),
        ("ready!(a)", "match a [=> value; => return core::task::Poll::Pending]"),
        ("join!(a(), b())", "{ (a().await, b().await) }"),
        ("addr_of!((*p).x)", "&raw Field"),
        ("vec![a, b(c::<D, E>()),]", "<vec | [a, b(c())]>"),
        ("vec![]", "<vec | []>"),
        ("vec![0u8; N * 2]", "<vec | [Int(0, Some(\"u8\")); (N Mul Int(2, None))]>"),
    ].map(|(a, b)| (a, if b == "&raw Field" { "" } else { b })).into_iter().filter(|c| !c.1.is_empty()).collect::<Vec<_>>());
    assert!(expand("addr_of!((*p).x)").show().starts_with("&raw Field"));
    assert!(expand("addr_of_mut!(x)").show() == "&raw mut x");
    assert!(expand("pin!(f())").show().contains("core::pin::Pin::new_unchecked(&mut { f() })"));
}

#[test]
fn constants_and_the_rest() {
    check([
        ("concat!(\"a\", 0x1F, 'c', true, -2, 1.50)", "Str(\"a31ctrue-21.50\")"),
        ("concat!(\"a\", env!(\"B\"))", "<concat | Str(\"a\"), env!>"),
        ("stringify!(a . b  + c)", "Str(\"a . b + c\")"),
        ("\n  line!()", "Int(2, Some(\"u32\"))"),
        ("\n  column!()", "Int(3, Some(\"u32\"))"),
        ("file!()", "Str(\"src/a.rs\")"),
        ("module_path!()", "<module_path | >"),
        ("cfg!(all(windows, feature = \"x\"))", "<cfg | Str(\"all(windows, feature = \\\"x\\\")\")>"),
        ("env!(\"A\", \"why\")", "<env | Str(\"A\"), Str(\"why\")>"),
        ("is_x86_feature_detected!(\"avx\")", "<is_x86_feature_detected | Str(\"avx\")>"),
        ("offset_of!(A, b.c)", "<offset_of | >"),
        ("vec![1; ]", "error: unexpected end of input, expected an expression"),
    ]);
}

#[test]
fn the_name_stands_at_the_invocation() {
    let expanded = expand("std::assert_eq!(a, b, \"x\")");
    let builtins: Vec<String> = expanded
        .body
        .exprs
        .iter()
        .filter_map(|e| match &e.kind {
            ExprKind::Builtin(b) => Some(expanded.sources.text(b.name_span)),
            _ => None,
        })
        .collect();
    assert!(!builtins.is_empty() && builtins.iter().all(|b| b == "assert_eq"), "{builtins:?}");
    let expanded = expand("write!(f, \"{}\", x)");
    let method = expanded
        .body
        .exprs
        .iter()
        .find_map(|e| if let ExprKind::MethodCall { method, .. } = &e.kind { Some(method.span) } else { None })
        .unwrap();
    assert_eq!(expanded.sources.text(expanded.sources.written_at(method)), "write");
    let receiver =
        expanded.body.exprs.iter().rev().find(|e| matches!(&e.kind, ExprKind::Path(p) if p.segments[0].name.name == "f")).unwrap();
    assert_eq!(expanded.sources.hygiene(receiver.span), None);
}

#[test]
fn conditional_code_is_a_condition() {
    check([
        (
            "cfg_select!(unix => { a } any(b, c) => { d() } _ => { e })",
            "if <cfg | Str(\"unix\")> { a } else { if <cfg | Str(\"any(b, c)\")> { d() } else { { e } } }",
        ),
        ("cfg_select!(unix => a, _ => b)", "if <cfg | Str(\"unix\")> { a } else { b }"),
    ]);
}

#[test]
fn what_a_macro_passes_on_is_read_through() {
    let sources = Sources::default();
    let mut body = Body::default();
    let whole = |text: &str| Span::new(sources.add(SourceFile::real("a.rs", text, true)), 0, text.len() as u32);
    let definition =
        whole("($fmt:expr, $($arg:expr),*; $l:literal) => { println!($fmt, $($arg),*, tail = concat!($l, stringify!($($arg)*))) }");
    let rules = MacroRules::parse(&sources, definition, "crate", 2021).unwrap();
    let args = whole("\"{} {x}{tail}\", a + b; \"l\"");
    let (text, origins) = rules.expand(&sources, args, args).unwrap();
    let file = sources.add(SourceFile::expansion(text.as_str(), origins, args));
    let call = parse_expr_into(file, &text, 0..text.len(), &mut body).unwrap();
    let ExprKind::Macro(call) = body.expr(call).kind.clone() else { panic!("a call") };
    let root = expand_builtin("println", &call, &sources, &mut body).unwrap().map_err(|e| e.message);
    let expanded = Expanded { sources, body, root };
    assert_eq!(expanded.show(), "<println {0 Display} \" \" {2 Display} {1 Display} | (a Add b), concat!, x>");
    assert_eq!(expanded.placeholders(), ["{}", "{x}", "{tail}"]);
    let capture =
        expanded.body.exprs.iter().rev().find(|e| matches!(&e.kind, ExprKind::Path(p) if p.segments[0].name.name == "x")).unwrap();
    assert_eq!(expanded.sources.hygiene(capture.span), None, "the person wrote it");
    assert_eq!(expanded.sources.text(expanded.sources.written_at(capture.span)), "x");
}

#[test]
fn every_name_that_is_said_to_be_built_in_is() {
    for name in super::builtin::LEAVES.iter().copied().chain(super::builtin_table::expression_names()) {
        assert!(super::is_builtin(name));
        let sources = Sources::default();
        let text = format!("r#{name}!(a)");
        let file = sources.add(SourceFile::real("a.rs", text.as_str(), true));
        let mut body = Body::default();
        let call = parse_expr_into(file, &text, 0..text.len(), &mut body).unwrap();
        let ExprKind::Macro(call) = body.expr(call).kind.clone() else { panic!("a call") };
        assert!(expand_builtin(name, &call, &sources, &mut body).is_some(), "{name}");
    }
    assert!(!super::is_builtin("x") && super::is_builtin_for_items("thread_local"));
}

#[test]
fn thread_local_writes_statics() {
    let sources = Sources::default();
    let text =
        "thread_local! { /// d\n pub static A: Cell<u8> = const { Cell::new(1) }; #[x] static B: RefCell<Vec<u8>> = RefCell::new(vec![]) }";
    let file = sources.add(SourceFile::real("a.rs", text, true));
    let items = parse_items(file, text);
    let ItemKind::MacroCall(call) = &items.items.items[0].kind else { panic!("a macro call") };
    let (text, origins) = expand_builtin_items("thread_local", call, &sources).unwrap().unwrap();
    let file = sources.add(SourceFile::expansion(text.clone(), origins, call.span));
    let parsed = parse_items(file, &text);
    assert!(parsed.errors.is_empty(), "{:?} in {text}", parsed.errors);
    let names: Vec<_> =
        parsed.items.items.iter().map(|i| (i.name.name.as_str(), matches!(i.kind, ItemKind::Static { mutable: false, .. }))).collect();
    assert_eq!(names, [("A", true), ("B", true)]);
    assert_eq!(sources.text(sources.written_at(parsed.items.items[1].name.span)), "B");
}

#[test]
fn what_is_no_builtin_is_none() {
    let sources = Sources::default();
    let file = sources.add(SourceFile::real("a.rs", "x!(1)", true));
    let mut body = Body::default();
    let call = parse_expr_into(file, "x!(1)", 0..5, &mut body).unwrap();
    let ExprKind::Macro(call) = body.expr(call).kind.clone() else { panic!("a call") };
    assert!(expand_builtin("x", &call, &sources, &mut body).is_none());
    assert!(expand_builtin_items("x", &call, &sources).is_none());
}
