//! Java properties: `key=value`, `key: value` or `key value`, backslash escapes, lines that go on.

use zeroize::Zeroizing;

/// The entries in their order. Every text is *some* list of properties; whether it means anything is left to the caller.
pub(crate) fn parse(text: &str) -> Vec<(String, Zeroizing<String>)> {
    let mut entries = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        let mut whole = Zeroizing::new(String::with_capacity(line.len()));
        whole.push_str(line);
        while goes_on(&whole) {
            whole.pop();
            match lines.next() {
                Some(next) => whole.push_str(next.trim_start()),
                None => break,
            }
        }
        let (key, value) = split(&whole);
        let key = String::clone(&unescaped(key));
        entries.push((key, unescaped(value)));
    }
    entries
}

/// Whether it ends in an odd number of backslashes.
fn goes_on(line: &str) -> bool {
    (line.len() - line.trim_end_matches('\\').len()) % 2 == 1
}

fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let mut end = line.len();
    for (at, character) in line.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '=' | ':' | ' ' | '\t' | '\u{c}' => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    let value = line[end..].trim_start();
    (&line[..end], value.strip_prefix(['=', ':']).unwrap_or(value).trim_start())
}

fn unescaped(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let mut behind = rest[at + 1..].chars();
        match behind.next() {
            None => {}
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('f') => out.push('\u{c}'),
            Some('u') => match escaped(behind.as_str()) {
                Some((character, length)) => {
                    out.push(character);
                    behind = behind.as_str()[length..].chars();
                }
                None => out.push('u'),
            },
            Some(other) => out.push(other),
        }
        rest = behind.as_str();
    }
    out.push_str(rest);
    out
}

/// The character behind `\\u`, and how many bytes it took. Beyond the first 65,536 it is written as a pair of escapes.
fn escaped(digits: &str) -> Option<(char, usize)> {
    let code = |text: &str| {
        let digits =
            text.get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let first = code(digits)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 4));
    }
    let second = code(digits.get(4..)?.strip_prefix("\\u")?)?;
    let pair = (first & 0xfc00 == 0xd800 && second & 0xfc00 == 0xdc00)
        .then_some(0x1_0000 + ((first & 0x3ff) << 10) + (second & 0x3ff));
    Some((char::from_u32(pair?)?, 10))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("a=b\nc: d\ne f\n", "a|b c|d e|f")]
    #[case::spaces("  a  =  b c  \n", "a|b c  ")]
    #[case::comments("# x\n! y\na=#z\n", "a|#z")]
    #[case::goes_on("a=b\\\n   c\\\n  d\n", "a|bcd")]
    #[case::escapes("a\\ b=c\\=d\\u00e9\\\\e\n", "a b|c=dé\\e")]
    #[case::pair("a=\\uD83D\\uDE00!", "a|😀!")]
    #[case::half_a_pair("a=\\uD83Dx\\u12", "a|uD83Dxu12")]
    #[case::cut_off("a=b\\", "a|b")]
    #[case::crlf("a=b\r\nc=d\r\n", "a|b c|d")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        let found: Vec<String> =
            parse(text).iter().map(|(key, value)| format!("{key}|{}", **value)).collect();
        assert_eq!(found.join(" "), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([\\\\=: u0-9\n\r]|\\PC){0,60}") {
            parse(&text);
        }
    }
}
