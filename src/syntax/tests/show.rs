//! Bodies as short text, so that tests can say what they expect.

use crate::syntax::ast::{GenericArg, GenericArgs, Path, TypeRef};
use crate::syntax::body::{Block, BlockKind, Body, ExprId, ExprKind, PatId, PatKind, Stmt};

pub(super) fn path(path: &Path) -> String {
    let mut out = String::new();
    let mut open = 0;
    if let Some(qself) = &path.qself {
        out += &format!("<{} as ", ty(&qself.0));
        open = qself.1;
        if open == 0 {
            out += ">";
        }
    }
    if path.global {
        out += "::";
    }
    for (index, segment) in path.segments.iter().enumerate() {
        if index > 0 {
            out += "::";
        }
        out += segment.name.name.as_str();
        if let Some(args) = &segment.args {
            out += &generic_args(args);
        }
        if index + 1 == open {
            out += ">";
        }
    }
    out
}

fn generic_args(args: &GenericArgs) -> String {
    let list = args.args.iter().map(|arg| match arg {
        GenericArg::Type(arg) => ty(arg),
        GenericArg::Const(arg) => format!("{arg:?}"),
    });
    let bindings = args.bindings.iter().map(|(name, bound)| format!("{}={}", name.name, ty(bound)));
    let sugar = if args.parenthesized { "()" } else { "" };
    format!("{sugar}<{}>", list.chain(bindings).collect::<Vec<_>>().join(","))
}

pub(super) fn ty(ty_ref: &TypeRef) -> String {
    let all = |types: &[TypeRef]| types.iter().map(ty).collect::<Vec<_>>().join(",");
    let bounds = |bounds: &[crate::syntax::ast::Bound]| bounds.iter().map(|b| path(&b.path)).collect::<Vec<_>>().join("+");
    match ty_ref {
        TypeRef::Path(p) => path(p),
        TypeRef::Ref { mutable, ty: inner } => format!("&{}{}", if *mutable { "mut " } else { "" }, ty(inner)),
        TypeRef::Ptr { mutable, ty: inner } => format!("*{}{}", if *mutable { "mut " } else { "" }, ty(inner)),
        TypeRef::Slice(inner) => format!("[{}]", ty(inner)),
        TypeRef::Array(inner, len) => format!("[{};{len:?}]", ty(inner)),
        TypeRef::Tuple(types) => format!("({})", all(types)),
        TypeRef::Fn { params, ret, abi, is_unsafe } => {
            format!("fn[{abi:?},{is_unsafe}]({})->{}", all(params), ret.as_ref().map_or_else(String::new, |ret| ty(ret)))
        }
        TypeRef::Never => "!".to_owned(),
        TypeRef::Infer => "_".to_owned(),
        TypeRef::ImplTrait(list) => format!("impl {}", bounds(list)),
        TypeRef::DynTrait(list) => format!("dyn {}", bounds(list)),
        TypeRef::Macro(call) => format!("{}!", path(&call.path)),
        TypeRef::Error => "error".to_owned(),
    }
}

fn exprs(body: &Body, ids: impl IntoIterator<Item = ExprId>) -> String {
    ids.into_iter().map(|id| expr(body, id)).collect::<Vec<_>>().join(" ")
}

fn pats(body: &Body, ids: &[PatId]) -> String {
    ids.iter().map(|&id| pat(body, id)).collect::<Vec<_>>().join(" ")
}

pub(super) fn expr(body: &Body, id: ExprId) -> String {
    let show = |id: &ExprId| expr(body, *id);
    let option = |id: &Option<ExprId>| id.map_or_else(|| "-".to_owned(), |id| expr(body, id));
    let label = |label: &Option<crate::syntax::ast::Ident>| label.map_or_else(String::new, |l| format!("{} ", l.name));
    match &body.expr(id).kind {
        ExprKind::Lit(literal) => format!("{literal:?}"),
        ExprKind::Path(p) => path(p),
        ExprKind::Call { callee, args } => format!("(call {} {})", show(callee), exprs(body, args.iter().copied())),
        ExprKind::MethodCall { recv, method, turbofish, args } => {
            let turbofish = turbofish.as_ref().map_or_else(String::new, generic_args);
            format!("(.{}{turbofish} {} {})", method.name, show(recv), exprs(body, args.iter().copied()))
        }
        ExprKind::Field { base, name } => format!("(field {} {})", show(base), name.name),
        ExprKind::Index { base, index } => format!("(index {} {})", show(base), show(index)),
        ExprKind::Unary { op, operand } => format!("({op:?} {})", show(operand)),
        ExprKind::Binary { op, lhs, rhs, .. } => format!("({op:?} {} {})", show(lhs), show(rhs)),
        ExprKind::Assign { lhs, rhs } => format!("(= {} {})", show(lhs), show(rhs)),
        ExprKind::AssignOp { op, lhs, rhs, .. } => format!("({op:?}= {} {})", show(lhs), show(rhs)),
        ExprKind::Ref { mutable, raw, operand } => {
            let raw = if *raw { "raw" } else { "" };
            format!("(&{raw}{} {})", if *mutable { "mut" } else { "" }, show(operand))
        }
        ExprKind::Cast { operand, ty: to } => format!("(as {} {})", show(operand), ty(to)),
        ExprKind::Block(inner) => block(body, inner),
        ExprKind::If { cond, then, otherwise } => format!("(if {} {} {})", show(cond), show(then), option(otherwise)),
        ExprKind::Let { pat: p, expr } => format!("(let {} {})", pat(body, *p), show(expr)),
        ExprKind::Match { scrutinee, arms } => {
            let arm = |arm: &crate::syntax::body::Arm| format!("{} if {} => {}", pat(body, arm.pat), option(&arm.guard), show(&arm.body));
            format!("(match {} {})", show(scrutinee), arms.iter().map(arm).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Loop { label: l, body: b, .. } => format!("({}loop {})", label(l), show(b)),
        ExprKind::While { label: l, cond, body: b, .. } => format!("({}while {} {})", label(l), show(cond), show(b)),
        ExprKind::For { label: l, pat: p, iter, body: b, .. } => {
            format!("({}for {} {} {})", label(l), pat(body, *p), show(iter), show(b))
        }
        ExprKind::Break { label: l, value } => format!("(break {}{})", label(l), option(value)),
        ExprKind::Continue { label: l } => format!("(continue {})", label(l)),
        ExprKind::Return(value) => format!("(return {})", option(value)),
        ExprKind::Become(value) => format!("(become {})", show(value)),
        ExprKind::Yield(value) => format!("(yield {})", option(value)),
        ExprKind::Closure(closure) => {
            let param = |(p, t): &(PatId, Option<TypeRef>)| format!("{}:{}", pat(body, *p), t.as_ref().map_or("_".to_owned(), ty));
            let params = closure.params.iter().map(param).collect::<Vec<_>>().join(",");
            let (is_async, is_move) = (if closure.is_async { "async " } else { "" }, if closure.is_move { "move " } else { "" });
            format!("({is_async}{is_move}|{params}| {})", show(&closure.body))
        }
        ExprKind::Tuple(list) => format!("(tuple {})", exprs(body, list.iter().copied())),
        ExprKind::Array(list) => format!("(array {})", exprs(body, list.iter().copied())),
        ExprKind::Repeat { value, len } => format!("(repeat {} {})", show(value), show(len)),
        ExprKind::Struct { path: p, fields, base, rest } => {
            let fields = fields.iter().map(|f| format!("{}: {}", f.name.name, show(&f.value))).collect::<Vec<_>>().join(", ");
            format!("({} {{{fields}}} {} {rest})", path(p), option(base))
        }
        ExprKind::Range { start, end, inclusive } => format!("(..{} {} {})", if *inclusive { "=" } else { "" }, option(start), option(end)),
        ExprKind::Try(inner) => format!("(? {})", show(inner)),
        ExprKind::Await(inner) => format!("(await {})", show(inner)),
        ExprKind::Underscore => "_".to_owned(),
        ExprKind::Macro(call) => format!("{}!", path(&call.path)),
        ExprKind::Builtin(_) => "builtin".to_owned(),
        ExprKind::Error => "error".to_owned(),
    }
}

pub(super) fn block(body: &Body, block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Plain => String::new(),
        kind => format!("{kind:?} "),
    };
    let label = block.label.map_or_else(String::new, |label| format!("{} ", label.name));
    let mut out = format!("{label}{kind}{{");
    let cfg = |attrs: &[crate::syntax::ast::Attr]| attrs.iter().map(|a| format!("#{}({}) ", a.path, a.args)).collect::<String>();
    for stmt in &block.stmts {
        out += &match stmt {
            Stmt::Let { attrs, pat: p, ty: t, init, otherwise, .. } => format!(
                "{}let {}:{} = {} else {};",
                cfg(attrs),
                pat(body, *p),
                t.as_ref().map_or("_".to_owned(), ty),
                init.map_or("-".to_owned(), |e| expr(body, e)),
                otherwise.map_or("-".to_owned(), |e| expr(body, e)),
            ),
            Stmt::Expr { attrs, expr: e, semi } => format!("{}{}{}", cfg(attrs), expr(body, *e), if *semi { ";" } else { "?;" }),
            Stmt::Item { index } => format!("item {};", block.items[*index].name.name),
            Stmt::Macro { attrs, call, semi } => format!("{}stmt {}!{}", cfg(attrs), path(&call.path), if *semi { ";" } else { "?;" }),
        };
        out += " ";
    }
    out + &block.tail.map_or_else(String::new, |tail| expr(body, tail)) + "}"
}

pub(super) fn pat(body: &Body, id: PatId) -> String {
    let option = |id: &Option<ExprId>| id.map_or_else(|| "-".to_owned(), |id| expr(body, id));
    match &body.pat(id).kind {
        PatKind::Wild => "_".to_owned(),
        PatKind::Bind { name, by_ref, mutable, sub } => {
            let sub = sub.map_or_else(String::new, |sub| format!("@{}", pat(body, sub)));
            format!("{}{}{}{sub}", if *by_ref { "ref " } else { "" }, if *mutable { "mut " } else { "" }, name.name)
        }
        PatKind::Path(p) => format!("path {}", path(p)),
        PatKind::TupleStruct { path: p, fields } => format!("{}({})", path(p), pats(body, fields)),
        PatKind::Struct { path: p, fields, rest } => {
            let fields = fields.iter().map(|(name, p)| format!("{}: {}", name.name, pat(body, *p))).collect::<Vec<_>>().join(", ");
            format!("{}{{{fields} {rest}}}", path(p))
        }
        PatKind::Tuple(list) => format!("({})", pats(body, list)),
        PatKind::Slice(list) => format!("[{}]", pats(body, list)),
        PatKind::Ref { mutable, pat: inner } => format!("&{}{}", if *mutable { "mut " } else { "" }, pat(body, *inner)),
        PatKind::Box(inner) => format!("box {}", pat(body, *inner)),
        PatKind::Lit(e) => expr(body, *e),
        PatKind::Range { start, end, inclusive } => format!("{}..{}{}", option(start), if *inclusive { "=" } else { "" }, option(end)),
        PatKind::Or(list) => list.iter().map(|&p| pat(body, p)).collect::<Vec<_>>().join("|"),
        PatKind::Rest => "..".to_owned(),
        PatKind::Macro(call) => format!("{}!", path(&call.path)),
        PatKind::Error => "error".to_owned(),
    }
}
