//! How well the call graph meets what the compiler says.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

use super::callee::Callee;
use super::truth::{Call, Place};

/// A line of the call graph.
#[derive(Clone, Debug)]
pub struct Answer {
    /// `None` where it was not resolved.
    pub callee: Option<String>,
    /// Whether a guard is said to be alive.
    pub is_held: bool,
}

/// The lines of a call graph.
pub fn answers(lines: &str) -> BTreeMap<Place, Answer> {
    lines
        .lines()
        .map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).expect("every line is one JSON object");
            let number = |key: &str| value[key].as_u64().expect("it is a number") as u32;
            let file = value["file"].as_str().expect("it is text").to_owned();
            let callee = value["callee"].as_str().map(str::to_owned);
            let is_held = !value["held"].as_array().expect("it is a list").is_empty();
            ((file, number("line"), number("column")), Answer { callee, is_held })
        })
        .collect()
}

/// Part of a whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ratio {
    pub part: usize,
    pub whole: usize,
}

impl Ratio {
    /// 1 of nothing: what is not there was not missed.
    pub fn value(self) -> f64 {
        if self.whole == 0 { 1.0 } else { self.part as f64 / self.whole as f64 }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} = {:.4}", self.part, self.whole, self.value())
    }
}

/// The figures of a crate, or of several.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Right of all calls.
    pub recall: Ratio,
    /// Right of those resolved.
    pub precision: Ratio,
    /// Calls under a guard that are said to be, of all that are.
    pub held_recall: Ratio,
    /// The same, of all that are said to be.
    pub held_precision: Ratio,
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        let pairs = [
            (&mut self.recall, other.recall),
            (&mut self.precision, other.precision),
            (&mut self.held_recall, other.held_recall),
            (&mut self.held_precision, other.held_precision),
        ];
        for (sum, more) in pairs {
            sum.part += more.part;
            sum.whole += more.whole;
        }
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { recall, precision, held_recall, held_precision } = self;
        write!(f, "recall {recall}, precision {precision}, held_recall {held_recall}, held_precision {held_precision}")
    }
}

/// Compare. What differs is described in the second value, a line each.
pub fn score(truth: &BTreeMap<Place, Call>, answers: &BTreeMap<Place, Answer>) -> (Score, Vec<String>) {
    let mut score = Score::default();
    let mut differences = Vec::new();
    for (place, call) in truth.iter().filter(|(_, call)| call.is_call) {
        let (file, line, column) = place;
        let answer = answers.get(place);
        score.recall.whole += 1;
        match answer.and_then(|answer| answer.callee.as_deref()) {
            None => differences.push(format!("missing {file}:{line}:{column} {}", call.path)),
            Some(callee) => {
                score.precision.whole += 1;
                if call.callee.is_met_by(&Callee::parse(callee)) {
                    score.recall.part += 1;
                    score.precision.part += 1;
                } else {
                    differences.push(format!("wrong   {file}:{line}:{column} {} is not {callee}", call.path));
                }
            }
        }
        let (is_held, is_claimed) = (!call.held.is_empty(), answer.is_some_and(|answer| answer.is_held));
        score.held_recall.whole += usize::from(is_held);
        score.held_precision.whole += usize::from(is_claimed);
        if is_held && is_claimed {
            score.held_recall.part += 1;
            score.held_precision.part += 1;
        } else if is_held != is_claimed {
            let held = if is_held { format!("{:?}", call.held) } else { "no guard".to_owned() };
            differences.push(format!("held    {file}:{line}:{column} {} starts under {held}", call.path));
        }
    }
    (score, differences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unresolved_calls_cost_recall_and_wrong_ones_both() {
        let place = |line| ("a.rs".to_owned(), line, 1);
        let call = |path: &str, held: &[&str]| Call {
            path: path.to_owned(),
            callee: Callee::parse(path),
            is_call: true,
            held: held.iter().map(|&guard| guard.to_owned()).collect(),
        };
        let mut truth: BTreeMap<Place, Call> = (1..=4).map(|line| (place(line), call("a::f", &["MutexGuard"]))).collect();
        truth.insert(place(5), call("a::f", &[]));
        truth.insert(place(6), Call { is_call: false, ..call("a::f", &[]) });
        let line = |line, callee, held| {
            format!("{{\"file\":\"a.rs\",\"line\":{line},\"column\":1,\"name\":\"f\",\"callee\":{callee},\"held\":{held}}}")
        };
        let graph = [
            line(1, "\"a::f\"", "[\"MutexGuard\"]"),
            line(2, "null", "[]"),
            line(3, "\"a::g\"", "[]"),
            line(5, "\"a::f\"", "[\"MutexGuard\"]"),
            line(9, "\"b::f\"", "[]"),
        ];
        let (score, differences) = score(&truth, &answers(&graph.join("\n")));
        assert_eq!(score.to_string(), "recall 2/5 = 0.4000, precision 2/3 = 0.6667, held_recall 1/4 = 0.2500, held_precision 1/2 = 0.5000");
        assert_eq!(differences.len(), 3 + 4, "{differences:?}");
    }
}
