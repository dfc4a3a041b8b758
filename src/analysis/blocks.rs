//! Blocks: statements in their order, and what ends with the block.

use super::control::while_there;
use super::frame::Frame;
use super::value::Val;
use crate::syntax::body::{Block, PatKind, Stmt};

impl Frame<'_, '_> {
    pub(super) fn block(&mut self, block: &Block) -> Val {
        let declared = self.declared.len();
        let value = self.statements(block);
        self.leave(declared);
        value
    }

    fn statements(&mut self, block: &Block) -> Val {
        for stmt in &block.stmts {
            if self.dead {
                break;
            }
            match stmt {
                Stmt::Let { pat, init, otherwise, .. } => {
                    let reads = self.shared_reads;
                    let value = init.map_or(Val::Unknown, |i| self.scrutinee(*pat, i));
                    if self.shared_reads > reads && matches!(self.data.body.pat(*pat).kind, PatKind::Bind { .. }) {
                        self.read_from_others.push(*pat);
                    }
                    if self.dead {
                        break;
                    }
                    if let Some(otherwise) = otherwise {
                        match self.matches(*pat, &value) {
                            Some(true) => {}
                            Some(false) => {
                                self.expr(*otherwise);
                                self.dead = true;
                                break;
                            }
                            None => {
                                self.branch(|f| f.expr(*otherwise));
                                self.guard(false, true, &while_there(&value), false);
                            }
                        }
                    }
                    self.bind(*pat, &value);
                    if init.is_none() {
                        // It holds nothing until it is assigned.
                        self.moved.insert(*pat);
                    }
                }
                Stmt::Expr { expr, .. } => {
                    self.expr(*expr);
                    self.drop_temporary(*expr);
                }
                Stmt::Item { .. } | Stmt::Macro { .. } => {}
            }
        }
        match block.tail {
            Some(tail) if !self.dead => self.expr(tail),
            _ => Val::Unknown,
        }
    }
}
