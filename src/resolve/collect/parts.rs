//! Macro calls between a dependency's items, expanded when somebody asks for a name that they may write.
//!
//! What a call writes it takes from its arguments and from the macro's definition; where neither says a name, the call
//! does not write it. So the texts are searched first, and few calls are expanded. What one writes is a unit of its own,
//! whose root module stands in the call's module as a block's does.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use super::Collector;
use super::macros::{MacroSite, PendingMacro, TextScope};
use super::modules::ModDir;
use super::said::{Asked, Said, SaidText, has_word, hash_of, speaks_to_others};
use crate::resolve::db::Db;
use crate::resolve::defs::{Ns, Vis};
use crate::resolve::ids::{CrateId, Def, MacroId, ModuleId, UnitId};
use crate::resolve::later::{Question, answer};
use crate::resolve::paths::Names;
use crate::source::{SourceFile, Symbol};
use crate::syntax::ast::MacroCall;

/// A call that was not expanded yet.
#[derive(Debug)]
pub(in crate::resolve) struct Part {
    /// The module that it stands in.
    home: ModuleId,
    krate: CrateId,
    call: MacroCall,
    /// The text that its arguments stand in.
    source: Arc<SourceFile>,
    /// The macros that are visible there by text order.
    text: TextScope,
    depth: u32,
    dir: Arc<ModDir>,
    /// The macro, once it was looked up.
    id: OnceLock<Option<MacroId>>,
    /// What the macro's definition, and those that it calls, consist of.
    words: OnceLock<Arc<SaidText>>,
    /// What its arguments say.
    args_say: Said,
    /// What it wrote.
    pub(in crate::resolve) unit: OnceLock<Option<UnitId>>,
}

impl Part {
    fn args(&self) -> &str {
        self.source.text.get(self.call.args.range()).unwrap_or_default()
    }

    /// The definition's text, those of the macros that it calls included.
    fn definition(&self, db: &Db, index: u32) -> Arc<SaidText> {
        if let Some(words) = self.words.get() {
            return Arc::clone(words);
        }
        let find = || {
            let id = self.id.get().copied().unwrap_or_else(|| self.macro_by_path(db));
            (id, id.map(|id| db.macro_words(id)).unwrap_or_default())
        };
        // While the macro's own name is looked up, nothing is known of what it writes.
        let Some(((id, words), holds)) = answer(Question::Definition(index), find) else { return Arc::default() };
        if holds {
            self.id.get_or_init(|| id);
            self.words.get_or_init(|| Arc::clone(&words));
        }
        words
    }

    fn macro_by_path(&self, db: &Db) -> Option<MacroId> {
        let path = db.macro_path(&self.call.path);
        match Names::of(db).resolve_in(self.home, &path, Ns::Macros) {
            Some(Def::Macro(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether its arguments or its macro's definition say what is asked.
    fn says(&self, db: &Db, index: u32, asked: Asked<'_>) -> bool {
        self.args_say.says(self.args(), asked) || self.definition(db, index).says(asked)
    }
}

impl Db {
    /// The text of a macro's definition, and of those that it may call: its crate's of the names that it says.
    fn macro_words(&self, id: MacroId) -> Arc<SaidText> {
        let find = || {
            let unit = self.unit(id.unit);
            let mut open = vec![id];
            let mut seen = FxHashSet::from_iter([id]);
            let mut out = String::new();
            while let Some(id) = open.pop() {
                let body = self.sources.text(self.macro_data(id).body);
                for (index, data) in unit.macros.iter().enumerate() {
                    let other = MacroId { unit: unit.id, index: index as u32 };
                    if !seen.contains(&other) && has_word(&body, data.name.name.as_str()) {
                        seen.insert(other);
                        open.push(other);
                    }
                }
                out.push_str(&body);
                out.push('\n');
            }
            Arc::new(SaidText::new(out))
        };
        self.macro_words.get(&id, find, Arc::default)
    }

    fn part_says(&self, index: u32, asked: Asked<'_>) -> bool {
        self.parts[index as usize].says(self, index, asked)
    }

    /// The root module of what a part wrote; expanded now, if it was not.
    fn open_part(&self, index: u32) -> Option<ModuleId> {
        let part = &self.parts[index as usize];
        let unit = match part.unit.get() {
            Some(unit) => *unit,
            None => {
                let (unit, _) = answer(Question::Part(index), || collect_part(self, part, index))?;
                *part.unit.get_or_init(|| unit)
            }
        };
        unit.map(|unit| ModuleId { unit, index: 0 })
    }

    /// The parts of a module that may write a name or import it by a glob.
    pub(in crate::resolve) fn parts_naming(&self, module: ModuleId, name: Symbol) -> impl Iterator<Item = ModuleId> {
        let word = hash_of(name.as_str());
        let may_name = move |index: u32| self.part_says(index, Asked::Words(&[word])) || self.part_says(index, Asked::Glob);
        let parts = self.module(module).parts.iter().filter(move |index| may_name(**index));
        parts.filter_map(|index| self.open_part(*index))
    }

    /// The parts of a module that may hold one of these words.
    pub(in crate::resolve) fn parts_saying(&self, module: ModuleId, words: &[&str]) -> Vec<ModuleId> {
        let words: Vec<_> = words.iter().map(|word| hash_of(word)).collect();
        let parts = self.module(module).parts.iter().filter(|index| self.part_says(**index, Asked::Words(&words)));
        parts.filter_map(|index| self.open_part(*index)).collect()
    }

    /// Expand what may write an impl of a trait (one of these names; none for an impl without) for a type (one of these
    /// names; none for any).
    pub(in crate::resolve) fn open_impls(&self, krate: CrateId, of_trait: &[Symbol], types: &[Symbol]) {
        let key = (krate, of_trait.first().copied(), types.first().copied());
        let list = |from: usize| -> Vec<u32> {
            let parts = self.parts_of.read().unwrap_or_else(|e| e.into_inner());
            parts.get(&krate).map_or(&[][..], |parts| &parts[from.min(parts.len())..]).to_vec()
        };
        let known = self.parts_searched.read().unwrap_or_else(|e| e.into_inner()).get(&key).copied();
        let hashes = |names: &[Symbol]| -> Vec<u32> { names.iter().map(|name| hash_of(name.as_str())).collect() };
        let (trait_words, type_words) = (hashes(of_trait), hashes(types));
        let mut done = known.unwrap_or(0);
        loop {
            let next = list(done);
            if next.is_empty() {
                break;
            }
            done += next.len();
            self.parts_searched.write().unwrap_or_else(|e| e.into_inner()).insert(key, done);
            for index in next {
                let part = &self.parts[index as usize];
                if part.unit.get().is_some() || !of_trait.is_empty() && !self.part_says(index, Asked::Words(&trait_words)) {
                    continue;
                }
                // An impl for any type says none.
                let is_blanket = || !of_trait.is_empty() && self.part_says(index, Asked::GenericImpl);
                if types.is_empty() || self.part_says(index, Asked::Words(&type_words)) || is_blanket() {
                    self.open_part(index);
                }
            }
        }
    }
}

/// Expand a part into a unit.
fn collect_part(db: &Db, part: &Part, index: u32) -> Option<UnitId> {
    part.definition(db, index);
    let id = part.id.get().copied().unwrap_or_else(|| part.macro_by_path(db))?;
    Some(db.add_unit(|unit| {
        let mut collector = Collector::new(db, part.krate, unit);
        collector.is_late = true;
        let dir = Arc::clone(&part.dir);
        let root = collector.add_module(Symbol::intern(""), Some(part.home), Vis::Within(part.home), part.call.span.file, true, dir);
        let site = MacroSite::Module { module: root };
        let mut text = part.text.clone();
        let pending = PendingMacro { call: part.call.clone(), site, text: text.clone(), depth: part.depth };
        collector.expand_with(&pending, id, &mut text);
        collector.finish()
    }))
}

impl Collector<'_> {
    /// Leave a macro call between items for later, if what it writes is seen by nobody who does not ask for it.
    pub(super) fn leave_call(&mut self, call: &MacroCall, module: usize, text: &TextScope, depth: u32) -> bool {
        if !self.is_late {
            return false;
        }
        let source = self.db.sources.file(call.args.file);
        if source.text.get(call.args.range()).is_none_or(speaks_to_others) {
            return false;
        }
        let path = self.db.macro_path(&call.path);
        let by_text = match path.segments.as_slice() {
            [name] => text.get(name.name.name),
            _ => None,
        };
        let id = OnceLock::new();
        let words = OnceLock::new();
        if let Some(by_text) = by_text {
            if by_text.unit == self.unit.id {
                let written = self.own_macro_words(by_text);
                if speaks_to_others(&written.text) {
                    return false;
                }
                words.get_or_init(|| written);
            } else if speaks_to_others(&self.db.macro_words(by_text).text) {
                return false;
            }
            id.get_or_init(|| Some(by_text));
        }
        let part = Part {
            home: self.module_id(module),
            krate: self.krate,
            call: call.clone(),
            source,
            text: text.clone(),
            depth,
            dir: Arc::clone(&self.dirs[module]),
            id,
            words,
            args_say: Said::default(),
            unit: OnceLock::new(),
        };
        let index = self.db.parts.push(part) as u32;
        self.unit.modules[module].parts.push(index);
        self.db.parts_of.write().unwrap_or_else(|e| e.into_inner()).entry(self.krate).or_default().push(index);
        true
    }

    /// As [`Db::macro_words`], of the unit that is being collected.
    fn own_macro_words(&mut self, id: MacroId) -> Arc<SaidText> {
        let count = self.unit.macros.len();
        if let Some((known, words)) = self.macro_words.get(&id)
            && *known == count
        {
            return Arc::clone(words);
        }
        let bodies: Vec<String> = self.unit.macros.iter().map(|data| self.db.sources.text(data.body)).collect();
        let mut seen = vec![false; count];
        let mut open = vec![id.index as usize];
        seen[id.index as usize] = true;
        let mut out = String::new();
        while let Some(at) = open.pop() {
            for (index, data) in self.unit.macros.iter().enumerate() {
                if !seen[index] && has_word(&bodies[at], data.name.name.as_str()) {
                    seen[index] = true;
                    open.push(index);
                }
            }
            out.push_str(&bodies[at]);
            out.push('\n');
        }
        let words = Arc::new(SaidText::new(out));
        self.macro_words.insert(id, (count, Arc::clone(&words)));
        words
    }
}
