//! Executes the lints' pages: each bad example yields exactly its lint, each good example nothing.
//!
//! An example is a block ```` ```rust,bad ```` or ```` ```rust,good ````. It may be a whole program; what it leaves out is
//! completed here, so that the page shows only what matters:
//!
//! - in front, the bindings of `ui-tests/support/cluster_stub.rs` and `use windows::*;`;
//! - where it says nothing of tables (`CLRES_V…`), behind it a table that holds its `looks_alive`, and its `terminate`
//!   and `is_alive` or ones that do nothing.
//!
//! Lines that begin with `# ` are part of the program and not of the page. Where the lint rests on what another lint reports,
//! so that no example can yield it alone, the bad block names the others: ```` ```rust,bad,with=sleeps ````.

use crate::ui::{ROOT, findings, text, tool};
use std::path::{Path, PathBuf};

const BINDINGS: &str = "#[path = \"cluster_stub.rs\"]\nmod windows;\nuse windows::*;\n\n";
const TERMINATE: &str = "\nunsafe extern \"system\" fn terminate(_resource: *mut c_void) {}\n";
const IS_ALIVE: &str = "\nunsafe extern \"system\" fn is_alive(_resource: *mut c_void) -> BOOL {\n    1\n}\n";
const TABLE: &str = "
pub static TABLE: CLRES_V1_FUNCTIONS = CLRES_V1_FUNCTIONS {
    Open: None,
    Close: None,
    Online: None,
    Offline: None,
    Terminate: Some(terminate),
    LooksAlive: Some(looks_alive),
    IsAlive: Some(is_alive),
    Arbitrate: None,
    Release: None,
    ResourceControl: None,
    ResourceTypeControl: None,
};
";

/// An example and what it is to yield.
#[derive(Debug)]
pub struct Example {
    pub bad: bool,
    /// The other lints that a bad example yields beside the page's own.
    pub with: Vec<String>,
    pub code: String,
}

#[test]
fn examples_yield_what_they_show() {
    let mut wrong = Vec::new();
    for page in pages() {
        let lint = page.file_stem().expect("a page has a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        let examples = examples(&text);
        if !examples.iter().any(|example| example.bad) || !examples.iter().any(|example| !example.bad) {
            wrong.push(format!("{lint}: a page has a bad and a good example"));
        }
        for (index, example) in examples.iter().enumerate() {
            let mut expected = example.with.clone();
            expected.extend(example.bad.then(|| lint.clone()));
            expected.sort();
            match yields(&lint, &example.code) {
                Ok(found) if found == expected => {}
                Ok(found) => wrong.push(format!("{lint}: example {} yields {found:?}, not {expected:?}", index + 1)),
                Err(error) => wrong.push(format!("{lint}: example {}: {error}", index + 1)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn front_matter_names_the_file_and_folder() {
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        let front = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).expect("a page begins with front matter").0;
        let front: toml::Table = front.parse().unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        let group = page.parent().and_then(Path::file_name).expect("a page lies in its group's folder");
        assert_eq!(front["name"].as_str(), page.file_stem().and_then(|stem| stem.to_str()), "{}", page.display());
        assert_eq!(front["group"].as_str(), group.to_str(), "{}", page.display());
        assert!(matches!(front["level"].as_str(), Some("allow" | "warn" | "deny")), "{}", page.display());
        assert!(front["since"].is_str(), "{}", page.display());
        let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, ["What it does", "Why it matters", "Example", "Configuration", "Limits"], "{}", page.display());
    }
}

#[test]
fn the_front_page_lists_every_lint() {
    let readme = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let rows = readme.lines().filter(|line| line.starts_with("| [`") && line.contains("](lints/rules/")).count();
    assert_eq!(rows, pages().len());
    for page in pages() {
        let front: toml::Table = std::fs::read_to_string(&page).unwrap().split("+++").nth(1).unwrap().parse().unwrap();
        let (name, group, level) = (front["name"].as_str().unwrap(), front["group"].as_str().unwrap(), front["level"].as_str().unwrap());
        let row = format!("| [`{name}`](lints/rules/{group}/{name}.md) | {group} | {level} | ");
        assert!(readme.contains(&row), "the front page has no row that begins with {row}");
    }
}

/// The report on the front page is what the demonstration prints of its endless wait, and the closing line.
#[test]
fn the_front_page_shows_a_real_report() {
    let folder = tempfile::tempdir().unwrap();
    let output = tool(folder.path(), &["demo".to_owned(), "demo".to_owned()]);
    let printed = text(&output.stderr).replace("\r\n", "\n");
    let blocks: Vec<&str> = printed.trim_end().split("\n\n").collect();
    let finding = blocks.iter().find(|block| block.starts_with("error: `WaitForSingleObject`"));
    let finding = finding.unwrap_or_else(|| panic!("the demonstration reports no endless `WaitForSingleObject`:\n{printed}"));
    let shown = format!("```text\n{finding}\n\n{}\n```\n", blocks.last().unwrap());
    let path = Path::new(ROOT).join("README.md");
    let bill = tool(&folder.path().join("demo"), &["budget".to_owned(), "--offline".to_owned()]);
    let bill = text(&bill.stdout).replace("\r\n", "\n");
    let bill = bill.split_once("\n\nLooksAlive").map_or(bill.as_str(), |(_, rest)| rest).trim_end();
    shows(&path, "```text\n", &shown);
    shows(&path, "```bill\n", &format!("```bill\nLooksAlive{bill}\n```\n"));
}

/// The front page's block that begins so.
fn shows(path: &Path, begin: &str, shown: &str) {
    let readme = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let start = readme.find(begin).unwrap_or_else(|| panic!("the front page has a block {begin}"));
    let end = start + begin.len() - 1 + readme[start + begin.len() - 1..].find("\n```\n").expect("the block ends") + "\n```\n".len();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, format!("{}{shown}{}", &readme[..start], &readme[end..])).unwrap();
    } else {
        assert_eq!(&readme[start..end], shown, "BLESS=1 rewrites it");
    }
}

pub fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for group in std::fs::read_dir(Path::new(ROOT).join("lints/rules")).expect("the folder of rules exists").flatten() {
        for page in std::fs::read_dir(group.path()).into_iter().flatten().flatten() {
            pages.extend(page.path().extension().is_some_and(|extension| extension == "md").then(|| page.path()));
        }
    }
    pages.sort();
    assert!(!pages.is_empty());
    pages
}

pub fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        let mut info = line.strip_prefix("```").into_iter().flat_map(|info| info.split(','));
        match (info.next(), info.next()) {
            (Some("rust"), Some(kind @ ("bad" | "good"))) => {
                let with = info.filter_map(|other| other.strip_prefix("with=")).map(str::to_owned).collect();
                examples.push(Example { bad: kind == "bad", with, code: String::new() });
                inside = true;
            }
            (Some(_), _) => inside = false,
            (None, _) if inside => {
                let example = examples.last_mut().expect("an example was begun");
                example.code += line.strip_prefix("# ").unwrap_or(line);
                example.code.push('\n');
            }
            _ => {}
        }
    }
    examples
}

/// The example as a whole program.
pub fn completed(code: &str) -> String {
    let mut program = format!("{BINDINGS}{code}");
    if !code.contains("CLRES_V") && code.contains("fn looks_alive(") {
        program += if code.contains("fn terminate(") { "" } else { TERMINATE };
        program += if code.contains("fn is_alive(") { "" } else { IS_ALIVE };
        program += TABLE;
    }
    program
}

/// What the tool says of a whole program, `example.rs`, with a lint switched on.
pub fn lint(lint: &str, program: &str) -> std::process::Output {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::copy(Path::new(ROOT).join("ui-tests/support/cluster_stub.rs"), folder.path().join("cluster_stub.rs"))
        .expect("a file can be copied");
    std::fs::write(folder.path().join("example.rs"), program).expect("a file can be written");
    let args = ["check", "--message-format=json", "-W", lint, "example.rs"].map(str::to_owned);
    tool(folder.path(), &args)
}

/// The lints that the tool finds in an example, with the page's own lint switched on.
fn yields(lint: &str, code: &str) -> Result<Vec<String>, String> {
    let output = self::lint(lint, &completed(code));
    let found = findings(&output)?;
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("the tool ended with {}:\n{}", output.status, text(&output.stderr)));
    }
    let mut lints: Vec<_> =
        found.into_values().flatten().filter_map(|finding| finding.split_once(':').map(|(_, lint)| lint.to_owned())).collect();
    lints.sort();
    Ok(lints)
}

#[test]
fn examples_are_read_from_pages() {
    let found =
        examples("text\n```rust,bad\n# use x;\na();\n```\n```toml\nb\n```\n```rust,good\nc();\n```\n```rust,bad,with=sleeps\nd();\n```\n");
    assert_eq!(found.len(), 3);
    assert!(found[0].bad && found[0].with.is_empty() && found[0].code == "use x;\na();\n");
    assert!(!found[1].bad && found[1].code == "c();\n");
    assert!(found[2].bad && found[2].with == ["sleeps"] && found[2].code == "d();\n");
}
