//! From text to [`Value`]s, one module a notation. What the values mean is left to `shapes`.
//!
//! Values wipe their memory when they are dropped, since any of them may be a secret, and every reader keeps within a
//! [`Budget`], so that hostile input costs no more than its size.

pub(crate) mod env;
pub(crate) mod ini;
pub(crate) mod kubernetes;
pub(crate) mod properties;
pub(crate) mod relaxed;
pub(crate) mod table;
pub(crate) mod toml;
mod value;
pub(crate) mod yaml;

pub(crate) use value::{Budget, Node, Origins, Value};

/// Why a text is not of a notation: where it stops being so, and in which words. Never holds a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotThis {
    /// From 1; 0 when it is not known.
    pub(crate) line: usize,
    /// A clause, such as `a quotation mark is missing`.
    pub(crate) why: &'static str,
}

impl NotThis {
    /// `line 3: a quotation mark is missing`.
    pub(crate) fn clause(&self) -> String {
        match self.line {
            0 => self.why.to_owned(),
            line => format!("line {line}: {}", self.why),
        }
    }
}
