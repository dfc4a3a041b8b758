//! What a model's form cannot say: well-formed paths, argument lists as long as `arity`, at least one effect.

use std::fmt;

use super::path::{expand, segments};
use super::schema::{Access, Allocation, ArgRef, Latency, Model};

/// What is wrong with one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The model's path, as written.
    pub path: String,
    /// The key with which something is wrong.
    pub key: &'static str,
    /// What, why, what to do.
    pub what: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "model `{}`: `{}` {}", self.path, self.key, self.what)
    }
}

/// Checks what spans several keys.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(model: &Model) -> Result<(), Invalid> {
    let wrong = |key, what: String| Err(Invalid { path: model.path.clone(), key, what });
    if let Some(what) = path_error(model) {
        return wrong("path", what);
    }
    if model.foreign && model.callback {
        return wrong("callback", "does not go with `foreign`: a path names a function or a type of function pointers".to_owned());
    }
    if !(model.arity.is_empty() || model.foreign || model.callback) {
        return wrong("arity", "needs `foreign = true`: other functions are matched by their path".to_owned());
    }
    if (1..model.arity.len()).any(|i| model.arity[..i].contains(&model.arity[i])) {
        return wrong("arity", "names a number of arguments twice, so that a call would have two meanings".to_owned());
    }
    for (key, arg) in arguments(model) {
        if let Some(what) = argument_error(model, arg) {
            return wrong(key, what);
        }
    }
    if !has_effect(model) {
        return wrong("path", "has no effect: give at least one, such as `latency = \"instant\"`".to_owned());
    }
    Ok(())
}

fn path_error(model: &Model) -> Option<String> {
    let paths = match expand(&model.path) {
        Ok(paths) => paths,
        Err(what) => return Some(what),
    };
    paths.iter().find_map(|path| one_path_error(path, model))
}

fn one_path_error(path: &str, model: &Model) -> Option<String> {
    let segments: Vec<&str> = segments(path).collect();
    let last = segments.len() - 1;
    for (i, segment) in segments.iter().enumerate() {
        // A type that is no path (`<[T]>`, `<*mut T>`) may only stand first, the mark of a macro only last.
        let plain = if i == last && last > 0 { segment.strip_suffix('!').unwrap_or(segment) } else { segment };
        let bracketed = i == 0 && last == 1 && segment.starts_with('<') && segment.ends_with('>') && segment.len() > 2;
        if !bracketed && !is_identifier(plain) {
            return Some(match *segment {
                "" => "has an empty segment".to_owned(),
                s if s.contains(['<', '>', ' ', '(']) => {
                    format!("has the segment `{s}`: write it without generics and arguments, as `Type::method` or `Trait::method`")
                }
                s => format!("has the segment `{s}`, which is no identifier"),
            });
        }
    }
    if last == 0 && !model.foreign && !model.callback {
        return Some("has one segment: give the full path from the crate's name, or `foreign = true` for an FFI function".to_owned());
    }
    None
}

fn is_identifier(segment: &str) -> bool {
    let segment = segment.strip_prefix("r#").unwrap_or(segment);
    let mut chars = segment.chars();
    let first = chars.next().is_some_and(|c| c == '_' || c.is_alphabetic());
    first && chars.all(|c| c == '_' || c.is_alphanumeric())
}

fn argument_error(model: &Model, arg: &ArgRef) -> Option<String> {
    match arg {
        ArgRef::PerArity(list) if list.len() != model.arity.len() => Some(format!(
            "has a list of length {} where `arity` has length {}: give one argument for each entry of `arity`, in its order",
            list.len(),
            model.arity.len()
        )),
        ArgRef::PerArity(list) => list.iter().zip(&model.arity).find(|(arg, arity)| arg >= arity).map(|(arg, arity)| beyond(*arg, *arity)),
        ArgRef::Index(index) => model.arity.iter().find(|&arity| index >= arity).map(|&arity| beyond(*index, arity)),
        ArgRef::Named(_) => None,
    }
}

fn beyond(arg: usize, arity: usize) -> String {
    format!("names argument {arg}, but a call with {arity} arguments has none of that number: they are counted from 0")
}

/// Every argument that the model names, with the key it stands under.
fn arguments(model: &Model) -> Vec<(&'static str, &ArgRef)> {
    let mut all = Vec::new();
    let single = [
        ("releases", &model.releases),
        ("spawns", &model.spawns),
        ("opens", &model.opens),
        ("repeats", &model.repeats),
        ("panics-on-zero", &model.panics_on_zero),
        ("bounded-on", &model.bounded_on),
        ("adopts", &model.adopts),
        ("retains", &model.retains),
        ("duplicates", &model.duplicates),
        ("result", &model.result),
    ];
    all.extend(single.into_iter().filter_map(|(key, arg)| Some((key, arg.as_ref()?))));
    all.extend(model.latency.iter().flat_map(Latency::arguments).map(|arg| ("latency", arg)));
    all.extend(model.allocates.iter().flat_map(Allocation::arguments).map(|arg| ("allocates", arg)));
    all.extend(model.lock.iter().map(|lock| ("lock", &lock.on)));
    let lists =
        [("calls", &model.calls), ("keeps", &model.keeps), ("awaits", &model.awaits), ("caps", &model.caps), ("carries", &model.carries)];
    all.extend(lists.into_iter().flat_map(|(key, list)| list.iter().map(move |arg| (key, arg))));
    all.extend(model.drops.iter().map(|arg| ("drops", arg)));
    all.extend(model.forgets.iter().map(|arg| ("forgets", arg)));
    for Access { on, stores, expects, .. } in &model.accesses {
        all.extend(std::iter::once(on).chain(stores).chain(expects).map(|arg| ("accesses", arg)));
    }
    for setting in &model.sets {
        all.push(("sets", &setting.arg));
        all.extend(setting.on.iter().map(|arg| ("sets", arg)));
        all.extend(setting.when.iter().flat_map(|when| when.arguments()).map(|arg| ("sets", arg)));
    }
    if let Some(mutation) = &model.mutates {
        let conditions = mutation.when.iter().chain(&mutation.unless);
        all.extend(conditions.flat_map(|condition| condition.arguments()).map(|arg| ("mutates", arg)));
    }
    if let Some(forbidden) = &model.forbidden {
        all.extend(forbidden.unless.iter().flat_map(|unless| unless.arguments()).map(|arg| ("forbidden", arg)));
    }
    all
}

fn has_effect(model: &Model) -> bool {
    let one = [
        model.latency.is_some(),
        model.allocates.is_some(),
        model.lock.is_some(),
        model.releases.is_some(),
        model.spawns.is_some(),
        model.mutates.is_some(),
        model.panics.is_some(),
        model.panics_on_zero.is_some(),
        model.catches_panics,
        model.awaited,
        model.diverges,
        model.opens.is_some(),
        model.adopts.is_some(),
        model.retains.is_some(),
        model.duplicates.is_some(),
        model.object.is_some(),
        model.forbidden.is_some(),
    ];
    let lists = [model.calls.len(), model.keeps.len(), model.awaits.len(), model.caps.len(), model.carries.len()];
    let memory = [model.drops.len(), model.forgets.len(), model.accesses.len()];
    let others = [model.invokes.len(), model.sets.len(), model.makes.len(), model.bounded_by.len()];
    one.contains(&true) || lists.into_iter().chain(memory).chain(others).any(|len| len > 0)
}
