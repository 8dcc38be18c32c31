//! What other programs write around a request: scripts, checks, and where answers are saved. None of it is sent, and none of
//! it is lost; what of it Mudbrick does not do is named by [`super::directives`].

use super::lines::Line;
use super::syntax::{comment, is_blank};

/// Lines that are no part of the request that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its lines, as they stand.
    pub text: String,
}

/// What such lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// JetBrains' `> {% … %}` and `< {% … %}`, httpyac's `{{ … }}`.
    Script,
    /// `> script.js`, `< script.js`.
    ScriptFile,
    /// `>> file`, `>>! file`: where JetBrains' client saves the answer.
    SavedAnswer,
    /// `<> file`: an answer that JetBrains' client has saved.
    EarlierAnswer,
    /// httpyac's `?? status == 200`.
    Assertion,
}

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Above the request line.
    Before,
    /// Behind the headers, and behind the body when there is one.
    After,
}

/// More than a script has. Looking for the end of each of many that never end would take for ever.
const LONGEST: usize = 5000;

/// Whether a line is httpyac's, so that it is not taken for more of a URL.
pub(super) fn is_assertion(line: &str) -> bool {
    let text = line.trim_start().strip_prefix("??");
    text.is_some_and(|text| !is_blank(text))
}

/// The block that the first of these lines begins, and how many lines it has.
pub(super) fn block(lines: &[&str], stands: Stands) -> Option<(Block, usize)> {
    let (kind, length) = kind(lines, stands)?;
    Some((Block { kind, text: lines[..length].join("\n") }, length))
}

fn kind(lines: &[&str], stands: Stands) -> Option<(BlockKind, usize)> {
    let line = lines.first()?.trim();
    let one = |kind| Some((kind, 1));
    if let Some(code) = line.strip_prefix("{{") {
        // `{{`, `{{+after`, `{{@request`; a variable closes in its own line.
        let is_code = code.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '+' | '@'));
        return is_code.then(|| script(lines, |line| line.trim() == "}}"))?;
    }
    let mark = if stands == Stands::Before { "<" } else { ">" };
    if let Some(rest) = line.strip_prefix(mark) {
        let rest = rest.trim_start();
        if rest.starts_with("{%") {
            return script(lines, |line| line.trim_end().ends_with("%}"));
        }
        if is_path(rest) && [".js", ".mjs", ".ts"].iter().any(|end| rest.ends_with(end)) {
            return one(BlockKind::ScriptFile);
        }
    }
    if stands == Stands::Before {
        return None;
    }
    if is_assertion(line) {
        return one(BlockKind::Assertion);
    }
    if let Some(rest) = line.strip_prefix("<>") {
        return is_path(rest.trim()).then(|| one(BlockKind::EarlierAnswer))?;
    }
    let file = line.strip_prefix(">>!").or_else(|| line.strip_prefix(">>"))?;
    is_path(file.trim()).then(|| one(BlockKind::SavedAnswer))?
}

/// Where the blocks behind a body begin: with the first line from which on there are only blocks, comments and blank lines.
/// What stands before more of a body is the body's own, whatever it looks like.
pub(super) fn behind_body(lines: &[&str]) -> Option<(usize, Vec<Block>)> {
    // From the last line to the first: whether there are only blocks from a line on is known by then of all lines behind it.
    let mut only_blocks = vec![true; lines.len() + 1];
    let mut begin = None;
    for at in (0..lines.len()).rev() {
        let found = kind(&lines[at..], Stands::After).map(|(_, length)| length);
        only_blocks[at] = match found {
            Some(length) => only_blocks[at + length],
            None => (is_blank(lines[at]) || comment(lines[at]).is_some()) && only_blocks[at + 1],
        };
        if found.is_some() && only_blocks[at] {
            begin = Some(at);
        }
    }
    let begin = begin?;
    let mut blocks = Vec::new();
    let mut at = begin;
    while at < lines.len() {
        let found = block(&lines[at..], Stands::After);
        at += found.as_ref().map_or(1, |(_, length)| *length);
        blocks.extend(found.map(|(block, _)| block));
    }
    Some((begin, blocks))
}

fn script(lines: &[&str], ends: impl Fn(&str) -> bool) -> Option<(BlockKind, usize)> {
    let end = lines.iter().take(LONGEST).position(|line| ends(line))?;
    Some((BlockKind::Script, end + 1))
}

/// Whether a text is a path. One with blanks has to begin as paths do, for words of a text do not.
fn is_path(text: &str) -> bool {
    let begins_as_one =
        ["./", "../", "/", ".\\", "..\\", "{{"].iter().any(|it| text.starts_with(it));
    !text.is_empty() && (begins_as_one || !text.contains(char::is_whitespace))
}

/// The texts of lines.
pub(super) fn texts<'a>(lines: &[Line<'a>]) -> Vec<&'a str> {
    lines.iter().map(|line| line.text).collect()
}

#[cfg(test)]
mod tests;
