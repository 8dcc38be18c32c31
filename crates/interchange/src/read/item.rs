//! A file to read: an input, or one of the files of an archive.

use mudbrick_model::Problem;
use mudbrick_vault::Secret;

/// The longest text that is read; credentials are a few kilobytes, and a data dump of Postman's a few megabytes.
pub(super) const MAX_TEXT: usize = 16 << 20;

/// A file to read.
pub(super) struct Item<'a> {
    /// As it is told to people.
    pub(super) name: String,
    /// Where it lies, relative to the others.
    pub(super) path: String,
    pub(super) content: Content<'a>,
}

pub(super) enum Content<'a> {
    Given(&'a [u8]),
    Unpacked(Secret<Vec<u8>>),
    Refused(Problem),
}

impl Item<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Given(bytes) => bytes,
            Content::Unpacked(bytes) => bytes.expose(),
            Content::Refused(_) => &[],
        }
    }
}
