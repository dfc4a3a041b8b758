//! What is known of paths, which are texts here: what is joined to them, what they are made of, what they become bit by bit.

use super::frame::Frame;
use super::value::Val;
use crate::resolve::ty::Ty;
use crate::syntax::body::ExprId;

/// How many bytes of a text are followed: one that doubles in each round has more in no time.
const LONGEST: usize = 4_096;

/// A path with another behind it, as `Path::join` makes it.
pub(super) fn joined(base: &Val, rest: &Val) -> Val {
    match (base.as_str(), rest.as_str()) {
        (_, Some(rest)) if rest.starts_with(['\\', '/']) || rest.get(1..2) == Some(":") => Val::Str(rest.into()),
        (Some(""), Some(rest)) => text(rest.to_owned()),
        (Some(base), Some(rest)) => text(format!("{}\\{rest}", base.trim_end_matches(['\\', '/']))),
        _ => Val::Unknown,
    }
}

/// One text behind another.
pub(super) fn concatenated(a: &str, b: &str) -> Val {
    if a.len() + b.len() > LONGEST { Val::Unknown } else { Val::Str(format!("{a}{b}").into()) }
}

fn text(text: String) -> Val {
    if text.len() > LONGEST { Val::Unknown } else { Val::Str(text.into()) }
}

/// The folder that a path lies in; that of a drive is the drive.
fn folder(path: &str) -> Option<&str> {
    let path = path.trim_end_matches(['\\', '/']);
    let end = path.rfind(['\\', '/'])?;
    let folder = &path[..end];
    // `C:` is no folder, `C:\` is.
    Some(if folder.is_empty() || folder.ends_with(':') { &path[..=end] } else { folder })
}

/// A path whose last name ends otherwise.
fn with_extension(path: &str, extension: &str) -> Val {
    let name = path.rfind(['\\', '/']).map_or(0, |at| at + 1);
    let stem = path[name..].rfind('.').filter(|dot| *dot > 0).map_or(path.len(), |dot| name + dot);
    let dot = if extension.is_empty() { "" } else { "." };
    text(format!("{}{dot}{extension}", &path[..stem]))
}

/// What a buffer holds after a method of std has changed it: `path.push("beat")`, `text.push_str("x")`.
fn changed(of: &str, name: &str, old: &Val, given: &Val) -> Option<Val> {
    let path = old.as_str()?;
    Some(match (of, name) {
        ("PathBuf", "push") => joined(old, given),
        ("PathBuf", "pop") => Val::Str(folder(path).unwrap_or(path).into()),
        ("PathBuf", "set_file_name") => joined(&Val::Str(folder(path).unwrap_or("").into()), given),
        ("PathBuf", "set_extension") => given.as_str().map_or(Val::Unknown, |extension| with_extension(path, extension)),
        ("OsString", "push") | ("String", "push_str") => given.as_str().map_or(Val::Unknown, |more| concatenated(path, more)),
        _ => return None,
    })
}

impl Frame<'_, '_> {
    /// What is known of the receiver of a method of std that has changed it, where that is a path or text.
    pub(super) fn buffer_after(&mut self, receiver: ExprId, name: &str, values: &[Val]) -> Option<Val> {
        let ty = self.type_of(receiver);
        let (adt, _) = ty.peel_refs().as_adt()?;
        let of = self.engine.db.adt(adt).name.name;
        changed(of.as_str(), name, values.first()?, values.get(1).unwrap_or(&Val::Unknown))
    }

    /// The result of a function of std that makes a path of others.
    pub(super) fn path_made(&self, owner: &str, name: &str, first: &Val, second: &Val, ret: &Ty) -> Option<Val> {
        let is_path = matches!(owner, "Path" | "PathBuf");
        let known = first.as_str();
        Some(match name {
            // `PathBuf::new()`
            "new" if owner == "PathBuf" && *first == Val::Unknown => Val::Str("".into()),
            "join" if is_path => joined(first, second),
            "with_file_name" if is_path => joined(&Val::Str(folder(known?)?.into()), second),
            "with_extension" if is_path => with_extension(known?, second.as_str()?),
            "parent" if is_path => self.wrapped(Val::Str(folder(known?)?.into()), ret),
            "to_str" if is_path || owner == "OsStr" => self.wrapped(Val::Str(known?.into()), ret),
            "to_string_lossy" if is_path || owner == "OsStr" => Val::Str(known?.into()),
            // `["C:\\", "Contoso", "beat"].iter().collect::<PathBuf>()`
            "collect" | "from_iter" => {
                let Val::Tuple(parts) = first else { return None };
                let (adt, _) = ret.as_adt()?;
                if self.engine.db.adt(adt).name.name != "PathBuf" {
                    return None;
                }
                parts.iter().fold(Val::Str("".into()), |path, part| joined(&path, part))
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn str(text: &str) -> Val {
        Val::Str(text.into())
    }

    #[test]
    fn an_absolute_path_begins_anew() {
        assert_eq!(joined(&str(r"C:\x"), &str("beat")), str(r"C:\x\beat"));
        assert_eq!(joined(&str(r"C:\x"), &str(r"\\server\share")), str(r"\\server\share"));
        assert_eq!(joined(&str(""), &str("beat")), str("beat"));
        assert_eq!(joined(&str(r"C:\x"), &Val::Unknown), Val::Unknown, "it may lead anywhere");
        assert_eq!(joined(&Val::Unknown, &str(r"D:\x")), str(r"D:\x"));
        assert_eq!(joined(&str(&"x".repeat(LONGEST)), &str("y")), Val::Unknown);
    }

    #[test]
    fn buffers_change() {
        let after = |name: &str, old: &str, given: &Val| changed("PathBuf", name, &str(old), given);
        assert_eq!(after("push", r"C:\x", &str("y")), Some(str(r"C:\x\y")));
        assert_eq!(after("push", r"C:\x", &Val::Unknown), Some(Val::Unknown));
        assert_eq!(after("pop", r"C:\x\y", &Val::Unknown), Some(str(r"C:\x")));
        assert_eq!(after("pop", r"C:\x", &Val::Unknown), Some(str(r"C:\")));
        assert_eq!(after("set_file_name", r"C:\x\y", &str("z")), Some(str(r"C:\x\z")));
        assert_eq!(after("set_extension", r"C:\x\y.txt", &str("log")), Some(str(r"C:\x\y.log")));
        assert_eq!(after("set_extension", r"C:\x.y\z", &str("log")), Some(str(r"C:\x.y\z.log")));
        assert_eq!(changed("OsString", "push", &str("C:"), &str(r"\x")), Some(str(r"C:\x")));
        assert_eq!(changed("Vec", "push", &str("C:"), &str("x")), None);
    }
}
