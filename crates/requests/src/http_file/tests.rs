use super::blocks::behind_body;
use super::syntax::{comment, is_blank, variable};
use super::*;
use mudbrick_model::{Explain as _, Header, Method};
use proptest::prelude::*;
use rstest::rstest;

const FILE: &str = r#"# Places, for the shop finder

@LIBRARY_ID = 1111
@shop.name = Harbour Cafe

### List libraries
GET https://api-places.adobe.io/places/placesapi/v1/libraries
Authorization: Bearer {{ACCESS_TOKEN}}

### Rename
# @name rename
# @note The status of the answer is not documented.
# Ask Ada first.
PUT https://api-places.adobe.io/places/placesapi/v1/libraries/{{LIBRARY_ID}}
Content-Type: application/json
X-Empty:

{
  "name": "{{shop.name}}"

}
"#;

#[test]
fn a_whole_file_is_read() {
    let file = HttpFile::parse(FILE).unwrap();
    assert_eq!(file.comments, ["Places, for the shop finder"]);
    assert_eq!(file.variables[1], ("shop.name".to_owned(), "Harbour Cafe".to_owned()));
    let [list, rename] = file.entries.as_slice() else { panic!("{:?}", file.entries) };
    assert_eq!(list.request.name, "List libraries");
    assert_eq!(list.request.headers, [Header::new("Authorization", "Bearer {{ACCESS_TOKEN}}")]);
    assert_eq!(list.request.body, None);
    assert_eq!((rename.request.method, rename.request.name.as_str()), (Method::Put, "Rename"));
    assert_eq!(rename.tag.as_deref(), Some("rename"));
    assert_eq!(rename.note.as_deref(), Some("The status of the answer is not documented."));
    assert_eq!(rename.comments, ["Ask Ada first."]);
    assert_eq!(rename.request.headers[1], Header::new("X-Empty", ""));
    assert_eq!(rename.request.body.as_deref(), Some("{\n  \"name\": \"{{shop.name}}\"\n\n}"));
    assert_eq!(file.render().unwrap(), FILE, "what Mudbrick wrote, it writes again");
}

/// What REST Client and JetBrains take, and Mudbrick would not write itself.
#[rstest]
#[case::url_alone("https://mc.adobe.io/a", Method::Get, "https://mc.adobe.io/a", None)]
#[case::variable_alone("{{BASE}}/a", Method::Get, "{{BASE}}/a", None)]
#[case::lower_case_method("post https://x.io/a", Method::Post, "https://x.io/a", None)]
#[case::version("GET https://x.io/a HTTP/1.1", Method::Get, "https://x.io/a", None)]
#[case::prior("GET https://x.io/a HTTP/2 (Prior Knowledge)", Method::Get, "https://x.io/a", None)]
#[case::blank_in_url("GET https://x.io/?q=a b HTTP/2", Method::Get, "https://x.io/?q=a b", None)]
#[case::query_below(
    "GET https://x.io/a\n  ?b=1\n  &c=2",
    Method::Get,
    "https://x.io/a?b=1&c=2",
    None
)]
#[case::slashes_as_comment("// hi\nGET https://x.io/", Method::Get, "https://x.io/", None)]
#[case::windows_line_ends(
    "POST https://x.io/\r\nA: b\r\n\r\n{}\r\n",
    Method::Post,
    "https://x.io/",
    Some("{}")
)]
#[case::byte_order_mark("\u{feff}GET https://x.io/", Method::Get, "https://x.io/", None)]
#[case::long_separator(
    "##### Title\nGET https://x.io/\n########",
    Method::Get,
    "https://x.io/",
    None
)]
#[case::comment_after_the_body(
    "POST https://x.io/\n\n{}\n\n# bye\n",
    Method::Post,
    "https://x.io/",
    Some("{}")
)]
#[case::mark_in_the_body(
    "POST https://x.io/\n\na\n# b\nc",
    Method::Post,
    "https://x.io/",
    Some("a\n# b\nc")
)]
#[case::mark_in_json(
    "POST https://x.io/\n\n{\n# b\n}\n# c\n\n# d",
    Method::Post,
    "https://x.io/",
    Some("{\n# b\n}\n# c")
)]
#[case::heading_at_the_end(
    "POST https://x.io/\nContent-Type: text/markdown\n\n# A\n\n## B\n",
    Method::Post,
    "https://x.io/",
    Some("# A\n\n## B")
)]
#[case::mark_at_the_end_of_a_table(
    "POST https://x.io/\nContent-Type: text/csv\n\na,b\n\n#1,2\n",
    Method::Post,
    "https://x.io/",
    Some("a,b\n\n#1,2")
)]
#[case::check_behind_a_text(
    "POST https://x.io/\nContent-Type: text/plain\n\na\n\n# @check status 200\n",
    Method::Post,
    "https://x.io/",
    Some("a")
)]
#[case::parameter_commented_out(
    "GET https://x.io/a\n?b=1\n# &c=2\n&d=3\nA: b",
    Method::Get,
    "https://x.io/a?b=1&d=3",
    None
)]
#[case::jetbrains_parameters(
    "GET https://x.io/a?\n  b=2024-01-01T00:00:00&\n  c&\n  d=x y\nA: b",
    Method::Get,
    "https://x.io/a?b=2024-01-01T00:00:00&c&d=x y",
    None
)]
#[case::parameters_not_set_in(
    "GET https://x.io/a?\nb=1&\nc=2\nAccept: a=b",
    Method::Get,
    "https://x.io/a?b=1&c=2",
    None
)]
#[case::nothing_behind_the_mark(
    "GET https://x.io/a?\nAccept: b",
    Method::Get,
    "https://x.io/a?",
    None
)]
#[case::import_above("import ./a.http\n\nGET https://x.io/", Method::Get, "https://x.io/", None)]
#[case::saved_under_a_name_with_blanks(
    "GET https://x.io/\n\n>> ./my answer.json",
    Method::Get,
    "https://x.io/",
    None
)]
#[case::jetbrains_path_below(
    "GET https://x.io\n    /a\n    /b\n    ?c=1\nA: b",
    Method::Get,
    "https://x.io/a/b?c=1",
    None
)]
#[case::checks_below("GET https://x.io/\n?? status == 200", Method::Get, "https://x.io/", None)]
#[case::script_behind(
    "POST https://x.io/\n\n{}\n\n> {%\n  client.log('x');\n%}\n",
    Method::Post,
    "https://x.io/",
    Some("{}")
)]
#[case::script_before(
    "< {% request.variables.set('a', 1) %}\nGET https://x.io/",
    Method::Get,
    "https://x.io/",
    None
)]
#[case::httpyacs_script(
    "{{\n  exports.a = 1;\n}}\nGET https://x.io/\n\n{{\n  b;\n}}\n",
    Method::Get,
    "https://x.io/",
    None
)]
#[case::marks_inside_a_body(
    "POST https://x.io/\n\n?? not a check\n> quoted\nmore",
    Method::Post,
    "https://x.io/",
    Some("?? not a check\n> quoted\nmore")
)]
#[case::saved_answers(
    "POST https://x.io/\n\n{}\n\n>> a.json\n>>! b.json\n<> c.200.json\n",
    Method::Post,
    "https://x.io/",
    Some("{}")
)]
#[case::variable_above("@a=b\n\nGET https://x.io/", Method::Get, "https://x.io/", None)]
fn other_peoples_files(
    #[case] text: &str,
    #[case] method: Method,
    #[case] url: &str,
    #[case] body: Option<&str>,
) {
    let file = HttpFile::parse(text).unwrap();
    let [entry] = file.entries.as_slice() else { panic!("{file:?}") };
    let request = &entry.request;
    assert_eq!(
        (request.method, request.url.as_str(), request.body.as_deref()),
        (method, url, body)
    );
}

#[rstest]
#[case::no_method("### A\n\nfetch https://x.io/", "Line 3", "a method or a URL")]
#[case::no_url("GET", "Line 1", "no URL")]
#[case::no_url_but_a_version("GET HTTP/1.1", "Line 1", "no URL")]
#[case::body_without_a_blank_line("POST https://x.io/\nA: b\n{}", "Line 3", "among the headers")]
#[case::prose("Dear Ada,\nhow are you?", "Line 1", "a method or a URL")]
fn what_is_no_http_file_is_told_with_its_line(
    #[case] text: &str,
    #[case] line: &str,
    #[case] what: &str,
) {
    let message = HttpFile::parse(text).expect_err("must be refused").problem().message;
    assert!(message.contains(line) && message.contains(what), "{message}");
}

#[rstest]
#[case::in_the_request_line("p8e-canary https://x.io/")]
#[case::among_the_headers("GET https://x.io/\np8e-canary")]
fn what_is_refused_is_not_quoted_for_it_may_be_a_secret(#[case] text: &str) {
    let error = HttpFile::parse(text).expect_err("must be refused");
    assert!(!format!("{error} {error:?} {:?}", error.problem()).contains("canary"));
}

#[rstest]
#[case::plain("# @name login")]
#[case::jetbrains("# @name = login")]
#[case::without_blanks("//@name=login")]
fn a_tag_is_written_in_many_ways(#[case] line: &str) {
    let file = HttpFile::parse(&format!("{line}\nGET https://x.io/")).unwrap();
    assert_eq!(file.entries[0].tag.as_deref(), Some("login"));
    assert_eq!(file.entries[0].request.name, "login");
}

#[rstest]
#[case("@a = b")]
#[case::httpyacs_late_ones("@a := b")]
#[case::without_blanks("@a:=b")]
fn a_variable_is_written_in_many_ways(#[case] line: &str) {
    let file = HttpFile::parse(line).unwrap();
    assert_eq!(file.variables, [("a".to_owned(), "b".to_owned())]);
}

#[test]
fn requests_by_other_protocols_stay_and_are_named() {
    let text = "### Mine\nGET https://x.io/\n\n### Theirs\n# of Ada\n@a = b\nGRPC x.io/Service/Call\n\n{}\n\n\
        ###\nimport ./other.http\n\n###\ncurl -H 'A: canary' https://x.io\n\n###\nPURGE https://x.io/?canary\n\n\
        ### Got\nHTTP/1.1 200 OK\nA: b\n\n{}\n\n### Last\n# @loop 3\nrun ./a.http\nGET https://y.io/\n";
    let file = HttpFile::parse(text).unwrap();
    let names: Vec<_> = file.entries.iter().map(|entry| entry.request.name.as_str()).collect();
    assert_eq!(names, ["Mine", "Last"]);
    let named: Vec<_> = file.unsupported().into_iter().map(|one| one.text).collect();
    assert_eq!(
        named,
        [
            "GRPC x.io/Service/Call",
            "import ./other.http",
            "curl",
            "PURGE",
            "HTTP/1.1",
            "run ./a.http",
        ]
    );
    let request = Request { url: "https://z.io/".to_owned(), ..file.entries[1].request.clone() };
    let edited = HttpFile::edited(text, 1, &request).unwrap();
    assert_eq!(edited, text.replace("https://y.io/", "https://z.io/"));
}

#[test]
fn an_empty_file_holds_nothing() {
    assert_eq!(HttpFile::parse("").unwrap(), HttpFile::default());
    assert_eq!(HttpFile::parse("\n###\n\n###\n").unwrap(), HttpFile::default());
}

fn request() -> Request {
    Request {
        name: "A".to_owned(),
        method: Method::Post,
        url: "https://x.io/".to_owned(),
        headers: Vec::new(),
        body: None,
    }
}

#[rstest]
#[case::name(Request { name: "a\nb".to_owned(), ..request() }, "the name holds a line end")]
#[case::url(Request { url: "https://x.io/\nb".to_owned(), ..request() }, "the URL holds a line end")]
#[case::no_url(Request { url: " ".to_owned(), ..request() }, "without a URL")]
#[case::header_name(Request { headers: vec![Header::new("#a", "b")], ..request() }, "name of a header")]
#[case::header_value(Request { headers: vec![Header::new("a", "b\nc")], ..request() }, "line end")]
#[case::separator(Request { body: Some("a\n### b".to_owned()), ..request() }, "line 2 of its body")]
#[case::check(Request { body: Some("a\n?? status == 200".to_owned()), ..request() }, "line 2 of its body")]
#[case::comment(Request { body: Some("\na\n\n# b".to_owned()), ..request() }, "line 4 of its body")]
fn what_the_format_cannot_hold_is_told(#[case] request: Request, #[case] expected: &str) {
    let message = HttpFile::of(request).render().expect_err("refused").problem().message;
    assert!(message.contains(expected), "{message}");
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let header = ("[A-Za-z][A-Za-z0-9-]{0,12}", "[ -~äöü€]{0,30}")
        .prop_map(|(name, value)| Header::new(name, value.trim()));
    let words = "[A-Za-z0-9#@ äé.,:/-]{0,20}".prop_map(|text| text.trim().to_owned());
    let url = "https://[a-z]{1,8}\\.adobe\\.io(/[a-zA-Z0-9{}_. %=&?#-]{0,20}){0,3}( HTTP/1)?";
    let note = "[A-Za-z][A-Za-z ]{0,20}[a-z]";
    (
        words,
        proptest::sample::select(Method::ALL.to_vec()),
        url.prop_map(|url| url.trim().to_owned()),
        proptest::collection::vec(header, 0..5),
        proptest::option::of("([ -~äé€]{0,12}\n){0,5}[ -~]{0,12}"),
        proptest::option::of("[a-zA-Z_]{1,10}"),
        proptest::option::of(note),
        proptest::collection::vec(note, 0..3),
    )
        .prop_map(|(name, method, url, headers, body, tag, note, comments)| {
            let body = body.map(|body| trim_blank_lines(&body)).filter(|body| !body.is_empty());
            let name = if name.is_empty() { tag.clone().unwrap_or_default() } else { name };
            let request = Request { name, method, url, headers, body };
            Entry { tag, note, comments, ..Entry::new(request) }
        })
}

fn trim_blank_lines(body: &str) -> String {
    let lines: Vec<&str> = body.lines().collect();
    let Some(first) = lines.iter().position(|line| !is_blank(line)) else { return String::new() };
    let last = lines.iter().rposition(|line| !is_blank(line)).unwrap();
    lines[first..=last].join("\n")
}

/// One part that nobody can read costs itself, and is named by what stands above it.
#[rstest]
#[case::prose(
    "Notes",
    "These requests are for the team.",
    "Notes (reading line 1: no method and no URL there)"
)]
#[case::later(
    "",
    "# a\n\nprose",
    "the one without a name (reading line 3: no method and no URL there)"
)]
#[case::header("Bad", "GET https://x.io/\nno header", "Bad (reading line 2: not a header there)")]
#[case::url("None", "POST", "None (reading line 1: a request without a URL there)")]
fn a_part_that_cannot_be_read_costs_itself_alone(
    #[case] name: &str,
    #[case] part: &str,
    #[case] told: &str,
) {
    let text = format!(
        "### {name}\n{part}\n\n### One\nGET https://x.io/1\n\n### Two\nGET https://x.io/2\n"
    );
    let file = HttpFile::parse(&text).unwrap();
    assert_eq!(file.entries.len(), 2);
    assert_eq!(file.unread(), [told]);
    let said = file.unsupported();
    assert!(said.iter().any(|one| one.to_string().ends_with(told)), "{said:?}");
    // Changing another request leaves it where it is.
    let request = Request { method: Method::Put, ..file.entries[1].request.clone() };
    let edited = HttpFile::edited(&text, 1, &request).unwrap();
    assert_eq!(edited, text.replace("GET https://x.io/2", "PUT https://x.io/2"));
    // Alone it is what is wrong with the file.
    assert!(HttpFile::parse(&format!("### {name}\n{part}\n")).is_err());
}

/// REST Client finds a file's variables wherever they stand.
#[rstest]
#[case::behind_a_body(
    "POST https://x.io/\n\n{\"a\": \"{{foo}}\"}\n\n@foo = bar\n",
    Some("{\"a\": \"{{foo}}\"}")
)]
#[case::with_comments("POST https://x.io/\n\n{}\n\n# more\n@foo = bar\n\n# end\n", Some("{}"))]
#[case::without_a_body("GET https://x.io/\n\n@foo = bar\n", None)]
fn a_variable_behind_a_body_is_the_files(#[case] text: &str, #[case] body: Option<&str>) {
    let file = HttpFile::parse(text).unwrap();
    assert_eq!(file.variables, [("foo".to_owned(), "bar".to_owned())]);
    assert_eq!(file.entries[0].request.body.as_deref(), body);
    // It stays there when the request goes.
    assert!(HttpFile::without(text, 0).unwrap().contains("@foo = bar"));
    let request = Request { body: Some("new".to_owned()), ..file.entries[0].request.clone() };
    let edited = HttpFile::parse(&HttpFile::edited(text, 0, &request).unwrap()).unwrap();
    assert_eq!((&edited.variables, &edited.entries[0].request), (&file.variables, &request));
}

#[rstest]
#[case::not_set_off("POST https://x.io/\n\n{}\n@foo = bar\n", "{}\n@foo = bar")]
#[case::text(
    "POST https://x.io/\nContent-Type: text/plain\n\na\n\n@foo = bar\n",
    "a\n\n@foo = bar"
)]
fn a_line_of_a_body_is_no_variable(#[case] text: &str, #[case] body: &str) {
    let file = HttpFile::parse(text).unwrap();
    assert_eq!(file.variables, []);
    assert_eq!(file.entries[0].request.body.as_deref(), Some(body));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read_again(
        comments in proptest::collection::vec("[A-Za-z]{1,10}", 0..2),
        variables in proptest::collection::vec(("[a-zA-Z_.-]{1,8}", "[!-~]{0,10}"), 0..3),
        entries in proptest::collection::vec(any_entry(), 0..4),
    ) {
        let file = HttpFile { comments, variables, entries, foreign: Vec::new() };
        match file.render() {
            Ok(text) => prop_assert_eq!(HttpFile::parse(&text).unwrap(), file, "{}", text),
            Err(RenderError::Body { .. } | RenderError::Comment { .. }) => {
                let marks = |body: &str| {
                    let lines: Vec<&str> = body.lines().collect();
                    let is_beside = |line: &&str| comment(line).is_some() || variable(line).is_some();
                    lines.iter().any(is_beside) || behind_body(&lines).is_some()
                };
                prop_assert!(file.entries.iter().any(|e| e.request.body.as_deref().is_some_and(marks)));
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }

    #[test]
    fn any_text_is_read_or_refused_and_then_stable(text in "(?s)([#@/?&=: \r\n<>]|###|GET|POST|GRPC |PURGE |curl |import a.http|Content-Type: (text/csv|text/markdown|application/json)|https://x.io|HTTP/1|\\?\\? status == 200|[<>] \\{%|%\\}|\n\\{\\{\n|\n\\}\\}\n|>> a|< a.js|[a-zé]{1,4}){0,40}") {
        if let Ok(file) = HttpFile::parse(&text) {
            let written = file.render().unwrap();
            let again = HttpFile::parse(&written).unwrap();
            prop_assert_eq!(&again, &file, "{}", written);
            prop_assert_eq!(again.render().unwrap(), written);
        }
    }
}
