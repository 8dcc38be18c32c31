//! What a curl command stands in: brackets or backticks of a shell, or the quotation in which a shell, a script or a file of a
//! build server has it run.

/// Functions that run the text they are given, in small letters.
const FUNCTIONS: [&str; 11] = [
    "call",
    "check_call",
    "check_output",
    "exec",
    "execsync",
    "getoutput",
    "passthru",
    "popen",
    "run",
    "shell_exec",
    "system",
];
/// Commands that run their last argument.
const COMMANDS: [&str; 5] = ["ssh", "watch", "sh", "bat", "parallel"];

/// How many bytes before a quotation say what runs it.
pub(super) const MOST_BEFORE: usize = 200;

/// What stands around a command, in bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Enclosure {
    /// Where it begins.
    pub(super) begin: usize,
    /// Where it ends, and the command with it.
    pub(super) end: usize,
    /// Behind the marks that end it.
    pub(super) behind: usize,
}

/// What stands around the command at byte `at`.
pub(super) fn enclosure(text: &str, at: usize) -> Option<Enclosure> {
    let before = &text[..at];
    if before.ends_with('`') {
        let end = at + text[at..].lines().next()?.find('`')?;
        return Some(Enclosure { begin: at - 1, end, behind: end + 1 });
    }
    if let Some(outside) = before.trim_end().strip_suffix('(') {
        let near = text.floor_char_boundary(at + MOST_BETWEEN);
        let end = at + closing_bracket(&text[at..near])?;
        let outside = outside.strip_suffix('$').unwrap_or(outside);
        let quoted = outside.strip_suffix('"').filter(|_| text[end + 1..].starts_with('"'));
        let (outside, behind) = quoted.map_or((outside, end + 1), |outside| (outside, end + 2));
        return Some(Enclosure { begin: outside.len(), end, behind });
    }
    let outside = before.trim_end_matches([' ', '\t']);
    if let Some(begin) = outside.trim_end_matches('*').strip_suffix('/') {
        let line = text[at..].lines().next()?.trim_end().strip_suffix("*/")?;
        let end = at + line.len();
        return Some(Enclosure { begin: begin.len(), end, behind: end + 2 });
    }
    let mark = outside.chars().next_back().filter(|mark| matches!(mark, '"' | '\''))?;
    let run = runs(&outside[..outside.len() - mark.len_utf8()])?;
    let length = quotation(&text[at..], mark)?;
    Some(Enclosure { begin: run.begin, end: at + length, behind: at + length + 1 })
}

/// More bytes than anybody puts around a command: behind a bracket that nothing closes, all of the text would be looked at.
const MOST_BETWEEN: usize = 256 << 10;

/// The bracket that closes what was opened before the text, outside of its quotations.
pub(super) fn closing_bracket(text: &str) -> Option<usize> {
    // Where there is none at all, nothing has to be told from quotations.
    text.find(')')?;
    let (mut depth, mut quoted) = (1_usize, None);
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match (character, quoted) {
            ('\\', None | Some('"')) => drop(characters.next()),
            (_, Some(mark)) => quoted = Some(mark).filter(|mark| *mark != character),
            ('"' | '\'', None) => quoted = Some(character),
            ('(', None) => depth += 1,
            (')', None) => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// How long a quotation is whose text stands in it as it is meant: none with escapes, and none that is put together.
fn quotation(text: &str, mark: char) -> Option<usize> {
    let (inside, after) = text.split_once(mark)?;
    let is_plain = inside.split("\\\n").all(|line| !line.contains('\\'));
    let ends = after.chars().next().is_none_or(|next| {
        next.is_whitespace() || matches!(next, ')' | ']' | '}' | ',' | ';' | '|' | '&')
    });
    (is_plain && ends).then_some(inside.len())
}

/// What has the quotation behind it run.
pub(super) struct Run {
    /// Where a function's brackets begin, or its end.
    begin: usize,
    pub(super) is_shell: bool,
}

/// What ends a text and has a quotation behind it run: a function, a shell's `-c`, the value of a key or a list, `run:`.
pub(super) fn runs(text: &str) -> Option<Run> {
    let text = text.trim_end_matches([' ', '\t']);
    if let Some(name) = text.strip_suffix('(').filter(|name| ends_with_a_function(name)) {
        return Some(Run { begin: name.len(), is_shell: false });
    }
    // As much as anybody writes before it: of a text on one line, all of it would be looked at for each quotation.
    let near = text.ceil_char_boundary(text.len().saturating_sub(MOST_BEFORE));
    let line = text[near..].rsplit('\n').next().unwrap_or_default();
    let is_whole = near == 0 || line.len() < text.len() - near;
    let mut words = line.rsplit(['|', ';']).next().unwrap_or_default().split_whitespace();
    let last = words.clone().next_back().unwrap_or_default();
    // `-c`, and together with others: `-ec`.
    let option = last.strip_prefix('-').and_then(|letters| letters.strip_suffix('c'));
    let is_shell = option.is_some_and(|others| others.bytes().all(|b| b.is_ascii_lowercase()))
        || last == "eval"
        || is_whole && words.next().is_some_and(|first| COMMANDS.contains(&first));
    let is_value = last == "-" || last.ends_with(':') || last.ends_with("\"-c\",");
    (is_shell || is_value).then_some(Run { begin: text.len(), is_shell })
}

fn ends_with_a_function(text: &str) -> bool {
    let part = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let name = text.rsplit(part).next().unwrap_or_default();
    FUNCTIONS.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::enclosure;
    use rstest::rstest;

    #[rstest]
    #[case::output("A=$(curl x)", "A=", "curl x", "")]
    #[case::quoted_output("A=\"$(curl -d ')' x)\";", "A=", "curl -d ')' x", ";")]
    #[case::output_in_a_longer_quotation("A=\"$(curl x) b\"", "A=\"", "curl x", " b\"")]
    #[case::over_lines("A=$(\n  curl x\n)\nb", "A=", "curl x\n", "\nb")]
    #[case::brackets_in_it("(curl $(a) \"(\" \\) x) b", "", "curl $(a) \"(\" \\) x", " b")]
    #[case::backticks("A=`curl x` b", "A=", "curl x", " b")]
    #[case::a_shell("bash -c 'curl \"x\"' b", "bash -c", "curl \"x\"", " b")]
    #[case::with_more_options("sh -ec \"curl 'x'\"", "sh -ec", "curl 'x'", "")]
    #[case::over_lines_of_a_shell("sh -c 'curl \\\n x'", "sh -c", "curl \\\n x", "")]
    #[case::a_pipelines("steps {\n  sh 'curl \"x\"'\n}", "steps {\n  sh", "curl \"x\"", "\n}")]
    #[case::a_function("os.system(\"curl x\")", "os.system", "curl x", ")")]
    #[case::a_key("  - run: \"curl x\"\n", "  - run:", "curl x", "\n")]
    #[case::a_list("script:\n- 'curl x'\n", "script:\n-", "curl x", "\n")]
    #[case::json("{\"ping\": \"curl x\"}", "{\"ping\":", "curl x", "}")]
    #[case::a_comment("a /* curl x */\n", "a ", "curl x ", "\n")]
    #[case::a_list_of_words(
        "CMD [\"sh\", \"-c\", \"curl x\"]",
        "CMD [\"sh\", \"-c\",",
        "curl x",
        "]"
    )]
    #[case::again_and_again("watch -n 5 'curl x'", "watch -n 5", "curl x", "")]
    fn is_found(#[case] text: &str, #[case] before: &str, #[case] it: &str, #[case] after: &str) {
        let found = enclosure(text, text.find("curl").unwrap()).unwrap();
        assert_eq!(&text[..found.begin], before);
        assert_eq!(&text[text.find("curl").unwrap()..found.end], it);
        assert_eq!(&text[found.behind..], after);
    }

    #[rstest]
    #[case::nothing("curl x")]
    #[case::a_line_above("(\n) curl x")]
    #[case::not_closed("A=$(curl 'x)")]
    #[case::a_word("echo \"curl x\"")]
    #[case::a_sentence("say 'curl x'")]
    #[case::escapes("sh -c \"curl -H \\\"a: b\\\" x\"")]
    #[case::put_together("sh -c 'curl -H '\\''a: b'\\'' x'")]
    fn is_not_found(#[case] text: &str) {
        assert_eq!(enclosure(text, text.find("curl").unwrap()), None);
    }
}
