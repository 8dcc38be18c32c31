//! An answer in whatever text somebody has of it: what curl printed, a HAR file or an entry of one, a line of a log, or the bare
//! body. Each reading is tried as if it were the right one: what was not understood is then explained by no rule.

mod har;
mod log;
mod seen;
mod transcript;

pub use seen::Seen;

use seen::MOST;

/// What may be an answer in the text, the likeliest first.
pub fn read(text: &str) -> Vec<Seen> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut found = har::read(&text);
    found.extend(transcript::read(&text));
    found.push(Seen { body: Some(text.trim().as_bytes().to_vec()), ..Seen::default() });
    found.extend(log::read(&text));
    found.truncate(MOST);
    found
}
