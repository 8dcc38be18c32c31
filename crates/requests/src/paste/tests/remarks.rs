//! What is said about a text: left out, changed, doubted, refused, replaced by the profile's own.

use super::{doubts, notes, read, read_paste};
use mudbrick_model::{Explain as _, Header};
use rstest::rstest;

#[rstest]
#[case::pipe("curl https://x.io/ | jq .", "left out: | jq .")]
#[case::and("curl https://x.io/ && echo done", "echo done")]
#[case::next_command("curl https://x.io/; echo done", "echo done")]
#[case::file("curl https://x.io/ > out.json", "out.json")]
#[case::user("curl -u me:pw https://x.io/", "-u was left out")]
#[case::proxy("curl -x http://p:1 https://x.io/", "-x was left out")]
#[case::user_of_the_url("curl https://me:pw@x.io/", "before the @ of the URL was left out")]
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
#[case::encoded_file(
    "curl https://x.io/ --data-urlencode a@b",
    "the text of the file b belongs here"
)]
#[case::placeholder_file("curl https://x.io/ -d @<file>", "in the file <file>")]
#[case::upload("curl https://x.io/ -T a.csv", "in the file a.csv")]
#[case::form_file("curl https://x.io/ -F a=@b.csv", "the part a of the form is in the file b.csv")]
#[case::backticks("curl \"https://x.io/`id`\"", "output of another command")]
#[case::substitution("curl https://x.io/$(whoami)", "1:19 the output of another command")]
#[case::a_bracket_in_an_output(
    "curl \"https://x.io/$(a '(' \")\")/b\"",
    "1:20 the output of another command"
)]
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
#[case::target(
    "curl --request-target /b https://x.io/a",
    "does not do what --request-target asks for"
)]
#[case::time("curl -z 'Wed, 01 Jan 2020 00:00:00 GMT' https://x.io/a", "what -z asks for")]
#[case::resumed("curl -C - -O https://x.io/a", "what -C asks for")]
#[case::etag("curl --etag-compare a.txt https://x.io/a", "what --etag-compare asks for")]
#[case::a_part_of_a_value("A=b/; curl https://x.io/${A%/}/c", "A more than one value")]
#[case::a_value_in_capitals("curl https://x.io/${A^^}/c", "A more than one value")]
#[case::a_length("curl https://x.io/${#A}/c", "A more than one value")]
#[case::marks_inside(
    "curl https://x.io/ -d '{\"q\": \"a = 'b'\"}'",
    "1:35 the quotation marks ' inside this text"
)]
#[case::marks_of_an_etag(
    "curl https://x.io/ -H \"If-Match: \"abc\"\"",
    "the quotation marks \" inside"
)]
#[case::alternatives(
    "curl https://x.io/{a,b}/c",
    "1:19 curl would send a request for each of {a,b}"
)]
#[case::range("curl 'https://x.io/a?page=[1-3]'", "a request for each of [1-3]")]
#[case::letters("curl https://x.io/[a-z:2]", "a request for each of [a-z:2]")]
#[case::no_input("curl https://x.io/ -d @- < a.json", "comes from standard input")]
#[case::path_variable("curl https://x.io/a/:id?b=1", ":id looks like a variable of the path")]
#[case::no_host("GET /data/foundation/a HTTP/1.1\nAccept: */*", "1:1 the text names no host")]
fn what_may_not_be_meant_is_doubted(#[case] text: &str, #[case] expected: &str) {
    let found = doubts(&read(text));
    assert!(found.contains(expected), "{found}");
}

#[rstest]
#[case::empty(" \n", "no text")]
#[case::prose("Hello there.", "not a request")]
#[case::another_program("lynx https://x.io/", "not a request")]
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
#[case::token_by_meaning("curl https://x.io/ -H 'Authorization: Bearer {USER TOKEN}'", ("Authorization", "Bearer {{ACCESS_TOKEN}}"))]
#[case::output_as_token("curl https://x.io/ -H \"Authorization: Bearer $(mudbrick token P)\"", ("Authorization", "Bearer {{ACCESS_TOKEN}}"))]
#[case::key_by_meaning("curl https://x.io/ -H 'x-api-key: {CLIENT ID FROM STEP 6}'", ("x-api-key", "{{API_KEY}}"))]
#[case::organization("curl https://x.io/ -H 'x-gw-ims-org-id: <your org>'", ("x-gw-ims-org-id", "{{IMS_ORG}}"))]
#[case::sandbox("curl https://x.io/ -H 'x-sandbox-name: {SANDBOX}'", ("x-sandbox-name", "{{SANDBOX_NAME}}"))]
#[case::a_sandbox_stays("curl https://x.io/ -H 'x-sandbox-name: dev'", ("x-sandbox-name", "dev"))]
#[case::company("curl https://x.io/ -H 'x-proxy-global-company-id: {global-company-id}'", ("x-proxy-global-company-id", "{{GLOBAL_COMPANY_ID}}"))]
#[case::another_token("curl https://x.io/ -H 'token: abc'", ("token", "{{OTHER_TOKEN}}"))]
#[case::exported("export KEY=v1\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "v1"))]
#[case::declared("declare -r KEY=v1\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "v1"))]
#[case::joined("KEY='v'1\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "{{KEY}}"))]
#[case::joined_behind("KEY=v'1'\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "{{KEY}}"))]
#[case::set_whole("set \"KEY=v 1\"\ncurl https://x.io/ -H \"x-a: %KEY%\"", ("x-a", "v 1"))]
#[case::made("KEY := v1\na:\n\t@curl https://x.io/ -H \"x-a: $(KEY)$$KEY\"", ("x-a", "v1v1"))]
#[case::exported_output("export KEY=$(id)\ncurl https://x.io/ -H \"x-a: $KEY\"", ("x-a", "{{KEY}}"))]
fn headers_mean_what_their_names_say(#[case] text: &str, #[case] (name, value): (&str, &str)) {
    let pasted = read(text);
    assert_eq!(pasted.request.headers, [Header::new(name, value)]);
    assert_eq!(doubts(&pasted), "");
}

#[test]
fn a_place_shows_no_secret() {
    let text = "curl https://x.io/ \\\n  -H 'Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl";
    let pasted = read(text);
    assert_eq!(pasted.doubts[0].place.line, 2);
    assert!(!format!("{pasted:?}").contains("eyJ"), "{pasted:?}");
}
