use super::*;
use mudbrick_model::{Cookies, HttpVersion, RetryMethods, TimeLimit};
use proptest::prelude::*;
use rstest::rstest;

fn directives(text: &str) -> Directives {
    let file = HttpFile::parse(text).unwrap();
    let [entry] = file.entries.as_slice() else { panic!("{file:?}") };
    Directives::of(entry)
}

const FILE: &str = "### Make\n# @name make\n# @note not verified\n# Ada's own words, with an @ada in it.\n\
    # @prompt NAME\n// @prompt PASSWORD The password of the day\n# @check status 2xx\n# @capture ID = body $.id\n\
    # @ref login\n# @no-redirect\n# @no-log\n# @no-cookie-jar\n# @timeout 500 ms\n# @connection-timeout 2 m\n# @retry 3\n\
    # @retry-methods idempotent\n# @retry-timeout 30\nPOST https://x.io/ HTTP/2\n\n{}\n\n\
    # @check time < 500 ms\n?? header content-type includes json\n";

#[test]
fn what_is_understood_is_used() {
    let found = directives(FILE);
    let prompts = [("NAME", None, false), ("PASSWORD", Some("The password of the day"), true)];
    let asked: Vec<_> = found
        .prompts
        .iter()
        .map(|prompt| (prompt.name.as_str(), prompt.description.as_deref(), prompt.is_secret()))
        .collect();
    assert_eq!(asked, prompts);
    let checks: Vec<_> = found.checks.iter().map(ResponseCheck::written).collect();
    assert_eq!(checks, ["status 2xx", "time < 500 ms", "header content-type includes json"]);
    assert_eq!(found.captures.len(), 1);
    assert_eq!(found.captures[0].name, "ID");
    assert_eq!(found.after, ["login"]);
    assert!(found.no_log);
    let limit = |text| TimeLimit::parse(text).ok();
    let options = SendOptions {
        redirects: Some(0),
        connect_seconds: limit("120"),
        total_seconds: limit("0.5"),
        http_version: Some(HttpVersion::Http2),
        cookies: Some(Cookies::Off),
        retries: Some(3),
        retry_methods: Some(RetryMethods::Idempotent),
        retry_seconds: limit("30"),
        ..SendOptions::default()
    };
    assert_eq!(found.options, options);
    assert_eq!(found.unsupported, []);
}

#[rstest]
#[case("cookie-jar", Cookies::Keep)]
#[case("no-cookie-jar", Cookies::Off)]
#[case("noCookieJar", Cookies::Off)]
fn cookies_are_kept_or_not(#[case] word: &str, #[case] cookies: Cookies) {
    let found = directives(&format!("# @{word}\nGET https://x.io/"));
    assert_eq!((found.options.cookies, found.unsupported), (Some(cookies), Vec::new()));
}

#[rstest]
#[case::directive("# @loop for 3\nGET https://x.io/", "@loop is not supported")]
#[case::directive_behind("GET https://x.io/\n\n{}\n\n# @sleep 5", "@sleep is not supported")]
#[case::force("# @forceRef a\nGET https://x.io/", "@forceRef (it is taken as @ref)")]
#[case::prompt_without_a_name("# @prompt\nGET https://x.io/", "@prompt")]
#[case::script_before("< {% a %}\nGET https://x.io/", "a script is not supported")]
#[case::script_behind("GET https://x.io/\n\n> {%\na\n%}", "a script is not supported")]
#[case::script_file("GET https://x.io/\n\n> ./a.js", "./a.js")]
#[case::saved("GET https://x.io/\n\n>>! ./a.json", "./a.json")]
#[case::earlier("GET https://x.io/\n\n<> a.200.json", "a.200.json")]
#[case::check("# @check colour red\nGET https://x.io/", "colour red")]
#[case::check_with_a_variable("# @check body == {{A}}\nGET https://x.io/", "{{A}}")]
#[case::check_of_a_bad_path("# @check body $.[ exists\nGET https://x.io/", "JSONPath")]
#[case::assertion("GET https://x.io/\n?? js a == b", "?? js a == b")]
#[case::capture("# @capture ID body $.id\nGET https://x.io/", "ID body $.id")]
#[case::a_bad_time("# @timeout soon\nGET https://x.io/", "@timeout soon is not supported")]
#[case::no_time("# @connection-timeout\nGET https://x.io/", "@connection-timeout is not")]
#[case::too_often("# @retry 11\nGET https://x.io/", "@retry 11 is not supported")]
#[case::other_methods("# @retry-methods POST\nGET https://x.io/", "@retry-methods POST")]
#[case::proxy("# @proxy http://p\nGET https://x.io/", "@proxy is not supported")]
#[case::version("GET https://x.io/ HTTP/3", "HTTP/3 is not supported")]
#[case::old_version("GET https://x.io/ HTTP/1.0", "HTTP/1.0 is not supported")]
#[case::digest(
    "GET https://x.io/\nAuthorization: Digest user {{pw}}",
    "signing in by Digest is not supported"
)]
#[case::in_a_body(
    "POST https://x.io/\n\n{}\n# @check status 200",
    "@check status 200 has no effect in a body"
)]
#[case::lines_of_a_text(
    "POST https://x.io/\nContent-Type: text/csv\n\n#1,2\n//3",
    "begins with # or //"
)]
#[case::lines_of_xml(
    "POST https://x.io/\nContent-Type: application/xml\n\n<a>\n# b\n</a>",
    "begins with # or //"
)]
#[case::graphql("POST https://x.io/\nX-Request-Type: GraphQL\n\nquery { a }", "GraphQL")]
fn what_is_not_done_is_named(#[case] text: &str, #[case] expected: &str) {
    let found = directives(text).unsupported;
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.to_string().contains(expected), "{one}");
}

#[rstest]
#[case::json("Content-Type: application/json\n\n{\n# words\n}")]
#[case::markdown("Content-Type: text/markdown; charset=utf-8\n\n# A\n\n## B")]
#[case::files("Content-Type: text/csv\n\n< ./a.csv\n# or\n# < ./b.csv")]
fn what_is_understood_in_a_body_needs_no_word(#[case] rest: &str) {
    assert_eq!(directives(&format!("POST https://x.io/\n{rest}")).unsupported, []);
}

#[rstest]
#[case::above_the_first("# @timeout 5\n\n### A\nGET https://x.io/", "timeout 5")]
#[case::below_a_heading("### Libraries\n// @no-log\n\n### A\nGET https://x.io/", "no-log")]
#[case::a_name_of_nothing("### A\nGET https://x.io/\n\n###\n# @name = login", "name login")]
#[case::set_again("@a = 1\n### A\n@a = 2\nGET https://x.io/", "a")]
#[case::set_to_the_same("@a = 1\n### A\n@a = 1\nGET https://x.io/", "")]
#[case::escapes("@a = x\\ny\n@b = \\d\n### A\nGET https://x.io/", "a")]
#[case::twice("# @loop\n# @loop\n###\nGET https://x.io/", "loop")]
#[case::about_the_file("# @note For Ada.\n# @scopes openid\n# Words.\n###\nGET https://x.io/", "")]
fn what_belongs_to_no_request_is_named(#[case] text: &str, #[case] expected: &str) {
    let file = HttpFile::parse(text).unwrap();
    let named: Vec<_> = file.unsupported().into_iter().map(|one| one.text).collect();
    assert_eq!(named.join(", "), expected);
    let [entry] = file.entries.as_slice() else { panic!("{file:?}") };
    assert_eq!(Directives::of(entry), Directives::default());
}

/// A line or a block of a file, and what has to come of it.
#[derive(Debug, Clone, Copy)]
enum Comes {
    Prompt,
    Check,
    Capture,
    Flag,
    Named,
    Nothing,
}

fn about() -> impl Strategy<Value = (&'static str, Comes)> {
    prop::sample::select(vec![
        ("# @prompt A who?", Comes::Prompt),
        ("// @check status 200", Comes::Check),
        ("# @check body $.a[?@.b > 1] exists", Comes::Check),
        ("# @capture A = header x", Comes::Capture),
        ("# @no-log", Comes::Flag),
        ("# @no-redirect", Comes::Flag),
        ("# @timeout 30", Comes::Nothing),
        ("# @timeout thirty", Comes::Named),
        ("# @check nothing", Comes::Named),
        ("# @capture nothing", Comes::Named),
        ("# words about it", Comes::Nothing),
    ])
}

fn behind() -> impl Strategy<Value = (&'static str, Comes)> {
    prop::sample::select(vec![
        ("> {%\n  x\n%}", Comes::Named),
        ("> a.js", Comes::Named),
        (">> a.json", Comes::Named),
        ("<> a.json", Comes::Named),
        ("{{\nx\n}}", Comes::Named),
        ("?? status == 200", Comes::Check),
        ("?? xpath /a == b", Comes::Named),
        ("# @check time < 5 ms", Comes::Check),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// Every construct of a file is used or named, wherever it stands and whatever stands beside it.
    #[test]
    fn every_construct_is_used_or_named(
        general in prop::collection::vec(about(), 0..6),
        above in prop::collection::vec(about(), 0..6),
        below in prop::collection::vec(behind(), 0..6),
        script in any::<bool>(),
        body in prop::sample::select(vec!["", "{\n  \"a\": 1\n}\n", "a\n?? b\nc\n", "< ./a.json\n"]),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let lines = |all: &[(&str, Comes)]| {
            all.iter().map(|(text, _)| format!("{text}\n")).collect::<String>()
        };
        let script = if script { "< {% y %}\n" } else { "" };
        let text = format!("{}\n### A\n{}{script}POST https://x.io/\nA: b\n\n{body}\n{}", lines(&general), lines(&above), lines(&below));
        let file = HttpFile::parse(&text.replace('\n', end)).unwrap();
        let found = Directives::of(&file.entries[0]);
        let wanted = |what: fn(&Comes) -> bool| {
            above.iter().chain(&below).filter(|(_, comes)| what(comes)).count()
        };
        prop_assert_eq!(found.prompts.len(), wanted(|it| matches!(it, Comes::Prompt)));
        prop_assert_eq!(found.checks.len(), wanted(|it| matches!(it, Comes::Check)));
        prop_assert_eq!(found.captures.len(), wanted(|it| matches!(it, Comes::Capture)));
        let flags = above.iter().any(|(text, _)| *text == "# @no-log");
        prop_assert_eq!(found.no_log, flags);
        let named = wanted(|it| matches!(it, Comes::Named)) + usize::from(!script.is_empty());
        // The same thing twice is named once.
        prop_assert!(found.unsupported.len() <= named);
        prop_assert_eq!(found.unsupported.is_empty(), named == 0);
        for (text, comes) in above.iter().chain(&below) {
            let is_script = text.starts_with("> {%") || text.starts_with("{{");
            if matches!(comes, Comes::Named) && !is_script {
                let word = text.trim_start_matches(['#', '/', ' ', '@', '>', '<', '?']);
                let word = word.split_whitespace().last().unwrap_or_default();
                prop_assert!(found.unsupported.iter().any(|one| one.text.contains(word) || word.contains(&one.text) || text.contains(&one.text)), "{text}");
            }
        }
        // Above the first separator, no construct is used, and so each is named.
        let of_none = file.unsupported();
        for (text, _) in general.iter().filter(|(text, _)| text.contains('@')) {
            prop_assert!(of_none.iter().any(|one| text.ends_with(&format!("@{}", one.text))), "{text}");
        }
        prop_assert_eq!(of_none.is_empty(), general.iter().all(|(text, _)| !text.contains('@')));
        // And the body is what it was.
        let body = body.trim_end();
        prop_assert_eq!(file.entries[0].request.body.as_deref().unwrap_or_default(), body);
    }
}
