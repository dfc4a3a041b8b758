//! What of the user's sources could not be read, wherever it stands.
//!
//! Said even where no entry point leads there: what was not read was not checked. Knows nothing of what the sources
//! mean.

use rustc_hash::FxHashSet;

use crate::findings::Problem;
use crate::resolve::call_graph::for_each_body;
use crate::resolve::db::Db;
use crate::resolve::defs::{self, ProblemKind};
use crate::resolve::ids::{CrateId, UnitId};
use crate::resolve::limits::Reached;
use crate::source::{self, Sources};
use crate::workspace::{CrateIndex, Workspace};

/// The problems of `crates`: files that are not there or do not parse, and bodies that do not parse.
pub fn collect(db: &Db, workspace: &Workspace, crates: &[CrateId]) -> Vec<Problem> {
    let mut out = Vec::new();
    for krate in crates {
        let unit = db.unit(UnitId(krate.0));
        out.extend(unit.problems.iter().filter_map(|found| problem(db, workspace, *krate, found)));
        for_each_body(db, *krate, &mut |_, body| {
            out.extend(body.problems.iter().filter_map(|found| problem(db, workspace, *krate, found)));
        });
    }
    out
}

/// The limits that were reached: which, where and how often, each a message.
pub fn limits(db: &Db) -> Vec<String> {
    db.limits.all().iter().map(|reached| in_words(reached, &db.sources)).collect()
}

fn in_words(reached: &Reached, sources: &Sources) -> String {
    let places = reached.spans.iter().map(|span| {
        let span = sources.written_at(*span);
        (sources.file(span.file).name.clone(), span.lo, span)
    });
    // The numbers of files hang on the order in which they were read.
    let first = places.min_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let first = first.map(|(name, _, span)| format!("`{}:{}`", name.replace('\n', "\\n"), sources.line_column(span).line));
    let limit = reached.limit.in_words();
    match (reached.places, first) {
        (0 | 1, None) => limit,
        (0 | 1, Some(first)) => format!("{limit}: {first}"),
        (places, None) => format!("{limit}: {places} times"),
        (places, Some(first)) => format!("{limit}: {places} times, as in {first}"),
    }
}

/// How many macros between the items of `crates` are not expanded: what they write is not analysed.
pub fn unexpanded(db: &Db, crates: &[CrateId]) -> usize {
    let problems = crates.iter().flat_map(|krate| &db.unit(UnitId(krate.0)).problems);
    let places = problems.filter(|problem| problem.kind == ProblemKind::Macro).filter_map(|problem| problem.span);
    places.map(|span| db.sources.written_at(span)).filter(|span| db.sources.file(span.file).in_workspace).collect::<FxHashSet<_>>().len()
}

/// A problem of the user's, for the report; what is only unresolved is counted elsewhere.
fn problem(db: &Db, workspace: &Workspace, krate: CrateId, problem: &defs::Problem) -> Option<Problem> {
    if problem.kind != ProblemKind::Syntax {
        return None;
    }
    let span = match problem.span {
        Some(span) => span,
        // A file that could not be read has no place of its own: the crate's root stands for it.
        None => {
            let name = source::display_name(&workspace.root, &db.krate(krate).root_file);
            let first = db.unit(UnitId(krate.0)).files.first().copied();
            let file = first.unwrap_or_else(|| db.sources.add(source::SourceFile::real(name, "", true)));
            source::Span::new(file, 0, 0)
        }
    };
    if !db.sources.file(db.sources.written_at(span).file).in_workspace {
        return None;
    }
    Some(Problem {
        message: problem.message.clone(),
        span,
        label: String::new(),
        notes: Vec::new(),
        is_unparsed_file: true,
        package: db.krate(krate).package?,
        krate: CrateIndex(krate.0),
    })
}
