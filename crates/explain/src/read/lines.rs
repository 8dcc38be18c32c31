//! The lines of a transcript without what was put around them: curl's progress meter, which it prints into the same lines where
//! both go to one place (`2>&1`, or into a pipe), and the indentation of a quotation.

/// The lines as curl printed them.
pub(super) fn lines(text: &str) -> Vec<&str> {
    // The meter returns to the beginning of its line.
    let lines = text.split(['\n', '\r']).filter_map(without_meter);
    let lines: Vec<&str> = lines.collect();
    let depths = lines.iter().filter(|line| !line.trim().is_empty()).map(|line| depth(line));
    let indented = depths.min().unwrap_or_default();
    lines.into_iter().map(|line| line.get(indented..).unwrap_or_default()).collect()
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// What stands behind the meter; none where a line has nothing else.
fn without_meter(line: &str) -> Option<&str> {
    match behind_meter(line) {
        Some(rest) => Some(rest).filter(|rest| !rest.is_empty()),
        None => Some(line),
    }
}

/// `100    80  100    80    0     0    293      0 --:--:-- --:--:-- --:--:--   294`: eight numbers, three times and a speed.
fn behind_meter(line: &str) -> Option<&str> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'k' | 'M' | 'G' | 'T' | 'P');
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | 'd' | 'h');
    let rest = (0..8).try_fold(line, |rest, _| behind_word(rest, is_number))?;
    let rest = (0..3).try_fold(rest, |rest, _| behind_word(rest, is_time))?;
    behind_word(rest, is_number)
}

fn behind_word(text: &str, is_part: impl Fn(char) -> bool) -> Option<&str> {
    let word = text.trim_start_matches(' ');
    let rest = word.trim_start_matches(is_part);
    (rest.len() < word.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::lines;
    use rstest::rstest;

    const METER: &str =
        "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";
    const DONE: &str =
        "100 1280k  100    80    0     0    293      0  0:00:01 --:--:--  0:00:01 12.5k";

    #[rstest]
    #[case::glued(format!("{METER}< HTTP/2 400"), vec!["< HTTP/2 400"])]
    #[case::of_itself(format!("< a: b\n{METER}\n< c: d"), vec!["< a: b", "< c: d"])]
    #[case::over_itself(format!("\r{METER}\r{DONE}{{\"a\":1}}"), vec!["", "{\"a\":1}"])]
    #[case::indented("    HTTP/2 400\n      a: b\n\n    {}".to_owned(), vec!["HTTP/2 400", "  a: b", "", "{}"])]
    #[case::numbers("1 2 3 4 5 6 7 8 9 10 11 x".to_owned(), vec!["1 2 3 4 5 6 7 8 9 10 11 x"])]
    fn what_is_around_the_lines_is_left_out(#[case] text: String, #[case] expected: Vec<&str>) {
        assert_eq!(lines(&text), expected);
    }
}
