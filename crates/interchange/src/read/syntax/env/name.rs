//! The name in an assignment, as shells, Windows, Dockerfiles and source code write one.

/// What stands before a name. Several can: `private static final String`.
const WORDS: [&str; 32] = [
    "export ",
    "declare -x ",
    "typeset -x ",
    "readonly ",
    "local ",
    "set ",
    "ENV ",
    "$env:",
    "- ",
    "$",
    "@",
    "const ",
    "let ",
    "var ",
    "val ",
    "public ",
    "private ",
    "protected ",
    "internal ",
    "static ",
    "final ",
    "String ",
    "str ",
    "auto ",
    "self.",
    "this.",
    "process.env.",
    "process.env[",
    "os.environ[",
    "ENV[",
    "Sys.setenv(",
    "heroku config:set ",
];
/// Commands whose name and value have a blank between them.
const COMMANDS: [&str; 9] = [
    "set -gx ",
    "set -x ",
    "set -Ux ",
    "setx ",
    "setenv ",
    "gh secret set ",
    "gh variable set ",
    "[Environment]::SetEnvironmentVariable(",
    "[System.Environment]::SetEnvironmentVariable(",
];
/// Options between such a name and its value.
const OPTIONS: [&str; 4] = ["--body ", "--body=", "-b ", "-b"];

/// A name in front of its value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) name: &'a str,
    /// Where the value begins.
    pub(super) value_at: usize,
    /// Whether one pair of quotation marks stands around both, as in Windows' `set "A=b"`.
    pub(super) quoted_with_value: bool,
}

/// The name that `line` assigns to, if it does.
pub(super) fn name_of(line: &str) -> Option<Name<'_>> {
    let mut rest = line.trim_start();
    let command = COMMANDS.iter().find_map(|word| without_prefix(rest, word));
    match command {
        Some(behind) => rest = behind.trim_start(),
        None => {
            while let Some(behind) = WORDS.iter().find_map(|word| without_prefix(rest, word)) {
                rest = behind.trim_start();
            }
        }
    }
    let quote = rest.chars().next().filter(|c| "\"'".contains(*c));
    rest = &rest[quote.map_or(0, char::len_utf8)..];
    let is_of_name = |c: char| c.is_alphanumeric() || "_.-$".contains(c);
    let (name, behind) = rest.split_at(rest.find(|c| !is_of_name(c)).unwrap_or(rest.len()));
    let closed = quote.is_none_or(|quote| behind.starts_with(quote));
    let first = name.chars().next()?;
    if !(first.is_alphabetic() || first == '_') || name.len() > 400 {
        return None;
    }
    let behind = match quote.filter(|_| closed) {
        Some(quote) => &behind[quote.len_utf8()..],
        None => behind,
    };
    let behind = behind.strip_prefix(']').unwrap_or(behind);
    let equals = behind.trim_start().strip_prefix('=').filter(|value| !value.starts_with('='));
    let value = match (equals, command) {
        (Some(value), _) => value,
        (None, Some(_)) => value_of_command(behind)?,
        (None, None) => return None,
    };
    Some(Name { name, value_at: line.len() - value.len(), quoted_with_value: !closed })
}

/// Windows takes its commands in any case.
fn without_prefix<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (begin, behind) = text.split_at_checked(word.len())?;
    begin.eq_ignore_ascii_case(word).then_some(behind)
}

fn value_of_command(behind: &str) -> Option<&str> {
    let value = behind.strip_prefix([' ', '\t', ','])?.trim_start_matches([' ', '\t']);
    Some(OPTIONS.iter().find_map(|option| value.strip_prefix(option)).unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("A=b", "A|b")]
    #[case::blanks("  A = b", "A| b")]
    #[case::java("private static final String A = \"b\";", "A| \"b\";")]
    #[case::javascript("const a = 'b';", "a| 'b';")]
    #[case::powershell("$Scopes = \"b\"", "Scopes| \"b\"")]
    #[case::http("@scopes = b", "scopes| b")]
    #[case::fish("set -x A b", "A|b")]
    #[case::csh("setenv A b", "A|b")]
    #[case::windows_keeps("setx A \"b\"", "A|\"b\"")]
    #[case::windows_shouts("SET A=b", "A|b")]
    #[case::windows("set \"A=b\"", "A|b\"")]
    #[case::python("os.environ[\"A\"] = \"b\"", "A| \"b\"")]
    #[case::r("Sys.setenv(\"A\"=\"b\")", "A|\"b\")")]
    #[case::powershell_keeps("[Environment]::SetEnvironmentVariable(\"A\",\"b\")", "A|\"b\")")]
    #[case::github("gh secret set A --body \"b\"", "A|\"b\"")]
    #[case::comparison("a == b", "")]
    #[case::remark("REM set \"A=b\"", "")]
    #[case::prose("hello there = b", "")]
    fn names_are_found(#[case] line: &str, #[case] expected: &str) {
        let found = name_of(line)
            .map(|found| format!("{}|{}", found.name, &line[found.value_at..]))
            .unwrap_or_default();
        assert_eq!(found, expected);
    }
}
