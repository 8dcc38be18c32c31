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
            Some('u') => {
                let digits = behind.as_str().get(..4);
                let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                match code.and_then(char::from_u32) {
                    Some(character) => {
                        out.push(character);
                        behind = behind.as_str()[4..].chars();
                    }
                    None => out.push('u'),
                }
            }
            Some(other) => out.push(other),
        }
        rest = behind.as_str();
    }
    out.push_str(rest);
    out
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
