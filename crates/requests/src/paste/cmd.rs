//! Splits a command line into words as Windows does: `cmd` takes its carets away and fills `%NAME%`, and the program's own
//! start splits what is left. Browsers put a caret before every character that could mean something, inside quotation marks
//! too, so a caret always escapes here.

use super::curl_name::name_at;
use super::doubt_kind::DoubtKind;
use super::remark::Remarks;
use super::word::{Command, Word};

/// The command that begins at byte `from` of `text`.
pub(super) fn command(text: &str, from: usize, remarks: &mut Remarks) -> Command {
    let (characters, end) = without_carets(text, from);
    Command { words: split(&characters, remarks), input: None, end }
}

/// A character, where it was, and whether a caret escaped it: a line end that is not escaped ends the command.
type Placed = (char, usize);

/// The characters of the command, with the carets resolved and `%NAME%` as `{{NAME}}`.
fn without_carets(text: &str, from: usize) -> (Vec<Placed>, usize) {
    let mut characters: Vec<Placed> = Vec::new();
    let mut at = from;
    let mut quoted = false;
    while let Some(next) = text[at..].chars().next() {
        let after = &text[at + next.len_utf8()..];
        match next {
            '^' => {
                // A caret before a line end joins the lines; before two, it stands for a line end in the text.
                let line_end = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
                if let Some(joined) = line_end {
                    let again = joined.strip_prefix("\r\n").or_else(|| joined.strip_prefix('\n'));
                    match again {
                        Some(rest) if quoted => {
                            characters.push(('\n', at));
                            at = text.len() - rest.len();
                        }
                        _ => at = text.len() - joined.len(),
                    }
                    continue;
                }
                at += 1;
                if let Some(escaped) = after.chars().next() {
                    quoted ^= escaped == '"' && is_bare(&characters);
                    characters.push((escaped, at));
                    at += escaped.len_utf8();
                }
            }
            '%' => {
                let name = name_at(after).filter(|name| after[name.len()..].starts_with('%'));
                if let Some(name) = name {
                    characters.extend(format!("{{{{{name}}}}}").chars().map(|c| (c, at)));
                    at += name.len() + 2;
                } else {
                    characters.push(('%', at));
                    at += 1;
                }
            }
            '\n' if !quoted => {
                // An option on a new line is a continuation whose caret was lost.
                if !after.trim_start().starts_with('-') {
                    return (characters, at);
                }
                characters.push((' ', at));
                at += 1;
            }
            '&' | '|' if !quoted => return (characters, at),
            other => {
                quoted ^= other == '"' && is_bare(&characters);
                characters.push((other, at));
                at += other.len_utf8();
            }
        }
    }
    (characters, at)
}

/// Whether a quotation mark behind these characters opens or closes a quotation: two backslashes stand for one.
fn is_bare(before: &[Placed]) -> bool {
    before.iter().rev().take_while(|(character, _)| *character == '\\').count().is_multiple_of(2)
}

/// Splits as the start of a Windows program does: backslashes count before a quotation mark alone.
fn split(characters: &[Placed], remarks: &mut Remarks) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    let mut opened: Option<usize> = None;
    let mut position = 0;
    while let Some(&(next, at)) = characters.get(position) {
        position += 1;
        if opened.is_none() && next.is_whitespace() {
            words.extend(word.take());
            continue;
        }
        let current = word.get_or_insert_with(|| Word { text: String::new(), at });
        match next {
            '\\' => {
                let more = characters[position..].iter().take_while(|(c, _)| *c == '\\').count();
                let slashes = more + 1;
                position += more;
                if characters.get(position).is_some_and(|(c, _)| *c == '"') {
                    current.text.extend(std::iter::repeat_n('\\', slashes / 2));
                    if slashes % 2 == 1 {
                        current.text.push('"');
                        position += 1;
                    }
                } else {
                    current.text.extend(std::iter::repeat_n('\\', slashes));
                }
            }
            '"' if opened.is_some() && characters.get(position).is_some_and(|(c, _)| *c == '"') => {
                current.text.push('"');
                position += 1;
            }
            '"' => opened = if opened.is_some() { None } else { Some(at) },
            other => current.text.push(other),
        }
    }
    if let Some(at) = opened {
        remarks.doubt(at, DoubtKind::Unclosed { mark: '"' });
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::chromes(
        "curl ^\"https://x.io/?a=1^&b=2^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"50^%^\\^\"^}^\"",
        &["curl", "https://x.io/?a=1&b=2", "-H", "accept: */*", "--data-raw", "{\"a\":\"50%\"}"]
    )]
    #[case::plain_marks_outside(
        "curl -d \"^{^\\^\"name^\\^\":^\\^\"hello world^\\^\"^}\" --compressed",
        &["curl", "-d", "{\"name\":\"hello world\"}", "--compressed"]
    )]
    #[case::line_end_in_the_text("a ^\"b^\n\nc^\"", &["a", "b\nc"])]
    #[case::line_end_behind_backslashes("a ^\"b^\\^\\^\" ^\"c^\n\nd^\"", &["a", "b\\", "c\nd"])]
    #[case::variable("a \"Bearer %TOKEN%\" 50%", &["a", "Bearer {{TOKEN}}", "50%"])]
    #[case::escaped_variable("a ^%TOKEN^%", &["a", "%TOKEN%"])]
    #[case::backslashes(r#"a "b\\" c\d "e\"f""#, &["a", r"b\", r"c\d", "e\"f"])]
    #[case::doubled("a \"b\"\"c\"", &["a", "b\"c"])]
    #[case::lost_caret("a\n-b", &["a", "-b"])]
    #[case::another_command("a & b", &["a"])]
    fn are_split(#[case] text: &str, #[case] expected: &[&str]) {
        let mut remarks = Remarks::default();
        let words = command(text, 0, &mut remarks).words;
        let words: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn an_open_quotation_is_doubted() {
        let mut remarks = Remarks::default();
        command("a \"b", 0, &mut remarks);
        let doubts = remarks.finish("a \"b").1;
        assert_eq!(doubts[0].kind, DoubtKind::Unclosed { mark: '"' });
    }
}
