//! Durations and sizes as people write them: `"300ms"`, `"1.5s"`, `"64KiB"`.
//!
//! The same forms in the configuration, on the command line and in models, so that a figure can be copied from
//! one to the other. Knows nothing of where the text stands; callers add the place.

use std::time::Duration;

/// Why a text is no duration or no size.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// Nothing stands there.
    #[error("expected {0}, found nothing")]
    Empty(&'static str),
    /// It does not begin with a number.
    #[error("`{text}` does not begin with a number: write {example}")]
    NoNumber {
        /// What stands there.
        text: String,
        /// What could.
        example: &'static str,
    },
    /// A number alone.
    #[error("`{number}` has no unit: write `{number}{unit}`, or another of {units}")]
    NoUnit {
        /// What stands there.
        number: String,
        /// The likeliest unit.
        unit: &'static str,
        /// All units.
        units: &'static str,
    },
    /// A unit nobody knows.
    #[error("unknown unit `{unit}`: use one of {units}")]
    UnknownUnit {
        /// What stands there.
        unit: String,
        /// All units.
        units: &'static str,
    },
    /// Nothing, where something is needed.
    #[error("must be more than nothing")]
    Zero,
    /// More than fits.
    #[error("`{text}` is too large")]
    TooLarge {
        /// What stands there.
        text: String,
    },
}

const DURATION_UNITS: &str = "`ns`, `us`, `ms`, `s`, `m`, `h`";
const SIZE_UNITS: &str = "`B`, `KiB`, `MiB`, `GiB`, `kB`, `MB`, `GB`";

/// The duration that `text` says: a decimal number and `ns`, `us`/`µs`, `ms`, `s`, `m` or `h`, with or without a
/// space between. Fractions of a nanosecond are cut.
///
/// # Errors
/// Where the number or the unit is missing or unknown, or the duration does not fit in 2⁶⁴ seconds.
pub fn parse_duration(text: &str) -> Result<Duration, UnitError> {
    let (number, unit) = split(text, "a duration such as `300ms`")?;
    let nanoseconds: u128 = match unit {
        "" => return Err(UnitError::NoUnit { number: number.to_owned(), unit: "ms", units: DURATION_UNITS }),
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" | "sec" => 1_000_000_000,
        "m" | "min" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        other => return Err(UnitError::UnknownUnit { unit: other.to_owned(), units: DURATION_UNITS }),
    };
    let too_large = || UnitError::TooLarge { text: text.trim().to_owned() };
    let total = scale(number, nanoseconds).ok_or_else(too_large)?;
    let seconds = u64::try_from(total / 1_000_000_000).map_err(|_| too_large())?;
    let rest = u32::try_from(total % 1_000_000_000).expect("a remainder below a thousand million fits");
    Ok(Duration::new(seconds, rest))
}

/// The number of bytes that `text` says: a decimal number, alone (bytes) or with `B`, `KiB`, `MiB`, `GiB` (powers of
/// 1024) or `kB`, `MB`, `GB` (powers of 1000). Fractions of a byte are cut.
///
/// # Errors
/// Where the number is missing, the unit unknown, or the size does not fit in 2⁶⁴ bytes.
pub fn parse_size(text: &str) -> Result<u64, UnitError> {
    let (number, unit) = split(text, "a size such as `64KiB`")?;
    let bytes: u128 = match unit {
        "" | "B" | "b" | "bytes" => 1,
        "KiB" | "kib" | "Kib" => 1 << 10,
        "MiB" | "mib" | "Mib" => 1 << 20,
        "GiB" | "gib" | "Gib" => 1 << 30,
        "kB" | "KB" | "kb" => 1_000,
        "MB" | "mb" => 1_000_000,
        "GB" | "gb" => 1_000_000_000,
        other => return Err(UnitError::UnknownUnit { unit: other.to_owned(), units: SIZE_UNITS }),
    };
    scale(number, bytes).and_then(|n| u64::try_from(n).ok()).ok_or_else(|| UnitError::TooLarge { text: text.trim().to_owned() })
}

/// Number and unit of `text`.
fn split<'t>(text: &'t str, example: &'static str) -> Result<(&'t str, &'t str), UnitError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UnitError::Empty(example));
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let digits = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    if !digits(whole) || fraction.is_some_and(|f| !digits(f) || f.contains('.')) {
        return Err(UnitError::NoNumber { text: text.to_owned(), example });
    }
    Ok((number, unit.trim_start()))
}

/// `number` (decimal, checked by [`split`]) times `factor`, exact, cut to a whole; `None` on overflow.
fn scale(number: &str, factor: u128) -> Option<u128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digit = |c: char| c.to_digit(10).map(u128::from);
    let mut total: u128 = 0;
    for d in whole.chars().filter_map(digit) {
        total = total.checked_mul(10)?.checked_add(d)?;
    }
    total = total.checked_mul(factor)?;
    // Eighteen decimals of the largest unit still fit; what comes after them is less than a nanosecond or a byte.
    let (mut part, mut divisor) = (0_u128, 1_u128);
    for d in fraction.chars().filter_map(digit).take(18) {
        part = part * 10 + d;
        divisor *= 10;
    }
    total.checked_add(part.checked_mul(factor)? / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_every_unit() {
        for (text, nanoseconds) in [
            ("300ms", 300_000_000),
            ("1.5s", 1_500_000_000),
            ("2m", 120_000_000_000),
            ("1h", 3_600_000_000_000),
            ("7 us", 7_000),
            ("7µs", 7_000),
            ("0s", 0),
            ("1_000ms", 1_000_000_000),
            ("0.3333333333333333333333s", 333_333_333),
            (" 25ms ", 25_000_000),
        ] {
            assert_eq!(parse_duration(text).map(|d| d.as_nanos()), Ok(nanoseconds), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_says_why() {
        for (text, message) in [
            ("", "expected a duration such as `300ms`, found nothing"),
            ("300", "`300` has no unit: write `300ms`, or another of `ns`, `us`, `ms`, `s`, `m`, `h`"),
            ("300 parsecs", "unknown unit `parsecs`: use one of `ns`, `us`, `ms`, `s`, `m`, `h`"),
            ("-1s", "`-1s` does not begin with a number: write a duration such as `300ms`"),
            ("soon", "`soon` does not begin with a number: write a duration such as `300ms`"),
            ("1.s", "`1.s` does not begin with a number: write a duration such as `300ms`"),
            ("1.2.3s", "`1.2.3s` does not begin with a number: write a duration such as `300ms`"),
            ("99999999999999999999999999999999999999h", "`99999999999999999999999999999999999999h` is too large"),
            ("18446744073709551616s", "`18446744073709551616s` is too large"),
        ] {
            assert_eq!(parse_duration(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn sizes_in_every_unit() {
        for (text, bytes) in
            [("64KiB", 65_536), ("1MiB", 1 << 20), ("0.5 GiB", 1 << 29), ("64kB", 64_000), ("2MB", 2_000_000), ("512", 512), ("0B", 0)]
        {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        assert_eq!(parse_size("64K").unwrap_err().to_string(), "unknown unit `K`: use one of `B`, `KiB`, `MiB`, `GiB`, `kB`, `MB`, `GB`");
        assert!(parse_size("99999999999GiB").is_err());
        assert!(parse_size("KiB").is_err());
    }
}
