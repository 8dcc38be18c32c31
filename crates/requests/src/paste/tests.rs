use super::*;
use crate::{CodeFor, Show, Variables, outline, write_code};
use mudbrick_model::{CodeLanguage, Explain as _, Header, Method, Slug};
use mudbrick_vault::SecretText;
use proptest::prelude::*;
use rstest::rstest;

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
    assert_eq!(imported.request, Request { name: String::new(), ..sample.request.clone() });
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
#[case::pipe("curl https://x.io/ | jq .", "left out: | jq .")]
#[case::and("curl https://x.io/ && echo done", "echo done")]
#[case::next_command("curl https://x.io/; echo done", "echo done")]
#[case::file("curl https://x.io/ > out.json", "out.json")]
#[case::user("curl -u me:pw https://x.io/", "-u was left out")]
#[case::proxy("curl -x http://p:1 https://x.io/", "-x was left out")]
#[case::insecure("curl --insecure https://x.io/", "--insecure was left out")]
#[case::cookies("curl -b jar.txt https://x.io/", "cookies were left out")]
#[case::length("curl -H 'Content-Length: 5' https://x.io/", "Content-Length was left out")]
#[case::prose("Try this call:\n\ncurl https://x.io/", "before the request")]
#[case::answer("curl https://x.io/\n\nThe answer is:\n{}", "The answer is")]
#[case::dashes("curl https://x.io/ \u{2013}H 'a: b'", "word processor")]
#[case::scheme("curl x.io/", "https:// was put")]
fn what_is_left_out_or_changed_is_said(#[case] text: &str, #[case] expected: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.url, "https://x.io/");
    let notes = notes(&pasted);
    assert!(notes.contains(expected) && !notes.contains("me:pw"), "{notes}");
    assert_eq!(doubts(&pasted), "");
}

#[rstest]
#[case::two_urls("curl https://x.io/ https://y.io/", "1:20 there is more than one URL")]
#[case::no_header("curl https://x.io/ -H 'nonsense'", "1:23 this is not a header")]
#[case::lost_option("curl https://x.io/ 'x-a: b'", "-H is missing")]
#[case::stray("curl https://x.io/ word", "1:20 this word belongs to no option")]
#[case::unclosed("curl 'https://x.io/", "1:7 the quotation mark ' is never closed")]
#[case::unclosed_double("curl \"https://x.io/", "never closed")]
#[case::unknown("curl --frobnicate https://x.io/", "no option --frobnicate")]
#[case::unknown_letter("curl -ß https://x.io/", "no option -ß")]
#[case::file("curl https://x.io/ -d @body.json", "in the file body.json")]
#[case::encoded_file("curl https://x.io/ --data-urlencode a@b", "in the file b")]
#[case::placeholder_file("curl https://x.io/ -d @<file>", "in the file <file>")]
#[case::upload("curl https://x.io/ -T a.csv", "in the file a.csv")]
#[case::form_file("curl https://x.io/ -F a=@b.csv", "the part a of the form is in the file b.csv")]
#[case::backticks("curl \"https://x.io/`id`\"", "output of another command")]
#[case::substitution("curl https://x.io/$(whoami)", "1:19 the output of another command")]
#[case::two_commands("curl https://x.io/\ncurl https://y.io/", "2 requests")]
#[case::next("curl https://x.io/ --next https://y.io/", "2 requests")]
#[case::url_with_a_blank("curl 'https://x.io/a b'", "a blank or a line break")]
#[case::html("curl 'https://x.io/?a=1&amp;b=2'", "&amp; instead of &")]
#[case::option_in_the_url("curl 'https://x.io/ -H a: b'", "an option of curl")]
#[case::backslash("curl 'https://x.io\\a'", "a backslash")]
#[case::scheme("curl ftp://x.io/", "a scheme other than")]
#[case::host("curl https://x/", "no host that could be one")]
#[case::second_url("curl https://x.iohttps://x.io/", "a second URL")]
#[case::line_break("curl https://x.io/ -H 'a: b\nc'", "a line break")]
#[case::lost_quote("curl https://x.io/ -H 'a: b -H 'c: d'", "an option of curl")]
#[case::mark_in_a_value("curl https://x.io/ -H 'a: \"b'", "a quotation mark without its partner")]
#[case::twice("curl https://x.io/ -H 'Authorization: Bearer Bearer {TOKEN}'", "Bearer twice")]
#[case::no_bearer("curl https://x.io/ -H 'Authorization: {ACCESS_TOKEN}'", "the word Bearer")]
#[case::no_blank("curl https://x.io/ -H 'Authorization: Bearer{ACCESS_TOKEN}'", "the word Bearer")]
#[case::header_name("curl https://x.io/ -H 'a b: c'", "cannot be the name of a header")]
#[case::duplicate("curl https://x.io/ -H 'a: b' -H 'A: c'", "the header A is there twice")]
#[case::elided("curl https://x.io/ -H 'x-a: ...'", "leaves something out here: ...")]
#[case::masked("curl https://x.io/xxxx/a", "leaves something out here: xxxx")]
#[case::not_json(
    "curl https://x.io/ -H 'Content-Type: application/json' -d '{\"a\": }'",
    "should be JSON, and is not"
)]
#[case::lost_quotes("curl https://x.io/ -d \"{\"a\": 1}\"", "should be JSON, and is not")]
#[case::elided_json("curl https://x.io/ -d '{\"a\": ...}'", "should be JSON, and is not")]
#[case::escaped_json("curl https://x.io/ -d '{\\\"a\\\": 1}'", "should be JSON, and is not")]
#[case::get_with_body("curl -X GET https://x.io/ -d a=1", "a GET request has a body")]
#[case::boundary(
    "curl https://x.io/ -H 'Content-Type: multipart/form-data; boundary=a' -d b",
    "boundary"
)]
#[case::path_variable("curl https://x.io/a/:id?b=1", ":id looks like a variable of the path")]
#[case::no_host("GET /data/foundation/a HTTP/1.1\nAccept: */*", "1:1 the text names no host")]
fn what_may_not_be_meant_is_doubted(#[case] text: &str, #[case] expected: &str) {
    let found = doubts(&read(text));
    assert!(found.contains(expected), "{found}");
}

#[rstest]
#[case::empty(" \n", "no text")]
#[case::prose("Hello there.", "not a request")]
#[case::wget("wget https://x.io/", "not a request")]
#[case::no_url("curl -X GET", "no URL")]
#[case::no_value("curl https://x.io/ -H", "-H has no value")]
#[case::method("curl -X TRACE https://x.io/", "TRACE")]
#[case::open_object("fetch('https://x.io/', {method:", "Line 1, column 32")]
#[case::open_table(
    "Invoke-RestMethod -Uri https://x.io/ -Headers @{ 'a' = ",
    "does not understand"
)]
fn what_cannot_be_read_is_told(#[case] text: &str, #[case] expected: &str) {
    let problem = read_paste(text).expect_err("must be refused").problem();
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
    let found = read(text).request.headers;
    let expected: Vec<_> = expected.iter().map(|(n, v)| Header::new(*n, *v)).collect();
    assert_eq!(found, expected);
}

#[rstest]
#[case::token_by_meaning("curl https://x.io/ -H 'Authorization: Bearer {USER TOKEN}'", ("Authorization", "Bearer {{ACCESS_TOKEN}}"))]
#[case::output_as_token("curl https://x.io/ -H \"Authorization: Bearer $(mudbrick token P)\"", ("Authorization", "Bearer {{ACCESS_TOKEN}}"))]
#[case::key_by_meaning("curl https://x.io/ -H 'x-api-key: {CLIENT ID FROM STEP 6}'", ("x-api-key", "{{API_KEY}}"))]
#[case::organization("curl https://x.io/ -H 'x-gw-ims-org-id: <your org>'", ("x-gw-ims-org-id", "{{IMS_ORG}}"))]
#[case::sandbox("curl https://x.io/ -H 'x-sandbox-name: {SANDBOX}'", ("x-sandbox-name", "{{SANDBOX_NAME}}"))]
#[case::a_sandbox_stays("curl https://x.io/ -H 'x-sandbox-name: dev'", ("x-sandbox-name", "dev"))]
#[case::company("curl https://x.io/ -H 'x-proxy-global-company-id: {global-company-id}'", ("x-proxy-global-company-id", "{{GLOBAL_COMPANY_ID}}"))]
#[case::another_token("curl https://x.io/ -H 'token: abc'", ("token", "{{OTHER_TOKEN}}"))]
#[case::exported("export KEY=v1\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "v1"))]
#[case::exported_output("export KEY=$(id)\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "{{KEY}}"))]
fn headers_mean_what_their_names_say(#[case] text: &str, #[case] (name, value): (&str, &str)) {
    let pasted = read(text);
    assert_eq!(pasted.request.headers, [Header::new(name, value)]);
    assert_eq!(doubts(&pasted), "");
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
#[case::powershell_curl(
    "curl.exe -X POST `\n  \"https://x.io/$env:ID\" `\n  -H 'a: b' `\n  -d '{\\\"c\\\": 1}'",
    "https://x.io/{{ID}}",
    Some("{\"c\": 1}")
)]
#[case::here_string(
    "$body = @'\n{\"c\": 1}\n'@\nInvoke-RestMethod -Method Post -Uri 'https://x.io/' -Headers @{ a = 'b' } -ContentType 'application/json' -Body $body",
    "https://x.io/",
    Some("{\"c\": 1}")
)]
#[case::to_json(
    "$h = @{}\n$h.Add('a', 'b')\n$body = @{ c = 1; d = @('x', $true) } | ConvertTo-Json -Depth 5\nirm https://x.io/ -Method POST -Headers $h -Body $body -ContentType application/json",
    "https://x.io/",
    Some("{\n  \"c\": 1,\n  \"d\": [\n    \"x\",\n    true\n  ]\n}")
)]
#[case::splat(
    "$p = @{\n  Uri = 'https://x.io/'\n  Method = 'Post'\n  Headers = @{ 'a' = \"b\" }\n  Body = 'c'\n  ContentType = 'text/plain'\n}\n$r = Invoke-RestMethod @p",
    "https://x.io/",
    Some("c")
)]
#[case::browsers(
    "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = \"M\"\nInvoke-WebRequest -UseBasicParsing -Uri \"https://x.io/\" `\n-Method \"POST\" `\n-WebSession $session `\n-Headers @{\n\"a\"=\"b\"\n} `\n-ContentType \"text/plain\" `\n-Body \"caf$([char]0xe9) `\"c`\"\"",
    "https://x.io/",
    Some("café \"c\"")
)]
#[case::fetch(
    "await fetch(\"https://x.io/\", {\n  \"headers\": { \"a\": \"b\", \"content-type\": \"application/json\" },\n  \"body\": \"{\\\"c\\\":1}\",\n  \"method\": \"POST\",\n  \"mode\": \"cors\"\n});",
    "https://x.io/",
    Some("{\"c\":1}")
)]
#[case::postmans_script(
    "const myHeaders = new Headers();\nmyHeaders.append(\"a\", \"b\");\nconst raw = JSON.stringify({\n  c: 1.50,\n});\nconst requestOptions = { method: 'post', headers: myHeaders, body: raw, redirect: 'follow' };\nfetch(`https://x.io/${process.env.ID}`, requestOptions)\n  .then((r) => r.text());",
    "https://x.io/{{ID}}",
    Some("{\n  \"c\": 1.50\n}")
)]
#[case::raw(
    "POST /p?q=1 HTTP/1.1\r\nHost: x.io\r\na: b\r\n\r\n{\"c\":1}",
    "https://x.io/p?q=1",
    Some("{\"c\":1}")
)]
#[case::http_file(
    "### one\n@base = https://x.io\nPOST {{base}}/p\n  ?q=1\n  &r=2\na: b\n\nc",
    "https://x.io/p?q=1&r=2",
    Some("c")
)]
#[case::chromes_headers(
    ":authority: x.io\n:method: POST\n:path: /p\n:scheme: https\na: b\n\nc",
    "https://x.io/p",
    Some("c")
)]
#[case::fragment("-X POST https://x.io/ \\\n-H 'a: b' \\\n-d c", "https://x.io/", Some("c"))]
#[case::prompts(
    "$ curl -X POST https://x.io/ \\\n> -H 'a: b' \\\n> -d c",
    "https://x.io/",
    Some("c")
)]
#[case::windows_prompt(
    "C:\\Users\\me>curl -H \"a: b\" -d \"c\" https://x.io/",
    "https://x.io/",
    Some("c")
)]
#[case::fence("```bash\ncurl -H 'a: b' -d c https://x.io/\n```", "https://x.io/", Some("c"))]
#[case::captured("ANSWER=$(curl -s -H 'a: b' -d c https://x.io/)", "https://x.io/", Some("c"))]
fn languages(#[case] text: &str, #[case] url: &str, #[case] body: Option<&str>) {
    let pasted = read(text);
    let request = &pasted.request;
    let expected = (Method::Post, url, body);
    assert_eq!((request.method, request.url.as_str(), request.body.as_deref()), expected);
    assert!(request.headers.contains(&Header::new("a", "b")), "{:?}", request.headers);
    assert_eq!(doubts(&pasted), "");
}

#[rstest]
#[case::url("https://x.io/a?b=1", "https://x.io/a?b=1")]
#[case::url_and_options("https://x.io/a -H 'b: c'", "https://x.io/a")]
#[case::method_and_url("GET https://x.io/a", "https://x.io/a")]
#[case::invoke("Invoke-RestMethod https://x.io/a", "https://x.io/a")]
#[case::invoke_with_a_query("irm https://x.io/a -Body @{ b = 1 }", "https://x.io/a?b=1")]
#[case::fetch("fetch('https://x.io/a')", "https://x.io/a")]
fn a_get_needs_no_more(#[case] text: &str, #[case] url: &str) {
    let pasted = read(text);
    assert_eq!((pasted.request.method, pasted.request.url.as_str()), (Method::Get, url));
    assert_eq!(doubts(&pasted), "");
}

#[test]
fn a_place_shows_no_secret() {
    let text = "curl https://x.io/ \\\n  -H 'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl";
    let pasted = read(text);
    assert_eq!(pasted.doubts[0].place.line, 2);
    assert!(!format!("{pasted:?}").contains("eyJ"), "{pasted:?}");
}

/// With its URL as it goes out.
fn as_sent(request: &Request) -> Request {
    let url = url::Url::parse(&request.url).unwrap().into();
    Request { url, ..request.clone() }
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
            let code = write_code(&filled, language, &owner, Show::Redacted, &str::to_owned).unwrap();
            let imported = read_paste(code.text.expose()).unwrap();
            let asks = doubts(&imported).contains("another command") || doubts(&imported).contains("expression");
            prop_assert!(!asks, "{}", code.text.expose());
            prop_assert_eq!(&imported.request, &as_sent(&request), "{}", code.text.expose());
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
