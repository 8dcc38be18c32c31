use super::*;
use crate::{Source, Variables, fill, outline};
use mudbrick_model::{Explain as _, Header, Method, Request};
use mudbrick_vault::SecretText;
use proptest::prelude::*;
use rstest::rstest;

fn request(method: Method, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    Request {
        name: String::new(),
        method,
        url: url.to_owned(),
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body: body.map(str::to_owned),
    }
}

/// As it stands in Adobe's guide to Experience Platform.
#[test]
fn adobes_guide_to_platform() {
    let imported = parse_curl(
        "curl -X GET https://platform.adobe.io/data/foundation/schemaregistry/global/classes \\\n  -H 'Accept: application/vnd.adobe.xed-id+json' \\\n  -H 'Authorization: Bearer {ACCESS_TOKEN}' \\\n  -H 'x-api-key: {API_KEY}' \\\n  -H 'x-gw-ims-org-id: {IMS_ORG}'\n",
    )
    .unwrap();
    let sample = crate::catalogue()
        .iter()
        .find(|sample| sample.path.as_str() == "Experience Platform/Test the credentials")
        .unwrap();
    assert_eq!(imported.request, Request { name: String::new(), ..sample.request.clone() });
    assert_eq!(imported.notes, Vec::<String>::new());
}

/// As it stands in Adobe's guide to Campaign Standard: without the word curl, with angle brackets and blank lines.
#[test]
fn adobes_guide_to_campaign() {
    let imported = parse_curl(
        "\n-X GET https://mc.adobe.io/<ORGANIZATION>/campaign/profileAndServices/profile \\\n-H 'Content-Type: application/json' \\\n-H 'Authorization: Bearer <ACCESS_TOKEN>' \\\n-H 'Cache-Control: no-cache' \\\n-H 'X-Api-Key: <API_KEY>'\n\n",
    )
    .unwrap();
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("Cache-Control", "no-cache"),
        ("X-Api-Key", "{{API_KEY}}"),
    ];
    let url = "https://mc.adobe.io/{{ORGANIZATION}}/campaign/profileAndServices/profile";
    assert_eq!(imported.request, request(Method::Get, url, &headers, None));
}

/// As Chromium writes it; the credentials are somebody's, so they do not get into the request.
#[test]
fn a_browsers_copy() {
    let imported = parse_curl(
        "curl 'https://platform.adobe.io/data/foundation/query/queries?limit=5' \\\n  -H 'accept: */*' \\\n  -H 'authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2ln' \\\n  -H 'x-api-key: exc_app' \\\n  -H 'x-gw-ims-org-id: 1@AdobeOrg' \\\n  -b 'a=1; b=2' \\\n  --data-raw $'{\"sql\":\"SELECT \\'a\\'\\\\nFROM \\u00fc\\ud83d\\ude00\"}' \\\n  --compressed --insecure",
    )
    .unwrap();
    let headers = [
        ("accept", "*/*"),
        ("authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("x-api-key", "{{API_KEY}}"),
        ("x-gw-ims-org-id", "{{IMS_ORG}}"),
        ("Cookie", "a=1; b=2"),
        ("Content-Type", "application/json"),
    ];
    let url = "https://platform.adobe.io/data/foundation/query/queries?limit=5";
    let body = "{\"sql\":\"SELECT 'a'\\nFROM ü😀\"}";
    assert_eq!(imported.request, request(Method::Post, url, &headers, Some(body)));
    let notes = imported.notes.join(" ");
    for part in ["token", "API key", "organization", "--insecure", "Content-Type"] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
    assert!(!format!("{imported:?}").contains("eyJ"));
}

/// As Postman writes it.
#[test]
fn postmans_copy() {
    let imported = parse_curl(
        "curl --location --globoff --request PUT 'https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}' \\\n--header 'Content-Type: application/json' \\\n--data '{\n    \"name\": \"It'\\''s\"\n}'",
    )
    .unwrap();
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}";
    let headers = [("Content-Type", "application/json")];
    let body = "{\n    \"name\": \"It's\"\n}";
    assert_eq!(imported.request, request(Method::Put, url, &headers, Some(body)));
}

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
    let request = parse_curl(text).unwrap().request;
    assert_eq!(
        (request.method, request.url.as_str(), request.body.as_deref()),
        (method, url, body)
    );
}

#[rstest]
#[case::pipe("curl https://x.io/ | jq .", "| jq .")]
#[case::and("curl https://x.io/ && echo done", "echo done")]
#[case::next_command("curl https://x.io/; echo done", "echo done")]
#[case::file("curl https://x.io/ > out.json", "out.json")]
#[case::user("curl -u me:pw https://x.io/", "-u was left out")]
#[case::proxy("curl -x http://p:1 https://x.io/", "-x was left out")]
#[case::two_urls("curl https://x.io/ https://y.io/", "several URLs")]
#[case::no_header("curl https://x.io/ -H 'nonsense'", "not a header")]
fn what_is_left_out_is_said(#[case] text: &str, #[case] expected: &str) {
    let imported = parse_curl(text).unwrap();
    assert_eq!(imported.request.url, "https://x.io/");
    let notes = imported.notes.join(" ");
    assert!(notes.contains(expected) && !notes.contains("me:pw"), "{notes}");
}

#[rstest]
#[case::empty("", "not a curl command")]
#[case::wget("wget https://x.io/", "not a curl command")]
#[case::unclosed("curl 'https://x.io/", "never closed")]
#[case::unclosed_double("curl \"https://x.io/", "never closed")]
#[case::no_url("curl -X GET", "no URL")]
#[case::no_value("curl https://x.io/ -H", "-H has no value")]
#[case::unknown("curl --frobnicate https://x.io/", "--frobnicate")]
#[case::unknown_letter("curl -ß https://x.io/", "-ß")]
#[case::method("curl -X TRACE https://x.io/", "TRACE")]
#[case::file("curl https://x.io/ -d @body.json", "-d takes the body from a file")]
#[case::encoded_file("curl https://x.io/ --data-urlencode a@b", "from a file")]
#[case::form("curl https://x.io/ -F a=b", "-F takes the body")]
#[case::substitution("curl https://x.io/$(whoami)", "$(whoami)")]
#[case::backticks("curl \"https://x.io/`id`\"", "`id`")]
fn what_cannot_be_read_is_told(#[case] text: &str, #[case] expected: &str) {
    let problem = parse_curl(text).expect_err("must be refused").problem();
    assert!(problem.message.contains(expected), "{}", problem.message);
    assert!(problem.remedy.is_some());
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
    let found = parse_curl(text).unwrap().request.headers;
    let expected: Vec<_> = expected.iter().map(|(n, v)| Header::new(*n, *v)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_command_shows_secrets_only_on_purpose() {
    let headers = [("Authorization", "Bearer {{ACCESS_TOKEN}}"), ("x-api-key", "{{API_KEY}}")];
    let url = "https://platform.adobe.io/data/{{API_KEY}}?a={{UNSET}}";
    let request = request(Method::Post, url, &headers, Some("it's {{ACCESS_TOKEN}}! $5"));
    let variables = Variables::new()
        .with(Source::Profile, "API_KEY", "key")
        .with_secret("ACCESS_TOKEN", SecretText::new("canary".to_owned()));
    let filled = fill(&request, &variables).unwrap();
    let redacted = render_curl(&filled, Show::Redacted);
    assert_eq!(
        redacted.expose(),
        "curl 'https://platform.adobe.io/data/key' \\\n  -H \"Authorization: Bearer ${ACCESS_TOKEN}\" \\\n  -H 'x-api-key: key' \\\n  -H 'Content-Type:' \\\n  --data-raw \"it's ${ACCESS_TOKEN}\"'!'\" \\$5\""
    );
    let real = render_curl(&filled, Show::Real);
    assert!(real.expose().contains("'Authorization: Bearer canary'"), "{}", real.expose());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// What Mudbrick writes as a command, it reads as the same request: secrets as their variables, all else as it was.
    #[test]
    fn a_command_is_read_as_the_request_it_was_made_of(
        method in proptest::sample::select(Method::ALL.to_vec()),
        path in "(/[a-z0-9._~%@:!$&'()*+,;=-]{0,10}){0,3}",
        query in proptest::option::of("[a-z0-9=&'!*]{0,12}"),
        headers in proptest::collection::vec(("x-[a-z]{1,8}", "([!-~äé€😀][ -~]{0,12})?"), 0..4),
        body in proptest::option::of("[a-z]([ -~\n\t'\"\\\\!$`äé€😀]){0,30}"),
        secret in proptest::bool::ANY,
    ) {
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        let mut written: Vec<Header> = headers
            .iter()
            .map(|(name, value)| Header::new(name.clone(), value.trim()))
            .collect();
        if secret {
            written.push(Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}"));
        }
        let request = Request {
            name: String::new(),
            method,
            url: format!("https://x.adobe.io{path}{query}"),
            headers: written,
            body: body.map(|body| body + if secret { "{{ACCESS_TOKEN}}'" } else { "" }),
        };
        // Names in capitals between such marks would be taken for placeholders on the way in.
        let texts = request.headers.iter().map(|header| &header.value).chain(&request.body);
        let odd = |text: &String| crate::adopt_placeholders(text) != *text;
        prop_assume!(!texts.into_iter().any(odd));
        let variables = Variables::new().with_secret("ACCESS_TOKEN", SecretText::new("canary".to_owned()));
        let filled = outline(&request, &variables);
        prop_assume!(filled.missing().is_empty());
        let command = render_curl(&filled, Show::Redacted);
        let imported = parse_curl(command.expose()).unwrap();
        prop_assert_eq!(imported.request, request, "{}", command.expose());
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(text in "curl ([ -~\n\\\\'\"$`äé€{}<>|;&]){0,60}") {
        let _ = parse_curl(&text);
    }
}
