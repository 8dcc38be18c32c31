//! Requests of other programs, in and out: Postman, Insomnia, Bruno, HAR, OpenAPI, curl and `.http` files, alone, in folders
//! and in zip files. Profiles and their secrets in such files are read by `read`; here it is requests alone.
//!
//! ```text
//! what was given ──recognise──▶ one reader each ──Gathering──▶ Collection ──http_files──▶ .http files
//! .http files ──write──▶ Postman, HAR, curl
//! ```
//!
//! Everything that is not taken over is a [`LeftOut`] with its place in the tree. Where the files go, and what is there
//! already, is left to the engine.

mod auth;
mod auth_settings;
mod body_file;
mod bruno;
mod curl_file;
mod draft;
mod dynamic;
mod environments;
mod error;
mod file_variables;
mod files;
mod gathering;
mod har;
mod http_folder;
mod insomnia;
mod json;
mod json_comments;
mod left_out;
mod names;
pub(crate) mod numbers;
mod openapi;
mod path;
mod place;
mod postman;
mod recognise;
mod scheme;
mod script;
mod secret_variables;
pub mod write;

pub use error::CollectionError;
pub use files::CollectionFile;
pub use left_out::{Disabled, LeftOut, LeftOutKind, Native, ScriptTime};
pub use names::safe_name;
pub use recognise::read;

use mudbrick_model::Request;
use mudbrick_requests::HttpFile;

/// The most bytes that one file of another program may have.
pub const MOST_BYTES: usize = 64 << 20;

/// The most requests that are read at once: more is a mistake, and would fill the person's folder with it.
pub const MOST_REQUESTS: usize = 20_000;

/// One thing that a person gave: a file, or a folder or zip file with all that is in it.
#[derive(Debug)]
pub struct Given {
    /// What people know it by: `Platform.postman_collection.json`.
    pub name: String,
    /// A single file, or those of a folder with their paths below it.
    pub files: Vec<GivenFile>,
}

/// A file.
#[derive(Debug)]
pub struct GivenFile {
    /// Its name with the folders above it, between slashes.
    pub path: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// What a reading finds.
#[derive(Debug, Default)]
pub struct CollectionReading {
    /// Each with at least one request or something that was left out.
    pub collections: Vec<Collection>,
    /// What could not be read.
    pub errors: Vec<CollectionError>,
}

/// Which program's format it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is named by its program")]
pub enum CollectionFormat {
    Postman,
    Insomnia,
    Bruno,
    Har,
    OpenApi,
    Curl,
    Http,
    /// A text with one request, as a person pastes it.
    Text,
}

impl CollectionFormat {
    /// Whether a line such as `< ./data.csv` names a file there as it does here.
    fn is_of_text(self) -> bool {
        matches!(self, Self::Http | Self::Text | Self::Curl)
    }

    /// As people know it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Postman => "Postman collection",
            Self::Insomnia => "Insomnia export",
            Self::Bruno => "Bruno collection",
            Self::Har => "HAR file",
            Self::OpenApi => "OpenAPI description",
            Self::Curl => "curl commands",
            Self::Http => ".http files",
            Self::Text => "text with a request",
        }
    }
}

/// Requests that belong together.
#[derive(Debug)]
pub struct Collection {
    /// Its own name, else its file's.
    pub name: String,
    /// What it was.
    pub format: CollectionFormat,
    /// What it was read from.
    pub source: String,
    /// In their order; each knows its folders.
    pub requests: Vec<FoundRequest>,
    /// `.http` files that come as they are.
    pub texts: Vec<FoundText>,
    /// What folders are said to be for: the path, and the text.
    pub folders: Vec<(Vec<String>, String)>,
    /// Its variables that are no secrets, each once.
    pub variables: Vec<(String, String)>,
    /// Those of a folder, which hide the collection's for what is in it: the path, the name, and the value.
    pub folder_variables: Vec<(Vec<String>, String, String)>,
    /// Everything that was not taken over, in the order of the file.
    pub left_out: Vec<LeftOut>,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRequest {
    /// The folders it is in, from the outermost.
    pub folders: Vec<String>,
    /// The request, with its name.
    pub request: Request,
    /// What is said about it, line by line.
    pub about: Vec<String>,
    /// Directives of a `.http` file that do what a script did: `@check status 200`.
    pub directives: Vec<String>,
}

/// A `.http` file.
#[derive(Debug)]
pub struct FoundText {
    /// The folders it is in.
    pub folders: Vec<String>,
    /// Its name without an ending.
    pub name: String,
    /// Its text, byte for byte but for literal credentials.
    pub text: String,
    /// What it says.
    pub file: HttpFile,
}

impl Collection {
    /// How many requests there are.
    pub fn count(&self) -> usize {
        let texts = self.texts.iter().map(|text| text.file.entries.len());
        self.requests.len() + texts.sum::<usize>()
    }

    /// All requests, in order.
    pub fn all(&self) -> impl Iterator<Item = &Request> {
        let texts = self.texts.iter().flat_map(|text| &text.file.entries);
        let texts = texts.map(|entry| &entry.request);
        self.requests.iter().map(|found| &found.request).chain(texts)
    }
}
