//! Which file a `mod name;` means.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::late::LateText;
use super::macros::{MacroSite, TextScope};
use super::{Collector, MACRO_DEPTH};
use crate::resolve::attrs;
use crate::resolve::defs::{ProblemKind, Vis};
use crate::source::FileId;
use crate::syntax::ast::{Attr, Ident, Item, Items, MacroCall};
use crate::syntax::{self, AssocContext, Skimmed};

/// From where a module is looked for, its file and its name: where its own modules are looked for.
type DirOf = fn(&Utf8Path, &Utf8Path, &str) -> Utf8PathBuf;

/// Where a module's files lie.
#[derive(Debug)]
pub(super) struct ModDir {
    /// The folder of the file that the module stands in.
    file_dir: Utf8PathBuf,
    /// The folder in which `mod name;` looks for `name.rs`.
    search: Utf8PathBuf,
    /// Whether the module is written in braces inside its file (`#[path]` then counts from `search`).
    is_inline: bool,
    /// The files around, for cycles.
    chain: Option<(FileId, Arc<ModDir>)>,
}

impl ModDir {
    /// Of a crate's root, or a file that `#[path]` names.
    pub(super) fn root(dir: Utf8PathBuf) -> Self {
        Self { search: dir.clone(), file_dir: dir, is_inline: false, chain: None }
    }

    fn inline(&self, name: &str, path: Option<&str>) -> Self {
        let search = match path {
            Some(path) => self.path_base().join(path),
            None => self.search.join(name),
        };
        Self { file_dir: self.file_dir.clone(), search, is_inline: true, chain: self.chain.clone() }
    }

    fn path_base(&self) -> &Utf8Path {
        if self.is_inline { &self.search } else { &self.file_dir }
    }

    fn holds(&self, file: FileId) -> bool {
        let mut dir = self;
        while let Some((id, outer)) = &dir.chain {
            if *id == file {
                return true;
            }
            dir = outer;
        }
        false
    }
}

/// The items of a text, as far as they are read.
pub(super) enum Read {
    /// All of them.
    All(Items),
    /// By name.
    Late(Skimmed, LateText),
}

impl Read {
    /// The inner attributes.
    fn attrs(&self) -> &[Attr] {
        match self {
            Self::All(items) => &items.attrs,
            Self::Late(skimmed, _) => &skimmed.attrs,
        }
    }
}

impl Collector<'_> {
    /// Read a file (`context` is `None`), or what a macro wrote in a trait, an impl or an `extern` block.
    pub(super) fn read(&mut self, file: FileId, context: Option<AssocContext>) -> Read {
        let source = self.db.sources.file(file);
        let (read, errors) = if self.is_late {
            let mut skimmed = syntax::skim_items(file, &source.text, context);
            let errors = std::mem::take(&mut skimmed.errors);
            (Read::Late(skimmed, LateText { file, source }), errors)
        } else {
            let parsed = match context {
                None => syntax::parse_items(file, &source.text),
                Some(context) => syntax::parse_assoc_items(file, &source.text, context),
            };
            (Read::All(parsed.items), parsed.errors)
        };
        for error in errors {
            if self.db.is_from_disk(file) {
                self.problem(Some(error.span), ProblemKind::Syntax, error.message);
            } else {
                self.problem(Some(error.span), ProblemKind::Macro, format!("what the macro writes does not parse: {}", error.message));
            }
        }
        read
    }

    /// Collect what was read.
    pub(super) fn collect_read(&mut self, read: Read, site: MacroSite, text: &mut TextScope, depth: u32) {
        match (read, site) {
            (Read::All(items), MacroSite::Module { module }) => self.collect(items.items, module, text, depth),
            (Read::All(items), MacroSite::Foreign { module }) => self.foreign_items(items.items, module, text, depth),
            (Read::All(items), site) => self.assoc_items(items.items, site, text, depth),
            (Read::Late(items, from), MacroSite::Module { module }) => self.collect_late(items.items, &from, module, text, depth),
            (Read::Late(items, from), MacroSite::Foreign { module }) => self.late_foreign_items(items.items, &from, module, text, depth),
            (Read::Late(items, from), site) => self.late_assoc_items(items.items, &from, site, text, depth),
        }
    }

    /// Read the crate's root file and what it declares.
    pub(super) fn root_file(&mut self, root: usize) {
        let spec = self.db.krate(self.krate);
        let path = spec.root_file.clone();
        match self.db.load(&path, spec.is_member) {
            Ok(file) => self.file_into(file, root, &path, &mut TextScope::default(), true),
            Err(message) => self.problem(None, ProblemKind::Syntax, message),
        }
    }

    /// Collect `file`'s items into `module`.
    fn file_into(&mut self, file: FileId, module: usize, path: &Utf8Path, text: &mut TextScope, is_root: bool) {
        self.unit.files.push(file);
        self.unit.modules[module].file = file;
        let read = self.read(file, None);
        let dir = Arc::clone(&self.dirs[module]);
        let file_dir = path.parent().map(Utf8PathBuf::from).unwrap_or_default();
        self.dirs[module] =
            Arc::new(ModDir { file_dir, search: dir.search.clone(), is_inline: false, chain: Some((file, Arc::clone(&dir))) });
        if is_root {
            self.crate_attrs(read.attrs());
        } else if !attrs::is_active(read.attrs(), &self.db.krate(self.krate).cfg) {
            self.close_module(module, text);
            return;
        }
        self.collect_read(read, MacroSite::Module { module }, text, 0);
        self.close_module(module, text);
    }

    /// `mod name { … }`
    #[expect(clippy::too_many_arguments, reason = "the parts of one declaration")]
    pub(super) fn inline_module(
        &mut self,
        name: Ident,
        attrs: &[Attr],
        vis: Vis,
        items: Vec<Item>,
        parent: usize,
        text: &mut TextScope,
        depth: u32,
    ) -> usize {
        let module = self.open_inline_module(name, attrs, vis, parent);
        self.collect(items, module, text, depth);
        self.close_module(module, text);
        module
    }

    /// The same without its items.
    pub(super) fn open_inline_module(&mut self, name: Ident, attrs: &[Attr], vis: Vis, parent: usize) -> usize {
        let path = attrs::find(attrs, "path").and_then(attrs::string_value);
        let dir = Arc::new(self.dirs[parent].inline(name.name.as_str(), path.as_deref()));
        self.add_module(name.name, Some(self.module_id(parent)), vis, name.span.file, false, dir)
    }

    /// `mod name;`
    pub(super) fn file_module(&mut self, name: Ident, attrs: &[Attr], vis: Vis, parent: usize, text: &mut TextScope) -> usize {
        let around = Arc::clone(&self.dirs[parent]);
        let plain = name.name.as_str();
        let (candidates, dir_of): (Vec<Utf8PathBuf>, DirOf) = match attrs::find(attrs, "path").and_then(attrs::string_value) {
            Some(path) => (vec![around.path_base().join(path.replace('\\', "/"))], |_, file, _| {
                file.parent().map(Utf8PathBuf::from).unwrap_or_default()
            }),
            None => (vec![around.search.join(format!("{plain}.rs")), around.search.join(plain).join("mod.rs")], |search, _, name| {
                search.join(name)
            }),
        };
        let dir = Arc::new(ModDir::root(Utf8PathBuf::new()));
        let module = self.add_module(name.name, Some(self.module_id(parent)), vis, name.span.file, false, dir);
        let spec = self.db.krate(self.krate);
        let Some(path) = candidates.iter().find(|p| self.db.exists(p)) else {
            let looked = candidates.iter().map(|p| format!("`{}`", self.db.show_path(p))).collect::<Vec<_>>().join(" and ");
            self.problem(Some(name.span), ProblemKind::Syntax, format!("no file for module `{plain}`: looked for {looked}"));
            return module;
        };
        match self.db.load(path, spec.is_member) {
            Ok(file) if around.holds(file) => {
                let message = format!("module `{plain}` is its own ancestor: `{}` is already open", self.db.show_path(path));
                self.problem(Some(name.span), ProblemKind::Syntax, message);
            }
            Ok(file) => {
                let search = dir_of(&around.search, path, plain);
                self.dirs[module] =
                    Arc::new(ModDir { file_dir: Utf8PathBuf::new(), search, is_inline: false, chain: around.chain.clone() });
                self.file_into(file, module, path, text, false);
            }
            Err(message) => self.problem(Some(name.span), ProblemKind::Syntax, message),
        }
        module
    }

    /// Whether an item macro is std's `include!`.
    pub(super) fn is_include(&self, call: &MacroCall, text: &TextScope) -> bool {
        let path = self.db.macro_path(&call.path);
        match path.segments.as_slice() {
            [name] => name.name.name == "include" && text.get(name.name.name).is_none(),
            [krate, name] => name.name.name == "include" && (krate.name.name == "std" || krate.name.name == "core"),
            _ => false,
        }
    }

    /// `include!("file.rs");`: the file's items belong to the module, and its `mod x;` lie beside the file.
    pub(super) fn include(&mut self, call: &MacroCall, module: usize, text: &mut TextScope, depth: u32) {
        let around = Arc::clone(&self.dirs[module]);
        let env = |name: &str| (name == "CARGO_MANIFEST_DIR").then(|| self.manifest_dir()).flatten();
        let named = match syntax::included_path(call, &self.db.sources, env) {
            Ok(Some(named)) => named,
            // Nothing of the repository is run, so what its build script writes is not there.
            Ok(None) => return self.problem(Some(call.span), ProblemKind::Macro, "the file is known only when the crate is built"),
            Err(error) => return self.problem(Some(error.span), ProblemKind::Syntax, error.message),
        };
        let path = around.file_dir.join(named.replace('\\', "/"));
        let spec = self.db.krate(self.krate);
        let file = match self.db.load(&path, spec.is_member) {
            Ok(file) if depth < MACRO_DEPTH && !around.holds(file) => file,
            Ok(_) => {
                let message = format!("`{}` includes itself", self.db.show_path(&path));
                return self.problem(Some(call.span), ProblemKind::Syntax, message);
            }
            Err(_) if !self.db.exists(&path) => {
                let message = format!("no file to include: looked for `{}`", self.db.show_path(&path));
                return self.problem(Some(call.span), ProblemKind::Syntax, message);
            }
            Err(message) => return self.problem(Some(call.span), ProblemKind::Syntax, message),
        };
        self.unit.files.push(file);
        let read = self.read(file, None);
        let dir = path.parent().map(Utf8PathBuf::from).unwrap_or_default();
        self.dirs[module] =
            Arc::new(ModDir { file_dir: dir.clone(), search: dir, is_inline: false, chain: Some((file, Arc::clone(&around))) });
        self.collect_read(read, MacroSite::Module { module }, text, depth);
        self.dirs[module] = around;
    }

    /// The folder of the crate's manifest.
    fn manifest_dir(&self) -> Option<String> {
        let root = &self.db.krate(self.krate).root_file;
        root.ancestors().skip(1).find(|dir| self.db.exists(&dir.join("Cargo.toml"))).map(|dir| dir.as_str().to_owned())
    }
}
