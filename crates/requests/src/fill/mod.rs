//! Filling variables into a request. Checking the result against what Adobe expects is left to [`crate::check`], sending
//! it to `mudbrick-net`.

mod body;
mod form;
mod left_out;
pub(crate) mod sign_in;
mod text;

pub use body::{BodyFileContent, BodyFileLine, BodyFiles, body_file_lines};
pub use left_out::{LeftOut, LeftOutPart};
pub(crate) use text::RESERVED;
pub use text::{FilledText, Piece, Use};

use crate::answer::Reference;
use crate::functions::FunctionError;
use crate::http_file::without_comments;
use crate::variables::Variables;
use left_out::{NoName, unset_variable, without_unset_parameters};
use mudbrick_model::{
    ErrorCode, Explain, Field, Header, Method, Problem, RemedyAction, Request, is_loopback_host,
};
use mudbrick_vault::SecretText;
use text::{Filler, Met, Place};
use thiserror::Error;

/// A request with its variables filled. Its `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The method.
    pub method: Method,
    /// The URL; characters that no URL can hold are percent-encoded.
    pub url: FilledText,
    /// The headers, in order, of the single-valued ones the last.
    pub headers: Vec<(String, FilledText)>,
    /// The body; none when there is none to send.
    pub body: Option<FilledText>,
    /// Every variable in it, once, in order of appearance.
    pub uses: Vec<Use>,
    /// The headers and query parameters left out because all of their value was an unset variable.
    pub left_out: Vec<LeftOut>,
    /// Functions that gave nothing, and why, in order of appearance.
    pub failed: Vec<(String, FunctionError)>,
}

/// Why a request cannot be sent as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum FillError {
    /// Variables without a value.
    #[error("filling variables: no value for {}", names.join(", "))]
    Missing {
        /// Without braces, in order of appearance.
        names: Vec<String>,
    },
    /// A part of the answer to a request that its file does not have.
    #[error("filling {{{{{written}}}}}: no request of the file is called {tag}")]
    Reference {
        /// As it is written, without braces.
        written: String,
        /// The name of the other request.
        tag: String,
    },
    /// What another program computes.
    #[error("filling {{{{{written}}}}}: expressions are not computed")]
    Expression {
        /// As it is written, without braces.
        written: String,
    },
    /// Variables that stand for each other.
    #[error("filling variables: {} stands for itself", names.join(", which stands for "))]
    Circular {
        /// The circle.
        names: Vec<String>,
    },
    /// A `{{$…}}` that gives nothing.
    #[error("filling {{{{{call}}}}}: {error}")]
    Function {
        /// As it is written, without braces.
        call: String,
        /// Why.
        error: FunctionError,
    },
    /// A sign-in that would have to be worked out from user and password.
    #[error("signing in by {scheme}: it is not supported")]
    SignIn {
        /// How.
        scheme: &'static str,
    },
}

impl Explain for FillError {
    fn problem(&self) -> Problem {
        match self {
            Self::Missing { names } => {
                let each: Vec<_> = names.iter().map(|name| format!("{{{{{name}}}}}")).collect();
                let (verb, it) = if names.len() == 1 { ("has", "it") } else { ("have", "them") };
                let problem = Problem::new(
                    ErrorCode::InvalidInput,
                    format!("Nothing was sent: {} {verb} no value.", each.join(", ")),
                );
                if names.iter().all(|name| is_of_a_template(name)) {
                    return problem.remedy(format!("Give {it} a value with @name = value in the request's file. Braces that are meant for the service go out as they are from a file of their own: write < ./body.json for the body."));
                }
                problem.remedy(format!(
                    "Set {it} in the profile's variables, or write the value into the request."
                ))
                .action(
                    names.first().map_or(RemedyAction::field(Field::Variables), |name| {
                        RemedyAction::SetVariable { profile: None, name: name.clone() }
                    }),
                )
            }
            Self::Reference { written, tag } => Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "Nothing was sent: {{{{{written}}}}} has no value, since no request of the file is called {tag}."
                ),
            )
            .remedy(format!(
                "Write # @name {tag} above the request that is meant, in the same file, or correct the name."
            )),
            Self::Expression { written } => Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "Nothing was sent: {{{{{written}}}}} has no value, since Mudbrick does not compute expressions."
                ),
            )
            .remedy("Write the value itself, or a variable and give it the value with --var."),
            Self::Circular { names } => Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "Nothing was sent: {{{{{}}}}}, without end.",
                    names.join("}} stands for {{")
                ),
            )
            .remedy("Give one of these variables a value of its own.")
            .action(RemedyAction::field(Field::Variables)),
            Self::Function { call, error } => Problem::new(
                ErrorCode::InvalidInput,
                format!("Nothing was sent: {{{{{call}}}}} stands for nothing, since {error}."),
            )
            .remedy("Correct it in the request, or write the value itself."),
            Self::SignIn { scheme } => Problem::new(
                ErrorCode::InvalidInput,
                format!("Nothing was sent: signing in by {scheme} is not supported, and the header would show its secret."),
            )
            .remedy("Write the header as the service expects it, or use Basic or Bearer."),
        }
    }
}

/// Whether a name is one of the languages that services fill texts with, such as `profile.person.name` or `#if x`, rather than a
/// variable's.
fn is_of_a_template(name: &str) -> bool {
    Reference::parse(name).is_none()
        && name.contains(|c: char| {
            c.is_whitespace() || matches!(c, '.' | '#' | '/' | '(' | '\'' | '"')
        })
}

/// Headers that Adobe reads once; published collections list `Accept` twice and mean the last.
const SINGLE: [&str; 7] = [
    "accept",
    "authorization",
    "content-type",
    "x-api-key",
    "x-gw-ims-org-id",
    "x-sandbox-name",
    "x-sandbox-id",
];

/// Headers that say who is asking.
const CREDENTIALS: [&str; 6] = [
    "authorization",
    "x-api-key",
    "x-gw-ims-org-id",
    "cookie",
    "x-user-token",
    "proxy-authorization",
];

/// Fills `request`, or says what is missing.
pub fn fill(request: &Request, variables: &Variables) -> Result<Filled, FillError> {
    fill_with_files(request, variables, &BodyFiles::default())
}

/// The same with the files that its body names. Lines of other files stay as they are written.
pub fn fill_with_files(
    request: &Request,
    variables: &Variables,
    files: &BodyFiles,
) -> Result<Filled, FillError> {
    let (filled, circle) = fill_as_far_as_possible(request, variables, files);
    if let Some(names) = circle {
        return Err(FillError::Circular { names });
    }
    if let Some((call, error)) = filled.failed.first() {
        return Err(FillError::Function { call: call.clone(), error: error.clone() });
    }
    let names = filled.missing();
    if let Some(error) = names.iter().find_map(|name| no_name(name)) {
        return Err(error);
    }
    if !names.is_empty() {
        return Err(FillError::Missing { names });
    }
    let mut sign_ins = filled.headers.iter().filter(|(name, _)| sign_in::is_of_sign_in(name));
    match sign_ins.find_map(|(_, value)| sign_in::not_worked_out(value.expose().expose())) {
        Some(scheme) => Err(FillError::SignIn { scheme }),
        None => Ok(filled),
    }
}

/// Why something without a value never gets one, whatever is set.
fn no_name(name: &str) -> Option<FillError> {
    let written = name.to_owned();
    Some(match NoName::of(name)? {
        NoName::Reference => {
            let tag = name.split('.').next().unwrap_or_default().to_owned();
            FillError::Reference { written, tag }
        }
        NoName::Expression => FillError::Expression { written },
    })
}

/// Fills what can be filled, for showing; unset variables stay as written.
pub fn outline(request: &Request, variables: &Variables) -> Filled {
    outline_with_files(request, variables, &BodyFiles::default())
}

/// The same with the files that its body names.
pub fn outline_with_files(request: &Request, variables: &Variables, files: &BodyFiles) -> Filled {
    fill_as_far_as_possible(request, variables, files).0
}

fn fill_as_far_as_possible(
    request: &Request,
    variables: &Variables,
    files: &BodyFiles,
) -> (Filled, Option<Vec<String>>) {
    let mut filler = Filler::new(variables);
    let mut left_out = Vec::new();
    let url = with_host(request, &mut filler);
    let url = without_unset_parameters(&url, variables, &mut left_out);
    let url = filler.fill(&url, Place::Url);
    let mut headers = Vec::new();
    for (index, header) in request.headers.iter().enumerate() {
        if is_superseded(header, &request.headers[index + 1..]) {
            continue;
        }
        if let Some(variable) = unset_variable(&header.value, variables) {
            let (part, name) = (LeftOutPart::Header, header.name.clone());
            left_out.push(LeftOut { part, name, variable });
            continue;
        }
        let mut value = filler.fill(&header.value, Place::Header);
        if sign_in::is_of_sign_in(header.name.trim()) {
            value = sign_in::encoded(value);
        }
        headers.push((header.name.trim().to_owned(), value));
    }
    let body = without_comments(request).filter(|body| !body.is_empty());
    let kind = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let kind = kind.map(|(_, value)| value.shown()).unwrap_or_default();
    let body = body.map(|body| filler.fill_body(&body, &kind, files));
    let Met { uses, circle, failed } = filler.finish();
    let method = request.method;
    (Filled { method, url, headers, body, uses, left_out, failed }, circle)
}

impl Filled {
    /// Names of variables without a value, but for those whose header or parameter is left out. In the path of a writing call an
    /// empty value is none either: a call to one thing would become a call to all of them.
    pub fn missing(&self) -> Vec<String> {
        let emptied = match self.method.writes() {
            true => self.url.emptying_path(),
            false => Vec::new(),
        };
        let has_none = |used: &&Use| used.source.is_none() || emptied.contains(&used.name.as_str());
        self.uses.iter().filter(has_none).map(|used| used.name.clone()).collect()
    }

    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&FilledText> {
        self.headers_named(name).next()
    }

    /// The values of all headers of that name, in any case, in order.
    pub fn headers_named<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a FilledText> {
        let headers = self.headers.iter();
        headers.filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether something in it tells who is asking: a secret, or one of Adobe's headers for that.
    pub fn carries_credential(&self) -> bool {
        let texts = self.headers.iter().map(|(_, value)| value);
        let mut texts = texts.chain([&self.url]).chain(&self.body);
        let named = |(name, _): &(String, FilledText)| {
            CREDENTIALS.iter().any(|one| name.eq_ignore_ascii_case(one))
        };
        texts.any(FilledText::is_secret) || self.headers.iter().any(named)
    }

    /// The secrets that variables brought in, for a [`mudbrick_redact::Redactor`].
    pub fn secrets(&self) -> Vec<&SecretText> {
        let texts =
            self.headers.iter().map(|(_, value)| value).chain([&self.url]).chain(&self.body);
        texts.flat_map(FilledText::secrets).collect()
    }
}

/// Whether a later header takes this one's place.
fn is_superseded(header: &Header, later: &[Header]) -> bool {
    let name = header.name.trim();
    SINGLE.iter().any(|single| name.eq_ignore_ascii_case(single))
        && later.iter().any(|other| other.name.trim().eq_ignore_ascii_case(name))
}

/// The URL, of which a path alone is one of the server that `Host` names.
fn with_host(request: &Request, filler: &mut Filler<'_>) -> String {
    let url = request.url.trim();
    if !url.starts_with('/') {
        let begin = url.split(['/', '?', '#']).next().unwrap_or_default();
        let known = filler.fill(begin, Place::Url).shown();
        let server = known.split(['/', '?', '#']).next().unwrap_or_default();
        return match is_server(server) {
            true => format!("{}://{url}", scheme_for(server)),
            false => url.to_owned(),
        };
    }
    let mut headers = request.headers.iter();
    let host = headers.find(|header| header.name.trim().eq_ignore_ascii_case("host"));
    let Some(host) = host else { return url.to_owned() };
    let host = host.value.trim();
    let known = filler.fill(host, Place::Header).shown();
    format!("{}://{host}{url}", scheme_for(&known))
}

/// How a server is spoken to where nobody says so. One on one's own machine seldom has a certificate.
fn scheme_for(server: &str) -> &'static str {
    let name = server.rsplit_once(':').map_or(server, |(name, _)| name);
    if is_loopback_host(name) { "http" } else { "https" }
}

/// Whether the beginning of a URL is a server rather than a scheme: `api.example.com`, `localhost:8080`.
fn is_server(begin: &str) -> bool {
    let (name, port) = begin.split_once(':').unwrap_or((begin, ""));
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let is_port = port.bytes().all(|c| c.is_ascii_digit());
    let tells = is_loopback_host(name) || !port.is_empty() || name.trim_matches('.').contains('.');
    is_name && is_port && !name.is_empty() && tells
}

#[cfg(test)]
mod tests;
