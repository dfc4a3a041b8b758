//! The call graph for tools, one JSON object a line, and how much of it is known, for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::text::{EMPHASIS, styled};
use crate::resolve::call_graph::CallRecord;
use crate::resolve::infer::Unresolved;

/// A line.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    name: &'a str,
    callee: Option<&'a str>,
    held: &'a [String],
}

/// The calls, one JSON object a line, in the order given.
pub fn lines(calls: &[CallRecord]) -> String {
    let mut out = String::with_capacity(calls.len() * 128);
    for call in calls {
        let line = Line {
            file: &call.file,
            line: call.at.line,
            column: call.at.column,
            name: &call.name,
            callee: call.callee.as_deref().ok(),
            held: &call.held,
        };
        out.push_str(&serde_json::to_string(&line).expect("text and numbers always have a JSON form"));
        out.push('\n');
    }
    super::orders::json(out)
}

/// How many of the calls in that many packages are resolved; with `reasons`, also why the others are not.
pub fn statistics(calls: &[CallRecord], packages: usize, reasons: bool, color: bool) -> String {
    let mut by_reason: BTreeMap<Unresolved, usize> = BTreeMap::new();
    for why in calls.iter().filter_map(|call| call.callee.as_ref().err()) {
        *by_reason.entry(*why).or_default() += 1;
    }
    let unresolved: usize = by_reason.values().sum();
    let resolved = calls.len() - unresolved;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let mut text = format!("{} call{} in {packages} package{}", calls.len(), plural(calls.len()), plural(packages));
    if !calls.is_empty() {
        // Rounded down: what is not all is not 100 %.
        let tenths = resolved * 1000 / calls.len();
        write!(text, "; {resolved} resolved ({}.{} %)", tenths / 10, tenths % 10).expect("writing to a string cannot fail");
    }
    let mut out = format!("{}\n", styled(&format!("looksalive: {text}"), EMPHASIS, color));
    if reasons {
        let mut by_count: Vec<_> = by_reason.into_iter().collect();
        by_count.sort_by_key(|(why, count)| (std::cmp::Reverse(*count), *why));
        for (why, count) in by_count {
            writeln!(out, "  {count} not resolved: {}", why.why()).expect("writing to a string cannot fail");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, LineColumn, Span};

    fn call(line: u32, callee: Result<&str, Unresolved>) -> CallRecord {
        CallRecord {
            file: "src/lib.rs".into(),
            at: LineColumn { line, column: 5 },
            span: Span::new(FileId(0), 0, 0),
            name: "f".into(),
            callee: callee.map(str::to_owned),
            held: if callee.is_ok() { vec!["MutexGuard".into()] } else { Vec::new() },
        }
    }

    #[test]
    fn keys_stand_in_their_order_and_what_is_unknown_is_null() {
        let text = lines(&[call(1, Ok("a::\"f")), call(2, Err(Unresolved::Path))]);
        assert_eq!(
            text,
            "{\"file\":\"src/lib.rs\",\"line\":1,\"column\":5,\"name\":\"f\",\"callee\":\"a::\\\"f\",\"held\":[\"MutexGuard\"]}\n\
             {\"file\":\"src/lib.rs\",\"line\":2,\"column\":5,\"name\":\"f\",\"callee\":null,\"held\":[]}\n"
        );
    }

    #[test]
    fn statistics_round_down_and_name_the_commonest_reason_first() {
        let mut calls = vec![call(1, Err(Unresolved::Receiver)), call(2, Err(Unresolved::Path)), call(3, Err(Unresolved::Path))];
        calls.extend((0..2000).map(|line| call(line, Ok("f"))));
        assert_eq!(
            statistics(&calls, 1, true, false),
            "looksalive: 2003 calls in 1 package; 2000 resolved (99.8 %)\n  2 not resolved: the path leads nowhere\n  \
             1 not resolved: the receiver's type is not known\n"
        );
        assert_eq!(statistics(&calls[3..4], 2, true, false), "looksalive: 1 call in 2 packages; 1 resolved (100.0 %)\n");
        assert_eq!(statistics(&[], 0, false, false), "looksalive: 0 calls in 0 packages\n");
    }
}
