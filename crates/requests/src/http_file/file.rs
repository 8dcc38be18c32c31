//! What a `.http` file says.

use mudbrick_model::Request;

/// What a `.http` file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpFile {
    /// Comment lines that belong to no request, without their mark.
    pub comments: Vec<String>,
    /// `@name = value` lines, in order.
    pub variables: Vec<(String, String)>,
    /// The requests, in order.
    pub entries: Vec<Entry>,
}

/// One request of a file and what is written about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The request; its name is what follows `###`.
    pub request: Request,
    /// `# @name tag`, by which REST Client lets other requests refer to it.
    pub tag: Option<String>,
    /// `# @note …`: what is not verified about it.
    pub note: Option<String>,
    /// Its other comment lines, without their mark.
    pub comments: Vec<String>,
}

impl Entry {
    /// A request with nothing written about it.
    pub fn new(request: Request) -> Self {
        Self { request, tag: None, note: None, comments: Vec::new() }
    }
}

impl HttpFile {
    /// A file with one request.
    pub fn of(request: Request) -> Self {
        Self { entries: vec![Entry::new(request)], ..Self::default() }
    }
}
