//! JUnit's XML: a test suite for each package, a test case for each of its `LooksAlive` and each finding. What is an error has failed;
//! what is a warning has not, and says so in its output, as the exit status does.

use quick_junit::{NonSuccessKind, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::diagnostic::{Diagnostic, Severity};
use super::located::locate;
use super::orders::people;
use super::text::clean;
use super::{Report, short};
use crate::budget::show;
use crate::findings::Lint;

pub(super) fn render(report: &Report<'_>, diagnostics: &[Diagnostic<'_>], rendered: &dyn Fn(&Diagnostic<'_>) -> String) -> String {
    let mut xml = Xml::new("looksalive");
    for (index, package) in report.workspace.packages.iter().enumerate().filter(|(_, package)| package.is_member) {
        let mut suite = TestSuite::new(package.name.as_str());
        for budget in report.budgets.iter().filter(|budget| budget.package.0 as usize == index) {
            let mut case = TestCase::new(format!("LooksAlive of {}", budget.table), TestCaseStatus::success());
            case.set_classname(budget.function.as_str());
            let known = show(budget.bound.known);
            case.set_system_out(match budget.bound.is_unbounded {
                true => format!("no bound; {known} are known of {}", show(budget.allowed)),
                false => format!("bound: {known} of {}", show(budget.allowed)),
            });
            suite.add_test_case(case);
        }
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.package.0 as usize == index) {
            suite.add_test_case(case(report, diagnostic, rendered(diagnostic)));
        }
        if !suite.test_cases.is_empty() {
            xml.add_test_suite(suite);
        }
    }
    xml.to_string().expect("texts are made fit for XML and written to memory")
}

fn case(report: &Report<'_>, diagnostic: &Diagnostic<'_>, text: String) -> TestCase {
    let located = locate(report.sources, diagnostic.span);
    let code = diagnostic.lint.map_or_else(|| "looksalive::error".to_owned(), Lint::code);
    // As people see them: not every reader of reports knows characters by their numbers.
    let text = people(text);
    let name = people(format!("{code} at {}:{}:{}", clean(&located.file), located.start.0, located.start.1));
    let status = match diagnostic.severity {
        Severity::Error => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status
                .set_message(people(short::render(diagnostic, report.sources, false)).trim_end())
                .set_type(code.as_str())
                .set_description(text.as_str());
            status
        }
        Severity::Warning => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(code.as_str());
    if diagnostic.severity == Severity::Warning {
        case.set_system_out(text);
    }
    case
}
