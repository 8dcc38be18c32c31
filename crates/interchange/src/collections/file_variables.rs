//! The variables of a `.http` file, written into its requests.

use mudbrick_model::Request;
use mudbrick_requests::with_values;
use std::collections::HashMap;

/// Values that name others twice, again and again, would grow without end.
const LONGEST: usize = 4 << 20;
/// Values in values in values …: nobody writes more, and a hostile file must not exhaust the stack.
const DEEPEST: usize = 64;

/// The request with the variables of its file filled, where the other format has none of its own. Everything else stays a
/// variable as it is written.
pub(super) fn with_file_variables(request: &Request, variables: &[(String, String)]) -> Request {
    let mut values: HashMap<&str, &str> = HashMap::new();
    for (name, value) in variables {
        values.entry(name).or_insert(value);
    }
    let filled = |text: &str| fill(text, &values, &mut Vec::new(), &mut 0);
    let mut request = request.clone();
    request.url = filled(&request.url);
    for header in &mut request.headers {
        header.value = filled(&header.value);
    }
    request.body = request.body.as_deref().map(filled);
    request
}

/// A value may name another variable; one that leads back to itself stays as it is written.
fn fill(
    text: &str,
    values: &HashMap<&str, &str>,
    within: &mut Vec<String>,
    length: &mut usize,
) -> String {
    with_values(text, |name| {
        let value = *values.get(name)?;
        *length += value.len();
        let is_ring = within.iter().any(|other| other == name);
        if is_ring || within.len() == DEEPEST || *length > LONGEST {
            return None;
        }
        within.push(name.to_owned());
        let filled = fill(value, values, within, length);
        within.pop();
        Some(filled)
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, with_file_variables};
    use mudbrick_model::{Method, Request};
    use rstest::rstest;

    #[rstest]
    #[case::plain("{{a}}/{{%b}}/{{c}}", &[("a", "1"), ("b", "2")], "1/2/{{c}}")]
    #[case::again("{{c}}{{a}}{{a}}", &[("a", "{{b}}x"), ("b", "2")], "{{c}}2x2x")]
    #[case::a_ring("{{a}}", &[("a", "{{b}}"), ("b", "x{{a}}")], "x{{a}}")]
    #[case::the_first_counts("{{a}}", &[("a", "1"), ("a", "2")], "1")]
    fn values_are_written(
        #[case] url: &str,
        #[case] variables: &[(&str, &str)],
        #[case] expected: &str,
    ) {
        let variables: Vec<(String, String)> = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let request = Request {
            name: String::new(),
            method: Method::Get,
            url: url.to_owned(),
            headers: Vec::new(),
            body: None,
        };
        assert_eq!(with_file_variables(&request, &variables).url, expected);
    }

    /// Each value is twice the next: the last would be longer than any disk.
    #[test]
    fn values_do_not_grow_without_end() {
        let variables: Vec<(String, String)> = (0..60)
            .map(|at| (format!("v{at}"), format!("{{{{v{}}}}}{{{{v{}}}}}", at + 1, at + 1)))
            .collect();
        let request = Request {
            name: String::new(),
            method: Method::Get,
            url: "{{v0}}".to_owned(),
            headers: Vec::new(),
            body: None,
        };
        assert!(with_file_variables(&request, &variables).url.len() < 2 * LONGEST);
    }
}
