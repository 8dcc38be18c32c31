//! An answer in whatever text somebody has of it: what curl printed, a HAR file or an entry of one, lines of a log, or the bare
//! body. A transcript and a HAR file say whose answer it is, and then nothing of it is read as if nobody knew: a code of
//! Adobe's in an answer of somebody else's is not Adobe's.

mod asked;
mod har;
mod lines;
mod log;
mod records;
mod seen;
mod transcript;

pub use seen::{Seen, SignIn};

use serde_json::Value;

/// What was found in a text.
pub struct Reading {
    /// What may be an answer, the likeliest first.
    pub seen: Vec<Seen>,
    /// So many lines at the beginning of a long log were not looked at.
    pub lines_left_out: usize,
}

/// What may be an answer in the text. With a profile's sign-in, the address its browser was sent back to is known as well.
pub fn read(text: &str, sign_in: Option<SignIn<'_>>) -> Reading {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let json: Option<Value> = serde_json::from_str(text.trim()).ok();
    let mut seen = match json.as_ref().and_then(har::whole) {
        Some(calls) => calls,
        None => transcript::read(&text),
    };
    if !seen.is_empty() || json.as_ref().is_some_and(har::is_file) {
        return Reading { seen, lines_left_out: 0 };
    }
    seen.extend(bare(&text, json.as_ref()));
    let (text, lines_left_out) = records::last_lines(&text);
    seen.extend(log::read(text, sign_in));
    Reading { seen, lines_left_out }
}

/// The text as a body, where it says nothing of the call it answers.
fn bare(text: &str, json: Option<&Value>) -> Option<Seen> {
    let is_one = match json {
        Some(json) => har::address(json).is_none(),
        None => text.trim_start().starts_with('<') || records::url(text).is_none(),
    };
    let status = json.and_then(Value::as_object).and_then(har::status_of);
    is_one.then(|| Seen { status, body: Some(text.trim().as_bytes().to_vec()), ..Seen::default() })
}
