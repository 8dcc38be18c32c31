//! How a request is sent, as code says it or as it is said about code.

use super::*;
use mudbrick_model::SendOptions;

/// With options as JSON.
fn sent(method: Method, options: &str, headers: &[(&str, &str)], language: CodeLanguage) -> Code {
    let body = method.writes().then_some("{}");
    let request = request(method, "https://platform.adobe.io/a", headers, body);
    let filled = outline(&request, &variables());
    let options: SendOptions = serde_json::from_str(options).unwrap();
    let source = CodeSource { options, ..CodeSource::of(&filled) };
    let profile = Slug::parse("acme").unwrap();
    let scopes = [];
    let oauth = Some(OauthClient {
        org_id: "1@AdobeOrg",
        client_id: "key",
        scopes: &scopes,
        sandbox: "prod",
    });
    let owner = CodeFor { profile: &profile, oauth };
    write_code(&source, language, &owner, (Show::Redacted, LongBody::InFile), &str::to_owned)
        .unwrap()
}

fn said(code: &Code) -> String {
    code.notes.iter().map(|note| format!("{note}\n")).collect()
}

/// A read follows redirects, a call that may change something does not, and neither does what is not to.
#[rstest]
#[case::bash(CodeLanguage::Bash, "-L --proto-redir '=https'", "")]
#[case::cmd(CodeLanguage::Cmd, "-L --proto-redir ^\"^=https^\"", "")]
#[case::powershell(CodeLanguage::Powershell, "-L --proto-redir '=https'", "")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "", "-MaximumRedirection 0")]
#[case::httpie(CodeLanguage::Httpie, "--follow", "")]
#[case::python(CodeLanguage::Python, "", "allow_redirects=False")]
#[case::javascript(CodeLanguage::Javascript, "", "redirect: \"manual\"")]
#[case::java(CodeLanguage::Java, "followRedirects(HttpClient.Redirect.NORMAL)", "")]
#[case::csharp(CodeLanguage::Csharp, "", "AllowAutoRedirect = false")]
fn redirects_are_followed_where_a_send_follows_them(
    #[case] language: CodeLanguage,
    #[case] follows: &str,
    #[case] shows: &str,
) {
    let has = |code: &Code, text: &str| !text.is_empty() && code.text.expose().contains(text);
    for method in Method::ALL {
        let reads = matches!(method, Method::Get | Method::Head);
        let code = sent(method, "{}", &[], language);
        assert_eq!(has(&code, follows), reads && !follows.is_empty(), "{}", code.text.expose());
        assert_eq!(has(&code, shows), !reads && !shows.is_empty(), "{}", code.text.expose());
        assert_eq!(said(&code).contains("303 (See Other)"), !reads, "{}", said(&code));
        let shown = sent(method, r#"{"redirects": 0}"#, &[], language);
        assert!(!has(&shown, follows), "{}", shown.text.expose());
        assert_eq!(has(&shown, shows), !shows.is_empty(), "{}", shown.text.expose());
        assert!(!said(&shown).contains("redirect"), "{}", said(&shown));
    }
}

#[rstest]
#[case::read(Method::Get, "{}", "it follows one from https to http")]
#[case::written(Method::Post, "{}", "aepp follows redirects here")]
#[case::not_to_be(Method::Get, r#"{"redirects": 0}"#, "aepp follows redirects here")]
fn aepp_follows_redirects_by_its_own_rule(
    #[case] method: Method,
    #[case] options: &str,
    #[case] expected: &str,
) {
    let code = sent(method, options, &[("x-api-key", "k")], CodeLanguage::Aepp);
    assert!(said(&code).contains(expected), "{}", said(&code));
}

/// What each program takes along, measured with curl 7.88, requests 2.32, HTTPie 3.2, Node 20 and Java 17.
#[rstest]
#[case::curl(CodeLanguage::Bash, "curl sends x-api-key there")]
#[case::httpie(
    CodeLanguage::Httpie,
    "HTTPie sends x-api-key there too, and it follows one from https"
)]
#[case::python(
    CodeLanguage::Python,
    "requests sends x-api-key there too, and it follows one from https"
)]
#[case::javascript(CodeLanguage::Javascript, "fetch sends x-api-key there too, and it follows one")]
#[case::java(CodeLanguage::Java, "Java sends authorization, cookie, x-api-key there too; Mudbrick")]
#[case::csharp(CodeLanguage::Csharp, "HttpClient leaves Authorization out where a redirect leads")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "sends cookie, x-api-key there too; Mudbrick")]
fn what_another_host_gets_is_said(#[case] language: CodeLanguage, #[case] expected: &str) {
    let headers = [
        ("Authorization", "Bearer {{ACCESS_TOKEN}}"),
        ("x-api-key", "{{API_KEY}}"),
        ("Cookie", "a=b"),
        ("Accept", "*/*"),
    ];
    let found = said(&sent(Method::Get, "{}", &headers, language));
    assert!(found.contains(expected), "{found}");
}

/// Whatever is said about sending is in the code, or is said about it: none of the options is lost.
#[rstest]
#[case::redirects(
    r#"{"redirects": 3}"#,
    "redirs 3|redirects=3|Redirections = 3|Redirection 3",
    "3 redirects at most"
)]
#[case::connect(
    r#"{"connect_seconds": 5}"#,
    "connect-timeout 5|timeout=(5, None)|connectTimeout(Duration.ofMillis(5000))|ConnectTimeout = TimeSpan.FromSeconds(5)",
    "connecting may take at most 5 s"
)]
#[case::total(
    r#"{"total_seconds": 30}"#,
    "max-time 30|timeout=30|timeout(30000)|timeout(Duration.ofMillis(30000))|Timeout = TimeSpan.FromSeconds(30)|TimeoutSec 30",
    "call may take at most 30 s"
)]
#[case::a_part(
    r#"{"total_seconds": 0.5}"#,
    "max-time 0.5|timeout=0.5|timeout(500)|timeout(Duration.ofMillis(500))|TimeSpan.FromSeconds(0.5)",
    "call may take at most 0.5 s"
)]
#[case::http2(
    r#"{"http_version": "2"}"#,
    "--http2|HttpVersion.Version20|import java",
    "to send it by HTTP/2"
)]
#[case::cookies(r#"{"cookies": "keep"}"#, "", "to keep cookies")]
#[case::proxy(r#"{"proxy": "http://p.example:1"}"#, "http://p.example:1", "which proxy to use")]
#[case::no_proxy(r#"{"proxy": "none"}"#, "--noproxy|UseProxy = false", "to use no proxy")]
#[case::roots(r#"{"roots": ["a.pem"]}"#, "", "which root certificates")]
#[case::certificate(
    r#"{"client_key": "0000000000000000000000000000000000000000000000000000000000000000"}"#,
    "",
    "which client certificate"
)]
#[case::retries(r#"{"retries": 2}"#, "--retry 2", "to try again")]
fn what_is_said_about_sending_is_not_lost(
    #[case] options: &str,
    #[case] written: &str,
    #[case] told: &str,
) {
    for language in CodeLanguage::ALL {
        let code = sent(Method::Get, options, &[], language);
        let text = code.text.expose().replace('^', "");
        let is_written = written.split('|').any(|one| !one.is_empty() && text.contains(one));
        assert_ne!(is_written, said(&code).contains(told), "{language}: {text}\n{}", said(&code));
    }
}

/// A body that is a file stays one: nothing is saved beside the code.
#[rstest]
#[case::bash(CodeLanguage::Bash, "--data-binary '@./it'\\''s.bin'")]
#[case::httpie(CodeLanguage::Httpie, "'@./it'\\''s.bin'")]
#[case::invoke(CodeLanguage::InvokeRestMethod, "-InFile './it''s.bin'")]
#[case::python(CodeLanguage::Python, "data=open(\"./it's.bin\", \"rb\")")]
#[case::javascript(CodeLanguage::Javascript, "await readFile(\"./it's.bin\")")]
#[case::java(CodeLanguage::Java, "ofFile(Path.of(\"./it's.bin\"))")]
#[case::csharp(CodeLanguage::Csharp, "File.ReadAllBytes(\"./it's.bin\")")]
fn a_file_that_is_the_body_is_read_by_its_own_name(
    #[case] language: CodeLanguage,
    #[case] reads: &str,
) {
    let filled = outline(&request(Method::Put, "https://x.io/", &[], None), &variables());
    let source = CodeSource { body_file: Some("./it's.bin"), ..CodeSource::of(&filled) };
    let profile = Slug::parse("acme").unwrap();
    let owner = CodeFor { profile: &profile, oauth: None };
    let show = (Show::Redacted, LongBody::InFile);
    let code = write_code(&source, language, &owner, show, &str::to_owned).unwrap();
    assert!(code.text.expose().contains(reads), "{}", code.text.expose());
    assert!(said(&code).contains("the body is read from ./it's.bin"), "{}", said(&code));
    assert_eq!(code.body_file, None);
    assert!(code_body(&source, language, Show::Redacted, &str::to_owned).is_none());
}

/// What is no text is in a file beside the code, byte for byte, and what was typed around it is masked.
#[test]
fn a_body_that_is_no_text_is_a_file_beside_the_code() {
    let put = request(Method::Put, "https://x.io/", &[], Some("typed\n< ./a.png\nend"));
    let line = &crate::body_file_lines(&put)[0];
    let png = crate::BodyFileContent::Bytes(vec![0x89, b'P', 0xff].into());
    let files = crate::BodyFiles::default().with(line, png);
    let filled = crate::outline_with_files(&put, &variables(), &files);
    let source = CodeSource::of(&filled);
    let masked = |text: &str| text.replace("typed", "••••");
    let body = code_body(&source, CodeLanguage::Bash, Show::Redacted, &masked).unwrap();
    assert_eq!(body.name, "body.bin");
    assert_eq!(body.bytes.expose(), &["••••\n".as_bytes(), b"\x89P\xff\nend"].concat());
}

/// aepp has a token of its own.
#[rstest]
#[case::in_a_header("x-token", true)]
#[case::as_the_token("Authorization", false)]
fn a_token_that_aepp_asks_for_itself_is_none_of_ours(#[case] name: &str, #[case] aepp: bool) {
    let headers = [(name, "Bearer {{ACCESS_TOKEN}}")];
    assert_eq!(sent(Method::Get, "{}", &headers, CodeLanguage::Aepp).has_token, aepp);
    assert!(sent(Method::Get, "{}", &headers, CodeLanguage::Bash).has_token);
    assert!(!sent(Method::Get, "{}", &[("a", "b")], CodeLanguage::Bash).has_token);
}
