//! JSON as it came: put in form by its white space alone, its values found by their places, as a tree and as a table.

mod grammar;
pub(crate) mod layout;
mod places;
pub(crate) mod scan;
pub mod table;
pub mod tree;

pub(crate) use grammar::Grammar;
pub(crate) use layout::JsonLayout;
pub use scan::{Kind, Value};

/// What a string stands for, given with its quotes; as it is written where that is no string.
pub fn unescaped(written: &[u8]) -> String {
    if let [b'"', inner @ .., b'"'] = written
        && !inner.contains(&b'\\')
    {
        return String::from_utf8_lossy(inner).into_owned();
    }
    let string = serde_json::from_slice::<String>(written);
    string.unwrap_or_else(|_| {
        let inner = written.strip_prefix(b"\"").unwrap_or(written);
        String::from_utf8_lossy(inner.strip_suffix(b"\"").unwrap_or(inner)).into_owned()
    })
}
