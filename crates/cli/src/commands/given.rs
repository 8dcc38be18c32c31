//! A request from wherever the command line says: its name, a file, a URL, a pasted text; and what `-X`, `-H` and `-d` change
//! of it. Nothing that was given is left out in silence.

use crate::arguments::GivenRequest;
use crate::input;
use crate::session::Session;
use mudbrick_engine::{
    Doubts, Engine, FileBody, MissingHeaders, OutsideFiles, Sending, Surroundings, file_named,
};
use mudbrick_model::{ErrorCode, Header, Method, Problem, Profile, Request};
use std::path::Path;

/// What the arguments choose.
pub(crate) struct Given {
    /// It has the vault, by which a secret that was typed into the request is known.
    pub(crate) engine: Engine,
    pub(crate) profile: Profile,
    /// The request, with everything that the arguments change of it.
    pub(crate) sending: Sending,
    /// What there is to tell of it. An answer in JSON has to carry them.
    pub(crate) notes: Vec<String>,
}

pub(crate) fn request(arguments: &GivenRequest, session: &Session) -> Result<Given, Problem> {
    let engine = session.engine_with_vault()?;
    let profile = engine.profiles().find(&arguments.profile)?;
    let (sending, notes) = sending(arguments, &profile, &engine)?;
    Ok(Given { engine, profile, sending, notes })
}

fn sending(
    arguments: &GivenRequest,
    profile: &Profile,
    engine: &Engine,
) -> Result<(Sending, Vec<String>), Problem> {
    let mut notes = Vec::new();
    let (request, surroundings) = chosen(arguments, engine, &mut notes)?;
    let (request, file) = applied(request, arguments, &mut notes)?;
    let file_name = file.as_ref().and_then(|_| arguments.data.as_deref()?.strip_prefix('@'));
    let file_name = file_name.filter(|name| Path::new(name).is_file()).map(str::to_owned);
    let variables = arguments.variables.iter().cloned().collect();
    let outside = OutsideFiles::agreed(arguments.outside_files);
    let sending =
        Sending { file, file_name, variables, outside, surroundings, ..Sending::of(request) };
    all_used(engine.requests().unused_variables(&profile.id, &sending)?)?;
    notes.extend(sending.surroundings.notes().iter().map(|note| note.text.clone()));
    Ok((sending, notes))
}

fn chosen(
    arguments: &GivenRequest,
    engine: &Engine,
    notes: &mut Vec<String>,
) -> Result<(Request, Surroundings), Problem> {
    let alone = |request| (request, Surroundings::default());
    if let Some(text) = &arguments.curl {
        return pasted(&input::text(text)?, arguments, engine, notes).map(alone);
    }
    let named = arguments.request.as_deref().unwrap_or_default();
    if named.contains("://") {
        return from_url(named, arguments).map(alone);
    }
    match file_named(named) {
        Some((file, name)) => engine.requests().from_file(Path::new(file), name),
        None => engine.requests().find_with_surroundings(named),
    }
}

/// A request in a text of any form. What was changed about it is told before it is sent.
fn pasted(
    text: &str,
    arguments: &GivenRequest,
    engine: &Engine,
    notes: &mut Vec<String>,
) -> Result<Request, Problem> {
    let doubts = if arguments.as_read { Doubts::Accepted } else { Doubts::Unseen };
    let headers = if arguments.complete { MissingHeaders::Added } else { MissingHeaders::Told };
    let (request, told) = engine.requests().from_pasted(text, doubts, headers)?;
    notes.extend(told);
    Ok(Request { name: format!("{} {}", request.method, request.url), ..request })
}

fn from_url(url: &str, arguments: &GivenRequest) -> Result<Request, Problem> {
    let method = method(arguments)?.unwrap_or(Method::Get);
    let url = url.to_owned();
    Ok(Request { name: format!("{method} {url}"), method, url, headers: Vec::new(), body: None })
}

/// A variable that nothing in the request names is a slip of the finger.
fn all_used(unused: Vec<String>) -> Result<(), Problem> {
    match unused.first() {
        None => Ok(()),
        Some(name) => Err(Problem::new(
            ErrorCode::InvalidInput,
            format!("Nothing in the request uses the variable {name}. Nothing was sent."),
        )
        .remedy(format!("Leave --var {name}=… out, or write {{{{{name}}}}} in the request."))),
    }
}

/// The method of `-X`.
fn method(arguments: &GivenRequest) -> Result<Option<Method>, Problem> {
    let Some(given) = &arguments.method else { return Ok(None) };
    Method::parse(given).map(Some).ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, format!("{given} is not an HTTP method."))
            .remedy("Use GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.")
    })
}

/// The request with what was given in place of its own, and the file that is its body.
fn applied(
    mut request: Request,
    arguments: &GivenRequest,
    notes: &mut Vec<String>,
) -> Result<(Request, Option<FileBody>), Problem> {
    if let Some(method) = method(arguments)? {
        request.method = method;
    }
    let given = arguments.headers.iter().map(|line| header(line));
    let given = given.collect::<Result<Vec<Header>, _>>()?;
    let is_given = |own: &Header| given.iter().any(|new| own.name.eq_ignore_ascii_case(&new.name));
    request.headers.retain(|own| !is_given(own));
    request.headers.extend(given);
    let Some(data) = &arguments.data else { return Ok((request, None)) };
    match data.strip_prefix('@') {
        None => {
            request.body = Some(data.clone());
            Ok((request, None))
        }
        Some(file) => {
            request.body = None;
            let body = input::body(Path::new(file))?;
            if input::has_variables(&body) {
                let note = "The file is sent byte for byte: variables such as {{LIMIT}} in it are not filled.";
                notes.push(note.to_owned());
            }
            Ok((request, Some(body)))
        }
    }
}

fn header(line: &str) -> Result<Header, Problem> {
    let (name, value) = line.split_once(':').ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, format!("The header {line} has no colon."))
            .remedy("Write it as 'Name: value'.")
    })?;
    Ok(Header::new(name.trim(), value.trim()))
}
