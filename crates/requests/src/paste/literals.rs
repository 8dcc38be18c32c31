//! Requests that were not pasted but come from another program's file: literal credentials in them become the profile's
//! variables, as in a paste. What is a variable there already stays as it is named, since its owner may have a value for it.

use super::credentials::{
    Named, in_body, in_header, in_literal_member, in_pairs, in_text, in_url, is_profiles,
    own_variable, variable_for,
};
use super::members::in_multipart;
use super::parts::is_form;
use super::placeholders::Kind;
use super::remark::{PasteNote, Remarks, Taken};
use crate::template::names_in;
use mudbrick_model::{Header, Request};
use mudbrick_redact::{is_random, is_secret_member};

/// The variable for what `Authorization` and `Cookie` hold besides a token.
const OPAQUE: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// Literal credentials of requests that belong together: the same secret is the same variable in all of them, and another one
/// is another variable.
#[derive(Debug, Default)]
pub struct LiteralCredentials(Taken);

impl LiteralCredentials {
    /// The request with variables in place of literal tokens, client IDs and secrets, and what was replaced.
    pub fn taken_out_of(&mut self, request: Request) -> (Request, Vec<PasteNote>) {
        let mut remarks = Remarks::default();
        remarks.taken = std::mem::take(&mut self.0);
        let request = without_credentials(request, &mut remarks);
        self.0 = std::mem::take(&mut remarks.taken);
        let (notes, _) = remarks.finish("");
        (request, notes)
    }
}

/// The same for a request by itself.
pub fn without_literal_credentials(request: Request) -> (Request, Vec<PasteNote>) {
    LiteralCredentials::default().taken_out_of(request)
}

fn without_credentials(mut request: Request, remarks: &mut Remarks) -> Request {
    let headers = std::mem::take(&mut request.headers).into_iter();
    request.headers = headers
        .map(|it| match names_in(&it.value).is_empty() {
            true => header(it, remarks),
            false => header_with_variables(it, remarks),
        })
        .collect();
    let is = |wanted: fn(&str) -> bool| {
        let mut headers = request.headers.iter();
        headers.any(|it| it.name.eq_ignore_ascii_case("content-type") && wanted(&it.value))
    };
    let (is_form, is_multipart) = (is(is_form), is(is_multipart));
    request.url = in_url(&request.url, in_literal_member, remarks);
    request.body = request.body.map(|body| match () {
        () if is_form => in_pairs(&body, in_literal_member, remarks),
        () if is_multipart => in_multipart(&body, remarks),
        () => in_body(&body, Kind::Body, remarks),
    });
    request
}

/// The variable for the key that a header or parameter of this name holds; none where the profile's own takes its place.
pub fn key_variable(name: &str) -> Option<String> {
    (!is_profiles(name)).then(|| own_variable(name))
}

fn is_multipart(content_type: &str) -> bool {
    content_type.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

fn header(header: Header, remarks: &mut Remarks) -> Header {
    let Header { name, value } = header;
    if value.trim().is_empty() {
        return Header { name, value };
    }
    let named = in_header(Named { name, value }, remarks);
    if !is_opaque(&named.name) || !names_in(&named.value).is_empty() {
        return Header::new(named.name, named.value);
    }
    // Whatever the scheme is, what follows it is a credential. In a cookie, a part of the credential stands there.
    let is_scheme = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let scheme = named.value.split_once(' ').map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|scheme| is_scheme(scheme)).unwrap_or_default();
    let blank = if scheme.is_empty() { "" } else { " " };
    let secret = named.value[scheme.len()..].trim();
    let variable = remarks.taken.variable_of(own_variable(&named.name), secret);
    let value = format!("{scheme}{blank}{{{{{variable}}}}}");
    remarks.note(PasteNote::Secret { variable });
    Header::new(named.name, value)
}

fn is_opaque(name: &str) -> bool {
    OPAQUE.iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// What is written beside a variable may be a credential all the same: one cookie of several, the answer of a digest.
fn header_with_variables(header: Header, remarks: &mut Remarks) -> Header {
    let Header { name, value } = header;
    let value = match is_opaque(&name) {
        true => {
            let parts = value.split_inclusive([';', ',']).map(|part| in_part(part, remarks));
            parts.collect()
        }
        false => value,
    };
    let value = in_text(&value, &name, remarks);
    Header::new(name, value)
}

/// `name=value` or `name="value"` of a header, with what may follow it.
fn in_part(part: &str, remarks: &mut Remarks) -> String {
    let Some((name, rest)) = part.split_once('=') else { return part.to_owned() };
    let value = rest.trim_matches(['"', ' ', ';', ',']);
    let word = name.rsplit(' ').next().unwrap_or_default();
    match is_random(value) || is_secret_member(word, value) {
        true => part.replacen(value, &variable_for(word, value, remarks), 1),
        false => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_model::Method;
    use rstest::rstest;

    fn cleaned(url: &str, headers: &[(&str, &str)], body: &str) -> (Request, usize) {
        let headers = headers.iter().map(|(name, value)| Header::new(*name, *value)).collect();
        let (url, body) = (url.to_owned(), Some(body.to_owned()));
        let request = Request { name: String::new(), method: Method::Post, url, headers, body };
        let (request, notes) = without_literal_credentials(request);
        (request, notes.len())
    }

    #[test]
    fn two_secrets_of_one_name_are_two_variables() {
        let mut literal = LiteralCredentials::default();
        let mut value = |secret: &str| {
            let headers = vec![Header::new("Authorization", format!("Basic {secret}"))];
            let (url, name) = ("https://x/".to_owned(), String::new());
            let request = Request { name, method: Method::Get, url, headers, body: None };
            literal.taken_out_of(request).0.headers.remove(0).value
        };
        assert_eq!(value("dXNlcjpwYXNz"), "Basic {{AUTHORIZATION}}");
        assert_eq!(value("YWRhOnBhc3M="), "Basic {{AUTHORIZATION_2}}");
        assert_eq!(value("dXNlcjpwYXNz"), "Basic {{AUTHORIZATION}}");
        assert!(!format!("{literal:?}").contains("dXNl"));
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

    #[rstest]
    #[case::cookie(
        "Cookie",
        "login-token=8f14e45fceea167a5a36dedd4bea2543; lang={{lang}}",
        "login-token={{LOGIN_TOKEN}}; lang={{lang}}"
    )]
    #[case::beside_a_variable(
        "X-Signature",
        "{{user}}:p8e-AAAAsignature1234567",
        "{{user}}:{{X_SIGNATURE}}"
    )]
    #[case::digest(
        "Authorization",
        "Digest username=\"{{u}}\", realm=\"r\", nonce=\"n\", response=\"6629fae49393a05397450978507c4ef1\"",
        "Digest username=\"{{u}}\", realm=\"r\", nonce=\"n\", response=\"{{RESPONSE}}\""
    )]
    #[case::token("Authorization", "Bearer {{TOKEN}}", "Bearer {{TOKEN}}")]
    #[case::plain("X-Page", "{{first}}-of-2026", "{{first}}-of-2026")]
    fn what_stands_beside_a_variable_is_looked_at(
        #[case] name: &str,
        #[case] value: &str,
        #[case] expected: &str,
    ) {
        let (request, notes) = cleaned("https://x/", &[(name, value)], "");
        assert_eq!(request.headers[0].value, expected);
        assert_eq!(notes, usize::from(value != expected));
    }

    #[rstest]
    #[case::query(
        "https://x/?sig=abcdefabcdefabcdefabcdef&apikey=abcdef123456&key=AIzaSyA1234567890abcdefghijklmnopqrstuv",
        "https://x/?sig={{SIG}}&apikey={{OTHER_APIKEY}}&key={{KEY}}"
    )]
    #[case::mixed(
        "https://x/?a={{b}}p8e-0123456789abcdef&password={{c}}hunter2",
        "https://x/?a={{b}}{{A}}&password={{PASSWORD}}"
    )]
    #[case::fragment(
        "https://x/cb#access_token=abc&x=1",
        "https://x/cb#access_token={{ACCESS_TOKEN}}&x=1"
    )]
    #[case::path(
        "https://x/eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl/y",
        "https://x/{{SECRET}}/y"
    )]
    #[case::hook(
        "https://hooks.slack.com/services/T000/B000/XXXXXXXX",
        "https://hooks.slack.com/services/T000/B000/{{SECRET}}"
    )]
    #[case::plain(
        "https://x/api_key/jwt/?key=customer12&session_id=12345&pageToken=CAUQAA12#top",
        "https://x/api_key/jwt/?key=customer12&session_id=12345&pageToken=CAUQAA12#top"
    )]
    fn urls_keep_no_secret(#[case] url: &str, #[case] expected: &str) {
        assert_eq!(cleaned(url, &[], "").0.url, expected);
    }

    #[rstest]
    #[case::xml(
        "",
        "<l><user>me</user><n:password a=\"1\">hunter2 2</n:password><apiKey>1234567890abcdef</apiKey></l>",
        "<l><user>me</user><n:password a=\"1\">{{PASSWORD}}</n:password><apiKey>{{OTHER_APIKEY}}</apiKey></l>"
    )]
    #[case::graphql(
        "application/json",
        r#"{"query": "{ login(password: \"hunter2\") { token } }"}"#,
        r#"{"query": "{ login(password: \"{{PASSWORD}}\") { token } }"}"#
    )]
    #[case::json_with_variable(
        "application/json",
        r#"{"password": "hunter2{{x}}", "passphrase": "{{y}}-x"}"#,
        r#"{"password": "{{PASSWORD}}", "passphrase": "{{y}}-x"}"#
    )]
    #[case::form(
        "application/x-www-form-urlencoded",
        "api_secret=abcd1234abcd&code=xyz",
        "api_secret={{API_SECRET}}&code=xyz"
    )]
    #[case::multipart(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n{{PASSWORD}}\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--"
    )]
    fn bodies_keep_no_secret(
        #[case] content_type: &str,
        #[case] body: &str,
        #[case] expected: &str,
    ) {
        let (request, _) = cleaned("https://x/", &[("Content-Type", content_type)], body);
        assert_eq!(request.body.as_deref(), Some(expected));
    }
}
