//! Which shell a curl command was written for: the three quote, join lines and name variables each in its own way.

/// The shells whose commands differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// bash, zsh and their kin.
    Posix,
    Cmd,
    Powershell,
}

impl Dialect {
    /// That of the command at the beginning of `text`. What stands inside a quotation may be the text of any other.
    pub(super) fn of(text: &str) -> Self {
        let marks = Marks::of(text);
        if marks.environment {
            return Self::Powershell;
        }
        match marks.joint {
            Some('`') => Self::Powershell,
            Some('^') if !marks.apostrophes => Self::Cmd,
            Some(_) => Self::Posix,
            None => Self::of_quotations(&text[..marks.end]),
        }
    }

    /// `cmd` has no quotation between apostrophes, and browsers put a caret before its marks. `curl.exe` is what PowerShell calls
    /// the program.
    fn of_quotations(command: &str) -> Self {
        let apostrophes = command.contains(" '");
        let carets = command.contains(" ^\"")
            || command.contains("\\^\"")
            || command.lines().any(|line| line.trim_end().ends_with('^'));
        if command.starts_with("curl.exe") && command.contains('\'') {
            Self::Powershell
        } else if carets && !apostrophes {
            Self::Cmd
        } else {
            Self::Posix
        }
    }
}

/// What stands outside the quotations of a command.
struct Marks {
    /// What joins the first line that goes on with the next.
    joint: Option<char>,
    /// Whether a word begins with an apostrophe.
    apostrophes: bool,
    /// Whether `$env:NAME`, which PowerShell alone has, stands where variables are filled.
    environment: bool,
    /// Where the command ends.
    end: usize,
}

impl Marks {
    fn of(text: &str) -> Self {
        let mut marks =
            Self { joint: None, apostrophes: false, environment: false, end: text.len() };
        let mut quoted = None;
        let mut characters = text.char_indices();
        let mut before = ' ';
        while let Some((at, character)) = characters.next() {
            let after = &text[at + character.len_utf8()..];
            match (character, quoted) {
                // Behind a word, a backtick is the end of a command's output.
                ('\\' | '^' | '`', None)
                    if ends_line(after) && (character != '`' || before.is_whitespace()) =>
                {
                    marks.joint = marks.joint.or(Some(character));
                    while characters.next().is_some_and(|(_, blank)| blank != '\n') {}
                }
                // An option on a new line belongs to the command, too.
                ('\n', None) if !after.trim_start().starts_with('-') => {
                    marks.end = at;
                    return marks;
                }
                ('$', None | Some('"')) => marks.environment |= after.starts_with("env:"),
                ('\\', None | Some('"')) | ('`', Some('"')) => drop(characters.next()),
                ('\'' | '"', None) => {
                    marks.apostrophes |= character == '\'' && before.is_whitespace();
                    quoted = Some(character);
                }
                (mark, Some(begun)) if mark == begun => quoted = None,
                _ => {}
            }
            before = character;
        }
        marks
    }
}

/// Blanks behind the mark are a slip.
fn ends_line(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t', '\r']);
    after.is_empty() || after.starts_with('\n')
}

#[cfg(test)]
mod tests {
    use super::Dialect::{Cmd, Posix, Powershell};
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::carets_at_line_ends("curl a ^\n -H b", Cmd)]
    #[case::carets_and_blanks("curl a ^ \r\n -H b", Cmd)]
    #[case::apostrophes_inside_marks("curl a ^\n -d \"x 'y'\"", Cmd)]
    #[case::one_line("curl ^\"a^\"", Cmd)]
    #[case::escaped_marks("curl -d \"^{^\\^\"a^\\^\":1^}\"", Cmd)]
    #[case::a_shells("curl 'a' \\\n -d \"b^\"'!'\"c\"", Posix)]
    #[case::none("curl \"a\"", Posix)]
    #[case::backticks_at_line_ends("curl a `\n -H b", Powershell)]
    #[case::environment("curl a -H \"b: $env:TOKEN\"", Powershell)]
    #[case::environment_and_backslashes("curl a \\\n -H \"b: $env:TOKEN\"", Powershell)]
    #[case::environment_in_a_body("curl a -d '$env:TOKEN'", Posix)]
    #[case::its_name_for_curl("curl.exe -d 'a' b", Powershell)]
    #[case::a_backtick_in_a_body("curl a -d 'b `\n'", Posix)]
    #[case::a_backtick_in_a_later_body("curl a \\\n -d \"b `\nc\"", Posix)]
    #[case::a_caret_in_a_body("curl a -d 'b ^\n'", Posix)]
    #[case::a_backslash_in_a_body("curl a `\n -d 'b \\\n'", Powershell)]
    #[case::the_end_of_an_output("curl a -H \"b: c\" -d `cat d`\n", Posix)]
    #[case::lost_at_the_end("curl a \\", Posix)]
    #[case::apostrophes_in_cmd("curl ^\n -d 'a'", Posix)]
    #[case::another_command_for_powershell("curl a\ncurl b `\n -H \"c: $env:D\"", Posix)]
    #[case::options_on_lines("curl a\n  -H \"c: $env:D\"", Powershell)]
    fn is_recognised(#[case] text: &str, #[case] expected: Dialect) {
        assert_eq!(Dialect::of(text), expected);
    }
}
