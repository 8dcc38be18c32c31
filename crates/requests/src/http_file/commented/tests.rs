use super::*;
use mudbrick_model::Method;
use rstest::rstest;

fn request(kind: &str, body: &str) -> Request {
    Request {
        name: String::new(),
        method: Method::Post,
        url: "https://x.io/".to_owned(),
        headers: vec![Header::new("Content-Type", kind)],
        body: Some(body.to_owned()),
    }
}

const JSON: &str = "application/json";

#[rstest]
#[case::json(JSON, "{\n  // a\n  \"b\": 1\n  # c\n}", "{\n  \"b\": 1\n}")]
#[case::before(JSON, "// a\n\n{}", "{}")]
#[case::behind(JSON, "{}\n# a", "{}")]
#[case::line_ends(JSON, "{\r\n# a\r\n}\r\n# b\r\n", "{\r\n}")]
#[case::nothing_else(JSON, "# a\n// b", "")]
#[case::no_comment(JSON, "{\n}\n\n", "{\n}\n\n")]
#[case::mark_in_a_text(JSON, "{\"a\": \"#\",\n\"b\": \"//\"}", "{\"a\": \"#\",\n\"b\": \"//\"}")]
#[case::patch("application/json-patch+json; charset=utf-8", "[\n# a\n]", "[\n]")]
#[case::no_type("", "# a\n{ \"b\": 1 }", "{ \"b\": 1 }")]
#[case::variable_as_type("{{TYPE}}", "[\n# a\n1]", "[\n1]")]
#[case::form("application/x-www-form-urlencoded", "a=1\n# &b=2\n&c=3", "a=1\n&c=3")]
#[case::graphql("application/graphql", "query {\n# a\n b }", "query {\n b }")]
#[case::files("text/markdown", "< ./a.md\n# or\n# < ./b.md", "< ./a.md")]
fn comments_do_not_go_out(#[case] kind: &str, #[case] body: &str, #[case] sent: &str) {
    assert_eq!(without_comments(&request(kind, body)).unwrap(), sent);
}

#[rstest]
#[case::markdown("text/markdown", "# A\n\n## B\ntext")]
#[case::script("application/x-sh", "#!/bin/sh\n\n# words\necho")]
#[case::table("text/csv", "#a,b\n//1,2")]
#[case::yaml("application/yaml", "# a\nb: 1")]
#[case::javascript("text/javascript", "// a\nb()")]
#[case::xml("application/xml", "<a>\n// b\n</a>")]
#[case::multipart("multipart/form-data; boundary=a", "--a\n\n# b\n--a--")]
#[case::settings_without_a_type("", "[a]\n# b\nc = 1")]
#[case::variable_without_a_type("", "{{a}}\n# b")]
#[case::text_sent_by_curl("application/x-www-form-urlencoded", "# A\nwords")]
fn lines_of_a_text_go_out(#[case] kind: &str, #[case] body: &str) {
    assert_eq!(without_comments(&request(kind, body)).unwrap(), body);
}
