//! `{{$…}}` of Postman and Bruno: values that are made when a request is sent. Those that Mudbrick makes too are written as it
//! writes them; each of the others becomes a variable, since a request with an unknown one could never be sent.

use super::left_out::LeftOutKind;
use super::place::short;
use mudbrick_requests::{is_known_function, names_in};

/// What Mudbrick writes otherwise.
const SAME: [(&str, &str); 4] = [
    ("$randomUUID", "$uuid"),
    ("$randomEmail", "$random.email"),
    ("$randomExampleEmail", "$random.email"),
    ("$randomAlphaNumeric", "$random.alphanumeric(1)"),
];

/// The text with what Mudbrick knows in the place of what it does not; `tell` gets what becomes a variable.
pub(super) fn adopted(text: &str, mut tell: impl FnMut(LeftOutKind)) -> String {
    let mut adopted = text.to_owned();
    for call in names_in(text) {
        let call = call.as_str();
        if !call.starts_with('$') || is_known_function(call) {
            continue;
        }
        let same = SAME.iter().find(|(other, _)| *other == call);
        let known = match same {
            Some((_, known)) => (*known).to_owned(),
            None => {
                let variable = variable(call);
                let written = short(&format!("{{{{{call}}}}}"));
                tell(LeftOutKind::Computed { written, variable: variable.clone() });
                variable
            }
        };
        for mark in ["{{", "{{%"] {
            let written = format!("{mark}{call}}}}}");
            adopted = adopted.replace(&written, &format!("{mark}{known}}}}}"));
        }
    }
    adopted
}

/// The name without its sign, and without what a variable's name cannot hold.
fn variable(call: &str) -> String {
    let part = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' };
    let name: String = call.trim_start_matches('$').chars().map(part).collect();
    if name.is_empty() { "computed".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::same("{{$randomUUID}}/{{%$randomUUID}}", "{{$uuid}}/{{%$uuid}}", None)]
    #[case::known(
        "{{$guid}}{{$timestamp}}{{$randomInt}}",
        "{{$guid}}{{$timestamp}}{{$randomInt}}",
        None
    )]
    #[case::unknown("{{$randomFirstName}}", "{{randomFirstName}}", Some("randomFirstName"))]
    #[case::variable("{{a}}$randomUUID", "{{a}}$randomUUID", None)]
    fn what_is_made_elsewhere_is_made_or_asked_for(
        #[case] text: &str,
        #[case] expected: &str,
        #[case] variable: Option<&str>,
    ) {
        let mut told = Vec::new();
        assert_eq!(adopted(text, |kind| told.push(kind)), expected);
        let said = told.iter().map(|kind| match kind {
            LeftOutKind::Computed { variable, .. } => variable.as_str(),
            other => panic!("{other:?}"),
        });
        assert_eq!(said.collect::<Vec<_>>(), variable.into_iter().collect::<Vec<_>>());
    }
}
