//! Requests for other programs: a Postman collection, a HAR file, a script of curl commands. None of them holds a secret:
//! literal credentials become variables first, and the engine looks through all of it besides.

mod curl;
mod har;
mod postman;

use super::secret_variables::secret_variables;
pub use curl::curl;
pub use har::har;
pub use postman::postman;

use mudbrick_model::{Problem, Request};
use mudbrick_requests::{Entry, HttpFile, LiteralCredentials, without_comments};
use std::borrow::Cow;

/// The text of a `.http` file without literal credentials; everything else keeps every byte.
///
/// # Errors
/// The text cannot be read, or cannot have what takes a credential's place.
pub fn http(text: &str, literal: &mut LiteralCredentials) -> Result<String, Problem> {
    super::http_folder::without_credentials(text, literal).map(|cleaned| cleaned.text)
}

/// A `.http` file on its way out, without the variables that hold a secret.
#[derive(Debug)]
pub struct OutgoingRequests {
    /// Its place under `requests/`, without an ending.
    pub path: String,
    /// What it says.
    pub file: HttpFile,
    /// The variables that it had and that hold a secret: their names stay in the requests and have no value there.
    pub without_value: Vec<String>,
}

impl OutgoingRequests {
    /// Takes the secrets out of a file's variables.
    pub fn of(path: String, mut file: HttpFile) -> Self {
        let without_value = secret_variables(&file);
        let all = std::mem::take(&mut file.variables);
        for (name, value) in all {
            // Of two lines for one name the last counts, as in sending.
            match file.variables.iter_mut().find(|(known, _)| *known == name) {
                _ if without_value.contains(&name) => {}
                Some(known) => known.1 = value,
                None => file.variables.push((name, value)),
            }
        }
        Self { path, file, without_value }
    }

    /// Whether the file itself has a variable of this name, so that the profile's is not meant.
    fn declares(&self, name: &str) -> bool {
        self.without_value.iter().any(|own| own == name)
            || self.file.variables.iter().any(|(own, _)| own == name)
    }

    /// The folders, and the name of the file.
    fn parts(&self) -> (Vec<&str>, &str) {
        let mut parts: Vec<&str> = self.path.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        (parts, name)
    }

    /// Its requests. `literal` is what was taken out of them and of those that go out with them.
    fn entries(
        &self,
        literal: &mut LiteralCredentials,
    ) -> impl Iterator<Item = (String, Request, &Entry)> {
        let (_, stem) = self.parts();
        self.file.entries.iter().map(move |entry| {
            let (mut request, _) = literal.taken_out_of(entry.request.clone());
            // The other formats have no comments, and would send them.
            request.body = without_comments(&request).map(Cow::into_owned);
            let name = if request.name.is_empty() { stem.to_owned() } else { request.name.clone() };
            (name, request, entry)
        })
    }
}

/// Whether a request's body is a form of pairs.
fn is_form(request: &Request) -> bool {
    let mut headers = request.headers.iter();
    headers.any(|header| {
        header.name.eq_ignore_ascii_case("content-type")
            && header
                .value
                .trim()
                .to_ascii_lowercase()
                .starts_with("application/x-www-form-urlencoded")
    })
}

/// The names and values of a form or query, decoded. A variable whose value would be encoded is one like any other there.
fn decoded_pairs(text: &str) -> Vec<(String, Option<String>)> {
    let decode = |text: &str| {
        let blanks = text.replace('+', " ").replace("{{%", "{{");
        match percent_encoding::percent_decode_str(&blanks).decode_utf8() {
            Ok(decoded) => decoded.into_owned(),
            Err(_) => text.to_owned(),
        }
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| match pair.split_once('=') {
        Some((name, value)) => (decode(name), Some(decode(value))),
        None => (decode(pair), None),
    });
    pairs.collect()
}
