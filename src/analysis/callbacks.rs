//! Function pointers of the platform: a model may speak for the type that a called field, parameter or variable was declared with.

use super::frame::Frame;
use crate::models::schema::Model;
use crate::resolve::infer::Resolution;
use crate::syntax::body::{ExprId, ExprKind, PatId, PatKind};

impl<'a> Frame<'_, 'a> {
    /// A model for values of the type that the called field, parameter or variable was declared with, which binding of it this
    /// is, and what the platform calls such a function, whatever the user's variable is called.
    pub(super) fn callback_model(&self, id: ExprId, argc: usize) -> Option<(&'a Model, usize, String)> {
        let ExprKind::Call { callee, .. } = &self.data.body.expr(id).kind else { return None };
        let name = self.declared_type_name(*callee)?;
        let (model, binding) = self.engine.models.lookup_callback(&name, argc)?;
        Some((model, binding, function_of(&name).unwrap_or(name)))
    }

    /// The last name of the type that a value was declared with, aliases not looked through.
    fn declared_type_name(&self, mut expr: ExprId) -> Option<String> {
        for _ in 0..16 {
            match &self.data.body.expr(expr).kind {
                ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } | ExprKind::Try(operand) => expr = *operand,
                ExprKind::MethodCall { recv, .. } => expr = *recv,
                ExprKind::Field { .. } => {
                    let (variant, index) = self.inference.fields.get(&expr)?;
                    let field = self.engine.db.variant(*variant).fields.all().get(*index)?;
                    return type_name(&field.ty);
                }
                ExprKind::Path(_) => {
                    return match self.inference.paths.get(&expr)? {
                        Resolution::Static(id) => type_name(&self.engine.db.static_data(*id).ty),
                        Resolution::Local(pat) => {
                            // `if let Some(log) = ctx.log_event`: what the pattern takes apart.
                            let source = self.source_of(*pat)?;
                            return self.declared_type_name(source);
                        }
                        _ => None,
                    };
                }
                _ => return None,
            }
        }
        None
    }

    /// The expression that a pattern is matched against.
    fn source_of(&self, wanted: PatId) -> Option<ExprId> {
        let body = &self.data.body;
        let holds = |pat: PatId| {
            let mut stack = vec![pat];
            while let Some(at) = stack.pop() {
                if at == wanted {
                    return true;
                }
                match &body.pat(at).kind {
                    PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) | PatKind::Or(fields) => {
                        stack.extend(fields)
                    }
                    PatKind::Ref { pat, .. } | PatKind::Box(pat) => stack.push(*pat),
                    _ => {}
                }
            }
            false
        };
        body.exprs.iter().find_map(|e| match &e.kind {
            ExprKind::Let { pat, expr } if holds(*pat) => Some(*expr),
            ExprKind::Match { scrutinee, arms } if arms.iter().any(|a| holds(a.pat)) => Some(*scrutinee),
            ExprKind::Block(block) => block.stmts.iter().find_map(|s| match s {
                crate::syntax::body::Stmt::Let { pat, init: Some(init), .. } if holds(*pat) => Some(*init),
                _ => None,
            }),
            _ => None,
        })
    }
}

/// `SetResourceStatus` of `PSET_RESOURCE_STATUS_ROUTINE`.
fn function_of(pointer: &str) -> Option<String> {
    let words = pointer.strip_suffix("_EX").unwrap_or(pointer).strip_prefix('P')?.strip_suffix("_ROUTINE")?;
    let capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().chain(letters.as_str().to_ascii_lowercase().chars()).collect::<String>()
    };
    Some(words.split('_').map(capitalised).collect())
}

#[test]
fn functions_are_called_as_the_platform_calls_them() {
    assert_eq!(function_of("PSET_RESOURCE_STATUS_ROUTINE").as_deref(), Some("SetResourceStatus"));
    assert_eq!(function_of("PSET_RESOURCE_STATUS_ROUTINE_EX").as_deref(), Some("SetResourceStatus"));
    assert_eq!(function_of("PLOG_EVENT_ROUTINE").as_deref(), Some("LogEvent"));
    assert_eq!((function_of("Logger"), function_of("P")), (None, None));
}

fn type_name(ty: &crate::syntax::ast::TypeRef) -> Option<String> {
    match ty {
        crate::syntax::ast::TypeRef::Path(path) => {
            let last = path.segments.last()?;
            if matches!(last.name.name.as_str(), "Option" | "Box" | "Arc")
                && let Some(crate::syntax::ast::GenericArg::Type(inner)) = last.args.as_ref().and_then(|a| a.args.first())
            {
                return type_name(inner);
            }
            Some(last.name.name.to_string())
        }
        crate::syntax::ast::TypeRef::Ref { ty, .. } | crate::syntax::ast::TypeRef::Ptr { ty, .. } => type_name(ty),
        _ => None,
    }
}
