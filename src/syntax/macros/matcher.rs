//! Does a rule match, and what do its variables stand for?
//!
//! As rustc does it: all ways through the matcher advance together, one token at a time, and where a fragment
//! may begin there must be only one way; what it takes is then never given back. A place in the matcher is
//! entered once a step, so that the work is at most (places × tokens), whatever the repetitions.

use super::fragments::{self, FragmentKind};
use super::reader::Reader;
use super::rule::{Loc, Repeat, Rule, Run};
use super::tokens::{TokenKind, TokenList};

/// What one variable stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    One(Fragment),
    Many(Vec<Binding>),
}

/// Tokens `from..to` of the argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fragment {
    pub(super) kind: FragmentKind,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// Why a rule does not apply.
pub(super) enum Mismatch {
    /// It does not match from this token on (the number of tokens for the end): try the next rule.
    Here(usize),
    /// No other rule may be tried: the message, and the token.
    Fatal(String, usize),
}

/// Steps that one expansion may take over all its rules.
pub(super) const MAX_STEPS: usize = 50_000_000;

#[derive(Clone, Copy)]
struct Way {
    loc: u32,
    /// Its last event; 0 for none, else index + 1.
    event: u32,
}

#[derive(Clone, Copy)]
enum Event {
    /// Variables `first..first + count` begin to repeat at `depth`.
    Sequence {
        first: u32,
        count: u32,
        depth: u32,
    },
    Bind {
        index: u32,
        depth: u32,
        fragment: Fragment,
    },
}

pub(super) struct Matcher<'m> {
    pub(super) definition: &'m TokenList,
    pub(super) argument: &'m TokenList,
    pub(super) dollar_crate: &'m str,
    pub(super) steps: &'m mut usize,
}

impl Matcher<'_> {
    /// Whether the tokens that `rule` begins with are those of the argument: most rules are told apart by them.
    pub(super) fn may_match(&self, rule: &Rule) -> Result<(), usize> {
        let end = self.argument.tokens.len();
        let mut at = 0;
        for loc in &rule.matcher {
            match *loc {
                Loc::Token(run) => match self.token(run, at, end) {
                    Some(after) => at = after,
                    None => return Err(at),
                },
                Loc::Open(group) if at < end && self.argument.tokens[at].kind == TokenKind::Open(group) => at += 1,
                Loc::Close(group) if at < end && self.argument.tokens[at].kind == TokenKind::Close(group) => at += 1,
                Loc::Open(_) | Loc::Close(_) => return Err(at),
                Loc::End if at < end => return Err(at),
                _ => break,
            }
        }
        Ok(())
    }

    /// The index after the argument's token at `at`, if that is the definition's `run`.
    fn token(&self, run: Run, at: usize, end: usize) -> Option<usize> {
        if at >= end {
            return None;
        }
        let (wanted, found) = (&self.definition.tokens[run.at as usize], &self.argument.tokens[at]);
        if wanted.kind != found.kind {
            return None;
        }
        let len = self.argument.glued(at, end);
        let same = len == run.len as usize && self.definition.run(run.at as usize, len) == self.argument.run(at, len);
        same.then_some(at + len)
    }

    /// Match the whole argument. `reader` may only be missing where the rule needs no parser.
    pub(super) fn run(&mut self, rule: &Rule, mut reader: Option<&mut Reader<'_>>) -> Result<Vec<Binding>, Mismatch> {
        let list = self.argument;
        let end = list.tokens.len();
        let mut at = 0;
        let mut opens: Vec<usize> = Vec::new();
        let mut events = Events::default();
        let mut now = vec![Way { loc: 0, event: 0 }];
        let mut next: Vec<Way> = Vec::new();
        let mut fragments: Vec<Way> = Vec::new();
        let mut seen = vec![usize::MAX; rule.matcher.len()];
        let mut step = 0usize;
        loop {
            let mut after = at;
            let mut done = None;
            while let Some(way) = now.pop() {
                if std::mem::replace(&mut seen[way.loc as usize], step) == step {
                    continue;
                }
                *self.steps += 1;
                let to = |loc: u32| Way { loc, event: way.event };
                match rule.matcher[way.loc as usize] {
                    Loc::Token(run) => {
                        if let Some(past) = self.token(run, at, end) {
                            after = past;
                            next.push(to(way.loc + 1));
                        }
                    }
                    Loc::DollarCrate => {
                        if at < end && list.tokens[at].kind == TokenKind::Ident && list.text(at) == self.dollar_crate {
                            after = at + 1;
                            next.push(to(way.loc + 1));
                        }
                    }
                    Loc::Open(group) => {
                        if at < end && list.tokens[at].kind == TokenKind::Open(group) {
                            after = at + 1;
                            next.push(to(way.loc + 1));
                        }
                    }
                    Loc::Close(group) => {
                        if at < end && list.tokens[at].kind == TokenKind::Close(group) {
                            after = at + 1;
                            next.push(to(way.loc + 1));
                        }
                    }
                    Loc::Sequence { repeat, first, count, depth, after } => {
                        let mut event = way.event;
                        if count > 0 {
                            event = events.push(way.event, Event::Sequence { first, count, depth });
                        }
                        if repeat != Repeat::Some {
                            now.push(Way { loc: after, event });
                        }
                        now.push(Way { loc: way.loc + 1, event });
                    }
                    Loc::AgainOrOut { repeat, first } => {
                        now.push(to(way.loc + 1));
                        if repeat != Repeat::Optional {
                            now.push(to(first));
                        }
                    }
                    Loc::SeparatorOrOut { separator } => {
                        now.push(to(way.loc + 2));
                        if let Some(past) = self.token(separator, at, end) {
                            after = past;
                            next.push(to(way.loc + 1));
                        }
                    }
                    Loc::Again { first } => now.push(to(first)),
                    Loc::Variable { kind, .. } => {
                        if fragments::can_begin(list, at, end, kind) {
                            fragments.push(way);
                        }
                    }
                    Loc::End => {
                        if at == end && done.is_none() {
                            done = Some(way);
                        }
                    }
                }
            }
            if *self.steps > MAX_STEPS {
                return Err(Mismatch::Fatal("matching this macro call takes more steps than are allowed".into(), at));
            }
            step += 1;
            if at == end {
                return match done {
                    Some(way) => Ok(events.bindings(rule.names.len(), way.event)),
                    None => Err(Mismatch::Here(at)),
                };
            }
            match (fragments.as_slice(), next.len()) {
                ([], 0) => return Err(Mismatch::Here(at)),
                ([], _) => {
                    match list.tokens[at].kind {
                        TokenKind::Open(_) => opens.push(at),
                        TokenKind::Close(_) => {
                            opens.pop();
                        }
                        _ => {}
                    }
                    at = after;
                    std::mem::swap(&mut now, &mut next);
                }
                (&[way], 0) => {
                    let Loc::Variable { kind, index, depth } = rule.matcher[way.loc as usize] else {
                        unreachable!("only variables wait for fragments")
                    };
                    let limit = opens.last().map_or(end, |&open| list.tokens[open].pair as usize);
                    let to = match fragments::simple_end(list, at, limit, kind) {
                        Ok(Some(to)) => to,
                        Ok(None) => match reader.as_deref_mut().map(|r| r.end(list, &opens, at, kind)) {
                            Some(Ok(to)) => to,
                            Some(Err(why)) => {
                                return Err(Mismatch::Fatal(
                                    format!("what stands for `${}` does not parse: {why}", rule.names[index as usize]),
                                    at,
                                ));
                            }
                            None => return Err(Mismatch::Fatal("the rule needs a parser".into(), at)),
                        },
                        Err(wanted) => return Err(Mismatch::Fatal(format!("expected {wanted}, found `{}`", list.text(at)), at)),
                    };
                    *self.steps += to - at;
                    let fragment = Fragment { kind, from: at as u32, to: to as u32 };
                    let event = events.push(way.event, Event::Bind { index, depth, fragment });
                    fragments.clear();
                    now.push(Way { loc: way.loc + 1, event });
                    at = to;
                }
                _ => {
                    let token = list.text(at).to_owned();
                    return Err(Mismatch::Fatal(
                        format!("the macro's rule is ambiguous: `{token}` may stand for several of its parts"),
                        at,
                    ));
                }
            }
        }
    }
}

/// What happened on each way: a tree with links to the event before, so that a way costs nothing to copy.
#[derive(Default)]
struct Events(Vec<(u32, Event)>);

impl Events {
    fn push(&mut self, before: u32, event: Event) -> u32 {
        self.0.push((before, event));
        self.0.len() as u32
    }

    /// What the `variables` stand for on the way that ends in event `last`.
    fn bindings(&self, variables: usize, last: u32) -> Vec<Binding> {
        let mut order = Vec::new();
        let mut at = last;
        while at != 0 {
            let (before, event) = self.0[at as usize - 1];
            order.push(event);
            at = before;
        }
        let mut found: Vec<Option<Binding>> = vec![None; variables];
        for event in order.into_iter().rev() {
            match event {
                Event::Sequence { first, count, depth } => {
                    for index in first..first + count {
                        add(&mut found[index as usize], depth, Binding::Many(Vec::new()));
                    }
                }
                Event::Bind { index, depth, fragment } => add(&mut found[index as usize], depth, Binding::One(fragment)),
            }
        }
        found.into_iter().map(|b| b.unwrap_or(Binding::Many(Vec::new()))).collect()
    }
}

/// Put `binding` below the last repetition at `depth`.
fn add(variable: &mut Option<Binding>, depth: u32, binding: Binding) {
    let Some(mut place) = variable.as_mut() else {
        *variable = Some(binding);
        return;
    };
    for _ in 1..depth {
        let Binding::Many(list) = place else { return };
        let Some(last) = list.last_mut() else { return };
        place = last;
    }
    if let Binding::Many(list) = place {
        list.push(binding);
    }
}
