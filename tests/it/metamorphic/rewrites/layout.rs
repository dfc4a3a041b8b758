//! The same tokens on other lines.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::super::code::Code;
use super::super::program::{File, Piece, Program, new};

pub fn formatted(program: &Program, code: &Code) -> Option<Program> {
    by_rustfmt(program, code, "reorder_imports=false,reorder_modules=false")
}

pub fn formatted_narrowly(program: &Program, code: &Code) -> Option<Program> {
    by_rustfmt(program, code, "reorder_imports=false,reorder_modules=false,max_width=50,hard_tabs=true")
}

fn by_rustfmt(program: &Program, code: &Code, config: &str) -> Option<Program> {
    // Suppressions stand at comments, which are no tokens: where findings stand on them, nothing could be compared. And which
    // line a comment speaks of, a formatter may change.
    if program.root().text.contains("looksalive") {
        return None;
    }
    let mut rustfmt = Command::new(std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into()))
        .args(["--edition=2021", "--emit=stdout", "--quiet", "--config", config])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = rustfmt.stdin.take()?;
    let text = program.root().text.clone();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let formatted = String::from_utf8(output.stdout).ok().filter(|text| output.status.success() && !text.is_empty())?;
    let aligned = aligned(program.root(), code, &formatted)?;
    (aligned.text != program.root().text).then(|| program.with_root(aligned))
}

/// The formatted text, each token of which is the one that it was before. A formatter adds and removes commas; where it does more,
/// nothing is compared.
fn aligned(file: &File, code: &Code, formatted: &str) -> Option<File> {
    let after = Code::parse(formatted)?.tokens;
    let mut before = code.tokens.iter().filter(|token| token.text != ",");
    let mut pieces = Vec::new();
    let mut done = 0;
    for token in after.iter().filter(|token| token.text != ",") {
        let matched = before.next().filter(|matched| matched.text == token.text)?;
        pieces.push(new(&formatted[done..token.range.start]));
        pieces.push(Piece::Kept(matched.range.clone()));
        done = token.range.end;
    }
    pieces.push(new(&formatted[done..]));
    before.next().is_none().then(|| file.made_of(&file.name, pieces))
}

pub fn carriage_returns(program: &Program, _: &Code) -> Option<Program> {
    let text = &program.root().text;
    if text.contains('\r') {
        return None;
    }
    let ends = text.match_indices('\n').map(|(at, _)| (at..at, vec![new("\r")]));
    super::edited(program, ends.collect())
}
