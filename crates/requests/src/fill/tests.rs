use super::*;
use crate::variables::Source;
use rstest::rstest;

fn variables() -> Variables {
    Variables::new()
        .with(Source::Profile, "API_KEY", "key")
        .with(Source::Own, "LIBRARY", "a b/ä")
        .with(Source::File, "EMPTY", "")
        .with(Source::Own, "PKEY", "@aB-_c")
        .with(Source::Own, "AUTH", "Bearer {{ACCESS_TOKEN}}")
        .with(Source::Own, "ONE", "{{TWO}}")
        .with(Source::Own, "TWO", "x{{ONE}}")
        .with_secret("ACCESS_TOKEN", SecretText::new("canary\n".to_owned()))
}

fn request(url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Request {
    Request {
        name: String::new(),
        method: Method::Get,
        url: url.to_owned(),
        headers: headers.iter().map(|(name, value)| Header::new(*name, *value)).collect(),
        body: body.map(str::to_owned),
    }
}

#[rstest]
#[case::plain("https://x.io/{{API_KEY}}/a", "https://x.io/key/a")]
#[case::adobes_key_stays("https://x.io/profile/{{PKEY}}", "https://x.io/profile/@aB-_c")]
#[case::what_no_url_can_hold("https://x.io/{{LIBRARY}}", "https://x.io/a%20b/%C3%A4")]
#[case::encoding_asked_for("https://x.io/{{%LIBRARY}}", "https://x.io/a%20b%2F%C3%A4")]
#[case::already_encoded("https://x.io/a%20b", "https://x.io/a%20b")]
#[case::unset_parameter_goes("https://x.io/?a={{NO}}&b=1&c={{ NO }}#d", "https://x.io/?b=1#d")]
#[case::all_parameters_go("https://x.io/p?a={{NO}}", "https://x.io/p")]
#[case::empty_parameter_stays("https://x.io/?a={{EMPTY}}&b=1", "https://x.io/?a=&b=1")]
#[case::set_parameter_stays("https://x.io/?a={{API_KEY}}&b", "https://x.io/?a=key&b")]
fn urls(#[case] url: &str, #[case] expected: &str) {
    let filled = fill(&request(url, &[], None), &variables()).unwrap();
    assert_eq!(filled.url.expose().expose(), expected);
}

#[rstest]
#[case::host("/a?b=1", "x.io", "https://x.io/a?b=1")]
#[case::host_of_this_computer("/a", "127.0.0.1:8080", "http://127.0.0.1:8080/a")]
#[case::variable("/a", "{{API_KEY}}.io", "https://key.io/a")]
#[case::whole_url("https://y.io/a", "x.io", "https://y.io/a")]
fn a_path_is_one_of_the_host(#[case] url: &str, #[case] host: &str, #[case] expected: &str) {
    let filled = fill(&request(url, &[("Host", host)], None), &variables()).unwrap();
    assert_eq!(filled.url.expose().expose(), expected);
}

#[rstest]
#[case::as_it_is("{{API_KEY}}.example.com/a?b=://", "https://key.example.com/a?b=://")]
#[case::written("platform.adobe.io/a", "https://platform.adobe.io/a")]
#[case::port("localhost:8080", "http://localhost:8080")]
#[case::this_computer("127.0.0.1/a", "http://127.0.0.1/a")]
#[case::scheme("{{BASE}}/a", "https://base.io/a")]
#[case::other_scheme("ftp://x.io/a", "ftp://x.io/a")]
#[case::mail("mailto:a.b@x.io", "mailto:a.b@x.io")]
#[case::word("places", "places")]
fn a_server_without_a_scheme_is_spoken_to_by_tls(#[case] url: &str, #[case] expected: &str) {
    let variables = variables().with(Source::Own, "BASE", "https://base.io");
    let filled = fill(&request(url, &[], None), &variables).unwrap();
    assert_eq!(filled.url.expose().expose(), expected);
}

#[rstest]
#[case::form(
    "application/x-www-form-urlencoded",
    "a = ü &\nb = {{LIBRARY}}",
    "a=%C3%BC&b=a%20b/%C3%A4"
)]
#[case::form_as_it_is_sent("application/x-www-form-urlencoded", "a=%20+b&c=1%", "a=%20+b&c=1%25")]
#[case::json_of_curl("application/x-www-form-urlencoded", "{\"a\": \"b c\"}", "{\"a\": \"b c\"}")]
#[case::text_of_curl("application/x-www-form-urlencoded", "some words", "some words")]
#[case::lines_of_json("application/x-ndjson", "{}\n# a\n{}", "{}\n{}\n")]
#[case::ended_lines_of_json("application/jsonl; charset=utf-8", "{}\n", "{}\n")]
#[case::comment("application/json", "{\n# {{NO}}\n}", "{\n}")]
#[case::text("text/plain", "a b\n# c", "a b\n# c")]
fn bodies_go_out_as_their_kind_wants(#[case] kind: &str, #[case] body: &str, #[case] sent: &str) {
    let request = request("https://x.io/", &[("Content-Type", kind)], Some(body));
    let filled = fill(&request, &variables()).unwrap();
    assert_eq!(filled.body.unwrap().expose().expose(), sent);
}

#[rstest]
#[case::path("profile.person.name", "< ./body.json")]
#[case::block("#if x", "< ./body.json")]
#[case::variable("name", "profile's variables")]
#[case::reference("logn.response.body.$.id", "profile's variables")]
fn what_has_no_value_is_said_with_what_helps(#[case] name: &str, #[case] remedy: &str) {
    let error = FillError::Missing { names: vec![name.to_owned()] };
    assert!(error.problem().remedy.unwrap().text.contains(remedy));
}

#[test]
fn headers_and_body() {
    let headers = [
        ("accept", "first"),
        ("Authorization", "{{AUTH}}"),
        ("x-user-token", "{{x-user-token}}"),
        ("X-Both", "a{{API_KEY}}"),
        ("X-Both", "b"),
        ("Accept", "last"),
    ];
    let filled =
        fill(&request("https://x.io/", &headers, Some("{\"a\":\"{{API_KEY}}\"}")), &variables())
            .unwrap();
    let exposed: Vec<_> = filled
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.expose().expose().clone()))
        .collect();
    let expected = [
        ("Authorization", "Bearer canary"),
        ("X-Both", "akey"),
        ("X-Both", "b"),
        ("Accept", "last"),
    ];
    assert_eq!(exposed, expected.map(|(name, value)| (name, value.to_owned())));
    let left_out: Vec<String> = filled.left_out.iter().map(LeftOut::to_string).collect();
    assert_eq!(
        left_out,
        ["the header x-user-token is left out, since {{x-user-token}} has no value"]
    );
    assert_eq!(filled.body.as_ref().unwrap().shown(), "{\"a\":\"key\"}");
    assert_eq!(filled.header("authorization").unwrap().shown(), format!("Bearer {MASK}"));
    assert_eq!(filled.header("authorization").unwrap().named(), "Bearer {{ACCESS_TOKEN}}");
    assert!(filled.carries_credential());
    assert!(!format!("{filled:?}").contains("canary"));
    let uses: Vec<_> = filled.uses.iter().map(|used| (used.name.as_str(), used.source)).collect();
    let (own, token, profile) = (Some(Source::Own), Some(Source::Token), Some(Source::Profile));
    assert_eq!(uses, [("AUTH", own), ("ACCESS_TOKEN", token), ("API_KEY", profile)]);
}

use mudbrick_redact::MASK;

#[test]
fn what_is_unset_is_named_and_nothing_is_sent() {
    let headers = [("Authorization", "Bearer {{NO_TOKEN}}"), ("x-a", "{{NO_TOKEN}}{{NO}}")];
    let request = request("https://x.io/{{NO}}", &headers, None);
    let error = fill(&request, &variables()).expect_err("unset");
    assert_eq!(error, FillError::Missing { names: vec!["NO".to_owned(), "NO_TOKEN".to_owned()] });
    let message = error.problem().message;
    assert_eq!(message, "Nothing was sent: {{NO}}, {{NO_TOKEN}} have no value.");
    let outline = outline(&request, &variables());
    assert_eq!(outline.url.shown(), "https://x.io/{{NO}}");
    assert_eq!(outline.missing(), ["NO", "NO_TOKEN"]);
}

/// `DELETE /items/{{ID}}` with an empty cell for the id would be a call to all items.
#[rstest]
#[case::last_segment("https://x.io/items/{{EMPTY}}", true)]
#[case::before_a_query("https://x.io/items/{{EMPTY}}?all={{EMPTY}}", true)]
#[case::before_a_fragment("https://x.io/items/{{EMPTY}}#a", true)]
#[case::in_the_middle("https://x.io/{{EMPTY}}/items", true)]
#[case::several("https://x.io/items/{{EMPTY}}{{EMPTY}}/", true)]
#[case::behind_a_value("https://x.io/{{API_KEY}}/{{EMPTY}}", true)]
#[case::part_of_a_segment("https://x.io/items{{EMPTY}}", false)]
#[case::beside_a_value("https://x.io/{{EMPTY}}{{API_KEY}}{{EMPTY}}/a", false)]
#[case::beside_a_secret("https://x.io/{{EMPTY}}{{ACCESS_TOKEN}}", false)]
#[case::in_the_query("https://x.io/items/1?a={{EMPTY}}&b=/{{EMPTY}}/", false)]
#[case::in_the_fragment("https://x.io/items/1#/{{EMPTY}}", false)]
fn a_writing_call_does_not_lose_a_part_of_its_path(#[case] url: &str, #[case] is_missing: bool) {
    let mut request = request(url, &[], None);
    assert!(fill(&request, &variables()).is_ok(), "a call that reads goes out");
    request.method = Method::Delete;
    let missing = fill(&request, &variables()).map(drop);
    let expected = FillError::Missing { names: vec!["EMPTY".to_owned()] };
    assert_eq!(missing, if is_missing { Err(expected) } else { Ok(()) });
}

#[rstest]
#[case::unset_request("login.response.body.$.id", "no request of the file is called login")]
#[case::sum("1+1", "does not compute expressions")]
#[case::call("client.global.get('x')", "does not compute expressions")]
#[case::words("my id", "has no value.")]
fn what_is_no_name_is_refused_and_never_left_out(#[case] name: &str, #[case] expected: &str) {
    for (url, headers) in [
        (format!("https://x.io/?id={{{{{name}}}}}"), Vec::new()),
        ("https://x.io/".to_owned(), vec![("X-Id", format!("{{{{{name}}}}}"))]),
    ] {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let problem = fill(&request(&url, &headers, None), &variables()).unwrap_err().problem();
        assert!(problem.message.contains(expected), "{}", problem.message);
    }
}

#[test]
fn a_circle_is_told_and_ends() {
    let error =
        fill(&request("https://x.io/{{ONE}}", &[], None), &variables()).expect_err("circle");
    let message = error.problem().message;
    assert_eq!(
        message,
        "Nothing was sent: {{ONE}} stands for {{TWO}} stands for {{ONE}}, without end."
    );
}

#[rstest]
#[case::nothing(&[], None, false)]
#[case::accept(&[("Accept", "*/*")], None, false)]
#[case::key(&[("X-Api-Key", "typed")], None, true)]
#[case::typed_token(&[("authorization", "Bearer typed")], None, true)]
#[case::in_the_body(&[], Some("token={{ACCESS_TOKEN}}"), true)]
fn a_credential_is_noticed(
    #[case] headers: &[(&str, &str)],
    #[case] body: Option<&str>,
    #[case] expected: bool,
) {
    let filled = fill(&request("https://x.io/", headers, body), &variables()).unwrap();
    assert_eq!(filled.carries_credential(), expected);
}

mod files_and_functions {
    use super::*;
    use crate::{BodyFileContent, BodyFiles, Functions, Randomness, body_file_lines};
    use jiff::tz::TimeZone;
    use mudbrick_model::Timestamp;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    struct Counted(AtomicU64);

    impl Randomness for Counted {
        fn bits(&self) -> u64 {
            self.0.fetch_add(1 << 40, Ordering::Relaxed)
        }
    }

    fn with_functions() -> Variables {
        let now = Timestamp(1_770_915_876_123);
        let functions = Functions::new(now, || TimeZone::UTC, Arc::new(Counted(AtomicU64::new(1))))
            .environment(Arc::new(|name| (name == "SECRET").then(|| "canary".to_owned())));
        variables().with(Source::File, "ID", "{{$guid}}").with_functions(functions)
    }

    #[test]
    fn a_function_is_new_each_time_and_a_variable_is_not() {
        let body = "{{$guid}} {{$guid}} {{ID}} {{ID}}";
        let filled = fill(&request("https://x.io/", &[], Some(body)), &with_functions()).unwrap();
        let shown = filled.body.unwrap().shown();
        let ids: Vec<&str> = shown.split(' ').collect();
        assert_ne!(ids[0], ids[1]);
        assert_ne!(ids[1], ids[2]);
        assert_eq!(ids[2], ids[3]);
    }

    #[test]
    fn what_the_environment_gives_is_a_secret() {
        let request = request("https://x.io/?a={{$processEnv SECRET}}", &[], None);
        let filled = fill(&request, &with_functions()).unwrap();
        assert_eq!(filled.url.shown(), format!("https://x.io/?a={MASK}"));
        assert_eq!(filled.url.expose().expose(), "https://x.io/?a=canary");
        assert!(filled.carries_credential());
        assert_eq!(filled.secrets().len(), 1);
    }

    #[test]
    fn a_function_that_gives_nothing_stops_and_is_named() {
        let request = request("https://x.io/?a={{$processEnv NO}}", &[], None);
        let problem = fill(&request, &with_functions()).unwrap_err().problem();
        assert_eq!(
            problem.message,
            "Nothing was sent: {{$processEnv NO}} stands for nothing, since the environment has no NO."
        );
        assert_eq!(outline(&request, &with_functions()).failed.len(), 1);
        let unknown =
            fill(&super::request("https://x.io/{{$aadToken}}", &[], None), &with_functions());
        assert!(matches!(unknown, Err(FillError::Function { .. })));
    }

    fn body_of(kind: &str, body: &str, files: &[(&str, BodyFileContent)]) -> Vec<u8> {
        let request = request("https://x.io/", &[("Content-Type", kind)], Some(body));
        let lines = body_file_lines(&request);
        let content = |path: &str| files.iter().find(|(name, _)| *name == path).unwrap().1.clone();
        let files = lines
            .iter()
            .fold(BodyFiles::default(), |files, line| files.with(line, content(&line.path)));
        let filled = fill_with_files(&request, &with_functions(), &files).unwrap();
        filled.body.unwrap().expose_bytes().expose().clone()
    }

    #[rstest]
    #[case::over_lines("a=1\n&b=2\n&c={{API_KEY}}", "a=1&b=2&c=key")]
    #[case::marks_at_the_ends("a=1&\nb=2", "a=1&b=2")]
    #[case::a_value_over_lines("a=1\n2&b=3", "a=1\n2&b=3")]
    fn a_form_may_be_over_several_lines(#[case] body: &str, #[case] expected: &str) {
        let kind = "application/x-www-form-urlencoded; charset=utf-8";
        assert_eq!(body_of(kind, body, &[]), expected.as_bytes());
        assert_eq!(body_of("text/plain", body, &[]), body.replace("{{API_KEY}}", "key").as_bytes());
    }

    #[test]
    fn multipart_has_its_own_line_ends_and_files_keep_every_byte() {
        let body = "--b\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\n\n< ./a.bin\n--b\n\n<@ ./b.txt\n--b--";
        let files = [
            ("./a.bin", BodyFileContent::Bytes(Arc::from(&b"\xff\n{{API_KEY}}"[..]))),
            ("./b.txt", BodyFileContent::Text("x\n{{API_KEY}}".to_owned())),
        ];
        let sent = body_of("multipart/form-data; boundary=b", body, &files);
        let expected = b"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n\xff\n{{API_KEY}}\r\n--b\r\n\r\nx\nkey\r\n--b--";
        assert_eq!(String::from_utf8_lossy(&sent), String::from_utf8_lossy(expected));
        assert_eq!(sent, expected);
    }

    #[test]
    fn line_ends_that_are_written_are_meant() {
        let body = "--b\r\n\r\na\nb\r\n--b--";
        assert_eq!(body_of("multipart/form-data; boundary=b", body, &[]), body.as_bytes());
    }

    #[test]
    fn without_its_file_a_line_is_text() {
        let request = request("https://x.io/", &[], Some("< ./a.json"));
        let lines = body_file_lines(&request);
        assert!(lines[0].is_whole_body && !lines[0].fills);
        let filled = fill(&request, &variables()).unwrap();
        assert_eq!(filled.body.unwrap().shown(), "< ./a.json");
    }
}
