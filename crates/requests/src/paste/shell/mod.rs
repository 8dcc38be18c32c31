//! Splits a command line into words as a POSIX shell does, and mends what documents do to commands: backslashes and blanks
//! that were lost, a word processor's quotation marks and dashes. Nothing is run or expanded: `$NAME` becomes `{{NAME}}`.

mod heredoc;
mod quotations;
mod reader;

use super::curl_options as options;
use super::cursor::Cursor;
use super::doubt_kind::DoubtKind;
use super::remark::{PasteNote, Remarks};
use super::word::{Command, Word};
use reader::{BLANKS, Reader, is_dash};

/// The command that begins at byte `from` of `text`.
pub(super) fn command(text: &str, from: usize, remarks: &mut Remarks) -> Command {
    let (mut words, mut input) = (Vec::new(), None);
    let cursor = Cursor::new(text, from);
    let mut reader = Reader { cursor, outputs: 0, here_document: None, remarks };
    loop {
        reader.skip_blanks();
        if !words.is_empty() && reader.skip_redirections() {
            continue;
        }
        if reader.cursor.rest().is_empty() || (!words.is_empty() && reader.ends_command()) {
            return Command { words, input, end: reader.end() };
        }
        if let Some(given) = reader.take_input() {
            input = Some(given);
            continue;
        }
        let at = reader.cursor.at;
        let text = reader.word();
        // A lone closing bracket or an unknown mark would otherwise be read for ever.
        if reader.cursor.at == at {
            reader.cursor.next();
        }
        words.push(Word { text, at });
    }
}

impl Reader<'_> {
    fn word(&mut self) -> String {
        let mut word = String::new();
        // The quotation that ended last, for as long as nothing but plain characters came behind it.
        let mut ended: Option<(char, usize)> = None;
        self.dashes(&mut word);
        loop {
            let rest = self.cursor.rest();
            if rest.is_empty() || rest.starts_with(BLANKS) || rest.starts_with('\n') {
                return word;
            }
            let after = rest.strip_prefix(';');
            if after.is_some_and(|after| after.is_empty() || after.starts_with(char::is_whitespace))
            {
                return word;
            }
            if self.take_line_continuation() || self.missing_blank(&word, false) {
                return word;
            }
            let mut mark = '\'';
            if self.cursor.take("$'") {
                self.escaped(&mut word);
            } else {
                if rest.starts_with("$\"") {
                    self.cursor.at += 1;
                }
                let plain = self.cursor.next();
                mark = plain.filter(|mark| matches!(mark, '\'' | '"')).unwrap_or('\0');
                if let Some((_, at)) = ended.filter(|(ended, _)| *ended == mark) {
                    self.remarks.doubt(at, DoubtKind::MarksInside { mark });
                }
                match plain {
                    Some('\'') => self.single('\'', &mut word),
                    // Documents run through a word processor have these.
                    Some('\u{2018}') => self.typographic('\u{2019}', '\'', &mut word),
                    Some('\u{201c}' | '\u{201e}') => self.typographic('\u{201d}', '"', &mut word),
                    Some('"') => self.double(&mut word),
                    Some('\\') => {
                        ended = None;
                        word.extend(self.cursor.next());
                        continue;
                    }
                    Some('$') => {
                        ended = None;
                        self.variable(&mut word);
                        continue;
                    }
                    Some('`') => {
                        ended = None;
                        self.output('`', &mut word);
                        continue;
                    }
                    Some(other) => {
                        word.push(other);
                        continue;
                    }
                    None => return word,
                }
            }
            // A quotation has just ended.
            ended = (mark != '\0').then(|| (mark, self.cursor.at.saturating_sub(1)));
            if self.missing_blank(&word, true) {
                return word;
            }
        }
    }

    /// A word processor's dashes at the beginning of an option.
    fn dashes(&mut self, word: &mut String) {
        let rest = self.cursor.rest();
        let Some(dash) = rest.chars().next().filter(|c| *c != '-' && is_dash(*c)) else { return };
        let name = rest[dash.len_utf8()..].split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let name = name.map(|name| name.trim_start_matches('-')).next().unwrap_or_default();
        if name.is_empty() && !rest[dash.len_utf8()..].starts_with(is_dash) {
            return;
        }
        self.cursor.at += dash.len_utf8();
        word.push('-');
        if self.cursor.rest().starts_with(is_dash) {
            self.cursor.next();
            word.push('-');
        } else if name.len() > 1 && options::long(name).is_some() {
            word.push('-');
        }
        self.remarks.note(PasteNote::Typographic);
    }

    /// Whether an option begins right here, in the middle of a word: behind a quotation, or behind a URL without one.
    fn missing_blank(&mut self, word: &str, after_quotation: bool) -> bool {
        let rest = self.cursor.rest();
        let Some(name) = rest.strip_prefix('-') else { return false };
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
        let (name, after) = name.split_at(end);
        let value = after.trim_start_matches(BLANKS);
        let quoted = value.starts_with(['\'', '"', '\u{2018}', '\u{201c}']);
        let is_option = match name.strip_prefix('-') {
            Some(long) => options::long(long).is_some(),
            None => {
                let mut letters = name.chars();
                let option = letters.next().and_then(options::short);
                option.is_some() && letters.next().is_none()
            }
        };
        // `…/my-d` may be a path, and `…/my-d 'x'` is none.
        let found =
            is_option && (quoted || (after_quotation && after.starts_with(char::is_whitespace)));
        if found && (after_quotation || word.contains("://")) {
            let option = format!("-{name}");
            self.remarks.doubt(self.cursor.at, DoubtKind::MissingBlank { option });
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn words(text: &str) -> (Vec<String>, String, Remarks) {
        let mut remarks = Remarks::default();
        let Command { words, end, .. } = command(text, 0, &mut remarks);
        let words = words.into_iter().map(|word| word.text).collect();
        (words, text[end..].trim().to_owned(), remarks)
    }

    #[rstest]
    #[case::plain("a b", &["a", "b"])]
    #[case::single("'a b' \"c d\"", &["a b", "c d"])]
    #[case::joined("'a'\"b\"c", &["abc"])]
    #[case::escaped(r#"a\ b "\"\$\\" '\'"#, &["a b", "\"$\\", "\\"])]
    #[case::ansi(r"$'a\nb\u00e9\x41\101\''", &["a\nbéAA'"])]
    #[case::octal(r"$'\0\7'", &["\0\u{7}"])]
    #[case::variables("$A ${B} ${C:-x} $? $", &["{{A}}", "{{B}}", "{{C}}", "$?", "$"])]
    #[case::continued("a \\\n b\\\nc", &["a", "b", "c"])]
    #[case::blank_behind_the_backslash("a \\  \n b", &["a", "b"])]
    #[case::slash_for_backslash("a /\n -b", &["a", "-b"])]
    #[case::lost_backslash("a\n-b\n'c'", &["a", "-b", "c"])]
    #[case::comment_between("a \\\n# no\n-b", &["a", "-b"])]
    #[case::no_break_space("a\u{a0}b", &["a", "b"])]
    #[case::curly("\u{201c}a b\u{201d} \u{2018}c d\u{2019}", &["a b", "c d"])]
    #[case::curly_then_plain("\u{201c}a b\" \\\n -c", &["a b", "-c"])]
    #[case::plain_then_curly("\"a b\u{201d}", &["a b"])]
    #[case::plain_inside_curly("\u{201c}{\"a\": \"b\"}\u{201d}", &["{\"a\": \"b\"}"])]
    #[case::apostrophe_inside_plain("'Ain\u{2019}t'", &["Ain\u{2019}t"])]
    #[case::en_dash("\u{2013}X \u{2013}header a", &["-X", "--header", "a"])]
    #[case::em_dash("\u{2014}header a", &["--header", "a"])]
    #[case::dash_of_a_sentence("a \u{2013} b", &["a", "\u{2013}", "b"])]
    fn are_split(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(words(text).0, expected);
    }

    #[rstest]
    #[case::pipe("a | b", "| b")]
    #[case::and("a && b", "&& b")]
    #[case::next("a; b", "; b")]
    #[case::line("a\nb", "b")]
    #[case::redirection("a > b", "> b")]
    fn what_follows_is_apart(#[case] text: &str, #[case] rest: &str) {
        let (words, after, _) = words(text);
        assert_eq!((words.as_slice(), after.as_str()), (["a".to_owned()].as_slice(), rest));
    }

    #[rstest]
    #[case::behind_a_quotation("'a'-H 'b'", &["a", "-H", "b"])]
    #[case::behind_a_url("https://x.io/a-H 'b'", &["https://x.io/a", "-H", "b"])]
    #[case::long("https://x.io/a--header 'b'", &["https://x.io/a", "--header", "b"])]
    fn a_missing_blank_is_doubted(#[case] text: &str, #[case] expected: &[&str]) {
        let (words, _, remarks) = words(text);
        assert_eq!(words, expected);
        assert!(matches!(remarks.finish(text).1[0].kind, DoubtKind::MissingBlank { .. }));
    }

    #[rstest]
    #[case::escaped(r"'it'\''s'")]
    #[case::other_marks(r#"'it'"'"'s'"#)]
    #[case::variable("'a'$B'c'")]
    #[case::braced_variable("\"a\"${B}\"c\"")]
    #[case::two_kinds("'a'\"b\"'c'")]
    #[case::one_quotation("a='b c'd")]
    fn a_quotation_may_be_put_together(#[case] text: &str) {
        assert_eq!(words(text).2.finish(text).1, []);
    }

    #[rstest]
    #[case::replaced("a <<EOF\nx $B \\$c \\d\nEOF\n", "x {{B}} $c \\d\n", "")]
    #[case::literal("a <<'EOF'\nx $B `c`\nEOF\n", "x $B `c`\n", "")]
    #[case::double("a << \"EOF\"\n$B\nEOF", "$B\n", "")]
    #[case::backslash("a <<\\EOF\n$B\nEOF", "$B\n", "")]
    #[case::indented("a <<-EOF\n\t{\n\t\t1}\n\tEOF\nb", "{\n1}\n", "b")]
    #[case::windows("a <<EOF\r\nx\r\nEOF\r\nb", "x\n", "b")]
    #[case::here_string("a <<< 'x y' | b", "x y\n", "| b")]
    #[case::empty("a <<EOF\nEOF\nb", "", "b")]
    fn a_command_is_given_its_input(#[case] text: &str, #[case] given: &str, #[case] rest: &str) {
        let mut remarks = Remarks::default();
        let found = command(text, 0, &mut remarks);
        let words: Vec<&str> = found.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(words, ["a"]);
        assert_eq!(found.input.map(|input| input.text).as_deref(), Some(given));
        assert_eq!(text[found.end..].trim(), rest);
        assert_eq!(remarks.finish(text).1, []);
    }

    #[test]
    fn the_line_that_asks_for_a_here_document_goes_on() {
        let text = "a <<EOF -b 'c'\nx\nEOF\nd";
        let (words, rest, _) = words(text);
        assert_eq!((words.join(" ").as_str(), rest.as_str()), ("a -b c", "d"));
    }

    #[test]
    fn a_here_document_without_an_end_is_none() {
        let mut remarks = Remarks::default();
        assert_eq!(command("a <<EOF\nx\n", 0, &mut remarks).input, None);
    }

    #[rstest]
    #[case::text("\"$(cat <<'EOF'\n{\"a\": \"(b)\"}\nEOF\n)\"", "{\"a\": \"(b)\"}")]
    #[case::variable("$(cat <<EOF\n$B\nEOF\n)", "{{B}}")]
    fn what_cat_prints_is_text(#[case] text: &str, #[case] printed: &str) {
        let (words, _, remarks) = words(text);
        assert_eq!((words, remarks.finish(text).1.len()), (vec![printed.to_owned()], 0));
    }

    #[rstest]
    #[case::path("https://x.io/my-d b", &["https://x.io/my-d", "b"])]
    #[case::word_in_a_path("https://x.io/a-Header", &["https://x.io/a-Header"])]
    fn a_hyphen_is_not_an_option(#[case] text: &str, #[case] expected: &[&str]) {
        let (words, _, remarks) = words(text);
        assert_eq!(
            (words, remarks.finish(text).1.len()),
            (expected.iter().map(|w| (*w).to_owned()).collect(), 0)
        );
    }

    #[rstest]
    #[case::single("'a b\n-c", &["a b", "-c"], DoubtKind::Unclosed { mark: '\'' })]
    #[case::double("\"a b \\\n-c", &["a b", "-c"], DoubtKind::Unclosed { mark: '"' })]
    #[case::marks_inside("'a 'b' c' d", &["a b c", "d"], DoubtKind::MarksInside { mark: '\'' })]
    #[case::marks_doubled("'it''s'", &["its"], DoubtKind::MarksInside { mark: '\'' })]
    #[case::double_marks_inside("\"a: \"b\"\"", &["a: b"], DoubtKind::MarksInside { mark: '"' })]
    #[case::output("a$(b (c) d)e", &["a{{OUTPUT_1}}e"], DoubtKind::CommandOutput { variable: "OUTPUT_1".to_owned() })]
    #[case::argument("\"a$12\"", &["a{{ARGUMENT_1}}2"], DoubtKind::Argument { variable: "ARGUMENT_1".to_owned() })]
    #[case::braced_argument("${12}", &["{{ARGUMENT_12}}"], DoubtKind::Argument { variable: "ARGUMENT_12".to_owned() })]
    #[case::with_a_default("\"${1:-a}b\"", &["{{ARGUMENT_1}}b"], DoubtKind::Argument { variable: "ARGUMENT_1".to_owned() })]
    #[case::arguments("\"$@\"", &["{{ARGUMENTS}}"], DoubtKind::Argument { variable: "ARGUMENTS".to_owned() })]
    #[case::backticks("\"`id`\"", &["{{OUTPUT_1}}"], DoubtKind::CommandOutput { variable: "OUTPUT_1".to_owned() })]
    fn doubts(#[case] text: &str, #[case] expected: &[&str], #[case] doubt: DoubtKind) {
        let (words, _, remarks) = words(text);
        assert_eq!(words, expected);
        assert_eq!(remarks.finish(text).1[0].kind, doubt);
    }
}
