//! How long something takes at worst.

use std::time::Duration;

/// A bound: the sum of what is known, and whether something has no bound or none that can be evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Nanoseconds that are known to be possible, saturating.
    pub known: u128,
    /// Something on the way has no bound.
    pub is_unbounded: bool,
    /// Something on the way has a bound that cannot be evaluated; it adds nothing.
    pub has_unknown: bool,
}

impl Cost {
    /// Nothing.
    pub const ZERO: Self = Self { known: 0, is_unbounded: false, has_unknown: false };

    /// One after the other.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        Self {
            known: self.known.saturating_add(next.known),
            is_unbounded: self.is_unbounded || next.is_unbounded,
            has_unknown: self.has_unknown || next.has_unknown,
        }
    }

    /// Either of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            known: self.known.max(other.known),
            is_unbounded: self.is_unbounded || other.is_unbounded,
            has_unknown: self.has_unknown || other.has_unknown,
        }
    }

    /// `count` times; `None` where nobody knows how often, which has no bound unless it costs nothing.
    #[must_use]
    pub fn times(self, count: Option<u128>) -> Self {
        match count {
            Some(0) => Self::ZERO,
            Some(count) => Self { known: self.known.saturating_mul(count), ..self },
            None => Self { is_unbounded: self.is_unbounded || self.known > 0, ..self },
        }
    }

    /// The known part.
    pub fn duration(self) -> Duration {
        Duration::from_nanos(u64::try_from(self.known).unwrap_or(u64::MAX))
    }
}

/// A duration as people write it: `1.5 s`, `325 ms`, `20 µs`.
pub fn show(nanos: u128) -> String {
    let scaled = |unit: u128, name: &str| {
        let whole = nanos / unit;
        let rest = nanos % unit * 1000 / unit;
        if rest == 0 {
            format!("{whole} {name}")
        } else {
            let text = format!("{whole}.{rest:03}");
            format!("{} {name}", text.trim_end_matches('0'))
        }
    };
    match nanos {
        0 => "0 ms".to_owned(),
        n if n < 1_000 => format!("{n} ns"),
        n if n < 1_000_000 => scaled(1_000, "µs"),
        n if n < 1_000_000_000 => scaled(1_000_000, "ms"),
        _ => scaled(1_000_000_000, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let ms = 1_000_000;
        assert_eq!(show(0), "0 ms");
        assert_eq!(show(325 * ms), "325 ms");
        assert_eq!(show(1_500 * ms), "1.5 s");
        assert_eq!(show(20_000), "20 µs");
    }

    #[test]
    fn an_unknown_number_of_times_is_unbounded_only_where_it_costs() {
        assert!(!Cost::ZERO.times(None).is_unbounded);
        assert!(Cost { known: 1, ..Cost::ZERO }.times(None).is_unbounded);
        assert_eq!(Cost { known: 5, ..Cost::ZERO }.times(Some(3)).known, 15);
    }
}
