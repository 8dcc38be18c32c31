//! What a string and a number mean, so that two spellings of the same can be told from two values.

use std::borrow::Cow;

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
    let first = hexadecimal(rest);
    let rest = &rest[4..];
    if (0xd800..0xdc00).contains(&first)
        && let Some(behind) = rest.strip_prefix("\\u")
        && (0xdc00..0xe000).contains(&hexadecimal(behind))
    {
        push(0x1_0000 + ((first - 0xd800) << 10) + (hexadecimal(behind) - 0xdc00), meant);
        return &behind[4..];
    }
    push(first, meant);
    rest
}

/// The reader has seen to it that four digits are there.
fn hexadecimal(text: &str) -> u32 {
    u32::from_str_radix(&text[..4], 16).unwrap_or_default()
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

/// A number's value, the same for all its spellings: sign, digits without zeros around them, power of ten. Digits are
/// compared as text, so that none is lost however many there are.
pub(crate) fn number(text: &str) -> Cow<'_, str> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, power) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Cow::Borrowed("0");
    }
    // A power beyond this has only one spelling for us.
    let Ok(power) = power.trim_start_matches('+').parse::<i64>() else {
        return Cow::Borrowed(text);
    };
    let power =
        i128::from(power) - fraction.len() as i128 + (digits.len() - significant.len()) as i128;
    Cow::Owned(format!("{sign}{significant}e{power}"))
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
