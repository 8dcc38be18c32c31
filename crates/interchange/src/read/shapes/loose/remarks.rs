//! Texts without what their authors turned off: an old secret above the new one.

use zeroize::Zeroizing;

/// What begins a remark at the beginning of a line, in lower case.
const BEGINS: [&str; 7] = ["#", "//", "rem ", "::", "--", ";", "<!--"];
/// Remarks over several lines.
const AROUND: [(&str, &str); 4] =
    [("\"\"\"", "\"\"\""), ("'''", "'''"), ("/*", "*/"), ("<!--", "-->")];

/// The text without its remarks, line by line.
pub(super) fn without(text: &str) -> Zeroizing<String> {
    let mut kept = Zeroizing::new(String::with_capacity(text.len()));
    let mut open: Option<&str> = None;
    for line in text.lines() {
        let trimmed = line.trim().to_ascii_lowercase();
        if let Some(close) = open {
            open = open.filter(|_| !trimmed.contains(close));
        } else if let Some((begin, close)) = AROUND.iter().find(|it| trimmed.starts_with(it.0)) {
            open = Some(*close).filter(|close| !trimmed[begin.len()..].contains(*close));
        } else if !is_remark(&trimmed) {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

fn is_remark(lower: &str) -> bool {
    // `---` parts a mail, and `--body` is an option.
    let is_rule = lower.starts_with("---") || lower.starts_with("--") && !lower.starts_with("-- ");
    !is_rule && BEGINS.iter().any(|begin| lower.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::windows("REM a\nb", "b")]
    #[case::shell("# a\nb", "b")]
    #[case::slashes("// a\nb // c", "b // c")]
    #[case::block("/* a\n * b\n */\nc", "c")]
    #[case::one_line("/* a */\nb", "b")]
    #[case::python("\"\"\"\na\n\"\"\"\nb", "b")]
    #[case::rule("---\na", "---\na")]
    fn remarks_are_left_out(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(without(text).trim(), expected);
    }
}
