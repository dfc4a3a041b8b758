//! Nothing that stands in a linted repository steers who reads the output: terminals, CI servers, browsers, parsers.
//!
//! One program is written twice: once with texts that try, once with harmless ones of the same length in the same places.
//! Every output must have the same structure for both, by a parser of its format, and no line of it may be an order to a
//! CI server, by the rules of GitHub's runner.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::bad_input::{DLL, MANIFEST};

/// What tries: escapes, bells, C1 controls, bidirectional and invisible marks, orders, markup, ends of literals.
const HOSTILE: &str = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{2066}\u{200b}::error::a%0A::error::b##[error]c##vso[task.setvariable]d]]>\
                       </script><script>alert(1)</script><img src=x onerror=alert(1)>&amp;'--><!--{{x}}\u{e0041}";
/// The same in the name of a file, where some of it cannot stand; it is the beginning of a line in the short format.
const NAME: &str = "::error file=a,line=1::b##[error]c\u{1b}[31m\u{202e}%0A'<img src=x onerror=alert(1)>]]>&\n.rs";

/// As many characters, none of which tries anything; in the order of names they stand where the others do.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || "./".contains(c) { c } else { '0' }).collect()
}

struct Twin {
    folder: tempfile::TempDir,
}

impl Twin {
    fn new(is_hostile: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let (text, name) = match is_hostile {
            true => (HOSTILE.to_owned(), NAME.to_owned()),
            false => (harmless(HOSTILE), harmless(NAME)),
        };
        // Line ends are written as escapes in the attribute; that the name has one is the point.
        let path = format!("../{name}").escape_default().to_string();
        let dll = DLL
            .replace("    1\n}\n\nunsafe extern \"system\" fn is_alive", "    odd::first(); 1\n}\n\nunsafe extern \"system\" fn is_alive")
            + &format!("#[path = \"{path}\"] mod odd;\n");
        let odd = format!(
            "// looksalive: allow({lint}) -- {text}\n\
             // looksalive: allow(sleeps) -- {text}\n\
             pub static SHARED: std::sync::Mutex<u32> = std::sync::Mutex::new(0);\n\
             pub fn first() {{\n\
             let _ = std::fs::read_to_string(\"\\\\\\\\server\\\\{text}\"); // {text}\n\
             std::process::Command::new(\"{text}\").arg(\"{text}\").output().unwrap();\n\
             std::fs::write(\n\"{text}\",\n\"{text}\").unwrap();\n\
             macro_rules! m {{ ($a:expr) => {{ std::thread::sleep(std::time::Duration::from_millis($a.len() as u64 * /* {text} */ 500)) }} }}\n\
             m!(\"{text}\");\n\
             unknown_to_all(\"{text}\").expect(\"{text}\"); {text_of_loop}\n\
             *SHARED.lock().expect(\"{text}\") += 1; let _ = vec![\"{text}\"; 9_999_999];\n\
             /* \r {text} */ std::thread::sleep(std::time::Duration::from_secs(9));\n\
             }}\n",
            // What ends the list of a suppression is told otherwise than what is in it.
            lint = text.replace(['(', ')', '-', ',', '/'], "x"),
            text_of_loop = "loop { std::thread::sleep(std::time::Duration::from_secs(1)); }",
        );
        let write = |name: &str, text: &str| {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("Cargo.toml", &format!("{MANIFEST}[package.metadata]\nx = \"{}\"\n", harmless(&text)));
        write("src/lib.rs", &dll);
        write(&name, &odd);
        // A pattern, with nothing in it that makes a pattern.
        let in_toml: String = text.chars().filter(|c| !"[]{}!*?".contains(*c)).map(|c| format!("\\U{:08X}", u32::from(c))).collect();
        write(
            "looksalive.toml",
            &format!(
                "[entry-points]\nis-alive = [\"disk::gone\"]\n[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\n\
                 [[path]]\nglob = [\"{in_toml}\"]\nlints.sleeps = \"deny\"\n[lints]\nunresolved_calls = \"warn\"\nunknown_bounds = \"warn\"\n"
            ),
        );
        Self { folder }
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Standard output and standard error.
    fn run(&self, arguments: &[&str], color: bool) -> (Option<i32>, String, String) {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint"));
        tool.args(arguments).current_dir(self.root()).env("CARGO_TERM_COLOR", if color { "always" } else { "never" });
        let output = tool.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

/// The order that GitHub's runner sees in a line, by its own rules; Azure's differ in the second prefix.
fn order(line: &str) -> Option<&str> {
    let name = |info: &str| info.split(' ').next().unwrap_or_default().to_owned();
    let is_known = |info: &str| {
        let known = "error warning notice debug add-mask add-path set-env set-output save-state add-matcher remove-matcher group \
                     endgroup echo stop-commands task.setvariable task.complete section";
        known.split(' ').any(|known| name(info) == known)
    };
    if let Some((info, _)) = line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::"))
        && is_known(info)
    {
        return Some(line);
    }
    ["##[", "##vso["].iter().find_map(|prefix| {
        let (info, _) = line.split_once(prefix)?.1.split_once(']')?;
        is_known(info).then_some(line)
    })
}

/// Whether a terminal, or a person's eye, is steered by a character.
fn steers(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[track_caller]
fn is_safe(what: &str, text: &str) {
    if let Some(c) = text.chars().find(|c| steers(*c)) {
        let line = text.lines().find(|line| line.contains(c)).unwrap_or_default();
        panic!("{what}: {} in {line:?}", c.escape_unicode());
    }
    if let Some(line) = text.lines().find_map(order) {
        panic!("{what}: an order: {line:?}");
    }
}

/// What a JSON value is made of, whatever its texts and numbers say.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(shape).collect(),
        Value::Object(all) => Value::Object(all.iter().map(|(key, value)| (key.clone(), shape(value))).collect()),
        Value::String(_) => "text".into(),
        Value::Number(_) => 0.into(),
        other => other.clone(),
    }
}

fn shapes(stream: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(stream).into_iter().map(|value| shape(&value.expect("it is JSON"))).collect()
}

/// The tags of XML or HTML in their order, each with the names of its attributes. What a script or style holds is no markup.
fn tags(text: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let raw = Regex::new(r"(?s)(<(script|style)>).*?(</(script|style)>)").unwrap();
    let text = raw.replace_all(text, "$1$3");
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let name = |tag: &quick_xml::events::BytesStart<'_>| {
        // `checked` has no value.
        let attributes: Vec<String> = tag
            .html_attributes()
            .map(|attribute| String::from_utf8(attribute.expect("an attribute is one").key.as_ref().to_vec()).unwrap())
            .collect();
        format!("{} {}", String::from_utf8_lossy(tag.name().as_ref()), attributes.join(" "))
    };
    let mut out = Vec::new();
    loop {
        match reader.read_event().expect("it parses") {
            Event::Start(tag) | Event::Empty(tag) => out.push(name(&tag)),
            Event::End(tag) => out.push(format!("/{}", String::from_utf8_lossy(tag.name().as_ref()))),
            Event::Comment(_) => out.push("comment".to_owned()),
            Event::CData(_) => out.push("cdata".to_owned()),
            Event::PI(_) => out.push("instruction".to_owned()),
            Event::Eof => return out,
            _ => {}
        }
    }
}

#[test]
fn the_order_of_a_runner_is_known() {
    for line in ["::error::x", "  ::add-mask::x", "a ##[error]x", "1 | \"##[add-matcher]x\"", "##vso[task.complete]"] {
        assert!(order(line).is_some(), "{line}");
    }
    for line in ["a::b::c", "::std::thread::sleep", "x ::error::y", "##\\u{5b}error]", "[error]"] {
        assert!(order(line).is_none(), "{line}");
    }
}

#[test]
fn every_output_has_the_structure_that_harmless_texts_give_it() {
    let (hostile, tame) = (Twin::new(true), Twin::new(false));
    let formats = ["human", "short", "json", "json-diagnostic-short", "json-diagnostic-rendered-ansi", "sarif", "github", "gitlab"];
    let checks = formats
        .iter()
        .chain(&["junit", "html"])
        .map(|format| vec!["check".to_owned(), "-v".to_owned(), format!("--message-format={format}")]);
    let tables = ["budget", "shared"]
        .into_iter()
        .flat_map(|command| ["human", "json"].map(|format| vec![command.to_owned(), format!("--message-format={format}")]));
    let others = [vec!["call-graph".to_owned(), "-v".to_owned()], vec!["check".to_owned(), "--print-config".to_owned()]];
    let command = Regex::new(r"^::(error|warning) file=[^,:\n]+,line=\d+,endLine=\d+(,col=\d+,endColumn=\d+)?,title=[^,:]+::").unwrap();
    for arguments in checks.chain(tables).chain(others) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let what = arguments.join(" ");
        let (status, stdout, stderr) = hostile.run(&arguments, false);
        let (tame_status, tame_stdout, tame_stderr) = tame.run(&arguments, false);
        assert_eq!(status, tame_status, "{what}: {stderr}");
        assert!(matches!(status, Some(0 | 1)), "{what}: {stderr}");
        is_safe(&format!("{what}, standard error"), &stderr);
        let lines = |text: &str| {
            text.lines().map(|line| line.chars().take_while(|c| matches!(c, ' ' | '|' | '=')).collect::<String>()).collect::<Vec<_>>()
        };
        assert_eq!(stderr.lines().count(), tame_stderr.lines().count(), "{what}\n{stderr}\n{tame_stderr}");
        if !what.contains("human") && !what.contains("short") {
            assert_eq!(stdout.is_empty(), tame_stdout.is_empty());
        }
        match arguments[..] {
            [.., "--message-format=github"] => {
                assert!(stdout.lines().count() > 5);
                assert!(stdout.lines().all(|line| command.is_match(line)), "{stdout}");
                assert_eq!(stdout.lines().count(), tame_stdout.lines().count());
                assert!(!stdout.chars().any(steers), "{stdout:?}");
            }
            [.., "--message-format=junit"] => {
                is_safe(&what, &stdout);
                let parsed = quick_junit::Report::deserialize_from_str(&stdout).unwrap();
                let tame = quick_junit::Report::deserialize_from_str(&tame_stdout).unwrap();
                let cases =
                    |report: &quick_junit::Report| report.test_suites.iter().map(|suite| suite.test_cases.len()).collect::<Vec<_>>();
                assert_eq!(cases(&parsed), cases(&tame));
                assert_eq!(tags(&stdout), tags(&tame_stdout));
            }
            [.., "--message-format=html"] => {
                is_safe(&what, &stdout);
                assert_eq!(stdout.matches("<script>").count(), 1);
                assert_eq!(stdout.matches("</script").count(), 1);
                assert_eq!(tags(&stdout), tags(&tame_stdout));
                assert!(stdout.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the text is shown");
            }
            ["check", "--print-config"] => {
                assert!(!stdout.chars().any(steers), "{stdout:?}");
                stdout.parse::<toml::Table>().unwrap();
            }
            ["budget" | "shared", "--message-format=human"] => {
                is_safe(&what, &stdout);
                assert_eq!(stdout.lines().count(), tame_stdout.lines().count(), "{stdout}\n{tame_stdout}");
            }
            [.., "--message-format=human" | "--message-format=short"] => assert_eq!(lines(&stderr).len(), lines(&tame_stderr).len()),
            _ => {
                is_safe(&what, &stdout);
                let (shapes, tame) = (shapes(&stdout), shapes(&tame_stdout));
                assert!(!shapes.is_empty());
                assert_eq!(shapes, tame, "{what}");
            }
        }
    }
}

/// With colours, the only escapes are those that set them.
#[test]
fn colours_are_the_only_escapes() {
    let hostile = Twin::new(true);
    let colour = Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    for arguments in [&["check", "-v"][..], &["check", "--message-format=short"], &["budget"], &["shared"]] {
        let (_, stdout, stderr) = hostile.run(arguments, true);
        for text in [stdout, stderr] {
            is_safe(&arguments.join(" "), &colour.replace_all(&text, ""));
        }
    }
}

/// Errors that end a run say what stands in files, too: keys, names, paths, what Cargo says of a manifest.
#[test]
fn errors_are_as_safe() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    std::fs::create_dir(root.join("src")).unwrap();
    std::fs::write(root.join("src/lib.rs"), DLL).unwrap();
    let escaped: String = HOSTILE.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
    let raw = HOSTILE.replace(['\u{1b}', '\u{7}'], "");
    let run = |manifest: &str, config: &str, arguments: &[&str]| {
        std::fs::write(root.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(root.join("looksalive.toml"), config).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-looksalive-lint")).args(arguments).current_dir(root).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        is_safe(&format!("{manifest}\n{config}\n{arguments:?}"), &(text(&output.stdout) + &text(&output.stderr)));
        (output.status.code(), text(&output.stderr))
    };
    let fails = [
        (MANIFEST.replace("disk", &escaped), String::new()),
        (MANIFEST.replace("disk", &format!("\\n::error::x\\n{escaped}")), String::new()),
        (MANIFEST.replace("2021", &escaped), String::new()),
        (format!("{MANIFEST}path = \"{escaped}\"\n"), String::new()),
        (format!("{MANIFEST}[{raw}\n"), String::new()),
        (format!("{MANIFEST}[\"{escaped}\"\n"), String::new()),
        (MANIFEST.to_owned(), format!("\"{escaped}\" = 1\n")),
        (MANIFEST.to_owned(), format!("budget = \"{escaped}\"\n")),
        (MANIFEST.to_owned(), format!("[lints]\n\"{escaped}\" = \"deny\"\n")),
        (MANIFEST.to_owned(), format!("[lints]\nsleeps = \"{raw}\"\n")),
        (MANIFEST.to_owned(), format!("x = [ # {raw}\n")),
        (MANIFEST.to_owned(), format!("[[model]]\npath = \"a::{escaped}\"\nlatency = \"{escaped}\"\n")),
        (MANIFEST.to_owned(), format!("[[path]]\nglob = [\"[{escaped}\"]\n")),
    ];
    for (manifest, config) in &fails {
        let (status, stderr) = run(manifest, config, &["check"]);
        // A root that is not there is an error of the source.
        assert!(status == Some(2) || status == Some(1) && manifest.contains("path ="), "{manifest}{config}\n{stderr}");
    }
    let unmet = format!(
        "[entry-points]\nlooks-alive = [\"disk::{escaped}\"]\n[[model]]\npath = \"a::b\"\nlatency = \"1ms\"\nwhy = \"{escaped}\"\n"
    );
    run(MANIFEST, &unmet, &["check"]);
    let dependency = format!("{MANIFEST}[dependencies]\ngone = {{ path = \"{escaped}\" }}\n");
    let (status, stderr) = run(&dependency, "", &["check"]);
    assert!(matches!(status, Some(0 | 2)), "{stderr}");
}
