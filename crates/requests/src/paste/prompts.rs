//! What stands in a text and is no part of a command: a shell's prompts, a byte-order mark, the fences of a document.

use super::curl_name::{curls, is_name};
use super::curl_words::words_of;
use super::quoted::Quoted;
use super::remark::Remarks;
use super::{comments, message, powershell, script};

/// The text with blanks in their place. Every byte keeps its place.
pub(super) fn without_prompts(text: &str, quoted: &Quoted) -> String {
    let mut prepared = String::with_capacity(text.len());
    let mut prompted = false;
    // Where the command ends that began last: what looks like a prompt before that is part of its text.
    let mut end = 0;
    // The mark of the comment in which it stands.
    let mut comment = None;
    let fenced = is_fenced(text, quoted);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_start_matches([' ', '\t', '\u{feff}']);
        let indent = whole.len() - line.len();
        let inside = prepared.len() < end || quoted.holds(prepared.len());
        let length = if fenced && !inside && is_fence(line) {
            whole.trim_end().len()
        } else if let Some(margin) =
            comment.filter(|_| prepared.len() < end).and_then(|mark| comments::margin(whole, mark))
        {
            margin
        } else {
            let goes_on = GOES_ON.iter().find(|mark| prompted && line.starts_with(**mark));
            let prompt = match goes_on {
                Some(mark) => mark.len(),
                None if inside => 0,
                None => prompt(line),
            };
            prompted |= prompt > 0;
            // Without a prompt, blanks at the beginning may belong to a body.
            if prompt > 0 || whole.starts_with('\u{feff}') { indent + prompt } else { 0 }
        };
        prepared.extend(std::iter::repeat_n(' ', length));
        let line = &whole[length..];
        let at = prepared.len();
        prepared.push_str(line);
        if at >= end
            && !quoted.holds(at)
            && let Some(curl) = curls(line).next()
        {
            comment = comments::mark(whole);
            end = match comment.map(|mark| comments::joined(&text[at..], mark)) {
                Some(said) => at + words_of(&said, curl, &mut Remarks::default()).end,
                None => words_of(text, curl.behind(at), &mut Remarks::default()).end,
            };
        }
    }
    prepared
}

/// Whether a document's fence stands before the request. Behind its beginning, such a line may belong to a body.
fn is_fenced(text: &str, quoted: &Quoted) -> bool {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !quoted.holds(at) && is_fence(line.trim_start_matches([' ', '\t', '\u{feff}'])) {
            let before = &text[..at];
            return curls(before).next().is_none()
                && powershell::find(before).next().is_none()
                && script::find(before).next().is_none()
                && !before.lines().any(message::begins);
        }
        at += line.len();
    }
    false
}

pub(super) fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// The prompts of a line that goes on, a shell's and PowerShell's.
const GOES_ON: [&str; 2] = ["> ", ">> "];

/// The length of the prompt that the line begins with.
fn prompt(line: &str) -> usize {
    let command = |length: usize| {
        let rest = line[length..].trim_start();
        let known = ["curl", "invoke-", "irm ", "iwr ", "fetch(", "await ", "export ", "$"];
        let lower: String = rest.chars().take(8).collect::<String>().to_ascii_lowercase();
        let is_known = known.iter().any(|begin| lower.starts_with(begin));
        // Behind a `#`, it may be a comment.
        let is_shells =
            || !line[..length].ends_with("# ") && (assigns(rest) || curls(rest).next().is_some());
        (is_known || is_shells()).then_some(length)
    };
    for mark in ["$ ", "% ", "# ", "> ", ">>> "] {
        if line.starts_with(mark) {
            return command(mark.len()).unwrap_or(0);
        }
    }
    // `me@mac ~ %`, `[me@host bin]#`, `(venv) $`, `➜  project git:(main) ✗`
    for mark in ["% ", "# ", "$ ", "✗ ", "➜ ", "❯ "] {
        let Some(at) = line.find(mark) else { continue };
        let before = line[..at].trim_end();
        let is_prompt = before.starts_with(['(', '[', '➜', '❯'])
            || before.split_whitespace().next().is_some_and(is_account_at_host);
        if is_prompt && let Some(length) = command(at + mark.len()) {
            return length;
        }
    }
    // `PS C:\Users\me>`, `C:\Users\me>`, `me@host:~$`
    let end = line.find("> ").or_else(|| line.find("$ ")).map(|end| end + 2);
    let end = end.or_else(|| line.find('>').map(|end| end + 1));
    let looks = line.starts_with("PS ")
        || line.get(1..3) == Some(":\\")
        || end.is_some_and(|end| is_account_at_host(line[..end].trim_end()));
    end.filter(|_| looks).and_then(command).unwrap_or(0)
}

/// `TOKEN=…`
fn assigns(command: &str) -> bool {
    command.split_once('=').is_some_and(|(name, _)| is_name(name))
}

/// `me@host:~$`
fn is_account_at_host(text: &str) -> bool {
    text.split_once('@').is_some_and(|(account, host)| {
        !account.is_empty()
            && account.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
            && host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !host.contains(char::is_whitespace)
    })
}
