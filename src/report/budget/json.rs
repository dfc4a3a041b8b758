//! The bill of each `LooksAlive`, for tools: one JSON object, whose schema `schema budget` prints.

use schemars::JsonSchema;
use serde::Serialize;

use crate::budget::{Budget, Limit, Part, Remark};
use crate::findings::place;
use crate::source::{Sources, Span};
use crate::workspace::Workspace;

/// How many parts of one bill are written before the rest is left out.
const PARTS: usize = 20_000;

/// The bill of each `LooksAlive`. Durations are whole nanoseconds; places are relative to the workspace's root.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document<'a> {
    /// The version of this form; a number that changes only when something is removed or means something else.
    version: u32,
    /// The target that was analysed for.
    target: &'a str,
    /// One object for each `LooksAlive`.
    looks_alive: Vec<LooksAlive<'a>>,
}

/// One `LooksAlive`.
#[derive(Debug, Serialize, JsonSchema)]
struct LooksAlive<'a> {
    /// The name of its table.
    table: &'a str,
    /// The function's path, by which `looksalive.toml` names it under `[looks-alive]`.
    function: &'a str,
    /// The name of its package.
    package: &'a str,
    /// Where it is declared.
    place: At,
    /// The time within which it should return.
    budget_ns: u64,
    /// The recorded bound: nanoseconds, or null where it is recorded that there is none; absent where none is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_ns: Option<Option<u64>>,
    /// The sum of everything known on the worst path.
    known_ns: u64,
    /// The bound; null where there is none.
    bound_ns: Option<u64>,
    /// By how much the bound exceeds the budget; 0 where it does not, null where there is no bound.
    over_ns: Option<u64>,
    /// Whether something on the way has a bound that cannot be evaluated, which adds nothing.
    has_unknown: bool,
    /// What the known sum is made of, the dearest first. `times` × `each_ns` of all parts add up to `known_ns`.
    parts: Vec<BillPart<'a>>,
    /// How many parts are left out of the trees because they are too large.
    omitted_parts: usize,
    /// How many bytes are known to be put on the heap on the way that puts most there.
    heap_bytes: u64,
    /// How many bytes may be put there.
    heap_limit_bytes: u64,
    /// What these bytes are made of, the most first. `times` × `each_bytes` of all parts add up to `heap_bytes`.
    heap_parts: Vec<HeapPart<'a>>,
    /// How many calls on the way were judged to take no time.
    instant_calls: usize,
    /// What has no bound.
    unbounded: Vec<Note<'a>>,
    /// What is unknown and adds nothing.
    unknown: Vec<Note<'a>>,
}

/// One part of a bill: an operation, or a call and its parts.
#[derive(Debug, Serialize, JsonSchema)]
struct BillPart<'a> {
    /// How often it runs within the call around it.
    times: u64,
    /// What it takes each time.
    each_ns: u64,
    /// The callee.
    callee: &'a str,
    /// The call as written, as far as that is known.
    call: &'a str,
    /// The callee's name where it is called.
    place: At,
    /// Why it takes so long.
    why: Option<&'a str>,
    /// The documentation that this rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// What it is made of; empty for an operation.
    parts: Vec<BillPart<'a>>,
}

/// One part of a bill of memory: an operation, or a call and its parts.
#[derive(Debug, Serialize, JsonSchema)]
struct HeapPart<'a> {
    /// How often it runs within the call around it.
    times: u64,
    /// How many bytes it puts on the heap each time.
    each_bytes: u64,
    /// The callee.
    callee: &'a str,
    /// The call as written, as far as that is known.
    call: &'a str,
    /// The callee's name where it is called.
    place: At,
    /// What it is made of; empty for an operation.
    parts: Vec<HeapPart<'a>>,
}

/// A call and what is to be said of it.
#[derive(Debug, Serialize, JsonSchema)]
struct Note<'a> {
    /// The call as written, or `a loop`.
    call: &'a str,
    /// Its place.
    place: At,
    /// Why.
    why: &'a str,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
struct At {
    /// The file, relative to the workspace's root, with `/`.
    file: String,
    /// The line, from 1.
    line: u32,
    /// The column in characters, from 1.
    column: u32,
}

/// The schema of the document.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document<'static>).to_value()
}

/// The document as text, with its line's end.
pub fn json(budgets: &[Budget], sources: &Sources, workspace: &Workspace) -> String {
    let looks_alive = budgets.iter().map(|budget| of_budget(budget, sources, workspace)).collect();
    let document = Document { version: 1, target: &workspace.target, looks_alive };
    let text = serde_json::to_string_pretty(&document).expect("the document is a plain structure with text for keys");
    crate::report::orders::json(text) + "\n"
}

fn of_budget<'a>(budget: &'a Budget, sources: &Sources, workspace: &'a Workspace) -> LooksAlive<'a> {
    let mut left = PARTS;
    let mut omitted = 0;
    let bound = (!budget.bound.is_unbounded).then(|| whole(budget.bound.known));
    let note = |remark: &'a Remark| Note { call: &remark.call, place: at(sources, remark.place), why: &remark.why };
    LooksAlive {
        table: &budget.table,
        function: &budget.function,
        package: workspace.packages.get(budget.package.0 as usize).map_or("", |package| &package.name),
        place: at(sources, budget.place),
        budget_ns: whole(budget.allowed),
        recorded_ns: budget.recorded.map(|limit| match limit {
            Limit::Nanos(limit) => Some(whole(limit)),
            Limit::Unbounded => None,
        }),
        known_ns: whole(budget.bound.known),
        bound_ns: bound,
        over_ns: bound.map(|_| whole(budget.over().unwrap_or(0))),
        has_unknown: budget.bound.has_unknown,
        parts: parts(&budget.parts, sources, &mut left, &mut omitted),
        heap_bytes: whole(budget.memory.known),
        heap_limit_bytes: whole(budget.memory.allowed),
        heap_parts: heap_parts(&budget.memory.parts, sources, &mut left, &mut omitted),
        omitted_parts: omitted,
        instant_calls: budget.instant,
        unbounded: budget.unbounded.iter().map(note).collect(),
        unknown: budget.unknown.iter().map(note).collect(),
    }
}

fn parts<'a>(all: &'a [Part], sources: &Sources, left: &mut usize, omitted: &mut usize) -> Vec<BillPart<'a>> {
    let mut out = Vec::new();
    for part in all {
        if *left == 0 {
            *omitted += 1;
            continue;
        }
        *left -= 1;
        out.push(BillPart {
            times: whole(part.times),
            each_ns: whole(part.each),
            callee: &part.callee,
            call: &part.call,
            place: at(sources, part.place),
            why: part.why.as_deref(),
            source: part.source.as_deref(),
            parts: parts(&part.parts, sources, left, omitted),
        });
    }
    out
}

fn heap_parts<'a>(all: &'a [Part], sources: &Sources, left: &mut usize, omitted: &mut usize) -> Vec<HeapPart<'a>> {
    let mut out = Vec::new();
    for part in all {
        if *left == 0 {
            *omitted += 1;
            continue;
        }
        *left -= 1;
        out.push(HeapPart {
            times: whole(part.times),
            each_bytes: whole(part.each),
            callee: &part.callee,
            call: &part.call,
            place: at(sources, part.place),
            parts: heap_parts(&part.parts, sources, left, omitted),
        });
    }
    out
}

fn at(sources: &Sources, span: Span) -> At {
    let shown = place::shown(sources, span);
    let place = sources.line_column(shown);
    At { file: sources.file(shown.file).name.clone(), line: place.line, column: place.column }
}

/// What fits, saturating.
fn whole(amount: u128) -> u64 {
    u64::try_from(amount).unwrap_or(u64::MAX)
}
