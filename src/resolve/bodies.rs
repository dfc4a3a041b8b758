//! Bodies ready for inference: parsed, macros expanded, blocks' items collected.

mod macros;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::attrs;
use super::db::Db;
use super::defs::{Problem, ProblemKind};
use super::ids::{ConstId, FnId, MacroId, ModuleId, StaticId, UnitId};
use super::sig::GenericOwner;
use crate::source::{FileId, Span, Symbol};
use crate::syntax::ast::{Attr, Code, Item, ItemKind, MacroCall};
use crate::syntax::body::{Block, Body, ExprId, ExprKind, PatId, PatKind, Stmt};
use crate::syntax::{self};

/// How deep macros may expand to macros in a body.
const MACRO_DEPTH: u32 = 128;

/// Whose body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "plain")]
pub enum BodyOwner {
    Fn(FnId),
    Const(ConstId),
    Static(StaticId),
}

impl BodyOwner {
    /// The owner of the parameters that the body may name.
    pub fn generic_owner(self) -> GenericOwner {
        match self {
            Self::Fn(id) => GenericOwner::Fn(id),
            Self::Const(id) => GenericOwner::Const(id),
            Self::Static(id) => GenericOwner::Static(id),
        }
    }

    /// The unit that it is declared in.
    pub fn unit(self) -> UnitId {
        match self {
            Self::Fn(id) => id.unit,
            Self::Const(id) => id.unit,
            Self::Static(id) => id.unit,
        }
    }
}

/// A body and where its names are looked up.
#[derive(Debug)]
pub struct BodyData {
    /// The tree, without macro calls.
    pub body: Body,
    /// The module that the body stands in.
    pub module: ModuleId,
    /// Expressions and patterns that stand in a block with items: the block.
    expr_modules: FxHashMap<ExprId, ModuleId>,
    pat_modules: FxHashMap<PatId, ModuleId>,
    /// Macros that could not be expanded, and what does not parse.
    pub problems: Vec<Problem>,
}

impl BodyData {
    /// Where names of that expression are looked up.
    pub fn module_of(&self, expr: ExprId) -> ModuleId {
        self.expr_modules.get(&expr).copied().unwrap_or(self.module)
    }

    /// Where names of that pattern are looked up.
    pub fn module_of_pat(&self, pat: PatId) -> ModuleId {
        self.pat_modules.get(&pat).copied().unwrap_or(self.module)
    }
}

impl Db {
    /// The text of a body; `None` for a declaration.
    pub fn code_of(&self, owner: BodyOwner) -> Option<Code> {
        match owner {
            BodyOwner::Fn(id) => self.fn_data(id).item.body,
            BodyOwner::Const(id) => *self.const_data(id).value,
            BodyOwner::Static(id) => *self.static_data(id).value,
        }
    }

    /// The body of a function, constant or static; `None` for a declaration.
    pub fn body(&self, owner: BodyOwner) -> Option<Arc<BodyData>> {
        let (cell, code, params, module, file) = match owner {
            BodyOwner::Fn(id) => {
                let data = self.fn_data(id);
                let cfg = &self.krate(self.crate_of(id.unit)).cfg;
                let params: Vec<Span> = data.item.params.iter().filter(|p| attrs::is_active(&p.attrs, cfg)).map(|p| p.pat).collect();
                (&data.body, data.item.body?, params, data.module, data.name.span.file)
            }
            BodyOwner::Const(id) => {
                let data = self.const_data(id);
                (&data.body, (*data.value)?, Vec::new(), data.module, data.name.span.file)
            }
            BodyOwner::Static(id) => {
                let data = self.static_data(id);
                (&data.body, (*data.value)?, Vec::new(), data.module, data.name.span.file)
            }
        };
        // std's functions have bodies that are not there.
        if code.span.is_empty() {
            return None;
        }
        if let Some(body) = cell.get() {
            return Some(Arc::clone(body));
        }
        let built = Arc::new(self.build_body(owner, code, &params, module, file));
        Some(Arc::clone(cell.get_or_init(|| built)))
    }

    fn build_body(&self, owner: BodyOwner, code: Code, params: &[Span], module: ModuleId, file: FileId) -> BodyData {
        let file = if code.span.file == file { file } else { code.span.file };
        let source = self.sources.file(file);
        let (body, errors) = syntax::parse_body(file, &source.text, params, code);
        let problems = errors.into_iter().map(|e| Problem { span: Some(e.span), message: e.message, kind: ProblemKind::Syntax }).collect();
        let krate = self.crate_of(module.unit);
        let mut expander = Expander {
            db: self,
            owner,
            cfg: Arc::clone(&self.krate(krate).cfg),
            root: module,
            data: BodyData { body, module, expr_modules: FxHashMap::default(), pat_modules: FxHashMap::default(), problems },
            depth: 0,
            expansions: 0,
            legacy: FxHashMap::default(),
        };
        for pat in expander.data.body.params.clone() {
            expander.pat(pat, module);
        }
        if let Some(root) = expander.data.body.root {
            expander.expr(root, module);
        }
        expander.data
    }
}

/// A block whose statements' macros are expanded as far as names from outside decide; each part with its depth.
struct Flat {
    items: Vec<Item>,
    stmts: Vec<(Stmt, u32)>,
    tail: Option<(ExprId, u32)>,
}

struct Expander<'a> {
    db: &'a Db,
    owner: BodyOwner,
    cfg: Arc<crate::workspace::Cfg>,
    root: ModuleId,
    data: BodyData,
    depth: u32,
    expansions: u32,
    /// By block module: macros that statements of the block defined (text order is kept by overwriting).
    legacy: FxHashMap<ModuleId, FxHashMap<Symbol, MacroId>>,
}

impl Expander<'_> {
    fn kind(&self, id: ExprId) -> ExprKind {
        self.data.body.expr(id).kind.clone()
    }

    fn active(&self, attrs: &[Attr]) -> bool {
        attrs::is_active(attrs, &self.cfg)
    }

    fn expr(&mut self, id: ExprId, module: ModuleId) {
        if module != self.root {
            self.data.expr_modules.insert(id, module);
        }
        match &self.data.body.expr(id).kind {
            ExprKind::Block(_) => self.block(id, module),
            ExprKind::Macro(call) => {
                let call = call.clone();
                self.macro_expr(id, &call, module);
            }
            ExprKind::Match { .. } => {
                if let ExprKind::Match { scrutinee, mut arms } = self.kind(id) {
                    arms.retain(|arm| self.active(&arm.attrs));
                    if let ExprKind::Match { arms: kept, .. } = &mut self.data.body.exprs[id.0 as usize].kind {
                        kept.clone_from(&arms);
                    }
                    self.expr(scrutinee, module);
                    for arm in arms {
                        self.pat(arm.pat, module);
                        if let Some(guard) = arm.guard {
                            self.expr(guard, module);
                        }
                        self.expr(arm.body, module);
                    }
                }
            }
            ExprKind::Struct { .. } => {
                if let ExprKind::Struct { mut fields, base, .. } = self.kind(id) {
                    fields.retain(|f| self.active(&f.attrs));
                    if let ExprKind::Struct { fields: kept, .. } = &mut self.data.body.exprs[id.0 as usize].kind {
                        kept.clone_from(&fields);
                    }
                    for field in fields {
                        self.expr(field.value, module);
                    }
                    if let Some(base) = base {
                        self.expr(base, module);
                    }
                }
            }
            _ => {
                self.drop_inactive_parts(id);
                let (exprs, pats) = children(&self.data.body.expr(id).kind);
                for pat in pats {
                    self.pat(pat, module);
                }
                for child in exprs {
                    self.expr(child, module);
                }
            }
        }
    }

    /// Take out elements of lists that a `cfg` removes.
    fn drop_inactive_parts(&mut self, id: ExprId) {
        let body = &mut self.data.body;
        let cfg = &self.cfg;
        let off = |at: &ExprId| body.expr_attrs.iter().any(|(e, attrs)| e == at && !attrs::is_active(attrs, cfg));
        if !body.expr_attrs.is_empty()
            && let ExprKind::Call { args: parts, .. }
            | ExprKind::MethodCall { args: parts, .. }
            | ExprKind::Tuple(parts)
            | ExprKind::Array(parts) = &mut body.exprs[id.0 as usize].kind
        {
            parts.retain(|part| !off(part));
        }
        if !body.pat_attrs.is_empty()
            && let ExprKind::Closure(closure) = &mut body.exprs[id.0 as usize].kind
        {
            let off = |at: &PatId| body.pat_attrs.iter().any(|(p, attrs)| p == at && !attrs::is_active(attrs, cfg));
            closure.params.retain(|(pat, _)| !off(pat));
        }
    }

    fn pat(&mut self, id: PatId, module: ModuleId) {
        if module != self.root {
            self.data.pat_modules.insert(id, module);
        }
        if !self.data.body.pat_attrs.is_empty() {
            let (body, cfg) = (&mut self.data.body, &self.cfg);
            if let PatKind::Struct { fields, .. } = &mut body.pats[id.0 as usize].kind {
                fields.retain(|(_, pat)| !body.pat_attrs.iter().any(|(p, attrs)| p == pat && !attrs::is_active(attrs, cfg)));
            }
        }
        match self.data.body.pat(id).kind.clone() {
            PatKind::Macro(call) => self.macro_pat(id, &call, module),
            PatKind::Bind { sub: Some(sub), .. } => self.pat(sub, module),
            PatKind::TupleStruct { fields, .. } | PatKind::Tuple(fields) | PatKind::Slice(fields) | PatKind::Or(fields) => {
                fields.into_iter().for_each(|p| self.pat(p, module));
            }
            PatKind::Struct { fields, .. } => fields.into_iter().for_each(|(_, p)| self.pat(p, module)),
            PatKind::Ref { pat, .. } | PatKind::Box(pat) => self.pat(pat, module),
            PatKind::Lit(expr) => self.expr(expr, module),
            PatKind::Range { start, end, .. } => start.into_iter().chain(end).for_each(|e| self.expr(e, module)),
            _ => {}
        }
    }

    fn block(&mut self, id: ExprId, module: ModuleId) {
        let span = self.data.body.expr(id).span;
        let ExprKind::Block(block) = std::mem::replace(&mut self.data.body.exprs[id.0 as usize].kind, ExprKind::Error) else { return };
        let Block { kind, label, stmts, tail, items } = block;
        let mut module = module;
        let depth = self.depth;
        let mut flat = Flat { items, stmts: Vec::with_capacity(stmts.len()), tail: tail.map(|tail| (tail, depth)) };
        self.flatten(stmts, module, tail.is_none(), depth, &mut flat);
        let Flat { items, stmts, tail } = flat;
        if !items.is_empty() {
            module = self.add_items(items, module, span.file);
        }
        let mut out = Vec::with_capacity(stmts.len());
        let mut new_tail = None;
        let last = stmts.len();
        for (index, (stmt, depth)) in stmts.into_iter().enumerate() {
            let is_last = index + 1 == last && tail.is_none();
            self.depth = depth;
            self.stmt(stmt, &mut module, is_last, &mut out, &mut new_tail);
        }
        if let Some((tail, depth)) = tail {
            self.depth = depth;
            self.expr(tail, module);
            new_tail = Some(tail);
        }
        self.depth = depth;
        // Where a `cfg` took what stood behind it, an expression without `;` is the value.
        if new_tail.is_none()
            && let Some(Stmt::Expr { expr, semi: false, .. }) = out.last()
        {
            new_tail = Some(*expr);
            out.pop();
        }
        self.data.body.exprs[id.0 as usize].kind = ExprKind::Block(Block { kind, label, stmts: out, tail: new_tail, items: Vec::new() });
        // The block itself is looked at where its inside is.
        if module != self.root {
            self.data.expr_modules.insert(id, module);
        }
    }

    /// Expand the macro calls among `stmts` that names from outside the block decide, so that the items that they
    /// write stand in one scope with the block's own.
    fn flatten(&mut self, stmts: Vec<Stmt>, module: ModuleId, at_end: bool, depth: u32, flat: &mut Flat) {
        let count = stmts.len();
        for (index, stmt) in stmts.into_iter().enumerate() {
            let (call, semi, id) = match &stmt {
                Stmt::Macro { attrs, .. } if !self.active(attrs) => continue,
                Stmt::Macro { call, semi, .. } => match self.outer_macro(call, module, &flat.items) {
                    Some(id) => (call, *semi, id),
                    None => {
                        flat.stmts.push((stmt, depth));
                        continue;
                    }
                },
                _ => {
                    flat.stmts.push((stmt, depth));
                    continue;
                }
            };
            if depth >= MACRO_DEPTH {
                self.problem(call, format!("expands to itself more than {MACRO_DEPTH} deep"));
                flat.stmts.push((self.unknown_flat(call), depth));
                continue;
            }
            let Some(file) = self.expansion(id, call) else {
                flat.stmts.push((self.unknown_flat(call), depth));
                continue;
            };
            let source = self.db.sources.file(file);
            match syntax::parse_stmts_into(file, &source.text, 0..source.text.len(), &mut self.data.body) {
                Ok(block) => {
                    let is_value = at_end && !semi && index + 1 == count;
                    flat.items.extend(block.items);
                    self.flatten(block.stmts, module, is_value && block.tail.is_none(), depth + 1, flat);
                    match block.tail {
                        Some(tail) if is_value => flat.tail = Some((tail, depth + 1)),
                        Some(expr) => flat.stmts.push((Stmt::Expr { attrs: Vec::new(), expr, semi: true }, depth + 1)),
                        None => {}
                    }
                }
                Err(error) => {
                    self.problem(call, format!("what the macro writes does not parse: {}", error.message));
                    flat.stmts.push((self.unknown_flat(call), depth));
                }
            }
        }
    }

    /// A macro that is not known, as a statement whose parts are still to be expanded.
    fn unknown_flat(&mut self, call: &MacroCall) -> Stmt {
        Stmt::Expr { attrs: Vec::new(), expr: self.unknown_call(call), semi: true }
    }

    /// The macro that a statement calls, where that is not one that the block itself declares.
    fn outer_macro(&self, call: &MacroCall, module: ModuleId, items: &[Item]) -> Option<MacroId> {
        if let [segment] = call.path.segments.as_slice() {
            let declared = |item: &Item| matches!(item.kind, ItemKind::MacroRules { .. }) && item.name.name == segment.name.name;
            if items.iter().any(declared) {
                return None;
            }
        }
        self.macro_id(call, module).filter(|id| !self.is_std_macro(*id) || self.writes_items(*id, call))
    }

    fn add_items(&mut self, items: Vec<Item>, parent: ModuleId, file: FileId) -> ModuleId {
        let legacy = self.legacy.get(&parent).cloned().unwrap_or_default();
        let unit = self.db.add_block((parent, self.owner), file, items, &legacy);
        let module = ModuleId { unit, index: 0 };
        let mut known = legacy;
        known.extend(self.db.module(module).legacy_macros.iter().map(|(name, id)| (*name, *id)));
        self.legacy.insert(module, known);
        module
    }

    fn stmt(&mut self, stmt: Stmt, module: &mut ModuleId, is_last: bool, out: &mut Vec<Stmt>, tail: &mut Option<ExprId>) {
        match stmt {
            Stmt::Let { attrs, pat, ty, init, otherwise, span } => {
                if self.active(&attrs) {
                    self.pat(pat, *module);
                    init.into_iter().chain(otherwise).for_each(|e| self.expr(e, *module));
                    out.push(Stmt::Let { attrs, pat, ty, init, otherwise, span });
                }
            }
            Stmt::Expr { attrs, expr, semi } => {
                if self.active(&attrs) {
                    self.expr(expr, *module);
                    out.push(Stmt::Expr { attrs, expr, semi });
                }
            }
            Stmt::Item { .. } => {}
            Stmt::Macro { attrs, call, semi } => {
                if self.active(&attrs) {
                    self.macro_stmt(&call, semi, module, is_last, out, tail);
                }
            }
        }
    }
}

/// The direct parts of an expression, in order of evaluation where one is fixed.
pub fn children(kind: &ExprKind) -> (Vec<ExprId>, Vec<PatId>) {
    let mut exprs = Vec::new();
    let mut pats = Vec::new();
    match kind {
        ExprKind::Call { callee, args } => {
            exprs.push(*callee);
            exprs.extend(args);
        }
        ExprKind::MethodCall { recv, args, .. } => {
            exprs.push(*recv);
            exprs.extend(args);
        }
        ExprKind::Field { base, .. } => exprs.push(*base),
        ExprKind::Index { base, index } => exprs.extend([*base, *index]),
        ExprKind::Unary { operand, .. } | ExprKind::Ref { operand, .. } | ExprKind::Cast { operand, .. } => exprs.push(*operand),
        ExprKind::Binary { lhs, rhs, .. } => exprs.extend([*lhs, *rhs]),
        ExprKind::Assign { lhs, rhs } | ExprKind::AssignOp { lhs, rhs, .. } => exprs.extend([*rhs, *lhs]),
        ExprKind::Block(block) => {
            for stmt in &block.stmts {
                match stmt {
                    Stmt::Let { pat, init, otherwise, .. } => {
                        pats.push(*pat);
                        exprs.extend(init);
                        exprs.extend(otherwise);
                    }
                    Stmt::Expr { expr, .. } => exprs.push(*expr),
                    Stmt::Item { .. } | Stmt::Macro { .. } => {}
                }
            }
            exprs.extend(block.tail);
        }
        ExprKind::If { cond, then, otherwise } => {
            exprs.extend([*cond, *then]);
            exprs.extend(otherwise);
        }
        ExprKind::Let { pat, expr } => {
            pats.push(*pat);
            exprs.push(*expr);
        }
        ExprKind::Match { scrutinee, arms } => {
            exprs.push(*scrutinee);
            for arm in arms {
                pats.push(arm.pat);
                exprs.extend(arm.guard);
                exprs.push(arm.body);
            }
        }
        ExprKind::Loop { body, .. } => exprs.push(*body),
        ExprKind::While { cond, body, .. } => exprs.extend([*cond, *body]),
        ExprKind::For { pat, iter, body, .. } => {
            pats.push(*pat);
            exprs.extend([*iter, *body]);
        }
        ExprKind::Break { value, .. } | ExprKind::Return(value) | ExprKind::Yield(value) => exprs.extend(value),
        ExprKind::Become(expr) | ExprKind::Try(expr) | ExprKind::Await(expr) => exprs.push(*expr),
        ExprKind::Closure(closure) => {
            pats.extend(closure.params.iter().map(|(pat, _)| *pat));
            exprs.push(closure.body);
        }
        ExprKind::Tuple(parts) | ExprKind::Array(parts) => exprs.extend(parts),
        ExprKind::Repeat { value, len } => exprs.extend([*value, *len]),
        ExprKind::Struct { fields, base, .. } => {
            exprs.extend(fields.iter().map(|f| f.value));
            exprs.extend(base);
        }
        ExprKind::Range { start, end, .. } => {
            exprs.extend(start);
            exprs.extend(end);
        }
        ExprKind::Builtin(builtin) => exprs.extend(&builtin.args),
        ExprKind::Lit(_) | ExprKind::Path(_) | ExprKind::Continue { .. } | ExprKind::Underscore | ExprKind::Macro(_) | ExprKind::Error => {}
    }
    (exprs, pats)
}
