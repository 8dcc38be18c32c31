//! A command in a comment of a script or a program, each of whose lines begins with the comment's mark.

/// The marks, the longer ones first.
const MARKS: [&str; 5] = ["///", "//!", "//", "#", "*"];

/// The mark of the comment in which a line stands.
pub(super) fn mark(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    // `/** curl …`
    let line = line.strip_prefix('/').filter(|line| line.starts_with('*')).unwrap_or(line);
    MARKS.into_iter().find(|mark| line.starts_with(mark))
}

/// What a line says that is a comment of a script.
pub(super) fn said(line: &str) -> Option<&str> {
    let line = line.trim();
    line.strip_prefix("//").or_else(|| line.strip_prefix('#'))
}

/// How much of a line stands before what the comment says.
pub(super) fn margin(line: &str, mark: &str) -> Option<usize> {
    let after = line.trim_start_matches([' ', '\t']).strip_prefix(mark)?;
    let is_whole = after.is_empty() || after.starts_with(char::is_whitespace);
    is_whole.then_some(line.len() - after.len())
}

/// The line at the beginning of the text and those on which it goes on, with blanks for their marks.
pub(super) fn joined(text: &str, mark: &str) -> String {
    let mut lines = text.split_inclusive('\n');
    let mut joined = lines.next().unwrap_or_default().to_owned();
    let mut quoted = quoted_behind(None, &joined);
    for line in lines {
        let goes_on = quoted.is_some() || joined.trim_end().ends_with(['\\', '^', '`']);
        let Some(margin) = margin(line, mark).filter(|_| goes_on) else { break };
        joined.extend(std::iter::repeat_n(' ', margin));
        joined.push_str(&line[margin..]);
        quoted = quoted_behind(quoted, &line[margin..]);
    }
    joined
}

/// The mark of the quotation that is open behind a text which begins in one, or in none.
fn quoted_behind(mut quoted: Option<char>, text: &str) -> Option<char> {
    let mut before = ' ';
    for character in text.chars() {
        match (character, quoted) {
            ('"' | '\'', None) if before != '\\' => quoted = Some(character),
            (mark, Some(begun)) if mark == begun && (before != '\\' || mark == '\'') => {
                quoted = None
            }
            _ => {}
        }
        before = character;
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::not_joined("curl a\n# -d b", "#", "curl a\n")]
    #[case::joined("curl a \\\n#   -d b\n# c", "#", "curl a \\\n    -d b\n")]
    #[case::quoted("curl -d '\n * {\n *\n * }' a\n */", "*", "curl -d '\n   {\n  \n   }' a\n")]
    #[case::quoted_again("curl -d \"it's\\\"\n//b\n// b\" \\\n// a", "//", "curl -d \"it's\\\"\n")]
    #[case::another("curl a \\\n-d b", "#", "curl a \\\n")]
    fn lines_are_joined(#[case] text: &str, #[case] mark: &str, #[case] expected: &str) {
        assert_eq!(joined(text, mark), expected);
    }
}
