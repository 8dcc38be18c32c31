//! Names of variables for what a description calls by a name.

use crate::collections::path::parameter_name;

/// A variable's name: blanks would make it another thing.
pub(super) fn variable(name: &str) -> String {
    let part = |c: char| if c.is_whitespace() || "{}=".contains(c) { '_' } else { c };
    // At its beginning, `$` would call a function, and `%` would ask for encoding.
    let name: String = name.trim_start_matches(['$', '%']).chars().map(part).collect();
    match name.is_empty() {
        true => "_parameter".to_owned(),
        false => parameter_name(&name),
    }
}

/// `{{name}}`: its value goes out as it is written.
pub(super) fn as_it_is(name: &str) -> String {
    format!("{{{{{}}}}}", variable(name))
}

/// `{{%name}}`: its value is percent-encoded.
pub(super) fn encoded(name: &str) -> String {
    format!("{{{{%{}}}}}", variable(name))
}

/// `/a/{id}` with what is written for `id`.
pub(super) fn with_names(template: &str, write: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, behind)) = behind.split_once('}') else { break };
        out.push_str(before);
        out.push_str(&write(name.trim_start_matches('{')));
        // Some descriptions have variables as Postman writes them, between two braces.
        rest = if name.starts_with('{') { behind.trim_start_matches('}') } else { behind };
    }
    out.push_str(rest);
    out
}
