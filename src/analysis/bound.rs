//! How long a modelled call takes, given what is known of its arguments.

use crate::models::schema::{ArgIndex, ArgRef, Bound, Condition, InfiniteValue, Kind, Latency, Model, SettingKind, TimeUnit};

use super::effect::Time;
use super::frame::Frame;
use super::value::{Deadline, Val};

/// A bound and why it is so.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The bound.
    pub time: Time,
    /// The deadline that it ends at, where it is given what is left of the time.
    pub deadline: Option<Deadline>,
    /// In words, where an argument decided.
    pub why: Option<String>,
}

impl Judged {
    fn because(time: Time, why: Option<String>) -> Self {
        Self { time, deadline: None, why }
    }

    fn plain(time: Time) -> Self {
        Self::because(time, None)
    }
}

/// The call's arguments: values, and how they are written.
pub struct Arguments<'c> {
    /// By number; `self` first.
    pub values: &'c [Val],
    /// As written, the same way.
    pub texts: &'c [String],
    /// The expressions, the same way; none where the text does not show the call.
    pub exprs: &'c [crate::syntax::body::ExprId],
    /// Which binding of a foreign function it is.
    pub binding: usize,
    /// What the argument is called that says how long it takes: a sleep has no timeout.
    pub limit: &'static str,
}

/// What the argument of such a model is called that says how long it takes.
pub fn limit_of(model: &Model) -> &'static str {
    if model.kind == Some(Kind::Sleep) { "duration" } else { "timeout" }
}

impl Arguments<'_> {
    /// The value of an argument.
    pub fn value(&self, of: &ArgRef) -> &Val {
        match of.resolve(self.binding) {
            ArgIndex::Argument(i) => self.values.get(i).map_or(&Val::Unknown, Val::hard),
            ArgIndex::Return => &Val::Unknown,
        }
    }

    fn text(&self, of: &ArgRef) -> Option<&str> {
        match of.resolve(self.binding) {
            ArgIndex::Argument(i) => self.texts.get(i).map(String::as_str).filter(|t| !t.is_empty()),
            ArgIndex::Return => None,
        }
    }
}

impl Frame<'_, '_> {
    /// The bound of a modelled call, or `None` where the model says nothing about time.
    pub(super) fn judge(&mut self, model: &Model, args: &Arguments<'_>) -> Option<Judged> {
        let judged = self.latency(model.latency.as_ref()?, args);
        if judged.time == Time::Unbounded && !model.bounded_by.is_empty() {
            let on = model.bounded_on.clone().unwrap_or(ArgRef::Index(0));
            if let Some(by_setting) = self.bounded_by(&model.bounded_by, args.value(&on)) {
                return Some(by_setting);
            }
        }
        Some(judged)
    }

    fn bounded_by(&self, kinds: &[SettingKind], on: &Val) -> Option<Judged> {
        let Val::Handle(handle) = on.hard() else { return None };
        let modes = [SettingKind::Nonblocking, SettingKind::UnlimitedCapacity];
        let mut sum = 0_u128;
        let mut deadline = None;
        let (mut bounds, mut is_open) = (false, false);
        for (kind, value) in handle.settings.iter().filter(|(k, _)| kinds.contains(k)) {
            if modes.contains(kind) {
                match value.hard() {
                    Val::Bool(true) => return Some(Judged::plain(Time::Known(0))),
                    other if other.as_int().is_some_and(|v| v != 0) => return Some(Judged::plain(Time::Known(0))),
                    Val::Bool(false) => {}
                    // Set or not: it may be that nothing bounds it.
                    _ => is_open = true,
                }
                continue;
            }
            let adds_only = matches!(kind, SettingKind::ConnectTimeout | SettingKind::ResolveTimeout);
            if let Some(left) = left_of(value) {
                deadline = Some(left);
            }
            match self.as_time(value) {
                Some(Some(nanos)) => sum = sum.saturating_add(nanos),
                // Set, but to what is not known: there is a bound.
                None => return Some(Judged::because(Time::Unknown, Some("the timeout that was set cannot be evaluated".to_owned()))),
                Some(None) => continue,
            }
            bounds |= !adds_only;
        }
        if !bounds && is_open {
            return Some(Judged::because(Time::Unknown, Some("whether it was made non-blocking cannot be said".to_owned())));
        }
        // Of one timeout, where it is what is left of a deadline.
        let deadline = deadline.filter(|(_, most)| *most == sum).map(|(deadline, _)| deadline);
        bounds.then(|| Judged { deadline, ..Judged::because(Time::Known(sum), Some("the timeout that was set before".to_owned())) })
    }

    /// A timeout value: `Some(None)` where it means none.
    fn as_time(&self, value: &Val) -> Option<Option<u128>> {
        match value.hard() {
            Val::Time { hi, .. } => Some(Some(*hi)),
            Val::Left { most, .. } => Some(Some(*most)),
            Val::Null => Some(None),
            Val::Variant(_, fields) => match self.is_full(value, self.engine.db.lang().option) {
                Some(true) => self.as_time(fields.first()?),
                Some(false) => Some(None),
                None if fields.len() == 1 => self.as_time(&fields[0]),
                None => None,
            },
            _ => None,
        }
    }

    fn latency(&mut self, latency: &Latency, args: &Arguments<'_>) -> Judged {
        match latency {
            Latency::Fixed(bound) => Judged::plain(fixed(*bound)),
            Latency::Timeout(timeout) => {
                let value = args.value(&timeout.arg);
                let text = args.text(&timeout.arg);
                let limit = args.limit;
                if let (Some(special), Some(exact)) = (&timeout.special, value.as_int())
                    && exact == i128::from(special.value)
                {
                    return Judged::because(fixed(special.is), text.map(|t| format!("the {limit} is `{t}`")));
                }
                let deadline = left_of(value).map(|(deadline, _)| deadline);
                let plus = timeout.plus.map_or(0, |p| p.as_nanos());
                let time = self.timeout(value, timeout.unit, timeout.infinite);
                let why = match (&time, text) {
                    (Time::Unbounded, Some(text)) => Some(format!("the {limit} is `{text}`")),
                    (Time::Unknown, Some(text)) => Some(format!("the {limit} `{text}` cannot be evaluated")),
                    (Time::Known(nanos), Some(text)) => Some(format!("the {limit} `{text}` is {}", super::cost::show(*nanos))),
                    _ => None,
                };
                let time = match time {
                    Time::Known(nanos) => Time::Known(nanos.saturating_add(plus)),
                    other => other,
                };
                Judged { time, deadline, why }
            }
            Latency::Path(path) => {
                for arg in std::iter::once(&path.path).chain(&path.also) {
                    match self.locality(args.value(arg)) {
                        Locality::Local => {}
                        Locality::Remote(text) => {
                            return Judged::because(Time::Unbounded, Some(format!("`{text}` is not a local path")));
                        }
                        Locality::Unknown => {
                            return Judged::because(Time::Unbounded, Some("the path is not provably local".to_owned()));
                        }
                    }
                }
                Judged::because(fixed(path.local), Some("a local path".to_owned()))
            }
            Latency::Address(address) => {
                let value = args.value(&address.address);
                let numeric = match value {
                    Val::Str(text) => text.parse::<std::net::SocketAddr>().is_ok() || text.parse::<std::net::IpAddr>().is_ok(),
                    Val::Tuple(parts) if parts.first().is_some_and(|host| host.as_str().is_some()) => {
                        parts.first().and_then(Val::as_str).is_some_and(|t| t.parse::<std::net::IpAddr>().is_ok())
                    }
                    _ => self.is_socket_address(&address.address, args),
                };
                if numeric {
                    Judged::plain(fixed(address.numeric))
                } else {
                    Judged::because(Time::Unbounded, Some("a name may have to be resolved".to_owned()))
                }
            }
            // What the future itself does is counted where it runs.
            Latency::Future(_) => Judged::plain(Time::Unbounded),
            Latency::Conditional(conditional) => match self.holds(&conditional.condition, args) {
                Some(true) => self.latency(&conditional.then, args),
                Some(false) => self.latency(&conditional.otherwise, args),
                None => match &conditional.unknown {
                    Some(unknown) => self.latency(unknown, args),
                    None => {
                        let (a, b) = (self.latency(&conditional.then, args), self.latency(&conditional.otherwise, args));
                        worse(a, b)
                    }
                },
            },
        }
    }

    fn timeout(&self, value: &Val, unit: Option<TimeUnit>, infinite: InfiniteValue) -> Time {
        let Some(unit) = unit else {
            return match self.as_time(value) {
                Some(Some(nanos)) => Time::Known(nanos),
                Some(None) => Time::Unbounded,
                None => Time::Unknown,
            };
        };
        let scale = match unit {
            TimeUnit::Ns => 1,
            TimeUnit::Us => 1_000,
            TimeUnit::Ms => 1_000_000,
            TimeUnit::S => 1_000_000_000,
            TimeUnit::MsPointer | TimeUnit::HundredNsPointer | TimeUnit::TimevalPointer => {
                return match value {
                    Val::Null | Val::Int { lo: 0, hi: 0 } => Time::Unbounded,
                    Val::Variant(_, fields) if unit == TimeUnit::TimevalPointer && fields.len() == 2 => {
                        match (fields[0].as_int(), fields[1].as_int()) {
                            (Some(s), Some(us)) if s >= 0 && us >= 0 => Time::Known(
                                s.unsigned_abs().saturating_mul(1_000_000_000).saturating_add(us.unsigned_abs().saturating_mul(1_000)),
                            ),
                            _ => Time::Unknown,
                        }
                    }
                    Val::Int { lo, hi } if unit == TimeUnit::HundredNsPointer && *hi <= 0 => {
                        Time::Known(lo.unsigned_abs().saturating_mul(100))
                    }
                    Val::Int { lo, hi } if unit == TimeUnit::MsPointer && *lo >= 0 => {
                        Time::Known(hi.unsigned_abs().saturating_mul(1_000_000))
                    }
                    _ => Time::Unknown,
                };
            }
            TimeUnit::Deadline => {
                return match value {
                    Val::Time { hi, .. } => Time::Known(*hi),
                    Val::Moment { after, .. } => Time::Known(*after),
                    _ => Time::Unknown,
                };
            }
        };
        // `None` of an optional number of milliseconds.
        let value = match (value, self.is_full(value, self.engine.db.lang().option)) {
            (_, Some(false)) => return Time::Unbounded,
            (Val::Variant(_, fields), Some(true)) => fields.first().cloned().unwrap_or(Val::Unknown),
            (value, _) => value.clone(),
        };
        if let Val::Left { most, .. } = value {
            return Time::Known(most);
        }
        let (lo, hi) = match value.hard() {
            Val::Int { lo, hi } => (*lo, *hi),
            other => match other.as_int() {
                Some(exact) => (exact, exact),
                None => return Time::Unknown,
            },
        };
        let all_ones = |v: i128| v == -1 || v == i128::from(u32::MAX) || v == i128::from(u64::MAX);
        let forever = |v: i128| match infinite {
            InfiniteValue::AllOnes => all_ones(v),
            InfiniteValue::Negative => v < 0,
            InfiniteValue::Zero => v == 0,
            InfiniteValue::ZeroOrAllOnes => v == 0 || all_ones(v),
            InfiniteValue::Never => false,
        };
        if forever(lo) || forever(hi) {
            return Time::Unbounded;
        }
        match u128::try_from(hi) {
            Ok(hi) => Time::Known(hi.saturating_mul(scale)),
            Err(_) => Time::Unknown,
        }
    }

    /// Whether a condition on arguments holds, as far as it can be said.
    pub(super) fn holds(&self, condition: &Condition, args: &Arguments<'_>) -> Option<bool> {
        match condition {
            Condition::Null(arg) => match args.value(arg) {
                Val::Null => Some(true),
                Val::Int { lo: 0, hi: 0 } => Some(true),
                value => match self.is_full(value, self.engine.db.lang().option) {
                    Some(full) => Some(!full),
                    None => match value {
                        Val::Unknown => None,
                        Val::Variant(_, fields) if fields.len() == 1 => fields[0].as_int().map(|v| v == 0),
                        _ => Some(false),
                    },
                },
            },
            Condition::Zero(arg) => match args.value(arg) {
                Val::Int { lo, hi } if *lo > 0 || *hi < 0 => Some(false),
                value => value.as_int().map(|v| v == 0),
            },
            Condition::OneOf(arg, wanted) => {
                let value = args.value(arg).as_int()?;
                Some(wanted.iter().any(|w| same_bits(value, *w)))
            }
            Condition::Bits(arg, mask) => args.value(arg).as_int().map(|v| v & i128::from(*mask) != 0),
            Condition::Any(all) => {
                let answers: Vec<Option<bool>> = all.iter().map(|c| self.holds(c, args)).collect();
                if answers.contains(&Some(true)) {
                    Some(true)
                } else if answers.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }
}

/// The deadline that a timeout ends at, and how long it is at most.
fn left_of(value: &Val) -> Option<(Deadline, u128)> {
    match value.hard() {
        Val::Left { deadline, most, .. } => Some((*deadline, *most)),
        Val::Variant(_, parts) if parts.len() == 1 => left_of(&parts[0]),
        _ => None,
    }
}

/// Equal as 32-bit patterns too: constants are declared signed or unsigned.
fn same_bits(value: i128, wanted: i64) -> bool {
    value == i128::from(wanted) || (value as u32 == wanted as u32 && value >= i128::from(i32::MIN) && value <= i128::from(u32::MAX))
}

fn fixed(bound: Bound) -> Time {
    match bound {
        Bound::Instant => Time::Known(0),
        Bound::For(duration) => Time::Known(duration.as_nanos()),
        Bound::Unbounded => Time::Unbounded,
        Bound::Unknown => Time::Unknown,
    }
}

fn worse(a: Judged, b: Judged) -> Judged {
    let rank = |t: &Time| match t {
        Time::Unbounded => (3, 0),
        Time::Known(n) => (1, *n),
        Time::Unknown => (2, 0),
    };
    if rank(&a.time) >= rank(&b.time) { a } else { b }
}

/// Where a path leads.
pub(super) enum Locality {
    /// To a local drive.
    Local,
    /// Elsewhere, or to a device or pipe.
    Remote(String),
    /// Nobody knows.
    Unknown,
}

impl Frame<'_, '_> {
    /// Whether an argument's type holds an address that needs no resolution.
    fn is_socket_address(&mut self, of: &ArgRef, args: &Arguments<'_>) -> bool {
        let ArgIndex::Argument(index) = of.resolve(args.binding) else { return false };
        let Some(expr) = args.exprs.get(index) else { return false };
        let ty = self.type_of(*expr);
        let is_address = |ty: &crate::resolve::ty::Ty| match ty.peel_refs().as_adt() {
            Some((adt, _)) => {
                let name = self.engine.db.adt(adt).name.name;
                matches!(name.as_str(), "SocketAddr" | "SocketAddrV4" | "SocketAddrV6" | "IpAddr" | "Ipv4Addr" | "Ipv6Addr")
                    && self.engine.db.is_std(self.engine.db.crate_of(adt.unit))
            }
            None => false,
        };
        match ty.peel_refs().kind() {
            crate::resolve::ty::TyKind::Tuple(parts) => parts.first().is_some_and(is_address),
            crate::resolve::ty::TyKind::Slice(element) | crate::resolve::ty::TyKind::Array(element, _) => is_address(element),
            _ => is_address(&ty),
        }
    }

    pub(super) fn locality(&self, value: &Val) -> Locality {
        let text = match value.hard() {
            Val::Handle(handle) => match &handle.path {
                Some(path) => return self.locality(path),
                None => return Locality::Unknown,
            },
            value => value.as_str(),
        };
        match text {
            None => Locality::Unknown,
            Some(text) if is_local(text) => Locality::Local,
            Some(text) => Locality::Remote(text.to_owned()),
        }
    }
}

/// A path that begins with a drive letter, however it is spelt.
fn is_local(text: &str) -> bool {
    let text = text.strip_prefix(r"\\?\").or_else(|| text.strip_prefix(r"\\.\")).unwrap_or(text);
    let mut chars = text.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    drive && matches!(chars.next(), Some('\\' | '/') | None)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_drives_are_local() {
        for path in [r"C:\x", "d:/x", r"\\?\C:\x", r"\\.\C:"] {
            assert!(is_local(path), "{path}");
        }
        for path in [r"\\server\share", r"\\.\pipe\x", r"\\?\UNC\s\x", "x", r"\x", "C:x", r"\\.\PhysicalDrive0"] {
            assert!(!is_local(path), "{path}");
        }
    }
}
