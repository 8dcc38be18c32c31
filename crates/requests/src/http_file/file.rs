//! What a `.http` file says.

use super::blocks::Block;
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
    /// What stands among the requests and is none that Mudbrick sends, in order.
    pub foreign: Vec<Foreign>,
}

/// A part of a file that is for other programs: a request by another protocol, an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// What follows `###`.
    pub name: String,
    /// The word that says what it is: `GRPC`, `WEBSOCKET`, `import`.
    pub word: String,
    /// Its lines.
    pub text: String,
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
    /// Which version of HTTP its line ends in, such as `HTTP/2`; none for the usual `HTTP/1.1`, which most programs write
    /// whatever they send.
    pub version: Option<String>,
    /// What other programs do before they send it.
    pub before: Vec<Block>,
    /// What other programs do with its answer.
    pub after: Vec<Block>,
}

impl Entry {
    /// A request with nothing written about it.
    pub fn new(request: Request) -> Self {
        let (comments, before, after) = (Vec::new(), Vec::new(), Vec::new());
        Self { request, tag: None, note: None, comments, version: None, before, after }
    }
}

impl HttpFile {
    /// A file with one request.
    pub fn of(request: Request) -> Self {
        Self { entries: vec![Entry::new(request)], ..Self::default() }
    }
}
