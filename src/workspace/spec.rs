//! Package specifications: what `-p` accepts, and whether a package fits.
//!
//! Forms: `name`, `name@1.2`, `name:1.2`, `name*` (a glob), `url`, `url#name`, `url#1.2.3`, `url#name@1.2.3`, `kind+url#…` (a full
//! id as `cargo metadata` prints it) and `name 1.2.3 (kind+url)` (as older Cargo printed it).

use globset::{Glob, GlobMatcher};

use super::Error;

/// A specification.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    name: Option<Name>,
    /// A version, or its first parts.
    version: Option<String>,
    /// Without its kind.
    url: Option<String>,
    /// `path`, `registry`, `sparse`, `git`
    kind: Option<String>,
    /// What was given; a full id is equal to it.
    text: String,
}

#[derive(Clone, Debug)]
enum Name {
    Exact(String),
    Pattern(GlobMatcher),
}

/// What a specification is held against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'p> {
    pub(super) name: &'p str,
    pub(super) version: &'p str,
    pub(super) id: &'p str,
}

impl Spec {
    /// Read a specification.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let bad = |problem: &str| Error::BadSpec { spec: text.to_owned(), problem: problem.to_owned() };
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(bad("it is empty, a package's name is needed"));
        }
        let mut spec = Self { name: None, version: None, url: None, kind: None, text: trimmed.to_owned() };
        if let Some((front, source)) = trimmed.strip_suffix(')').and_then(|t| t.split_once(" (")) {
            let (name, version) = front.split_once(' ').ok_or_else(|| bad("before the source, a name and a version are needed"))?;
            spec.name = Some(Name::Exact(name.to_owned()));
            spec.version = Some(version.to_owned());
            spec.take_url(source);
        } else if let Some((url, fragment)) = trimmed.split_once('#').filter(|(url, _)| url.contains("://")) {
            spec.take_url(url);
            match fragment.split_once(['@', ':']) {
                Some((name, version)) => {
                    spec.name = Some(Name::Exact(name.to_owned()));
                    spec.version = Some(version.to_owned());
                }
                None if fragment.starts_with(|c: char| c.is_ascii_digit()) => spec.version = Some(fragment.to_owned()),
                None => spec.name = Some(Name::Exact(fragment.to_owned())),
            }
        } else if trimmed.contains("://") {
            spec.take_url(trimmed);
        } else {
            let (name, version) = match trimmed.split_once(['@', ':']) {
                Some((name, version)) => (name, Some(version)),
                None => (trimmed, None),
            };
            if name.is_empty() || version == Some("") {
                return Err(bad("a name and a version are needed, as in `name@1.2.3`"));
            }
            spec.version = version.map(str::to_owned);
            spec.name = Some(if name.contains(['*', '?', '[', ']']) {
                Name::Pattern(Glob::new(name).map_err(|e| bad(&e.kind().to_string()))?.compile_matcher())
            } else {
                Name::Exact(name.to_owned())
            });
        }
        if let Some(version) = &spec.version
            && !version.starts_with(|c: char| c.is_ascii_digit())
        {
            return Err(bad(&format!("`{version}` is not a version")));
        }
        Ok(spec)
    }

    fn take_url(&mut self, text: &str) {
        let scheme = text.find("://").unwrap_or(0);
        let (kind, url) = match text[..scheme].split_once('+') {
            Some((kind, _)) => (Some(kind.to_owned()), &text[kind.len() + 1..]),
            None => (None, text),
        };
        self.kind = kind;
        // `?branch=…` belongs to the id, `#commit` (in the older form) does not.
        let url = url.split('#').next().unwrap_or(url);
        self.url = Some(url.trim_end_matches('/').to_owned());
    }

    /// Whether several packages may fit.
    pub(super) fn is_pattern(&self) -> bool {
        matches!(self.name, Some(Name::Pattern(_)))
    }

    /// The name to look for where nothing fits.
    pub(super) fn name(&self) -> Option<&str> {
        match self.name.as_ref()? {
            Name::Exact(name) => Some(name),
            Name::Pattern(_) => None,
        }
    }

    /// Whether a package fits.
    pub(super) fn fits(&self, package: Candidate<'_>) -> bool {
        if package.id == self.text {
            return true;
        }
        let name_fits = match &self.name {
            None => true,
            Some(Name::Exact(name)) => name == package.name,
            Some(Name::Pattern(pattern)) => pattern.is_match(package.name),
        };
        name_fits && self.version.as_ref().is_none_or(|version| version_fits(version, package.version)) && self.source_fits(package)
    }

    fn source_fits(&self, package: Candidate<'_>) -> bool {
        let Some(url) = &self.url else { return true };
        // The candidate's id is itself a specification with a source.
        let Ok(own) = Self::parse(package.id) else { return false };
        let kinds_fit = match (&self.kind, &own.kind) {
            (Some(wanted), Some(own)) => wanted == own,
            _ => true,
        };
        kinds_fit && own.url.as_deref() == Some(url)
    }
}

/// `1`, `1.2` and `1.2.3` fit `1.2.3`; `1.2.3` fits `1.2.3+build`, not `1.2.3-rc.1`.
fn version_fits(wanted: &str, version: &str) -> bool {
    match version.strip_prefix(wanted) {
        Some("") => true,
        Some(rest) => rest.starts_with('+') || (rest.starts_with('.') && wanted.matches('.').count() < 2),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(spec: &str, name: &str, version: &str, id: &str) -> bool {
        Spec::parse(spec).unwrap().fits(Candidate { name, version, id })
    }

    const PATH: &str = "path+file:///w/foo#0.1.0";
    const RENAMED: &str = "path+file:///w/dir#foo@0.1.0";

    #[test]
    fn every_form_of_a_specification_fits_its_package() {
        for spec in [
            "foo",
            "foo@0.1.0",
            "foo@0.1",
            "foo@0",
            "foo:0.1.0",
            "f*",
            "fo?",
            "[ef]oo",
            PATH,
            "path+file:///w/foo",
            "file:///w/foo",
            "file:///w/foo#foo",
            "file:///w/foo#0.1.0",
            "file:///w/foo#foo@0.1.0",
            "foo 0.1.0 (path+file:///w/foo)",
        ] {
            assert!(fits(spec, "foo", "0.1.0", PATH), "{spec}");
        }
        assert!(fits("path+file:///w/dir#foo@0.1.0", "foo", "0.1.0", RENAMED));
        assert!(fits("foo 0.1.0 (path+file:///w/dir)", "foo", "0.1.0", RENAMED));
        let registry = "registry+https://github.com/rust-lang/crates.io-index#foo@1.0.2";
        assert!(fits("registry+https://github.com/rust-lang/crates.io-index#foo@1.0", "foo", "1.0.2", registry));
        assert!(fits("https://github.com/rust-lang/crates.io-index#foo", "foo", "1.0.2", registry));
        assert!(fits(registry, "foo", "1.0.2", registry));
        let git = "git+https://example.com/foo?branch=main#foo@1.0.0";
        assert!(fits("foo 1.0.0 (git+https://example.com/foo?branch=main#0123456)", "foo", "1.0.0", git));
    }

    #[test]
    fn and_no_other() {
        for spec in [
            "fo",
            "foo@0.1.1",
            "foo@0.1.0.0",
            "foo@1",
            "g*",
            "file:///w/fo",
            "file:///w/foo#bar",
            "file:///w/foo#0.2.0",
            "git+file:///w/foo",
            "foo 0.1.0 (path+file:///w/other)",
        ] {
            assert!(!fits(spec, "foo", "0.1.0", PATH), "{spec}");
        }
        assert!(!fits("foo@1.0.0", "foo", "1.0.0-rc.1", "path+file:///w/foo#1.0.0-rc.1"));
    }

    #[test]
    fn nonsense_is_refused() {
        for spec in ["", "  ", "@1", "foo@", "foo@x", "fo[", "foo (path+file:///w/foo)"] {
            assert!(matches!(Spec::parse(spec), Err(Error::BadSpec { .. })), "{spec}");
        }
    }
}
