//! Values by chance.

use super::error::FunctionError;

/// Where random bits come from.
pub trait Randomness: Send + Sync {
    /// 64 of them.
    fn bits(&self) -> u64;
}

/// JetBrains and Postman draw from 0 to 1000 when no bounds are given.
const USUAL: (i64, i64) = (0, 1000);

/// Far more than a test value needs.
const MOST_CHARACTERS: usize = 10_000;

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const DIGITS: &str = "0123456789";

/// A UUID of version 4 (RFC 9562, section 5.4).
pub(super) fn uuid(randomness: &dyn Randomness) -> String {
    let (high, low) = (randomness.bits(), randomness.bits());
    let high = high & !0xf000 | 0x4000;
    let low = low & !(0b11 << 62) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// `$randomInt 1 6`: from the first, below the second.
pub(super) fn integer(randomness: &dyn Randomness, rest: &str) -> Result<String, FunctionError> {
    let bounds: Vec<&str> = rest.split_whitespace().collect();
    let bounds = match bounds.as_slice() {
        [] => Some(USUAL),
        [low, high] => range(low, high),
        _ => None,
    };
    let (low, high) = bounds.ok_or(FunctionError::Form { form: "{{$randomInt MIN MAX}}" })?;
    Ok(below(randomness, low, high).to_string())
}

/// JetBrains' `$random.…`.
pub(super) fn named(
    randomness: &dyn Randomness,
    name: &str,
    rest: &str,
) -> Result<String, FunctionError> {
    let form = |form| FunctionError::Form { form };
    let inside = match rest {
        "" => None,
        _ => Some(rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))),
    };
    let two = |text: &str| text.split_once(',').and_then(|(low, high)| range(low, high));
    let characters = |from: &str, as_form| {
        let length = inside.flatten().and_then(|text| text.trim().parse::<usize>().ok());
        let length = length.filter(|length| *length <= MOST_CHARACTERS).ok_or(form(as_form))?;
        Ok((0..length).map(|_| one_of(randomness, from)).collect())
    };
    match name {
        "$random.integer" => {
            let bounds = inside.map_or(Some(USUAL), |inside| inside.and_then(two));
            let (low, high) = bounds.ok_or(form("{{$random.integer(MIN, MAX)}}"))?;
            Ok(below(randomness, low, high).to_string())
        }
        "$random.float" => {
            let numbers = |text: &str| {
                let (low, high) = text.split_once(',')?;
                let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
                let fine = f64::is_finite(low) && f64::is_finite(high) && low < high;
                fine.then_some((low, high))
            };
            let usual = Some((0.0, 1000.0));
            let bounds = inside.map_or(usual, |inside| inside.and_then(numbers));
            let (low, high) = bounds.ok_or(form("{{$random.float(MIN, MAX)}}"))?;
            // 53 bits are what a float holds.
            #[allow(clippy::cast_precision_loss)]
            let part = (randomness.bits() >> 11) as f64 / (1_u64 << 53) as f64;
            Ok((low + part * (high - low)).to_string())
        }
        "$random.alphabetic" => characters(LETTERS, "{{$random.alphabetic(LENGTH)}}"),
        "$random.alphanumeric" => {
            let from = format!("{LETTERS}{DIGITS}_");
            characters(&from, "{{$random.alphanumeric(LENGTH)}}")
        }
        "$random.hexadecimal" => characters("0123456789abcdef", "{{$random.hexadecimal(LENGTH)}}"),
        // A name that nobody can own (RFC 2606), so that nobody gets mail.
        "$random.email" if rest.is_empty() => {
            let name: String = (0..12).map(|_| one_of(randomness, &LETTERS[..26])).collect();
            Ok(format!("{name}@example.com"))
        }
        _ => Err(FunctionError::Unknown),
    }
}

/// From `low`, below `high`, which is larger.
fn below(randomness: &dyn Randomness, low: i64, high: i64) -> i64 {
    let span = high.abs_diff(low);
    let part = (u128::from(randomness.bits()) * u128::from(span)) >> 64;
    // The part is below the span, and so within it from the lower bound.
    low.wrapping_add_unsigned(u64::try_from(part).unwrap_or_default())
}

fn one_of(randomness: &dyn Randomness, characters: &str) -> char {
    let count = i64::try_from(characters.len()).unwrap_or(i64::MAX);
    let at = usize::try_from(below(randomness, 0, count)).unwrap_or_default();
    characters.as_bytes().get(at).copied().map_or('a', char::from)
}

/// Two whole numbers, the first one smaller.
fn range(low: &str, high: &str) -> Option<(i64, i64)> {
    let (low, high) = (low.trim().parse().ok()?, high.trim().parse().ok()?);
    (low < high).then_some((low, high))
}
