//! Which findings the suppressions take away, and what the suppressions themselves give cause to report.

use super::directive::{Directive, Malformed, Name, Scope};
use super::{FileSuppressions, Suppressions};
use crate::findings::registry::{self, Selector, UNEXPLAINED_SUPPRESSIONS, UNKNOWN_LINTS, UNUSED_SUPPRESSIONS};
use crate::findings::{Applicability, Finding, Group, Help, Label, Lint, Suggestion, TOOL};
use crate::source::{Sources, Span};

/// What of the levels matters to suppressions.
pub struct Policy<'a> {
    /// Whether the finding's lint is forbidden: then no suppression takes it away.
    pub is_forbidden: &'a dyn Fn(&Finding) -> bool,
    /// Whether the lint was looked for. What was not looked for says nothing about a suppression's use.
    pub was_checked: &'a dyn Fn(&'static Lint) -> bool,
}

impl Policy<'_> {
    /// Nothing is forbidden and everything was looked for.
    pub const PLAIN: Policy<'static> = Policy { is_forbidden: &|_| false, was_checked: &|_| true };
}

/// For each file and directive: which names met a finding.
type Uses = Vec<Vec<Vec<bool>>>;

impl Suppressions {
    /// The findings that remain, and the findings about suppressions.
    ///
    /// Every finding is asked for on its own: give one for each path that leads to a place, not one for the place
    /// (see [`ordered`](crate::findings::ordered)), or a suppression on one path hides the others.
    pub fn apply(&self, findings: Vec<Finding>, sources: &Sources, policy: &Policy<'_>) -> Vec<Finding> {
        let mut uses: Uses =
            self.files.iter().map(|file| file.directives.iter().map(|directive| vec![false; directive.names.len()]).collect()).collect();
        let mut kept: Vec<Finding> =
            findings.into_iter().filter_map(|finding| self.remaining(finding, sources, policy, &mut uses)).collect();
        // Findings about suppressions may be suppressed as well; only then is it known which suppressions of
        // such findings are unused.
        let about = self.files.iter().flat_map(|file| file.malformed().chain(file.unknown()).chain(file.unexplained()));
        let unused = self.unused(&uses, policy, |name| !concerns_suppressions(name));
        let about: Vec<Finding> = about.chain(unused).collect();
        kept.extend(about.into_iter().filter_map(|finding| self.remaining(finding, sources, policy, &mut uses)));
        kept.extend(self.unused(&uses, policy, concerns_suppressions));
        kept
    }

    /// The finding, unless it is suppressed; what suppresses it is marked as used.
    fn remaining(&self, mut finding: Finding, sources: &Sources, policy: &Policy<'_>, uses: &mut Uses) -> Option<Finding> {
        let places = places(&finding, sources);
        let mut met = None;
        for (name, span) in &places {
            let Some(&index) = self.by_name.get(name) else { continue };
            let file = &self.files[index];
            for (directive, used) in file.directives.iter().zip(&mut uses[index]) {
                if !directive.covers(sources, *span) {
                    continue;
                }
                for (name, used) in directive.names.iter().zip(used) {
                    if name.selector.is_some_and(|selector| selector.covers(finding.lint)) {
                        *used = true;
                        met = met.or(Some(span_of(file, &directive.at)));
                    }
                }
            }
        }
        let Some(met) = met else { return Some(finding) };
        if !(policy.is_forbidden)(&finding) {
            return None;
        }
        let place = sources.line_column(met);
        let file = sources.file(met.file);
        finding
            .notes
            .push(format!("the suppression at {}:{}:{} has no effect: the lint is forbidden", file.name, place.line, place.column));
        Some(finding)
    }

    fn unused(&self, uses: &Uses, policy: &Policy<'_>, concerned: impl Fn(&Name) -> bool) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (file, uses) in self.files.iter().zip(uses) {
            for (directive, used) in file.directives.iter().zip(uses) {
                let unused = directive.names.iter().zip(used).filter(|(name, used)| {
                    !**used && concerned(name) && name.selector.is_some_and(|selector| was_checked(selector, policy))
                });
                let unused: Vec<&Name> = unused.map(|(name, _)| name).collect();
                if !unused.is_empty() {
                    findings.push(file.unused(directive, &unused));
                }
            }
        }
        findings
    }
}

fn concerns_suppressions(name: &Name) -> bool {
    match name.selector {
        Some(Selector::Lint(lint)) => lint.group == Group::Suppressions,
        Some(Selector::Group(group)) => group == Group::Suppressions,
        None => false,
    }
}

fn was_checked(selector: Selector, policy: &Policy<'_>) -> bool {
    match selector {
        Selector::Lint(lint) => (policy.was_checked)(lint),
        Selector::Group(group) => registry::in_group(group).all(|lint| (policy.was_checked)(lint)),
    }
}

/// The real places at which a suppression of `finding` counts: where each of its spans was written, and the
/// macro invocations that led there. With the names of their files.
fn places(finding: &Finding, sources: &Sources) -> Vec<(String, Span)> {
    let spans = std::iter::once(&finding.primary).chain(&finding.labels).map(|label| label.span);
    let mut places: Vec<Span> =
        spans.flat_map(|span| std::iter::once(span).chain(sources.invocations(span))).map(|span| sources.written_at(span)).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|span| (sources.file(span.file).name.clone(), span)).collect()
}

fn span_of(file: &FileSuppressions, range: &std::ops::Range<u32>) -> Span {
    Span::new(file.file.file, range.start, range.end)
}

impl Directive {
    fn covers(&self, sources: &Sources, span: Span) -> bool {
        match &self.scope {
            Scope::File => true,
            Scope::Nothing => false,
            Scope::Node(range) => range.start <= span.lo && span.hi <= range.end,
            Scope::Line(line) => sources.file(span.file).lines().line_of(span.lo) == *line,
        }
    }
}

impl FileSuppressions {
    fn finding(&self, lint: &'static Lint, at: &std::ops::Range<u32>, message: String, label: &str) -> Finding {
        Finding {
            lint,
            message,
            primary: Label { span: span_of(self, at), text: label.to_owned() },
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            package: self.file.package,
            krate: self.file.krate,
        }
    }

    /// Points at the names, where the directive has others too.
    fn point_at(&self, finding: &mut Finding, directive: &Directive, names: &[&Name], text: &str) {
        if directive.names.len() > 1 {
            finding.labels.extend(names.iter().map(|name| Label { span: span_of(self, &name.at), text: text.to_owned() }));
        }
    }

    fn malformed(&self) -> impl Iterator<Item = Finding> {
        self.malformed.iter().map(|Malformed { at, why }| {
            let mut finding = self.finding(&UNUSED_SUPPRESSIONS, at, format!("a suppression cannot be read: {why}"), "suppresses nothing");
            let text = format!("write `// {TOOL}: allow(lint) -- reason` or `#[cfg_attr(any(), {TOOL}::allow(lint, reason = \"…\"))]`");
            finding.helps.push(Help { text, suggestion: None });
            finding
        })
    }

    fn unknown(&self) -> impl Iterator<Item = Finding> {
        self.directives.iter().filter_map(|directive| {
            let unknown: Vec<&Name> = directive.names.iter().filter(|name| name.selector.is_none()).collect();
            let listed = listed(&unknown)?;
            let plural = if unknown.len() > 1 { "lints" } else { "lint" };
            let mut finding = self.finding(&UNKNOWN_LINTS, &directive.at, format!("unknown {plural} {listed} in a suppression"), "");
            self.point_at(&mut finding, directive, &unknown, "unknown");
            for name in unknown {
                let help = match registry::nearest(&name.text) {
                    Some(nearest) => Help {
                        text: format!("did you mean `{nearest}`?"),
                        suggestion: Some(Suggestion {
                            span: span_of(self, &name.at),
                            replacement: nearest.to_owned(),
                            applicability: Applicability::MaybeIncorrect,
                        }),
                    },
                    None => Help { text: "`cargo looksalive-lint list` shows every lint".to_owned(), suggestion: None },
                };
                if !finding.helps.contains(&help) {
                    finding.helps.push(help);
                }
            }
            Some(finding)
        })
    }

    fn unexplained(&self) -> impl Iterator<Item = Finding> {
        self.directives.iter().filter(|directive| !directive.has_reason).map(|directive| {
            let message = "a suppression gives no reason".to_owned();
            let mut finding = self.finding(&UNEXPLAINED_SUPPRESSIONS, &directive.at, message, "why is this right?");
            let text = "add one: ` -- reason` after the list, or `reason = \"…\"` in the attribute".to_owned();
            finding.helps.push(Help { text, suggestion: None });
            finding
        })
    }

    fn unused(&self, directive: &Directive, unused: &[&Name]) -> Finding {
        let listed = listed(unused).unwrap_or_default();
        let message = match directive.is_expect {
            true => format!("{listed} expected here, but not reported"),
            false => format!("{listed} suppressed here, but not reported"),
        };
        let label = if unused.len() == directive.names.len() { "suppresses nothing" } else { "" };
        let mut finding = self.finding(&UNUSED_SUPPRESSIONS, &directive.at, message, label);
        self.point_at(&mut finding, directive, unused, "suppresses nothing");
        if directive.scope == Scope::Nothing {
            finding.notes.push("no statement, item or expression follows".to_owned());
        }
        let what = if unused.len() == directive.names.len() {
            "the suppression"
        } else if unused.len() == 1 {
            "the name"
        } else {
            "the names"
        };
        finding.helps.push(Help { text: format!("remove {what}"), suggestion: None });
        finding
    }
}

/// `a`, `b` and `c`, quoted; `None` for none.
fn listed(names: &[&Name]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.text)).collect();
    let (last, first) = quoted.split_last()?;
    Some(if first.is_empty() { last.clone() } else { format!("{} and {last}", first.join(", ")) })
}
