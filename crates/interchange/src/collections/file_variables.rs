//! The variables of a `.http` file, written into its requests.

use mudbrick_model::Request;
use mudbrick_requests::names_in;

/// The request with the variables of its file filled, where the other format has none of its own. Everything else stays a
/// variable as it is written.
pub(super) fn with_file_variables(request: &Request, variables: &[(String, String)]) -> Request {
    let filled = |text: &str| {
        let mut text = text.to_owned();
        // A value may name another variable; rings end with the number of variables there are.
        for _ in 0..=variables.len() {
            let names = names_in(&text);
            let Some((name, value)) = variables.iter().find(|(name, _)| names.contains(name))
            else {
                break;
            };
            for written in [format!("{{{{{name}}}}}"), format!("{{{{%{name}}}}}")] {
                text = text.replace(&written, value);
            }
        }
        text
    };
    let mut request = request.clone();
    request.url = filled(&request.url);
    for header in &mut request.headers {
        header.value = filled(&header.value);
    }
    request.body = request.body.as_deref().map(filled);
    request
}
