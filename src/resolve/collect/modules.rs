//! Which file a `mod name;` means.

use std::rc::Rc;

use camino::{Utf8Path, Utf8PathBuf};

use super::macros::TextScope;
use super::{Collector, MACRO_DEPTH};
use crate::resolve::attrs;
use crate::resolve::defs::{ProblemKind, Vis};
use crate::source::FileId;
use crate::syntax;
use crate::syntax::ast::{Attr, Ident, Item, MacroCall};

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
    chain: Option<(FileId, Rc<ModDir>)>,
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

impl Collector<'_> {
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
        let parsed = self.db.items_of(file);
        for error in &parsed.errors {
            self.problem(Some(error.span), ProblemKind::Syntax, error.message.clone());
        }
        let dir = Rc::clone(&self.dirs[module]);
        let file_dir = path.parent().map(Utf8PathBuf::from).unwrap_or_default();
        self.dirs[module] =
            Rc::new(ModDir { file_dir, search: dir.search.clone(), is_inline: false, chain: Some((file, Rc::clone(&dir))) });
        if is_root {
            self.crate_attrs(&parsed.items.attrs);
        } else if !attrs::is_active(&parsed.items.attrs, &self.db.krate(self.krate).cfg) {
            self.close_module(module, text);
            return;
        }
        self.collect(parsed.items.items.clone(), module, text, 0);
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
        let path = attrs::find(attrs, "path").and_then(attrs::string_value);
        let dir = Rc::new(self.dirs[parent].inline(name.name.as_str(), path.as_deref()));
        let module = self.add_module(name.name, Some(self.module_id(parent)), vis, name.span.file, false, dir);
        self.collect(items, module, text, depth);
        self.close_module(module, text);
        module
    }

    /// `mod name;`
    pub(super) fn file_module(&mut self, name: Ident, attrs: &[Attr], vis: Vis, parent: usize, text: &mut TextScope) -> usize {
        let around = Rc::clone(&self.dirs[parent]);
        let plain = name.name.as_str();
        let (candidates, dir_of): (Vec<Utf8PathBuf>, DirOf) = match attrs::find(attrs, "path").and_then(attrs::string_value) {
            Some(path) => (vec![around.path_base().join(path.replace('\\', "/"))], |_, file, _| {
                file.parent().map(Utf8PathBuf::from).unwrap_or_default()
            }),
            None => (vec![around.search.join(format!("{plain}.rs")), around.search.join(plain).join("mod.rs")], |search, _, name| {
                search.join(name)
            }),
        };
        let dir = Rc::new(ModDir::root(Utf8PathBuf::new()));
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
                self.dirs[module] = Rc::new(ModDir { file_dir: Utf8PathBuf::new(), search, is_inline: false, chain: around.chain.clone() });
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
        let around = Rc::clone(&self.dirs[module]);
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
        let parsed = self.db.items_of(file);
        for error in &parsed.errors {
            self.problem(Some(error.span), ProblemKind::Syntax, error.message.clone());
        }
        let dir = path.parent().map(Utf8PathBuf::from).unwrap_or_default();
        self.dirs[module] =
            Rc::new(ModDir { file_dir: dir.clone(), search: dir, is_inline: false, chain: Some((file, Rc::clone(&around))) });
        self.collect(parsed.items.items.clone(), module, text, depth);
        self.dirs[module] = around;
    }

    /// The folder of the crate's manifest.
    fn manifest_dir(&self) -> Option<String> {
        let root = &self.db.krate(self.krate).root_file;
        root.ancestors().skip(1).find(|dir| self.db.exists(&dir.join("Cargo.toml"))).map(|dir| dir.as_str().to_owned())
    }
}
