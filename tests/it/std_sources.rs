//! The standard library's sources as a toolchain ships them: the `rust-src` component, or the source pages of its
//! documentation.

use std::process::Command;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use looksalive_lint::resolve::db::Loader;
use regex::Regex;

/// Where the sources are.
pub struct StdSources {
    dir: Utf8PathBuf,
    is_html: bool,
    /// As `rustc -V` has it: `1.95.0`.
    pub version: String,
}

/// Crates that need not be read for signatures: intrinsics of each processor, and what is built on them.
const LEFT_OUT: &[&str] = &["stdarch/", "portable-simd/", "core_simd/"];

/// Macros that std takes from a crate of its own, which is not read.
const FEATURE_DETECTION: &str = "
#[macro_export]
macro_rules! is_x86_feature_detected { () => {} }
#[macro_export]
macro_rules! is_aarch64_feature_detected { () => {} }
";

impl StdSources {
    /// Of the toolchain that runs the test; `None` where it has neither.
    pub fn find() -> Option<Self> {
        let rustc = |arg: &[&str]| {
            let output = Command::new("rustc").args(arg).output().ok()?;
            output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        };
        let sysroot = Utf8PathBuf::from(rustc(&["--print", "sysroot"])?);
        let version = rustc(&["-V"])?.split_whitespace().nth(1)?.to_owned();
        let library = sysroot.join("lib/rustlib/src/rust/library");
        let html = sysroot.join("share/doc/rust/html/src");
        if library.join("core/src/lib.rs").is_file() {
            Some(Self { dir: library, is_html: false, version })
        } else if html.join("core/lib.rs.html").is_file() {
            Some(Self { dir: html, is_html: true, version })
        } else {
            None
        }
    }

    /// The root file of a crate, as this loader names it.
    pub fn root(krate: &str) -> Utf8PathBuf {
        Utf8PathBuf::from(format!("{krate}/src/lib.rs"))
    }

    fn place(&self, path: &Utf8Path) -> Option<Utf8PathBuf> {
        let path = path.as_str();
        if LEFT_OUT.iter().any(|dir| path.contains(dir)) || path.contains("/tests") {
            return None;
        }
        Some(if self.is_html { self.dir.join(format!("{}.html", path.replacen("/src/", "/", 1))) } else { self.dir.join(path) })
    }
}

impl Loader for StdSources {
    fn read(&self, path: &Utf8Path) -> Result<String, String> {
        let place = self.place(path).ok_or("left out")?;
        let text = std::fs::read_to_string(&place).map_err(|e| format!("cannot read `{place}`: {e}"))?;
        let text = if self.is_html { source_of_page(&text).ok_or_else(|| format!("`{place}` is no source page"))? } else { text };
        let mut text = without_const_traits(&text);
        if path == Self::root("std") {
            text.push_str(FEATURE_DETECTION);
        }
        Ok(text)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.place(path).is_some_and(|p| p.is_file())
    }

    fn show(&self, path: &Utf8Path) -> String {
        path.to_string()
    }
}

/// The text without the syntax of traits whose methods may be constant functions: std uses it, no parser of stable
/// Rust reads it, and it says nothing about types.
pub fn without_const_traits(text: &str) -> String {
    static CONST: LazyLock<Regex> = LazyLock::new(|| {
        let forms = [
            r"\b(?<t>const\s+)(?:unsafe\s+)?(?:auto\s+)?trait\b",
            r"(?m:^)[ \t]*(?<l>const\s+)(?:unsafe\s+)?impl\b",
            r"\bimpl\s+(?<i>const\s+)[A-Za-z$:]",
            r">\s+(?<g>const\s+)[A-Za-z$:]",
            r"(?<b>\[const\]\s*)",
            r"(?<o>~const\s+)",
        ];
        Regex::new(&forms.join("|")).unwrap()
    });
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for found in CONST.captures_iter(text) {
        let part = ["t", "l", "i", "g", "b", "o"].iter().find_map(|name| found.name(name)).unwrap();
        out.push_str(&text[done..part.start()]);
        done = part.end();
    }
    out.push_str(&text[done..]);
    out
}

/// The text that a source page of rustdoc shows.
pub fn source_of_page(page: &str) -> Option<String> {
    let (_, code) = page.split_once("<pre class=\"rust\"><code>")?;
    let (code, _) = code.rsplit_once("</code></pre>")?;
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let end = rest.find('>')?;
            let tag = &rest[..end];
            rest = &rest[end + 1..];
            // Line numbers stand in the code, each as a link to itself.
            if tag.starts_with("<a ") && tag.contains("data-nosnippet") {
                rest = &rest[rest.find("</a>")? + "</a>".len()..];
            }
        } else {
            let end = rest.find(';')?;
            let c = match &rest[1..end] {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                entity => {
                    let number = entity.strip_prefix('#')?;
                    let number = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16),
                        None => number.parse(),
                    };
                    char::from_u32(number.ok()?)?
                }
            };
            text.push(c);
            rest = &rest[end + 1..];
        }
    }
    text.push_str(rest);
    Some(text)
}

#[test]
fn a_source_page_gives_back_its_source() {
    let page = "<html><pre class=\"rust\"><code><a href=#1 id=1 data-nosnippet>1</a><span class=\"kw\">fn </span>f&lt;T&gt;(<span \
                class=\"string\">&#39;&amp;&#x27;</span>) <a href=\"x\">g</a>\n<a href=#2 id=2 data-nosnippet>2</a>}</code></pre></html>";
    assert_eq!(source_of_page(page).unwrap(), "fn f<T>('&') g\n}");
    assert_eq!(source_of_page("<html></html>"), None);
}

#[test]
fn const_traits_are_read_as_traits() {
    let text = "pub const unsafe trait A: [const] B {}\nimpl<T: ~const C> const A for X<T> {}\nimpl const A for u8 { fn f(p: *const u8) { const N: u8 = 1; } }";
    let plain = "pub unsafe trait A: B {}\nimpl<T: C> A for X<T> {}\nimpl A for u8 { fn f(p: *const u8) { const N: u8 = 1; } }";
    assert_eq!(without_const_traits(text), plain);
}
