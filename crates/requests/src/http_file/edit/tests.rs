use super::*;
use mudbrick_model::Method;
use proptest::prelude::*;
use rstest::rstest;

const FILE: &str = "\u{feff}# Places, for the shop finder\n@LIBRARY = 1111\n\n###   List   \n//  Ada wrote this\nget  https://x.io/a\n   ?b=1\n   &c=2   HTTP/1.1\nAccept:    application/json\n# between\nX-Empty:\n\n\n### Make\n# @name make\n\nPOST https://x.io/b\nContent-Type: application/json\n\n{\n  \"a\":  1\n}\n\n# the end\n####\n";

fn request(entry: usize) -> Request {
    HttpFile::parse(FILE).unwrap().entries[entry].request.clone()
}

/// Where the lines behind a body would become a part of it, its comments go up to its headers.
#[rstest]
#[case::another_kind(
    "POST https://x.io/\nContent-Type: application/json\n\n{}\n\n# the end\n",
    "POST https://x.io/\nContent-Type: text/plain\n# the end\n\n{}\n\n"
)]
#[case::without_a_body(
    "POST https://x.io/\nContent-Type: application/json\n\n# one\n# two\n",
    "POST https://x.io/\nContent-Type: text/plain\n# one\n# two\n\n"
)]
fn a_comment_behind_a_body_stays_one(#[case] text: &str, #[case] expected: &str) {
    let old = HttpFile::parse(text).unwrap().entries.remove(0);
    let headers = vec![Header::new("Content-Type", "text/plain")];
    let request = Request { headers, ..old.request };
    let edited = HttpFile::edited(text, 0, &request).unwrap();
    assert_eq!(edited, expected);
    let now = HttpFile::parse(&edited).unwrap().entries.remove(0);
    assert_eq!((now.request, now.comments), (request, old.comments));
}

#[test]
fn nothing_changed_changes_nothing() {
    for entry in 0..2 {
        assert_eq!(HttpFile::edited(FILE, entry, &request(entry)).unwrap(), FILE);
    }
}

#[rstest]
#[case::name(0, |r: &mut Request| r.name = "All".into(), "###   List   ", "### All")]
#[case::method(0, |r: &mut Request| r.method = Method::Delete, "get  https", "DELETE https")]
#[case::url(0, |r: &mut Request| r.url = "https://y.io".into(), "https://x.io/a\n   ?b=1\n   &c=2   HTTP", "https://y.io   HTTP")]
#[case::header_value(0, |r: &mut Request| r.headers[0].value = "*/*".into(), "Accept:    application/json", "Accept:    */*")]
#[case::header_filled(0, |r: &mut Request| r.headers[1].value = "1".into(), "X-Empty:", "X-Empty: 1")]
#[case::header_renamed(0, |r: &mut Request| r.headers[0].name = "A".into(), "Accept:    application/json", "A: application/json")]
#[case::header_removed(0, |r: &mut Request| drop(r.headers.remove(0)), "Accept:    application/json\n", "")]
#[case::header_first(0, |r: &mut Request| r.headers.insert(0, Header::new("A", "1")), "Accept: ", "A: 1\nAccept: ")]
#[case::header_last(0, |r: &mut Request| r.headers.push(Header::new("Z", "1")), "X-Empty:\n", "X-Empty:\nZ: 1\n")]
#[case::body_added(0, |r: &mut Request| r.body = Some("{}".into()), "X-Empty:\n", "X-Empty:\n\n{}\n")]
#[case::body_changed(1, |r: &mut Request| r.body = Some("[]".into()), "{\n  \"a\":  1\n}", "[]")]
#[case::body_removed(1, |r: &mut Request| r.body = None, "{\n  \"a\":  1\n}\n", "")]
#[case::name_beside_a_tag(1, |r: &mut Request| r.name = "New".into(), "### Make", "### New")]
fn one_change_changes_one_span(
    #[case] entry: usize,
    #[case] change: fn(&mut Request),
    #[case] from: &str,
    #[case] to: &str,
    #[values("\n", "\r\n")] end: &str,
) {
    let text = |text: &str| text.replace('\n', end);
    let mut request = request(entry);
    change(&mut request);
    assert_eq!(FILE.matches(from).count(), 1, "{from:?}");
    let expected = text(FILE).replace(&text(from), &text(to));
    assert_eq!(HttpFile::edited(&text(FILE), entry, &request).unwrap(), expected);
}

#[test]
fn a_file_of_one_line_without_an_end() {
    let mut request = HttpFile::parse("https://x.io").unwrap().entries[0].request.clone();
    request.name = "X".into();
    request.headers.push(Header::new("A", "1"));
    request.body = Some("{}".into());
    let edited = HttpFile::edited("https://x.io", 0, &request).unwrap();
    assert_eq!(edited, "### X\nhttps://x.io\nA: 1\n\n{}\n");
}

#[test]
fn an_entry_that_is_gone_is_said() {
    let error = HttpFile::edited(FILE, 2, &request(0)).unwrap_err();
    assert_eq!(error, EditError::NoSuchEntry { entry: 2, of: 2 });
    assert_eq!(error.code(), ErrorCode::Conflict);
}

#[test]
fn a_comment_among_the_parts_of_a_url_stays_below_it() {
    let file = "GET https://x.io/?a=1\n  # &b=2\n&c=3 HTTP/2\nA: b\n";
    let old = HttpFile::parse(file).unwrap().entries.remove(0).request;
    let wanted = Request { url: "https://x.io/?a=2".to_owned(), ..old };
    let edited = HttpFile::edited(file, 0, &wanted).unwrap();
    assert_eq!(edited, "GET https://x.io/?a=2 HTTP/2\n  # &b=2\nA: b\n");
}

/// A file of many requests as people leave them: blank lines, comments, variables and white space everywhere.
fn untidy() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![
        "",
        "",
        "\n",
        "  \n\n",
        "# a comment\n",
        "\n// see {{X}}\n\n",
        "@v = 1\n",
    ]);
    let head = prop::sample::select(vec![
        "### One\n",
        "###\n",
        "####   Two  \n# @name two\n",
        "### Three\n# @note not verified\n\n",
        "### Four\n# @prompt NAME Who?\n< {% request.variables.set('a', 1) %}\n",
        "### Five\nimport ./a.http\nPURGE https://x.io\n\n### Five a\nimport ./b.http\n",
        "### Five\nGRPC x.io/a\n\n{}\n\n### Six\n",
    ]);
    let line = prop::sample::select(vec![
        "GET https://x.io/a",
        "post\thttps://x.io/{{id}}  HTTP/1.1",
        "https://x.io\n  ?a=1\n\t&b=2",
        "GET https://x.io\n  ?a=1\n  # &b=2\n// words\n  &c=3 HTTP/2",
        "GET https://x.io?\n  a=1:2&\n  b=2",
        "PUT  {{BASE}}/c ",
    ]);
    let headers = prop::collection::vec(
        prop::sample::select(vec![
            "A: 1\n",
            "B :  two \n",
            "# between\n",
            "C:\n",
            "A: 1\n",
            "  D: {{x}}\n",
            "Content-Type: application/json\n",
        ]),
        0..5,
    );
    let body = prop::sample::select(vec![
        "",
        "",
        "\n{}\n",
        "\n\n{\n  \"a\": 1\n\n}\n\n\n",
        "\nx=1&\ny=2\n\n# after\n",
        "\n// before\n{\n  # within\n}\n# behind\n\n# after\n",
        "\n{}\n\n> {%\n  client.log(1);\n%}\n?? status == 200\n",
        "\n?? status == 200\n# @check status 200\n",
        "\n< ./a.json\n\n>> ./b.json\n",
    ]);
    let entry = (head, gap.clone(), line, headers, body, gap).prop_map(
        |(head, before, line, headers, body, after)| {
            let before = before.trim_start_matches('\n');
            format!("{head}{before}{line}\n{}{body}\n{after}", headers.concat())
        },
    );
    (prop::collection::vec(entry, 20), prop::sample::select(vec!["\n", "\r\n"]))
        .prop_map(|(entries, end)| entries.concat().replace('\n', end))
}

/// `{{`, lines, and `}}` on a line of its own.
fn reads_as_script(body: &str) -> bool {
    let mut lines = body.lines();
    let begins = lines.next().and_then(|first| first.strip_prefix("{{"));
    begins.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_alphabetic()))
        && lines.next_back().is_some_and(|last| last.trim() == "}}")
}

#[rstest]
#[case::named("{{z\n}}")]
#[case::with_lines("{{\n a\n b\n}}")]
#[case::behind_a_body("a=1\n> {%\n%}")]
fn a_body_that_reads_as_a_script_is_refused(#[case] body: &str) {
    let wanted = Request { body: Some(body.to_owned()), ..request(0) };
    let error = HttpFile::edited(FILE, 0, &wanted).unwrap_err();
    assert!(matches!(error, EditError::Render(RenderError::Body { .. })), "{error:?}");
}

fn change() -> impl Strategy<Value = (usize, Request)> {
    let name = "[a-zA-Z]{0,3}( [a-z]{1,4})?";
    let headers = prop::collection::vec(
        ("[A-D]", "([a-z0-9]{1,4})?").prop_map(|(name, value)| Header::new(name, value)),
        0..5,
    );
    let url = "https://[a-z]{1,5}\\.io/[a-z]{0,4}(\\?[a-z]=[0-9])?";
    // What httpyac would take for a script is no body, and refused: see `a_body_that_reads_as_a_script_is_refused`.
    let body = "[a-z{]{1,3}(\n[ a-z]{0,4}){0,3}[a-z}]{1,3}";
    let body = body.prop_filter("a script", |body| !reads_as_script(body));
    let body = prop::option::of(body);
    let method = prop::sample::select(Method::ALL.to_vec());
    (0_usize..20, name, method, url, headers, body).prop_map(
        |(at, name, method, url, headers, body)| (at, Request { name, method, url, headers, body }),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// 200 files of 20 requests, each edited 50 times, which are 10,000 edits: the entries that were not edited keep every byte.
    #[test]
    fn what_is_not_edited_keeps_every_byte(
        file in untidy(),
        changes in prop::collection::vec((change(), any::<bool>()), 50),
    ) {
        let mut before = parse::parse(&file).unwrap();
        let mut text = file;
        for ((at, wanted), keeps_head) in changes {
            let wanted = match keeps_head {
                true => Request { body: wanted.body, ..before.file.entries[at].request.clone() },
                // Without a name it goes by its tag.
                false if wanted.name.is_empty() && before.file.entries[at].tag.is_some() => continue,
                false => wanted,
            };
            let edited = HttpFile::edited(&text, at, &wanted).unwrap();
            let after = parse::parse(&edited).unwrap();
            for other in (0..before.layouts.len()).filter(|other| *other != at) {
                prop_assert_eq!(
                    &edited[after.layouts[other].whole.clone()],
                    &text[before.layouts[other].whole.clone()],
                );
            }
            prop_assert_eq!(&after.file.entries[at].request, &as_read(&wanted).unwrap());
            prop_assert_eq!(&after.file.variables, &before.file.variables);
            prop_assert_eq!(&after.file.entries[at].comments, &before.file.entries[at].comments);
            prop_assert_eq!(&after.file.entries[at].before, &before.file.entries[at].before);
            prop_assert_eq!(&after.file.entries[at].after, &before.file.entries[at].after);
            prop_assert_eq!(&after.file.foreign, &before.file.foreign);
            (text, before) = (edited, after);
        }
    }
}
