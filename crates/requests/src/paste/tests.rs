mod clients;
mod curl;
mod field;
mod languages;
mod programs;
mod remarks;

use super::*;
use crate::{CodeFor, CodeSource, LongBody, Show, Variables, outline, write_code};
use mudbrick_model::{CodeLanguage, Header, Method, Slug};
use mudbrick_vault::SecretText;
use proptest::prelude::*;

fn read(text: &str) -> Pasted {
    read_paste(text).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

fn request(method: Method, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    Request {
        name: String::new(),
        method,
        url: url.to_owned(),
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body: body.map(str::to_owned),
    }
}

fn notes(pasted: &Pasted) -> String {
    pasted.notes.iter().map(|note| format!("{note}\n")).collect()
}

fn doubts(pasted: &Pasted) -> String {
    let doubts = pasted.doubts.iter();
    doubts
        .map(|doubt| format!("{}:{} {}\n", doubt.place.line, doubt.place.column, doubt.kind))
        .collect()
}

/// As it stands in Adobe's guide to Experience Platform.
#[test]
fn adobes_guide_to_platform() {
    let imported = read_paste(
        "curl -X GET https://platform.adobe.io/data/foundation/schemaregistry/global/classes \\\n  -H 'Accept: application/vnd.adobe.xed-id+json' \\\n  -H 'Authorization: Bearer {ACCESS_TOKEN}' \\\n  -H 'x-api-key: {API_KEY}' \\\n  -H 'x-gw-ims-org-id: {IMS_ORG}'\n",
    )
    .unwrap();
    let sample = crate::catalogue()
        .iter()
        .find(|sample| sample.path.as_str() == "Experience Platform/Test the credentials")
        .unwrap();
    assert_eq!(imported.request, Request { name: String::new(), ..sample.request().clone() });
    assert_eq!((imported.notes, imported.doubts), (Vec::new(), Vec::new()));
}

/// As it stands in Adobe's guide to Campaign Standard: without the word curl, with angle brackets and blank lines.
#[test]
fn adobes_guide_to_campaign() {
    let imported = read_paste(
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
    let imported = read_paste(
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
    let notes = notes(&imported);
    for part in ["token", "client ID", "organization", "--insecure", "Content-Type"] {
        assert!(notes.contains(part), "{part} in {notes}");
    }
    assert!(!format!("{imported:?}").contains("eyJ"));
}

/// As Postman writes it.
#[test]
fn postmans_copy() {
    let imported = read_paste(
        "curl --location --globoff --request PUT 'https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}' \\\n--header 'Content-Type: application/json' \\\n--data '{\n    \"name\": \"It'\\''s\"\n}'",
    )
    .unwrap();
    let url = "https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}";
    let headers = [("Content-Type", "application/json")];
    let body = "{\n    \"name\": \"It's\"\n}";
    assert_eq!(imported.request, request(Method::Put, url, &headers, Some(body)));
}

/// With its URL as it goes out.
fn as_sent(request: &Request) -> Request {
    let url = outline(request, &Variables::new()).url.shown();
    let url = url::Url::parse(&url).unwrap().into();
    Request { url, ..request.clone() }
}

/// A line that begins a request where it stands by itself, or ends something, or is any text.
fn line_of_a_body() -> impl Strategy<Value = String> {
    let telling = proptest::sample::select(vec![
        "curl https://y.io",
        "curl.exe -d 1 https://y.io `",
        "sh -c \"curl \\\"https://y.io\\\"\"",
        "{\"run\": \"curl \\\"https://y.io\\\"\"}",
        "  * curl https://y.io",
        "$ A=$(curl https://y.io \\",
        "\t@curl $(HOST)/a",
        "docker run a curl https://y.io",
        "$ curl -k https://y.io \\",
        "> irm https://y.io",
        ">> -Method Post",
        "irm https://y.io -Method Post",
        "PS C:\\> $r = iwr 'https://y.io'",
        "fetch('https://y.io')",
        "const r = await fetch(`https://y.io`, {",
        "POST https://y.io HTTP/1.1",
        "Host: y.io",
        "```bash",
        "# curl https://y.io",
        "// curl https://y.io",
        "/* it's",
        "<# \"",
        "<<EOF",
        "$b = @'",
        "@\"",
        "export A=1",
        "-X POST https://y.io",
        "",
    ]);
    prop_oneof![3 => telling.prop_map(str::to_owned), 1 => "[ -~]{0,12}"]
        // Not what would be a variable, or a placeholder.
        .prop_filter("a variable", |line| {
            !line.contains("{{") && placeholders::adopt(line, placeholders::Kind::Body) == *line
        })
}

/// A request with this body in each language, with the body above the command where a language has a place for it.
fn commands_with_body(body: &str, above: bool) -> Vec<String> {
    let posix = format!("'{}'", body.replace('\'', "'\\''"));
    let single = format!("'{}'", body.replace('\'', "''"));
    let json = serde_json::to_string(body).unwrap();
    let template = body.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    let template = format!("`{template}`");
    let mut commands =
        vec![format!("curl https://x.io/a -H 'Content-Type: text/plain' --data-raw {posix}")];
    let mut invoke = |value: &str| {
        let (before, argument) = match above {
            true => (format!("$text = {value}\n"), "$text"),
            false => (String::new(), value),
        };
        commands.push(format!(
            "{before}Invoke-RestMethod -Uri https://x.io/a -Method Post -ContentType text/plain -Body {argument}"
        ));
    };
    invoke(&single);
    if !body.contains("\n'@") {
        invoke(&format!("@'\n{body}\n'@"));
    }
    for value in [&json, &template] {
        let (before, value) = match above {
            true => (format!("const text = {value};\n"), "text"),
            false => (String::new(), value.as_str()),
        };
        commands.push(format!(
            "{before}fetch('https://x.io/a', {{ body: {value}, method: 'POST', headers: {{ 'Content-Type': 'text/plain' }} }})"
        ));
    }
    commands
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// What Mudbrick writes as a command, it reads as the same request: secrets as their variables, all else as it was.
    #[test]
    fn a_command_is_read_as_the_request_it_was_made_of(
        method in proptest::sample::select(Method::ALL.to_vec()),
        path in "(/[a-z0-9._~%@:!$&'()*+,;=-]{0,10}){0,3}",
        query in proptest::option::of("[a-z0-9=&'!*]{0,12}"),
        headers in proptest::collection::vec(("x-[a-j]{1,8}", "([!-~äé€😀][ -~]{0,12})?"), 0..4),
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
        let odd = |text: &String| placeholders::adopt(text, placeholders::Kind::Header) != *text;
        prop_assume!(!texts.into_iter().any(odd));
        let variables = Variables::new().with_secret("ACCESS_TOKEN", SecretText::new("canary".to_owned()));
        let filled = outline(&request, &variables);
        prop_assume!(filled.missing().is_empty());
        let profile = Slug::parse("acme").unwrap();
        let owner = CodeFor { profile: &profile, oauth: None };
        for language in [CodeLanguage::Bash, CodeLanguage::Cmd, CodeLanguage::Powershell] {
            let code = write_code(&CodeSource::of(&filled), language, &owner, (Show::Redacted, LongBody::InFile), &str::to_owned).unwrap();
            let imported = read_paste(code.text.expose()).unwrap();
            let asks = doubts(&imported).contains("another command") || doubts(&imported).contains("expression");
            prop_assert!(!asks, "{}", code.text.expose());
            prop_assert_eq!(&imported.request, &as_sent(&request), "{}", code.text.expose());
        }
    }

    /// What stands in a body begins no other request, and is no prompt, in whatever language both are written.
    #[test]
    fn a_body_is_the_body_whatever_its_lines_look_like(
        lines in proptest::collection::vec(line_of_a_body(), 1..6),
        above in proptest::bool::ANY,
    ) {
        let body = format!("a\n{}\nz", lines.join("\n"));
        let wanted = request(Method::Post, "https://x.io/a", &[("Content-Type", "text/plain")], Some(&body));
        for text in commands_with_body(&body, above) {
            let imported = read(&text);
            prop_assert_eq!(&imported.request, &wanted, "{}", text);
            prop_assert_eq!(doubts(&imported), "", "{}", text);
            prop_assert_eq!(notes(&imported), "", "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over(
        begin in proptest::sample::select(vec![
            "curl ", "curl ^\n", "curl `\n", "irm ", "$a = ", "fetch(", "GET ", "PS C:\\>", "",
        ]),
        text in "([ -~\n\\\\'\"$`äé€{}<>|;&@^%“”’–]){0,60}",
        end in proptest::sample::select(vec![
            "", "\nirm https://x.io", "\nfetch('a')", "\ncurl https://x.io",
        ]),
    ) {
        let _ = read_paste(&format!("{begin}{text}{end}"));
    }
}
