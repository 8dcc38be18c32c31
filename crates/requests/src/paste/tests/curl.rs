//! curl's commands: options, quotations, headers, bodies.

use super::{doubts, read};
use mudbrick_model::{Header, Method};
use rstest::rstest;

#[rstest]
#[case::bare("curl https://x.io/", Method::Get, "https://x.io/", None)]
#[case::prompt("$ curl https://x.io/", Method::Get, "https://x.io/", None)]
#[case::no_scheme("curl x.io/a", Method::Get, "https://x.io/a", None)]
#[case::url_option("curl --url 'https://x.io/'", Method::Get, "https://x.io/", None)]
#[case::attached("curl -XDELETE https://x.io/", Method::Delete, "https://x.io/", None)]
#[case::with_equals("curl --request=PATCH https://x.io/", Method::Patch, "https://x.io/", None)]
#[case::flags_together("curl -sSLk https://x.io/", Method::Get, "https://x.io/", None)]
#[case::flags_and_method("curl -siXPOST https://x.io/", Method::Post, "https://x.io/", None)]
#[case::head("curl -I https://x.io/", Method::Head, "https://x.io/", None)]
#[case::data("curl https://x.io/ -d a=1 -d b=2", Method::Post, "https://x.io/", Some("a=1&b=2"))]
#[case::data_urlencode(
    "curl https://x.io/ --data-urlencode 'a=b c&d'",
    Method::Post,
    "https://x.io/",
    Some("a=b%20c%26d")
)]
#[case::data_urlencode_alone(
    "curl https://x.io/ --data-urlencode '=b c'",
    Method::Post,
    "https://x.io/",
    Some("b%20c")
)]
#[case::raw_at("curl https://x.io/ --data-raw @a", Method::Post, "https://x.io/", Some("@a"))]
#[case::get_with_data(
    "curl -G https://x.io/?a=1 -d b=2 --data-urlencode 'c=ü'",
    Method::Get,
    "https://x.io/?a=1&b=2&c=%C3%BC",
    None
)]
#[case::ampersand_unquoted(
    "curl https://x.io/?a=1&b=2",
    Method::Get,
    "https://x.io/?a=1&b=2",
    None
)]
#[case::joined_quotes("curl 'https://x.io/'\"a\"b", Method::Get, "https://x.io/ab", None)]
#[case::double_quotes(
    r#"curl https://x.io/ -d "{\"a\":\"\$5\\\"}""#,
    Method::Post,
    "https://x.io/",
    Some(r#"{"a":"$5\"}"#)
)]
#[case::shell_variable(
    r#"curl "https://x.io/${MY_ID}/$OTHER""#,
    Method::Get,
    "https://x.io/{{MY_ID}}/{{OTHER}}",
    None
)]
#[case::not_in_single_quotes(
    "curl 'https://x.io/$OTHER'",
    Method::Get,
    "https://x.io/$OTHER",
    None
)]
#[case::lost_backslashes("curl\nhttps://x.io/\n-X POST", Method::Post, "https://x.io/", None)]
#[case::blank_after_backslash(
    "curl https://x.io/ \\ \n -X POST",
    Method::Post,
    "https://x.io/",
    None
)]
#[case::windows_line_ends(
    "curl https://x.io/ \\\r\n -X POST\r\n",
    Method::Post,
    "https://x.io/",
    None
)]
#[case::typographers_quotes(
    "curl -X POST \u{201c}https://x.io/\u{201d}",
    Method::Post,
    "https://x.io/",
    None
)]
#[case::ignored_with_value(
    "curl -o out.json -m 10 https://x.io/",
    Method::Get,
    "https://x.io/",
    None
)]
fn commands(
    #[case] text: &str,
    #[case] method: Method,
    #[case] url: &str,
    #[case] body: Option<&str>,
) {
    let request = read(text).request;
    assert_eq!(
        (request.method, request.url.as_str(), request.body.as_deref()),
        (method, url, body)
    );
}

#[rstest]
#[case::json("curl --json '{}' https://x.io/", &[("Content-Type", "application/json"), ("Accept", "application/json")])]
#[case::form("curl -d a=1 https://x.io/", &[("Content-Type", "application/x-www-form-urlencoded")])]
#[case::removed("curl -d a=1 -H 'Content-Type:' https://x.io/", &[])]
#[case::empty("curl -H 'X-Empty;' https://x.io/", &[("X-Empty", "")])]
#[case::not_the_persons("curl -H 'Content-Length: 5' -H 'Connection: close' https://x.io/", &[])]
#[case::basic_stays("curl -H 'Authorization: Basic {X_Y}' https://x.io/", &[("Authorization", "Basic {{X_Y}}")])]
#[case::bearer_option("curl --oauth2-bearer abc https://x.io/", &[("Authorization", "Bearer {{ACCESS_TOKEN}}")])]
fn headers(#[case] text: &str, #[case] expected: &[(&str, &str)]) {
    let found = read(text).request.headers;
    let expected: Vec<_> = expected.iter().map(|(n, v)| Header::new(*n, *v)).collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case::form(
    "curl https://x.io/ -d 'client_id=abc&client_secret=p8e-abc&scope=a'",
    "client_id={{API_KEY}}&client_secret={{CLIENT_SECRET}}&scope=a"
)]
#[case::json(
    "curl https://x.io/ -d '{\"jwt\": \"eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl\"}'",
    "{\"jwt\": \"{{JWT}}\"}"
)]
#[case::pieces(
    "curl https://x.io/ -d '{' -d '\"a\": 1,' -d '\"b\": 2' -d '}'",
    "{\n\"a\": 1,\n\"b\": 2\n}"
)]
#[case::behind_a_blank_line("curl -X POST https://x.io/\n\n{\"a\": 1}\n", "{\"a\": 1}")]
#[case::graphql(
    "curl https://x.io/ --json '{\"query\": \"{ me {id} }\"}'",
    "{\"query\": \"{ me {id} }\"}"
)]
#[case::parts(
    "curl https://x.io/ -F 'a=1;type=text/csv'",
    "--mudbrick-form\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/csv\r\n\r\n1\r\n--mudbrick-form--\r\n"
)]
fn bodies(#[case] text: &str, #[case] expected: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.body.as_deref(), Some(expected));
    assert_eq!(doubts(&pasted), "");
}

#[rstest]
#[case::json(
    "curl https://x.io/ -H 'Content-Type: application/json' -d @- <<'EOF'\n{\n  \"a\": 1\n}\nEOF\n",
    "{  \"a\": 1}"
)]
#[case::binary("curl https://x.io/ --data-binary @- <<EOF\na,b\n1,2\nEOF", "a,b\n1,2\n")]
#[case::json_option("curl https://x.io/ --json @- <<< '{\"a\": 1}'", "{\"a\": 1}\n")]
#[case::upload("curl -T - https://x.io/ <<EOF\na\nEOF\n", "a\n")]
#[case::exported(
    "export NAME=n\ncurl https://x.io/ --json @- <<EOF\n{\"a\": \"$NAME\"}\nEOF\n",
    "{\"a\": \"n\"}\n"
)]
#[case::cat_with_a_bracket(
    "curl https://x.io/ --json \"$(cat <<EOF\n{\"a\": \"(b\"}\nEOF\n)\"",
    "{\"a\": \"(b\"}"
)]
#[case::cat_with_an_apostrophe(
    "curl https://x.io/ --json \"$(cat <<EOF\n{\"a\": \"it's\"}\nEOF\n)\"",
    "{\"a\": \"it's\"}"
)]
#[case::json_in_pieces("curl https://x.io/ --json '{\"a\":' --json ' 1}'", "{\"a\": 1}")]
#[case::cat("curl https://x.io/ --json \"$(cat <<EOF\n{\"a\": 1}\nEOF\n)\"", "{\"a\": 1}")]
fn a_body_comes_from_a_here_document(#[case] text: &str, #[case] body: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.body.as_deref(), Some(body));
    assert_eq!(doubts(&pasted), "");
}

#[rstest]
#[case::filter("curl 'https://x.io/?filter[name]=a'")]
#[case::switched_off("curl -g 'https://x.io/{a,b}[1-3]'")]
#[case::placeholder("curl https://x.io/{ORG-ID}/[ORG-ID]")]
#[case::json("curl 'https://x.io/?q={%22a%22:1,%22b%22:2}'")]
fn a_url_is_one(#[case] text: &str) {
    assert_eq!(doubts(&read(text)), "");
}

#[rstest]
#[case::form(
    "curl https://x.io/ -d 'client_id=a&client_secret=b&pwd=c'",
    "client_id={{API_KEY}}&client_secret={{CLIENT_SECRET}}"
)]
#[case::parts("curl https://x.io/ -F client_secret=p8e-a", "\r\n\r\n{{CLIENT_SECRET}}\r\n")]
#[case::part_of_a_placeholder(
    "curl https://x.io/ -F 'client_id=<your key>' -F 'a={B}'",
    "\r\n\r\n{{API_KEY}}\r\n"
)]
#[case::password(
    "curl https://x.io/ -d '{\"password\": \"p w!\"}'",
    "{\"password\": \"{{PASSWORD}}\"}"
)]
#[case::short_secret(
    "curl https://x.io/ -d '{\"a\":{\"client_secret\":\"s\"},\"b\":1}'",
    "{\"a\":{\"client_secret\":\"{{OTHER_CLIENT_SECRET}}\"},\"b\":1}"
)]
#[case::escaped(
    "curl https://x.io/ -d '{\"a\": \"{\\\"password\\\":\\\"p\\\",\\\"c\\\":1}\"}'",
    "{\"a\": \"{\\\"password\\\":\\\"{{PASSWORD}}\\\",\\\"c\\\":1}\"}"
)]
#[case::its_own_variable(
    "curl https://x.io/ -d '{\"password\": \"{MY_PASSWORD}\"}'",
    "{\"password\": \"{{MY_PASSWORD}}\"}"
)]
fn no_secret_of_a_body_is_kept(#[case] text: &str, #[case] expected: &str) {
    let body = read(text).request.body.unwrap_or_default();
    assert!(body.contains(expected), "{body}");
}
