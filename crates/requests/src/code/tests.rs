mod how;
mod windows;

use super::*;
use crate::{Source, Variables, outline};
use mudbrick_model::{Header, Method, Request, Scope, Slug};
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

fn variables() -> Variables {
    Variables::new()
        .with(Source::Profile, "API_KEY", "key")
        .with_secret("ACCESS_TOKEN", SecretText::new("canary".to_owned()))
        .with_secret("client-secret", SecretText::new("p8e-canary".to_owned()))
}

fn written(request: &Request, language: CodeLanguage, show: Show) -> Result<Code, CodeError> {
    let profile = Slug::parse("acme-places").unwrap();
    let scopes = [Scope::parse("openid").unwrap(), Scope::parse("AdobeID").unwrap()];
    let oauth =
        OauthClient { org_id: "1@AdobeOrg", client_id: "key", scopes: &scopes, sandbox: "prod" };
    let owner = CodeFor { profile: &profile, oauth: Some(oauth) };
    let masked = |text: &str| text.replace("typed", "••••");
    let filled = outline(request, &variables());
    write_code(&CodeSource::of(&filled), language, &owner, (show, LongBody::InFile), &masked)
}

fn code(request: &Request, language: CodeLanguage) -> String {
    written(request, language, Show::Redacted).unwrap().text.expose().clone()
}

fn notes(request: &Request, language: CodeLanguage) -> String {
    let notes = written(request, language, Show::Redacted).unwrap().notes;
    notes.iter().map(|note| format!("{note}\n")).collect()
}

/// A class of Experience Platform's, in two lines.
fn example() -> Request {
    request(
        Method::Post,
        "https://platform.adobe.io/data/a?b=50%25",
        &[
            ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
            ("x-api-key", "{{API_KEY}}"),
            ("Content-Type", "application/json"),
        ],
        Some("{\n\"a\": \"it's $5\"}"),
    )
}

#[rstest]
#[case::bash(
    CodeLanguage::Bash,
    r#"curl 'https://platform.adobe.io/data/a?b=50%25' \
  -H "Authorization: Bearer $(mudbrick token acme-places)" \
  -H 'x-api-key: key' \
  -H 'Content-Type: application/json' \
  --data-raw '{
"a": "it'\''s $5"}'"#
)]
#[case::cmd(
    CodeLanguage::Cmd,
    r#"for /f "delims=" %T in ('mudbrick token acme-places') do @set "ACCESS_TOKEN=%T"
curl ^"https^:^/^/platform^.adobe^.io^/data^/a^?b^=50^%^25^" ^
  -H ^"Authorization^: Bearer %ACCESS_TOKEN%^" ^
  -H ^"x^-api^-key^: key^" ^
  -H ^"Content^-Type^: application^/json^" ^
  --data-raw ^"^{^

^\^"a^\^"^: ^\^"it^'s ^$5^\^"^}^""#
)]
#[case::powershell(
    CodeLanguage::Powershell,
    r#"# PowerShell 7.3 or newer
curl.exe 'https://platform.adobe.io/data/a?b=50%25' `
  -H "Authorization: Bearer $(mudbrick token acme-places)" `
  -H 'x-api-key: key' `
  -H 'Content-Type: application/json' `
  --data-raw '{
"a": "it''s $5"}'"#
)]
#[case::invoke(
    CodeLanguage::InvokeRestMethod,
    r#"Invoke-RestMethod -Method Post -Uri 'https://platform.adobe.io/data/a?b=50%25' `
  -Headers @{
    'Authorization' = "Bearer $(mudbrick token acme-places)"
    'x-api-key' = 'key'
  } `
  -ContentType 'application/json' `
  -Body '{
"a": "it''s $5"}' `
  -MaximumRedirection 0"#
)]
#[case::httpie(
    CodeLanguage::Httpie,
    r#"http --ignore-stdin POST 'https://platform.adobe.io/data/a?b=50%25' \
  "Authorization:Bearer $(mudbrick token acme-places)" \
  'x-api-key:key' \
  'Content-Type:application/json' \
  '--raw={
"a": "it'\''s $5"}'"#
)]
#[case::python(
    CodeLanguage::Python,
    r#"import subprocess

import requests

token = subprocess.run(
    ["mudbrick", "token", "acme-places"], stdout=subprocess.PIPE, text=True, check=True
).stdout.strip()

response = requests.request(
    "POST",
    "https://platform.adobe.io/data/a?b=50%25",
    headers={
        "Authorization": "Bearer " + token,
        "x-api-key": "key",
        "Content-Type": "application/json",
    },
    data=(
        "{\n"
        + "\"a\": \"it's $5\"}"
    ).encode(),
    allow_redirects=False,
)
print(response.status_code)
print(response.text)"#
)]
#[case::aepp(
    CodeLanguage::Aepp,
    r#"import json
import os

import aepp
from aepp import connector

aepp.configure(
    org_id="1@AdobeOrg",
    client_id="key",
    secret=os.environ["CLIENT_SECRET"],
    scopes="openid,AdobeID",
    sandbox="prod",
)
platform = connector.AdobeRequest()

response = platform.postData(
    "https://platform.adobe.io/data/a?b=50%25",
    headers={
        "x-api-key": "key",
        "Content-Type": "application/json",
    },
    data=json.loads("{\n"
        + "\"a\": \"it's $5\"}"),
    verify=True,
)
print(response)"#
)]
#[case::javascript(
    CodeLanguage::Javascript,
    r#"import { execFileSync } from "node:child_process";

const token = execFileSync("mudbrick", ["token", "acme-places"], { encoding: "utf8" }).trim();

const response = await fetch("https://platform.adobe.io/data/a?b=50%25", {
  method: "POST",
  headers: {
    "Authorization": "Bearer " + token,
    "x-api-key": "key",
    "Content-Type": "application/json",
  },
  body: "{\n"
    + "\"a\": \"it's $5\"}",
  redirect: "manual",
});
console.log(response.status);
console.log(await response.text());"#
)]
#[case::java(CodeLanguage::Java, r#"import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Call {
    public static void main(String[] arguments) throws Exception {
        Process mudbrick = new ProcessBuilder("mudbrick", "token", "acme-places")
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String token = new String(mudbrick.getInputStream().readAllBytes()).trim();

        HttpRequest request = HttpRequest.newBuilder(URI.create("https://platform.adobe.io/data/a?b=50%25"))
            .header("Authorization", "Bearer " + token)
            .header("x-api-key", "key")
            .header("Content-Type", "application/json")
            .method("POST", HttpRequest.BodyPublishers.ofString("{\n"
                + "\"a\": \"it's $5\"}"))
            .build();
        HttpResponse<String> response = HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode());
        System.out.println(response.body());
    }
}"#)]
#[case::csharp(CodeLanguage::Csharp, r#"using System.Diagnostics;
using System.Text;

using var mudbrick = Process.Start(new ProcessStartInfo("mudbrick", "token acme-places") { RedirectStandardOutput = true })!;
var token = mudbrick.StandardOutput.ReadToEnd().Trim();

using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
using var request = new HttpRequestMessage(new HttpMethod("POST"), "https://platform.adobe.io/data/a?b=50%25");
request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
request.Headers.TryAddWithoutValidation("x-api-key", "key");
request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\n"
    + "\"a\": \"it's $5\"}"));
request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
using var response = await client.SendAsync(request);
Console.WriteLine((int)response.StatusCode);
Console.WriteLine(await response.Content.ReadAsStringAsync());"#)]
fn each_language_writes_it(#[case] language: CodeLanguage, #[case] expected: &str) {
    assert_eq!(code(&example(), language), expected);
}

#[test]
fn a_secret_stands_in_it_only_when_asked_for() {
    let headers = [
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("x-a", "{{client-secret}}"),
        ("x-b", "typed"),
    ];
    let request =
        request(Method::Get, "https://platform.adobe.io/{{ACCESS_TOKEN}}", &headers, None);
    for language in CodeLanguage::ALL {
        let redacted = written(&request, language, Show::Redacted).unwrap();
        let shown = redacted.text.expose();
        assert!(!shown.contains("canary") && !shown.contains("typed"), "{language}: {shown}");
        assert!(redacted.notes.contains(&CodeNote::Masked), "{language}");
        let name = "client_secret".to_owned();
        assert!(redacted.notes.contains(&CodeNote::Environment { name }), "{language}");
        if language != CodeLanguage::Aepp {
            let real = written(&request, language, Show::Real).unwrap();
            let real = real.text.expose();
            assert!(real.contains("Bearer canary") || real.contains("Bearer^ canary"), "{real}");
            assert!(real.contains("p8e") && real.contains("typed"), "{language}: {real}");
            assert!(!real.contains("mudbrick token"), "{language}: {real}");
        }
    }
}

#[rstest]
#[case::other_host("https://mc.adobe.io/a", Method::Get, None, "mc.adobe.io")]
#[case::no_call("https://platform.adobe.io/a", Method::Options, None, "OPTIONS")]
#[case::body("https://platform.adobe.io/a", Method::Delete, Some("{}"), "a body with DELETE")]
#[case::not_json("https://platform.adobe.io/a", Method::Post, Some("a=b"), "not JSON")]
fn aepp_has_no_call_for_everything(
    #[case] url: &str,
    #[case] method: Method,
    #[case] body: Option<&str>,
    #[case] expected: &str,
) {
    use mudbrick_model::Explain as _;
    let request = request(method, url, &[], body);
    let error = written(&request, CodeLanguage::Aepp, Show::Redacted).unwrap_err();
    assert!(error.problem().message.contains(expected), "{error}");
}

#[rstest]
#[case::unset(CodeLanguage::Bash, Some("{{LIBRARY}}"), "no value is set for LIBRARY")]
#[case::percent(CodeLanguage::Cmd, Some("50%"), "double every percent sign")]
#[case::carriage_return(CodeLanguage::Cmd, Some("a\r\nb"), "leaves carriage returns out")]
#[case::nul(CodeLanguage::Bash, Some("a\0b"), "NUL")]
#[case::nul_in_cmd(CodeLanguage::Cmd, Some("a\0b"), "NUL")]
#[case::nul_in_powershell(CodeLanguage::Powershell, Some("a\0b"), "NUL")]
#[case::marks(CodeLanguage::Powershell, Some("\"a\""), "PowerShell 7.3")]
#[case::own_type(CodeLanguage::InvokeRestMethod, Some("a"), "adds the header Content-Type")]
fn what_one_has_to_know_is_said(
    #[case] language: CodeLanguage,
    #[case] body: Option<&str>,
    #[case] expected: &str,
) {
    let found = notes(&request(Method::Post, "https://x.adobe.io/", &[], body), language);
    assert!(found.contains(expected), "{found}");
}

#[rstest]
#[case::python(
    CodeLanguage::Python,
    "/a[1]",
    "requests may send the URL in another way of writing it, for instance %5B instead of ["
)]
#[case::httpie(CodeLanguage::Httpie, "/%7e", "~ instead of %7e")]
#[case::java(CodeLanguage::Java, "/a?b=[", "%5B instead of [")]
#[case::csharp(CodeLanguage::Csharp, "/%4a", "J instead of %4a")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "/%41", "A instead of %41")]
#[case::fetch(CodeLanguage::Javascript, "/a?", "without the ? at its end")]
#[case::fetch_as_it_is(CodeLanguage::Javascript, "/a[1]%7e?b=|", "")]
#[case::curl(CodeLanguage::Bash, "/a[1]?", "")]
fn a_url_that_is_written_anew_is_said(
    #[case] language: CodeLanguage,
    #[case] path: &str,
    #[case] expected: &str,
) {
    let found =
        notes(&request(Method::Get, &format!("https://x.adobe.io{path}"), &[], None), language);
    let is_said = found.contains("another way of writing");
    assert!(found.contains(expected) && is_said != expected.is_empty(), "{found}");
}

#[rstest]
#[case::fetch(CodeLanguage::Javascript, "fetch refuses a body with GET")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "refuses a body with GET")]
fn a_body_that_is_not_sent_is_said(#[case] language: CodeLanguage, #[case] expected: &str) {
    let request = request(Method::Get, "https://x.adobe.io/", &[], Some("a"));
    assert!(notes(&request, language).contains(expected));
}

#[rstest]
#[case::twice(CodeLanguage::Python, &[("a", "1"), ("A", "2")], "the headers A are joined by a comma,")]
#[case::cookies(CodeLanguage::Python, &[("Cookie", "a=1"), ("Cookie", "b=2")], "joined by a semicolon,")]
#[case::expect(CodeLanguage::Javascript, &[("Expect", "100-continue")], "fetch refuses the header Expect")]
#[case::keep_alive(CodeLanguage::Javascript, &[("Keep-Alive", "5")], "fetch refuses the header Keep-Alive")]
#[case::expectation(CodeLanguage::Java, &[("Expect", "other")], "Java refuses the header Expect")]
#[case::br(CodeLanguage::Python, &[("Accept-Encoding", "gzip;q=1, br")], "does not unpack an answer that is compressed with br")]
#[case::gzip(CodeLanguage::Java, &[("Accept-Encoding", "gzip")], "Java does not unpack an answer")]
#[case::backslash(CodeLanguage::Httpie, &[("a", r"b\:c")], "HTTPie cannot send")]
#[case::umlaut(CodeLanguage::Java, &[("a", "ä")], "Java cannot send")]
fn a_header_that_differs_is_said(
    #[case] language: CodeLanguage,
    #[case] headers: &[(&str, &str)],
    #[case] expected: &str,
) {
    let found = notes(&request(Method::Get, "https://x.adobe.io/", headers, None), language);
    assert!(found.contains(expected), "{found}");
}

#[rstest]
#[case::linux(CodeLanguage::Bash, 131_072, "Linux takes at most")]
#[case::cmd(CodeLanguage::Cmd, 8_192, "cmd takes at most")]
fn what_is_too_long_is_said(
    #[case] language: CodeLanguage,
    #[case] length: usize,
    #[case] expected: &str,
) {
    let of = |length| {
        let value = "a".repeat(length);
        notes(&request(Method::Get, "https://x.adobe.io/", &[("a", &value)], None), language)
    };
    assert!(of(length).contains(expected));
    assert!(!of(length / 2).contains(expected));
}

#[rstest]
#[case::bash(CodeLanguage::Bash, "--data-binary '@body.json'")]
#[case::cmd(CodeLanguage::Cmd, "--data-binary ^\"^@body^.json^\"")]
#[case::powershell(CodeLanguage::Powershell, "--data-binary '@body.json'")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "-InFile 'body.json'")]
#[case::httpie(CodeLanguage::Httpie, "'@body.json'")]
#[case::python(CodeLanguage::Python, "data=open(\"body.json\", \"rb\")")]
#[case::aepp(CodeLanguage::Aepp, "data=json.load(open(\"body.json\", encoding=\"utf-8\"))")]
#[case::javascript(CodeLanguage::Javascript, "body: await readFile(\"body.json\")")]
#[case::java(CodeLanguage::Java, ".ofFile(Path.of(\"body.json\"))")]
#[case::csharp(CodeLanguage::Csharp, "File.ReadAllBytes(\"body.json\")")]
fn a_long_body_is_read_from_a_file(#[case] language: CodeLanguage, #[case] reads: &str) {
    let body = format!("[\"{}\", \"{{{{API_KEY}}}} {{{{client-secret}}}}\"]", "a".repeat(50 << 20));
    let url = "https://platform.adobe.io/data/a";
    let long = request(Method::Post, url, &[("Content-Type", "application/json")], Some(&body));
    let written = code(&long, language);
    assert!(written.len() < 4_000 && written.contains(reads), "{written}");
    // Whoever copies it with the token in it sees it there alone.
    let said = "save the body, 52428822 bytes, as body.json where you run this, with values in the places of client-secret";
    assert!(written.lines().next().is_some_and(|first| first.ends_with(said)), "{written}");
    assert!(notes(&long, language).contains(said));
    // Nothing is said of one that fits.
    assert!(!code(&example(), language).contains("body.json"));
}

/// With the real values in it only where the code has them too.
#[rstest]
#[case::safe_to_share(
    Show::Redacted,
    "[••••, \"key\", {{client-secret}}, {{ACCESS_TOKEN}}, {{GONE}}]"
)]
#[case::real(Show::Real, "[typed, \"key\", p8e-canary, canary, {{GONE}}]")]
fn the_file_beside_the_code_has_the_body(#[case] show: Show, #[case] expected: &str) {
    let end = "[typed, \"{{API_KEY}}\", {{client-secret}}, {{ACCESS_TOKEN}}, {{GONE}}]";
    let of = |begin: &str| {
        let long = request(Method::Post, "https://x.io/", &[], Some(&format!("{begin}{end}")));
        let masked = |text: &str| text.replace("typed", "••••");
        code_body(
            &CodeSource::of(&outline(&long, &variables())),
            CodeLanguage::Python,
            show,
            &masked,
        )
    };
    let begin = "ä\n".repeat(30_000);
    let file = of(&begin).unwrap();
    assert_eq!(file.name, "body.txt");
    let text = String::from_utf8(file.bytes.expose().clone()).unwrap();
    assert_eq!(text.strip_prefix(&begin), Some(expected));
    // One that fits is in the code.
    assert!(of("").is_none());
}

/// Exports have no file beside them.
#[test]
fn a_long_body_stands_in_what_has_no_file_beside_it() {
    let profile = Slug::parse("acme").unwrap();
    let owner = CodeFor { profile: &profile, oauth: None };
    let body = "a".repeat(1 << 20);
    let long = request(Method::Post, "https://x.io/", &[], Some(&body));
    let filled = outline(&long, &variables());
    let show = (Show::Redacted, LongBody::InCode);
    let source = CodeSource::of(&filled);
    let code = write_code(&source, CodeLanguage::Bash, &owner, show, &str::to_owned).unwrap();
    assert!(code.text.expose().contains(&body));
}

/// What the connection writes itself, the fragment, and what the rules of URLs undo.
#[test]
fn it_is_what_goes_out() {
    let headers = [("Host", "x.adobe.io"), ("content-length", "1"), ("a", " b ")];
    let url = "https://X.adobe.io/a/../b c/{{ID}}/ä?q='{{ACCESS_TOKEN}}'#end";
    let written = code(&request(Method::Get, url, &headers, None), CodeLanguage::Bash);
    assert_eq!(
        written,
        "curl -L --proto-redir '=https' -g \"https://x.adobe.io/b%20c/{{ID}}/%C3%A4?q=%27$(mudbrick token acme-places)%27\" \\\n  -H 'a: b'"
    );
}

/// An exclamation mark calls up a shell's history, even between double quotation marks.
#[test]
fn a_secret_among_a_shells_marks() {
    let request = request(Method::Post, "https://x.io/", &[], Some("it's {{ACCESS_TOKEN}}! $5"));
    let written = code(&request, CodeLanguage::Bash);
    let end = "--data-raw \"it's $(mudbrick token acme-places)\"'!'\" \\$5\"";
    assert!(written.ends_with(end), "{written}");
}
