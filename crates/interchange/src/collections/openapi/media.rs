//! What a description says of one kind of body.

use serde_json::Value;

/// A content type, and what the description says of a body of it.
pub(super) struct Media<'a> {
    pub(super) kind: &'a str,
    pub(super) example: Option<&'a Value>,
    pub(super) schema: Option<&'a Value>,
    /// What holds the schema.
    pub(super) media: &'a Value,
}
