//! Whatever people paste becomes a request: curl as bash, cmd and PowerShell write it, `Invoke-RestMethod`, `fetch(…)`, a raw HTTP
//! request, Adobe's documents with their slips. What was changed is a note; what may not be meant is a [`Doubt`] with its
//! place, so that nothing wrong is sent in silence. Nothing that is pasted is run.
//!
//! ```text
//! text ─which language─▶ words or values ─▶ Parts ─finish─▶ Request, notes, doubts
//! ```

mod cmd;
mod credentials;
mod curl;
mod curl_call;
mod curl_options;
mod cursor;
mod dialect;
mod doubt_kind;
mod error;
mod literals;
mod message;
mod multipart;
mod parts;
mod placeholders;
mod powershell;
mod remark;
mod review;
mod script;
mod several;
mod shell;
mod url_pattern;
mod value;
mod word;

pub use curl::encode_around_variables;
pub use curl_call::{CurlCall, CurlCallError, CurlWay, read_curl_call};
pub use doubt_kind::{DoubtKind, OddUrl, OddValue};
pub use error::PasteError;
pub use literals::without_literal_credentials;
pub use multipart::{Form, FormPart};
pub use remark::{CredentialKind, Doubt, PasteNote, Place};
pub use several::{CommandText, split_commands};

use dialect::Dialect;
use mudbrick_model::Request;
use parts::{Parts, Placed};
use remark::Remarks;
use word::{Command, Word};

/// A request that was read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    /// The request, without a name. Credentials in it are the profile's variables.
    pub request: Request,
    /// What was changed or left out.
    pub notes: Vec<PasteNote>,
    /// What a person has to look at before it is sent, in the order of the text.
    pub doubts: Vec<Doubt>,
}

/// Reads a request from a text in any known form.
pub fn read_paste(text: &str) -> Result<Pasted, PasteError> {
    if text.trim().is_empty() {
        return Err(PasteError::Empty);
    }
    let mut remarks = Remarks::default();
    let prepared = prompt_free(text);
    let parts = match find_curl(&prepared, 0) {
        Some(begin) => first_curl(&prepared, begin, &mut remarks)?,
        None if powershell::find(&prepared).is_some() => powershell::read(&prepared, &mut remarks)?,
        None if script::find(&prepared).is_some() => script::read(&prepared, &mut remarks)?,
        None => bare(&prepared, &mut remarks)?,
    };
    let request = parts.finish(&mut remarks)?;
    let (notes, doubts) = remarks.finish(text);
    Ok(Pasted { request, notes, doubts })
}

/// The first curl command with a URL. A document speaks of curl before it shows a command, at the beginning of a line, too.
fn first_curl(text: &str, begin: Curl, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let mut next = Some(begin);
    let mut first_error = None;
    while let Some(begin) = next {
        let mut own = Remarks::default();
        match curl_command(text, begin, &mut own) {
            Ok(parts) if parts.url.is_some() => {
                *remarks = own;
                return Ok(parts);
            }
            Ok(_) => drop(first_error.get_or_insert(PasteError::NoUrl)),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
        next = find_curl(text, begin.words);
    }
    // A document whose command lacks the word curl may speak of it elsewhere.
    bare(text, remarks).map_err(|error| first_error.unwrap_or(error))
}

/// A command without its first word, a raw request, or a URL.
fn bare(text: &str, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim();
        let option = line.strip_prefix(['-', '\u{2013}', '\u{2014}']);
        // Adobe's guide to Campaign Standard leaves the word curl out.
        if option
            .is_some_and(|option| option.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        {
            return curl_command(text, Curl { at, words: at }, remarks);
        }
        // A URL, and a command's options behind it.
        let url = line.starts_with("https://") || line.starts_with("http://");
        if url && line.split_whitespace().nth(1).is_some_and(|word| word.starts_with('-')) {
            return curl_command(text, Curl { at, words: at }, remarks);
        }
        if message::begins(line) {
            if text[..at]
                .lines()
                .any(|line| !line.trim().is_empty() && !line.starts_with(['#', '/', '@']))
            {
                remarks.note(PasteNote::TextBefore);
            }
            return message::read(text, at, remarks);
        }
        at += whole.len();
    }
    let only = text.trim();
    if only.contains('.') && only.contains('/') && !only.contains(char::is_whitespace) {
        let at = text.len() - text.trim_start().len();
        return Ok(Parts { url: Some(Placed::new(only, at)), ..Parts::default() });
    }
    Err(PasteError::NotARequest)
}

/// Where a curl command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Curl {
    /// Where it begins.
    at: usize,
    /// Where its words begin, behind its name.
    words: usize,
}

/// The first `curl` from byte `from` on that begins a command.
fn find_curl(text: &str, from: usize) -> Option<Curl> {
    text[from..].match_indices("curl").find_map(|(at, name)| {
        let at = from + at;
        let before = text[..at].trim_end_matches([' ', '\t']);
        let begins = before.is_empty()
            || before.ends_with(['\n', '(', '`', ';', '|', '&', '\u{201c}', '/', '\\'])
            // `sudo curl`, `time curl`, `TOKEN=x curl`.
            || before.rsplit('\n').next().is_some_and(|line| line.split_whitespace().all(is_before_a_command));
        let rest = &text[at + name.len()..];
        let rest = rest.strip_prefix(".exe").unwrap_or(rest);
        let ends = rest.is_empty() || rest.starts_with(char::is_whitespace) || rest.starts_with(['\\', '^', '`']);
        (begins && ends).then(|| Curl { at, words: text.len() - rest.len() })
    })
}

fn is_before_a_command(word: &str) -> bool {
    matches!(word, "sudo" | "time" | "exec" | "command" | "env" | "then" | "do" | "&")
        || word.split_once('=').is_some_and(|(name, _)| is_name(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn curl_command(text: &str, begin: Curl, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let assigned = assignments(&text[..begin.at], remarks);
    let Command { mut words, mut input, end } = words_of(text, begin, remarks);
    // `$(curl …)`
    if text[..begin.at].trim_end().ends_with('(')
        && let Some(last) = words.last_mut()
        && let Some(inside) = last.text.strip_suffix(')')
    {
        last.text = inside.to_owned();
    }
    for word in words.iter_mut().chain(&mut input) {
        fill_assigned(word, &assigned);
    }
    let mut parts = curl::read(text, words, input, remarks)?;
    after_command(&text[end..], end, &mut parts, remarks);
    Ok(parts)
}

/// The command's words, in the language of the shell that it was written for.
fn words_of(text: &str, begin: Curl, remarks: &mut Remarks) -> Command {
    match Dialect::of(&text[begin.at..]) {
        Dialect::Posix => shell::command(text, begin.words, remarks),
        Dialect::Cmd => cmd::command(text, begin.words, remarks),
        Dialect::Powershell => powershell::command(text, begin.words, remarks),
    }
}

/// What stands behind a command: its body, another command, or something else.
fn after_command(rest: &str, at: usize, parts: &mut Parts, remarks: &mut Remarks) {
    let after = rest.trim();
    if after.is_empty() {
        return;
    }
    let mut more = 0;
    let mut left = 0;
    while let Some(found) = find_curl(rest, left) {
        more += 1;
        left = found.words;
    }
    if more > 0 {
        remarks.doubt(at, DoubtKind::SeveralRequests { count: 1 + more });
        return;
    }
    let writes = parts.method.as_deref().is_some_and(|method| {
        ["POST", "PUT", "PATCH"].iter().any(|writing| writing.eq_ignore_ascii_case(method))
    });
    if writes && parts.data.is_empty() && parts.form.is_empty() && parts::is_json(after) {
        remarks.note(PasteNote::BodyAfterCommand);
        parts.data.push(Placed::new(after, at + rest.len() - rest.trim_start().len()));
        return;
    }
    remarks.note(PasteNote::after(after));
}

/// The values that lines such as `export TOKEN=…` and `set TOKEN=…` give variables before the command.
fn assignments(before: &str, remarks: &mut Remarks) -> Vec<(String, String)> {
    let mut assigned = Vec::new();
    for line in before.lines() {
        let line = line.trim();
        let statement =
            ["export ", "set ", "SET "].into_iter().find_map(|word| line.strip_prefix(word));
        let statement = statement.unwrap_or(line);
        let statement = statement.strip_prefix('$').unwrap_or(statement);
        let Some((name, value)) = statement.split_once('=') else {
            let says = !line.is_empty()
                && !line.starts_with('#')
                && !line.split_whitespace().all(is_before_a_command);
            if says && !line.ends_with("$(") {
                remarks.note(PasteNote::TextBefore);
            }
            continue;
        };
        let value = value.trim().trim_end_matches(';');
        let inside = |mark: char| value.strip_prefix(mark).and_then(|rest| rest.split(mark).next());
        let plain = inside('"').or_else(|| inside('\'')).unwrap_or(value);
        // What would have to be run stays a variable.
        if is_name(name.trim()) && !plain.contains(['$', '`', '(']) && !plain.is_empty() {
            assigned.push((name.trim().to_owned(), plain.to_owned()));
        }
    }
    assigned
}

fn fill_assigned(word: &mut Word, assigned: &[(String, String)]) {
    for (name, value) in assigned {
        let written = format!("{{{{{name}}}}}");
        if word.text.contains(&written) {
            word.text = word.text.replace(&written, value);
        }
    }
}

/// The text with blanks in place of what is no part of a command: prompts, a byte-order mark, the fences of a document. Every
/// byte keeps its place.
fn prompt_free(text: &str) -> String {
    let mut prepared = String::with_capacity(text.len());
    let mut prompted = false;
    // Where the command ends that began last: what looks like a prompt before that is part of its text.
    let mut end = 0;
    let fenced = is_fenced(text);
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_start_matches([' ', '\t', '\u{feff}']);
        let indent = whole.len() - line.len();
        let length = if fenced && is_fence(line) {
            whole.trim_end().len()
        } else {
            let prompt = if prompted && line.starts_with(GOES_ON) {
                GOES_ON.len()
            } else if prepared.len() < end {
                0
            } else {
                prompt(line)
            };
            prompted |= prompt > 0;
            // Without a prompt, blanks at the beginning may belong to a body.
            if prompt > 0 || whole.starts_with('\u{feff}') { indent + prompt } else { 0 }
        };
        prepared.extend(std::iter::repeat_n(' ', length));
        let line = &whole[length..];
        let at = prepared.len();
        prepared.push_str(line);
        if at >= end {
            let curl = find_curl(line, 0);
            let curl = curl.map(|curl| Curl { at: at + curl.at, words: at + curl.words });
            end = curl.map_or(end, |curl| words_of(text, curl, &mut Remarks::default()).end);
        }
    }
    prepared
}

/// Whether a document's fence stands before the request. Behind its beginning, such a line may belong to a body.
fn is_fenced(text: &str) -> bool {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_fence(line.trim_start_matches([' ', '\t', '\u{feff}'])) {
            let before = &text[..at];
            return find_curl(before, 0).is_none()
                && powershell::find(before).is_none()
                && script::find(before).is_none()
                && !before.lines().any(message::begins);
        }
        at += line.len();
    }
    false
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// The prompt of a line that goes on.
const GOES_ON: &str = "> ";

/// The length of the prompt that the line begins with.
fn prompt(line: &str) -> usize {
    let command = |length: usize| {
        let rest = line[length..].trim_start();
        let known = ["curl", "invoke-", "irm ", "iwr ", "fetch(", "await ", "export ", "$"];
        let lower: String = rest.chars().take(8).collect::<String>().to_ascii_lowercase();
        known.iter().any(|begin| lower.starts_with(begin)).then_some(length)
    };
    for mark in ["$ ", "% ", "# ", GOES_ON, ">>> "] {
        if line.starts_with(mark) {
            return command(mark.len()).unwrap_or(0);
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

/// `me@host:~$`
fn is_account_at_host(text: &str) -> bool {
    text.split_once('@').is_some_and(|(account, host)| {
        !account.is_empty()
            && account.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
            && host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && !host.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests;
