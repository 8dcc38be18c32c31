//! Commands of other programs than curl, and what other programs hand to one of curl.

use super::{doubts, notes, read};
use rstest::rstest;

#[rstest]
#[case::wget(
    "wget --no-check-certificate --quiet \\\n  --method POST \\\n  --timeout=0 \\\n  --header 'Content-Type: application/json' \\\n  --body-data '{\"c\": 1}' \\\n   'https://x.io/a'",
    "POST https://x.io/a",
    "{\"c\": 1}"
)]
#[case::wget_in_short(
    "$ wget -qO- --header=\"Content-Type: application/json\" --post-data='{}' https://x.io/a | jq .",
    "POST https://x.io/a",
    "{}"
)]
#[case::wget_to_a_file("wget https://x.io/a -O a.json", "GET https://x.io/a", "")]
#[case::httpie(
    "http POST https://x.io/a b==1 c=d e:=[1] x-a:b",
    "POST https://x.io/a?b=1",
    "{\n  \"c\": \"d\",\n  \"e\": [1]\n}"
)]
#[case::httpie_with_a_form(
    "http --form --timeout 5 x.io/a 'c=d e'",
    "POST http://x.io/a",
    "c=d%20e"
)]
#[case::httpie_alone("https -v x.io/a X-A:b", "GET https://x.io/a", "")]
#[case::httpie_with_this_machine("http :4502/a -a admin:admin", "GET http://localhost:4502/a", "")]
#[case::postmans_httpie(
    "printf '{\n  \"c\": 1\n}'| http  --follow --timeout 3600 POST 'https://x.io/a' \\\n Content-Type:'application/json'",
    "POST https://x.io/a",
    "{\n  \"c\": 1\n}"
)]
#[case::piped(
    "echo '{\"c\": 1}' | curl -X PUT -d @- https://x.io/a",
    "PUT https://x.io/a",
    "{\"c\": 1}"
)]
#[case::xargs(
    "cat ids | xargs -n1 -I{} curl -X DELETE https://x.io/{}",
    "DELETE https://x.io/{{ITEM}}",
    ""
)]
#[case::xargs_with_a_mark(
    "jq -r .id a.json | xargs -I % curl -d 'a=%' https://x.io/a",
    "POST https://x.io/a",
    "a={{ITEM}}"
)]
#[case::xargs_with_a_shell(
    "cat ids | xargs -I{} sh -c 'curl https://x.io/{}'",
    "GET https://x.io/{{ITEM}}",
    ""
)]
#[case::parallel("parallel -j4 curl -s https://x.io/{} ::: 1 2 3", "GET https://x.io/{{ITEM}}", "")]
#[case::parallel_with_a_text(
    "cat ids | parallel 'curl -s https://x.io/{}'",
    "GET https://x.io/{{ITEM}}",
    ""
)]
fn other_programs(#[case] text: &str, #[case] line: &str, #[case] body: &str) {
    let pasted = read(text);
    let request = &pasted.request;
    assert_eq!(format!("{} {}", request.method, request.url), line, "{text}");
    assert_eq!(request.body.as_deref().unwrap_or_default(), body, "{text}");
    let handed = format!("{}{body}", request.url).contains("ITEM");
    assert_eq!(doubts(&pasted).contains("is given belongs here"), handed, "{}", doubts(&pasted));
    assert_eq!(doubts(&pasted).lines().count(), usize::from(handed), "{}", doubts(&pasted));
}

#[test]
fn what_such_a_command_leaves_out_is_said() {
    let said = notes(&read("wget --no-check-certificate --user=a --password=b https://x.io/a"));
    for part in ["--no-check-certificate", "--user", "--password"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let nested = read("http POST https://x.io/a a[b]=c");
    assert!(doubts(&nested).contains("a[b]=c"), "{}", doubts(&nested));
}

/// A sentence and a setting that begin with one of the names are no command.
#[rstest]
#[case("http {\n  server { listen 80; }\n}")]
#[case("http requests go to the gateway")]
#[case("wget or curl, as you like")]
fn words_are_no_command(#[case] text: &str) {
    assert!(super::read_paste(text).is_err(), "{:?}", super::read_paste(text));
}
