//! Upper bounds, durations and sizes as models write them: `"instant"`, `"25ms"`, `"unbounded"`, `"64KiB"`.
//!
//! Knows the text forms and nothing of what they bound.

use std::fmt;
use std::time::Duration;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

/// An upper bound of a run time that needs no argument to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Does not block: counts 0.
    Instant,
    /// At most this long.
    For(Duration),
    /// There is no bound.
    Unbounded,
    /// Somewhere there is a bound, but not in the sources: adds nothing, and is reported by `unknown_bounds`.
    Unknown,
}

impl Bound {
    /// Reads `"instant"`, `"unbounded"`, `"unknown"` or a duration.
    ///
    /// # Errors
    /// A message that says what is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text {
            "instant" => Ok(Self::Instant),
            "unbounded" => Ok(Self::Unbounded),
            "unknown" => Ok(Self::Unknown),
            _ => match parse_duration(text) {
                Ok(duration) => Ok(Self::For(duration)),
                Err(_) => {
                    let nearest =
                        nearest(text, ["instant", "unbounded", "unknown"]).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                    Err(format!("`{text}` is no bound: expected `instant`, `unbounded`, `unknown` or a duration such as `25ms`{nearest}"))
                }
            },
        }
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(FromText {
            what: "a bound: `instant`, `unbounded`, `unknown` or a duration such as `25ms`",
            parse: Self::parse,
        })
    }
}

/// Reads a duration: a whole number and one of `ns`, `us`, `ms`, `s`, `min`, `h`.
///
/// # Errors
/// A message that says what is expected.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no duration: expected a whole number and a unit (ns, us, ms, s, min, h), such as `300ms`");
    let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
    let duration = match unit {
        "ns" => Some(Duration::from_nanos(number)),
        "us" | "µs" => Some(Duration::from_micros(number)),
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "min" => number.checked_mul(60).map(Duration::from_secs),
        "h" => number.checked_mul(3600).map(Duration::from_secs),
        _ => None,
    };
    duration.ok_or_else(wrong)
}

/// Reads a size in bytes: a whole number and one of `B`, `KiB`, `MiB`, `GiB`.
///
/// # Errors
/// A message that says what is expected.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let wrong = || format!("`{text}` is no size: expected a whole number and a unit (B, KiB, MiB, GiB), such as `64KiB`");
    let (number, unit) = number_and_unit(text).ok_or_else(wrong)?;
    let factor = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return Err(wrong()),
    };
    number.checked_mul(factor).ok_or_else(wrong)
}

fn number_and_unit(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '_')?;
    let (number, unit) = text.split_at(end);
    Some((number.replace('_', "").parse().ok()?, unit.trim_start()))
}

/// The candidate that looks most like `text`, if one does.
pub(super) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let close =
        candidates.into_iter().map(|candidate| (strsim::jaro_winkler(text, candidate), candidate)).filter(|(score, _)| *score > 0.8);
    close.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, candidate)| candidate)
}

/// A value that is written as a text.
pub(super) struct FromText<T> {
    /// What is expected, for the message about a value that is no text.
    pub what: &'static str,
    /// Reads the text.
    pub parse: fn(&str) -> Result<T, String>,
}

impl<T> Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(parse_duration("25ms"), Ok(Duration::from_millis(25)));
        assert_eq!(parse_duration("1_000 us"), Ok(Duration::from_millis(1)));
        assert_eq!(parse_duration("2min"), Ok(Duration::from_secs(120)));
        for wrong in ["", "25", "ms", "-1ms", "1.5s", "25 msec", "99999999999999999999s", "18446744073709551615h"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_size("64KiB"), Ok(65_536));
        assert_eq!(parse_size("3 B"), Ok(3));
        for wrong in ["64", "64kb", "18446744073709551615GiB"] {
            assert!(parse_size(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn bounds() {
        assert_eq!(Bound::parse("instant"), Ok(Bound::Instant));
        assert_eq!(Bound::parse("30s"), Ok(Bound::For(Duration::from_secs(30))));
        assert!(Bound::parse("unbound").is_err_and(|m| m.ends_with("did you mean `unbounded`?")));
    }
}
