//! What will go out, shown before it does: the whole message, each part with where it comes from, secrets masked. Nothing is
//! sent, and no token is asked for.

use super::body_files::{self, ReadFiles};
use super::checking::not_to_come;
use super::options::GoingOutOption;
use super::variables::not_yet;
use super::{Requests, Sending};
use crate::history::origins;
use mudbrick_model::{
    Adobe, Cookies, Explain as _, Header, Method, OriginOfPart, PartOrigin, Problem, ProfileId,
};
use mudbrick_net::{CookieJar, Outgoing};
use mudbrick_redact::MASK;
use mudbrick_requests::{BodyFiles, Filled, FilledText, Piece};
use serde::Serialize;
use std::sync::Arc;

/// A whole message before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GoingOut {
    /// The method.
    pub method: Method,
    /// The URL, in its parts.
    pub url: Vec<GoingOutPart>,
    /// The headers, in their order; those that nobody asked for last.
    pub headers: Vec<GoingOutHeader>,
    /// The body, in its parts; none when there is none.
    pub body: Option<Vec<GoingOutPart>>,
    /// Headers and query parameters that are left out because nothing is set for them.
    pub left_out: Vec<String>,
    /// Variables that have no value, so that nothing can be sent.
    pub missing: Vec<String>,
    /// How it is sent: each option that can be chosen, with who chose it.
    pub options: Vec<GoingOutOption>,
}

/// A header before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GoingOutHeader {
    /// Its name.
    pub name: String,
    /// Its value, in its parts.
    pub value: Vec<GoingOutPart>,
}

/// A part of a text before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct GoingOutPart {
    /// The text, with a mask for a secret.
    pub text: String,
    /// Where it comes from.
    pub origin: PartOrigin,
    /// The variable that brought it, without braces.
    pub variable: Option<String>,
}

impl Requests {
    /// The whole message that sending would send. Variables as in [`Requests::send_with`].
    pub fn what_goes_out(
        &self,
        profile: &ProfileId,
        sending: &Sending,
    ) -> Result<GoingOut, Problem> {
        let Sending { request, surroundings, variables, file, outside, options, .. } = sending;
        let profile = self.core.profiles.get(profile)?.value;
        let how = self.how_to_send(&profile, surroundings, options);
        let key_name =
            |id: &_| self.core.keys.get(id).map_or_else(|_| id.to_string(), |key| key.value.name);
        let jar = (how.cookies.value == Cookies::Keep).then(|| self.jars.of(&profile.id));
        let options = how.shown(profile.adobe == Adobe::Practice, key_name);
        let variables = self.variables_in(&profile, surroundings, variables, &not_yet());
        let (files, whole) = match body_files::read(request, surroundings, *outside)? {
            _ if file.is_some() => (BodyFiles::default(), None),
            ReadFiles::Parts(files) => (files, None),
            ReadFiles::Whole(file) => (BodyFiles::default(), Some(file)),
        };
        let filled = mudbrick_requests::outline_with_files(request, &variables, &files);
        // A person asked for this, and may show it to others.
        let known = self.vault.known_secrets();
        let masking = self.history.masking(&variables, &filled, &known);
        let masked = |text: &str| masking.redactor.text(text).into_owned();
        let parts = |text: &FilledText| masked_together(text, &masked, &masked);
        let value = |name: &str, value: &FilledText| {
            let whole = |text: &str| masking.redactor.header(&Header::new(name, text)).value;
            masked_together(value, &masked, &whole)
        };
        let mut headers: Vec<GoingOutHeader> = filled
            .headers
            .iter()
            .map(|(name, text)| GoingOutHeader { name: name.clone(), value: value(name, text) })
            .collect();
        headers.extend(added(&filled, jar).map_err(|error| error.problem())?);
        Ok(GoingOut {
            method: filled.method,
            url: parts(&filled.url),
            headers,
            body: match whole {
                Some(file) => Some(vec![GoingOutPart {
                    text: format!("({} bytes of a file)", file.length()),
                    origin: PartOrigin::BodyFile,
                    variable: None,
                }]),
                None => filled.body.as_ref().map(parts),
            },
            left_out: filled.left_out.iter().map(|one| one.name.clone()).collect(),
            missing: not_to_come(filled.missing(), surroundings),
            options,
        })
    }
}

const HOST: &str = "host";

/// The headers that nobody asked for: Mudbrick's own, and the connection's. None while the URL is not whole yet.
fn added(
    filled: &Filled,
    jar: Option<Arc<CookieJar>>,
) -> Result<Vec<GoingOutHeader>, mudbrick_net::SendError> {
    let Ok(mut outgoing) = Outgoing::new(filled.method, &filled.url.shown()) else {
        return Ok(Vec::new());
    };
    if let Some(body) = &filled.body {
        outgoing = outgoing.body(body.expose_bytes().expose().clone());
    }
    let mut length = outgoing.sent_body().map(mudbrick_net::Body::length);
    for (name, value) in &filled.headers {
        // The value of this one alone is looked at, in each of several: it has to be the URL's own host.
        let is_host = name.eq_ignore_ascii_case(HOST);
        let value = if is_host { value.shown() } else { String::new() };
        outgoing = outgoing.header(name, &value)?;
    }
    if let Some(jar) = jar {
        outgoing = outgoing.cookies(jar);
    }
    let header = |name: &str, text: String, origin| GoingOutHeader {
        name: name.to_owned(),
        value: vec![GoingOutPart { text, origin, variable: None }],
    };
    let mut headers = Vec::new();
    for (name, value) in &outgoing.wire_headers() {
        if filled.header(name.as_str()).is_some() {
            continue;
        }
        if name == http::header::CONTENT_LENGTH {
            length = None;
        }
        if name == http::header::COOKIE {
            headers.push(header(name.as_str(), MASK.to_owned(), PartOrigin::Cookies));
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.push(header(name.as_str(), value, PartOrigin::Mudbrick));
    }
    if let Some(length) = length {
        headers.push(header("content-length", length.to_string(), PartOrigin::Connection));
    }
    if filled.header(HOST).is_none() {
        let url = outgoing.url();
        let host = url[url::Position::BeforeHost..url::Position::AfterPort].to_owned();
        headers.push(header(HOST, host, PartOrigin::Connection));
    }
    Ok(headers)
}

/// The parts of a text, each masked by itself and all of them together as the history masks the whole: that a value is a secret
/// may stand in the part before it. Parts that a mask of the whole covers become one, behind which the others have no text.
fn masked_together(
    text: &FilledText,
    each: &dyn Fn(&str) -> String,
    whole: &dyn Fn(&str) -> String,
) -> Vec<GoingOutPart> {
    let parts = text.pieces().iter().map(part);
    let mut parts: Vec<GoingOutPart> =
        parts.map(|part| GoingOutPart { text: each(&part.text), ..part }).collect();
    let together: String = parts.iter().map(|part| part.text.as_str()).collect();
    let masked = whole(&together);
    if masked == together {
        return parts;
    }
    // One part at least is what the mask covers.
    let (mut rest, mut first, mut end) = (masked.as_str(), 0, parts.len());
    while first + 1 < end
        && let Some(after) = rest.strip_prefix(&*parts[first].text)
    {
        (rest, first) = (after, first + 1);
    }
    while first + 1 < end
        && let Some(before) = rest.strip_suffix(&*parts[end - 1].text)
    {
        (rest, end) = (before, end - 1);
    }
    let mut covered = rest.to_owned();
    for part in &mut parts[first..end] {
        part.text = std::mem::take(&mut covered);
    }
    parts
}

fn part(piece: &Piece) -> GoingOutPart {
    let text = match piece {
        Piece::Literal(text) | Piece::Value { text, .. } => text.clone(),
        Piece::Secret { .. } => MASK.to_owned(),
        Piece::Unset { written, .. } => written.clone(),
        Piece::File { written, bytes } => std::str::from_utf8(bytes)
            .map_or_else(|_| format!("{written} ({} bytes)", bytes.len()), ToOwned::to_owned),
    };
    let OriginOfPart { origin, variable } = origins::of_piece(piece);
    GoingOutPart { text, origin, variable }
}
