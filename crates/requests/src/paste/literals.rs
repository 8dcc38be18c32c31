//! Requests that were not pasted but come from another program's file: literal credentials in them become the profile's
//! variables, as in a paste. What is a variable there already stays as it is named, since its owner may have a value for it.

use super::credentials::{self, Named};
use super::parts::is_form;
use super::placeholders::Kind;
use super::remark::{PasteNote, Remarks};
use crate::template::names_in;
use mudbrick_model::{Header, Request};

/// The variable for what `Authorization` and `Cookie` hold besides a token.
const OPAQUE: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// The request with variables in place of literal tokens, client IDs and secrets, and what was replaced.
pub fn without_literal_credentials(mut request: Request) -> (Request, Vec<PasteNote>) {
    let mut remarks = Remarks::default();
    let is_literal = |text: &str| names_in(text).is_empty();
    let headers = std::mem::take(&mut request.headers).into_iter();
    request.headers = headers
        .map(|it| if is_literal(&it.value) { header(it, &mut remarks) } else { it })
        .collect();
    let form = request
        .headers
        .iter()
        .any(|header| header.name.eq_ignore_ascii_case("content-type") && is_form(&header.value));
    request.url = credentials::without_user(&request.url, &mut remarks);
    if let Some((path, query)) = request.url.split_once('?') {
        request.url = format!("{path}?{}", pairs(query, &mut remarks));
    }
    request.body = request.body.map(|body| match form {
        true => pairs(&body, &mut remarks),
        false => credentials::in_body(&body, Kind::Body, &mut remarks),
    });
    let (notes, _) = remarks.finish("");
    (request, notes)
}

/// Each pair by itself: one that holds a variable is left alone.
fn pairs(text: &str, remarks: &mut Remarks) -> String {
    let pairs = text.split('&').map(|pair| match names_in(pair).is_empty() {
        true => credentials::in_body(pair, Kind::Form, remarks),
        false => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn header(header: Header, remarks: &mut Remarks) -> Header {
    let Header { name, value } = header;
    if value.trim().is_empty() {
        return Header { name, value };
    }
    let named = credentials::in_header(Named { name, value }, remarks);
    let is_opaque = OPAQUE.iter().any(|one| named.name.eq_ignore_ascii_case(one));
    if !is_opaque || !names_in(&named.value).is_empty() {
        return Header::new(named.name, named.value);
    }
    // Whatever the scheme is, what follows it is a credential. In a cookie, a part of the credential stands there.
    let is_scheme = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let scheme = named.value.split_once(' ').map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|scheme| is_scheme(scheme)).unwrap_or_default();
    let blank = if scheme.is_empty() { "" } else { " " };
    let variable = credentials::own_variable(&named.name);
    let value = format!("{scheme}{blank}{{{{{variable}}}}}");
    remarks.note(PasteNote::Secret { variable });
    Header::new(named.name, value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Method;

    fn cleaned(url: &str, headers: &[(&str, &str)], body: &str) -> (Request, usize) {
        let headers = headers.iter().map(|(name, value)| Header::new(*name, *value)).collect();
        let (url, body) = (url.to_owned(), Some(body.to_owned()));
        let request = Request { name: String::new(), method: Method::Post, url, headers, body };
        let (request, notes) = without_literal_credentials(request);
        (request, notes.len())
    }

    #[test]
    fn literals_go_and_variables_stay() {
        let (request, notes) = cleaned(
            "https://x/?token=abc&user_token={{mine}}",
            &[
                ("Authorization", "Basic dXNlcjpwYXNz"),
                ("x-user-token", "{{x-user-token}}"),
                ("Cookie", "login-token=8f14e45fceea167a5a36dedd4bea2543; b=2"),
                ("x-api-key", "0123456789abcdef0123456789abcdef"),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ],
            "client_secret=p8e-0123456789&client_id={{MINE}}",
        );
        let values: Vec<&str> = request.headers.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(
            values,
            [
                "Basic {{AUTHORIZATION}}",
                "{{x-user-token}}",
                "{{COOKIE}}",
                "{{API_KEY}}",
                "application/x-www-form-urlencoded"
            ]
        );
        assert_eq!(request.url, "https://x/?token={{ACCESS_TOKEN}}&user_token={{mine}}");
        let body = "client_secret={{CLIENT_SECRET}}&client_id={{MINE}}";
        assert_eq!(request.body.as_deref(), Some(body));
        assert_eq!(notes, 5);
    }
}
