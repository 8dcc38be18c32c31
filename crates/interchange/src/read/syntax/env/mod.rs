//! `.env` files: `export`, quotes, comments, values over several lines.

mod name;
mod value;

use name::name_of;
use value::{Ends, assigns_like_a_shell, value_of};
use zeroize::Zeroizing;

/// No line is longer that has several variables on it.
const LONGEST_SHARED_LINE: usize = 8 * 1024;

/// A line.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) value: Zeroizing<String>,
    /// Where it begins, from 1.
    pub(crate) number: usize,
    /// Whether something else than a variable stands directly above it: nothing, a remark, a heading.
    pub(crate) begins_paragraph: bool,
}

/// What a file holds.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) lines: Vec<Line>,
    /// How many lines are neither a variable nor a comment.
    pub(crate) foreign: usize,
    /// Whether a quotation mark is never closed.
    pub(crate) has_open_quote: bool,
}

/// Reads a file. Every text is *some* list of lines; whether it means anything is left to the caller.
pub(crate) fn parse(text: &str) -> Lines {
    let mut found = Lines::default();
    let (mut rest, mut number, mut begins_paragraph) = (text, 1, true);
    let mut ends = Ends::WithItsLine;
    let mut remarks = Remarks::default();
    while !rest.is_empty() {
        let line = rest.split('\n').next().unwrap_or_default();
        let trimmed = line.trim();
        let is_remark = trimmed.is_empty() || trimmed.starts_with('#');
        let name = name_of(line).filter(|_| !is_remark);
        let behind = match name {
            Some(name) => {
                let own = if name.quoted_with_value { Ends::AtAQuote } else { ends };
                let taken = value_of(&rest[name.value_at..], own);
                found.has_open_quote |= taken.has_open_quote;
                let behind = &rest[name.value_at + taken.length..];
                // `stage = {` is a heading of what is in the brackets.
                let opens = taken.value.ends_with(['{', '(']);
                let name = name.name.to_owned();
                found.lines.push(Line { name, value: taken.value, number, begins_paragraph });
                begins_paragraph = opens;
                behind
            }
            None => {
                found.foreign += usize::from(!is_remark);
                begins_paragraph = true;
                &rest[remarks.length_of(rest).unwrap_or(line.len())..]
            }
        };
        let (next, next_ends) = next_assignment(behind);
        ends = next_ends;
        number += newlines(&rest[..rest.len() - next.len()]);
        rest = next;
    }
    found
}

fn newlines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Remarks over several lines.
#[derive(Default)]
struct Remarks {
    /// What was opened and never closed, which is not looked for again in a long text.
    unclosed: Vec<&'static str>,
}

impl Remarks {
    /// The length of the remark that `text` begins with.
    fn length_of(&mut self, text: &str) -> Option<usize> {
        let marks = [("\"\"\"", "\"\"\""), ("'''", "'''"), ("/*", "*/"), ("<!--", "-->")];
        let blank = text.len() - text.trim_start().len();
        let (open, close) = marks.into_iter().find(|(open, _)| text[blank..].starts_with(open))?;
        if self.unclosed.contains(&open) {
            return None;
        }
        let inner = blank + open.len();
        let end = text[inner..].find(close).map(|at| inner + at + close.len());
        if end.is_none() {
            self.unclosed.push(open);
        }
        end
    }
}

/// Where the next assignment can begin: behind a value on its own line, or on the next line.
fn next_assignment(behind: &str) -> (&str, Ends) {
    let line_end = behind.find('\n').unwrap_or(behind.len());
    let rest = &behind[..line_end];
    let inner = rest.trim_start_matches([' ', '\t', ';', '&', ',']);
    let next = &behind[rest.len() - inner.len()..];
    let is_short = rest.len() <= LONGEST_SHARED_LINE;
    if is_short && inner.len() < rest.len() && name_of(inner).is_some() {
        let separated = rest[..rest.len() - inner.len()].contains([';', '&', ',']);
        let ends = match separated || !assigns_like_a_shell(inner) {
            true => Ends::WithItsLine,
            false => Ends::AtABlank,
        };
        return (next, ends);
    }
    (&behind[(line_end + 1).min(behind.len())..], Ends::WithItsLine)
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
    #[case::open_quote("A=\"x\nB=y\n", "A|x B|y")]
    #[case::open_quote_before_others("A=\"x\nB=\"y\"\nC=z\n", "A|x B|y C|z")]
    #[case::open_quote_and_a_closing_one("A=\"x\nB=y\"\nC=z\n", "A|x B|y\" C|z")]
    #[case::base64_over_lines("A=\"MIIabc\nabc==\n\"\nB=c\n", "A|MIIabc\nabc==\n B|c")]
    #[case::slashes("A=b // c\nD=http://e\n", "A|b D|http://e")]
    #[case::semicolons("A=b; export C=d;\nE=f ; all\n", "A|b C|d E|f")]
    #[case::one_line("A=b C='d' E=f node app.js\n", "A|b C|d E|f")]
    #[case::words("A=b c d\n", "A|b c d")]
    #[case::goes_on("export A=b \\\n  C=d \\\n  E=f\n", "A|b C|d E|f")]
    #[case::value_goes_on("A=b,\\\n  c\nD=e\n", "A|b,c D|e")]
    #[case::windows_path("A=C:\\keys\\\nB=c\n", "A|C:\\keys\\ B|c")]
    #[case::quoted_goes_on("A=\"b,\\\nc\"\n", "A|b,c")]
    #[case::quoted_twice("A = \"b,\" \\\n  \"c\"\nD=e\n", "A|b,c D|e")]
    #[case::brackets("A = [\n  \"b\",\n  \"c\",\n]\nD=e\n", "A|[\n  \"b\",\n  \"c\",\n] D|e")]
    #[case::put_together("A = (\"b\"\n  \"c\")\nD=e\n", "A|bc D|e")]
    #[case::letters_before_quotes("A = r\"b\"\nC=buffer\n", "A|b C|buffer")]
    #[case::tripled("A = \"\"\"b\"\"\"\nC=d\n", "A|b C|d")]
    #[case::remark("\"\"\"\nA = b\n\"\"\"\nA = c\n/* A = d\nA = e */\n", "A|c")]
    #[case::windows("set \"A=b c\"\nset \"D=e\"\n", "A|b c D|e")]
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
