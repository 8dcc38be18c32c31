//! JSON whose numbers keep their digits. `serde_json` knows a number's value alone: 1.50 would go out as 1.5, and thirty digits
//! rounded. Such a number is read as an object of one text, which [`super::json::as_text`] and the writers here know.

use serde_json::{Number, Value};

/// The name of that one text. It begins with a character that no name in a person's file has.
const WRITTEN: &str = "\u{0}number";

/// Reads JSON. Errors name the places of the text as it was given.
pub(crate) fn read(text: &str) -> serde_json::Result<Value> {
    let value = serde_json::from_str(text)?;
    let kept = marked(text).and_then(|marked| serde_json::from_str(&marked).ok());
    Ok(kept.unwrap_or(value))
}

/// The digits of a number that is kept as a text.
pub(super) fn digits(value: &Value) -> Option<&str> {
    value.as_object()?.get(WRITTEN)?.as_str()
}

/// JSON on several lines, as `serde_json` lays it out.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, Some(0), &mut out);
    out
}

/// JSON on one line.
pub(super) fn compact(value: &Value) -> String {
    let mut out = String::new();
    write(value, None, &mut out);
    out
}

/// The text with an object in the place of each number that would lose digits; none when there is no such number.
fn marked(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    let (mut in_string, mut is_escaped) = (false, false);
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'-' | b'0'..=b'9' if !in_string => {
                let is_part = |byte: &u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
                let number = &text[at..at + length];
                if !is_kept(number) {
                    out.push_str(&text[done..at]);
                    out.push_str(&format!(r#"{{"\u0000number":"{number}"}}"#));
                    done = at + length;
                }
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out.push_str(&text[done..]);
    (done > 0).then_some(out)
}

fn is_kept(number: &str) -> bool {
    number.parse::<Number>().is_ok_and(|read| read.to_string() == number)
}

/// At a depth each entry has a line of its own.
fn write(value: &Value, depth: Option<usize>, out: &mut String) {
    let inner = depth.map(|depth| depth + 1);
    match value {
        Value::Array(list) if !list.is_empty() => {
            out.push('[');
            for (at, item) in list.iter().enumerate() {
                begin_entry(at, inner, out);
                write(item, inner, out);
            }
            new_line(depth, out);
            out.push(']');
        }
        Value::Object(members) if !members.is_empty() => {
            if let Some(digits) = digits(value) {
                return out.push_str(digits);
            }
            out.push('{');
            for (at, (name, member)) in members.iter().enumerate() {
                begin_entry(at, inner, out);
                out.push_str(&Value::from(name.as_str()).to_string());
                out.push_str(if inner.is_some() { ": " } else { ":" });
                write(member, inner, out);
            }
            new_line(depth, out);
            out.push('}');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn begin_entry(at: usize, depth: Option<usize>, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
    new_line(depth, out);
}

fn new_line(depth: Option<usize>, out: &mut String) {
    if let Some(depth) = depth {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::zeros(r#"{"a":1.50,"b":[10.00,-0]}"#)]
    #[case::exponents("[1E5,1e+05,-2.0E-3]")]
    #[case::many_digits("[123456789012345678901234567890,0.10000000000000000000001]")]
    #[case::plain(r#"{"a":1,"b":-2.5,"c":18446744073709551615,"d":null,"e":[],"f":{}}"#)]
    #[case::in_texts(r#"{"1.50":"1.50 \" 1E5 \\","2.0":1.0}"#)]
    fn numbers_keep_their_digits(#[case] text: &str) {
        let value = read(text).unwrap();
        assert_eq!(compact(&value), text);
        assert_eq!(compact(&read(&pretty(&value)).unwrap()), text);
    }

    #[rstest]
    #[case(r#"{"a":[1,{"b":"c"}],"d":{},"e":[]}"#)]
    #[case("[[],[[1,2]],\"\\n\"]")]
    fn layout_is_that_of_serde_json(#[case] text: &str) {
        let value = read(text).unwrap();
        assert_eq!(pretty(&value), serde_json::to_string_pretty(&value).unwrap());
        assert_eq!(compact(&value), value.to_string());
    }

    #[test]
    fn errors_name_the_place_in_the_text_as_given() {
        assert_eq!(read("[1.50, 1.50, x]").unwrap_err().column(), 14);
    }
}
