//! The files of a run, real and virtual.

use std::sync::{Arc, OnceLock, RwLock};

use super::{FileId, LineColumn, LineIndex, Span};

/// How a stretch of a virtual file's text came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// First byte of the stretch in the virtual text; it reaches to the next origin's `at`.
    pub at: u32,
    /// The token it was copied from, in the macro's definition or in its argument (which may itself lie in a
    /// virtual file).
    pub from: Span,
    /// Whether the token is written in the macro's definition (it then has the expansion's hygiene).
    pub by_definition: bool,
}

/// One text.
#[derive(Debug)]
pub struct SourceFile {
    /// Path as shown: relative to the workspace root where it lies below it, `/`-separated, no `..`.
    pub name: String,
    /// The whole text, as on disk.
    pub text: Arc<str>,
    /// Whether it belongs to a package of the linted workspace (findings may stand in it).
    pub in_workspace: bool,
    /// For a virtual file: where its tokens come from, ordered by `at`. Empty for a real one.
    pub origins: Vec<Origin>,
    /// For a virtual file: the macro invocation that wrote it.
    pub invocation: Option<Span>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file on disk (or given as text).
    pub fn real(name: impl Into<String>, text: impl Into<Arc<str>>, in_workspace: bool) -> Self {
        Self { name: name.into(), text: text.into(), in_workspace, origins: Vec::new(), invocation: None, lines: OnceLock::new() }
    }

    /// What a macro wrote at `invocation`.
    pub fn expansion(text: impl Into<Arc<str>>, origins: Vec<Origin>, invocation: Span) -> Self {
        debug_assert!(origins.is_sorted_by_key(|o| o.at), "origins are looked up by bisection");
        Self { name: String::new(), text: text.into(), in_workspace: false, origins, invocation: Some(invocation), lines: OnceLock::new() }
    }

    /// Whether this text was written by a macro.
    pub fn is_virtual(&self) -> bool {
        self.invocation.is_some()
    }

    /// Where its lines begin.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    fn origin_at(&self, offset: u32) -> Option<Origin> {
        let after = self.origins.partition_point(|o| o.at <= offset);
        after.checked_sub(1).map(|i| self.origins[i])
    }
}

/// All texts of a run. Shared between threads; files are only ever added.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    /// Add a file.
    pub fn add(&self, file: SourceFile) -> FileId {
        let mut files = self.files.write().unwrap_or_else(|e| e.into_inner());
        files.push(Arc::new(file));
        FileId(u32::try_from(files.len() - 1).expect("fewer than four thousand million files"))
    }

    /// The file with that number.
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        Arc::clone(&self.files.read().unwrap_or_else(|e| e.into_inner())[id.0 as usize])
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.read().unwrap_or_else(|e| e.into_inner()).len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text under `span` (of a virtual file: the text that the macro wrote).
    pub fn text(&self, span: Span) -> String {
        self.file(span.file).text.get(span.range()).unwrap_or_default().to_owned()
    }

    /// The place in a real file that `span` was written at: itself, or, for code that a macro wrote, where the
    /// first token stands in the macro's definition or argument.
    pub fn written_at(&self, mut span: Span) -> Span {
        loop {
            let file = self.file(span.file);
            let Some(invocation) = file.invocation else { return span };
            let Some(first) = file.origin_at(span.lo) else {
                span = invocation;
                continue;
            };
            let last = if span.hi > span.lo { file.origin_at(span.hi - 1).unwrap_or(first) } else { first };
            if last.at == first.at
                && let Some(part) = self.part_of(&file, first, span)
            {
                span = part;
                continue;
            }
            span = if last.from.file == first.from.file && last.from.hi >= first.from.lo && last.by_definition == first.by_definition {
                first.from.to(last.from)
            } else {
                first.from
            };
        }
    }

    /// The place of a part of a token (a placeholder in a format string), if the token is copied as it is.
    fn part_of(&self, file: &SourceFile, token: Origin, part: Span) -> Option<Span> {
        let end = token.at + token.from.len();
        if part.hi > end || (part.lo == token.at && part.hi == end) {
            return None;
        }
        let source = self.file(token.from.file);
        let is_copy = file.text.get(token.at as usize..end as usize)? == source.text.get(token.from.range())?;
        let at = |offset: u32| token.from.lo + (offset - token.at);
        is_copy.then(|| Span::new(token.from.file, at(part.lo), at(part.hi)))
    }

    /// The invocations that led to `span`, innermost first; none for code that stands in its file.
    pub fn invocations(&self, span: Span) -> Vec<Span> {
        let mut chain = Vec::new();
        let mut file = self.file(span.file);
        while let Some(invocation) = file.invocation {
            chain.push(invocation);
            file = self.file(invocation.file);
        }
        chain
    }

    /// The hygiene of the name at `span`: the virtual file whose macro definition wrote it, `None` for a name
    /// that a person wrote in place (also as a macro's argument). A local variable is only seen by names of its
    /// own hygiene.
    pub fn hygiene(&self, mut span: Span) -> Option<FileId> {
        loop {
            let file = self.file(span.file);
            file.invocation?;
            let origin = file.origin_at(span.lo)?;
            if origin.by_definition {
                return Some(span.file);
            }
            span = origin.from;
        }
    }

    /// How the token at `span`'s first byte came into a virtual file: one step back, where
    /// [`written_at`](Self::written_at) goes all the way. `None` in a real file.
    pub fn origin(&self, span: Span) -> Option<Origin> {
        self.file(span.file).origin_at(span.lo)
    }

    /// Line and column (1-based, characters) of `span`'s first byte, where it was written.
    pub fn line_column(&self, span: Span) -> LineColumn {
        let span = self.written_at(span);
        let file = self.file(span.file);
        file.lines().line_column(&file.text, span.lo)
    }
}
