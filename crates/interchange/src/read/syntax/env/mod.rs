//! `.env` files: `export`, quotes, comments, values over several lines.

use zeroize::Zeroizing;

/// How far the end of a key is looked for.
const LONGEST_KEY: usize = 16 * 1024;

/// A line.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) value: Zeroizing<String>,
}

/// What a file holds.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// How many lines are neither a variable nor a comment.
    pub(crate) foreign: usize,
}

/// Reads a file. Every text is *some* list of lines; whether it means anything is left to the caller.
pub(crate) fn parse(text: &str) -> Lines {
    let mut found = Lines::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            rest = behind;
            continue;
        }
        let Some((name, start)) = name_of(line) else {
            found.foreign += 1;
            rest = behind;
            continue;
        };
        let (value, taken) = value_of(&rest[start..]);
        found.lines.push(Line { name: name.to_owned(), value });
        let after = &rest[start + taken..];
        rest = after.split_once('\n').map_or("", |(_, behind)| behind);
    }
    found
}

/// The variable's name and where its value begins.
fn name_of(line: &str) -> Option<(&str, usize)> {
    let blank = line.len() - line.trim_start().len();
    let mut name_at = blank;
    // POSIX shells, fish and csh, PowerShell, Windows and Dockerfiles.
    for word in [
        "export ",
        "declare -x ",
        "typeset -x ",
        "readonly ",
        "set -gx ",
        "set ",
        "setenv ",
        "ENV ",
        "$env:",
        "- ",
    ] {
        if let Some(behind) = line[name_at..].strip_prefix(word) {
            name_at += word.len() + (behind.len() - behind.trim_start().len());
            break;
        }
    }
    let equals = name_at + line[name_at..].find('=')?;
    let name = line[name_at..equals].trim_end();
    let first = name.chars().next()?;
    let is_name = (first.is_alphabetic() || first == '_')
        && name.len() <= 400
        && name.chars().all(|c| c.is_alphanumeric() || "_.-$".contains(c));
    is_name.then_some((name, equals + 1))
}

/// The value and how many bytes of `text` it took.
fn value_of(text: &str) -> (Zeroizing<String>, usize) {
    let line_end = text.find('\n').unwrap_or(text.len());
    let blank = text[..line_end].len() - text[..line_end].trim_start().len();
    let body = &text[blank..];
    if let Some(quote) = body.chars().next().filter(|c| "\"'`".contains(*c))
        && let Some(end) = closing(&body[1..], quote)
    {
        let inner = &body[1..=end];
        let value = match quote {
            '"' => unescaped(inner),
            _ => Zeroizing::new(inner.replace("\r\n", "\n")),
        };
        return (value, blank + end + 2);
    }
    let line = text[..line_end].trim();
    // A key that somebody pasted over several lines without quotes.
    if line.starts_with("-----BEGIN ")
        && !line.contains("-----END ")
        && let Some(end) = text[..text.floor_char_boundary(LONGEST_KEY)].find("-----END ")
    {
        let close = text[end..].find('\n').map_or(text.len(), |at| end + at);
        return (Zeroizing::new(text[..close].trim().to_owned()), close);
    }
    let end = line.find(" #").or_else(|| line.find("\t#")).unwrap_or(line.len());
    (Zeroizing::new(line[..end].trim_end().to_owned()), line_end)
}

/// Where the closing quote stands: none when there is none, and then the quote is a part of the value.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

fn unescaped(text: &str) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {}
            '\\' => match characters.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                // Shells unescape more, and the readers of these files less.
                Some(c @ ('"' | '\\')) => out.push(c),
                Some(other) => out.extend(['\\', other]),
                None => out.push('\\'),
            },
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("A=b\nC = d e \n", "A|b C|d e")]
    #[case::export("export A=b\n  export  C='d'\n", "A|b C|d")]
    #[case::shells("set A=b\n$env:C = \"d\"\nset -gx E=f\n", "A|b C|d E|f")]
    #[case::comments("# x\nA=b # y\nC='d # e' # f\nG=h#i\n", "A|b C|d # e G|h#i")]
    #[case::crlf("A=b\r\nC=\"d\"\r\n", "A|b C|d")]
    #[case::escapes("A=\"x\\ny\\\"z\\\\\"\nB='x\\ny'\n", "A|x\ny\"z\\ B|x\\ny")]
    #[case::json(
        "A='[\"x\",\"y\"]'\nB=[\"x\",\"y\"]\nC=\"[\\\"x\\\"]\"\n",
        "A|[\"x\",\"y\"] B|[\"x\",\"y\"] C|[\"x\"]"
    )]
    #[case::lines("A=\"x\ny\"\nB=z\n", "A|x\ny B|z")]
    #[case::key_without_quotes(
        "A=-----BEGIN X-----\naa==\n-----END X-----\nB=c\n",
        "A|-----BEGIN X-----\naa==\n-----END X----- B|c"
    )]
    #[case::open_quote("A=\"x\nB=y\n", "A|\"x B|y")]
    #[case::empty("A=\nB=''\n", "A| B|")]
    #[case::not_a_variable("hello there\nA=b", "A|b")]
    fn reads(#[case] text: &str, #[case] expected: &str) {
        let lines = parse(text).lines;
        let found: Vec<String> =
            lines.iter().map(|line| format!("{}|{}", line.name, *line.value)).collect();
        assert_eq!(found.join(" "), expected);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "([A-C=\"'`\\\\# \n\r]|-----BEGIN |-----END |\\PC){0,60}") {
            parse(&text);
        }
    }
}
