//! What is left of built-in macros after expansion.

use super::frame::Frame;
use super::value::{HandleVal, Val};
use crate::resolve::ty::{Ty, TyKind};
use crate::syntax::body::{Builtin, ExprId, ExprKind, FormatPiece, Literal};
use std::sync::Arc;

impl<'a> Frame<'_, 'a> {
    /// `w!("…")`, `s!("…")`: the bindings' texts for the platform, whatever code they expand to.
    pub(super) fn wide_literal(&self, id: ExprId) -> Option<Val> {
        let db = self.engine.db;
        let span = self.span(id);
        let invocation = db.sources.file(span.file).invocation?;
        if !matches!(
            self.data.body.expr(id).kind,
            ExprKind::Block(_) | ExprKind::MethodCall { .. } | ExprKind::Call { .. } | ExprKind::Cast { .. }
        ) {
            return None;
        }
        let text = db.sources.text(invocation);
        let (name, rest) = text.split_once('!')?;
        let name = name.trim().rsplit("::").next()?.trim();
        if !matches!(name, "w" | "s" | "h") {
            return None;
        }
        let open = text.len() - rest.len() + rest.find(['(', '[', '{'])? + 1;
        let close = text.rfind([')', ']', '}'])?;
        let range = invocation.lo as usize + open..invocation.lo as usize + close;
        let mut scratch = crate::syntax::body::Body::default();
        let parsed = crate::syntax::parse_expr_into(invocation.file, &db.sources.file(invocation.file).text, range, &mut scratch).ok()?;
        match &scratch.expr(parsed).kind {
            ExprKind::Lit(literal @ (Literal::Str(_) | Literal::CStr(_) | Literal::ByteStr(_))) => Some(super::eval::literal(literal)),
            _ => None,
        }
    }

    /// What is left of a built-in macro: panics end the path, `w!` and its like are texts.
    /// What `format!` writes, where its arguments are known; of a path, what it begins with says on which drive it is.
    fn formatted(&mut self, builtin: &Builtin) -> Val {
        let Some(format) = &builtin.format else { return Val::Unknown };
        let mut text = String::new();
        for piece in &format.pieces {
            match piece {
                FormatPiece::Text(more) => text.push_str(more),
                FormatPiece::Placeholder { arg, trait_name, .. } => {
                    let value = builtin.args.get(*arg).and_then(|arg| self.constant_of(*arg)).unwrap_or(Val::Unknown);
                    match value.hard() {
                        Val::Str(part) if *trait_name == "Display" => text.push_str(part),
                        Val::Int { lo, hi } if lo == hi && *trait_name == "Display" => text.push_str(&lo.to_string()),
                        _ => {
                            let begins = Val::Str(text.as_str().into());
                            let is_local = matches!(self.locality(&begins), super::bound::Locality::Local);
                            // `C:` alone may go on with anything.
                            let is_rooted = text.len() > 2;
                            return if is_local && is_rooted {
                                Val::Handle(Arc::new(HandleVal { path: Some(begins), ..HandleVal::default() }))
                            } else {
                                Val::Unknown
                            };
                        }
                    }
                }
            }
        }
        Val::Str(text.into())
    }

    pub(super) fn builtin(&mut self, id: ExprId, builtin: &Builtin) -> Val {
        match builtin.name.as_str() {
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                self.macro_panics(builtin);
                self.die();
                Val::Unknown
            }
            "" => {
                self.not_known_macro(id, builtin.name_span);
                Val::Unknown
            }
            "compile_error" => {
                self.dead = true;
                Val::Unknown
            }
            "cfg" => match builtin.args.first().map(|a| self.kind(*a)) {
                Some(ExprKind::Lit(Literal::Str(predicate))) => {
                    let krate = self.engine.db.crate_of(self.data.module.unit);
                    self.engine.db.krate(krate).cfg.eval(&predicate).map_or(Val::Unknown, Val::Bool)
                }
                _ => Val::Unknown,
            },
            "format" => {
                self.allocate(super::effect::Amount::Bytes(64), "format!", builtin.name_span);
                self.formatted(builtin)
            }
            "vec" => match builtin.args.first() {
                Some(list) => {
                    let element = match self.type_of(*list).kind() {
                        TyKind::Array(element, _) => element.clone(),
                        _ => Ty::unknown(),
                    };
                    let size = self.size_of(&element).unwrap_or(64);
                    let count = match self.kind(*list) {
                        ExprKind::Array(parts) => Some(parts.len() as u64),
                        ExprKind::Repeat { len, .. } => self.constant_of(len).and_then(|v| v.as_int()).and_then(|n| u64::try_from(n).ok()),
                        _ => None,
                    };
                    let amount = count.map_or(super::effect::Amount::Unsized, |n| super::effect::Amount::Bytes(n.saturating_mul(size)));
                    self.allocate(amount, "vec!", builtin.name_span);
                    match self.kind(*list) {
                        ExprKind::Array(parts) => {
                            Val::Tuple(parts.iter().take(64).map(|part| self.constant_of(*part).unwrap_or(Val::Unknown)).collect())
                        }
                        // `vec![value; n]` clones the value.
                        ExprKind::Repeat { value, .. } => {
                            let ty = self.type_of(value);
                            if let (Some(clone), false) = (self.engine.db.trait_fn(self.engine.db.lang().clone, "clone"), ty.is_unknown()) {
                                self.call_fn(None, builtin.name_span, clone, &Arc::from([ty]), &[Val::Unknown], &[]);
                            }
                            count.map_or(Val::Unknown, |n| Val::Count(u128::from(n)))
                        }
                        _ => Val::Unknown,
                    }
                }
                None => Val::Tuple(Arc::from([])),
            },
            "w" | "s" | "h" => match builtin.args.first().map(|a| self.kind(*a)) {
                Some(ExprKind::Lit(literal)) => super::eval::literal(&literal),
                _ => Val::Unknown,
            },
            _ => {
                let _ = id;
                Val::Unknown
            }
        }
    }
}
