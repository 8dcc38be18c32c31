//! What `-X`, `-H` and `-d` change of a request, wherever that comes from: nothing that was given is left out in silence.

use crate::arguments::SendArguments;
use crate::input;
use crate::output::Output;
use mudbrick_engine::FileBody;
use mudbrick_model::{ErrorCode, Header, Method, Problem, Request};
use std::path::Path;

/// The method of `-X`.
pub(crate) fn method(arguments: &SendArguments) -> Result<Option<Method>, Problem> {
    let Some(given) = &arguments.method else { return Ok(None) };
    Method::parse(given).map(Some).ok_or_else(|| {
        Problem::new(ErrorCode::InvalidInput, format!("{given} is not an HTTP method."))
            .remedy("Use GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE.")
    })
}

/// The request with what was given in place of its own, and the file that is its body.
pub(crate) fn applied(
    mut request: Request,
    arguments: &SendArguments,
    output: &Output,
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
                output.note("The file is sent byte for byte: variables such as {{LIMIT}} in it are not filled.");
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
