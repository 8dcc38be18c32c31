//! What a string and a number mean, so that two spellings of the same can be told from two values.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The characters of a string that is given with its quotes, as UTF-8; half a surrogate pair, which no UTF-8 has, is written
/// in the same manner.
pub(crate) fn meant(quoted: &str) -> Cow<'_, [u8]> {
    let inner = &quoted[1..quoted.len() - 1];
    let Some(first) = inner.find('\\') else { return Cow::Borrowed(inner.as_bytes()) };
    let mut meant = inner.as_bytes()[..first].to_vec();
    let mut rest = &inner[first..];
    while let Some(escape) = rest.find('\\') {
        meant.extend_from_slice(&rest.as_bytes()[..escape]);
        rest = escaped(&rest[escape + 1..], &mut meant);
    }
    meant.extend_from_slice(rest.as_bytes());
    Cow::Owned(meant)
}

/// Adds what the escape means, and gives back what follows it.
fn escaped<'t>(rest: &'t str, meant: &mut Vec<u8>) -> &'t str {
    let (letter, behind) = rest.split_at(1);
    let byte = match letter {
        "b" => 8,
        "f" => 12,
        "n" => b'\n',
        "r" => b'\r',
        "t" => b'\t',
        "u" => return unit(behind, meant),
        other => other.as_bytes()[0],
    };
    meant.push(byte);
    behind
}

fn unit<'t>(rest: &'t str, meant: &mut Vec<u8>) -> &'t str {
    if let Some((character, behind)) = pair(rest) {
        meant.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        return behind;
    }
    // The reader has seen to it that four digits are there.
    push(hexadecimal(rest).unwrap_or_default(), meant);
    &rest[4..]
}

/// The text of JSON, or of a part of it, as somebody would say it: what its escapes stand for is in their place.
pub fn without_escapes(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('\\') else { return Cow::Borrowed(text) };
    let mut plain = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(escape) = rest.find('\\') {
        plain.push_str(&rest[..escape]);
        let after = &rest[escape + 1..];
        let letter = after.chars().next();
        let behind = &after[letter.map_or(0, char::len_utf8)..];
        let (character, behind) = match letter {
            Some('u') => match pair(behind).or_else(|| single(behind)) {
                Some(found) => found,
                // No escape of JSON: a path of Windows, perhaps.
                None => ('\\', after),
            },
            Some('n' | 'r' | 't' | 'b' | 'f') => (' ', behind),
            Some(escaped @ ('"' | '\\' | '/')) => (escaped, behind),
            _ => ('\\', after),
        };
        plain.push(character);
        rest = behind;
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn single(rest: &str) -> Option<(char, &str)> {
    let character = char::from_u32(hexadecimal(rest)?).unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((character, &rest[4..]))
}

/// The character that two escapes stand for, and what follows them. It is given what follows the first `\u`.
pub(crate) fn pair(rest: &str) -> Option<(char, &str)> {
    let first = hexadecimal(rest).filter(|unit| (0xd800..0xdc00).contains(unit))?;
    let behind = rest[4..].strip_prefix("\\u")?;
    let second = hexadecimal(behind).filter(|unit| (0xdc00..0xe000).contains(unit))?;
    let character = char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))?;
    Some((character, &behind[4..]))
}

fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.get(..4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok()
}

fn push(point: u32, meant: &mut Vec<u8>) {
    match char::from_u32(point) {
        Some(character) => {
            meant.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        None => meant.extend_from_slice(&[
            0xe0 | (point >> 12) as u8,
            0x80 | (point >> 6 & 0x3f) as u8,
            0x80 | (point & 0x3f) as u8,
        ]),
    }
}

/// A number's value, the same for all its spellings. Digits are compared as text, so that none is lost however many there are.
pub(crate) fn number(text: &str) -> Cow<'_, str> {
    match Decimal::read(text) {
        Some(value) if value.digits.is_empty() => Cow::Borrowed("0"),
        Some(Decimal { is_negative, digits, power }) => {
            let sign = if is_negative { "-" } else { "" };
            Cow::Owned(format!("{sign}{digits}e{power}"))
        }
        // A power that is too large has only one spelling for us.
        None => Cow::Borrowed(text),
    }
}

/// How two numbers are ordered by their size, by all their digits; none where one of them is no number. Zeros may stand in
/// front, and a point at either end.
pub fn order_of_numbers(one: &str, other: &str) -> Option<Ordering> {
    Some(Decimal::read(one)?.order(&Decimal::read(other)?))
}

/// What a number means: sign, digits without zeros around them, power of ten.
struct Decimal {
    is_negative: bool,
    /// None for a zero.
    digits: String,
    power: i128,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let is_negative = text.starts_with('-');
        let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = all.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        let zeros = digits.len() - significant.len();
        let power = i128::from(power.parse::<i64>().ok()?);
        let power = power - fraction.len() as i128 + zeros as i128;
        Some(Self { is_negative, digits: significant.to_owned(), power })
    }

    fn order(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = |number: &Self| number.power + number.digits.len() as i128;
        let by_size = || size(self).cmp(&size(other)).then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => by_size(),
            _ => by_size().reverse(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1", "1.0")]
    #[case("100", "1e2")]
    #[case("100", "1E+2")]
    #[case("0.010", "1e-2")]
    #[case("-0", "0.0e7")]
    #[case("123456789012345678901234567890", "123456789012345678901234567890.0")]
    fn spellings_of_a_number(#[case] one: &str, #[case] other: &str) {
        assert_eq!(number(one), number(other));
    }

    #[rstest]
    #[case("1", "10")]
    #[case("1", "-1")]
    #[case("9007199254740993", "9007199254740992")]
    #[case("0.1", "0.10000000000000001")]
    #[case("1e400", "1e401")]
    #[case("1e99999999999999999999", "1e99999999999999999998")]
    fn two_numbers(#[case] one: &str, #[case] other: &str) {
        assert_ne!(number(one), number(other));
    }

    #[rstest]
    #[case::same("1.10", Ordering::Equal, "1.1")]
    #[case::zeros_in_front("007", Ordering::Equal, "7")]
    #[case::zeros("-0", Ordering::Equal, "0.0")]
    #[case::powers("1e400", Ordering::Less, "1e401")]
    #[case::digits("9007199254740993.0", Ordering::Greater, "9007199254740992.0")]
    #[case::lengths("9", Ordering::Less, "10")]
    #[case::begins_with("1.25", Ordering::Greater, "1.2")]
    #[case::fractions("0.09", Ordering::Less, "0.1")]
    #[case::negative("-10", Ordering::Less, "-9")]
    #[case::signs("-1", Ordering::Less, "0")]
    fn numbers_in_order(#[case] one: &str, #[case] order: Ordering, #[case] other: &str) {
        assert_eq!(order_of_numbers(one, other), Some(order));
        assert_eq!(order_of_numbers(other, one), Some(order.reverse()));
    }

    #[rstest]
    fn what_is_no_number_has_no_order(
        #[values("", "-", ".", "inf", "NaN", "1e", "e5", "1 2", "0x10", "1_0", "--1", "\u{661}")]
        text: &str,
    ) {
        assert_eq!(order_of_numbers(text, "1"), None);
    }

    #[rstest]
    #[case(r#"{"a":1}"#, r#"{"a":1}"#)]
    #[case(r#"{"who":"J\u00f6rg"}"#, r#"{"who":"Jörg"}"#)]
    #[case(r"\ud83d\ude00 \ud83d", "😀 \u{fffd}")]
    #[case(r"first\nsecond\/third", "first second/third")]
    #[case(r"\\u00f6 \\n", r"\u00f6 \n")]
    #[case(r"\u00f \", r"\u00f \")]
    #[case(r"\q\é", r"\q\é")]
    fn a_text_without_escapes(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without_escapes(text), expected);
    }

    #[rstest]
    #[case(r#""abc""#, "abc".as_bytes())]
    #[case(r#""\u0041\n\/\"\\""#, "A\n/\"\\".as_bytes())]
    #[case(r#""x\ud83d\ude00y""#, "x😀y".as_bytes())]
    #[case(r#""\ud83d""#, &[0xed, 0xa0, 0xbd])]
    #[case(r#""\ud83d\u0041""#, &[0xed, 0xa0, 0xbd, b'A'])]
    #[case(r#""\\ud83d""#, br"\ud83d")]
    fn strings_as_they_are_meant(#[case] quoted: &str, #[case] expected: &[u8]) {
        assert_eq!(&*meant(quoted), expected);
    }
}
