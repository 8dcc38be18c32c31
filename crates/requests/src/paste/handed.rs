//! What another program hands a command: `xargs` and `parallel` a part of its words, a pipe its input.

use super::doubt_kind::DoubtKind;
use super::remark::Remarks;
use super::shell;
use super::word::{Command, Word};

/// The variable that stands for what is handed over.
const ITEM: &str = "ITEM";
/// More bytes than anybody pipes into a command by hand: of a text on one line, all of it would be looked at.
const MOST_PIPED: usize = 64 << 10;

/// Puts the variable in the place of what `xargs` or `parallel` fills in. `before` is what stands before the command's name.
pub(super) fn fill(before: &str, words: &mut Vec<Word>, remarks: &mut Remarks) {
    let near = before.ceil_char_boundary(before.len().saturating_sub(400));
    let statement = before[near..].rsplit(['\n', ';', '|', '&']).next().unwrap_or_default();
    let mut options = statement.split_whitespace().map(|word| word.trim_matches(['\'', '"']));
    let Some(program) = options.find(|word| matches!(*word, "xargs" | "parallel")) else { return };
    // `-I{}`, `-I %`; with `parallel` it is `{}` by itself.
    let mut mark = (program == "parallel").then_some("{}");
    while let Some(option) = options.next() {
        mark = match option.strip_prefix("-I") {
            Some("") => options.next(),
            Some(attached) => Some(attached),
            None => mark,
        };
    }
    // Behind `:::` stands what is filled in.
    if let Some(end) = words.iter().position(|word| word.text.starts_with(":::")) {
        words.truncate(end);
    }
    let Some(mark) = mark.filter(|mark| !mark.is_empty()) else { return };
    for word in words.iter_mut().filter(|word| word.text.contains(mark)) {
        word.text = word.text.replace(mark, &format!("{{{{{ITEM}}}}}"));
        remarks.doubt(word.at, DoubtKind::Argument { variable: ITEM.to_owned() });
    }
}

/// The text that `echo` or `printf` pipes into the command behind `before`, and where its command begins.
pub(super) fn piped(before: &str) -> Option<(usize, Word)> {
    let end = before.trim_end().strip_suffix('|')?.len();
    let near = before.ceil_char_boundary(end.saturating_sub(MOST_PIPED));
    let begins = ["echo ", "printf "].into_iter();
    let begin = begins.filter_map(|name| Some((near + before[near..end].rfind(name)?, name))).max();
    let (begin, name) = begin?;
    let Command { words, end: words_end, .. } =
        shell::command(&before[..end], begin + name.len(), &mut Remarks::default());
    if !before[words_end..end].trim().is_empty() {
        return None;
    }
    let mut words =
        words.into_iter().filter(|word| !matches!(word.text.as_str(), "-n" | "-e" | "-E"));
    let first = words.next()?;
    // `printf` fills further words in.
    words.next().is_none().then_some((begin, first))
}
