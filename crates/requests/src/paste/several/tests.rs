use super::*;
use crate::paste::read_paste;
use mudbrick_model::Request;
use proptest::prelude::*;
use rstest::rstest;

/// A command for each line: its line, its title, its method, URL, headers and body, what is said of it.
fn read(text: &str) -> Vec<String> {
    let commands = read_commands(text).into_iter();
    let shown = commands.map(|ReadCommand { line, title, read, .. }| {
        let mut shown = vec![line.to_string()];
        shown.extend(title.map(|title| format!("[{title}]")));
        match read {
            Ok(Pasted { request, notes, doubts }) => {
                shown.push(format!("{} {}", request.method, request.url));
                let headers = request.headers.iter();
                shown.extend(headers.map(|header| format!("{}: {}", header.name, header.value)));
                shown.extend(request.body);
                shown.extend(notes.iter().map(|note| format!("({note})")));
                let said = |doubt: super::super::Doubt| {
                    format!("?{}:{} {}", doubt.place.line, doubt.place.column, doubt.kind)
                };
                shown.extend(doubts.into_iter().map(said));
            }
            Err(error) => shown.push(format!("!{error}")),
        }
        shown.join(" ")
    });
    shown.collect()
}

#[rstest]
#[case::titles(
    "#!/bin/sh\n\n# List all\ncurl https://a.io \\\n  -H 'a: b'\n\n$ curl -d '\ncurl https://c.io' https://b.io; curl https://d.io\n",
    &["4 [List all] GET https://a.io a: b", "7 POST https://b.io Content-Type: application/x-www-form-urlencoded \ncurl https://c.io", "8 GET https://d.io"],
)]
#[case::other_titles("// One\ncurl https://a.io\n// Two\ncurl https://b.io\n", &["2 [One] GET https://a.io", "4 [Two] GET https://b.io"])]
#[case::title_of_an_output("# One\nA=$(curl https://a.io)\n# Two\ncurl https://b.io\n", &["2 [One] GET https://a.io", "4 [Two] GET https://b.io"])]
#[case::a_shells_window(
    "$ A=$(curl https://a.io \\\n>   -H \"x-a: b\")\n$ curl https://b.io\n",
    &["1 GET https://a.io x-a: b", "3 GET https://b.io"],
)]
#[case::lines_that_go_on(
    "$ curl https://a.io \\\n> -H 'x-a: b'\n$ curl https://b.io \\\n> -H 'x-c: d'\n",
    &["1 GET https://a.io x-a: b", "3 GET https://b.io x-c: d"],
)]
#[case::an_account(
    "me@host:~$ TOKEN=abc; curl https://a.io \\\n> -H \"x-a: b\"\nme@host:~$ for i in 1 2; do curl https://b.io \\\n> -H 'x-c: d'; done\n",
    &["1 GET https://a.io x-a: b", "3 GET https://b.io x-c: d (what comes before the request was left out) (what comes after the request was left out: ; done)"],
)]
#[case::values(
    "BASE=https://x.io\ncurl $BASE/a\nVERSION=v2\ncurl \"$BASE/$VERSION/b\"\n",
    &["2 GET https://x.io/a", "4 GET https://x.io/v2/b"],
)]
#[case::changed_values(
    "BASE=https://x.io\ncurl $BASE/a\nBASE=https://y.io\ncurl $BASE/b\n",
    &["2 GET https://x.io/a", "4 GET https://y.io/b ?4:6 the text gives BASE more than one value, or changes it; look whether this is the one that you mean"],
)]
#[case::pipes("curl https://a.io | jq .\ncurl https://b.io | jq -r .id\n", &[
    "1 GET https://a.io (what comes after the request was left out: | jq .)",
    "2 GET https://b.io (what comes after the request was left out: | jq -r .id)",
])]
#[case::lines_behind("curl https://a.io\ncurl https://b.io; done\naria2c https://c.io\n", &[
    "1 GET https://a.io",
    "2 GET https://b.io (what comes after the request was left out: ; done aria2c https://c.io)",
])]
#[case::text_between("curl https://a.io\nThen do this:\n\ncurl https://b.io && curl https://c.io", &[
    "1 GET https://a.io",
    "4 GET https://b.io (what comes before the request was left out)",
    "4 GET https://c.io",
])]
#[case::a_body_below("curl -X POST https://a.io\n\n{\"a\": 1}\n\n# Next\ncurl https://b.io", &[
    "1 POST https://a.io Content-Type: application/json {\"a\": 1} (the JSON after the command was read as its body) (Content-Type is application/json, because the body is JSON; curl would have called it a form)",
    "6 [Next] GET https://b.io",
])]
#[case::an_answer_below("$ curl -X POST https://a.io\n{\"a\": 1}\n$ curl https://b.io", &[
    "1 POST https://a.io (what comes after the request was left out: {\"a\": 1})",
    "3 GET https://b.io (what comes before the request was left out)",
])]
#[case::doubts_have_their_lines("# One\ncurl https://a.io\n\n# Two\ncurl https://b.io \\\n  -H 'nonsense'\n", &[
    "2 [One] GET https://a.io",
    "5 [Two] GET https://b.io ?6:6 this is not a header; it was left out",
])]
#[case::one_that_is_none("curl -X GET\n\ncurl https://a.io\n", &["1 !reading a pasted text: no URL", "3 GET https://a.io"])]
#[case::a_document("cat <<END\ncurl https://a.io\nEND\ncurl https://b.io", &[
    "2 GET https://a.io (what comes before the request was left out) ?2:1 this may be a part of what stands above it, which was left out",
    "4 GET https://b.io (what comes before the request was left out)",
])]
#[case::of_powershell(
    "# One\n$b = @{ a = 1 }\n$t = irm https://a.io -Method Post -Body $b\n\n$h = @{ 'x-a' = 'b'; 'x-c' = $env:D }\n# Two\n$r = irm https://b.io -Headers $h\nWrite-Host \"it's $r\"\nirm https://c.io -Headers $h | ConvertTo-Json\n",
    &["3 [One] POST https://a.io Content-Type: application/x-www-form-urlencoded a=1", "7 [Two] GET https://b.io x-a: b x-c: {{D}}", "9 GET https://c.io x-a: b x-c: {{D}}"],
)]
#[case::of_a_script(
    "const h = { 'x-a': 'b' };\n// One\nconst r = await fetch('https://a.io', { headers: h });\nconsole.log(r); // it's\n\n// Two\nfetch('https://b.io', { headers: h, body: \"fetch('https://no.io')\", method: 'PUT' });",
    &["3 [One] GET https://a.io x-a: b", "7 [Two] PUT https://b.io x-a: b Content-Type: text/plain;charset=UTF-8 fetch('https://no.io')"],
)]
#[case::at_once(
    "const [a, b] = await Promise.all([fetch('https://a.io'), fetch('https://b.io')]);",
    &["1 GET https://a.io", "1 GET https://b.io"],
)]
#[case::one_value_that_is_not_known(
    "const t = make();\nfetch(`https://a.io/${t}`);\nfetch('https://b.io');\nfetch(`https://c.io/${t}`)",
    &["2 GET https://a.io/{{EXPRESSION_1}} ?2:1 the value of this expression is not in the text; the variable EXPRESSION_1 stands in its place", "3 GET https://b.io", "4 GET https://c.io/{{EXPRESSION_1}} ?4:1 the value of this expression is not in the text; the variable EXPRESSION_1 stands in its place"],
)]
#[case::one_that_is_not_understood(
    "fetch('https://a.io');\nfetch('https://b.io', { body: ? });\nfetch('https://c.io')",
    &["1 GET https://a.io", "2 !reading a pasted text: line 2, column 31: not understood", "3 GET https://c.io"],
)]
#[case::of_several_languages(
    "curl https://a.io\n# Two\nirm https://b.io\nfetch('https://c.io')\n",
    &["1 GET https://a.io", "3 [Two] GET https://b.io", "4 GET https://c.io"],
)]
fn each_command_is_read_with_what_stands_around_it(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(read(text), expected);
}

/// How a text shows a command.
#[derive(Debug, Clone, Copy)]
enum Shown {
    Plain,
    InAWindow,
    AsAnOutput,
    InAComment(&'static str),
    InAFence,
}

impl Shown {
    fn of(self, command: &str) -> String {
        match self {
            Self::Plain => format!("# One\n{command}"),
            Self::InAWindow => format!("me@host:~$ {}", command.replace('\n', "\n> ")),
            Self::AsAnOutput => format!("$ A=$({} | jq .)", command.replace('\n', "\n> ")),
            Self::InAComment(mark) => {
                format!("{mark} {}", command.replace('\n', &format!("\n{mark} ")))
            }
            Self::InAFence => format!("Then call it (or don't):\n\n```sh\n{command}\n```\n"),
        }
    }
}

proptest! {
    /// However a text shows its commands, and whatever stands beside them, none loses a part.
    #[test]
    fn a_command_beside_others_is_read_as_one_alone(
        commands in proptest::collection::vec(
            (
                proptest::sample::select(vec![
                    Shown::Plain,
                    Shown::InAWindow,
                    Shown::AsAnOutput,
                    Shown::InAComment("#"),
                    Shown::InAComment("//"),
                    Shown::InAComment(" *"),
                    Shown::InAFence,
                ]),
                "[a-z]{1,5}",
                proptest::collection::vec("x-[a-j]{1,6}: [a-z0-9 ]{0,8}[a-z]", 0..3),
                proptest::option::of("[a-z]([a-z0-9{}\":, \n]){0,20}[a-z]"),
                proptest::bool::ANY,
            ),
            2..5,
        ),
    ) {
        let mut text = String::new();
        let mut expected = Vec::new();
        for (shown, path, headers, body, ends) in commands {
            let mut command = format!("curl -X PUT 'https://x.io/{path}'");
            for header in headers {
                command.push_str(&format!(" \\\n  -H '{header}'"));
            }
            if let Some(body) = body {
                command.push_str(&format!(" \\\n  -d '{body}'"));
            }
            let written = shown.of(&command);
            text.push_str(&written);
            text.push_str(if ends { "\n\n" } else { "\n" });
            expected.push(without_blanks(read_paste(&command).unwrap().request));
        }
        let read = read_commands(&text).into_iter();
        let read: Vec<Request> = read.map(|one| without_blanks(one.read.unwrap().request)).collect();
        prop_assert_eq!(read, expected, "{}", text);
    }
}

/// A mark before a line of a body leaves a blank.
fn without_blanks(request: Request) -> Request {
    let body = request.body.map(|body| body.split_whitespace().collect());
    Request { body, ..request }
}
