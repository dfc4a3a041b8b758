//! The owned tree of one body: expressions, patterns and statements in arenas.
//!
//! A body is a function's block with its parameters' patterns, or the expression of a constant, a static, a
//! discriminant or an array length. Closures and async blocks are expressions of the body that they stand in.
//! Macro calls are nodes here; expansion (in `resolve`) replaces them by what they write, in the same arenas.

use super::ast::{Ident, Item, MacroCall, Path, TypeRef};
use crate::source::{Span, Symbol};

/// Index of an expression in its [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct ExprId(pub u32);

/// Index of a pattern in its [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct PatId(pub u32);

/// One body.
#[derive(Clone, Debug, Default)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Body {
    /// All expressions.
    pub exprs: Vec<Expr>,
    /// All patterns.
    pub pats: Vec<Pat>,
    /// The parameters' patterns, without `self`.
    pub params: Vec<PatId>,
    /// The block or expression.
    pub root: Option<ExprId>,
    /// Attributes (`cfg`) of elements of lists: call arguments, tuples, arrays.
    pub expr_attrs: Vec<(ExprId, Vec<super::ast::Attr>)>,
    /// Attributes (`cfg`) of fields of struct patterns and of closure parameters.
    pub pat_attrs: Vec<(PatId, Vec<super::ast::Attr>)>,
}

impl Body {
    /// Add an expression.
    pub fn alloc_expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        self.exprs.push(Expr { kind, span });
        ExprId(self.exprs.len() as u32 - 1)
    }

    /// Add a pattern.
    pub fn alloc_pat(&mut self, kind: PatKind, span: Span) -> PatId {
        self.pats.push(Pat { kind, span });
        PatId(self.pats.len() as u32 - 1)
    }

    /// The expression with that number.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// The pattern with that number.
    pub fn pat(&self, id: PatId) -> &Pat {
        &self.pats[id.0 as usize]
    }
}

/// An expression.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of it.
    pub span: Span,
}

/// A literal.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "plain")]
pub enum Literal {
    /// Value and suffix (`u8`, `f32`, …).
    Int(u128, Option<Symbol>),
    Float(f64, Option<Symbol>),
    Bool(bool),
    Char(char),
    Byte(u8),
    Str(String),
    ByteStr(Vec<u8>),
    CStr(Vec<u8>),
}

/// What an expression is. Parentheses leave no trace.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "named as in the Rust reference")]
pub enum ExprKind {
    Lit(Literal),
    Path(Path),
    Call {
        callee: ExprId,
        args: Vec<ExprId>,
    },
    /// `recv.method::<T>(args)`
    MethodCall {
        recv: ExprId,
        method: Ident,
        turbofish: Option<super::ast::GenericArgs>,
        args: Vec<ExprId>,
    },
    /// `base.name`, `base.0`
    Field {
        base: ExprId,
        name: Ident,
    },
    Index {
        base: ExprId,
        index: ExprId,
    },
    Unary {
        op: UnaryOp,
        operand: ExprId,
    },
    /// `op` is `&&`/`||` too. `op_span` is the operator's.
    Binary {
        op: BinaryOp,
        op_span: Span,
        lhs: ExprId,
        rhs: ExprId,
    },
    /// `lhs = rhs`, destructuring included (`lhs` is then a tuple, array, struct or `_`).
    Assign {
        lhs: ExprId,
        rhs: ExprId,
    },
    /// `lhs += rhs`
    AssignOp {
        op: BinaryOp,
        op_span: Span,
        lhs: ExprId,
        rhs: ExprId,
    },
    /// `&x`, `&mut x`; with `raw`, `&raw const x`, `&raw mut x`
    Ref {
        mutable: bool,
        raw: bool,
        operand: ExprId,
    },
    Cast {
        operand: ExprId,
        ty: TypeRef,
    },
    Block(Block),
    If {
        cond: ExprId,
        then: ExprId,
        otherwise: Option<ExprId>,
    },
    /// `let pat = expr` as a condition.
    Let {
        pat: PatId,
        expr: ExprId,
    },
    Match {
        scrutinee: ExprId,
        arms: Vec<Arm>,
    },
    Loop {
        label: Option<Ident>,
        body: ExprId,
        keyword: Span,
    },
    While {
        label: Option<Ident>,
        cond: ExprId,
        body: ExprId,
        keyword: Span,
    },
    For {
        label: Option<Ident>,
        pat: PatId,
        iter: ExprId,
        body: ExprId,
        keyword: Span,
    },
    Break {
        label: Option<Ident>,
        value: Option<ExprId>,
    },
    Continue {
        label: Option<Ident>,
    },
    Return(Option<ExprId>),
    Become(ExprId),
    Yield(Option<ExprId>),
    Closure(Box<Closure>),
    Tuple(Vec<ExprId>),
    Array(Vec<ExprId>),
    /// `[value; len]`
    Repeat {
        value: ExprId,
        len: ExprId,
    },
    /// `base` is `..base`; `..` alone (in destructuring) is `rest`.
    Struct {
        path: Path,
        fields: Vec<FieldInit>,
        base: Option<ExprId>,
        rest: bool,
    },
    Range {
        start: Option<ExprId>,
        end: Option<ExprId>,
        inclusive: bool,
    },
    Try(ExprId),
    Await(ExprId),
    /// `_` in destructuring, or an inferred const argument.
    Underscore,
    Macro(MacroCall),
    /// What a built-in macro means, after expansion: see [`Builtin`].
    Builtin(Box<Builtin>),
    /// What the parser or the expander does not know; counted.
    Error,
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "plain")]
pub enum UnaryOp {
    Deref,
    Not,
    Neg,
}

/// Infix operators (compound assignment names its operator).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "plain")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    And,
    Or,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// `name: value` in a struct literal; shorthand has a path as its value.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct FieldInit {
    /// Field name or number.
    pub name: Ident,
    /// Its value.
    pub value: ExprId,
    /// Attributes (`cfg`).
    pub attrs: Vec<super::ast::Attr>,
}

/// One arm.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Arm {
    /// Attributes (`cfg`).
    pub attrs: Vec<super::ast::Attr>,
    /// Its pattern.
    pub pat: PatId,
    /// `if …`
    pub guard: Option<ExprId>,
    /// What it evaluates.
    pub body: ExprId,
}

/// `|a: T| -> R { … }`
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Closure {
    /// Patterns and written types.
    pub params: Vec<(PatId, Option<TypeRef>)>,
    /// `-> R`
    pub ret: Option<TypeRef>,
    /// What it evaluates.
    pub body: ExprId,
    /// `move`
    pub is_move: bool,
    /// `async ||`
    pub is_async: bool,
}

/// A block with its statements.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Block {
    /// What kind.
    pub kind: BlockKind,
    /// `'label: { … }`
    pub label: Option<Ident>,
    /// In order.
    pub stmts: Vec<Stmt>,
    /// The value, if the block ends in an expression without `;` and without attributes. An expression without
    /// `;` after which only statements with attributes stand (or which has some itself) is a statement with
    /// `semi` false: when those are configured out, it is the value.
    pub tail: Option<ExprId>,
    /// Items declared in the block.
    pub items: Vec<Item>,
}

/// Kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "plain")]
pub enum BlockKind {
    Plain,
    Unsafe,
    Const,
    Async { is_move: bool },
    Try,
}

/// A statement.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum Stmt {
    /// `let pat: ty = init else { … };`
    Let {
        /// Attributes (`cfg`).
        attrs: Vec<super::ast::Attr>,
        /// The pattern.
        pat: PatId,
        /// The written type.
        ty: Option<TypeRef>,
        /// The value.
        init: Option<ExprId>,
        /// The diverging block.
        otherwise: Option<ExprId>,
        /// All of it.
        span: Span,
    },
    /// An expression; `semi` where a `;` follows (or none is needed and it is not the tail).
    Expr {
        /// Attributes (`cfg`).
        attrs: Vec<super::ast::Attr>,
        /// The expression.
        expr: ExprId,
        /// Whether a `;` stands after it.
        semi: bool,
    },
    /// Here stood item number `index` of the block's `items` (macros are scoped by text order).
    Item {
        /// Index into [`Block::items`].
        index: usize,
    },
    /// A macro call as a statement; expansion replaces it by statements.
    Macro {
        /// Attributes (`cfg`).
        attrs: Vec<super::ast::Attr>,
        /// The call.
        call: MacroCall,
        /// Whether a `;` ends it, or braces where more follows; otherwise it is the block's value if it is last.
        semi: bool,
    },
}

/// A pattern.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Pat {
    /// What it is.
    pub kind: PatKind,
    /// All of it.
    pub span: Span,
}

/// What a pattern is.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
#[expect(missing_docs, reason = "named as in the Rust reference")]
pub enum PatKind {
    Wild,
    /// `ref mut name @ sub`. A plain name may turn out to be a constant or unit variant.
    Bind {
        name: Ident,
        by_ref: bool,
        mutable: bool,
        sub: Option<PatId>,
    },
    Path(Path),
    TupleStruct {
        path: Path,
        fields: Vec<PatId>,
    },
    Struct {
        path: Path,
        fields: Vec<(Ident, PatId)>,
        rest: bool,
    },
    Tuple(Vec<PatId>),
    Slice(Vec<PatId>),
    Ref {
        mutable: bool,
        pat: PatId,
    },
    Box(PatId),
    /// A literal, possibly negated, or a const block.
    Lit(ExprId),
    Range {
        start: Option<ExprId>,
        end: Option<ExprId>,
        inclusive: bool,
    },
    Or(Vec<PatId>),
    /// `..` in a tuple or slice.
    Rest,
    Macro(MacroCall),
    Error,
}

/// The meaning of a macro that the compiler builds in, or that only the standard library's own text defines.
#[derive(Clone, Debug)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct Builtin {
    /// `format_args`, `println`, `panic`, `vec`, `concat`, `line`, … (the macro's last name). Empty for a macro that is not
    /// known: of what it writes, only operands that could be read in its argument are.
    pub name: Symbol,
    /// Where the macro's name stands in the invocation.
    pub name_span: Span,
    /// Its operands in order of evaluation; for the format family without the format string.
    pub args: Vec<ExprId>,
    /// For the format family: what is written.
    pub format: Option<FormatTemplate>,
}

/// A parsed format string.
#[derive(Clone, Debug, Default)]
#[cfg_attr(test, derive(serde::Serialize))]
pub struct FormatTemplate {
    /// The literal text, pieces and placeholders in order.
    pub pieces: Vec<FormatPiece>,
}

/// A piece of a format string.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(serde::Serialize))]
pub enum FormatPiece {
    /// Text.
    Text(String),
    /// `{…}`
    Placeholder {
        /// Index into [`Builtin::args`] (inline captures are appended there as paths).
        arg: usize,
        /// `Display`, `Debug`, `LowerHex`, …
        trait_name: Symbol,
        /// Where it stands in the source (the whole literal where that is unknown).
        span: Span,
    },
}
