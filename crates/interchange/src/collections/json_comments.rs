//! Comments in JSON: other programs let people write them into a body, and send it without.

use super::gathering::Gathering;
use super::left_out::LeftOutKind;
use super::place::Place;
use std::ops::Range;

/// The body without its comments, where it is JSON. That they are gone is said.
pub(super) fn left_out_of(
    body: String,
    content_type: &str,
    gathering: &mut Gathering,
    place: &Place,
) -> String {
    let is_json = content_type.to_ascii_lowercase().contains("json");
    match is_json.then(|| without(&body)).flatten() {
        Some(bare) => {
            let what = "the comments in the body".to_owned();
            gathering.leave(place, LeftOutKind::Others { what });
            bare
        }
        None => body,
    }
}

/// The text without its comments; none when it has none. What stands on the lines beside them stays as it is.
fn without(json: &str) -> Option<String> {
    let mut bare = String::with_capacity(json.len());
    let mut done = 0;
    while let Some(comment) = next(json, done) {
        let before = &json[done..comment.start];
        let trimmed = before.trim_end_matches([' ', '\t']);
        let is_alone = trimmed.ends_with('\n') || trimmed.is_empty() && is_at_a_line(&bare);
        let line_end = line_end(&json[comment.end..]);
        done = comment.end + if is_alone { line_end.unwrap_or_default() } else { 0 };
        bare.push_str(if line_end.is_some() { trimmed } else { before });
    }
    (done > 0).then(|| bare + &json[done..])
}

fn is_at_a_line(bare: &str) -> bool {
    bare.is_empty() || bare.ends_with('\n')
}

/// How long the line end is that the text begins with.
fn line_end(text: &str) -> Option<usize> {
    ["\n", "\r\n"].into_iter().find(|end| text.starts_with(*end)).map(str::len)
}

/// The first comment behind byte `from`, which stands in no string.
fn next(json: &str, from: usize) -> Option<Range<usize>> {
    let bytes = json.as_bytes();
    let (mut at, mut in_string) = (from, false);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => in_string = !in_string,
            b'/' if !in_string && bytes.get(at + 1) == Some(&b'/') => {
                let rest = json[at..].lines().next().unwrap_or_default();
                return Some(at..at + rest.len());
            }
            b'/' if !in_string && bytes.get(at + 1) == Some(&b'*') => {
                let end = json[at..].find("*/").map_or(json.len(), |end| at + end + 2);
                return Some(at..end);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::without;
    use rstest::rstest;

    #[rstest]
    #[case::behind("{\n  \"a\": 1, // one\n  \"b\": 2\n}", "{\n  \"a\": 1,\n  \"b\": 2\n}")]
    #[case::a_line("// a\n{\n  // b\r\n  \"a\": 1\n}", "{\n  \"a\": 1\n}")]
    #[case::lines("{\n  /* a\n b */\n  \"a\": 1\n}", "{\n  \"a\": 1\n}")]
    #[case::inside("{\"a\": /* b */ 1}", "{\"a\":  1}")]
    #[case::at_the_end("{}\n// a", "{}\n")]
    fn comments_are_left_out(#[case] json: &str, #[case] expected: &str) {
        assert_eq!(without(json).as_deref(), Some(expected));
    }

    #[rstest]
    #[case::none("{\"a\": {{b}}}")]
    #[case::in_a_string("{\"a\": \"https://x.io /* \\\" // \"}")]
    fn what_is_no_comment_stays(#[case] json: &str) {
        assert_eq!(without(json), None);
    }
}
