//! Constants that lengths in types are made of: integers, from the text of their values.
//!
//! Types need no more; what calls cost is for the analysis, which evaluates with types at hand.

use super::bodies::BodyOwner;
use super::db::Db;
use super::defs::Ns;
use super::ids::{ConstId, Def, ModuleId, Prim};
use super::limits::Limit;
use super::paths::Names;
use crate::syntax::ast::{Code, Path, TypeRef};
use crate::syntax::body::{BinaryOp, Body, ExprId, ExprKind, Literal, UnaryOp};

/// How deep constants are followed: through each other, and in what each is written with.
const DEPTH: u32 = 32;
const TOO_DEEP: Limit = Limit::new("constants in types nest more than {} deep; their values are not known", DEPTH as usize);

impl Db {
    /// The value of an integer constant that is written with literals, operators and other constants.
    pub fn simple_const(&self, id: ConstId) -> Option<i128> {
        self.const_at(id, 0)
    }

    /// The value of an expression of a body, the same way.
    pub fn simple_expr(&self, body: &Body, expr: ExprId, module: ModuleId) -> Option<i128> {
        self.const_expr(body, expr, module, 0)
    }

    /// The value of an expression in a type (`[u8; 4 * KIB]`), the same way.
    pub fn simple_code(&self, code: Code, module: ModuleId) -> Option<i128> {
        let mut body = Body::default();
        let source = self.sources.file(code.span.file);
        let range = code.span.lo as usize..code.span.hi as usize;
        let root = crate::syntax::parse_expr_into(code.span.file, &source.text, range, &mut body).ok()?;
        self.const_expr(&body, root, module, 0)
    }

    fn const_at(&self, id: ConstId, depth: u32) -> Option<i128> {
        if depth > DEPTH {
            return None;
        }
        let data = self.body(BodyOwner::Const(id))?;
        self.const_expr(&data.body, data.body.root?, data.module, depth)
    }

    fn const_expr(&self, body: &Body, expr: ExprId, module: ModuleId, depth: u32) -> Option<i128> {
        if depth > DEPTH {
            self.limits.reach(TOO_DEEP, body.expr(expr).span);
            return None;
        }
        match &body.expr(expr).kind {
            ExprKind::Lit(Literal::Int(value, _)) => i128::try_from(*value).ok(),
            ExprKind::Lit(Literal::Byte(value)) => Some(i128::from(*value)),
            ExprKind::Cast { operand, ty } => {
                let value = self.const_expr(body, *operand, module, depth + 1)?;
                // What goes by another name has what was cast, as a rule.
                Some(primitive(ty).map_or(value, |to| to.wrap(value)))
            }
            ExprKind::Unary { op: UnaryOp::Neg, operand } => self.const_expr(body, *operand, module, depth + 1)?.checked_neg(),
            ExprKind::Block(block) if block.stmts.is_empty() => self.const_expr(body, block.tail?, module, depth + 1),
            ExprKind::Path(path) => match Names::of(self).resolve_in(module, path, Ns::Values)? {
                Def::Const(id) => self.const_at(id, depth + 1),
                _ => None,
            },
            ExprKind::Binary { op, lhs, rhs, .. } => {
                let left = self.const_expr(body, *lhs, module, depth + 1)?;
                let right = self.const_expr(body, *rhs, module, depth + 1)?;
                match op {
                    BinaryOp::Add => left.checked_add(right),
                    BinaryOp::Sub => left.checked_sub(right),
                    BinaryOp::Mul => left.checked_mul(right),
                    BinaryOp::Div => left.checked_div(right),
                    BinaryOp::Rem => left.checked_rem(right),
                    // What is shifted out hangs on the type.
                    BinaryOp::Shl => u32::try_from(right).ok().filter(|by| *by < 64).and_then(|by| left.checked_mul(1 << by)),
                    BinaryOp::Shr => left.checked_shr(u32::try_from(right).ok()?),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The primitive type that is written.
fn primitive(ty: &TypeRef) -> Option<Prim> {
    match ty {
        TypeRef::Path(Path { qself: None, segments, .. }) => match segments.as_slice() {
            [only] => Prim::from_name(only.name.name.as_str()),
            _ => None,
        },
        _ => None,
    }
}
