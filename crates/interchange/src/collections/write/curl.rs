//! A script of curl commands for a POSIX shell. The variables of a file are filled; every other one is the shell's, and the
//! token is asked for once.

use super::OutgoingRequests;
use mudbrick_model::{CodeLanguage, Request, Slug};
use mudbrick_requests::{
    BodyFileLine, CodeFor, CodeNote, CodeSource, Directives, LiteralCredentials, LongBody, Show,
    Source, Variables, body_file_lines, canonical_name, names_in, outline, own_variable,
    write_code,
};
use mudbrick_vault::SecretText;
use std::fmt::Write as _;

/// The token in the script: one variable, so that many calls ask for one token.
const TOKEN: &str = "ADOBE_TOKEN";

/// The script's text.
pub fn curl(files: &[OutgoingRequests]) -> String {
    let owner = CodeFor { profile: &Slug::derive("profile"), oauth: None };
    let mut names: Vec<String> = Vec::new();
    let mut commands = String::new();
    let mut count = 0;
    let mut literal = LiteralCredentials::default();
    for outgoing in files {
        let own = outgoing.file.variables.iter();
        let own: Vec<(&String, String)> =
            own.map(|(name, value)| (name, with_token_variable(value, outgoing))).collect();
        for (name, request, entry) in outgoing.entries(&mut literal) {
            let mut request = in_request(request, outgoing);
            let options = Directives::of(entry).options;
            let file = body_file_lines(&request).into_iter().find(BodyFileLine::is_as_it_is);
            if file.is_some() {
                request.body = None;
            }
            let values = own.iter().map(|(name, value)| (*name, value));
            let mut variables = Variables::new().with_all(Source::File, values);
            // Those that the file's own variables name as well.
            for used in variables.names_reached(&request) {
                if variables.get(&used).is_none() {
                    variables = variables.with_secret(used, SecretText::new(String::new()));
                }
            }
            let filled = outline(&request, &variables);
            // Literal credentials were taken out of the request before.
            let as_it_is = |text: &str| text.to_owned();
            let body_file = file.as_ref().map(|file| file.path.as_str());
            let code = write_code(
                &CodeSource { filled: &filled, body_file, options },
                CodeLanguage::Bash,
                &owner,
                (Show::Redacted, LongBody::InCode),
                &as_it_is,
            );
            // curl can say every request; the error is for languages that cannot.
            let Ok(code) = code else { continue };
            for note in &code.notes {
                if let CodeNote::Environment { name } = note
                    && !names.contains(name)
                {
                    names.push(name.clone());
                }
            }
            // Writing to a text cannot fail.
            let _ = write!(commands, "\n# {name}\n{}\n", code.text.expose());
            count += 1;
        }
    }
    let what = if count == 1 { "request" } else { "requests" };
    let mut script = format!(
        "#!/bin/sh\n# {count} {what}. Give it the name of a profile, and set the variables below.\n"
    );
    for name in &names {
        let _ = match name.as_str() {
            TOKEN => writeln!(script, ": \"${{{TOKEN}:=$(mudbrick token \"$1\")}}\""),
            name => writeln!(script, ": \"${{{name}:?}}\""),
        };
    }
    script + &commands
}

/// The request with the script's own variable in the place of the token.
fn in_request(mut request: Request, outgoing: &OutgoingRequests) -> Request {
    request.url = with_token_variable(&request.url, outgoing);
    for header in &mut request.headers {
        header.value = with_token_variable(&header.value, outgoing);
    }
    request.body = request.body.map(|body| with_token_variable(&body, outgoing));
    request
}

/// The text with the script's own variable in the place of the token. A variable of the file that is called as the token is
/// another credential: it keeps its value, or gets a name that nobody takes for the token.
fn with_token_variable(text: &str, outgoing: &OutgoingRequests) -> String {
    let mut changed = text.to_owned();
    for name in names_in(text) {
        let own = match outgoing.declares(&name) {
            _ if canonical_name(&name) != "ACCESS_TOKEN" => continue,
            true if outgoing.without_value.contains(&name) => own_variable(&name),
            true => continue,
            false => TOKEN.to_owned(),
        };
        changed = changed.replace(&format!("{{{{{name}}}}}"), &format!("{{{{{own}}}}}"));
    }
    changed
}
