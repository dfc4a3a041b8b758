//! Macro calls in bodies: what they write takes their place, in the same arenas.

use super::{Expander, MACRO_DEPTH};
use crate::resolve::defs::{Ns, Problem, ProblemKind};
use crate::resolve::ids::{Def, MacroId, ModuleId};
use crate::resolve::paths::Names;
use crate::source::{FileId, Span, Symbol};
use crate::syntax;
use crate::syntax::ast::MacroCall;
use crate::syntax::body::{Block, BlockKind, Builtin, ExprId, ExprKind, PatId, PatKind, Stmt};

/// How many expansions one body may make.
const EXPANSIONS: u32 = 20_000;

impl Expander<'_> {
    pub(super) fn macro_stmt(
        &mut self,
        call: &MacroCall,
        semi: bool,
        module: &mut ModuleId,
        is_last: bool,
        out: &mut Vec<Stmt>,
        tail: &mut Option<ExprId>,
    ) {
        let id = match self.macro_id(call, *module) {
            Some(id) if !self.is_std_macro(id) || self.writes_items(id, call) => id,
            _ => {
                let expr = self.data.body.alloc_expr(ExprKind::Macro(call.clone()), call.span);
                self.expr(expr, *module);
                if is_last && !semi {
                    *tail = Some(expr);
                } else {
                    out.push(Stmt::Expr { attrs: Vec::new(), expr, semi: true });
                }
                return;
            }
        };
        let Some(file) = self.expansion(id, call) else { return self.unknown_stmt(call, *module, out) };
        let source = self.db.sources.file(file);
        let range = Span::new(file, 0, source.text.len() as u32);
        match syntax::parse_stmts_into(file, &source.text, range.range(), &mut self.data.body) {
            Ok(block) => {
                self.depth += 1;
                if !block.items.is_empty() {
                    *module = self.add_items(block.items, *module, file);
                }
                let count = block.stmts.len();
                for (index, stmt) in block.stmts.into_iter().enumerate() {
                    let last = is_last && index + 1 == count && block.tail.is_none();
                    self.stmt(stmt, module, last && !semi, out, tail);
                }
                if let Some(inner) = block.tail {
                    self.expr(inner, *module);
                    if is_last && !semi {
                        *tail = Some(inner);
                    } else {
                        out.push(Stmt::Expr { attrs: Vec::new(), expr: inner, semi: true });
                    }
                }
                self.depth -= 1;
            }
            Err(error) => {
                self.problem(call, format!("what the macro writes does not parse: {}", error.message));
                self.unknown_stmt(call, *module, out);
            }
        }
    }

    /// A macro that is not known, as a statement.
    fn unknown_stmt(&mut self, call: &MacroCall, module: ModuleId, out: &mut Vec<Stmt>) {
        let expr = self.unknown_call(call);
        self.expr(expr, module);
        out.push(Stmt::Expr { attrs: Vec::new(), expr, semi: true });
    }

    pub(super) fn macro_expr(&mut self, id: ExprId, call: &MacroCall, module: ModuleId) {
        if self.depth >= MACRO_DEPTH {
            self.problem(call, format!("expands to itself more than {MACRO_DEPTH} deep"));
            return self.unknown_macro(id, call, module);
        }
        let Some(found) = self.macro_id(call, module) else {
            self.problem(call, "is not a `macro_rules!` that can be found".to_owned());
            self.unknown_macro(id, call, module);
            return;
        };
        self.depth += 1;
        let written = if self.is_std_macro(found) {
            let name = self.db.macro_data(found).name.name;
            match syntax::expand_builtin(name.as_str(), call, &self.db.sources, &mut self.data.body) {
                Some(result) => result.map_err(|e| e.message),
                None => self.by_rules(found, call),
            }
        } else {
            self.by_rules(found, call)
        };
        match written {
            Ok(expr) => {
                // The call's own node becomes what the macro wrote, so that every id stays where it was.
                let written = self.data.body.expr(expr).clone();
                self.data.body.exprs[id.0 as usize] = written;
                self.expr(id, module);
            }
            Err(message) => {
                self.problem(call, message);
                self.unknown_macro(id, call, module);
            }
        }
        self.depth -= 1;
    }

    /// A macro that is not known takes the place of its call.
    fn unknown_macro(&mut self, id: ExprId, call: &MacroCall, module: ModuleId) {
        let unknown = self.unknown_call(call);
        self.data.body.exprs[id.0 as usize] = self.data.body.expr(unknown).clone();
        self.expr(id, module);
    }

    /// A call of a macro that is not known: what looks like expressions in its argument still runs, somehow.
    pub(super) fn unknown_call(&mut self, call: &MacroCall) -> ExprId {
        let source = self.db.sources.file(call.args.file);
        let args = syntax::parse_exprs_into(call.args.file, &source.text, call.args.range(), &mut self.data.body).unwrap_or_default();
        let name_span = call.path.segments.last().map_or(call.span, |s| s.name.span);
        let builtin = Builtin { name: Symbol::intern(""), name_span, args, format: None };
        self.data.body.alloc_expr(ExprKind::Builtin(Box::new(builtin)), call.span)
    }

    fn by_rules(&mut self, id: MacroId, call: &MacroCall) -> Result<ExprId, String> {
        let file = self.expansion(id, call).ok_or_else(|| "could not be expanded".to_owned())?;
        let source = self.db.sources.file(file);
        let range = Span::new(file, 0, source.text.len() as u32);
        if let Ok(expr) = syntax::parse_expr_into(file, &source.text, range.range(), &mut self.data.body) {
            return Ok(expr);
        }
        let block = syntax::parse_stmts_into(file, &source.text, range.range(), &mut self.data.body)
            .map_err(|e| format!("what the macro writes does not parse: {}", e.message))?;
        Ok(self.data.body.alloc_expr(ExprKind::Block(Block { kind: BlockKind::Plain, ..block }), call.span))
    }

    pub(super) fn macro_pat(&mut self, id: PatId, call: &MacroCall, module: ModuleId) {
        let file = if self.depth >= MACRO_DEPTH { None } else { self.macro_id(call, module).and_then(|m| self.expansion(m, call)) };
        let Some(file) = file else {
            self.data.body.pats[id.0 as usize].kind = PatKind::Error;
            return;
        };
        let source = self.db.sources.file(file);
        let range = Span::new(file, 0, source.text.len() as u32);
        match syntax::parse_pat_into(file, &source.text, range.range(), &mut self.data.body) {
            Ok(pat) => {
                let written = self.data.body.pat(pat).clone();
                self.data.body.pats[id.0 as usize] = written;
                self.depth += 1;
                self.pat(id, module);
                self.depth -= 1;
            }
            Err(error) => {
                self.problem(call, error.message);
                self.data.body.pats[id.0 as usize].kind = PatKind::Error;
            }
        }
    }

    pub(super) fn expansion(&mut self, id: MacroId, call: &MacroCall) -> Option<FileId> {
        self.expansions += 1;
        if self.expansions > EXPANSIONS {
            if self.expansions == EXPANSIONS + 1 {
                self.problem(call, format!("more than {EXPANSIONS} expansions in one body; the rest is not analysed"));
            }
            return None;
        }
        match self.db.expand(self.db.macro_data(id), None, call, &self.cfg) {
            Ok(file) => Some(file),
            Err(message) => {
                self.problem(call, message);
                None
            }
        }
    }

    /// Whether the macro may mean something that its text does not say: std's.
    pub(super) fn is_std_macro(&self, id: MacroId) -> bool {
        self.db.is_std(self.db.crate_of(id.unit))
    }

    /// Whether a macro of std's writes items (`thread_local!`).
    pub(super) fn writes_items(&self, id: MacroId, call: &MacroCall) -> bool {
        let name = self.db.macro_data(id).name.name;
        matches!(syntax::expand_builtin_items(name.as_str(), call, &self.db.sources), Some(Ok((text, _))) if !text.is_empty())
    }

    pub(super) fn macro_id(&self, call: &MacroCall, module: ModuleId) -> Option<MacroId> {
        let path = self.db.macro_path(&call.path);
        if let [segment] = path.segments.as_slice() {
            let mut at = module;
            loop {
                if let Some(id) = self.legacy.get(&at).and_then(|known| known.get(&segment.name.name)) {
                    return Some(*id);
                }
                let data = self.db.module(at);
                match data.parent {
                    Some(parent) if data.is_block => at = parent,
                    _ => break,
                }
            }
        }
        match Names::of(self.db).resolve_in(module, &path, Ns::Macros)? {
            Def::Macro(id) => Some(id),
            _ => None,
        }
    }

    pub(super) fn problem(&mut self, call: &MacroCall, message: String) {
        let name = call.path.segments.last().map_or("", |s| s.name.name.as_str());
        let message = format!("macro `{name}!`: {message}");
        self.data.problems.push(Problem { span: Some(call.path.span), message, kind: ProblemKind::Macro });
    }
}
