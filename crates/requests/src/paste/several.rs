//! A text with several curl commands, such as a script or a page of documentation: where each begins and ends. Reading one
//! is left to its neighbours.

use super::beginnings::Prepared;
use super::curl_words::words_of;
use super::remark::Remarks;

/// One command of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandText<'a> {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// What the comment line right above it says, as a name.
    pub title: Option<&'a str>,
    /// The command alone.
    pub text: &'a str,
}

/// The curl commands of a text, in order.
pub fn split_commands(text: &str) -> Vec<CommandText<'_>> {
    let prepared = Prepared::of(text);
    let mut commands = Vec::new();
    let (mut from, mut line) = (0, 1);
    for begin in prepared.curls() {
        // One inside of another's text is no command.
        if begin.at < from {
            continue;
        }
        // What is found out about the words is said when the command is read by itself.
        let end = words_of(&prepared.text, begin, &mut Remarks::default()).end.max(begin.words);
        line += text[from..begin.at].matches('\n').count();
        let (title, whole) = (title(&text[..begin.at]), &text[begin.at..end]);
        commands.push(CommandText { line, title, text: whole.trim_end() });
        line += whole.matches('\n').count();
        from = end;
    }
    commands
}

/// The last comment line, when nothing but blanks stands behind it.
fn title(before: &str) -> Option<&str> {
    let line = before.trim_end_matches([' ', '\t', '$']).trim_end().lines().next_back()?.trim();
    let text = line.strip_prefix("//").or_else(|| line.strip_prefix('#'))?;
    let text = text.trim_start_matches('#').trim();
    (!text.is_empty() && !text.starts_with('!')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_its_text_its_line_and_its_title() {
        let text = "#!/bin/sh\n\n# List all\ncurl https://a \\\n  -H 'a: b'\n\n$ curl -d '\ncurl https://c' https://b; curl https://d\n";
        let found: Vec<(usize, Option<&str>, &str)> = split_commands(text)
            .into_iter()
            .map(|command| (command.line, command.title, command.text))
            .collect();
        assert_eq!(
            found,
            [
                (4, Some("List all"), "curl https://a \\\n  -H 'a: b'"),
                (7, None, "curl -d '\ncurl https://c' https://b"),
                (8, None, "curl https://d"),
            ]
        );
    }
}
