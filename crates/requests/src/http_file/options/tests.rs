use super::*;
use crate::http_file::{Directives, HttpFile};
use proptest::prelude::*;
use rstest::rstest;

const FILE: &str = "\u{feff}# @timeout 5\n# of all of them\n@A = 1\n\n### List\n//  @timeout =  30  \n# Ada wrote this\n# @noRedirect\n  get  https://x.io/a\n   ?b=1   HTTP/2 (Prior Knowledge)\nAccept: */*\n# @retry 3\n\n### Make\nPOST https://x.io/b\n\n{\n  \"a\": 1\n}\n\n# @cookie-jar\n";

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn options(file: &str, entry: usize) -> WrittenOptions {
    HttpFile::parse(file).unwrap().entries[entry].options()
}

#[test]
fn what_stands_in_a_file_is_read() {
    let list = WrittenOptions {
        no_redirect: true,
        timeout: text("30"),
        http_version: text("HTTP/2"),
        retry: text("3"),
        ..WrittenOptions::default()
    };
    let make = WrittenOptions { cookies: Some(Cookies::Keep), ..WrittenOptions::default() };
    assert_eq!((options(FILE, 0), options(FILE, 1)), (list, make));
}

#[rstest]
#[case::value(0, |it: &mut WrittenOptions| it.timeout = text("2 m"), "@timeout =  30  \n", "@timeout =  2 m  \n")]
#[case::kept_as_typed(0, |it: &mut WrittenOptions| it.retry = text("often"), "@retry 3", "@retry often")]
#[case::equals_sign(0, |it: &mut WrittenOptions| it.retry = text("=3"), "@retry 3", "@retry = =3")]
#[case::removed(0, |it: &mut WrittenOptions| it.timeout = None, "//  @timeout =  30  \n", "")]
#[case::flag_removed(0, |it: &mut WrittenOptions| it.no_redirect = false, "# @noRedirect\n", "")]
#[case::below(1, |it: &mut WrittenOptions| it.cookies = Some(Cookies::Off), "@cookie-jar", "@no-cookie-jar")]
#[case::added(0, |it: &mut WrittenOptions| it.no_log = true, "  get  ", "# @no-log\n  get  ")]
#[case::added_at_once(
    1,
    |it: &mut WrittenOptions| (it.retry_timeout, it.timeout) = (text("60"), text("soon")),
    "POST ",
    "# @timeout soon\n# @retry-timeout 60\nPOST "
)]
#[case::version(0, |it: &mut WrittenOptions| it.http_version = text("HTTP/2.0"), "HTTP/2 (", "HTTP/2.0 (")]
#[case::version_removed(0, |it: &mut WrittenOptions| it.http_version = None, "?b=1   HTTP/2 (Prior Knowledge)", "?b=1")]
#[case::version_added(1, |it: &mut WrittenOptions| it.http_version = text("HTTP/2"), "POST https://x.io/b", "POST https://x.io/b HTTP/2")]
fn one_change_changes_one_span(
    #[case] entry: usize,
    #[case] change: fn(&mut WrittenOptions),
    #[case] from: &str,
    #[case] to: &str,
    #[values("\n", "\r\n")] end: &str,
) {
    let with_end = |text: &str| text.replace('\n', end);
    let file = with_end(FILE);
    let mut wanted = options(&file, entry);
    assert_eq!(HttpFile::with_options(&file, entry, &wanted).unwrap(), file);
    change(&mut wanted);
    assert_eq!(FILE.matches(from).count(), 1, "{from:?}");
    let edited = HttpFile::with_options(&file, entry, &wanted).unwrap();
    assert_eq!(edited, file.replace(&with_end(from), &with_end(to)));
    assert_eq!(options(&edited, entry), wanted);
}

#[rstest]
#[case::last(
    "# @timeout 5\n# @timeout 30\nGET https://x.io",
    "30",
    "# @timeout 7\nGET https://x.io"
)]
#[case::usable(
    "# @timeout 5\n# @timeout soon\nGET https://x.io",
    "5",
    "# @timeout 7\nGET https://x.io"
)]
#[case::nothing_usable(
    "# @timeout soon\n# @timeout late\n# @timeout\nGET https://x.io",
    "late",
    "# @timeout 7\nGET https://x.io"
)]
#[case::behind_a_sign(
    "# @timeout =\n# @timeout = soon\nGET https://x.io",
    "soon",
    "# @timeout = 7\nGET https://x.io"
)]
fn the_line_that_counts_is_the_one_that_is_changed(
    #[case] file: &str,
    #[case] counts: &str,
    #[case] changed: &str,
) {
    assert_eq!(options(file, 0).timeout.as_deref(), Some(counts));
    let wanted = WrittenOptions { timeout: text("7"), ..WrittenOptions::default() };
    assert_eq!(HttpFile::with_options(file, 0, &wanted).unwrap(), changed);
    let without = HttpFile::with_options(file, 0, &WrittenOptions::default()).unwrap();
    assert_eq!(without, "GET https://x.io");
}

#[rstest]
#[case("# @timeout\nGET https://x.io", "# @timeout 7\nGET https://x.io")]
#[case("# @timeout =  \r\nGET https://x.io", "# @timeout = 7  \r\nGET https://x.io")]
fn a_word_without_a_value_gets_one(#[case] file: &str, #[case] changed: &str) {
    assert_eq!(options(file, 0), WrittenOptions::default());
    let wanted = WrittenOptions { timeout: text("7"), ..WrittenOptions::default() };
    assert_eq!(HttpFile::with_options(file, 0, &wanted).unwrap(), changed);
}

/// Only what follows the last blank is taken for the version.
#[test]
fn a_url_that_ends_in_a_version_stays_one() {
    let file = "GET https://x.io/ HTTP/3 HTTP/2";
    let without = HttpFile::with_options(file, 0, &WrittenOptions::default()).unwrap();
    assert_eq!(without, "GET https://x.io/ HTTP/3 HTTP/1.1");
}

#[rstest]
#[case::two_lines(WrittenOptions { timeout: text("5\n6"), ..WrittenOptions::default() })]
#[case::no_version(WrittenOptions { http_version: text("quick"), ..WrittenOptions::default() })]
#[case::two_words(WrittenOptions { http_version: text("HTTP/2 and more"), ..WrittenOptions::default() })]
fn what_no_file_can_hold_is_refused_and_can_be_sent(#[case] wanted: WrittenOptions) {
    let error = HttpFile::with_options(FILE, 1, &wanted).unwrap_err();
    assert!(matches!(error, EditError::Render(_)), "{error:?}");
    let entry = HttpFile::parse(FILE).unwrap().entries[1].with_options(&wanted);
    assert_eq!(Directives::of(&entry).unsupported.len(), 1);
}

/// Files as people leave them: lines about sending in every spelling, at every place, right and wrong, several of a kind.
fn untidy() -> impl Strategy<Value = String> {
    let lines = |most: usize| {
        let one = prop::sample::select(vec![
            "# @no-redirect\n",
            "//@noRedirect yes\n",
            "# @timeout 30\n",
            "#  @timeout =  500 ms \t\n",
            "# @timeout soon\n",
            "# @timeout\n",
            "# @connection-timeout 2 m\n",
            "  # @cookie-jar\n",
            "# @noCookieJar\n",
            "# @retry 3\n",
            "# @retry many\n",
            "# @retry-methods = all\n",
            "// @retry-timeout 60\n",
            "# @no-log\n",
            "# @loop for 3\n",
            "# a comment, @timeout 3\n",
            "# @prompt NAME\n",
            "# @name tag\n",
        ]);
        prop::collection::vec(one, 0..most).prop_map(|lines| lines.concat())
    };
    let above = prop::sample::select(vec!["", "\n", "@v = 1\n", "< {% a() %}\n"]);
    let line = prop::sample::select(vec![
        "GET https://x.io/a\n",
        "post\thttps://x.io/{{id}}  HTTP/1.1\n",
        "https://x.io\n  ?a=1\n\t&b=2 HTTP/2  \n",
        "  PUT {{BASE}}/c HTTP/3 HTTP/2 (Prior Knowledge)\n",
        "GET https://x.io http/1.0\n",
    ]);
    let headers = prop::sample::select(vec!["", "A: 1\n", "B :  two \nC:\n"]);
    let body = prop::sample::select(vec![
        "",
        "\n{}\n",
        "\n\nx=1&\n# @timeout 9\ny=2\n\n",
        "\n{}\n\n> {%\n  client.log(1);\n%}\n?? status == 200\n",
    ]);
    let entry = (above, lines(5), line, headers, lines(2), body, lines(3)).prop_map(
        |(above, before, line, headers, among, body, below)| {
            let gap = if body.is_empty() { "" } else { "\n" };
            format!("### A\n{above}{before}{line}{headers}{among}{body}{gap}{below}")
        },
    );
    let general = prop::sample::select(vec!["", "# @timeout 1\n\n", "\u{feff}# @no-log\n@w = 2\n"]);
    let end = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (general, prop::collection::vec(entry, 4), end).prop_map(|(general, entries, end)| {
        (general.to_owned() + &entries.concat()).replace('\n', end)
    })
}

fn wanted() -> impl Strategy<Value = WrittenOptions> {
    let typed = || {
        let texts = ["30", " 500 ms", "soon", "=5", "@x", "{{N}}", "", "ü #", "7 // @retry 3"];
        prop::option::of(prop::sample::select(texts.map(ToOwned::to_owned).to_vec()))
    };
    let version =
        prop::sample::select(vec![None, text("HTTP/2"), text("HTTP/2.0"), text("HTTP/9")]);
    let cookies = prop::sample::select(vec![None, Some(Cookies::Off), Some(Cookies::Keep)]);
    let texts = (typed(), typed(), typed(), typed(), typed());
    (any::<[bool; 2]>(), texts, version, cookies).prop_map(
        |([no_redirect, no_log], texts, http_version, cookies)| {
            let (timeout, connection_timeout, retry, retry_methods, retry_timeout) = texts;
            WrittenOptions {
                no_redirect,
                timeout,
                connection_timeout,
                http_version,
                cookies,
                retry,
                retry_methods,
                retry_timeout,
                no_log,
            }
        },
    )
}

/// A request's lines without what says how it is sent, and those lines.
fn parted(text: &str, entry: &Entry, layout: &Layout) -> (String, Vec<(WrittenOption, String)>) {
    let about = |at: usize| OptionLine::of(&entry.comments[at]).map(|line| line.option);
    let said = layout.comments.iter().enumerate();
    let said = said.filter_map(|(at, line)| Some((about(at)?, line.clone())));
    let said: Vec<(WrittenOption, Range<usize>)> = said.collect();
    let mut gone: Vec<Range<usize>> = said.iter().map(|(_, line)| line.clone()).collect();
    gone.push(layout.url.end..layout.request_line.end);
    gone.sort_by_key(|span| span.start);
    let (mut rest, mut done) = (String::new(), layout.whole.start);
    for span in gone {
        rest.push_str(&text[done..span.start]);
        done = span.end;
    }
    rest.push_str(&text[done..layout.whole.end]);
    (rest, said.into_iter().map(|(option, line)| (option, text[line].to_owned())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Files of four requests, each edited ten times, and each time back again.
    #[test]
    fn what_is_set_is_read_back_and_nothing_else_is_touched(
        file in untidy(),
        edits in prop::collection::vec((0_usize..4, wanted(), any::<[bool; 9]>()), 10),
    ) {
        let mut text = file;
        for (at, typed, changes) in edits {
            let before = parse::parse(&text).unwrap();
            let was = before.file.entries[at].options();
            let mut wanted = was.clone();
            for (option, _) in WrittenOption::ALL.into_iter().zip(changes).filter(|(_, it)| *it) {
                wanted.take(option, &typed);
            }
            let edited = HttpFile::with_options(&text, at, &wanted).unwrap();
            let after = parse::parse(&edited).unwrap();
            prop_assert_eq!(&after.file.entries[at].options(), &wanted.tidy());
            let read = Directives::of(&after.file.entries[at]);
            prop_assert_eq!(&read.options, &wanted.tidy().read().options);
            prop_assert_eq!(read.no_log, wanted.no_log);
            prop_assert_eq!(&after.file.comments, &before.file.comments);
            prop_assert_eq!(&after.file.variables, &before.file.variables);
            prop_assert_eq!(&edited[..after.layouts[0].whole.start], &text[..before.layouts[0].whole.start]);
            for other in (0..4).filter(|other| *other != at) {
                prop_assert_eq!(
                    &edited[after.layouts[other].whole.clone()],
                    &text[before.layouts[other].whole.clone()],
                );
            }
            let (rest, said) = parted(&text, &before.file.entries[at], &before.layouts[at]);
            let (rest_after, said_after) = parted(&edited, &after.file.entries[at], &after.layouts[at]);
            prop_assert_eq!(rest, rest_after);
            for option in WrittenOption::ALL.into_iter().filter(|it| was.agrees(*it, &wanted.tidy())) {
                let of = |said: &[(WrittenOption, String)]| {
                    said.iter().filter(|(it, _)| *it == option).cloned().collect::<Vec<_>>()
                };
                prop_assert_eq!(of(&said), of(&said_after));
            }
            let back = HttpFile::with_options(&edited, at, &was).unwrap();
            let back = parse::parse(&back).unwrap();
            prop_assert_eq!(back.file.entries[at].options(), was);
            let (was, back) = (Directives::of(&before.file.entries[at]), Directives::of(&back.file.entries[at]));
            prop_assert_eq!((&was.options, was.no_log), (&back.options, back.no_log));
            prop_assert_eq!((&was.prompts, &was.checks), (&back.prompts, &back.checks));
            text = edited;
        }
    }
}
