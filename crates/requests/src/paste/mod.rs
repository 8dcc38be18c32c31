//! Whatever people paste becomes a request: curl as bash, cmd and PowerShell write it, wget and HTTPie, `Invoke-RestMethod`,
//! `fetch(…)`, a program with a library, a raw HTTP request, Adobe's documents with their slips. What was changed is a note; what may not be meant is a [`Doubt`] with its
//! place, so that nothing wrong is sent in silence. Nothing that is pasted is run.
//!
//! ```text
//! text ─which language─▶ words or values ─▶ Parts ─finish─▶ Request, notes, doubts
//! ```

mod assigned;
mod beginnings;
mod calls;
mod clients;
mod cmd;
mod code;
mod comments;
mod credentials;
mod curl;
mod curl_call;
mod curl_name;
mod curl_options;
mod curl_words;
mod cursor;
mod dialect;
mod doubt_kind;
mod enclosed;
mod error;
mod escaped;
mod handed;
mod known;
mod literals;
mod members;
mod message;
mod multipart;
mod parts;
mod placeholders;
mod powershell;
mod prompts;
mod quoted;
mod remark;
mod review;
mod runs;
mod script;
mod several;
mod shell;
mod surroundings;
mod url_pattern;
mod value;
mod word;

pub use credentials::own_variable;
pub use curl::encode_around_variables;
pub use curl_call::{CurlCall, CurlCallError, CurlWay, read_curl_call};
pub use doubt_kind::{DoubtKind, OddUrl, OddValue};
pub use error::PasteError;
pub use literals::{LiteralCredentials, key_variable, without_literal_credentials};
pub use multipart::{Form, FormPart};
pub use remark::{CredentialKind, Doubt, PasteNote, Place};
pub use runs::masked_text;
pub use several::{ReadCommand, has_several_commands, read_commands};

use assigned::Assigned;
use beginnings::{Beginning, Language, Prepared};
use curl_name::Curl;
use curl_words::words_of;
use enclosed::enclosure;
use mudbrick_model::Request;
use parts::{Parts, Placed};
use remark::Remarks;
use word::Command;

/// Of the places that each cost as much as the whole text around them, more are not looked at.
const MOST_TRIED: usize = 16;
/// A document speaks of curl more often than of anything else.
const MOST_CURLS_TRIED: usize = 200;

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
    let parts = first_request(&Prepared::of(text), &mut remarks)?;
    let request = parts.finish(&mut remarks)?;
    let (notes, doubts) = remarks.finish(text);
    Ok(Pasted { request, notes, doubts })
}

/// The first request with a URL. A document speaks of curl before it shows a command, at the beginning of a line, too.
fn first_request(prepared: &Prepared<'_>, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let beginnings = prepared.beginnings();
    let mut first_error = None;
    let (mut left, mut curls_left) = (MOST_TRIED, MOST_CURLS_TRIED);
    for begin in &beginnings {
        let left = if begin.is_curl() { &mut curls_left } else { &mut left };
        let Some(fewer) = left.checked_sub(1) else { continue };
        *left = fewer;
        let mut own = Remarks::default();
        match request_at(prepared, *begin, &beginnings, &mut own) {
            Ok(parts) if parts.is_addressed() => {
                surroundings::doubt_what_is_above(prepared, *begin, &beginnings, &parts, &mut own);
                *remarks = own;
                return Ok(parts);
            }
            Ok(_) => drop(first_error.get_or_insert(PasteError::NoUrl)),
            Err(error) => drop(first_error.get_or_insert(error)),
        }
    }
    // A document whose command lacks the word curl may speak of it elsewhere. What a script quotes is not looked through.
    match first_error {
        Some(error) if beginnings.iter().any(Beginning::is_quoting) => Err(error),
        first_error => bare(prepared, remarks).map_err(|error| first_error.unwrap_or(error)),
    }
}

fn request_at(
    prepared: &Prepared<'_>,
    begin: Beginning,
    all: &[Beginning],
    remarks: &mut Remarks,
) -> Result<Parts, PasteError> {
    let text = prepared.text.as_str();
    let (mut parts, end) = match begin.language {
        Language::Curl { words } => first_command(text, Curl { at: begin.at, words }, remarks)?,
        Language::Powershell => powershell::read(text, begin.at, remarks)?,
        Language::Script => script::read(text, begin.at, remarks)?,
        Language::Code => code::read(text, begin.at, remarks)?,
        // Nothing tells where a body ends that is not quoted.
        Language::Message => (message_at(text, begin.at, remarks)?, begin.at),
    };
    let more = surroundings::commands_behind(end, begin, all);
    if more > 0 && !remarks.tells_of_several() {
        remarks.doubt(end, DoubtKind::SeveralRequests { count: 1 + more });
    } else if more == 0 && begin.is_curl() {
        after_command(prepared, begin.at, end, &mut parts, remarks);
    }
    Ok(parts)
}

/// A command without its first word, a raw request, or a URL.
fn bare(prepared: &Prepared<'_>, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let text = prepared.text.as_str();
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim();
        let option = line.strip_prefix(['-', '\u{2013}', '\u{2014}']);
        // Adobe's guide to Campaign Standard leaves the word curl out.
        if option
            .is_some_and(|option| option.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        {
            return fragment(prepared, at, remarks);
        }
        // A URL, and a command's options behind it.
        let url = line.starts_with("https://") || line.starts_with("http://");
        if url && line.split_whitespace().nth(1).is_some_and(|word| word.starts_with('-')) {
            return fragment(prepared, at, remarks);
        }
        if message::begins(line) {
            return message_at(text, at, remarks);
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

/// A curl command without its name.
fn fragment(
    prepared: &Prepared<'_>,
    at: usize,
    remarks: &mut Remarks,
) -> Result<Parts, PasteError> {
    if surroundings::is_in_something(prepared, 0, at) {
        remarks.doubt(at, DoubtKind::PartOfAnother);
    }
    let (mut parts, end) = first_command(&prepared.text, Curl { at, words: at }, remarks)?;
    after_command(prepared, at, end, &mut parts, remarks);
    Ok(parts)
}

fn message_at(text: &str, at: usize, remarks: &mut Remarks) -> Result<Parts, PasteError> {
    let mut above = text[..at].lines();
    if above.any(|line| !line.trim().is_empty() && !line.starts_with(['#', '/', '@'])) {
        remarks.note(PasteNote::TextBefore);
    }
    message::read(text, at, remarks)
}

/// The parts of the first command of a text, and where it ends.
fn first_command(
    text: &str,
    begin: Curl,
    remarks: &mut Remarks,
) -> Result<(Parts, usize), PasteError> {
    let mut assigned = Assigned::default();
    let above = handed::piped(&text[..begin.at]).map_or(begin.at, |(at, _)| at);
    assigned.follow(&text[..above], remarks);
    curl_command(text, begin, &assigned, remarks)
}

/// A command's parts, and where it ends.
fn curl_command(
    text: &str,
    begin: Curl,
    assigned: &Assigned,
    remarks: &mut Remarks,
) -> Result<(Parts, usize), PasteError> {
    let Command { mut words, mut input, mut end } = words_of(text, begin, remarks);
    let around = enclosure(text, begin.at);
    if let Some(around) = around.filter(|around| text[end..around.end].trim().is_empty()) {
        end = around.behind;
    }
    let before = &text[..around.map_or(begin.at, |around| around.begin)];
    input = input.or_else(|| handed::piped(before).map(|(_, word)| word));
    let name = text[begin.at..begin.words].trim();
    words = clients::as_curls(name, words, &mut input, remarks);
    handed::fill(before, &mut words, remarks);
    for word in words.iter_mut().chain(&mut input) {
        assigned.fill(word, remarks);
    }
    Ok((curl::read(text, words, input, remarks)?, end))
}

/// What stands behind the last command: its body, or something else.
fn after_command(
    prepared: &Prepared<'_>,
    begin: usize,
    end: usize,
    parts: &mut Parts,
    remarks: &mut Remarks,
) {
    let after = prepared.text[end..].trim();
    let body = surroundings::body_behind(prepared, begin, end..prepared.text.len());
    if !after.is_empty() && !parts.take_body(body, remarks) {
        remarks.note(PasteNote::after(after));
    }
}

#[cfg(test)]
mod tests;
