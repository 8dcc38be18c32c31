//! Whose answer a text has, which of several, and what of it is missing: what a text says of a call counts for all that is read
//! out of it.

use crate::found;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mudbrick_explain::{Facts, SignIn, explain, read};
use rstest::rstest;
use serde_json::json;

/// What `curl -v` prints of a call.
fn curl_v(host: &str, path: &str, answer: &str, body: &str) -> String {
    let answer: String = answer.lines().map(|line| format!("< {line}\n")).collect();
    format!(
        "* Connected to {host} (1.2.3.4) port 443\n> GET {path} HTTP/1.1\n> Host: {host}\n> Accept: */*\n>\n\
         {answer}<\n{body}* Connection #0 to host {host} left intact\n"
    )
}

const JSON: &str = "HTTP/1.1 401 Unauthorized\ncontent-type: application/json";
const AZURE: &str = r#"{"error":"invalid_client","error_description":"AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}"#;
const TOKEN: &str = r#"{"error_code":"401013","message":"Oauth token is not valid"}"#;

#[rstest]
#[case::of_microsoft(curl_v("login.microsoftonline.com", "/t/oauth2/v2.0/token", JSON, AZURE))]
#[case::a_code_of_adobes_from_elsewhere(curl_v("api.example.com", "/x", JSON, TOKEN))]
#[case::on_lines_of_its_own(curl_v("api.example.com", "/x", JSON, &format!("{{\n \"wrapped\":\n{TOKEN}\n}}")))]
#[case::within_another(curl_v("api.example.com", "/x", JSON, &format!(r#"{{"cause":{TOKEN}}}"#)))]
#[case::within_a_success(format!("$ curl -i https://platform.adobe.io/x\nHTTP/1.1 200 OK\nserver: APIP\n\n{{\"last\":{TOKEN}}}"))]
#[case::within_a_success_of_nobody(format!("HTTP/2 200\ncontent-type: application/json\n\n{{\"last\":{TOKEN}}}"))]
#[case::in_a_har(json!({"log": {"entries": [{
    "request": {"method": "GET", "url": "https://api.example.com/x", "headers": []},
    "response": {"status": 401, "headers": [], "content": {"size": 9, "mimeType": "application/json", "text": format!(r#"{{"cause":{TOKEN}}}"#)}},
}]}}).to_string())]
#[case::in_a_har_over_lines(format!("{{\n\"request\": {{\"url\": \"https://api.example.com/x\"}},\n\"response\": {{\n\"status\": 401,\n\"data\":\n{TOKEN}\n}}}}"))]
#[case::in_an_entry_without_a_request(format!("{{\n\"body\": {TOKEN},\n\"url\": \"https://api.example.com/x\",\n\"status\": 401}}"))]
#[case::behind_the_line_of_the_call(format!("2026-01-15 GET https://api.example.com/x failed\n  body: {TOKEN}"))]
#[case::in_a_member(format!(r#"2026-01-15 ERROR https://api.example.com/x 401 {{"data":{TOKEN}}}"#))]
#[case::beside_a_status("2026-01-15 ERROR https://api.example.com/x 500 PGS-220000 PostgreSQL error".to_owned())]
#[case::with_a_status_of_success(format!(r#"{{"status":200,"body":{{"last":{TOKEN}}}}}"#))]
fn a_code_of_adobes_in_an_answer_of_others_is_not_adobes(#[case] text: String) {
    assert_eq!(found(&text), None, "{text}");
}

#[rstest]
#[case::another_try(&["429 Too Many\nserver: APIP", "200 OK\nserver: APIP"], &[r#"{"error_code":"429050","message":"Too many requests"}"#, "{}"], None)]
#[case::another_failure(&["429 Too Many\nserver: APIP", "401 Unauthorized\nserver: APIP"], &[r#"{"error_code":"429050","message":"Too many requests"}"#, TOKEN], Some("gateway.token_refused"))]
fn of_several_answers_the_last_is_meant(
    #[case] answers: &[&str],
    #[case] bodies: &[&str],
    #[case] expected: Option<&str>,
) {
    let each = answers.iter().zip(bodies);
    let verbose: String = each
        .clone()
        .map(|(answer, body)| {
            curl_v("platform.adobe.io", "/x", &format!("HTTP/1.1 {answer}"), body)
        })
        .collect::<Vec<_>>()
        .join("Warning: Problem : HTTP error. Will retry in 1 second.\n");
    assert_eq!(found(&verbose), expected, "{verbose}");
    let printed = each.map(|(answer, body)| format!("HTTP/1.1 {answer}\n\n{body}\n"));
    let printed = printed.collect::<String>();
    assert_eq!(found(&printed), expected, "{printed}");
    assert_eq!(
        found(&format!("$ curl -i --retry 1 https://platform.adobe.io/x\n{printed}")),
        expected
    );
    let entry = |status: &str, body: &str| {
        json!({
            "request": {"method": "GET", "url": "https://platform.adobe.io/x", "headers": []},
            "response": {"status": status, "headers": [], "content": {"size": 1, "mimeType": "application/json", "text": body}},
        })
    };
    let entries: Vec<_> =
        answers.iter().zip(bodies).map(|(answer, body)| entry(&answer[..3], body)).collect();
    assert_eq!(found(&json!({"log": {"entries": entries}}).to_string()), expected);
}

/// Until the way is open only the proxy has answered, in the name of nobody.
#[rstest]
#[case("ims-na1.adobelogin.com", "503 Service Unavailable", "")]
#[case("author-p1-e1.adobeaemcloud.com", "403 Forbidden", "")]
#[case("aa-mcp.adobe.io", "401 Unauthorized", "")]
#[case("platform.adobe.io", "404 Not Found", "<html><body>blocked</body></html>\n")]
fn what_a_proxy_answers_is_not_the_hosts(
    #[case] host: &str,
    #[case] answer: &str,
    #[case] body: &str,
) {
    let connect = |answer: &str, body: &str| {
        format!(
            "* Connected to proxy.corp (10.0.0.1) port 3128\n> CONNECT {host}:443 HTTP/1.1\n> Host: {host}:443\n>\n\
             < HTTP/1.1 {answer}\n< Content-Length: {}\n<\n{body}",
            body.len()
        )
    };
    let text = connect(answer, body);
    assert_eq!(found(&format!("{text}* CONNECT tunnel failed\n")), None, "{text}");
    let open = connect("200 Connection established", "");
    let behind = curl_v("platform.adobe.io", "/x", JSON, TOKEN);
    assert_eq!(found(&format!("{open}{behind}")), Some("gateway.token_refused"));
    let har = json!({"log": {"entries": [{
        "request": {"method": "CONNECT", "url": format!("https://{host}:443"), "headers": []},
        "response": {"status": answer[..3], "headers": [], "content": {"size": body.len(), "text": body}},
    }]}});
    assert_eq!(found(&har.to_string()), None, "{har}");
}

/// Each command has its own host: the second answer is not the first one's.
#[rstest]
#[case::commands(
    "$ curl -i https://platform.adobe.io/x\nHTTP/2 403\nserver: x\n\n{\"a\":1}\n$ curl -i https://api.example.com/x\nHTTP/2 401\nserver: x\n\n",
    None
)]
#[case::commands_the_other_way(
    "$ curl -i https://api.example.com/x\nHTTP/2 401\nserver: x\n\n{\"a\":1}\n$ curl -i https://platform.adobe.io/x\nHTTP/2 401\nserver: x\n\n",
    Some("gateway.token_refused")
)]
#[case::requests(
    "GET /x HTTP/1.1\nHost: platform.adobe.io\n\nHTTP/1.1 403 No\nserver: x\n\n{}\nGET /x HTTP/1.1\nHost: api.example.com\n\nHTTP/1.1 401 No\nserver: x\n\n",
    None
)]
#[case::a_redirect(
    "$ curl -iL https://platform.adobe.io/x\nHTTP/2 302\nlocation: https://api.example.com/y\n\nMoved\nHTTP/2 401\nserver: x\n\n",
    None
)]
fn two_calls_in_a_paste_are_two(#[case] before: &str, #[case] expected: Option<&str>) {
    let text = format!("{before}{TOKEN}\n");
    assert_eq!(found(&text), expected, "{text}");
}

#[rstest]
#[case::a_page(
    "platform.adobe.io",
    "/data/x",
    "404 Not Found",
    "<!DOCTYPE html>\n<html>\n<body>404</body>\n</html>\n",
    Some("gateway.no_route")
)]
#[case::a_page_of_user_management(
    "usermanagement.adobe.io",
    "/v2/usermanagement/users/x/0",
    "403 Forbidden",
    "<html>\n<body>No</body>\n</html>\n",
    None
)]
#[case::a_page_of_aem(
    "author-p1-e1.adobeaemcloud.com",
    "/x",
    "401 Unauthorized",
    "<html><body>No</body></html>\n",
    None
)]
#[case::xml(
    "platform.adobe.io",
    "/x",
    "403 Forbidden",
    "<error>\n<error_code>403003</error_code>\n<message>m</message>\n</error>\n",
    Some("gateway.key_unknown")
)]
#[case::saved_to_a_file(
    "usermanagement.adobe.io",
    "/v2/usermanagement/users/x/0",
    "403 Forbidden",
    "{ [70 bytes data]\n",
    None
)]
#[case::left_out(
    "usermanagement.adobe.io",
    "/v2/usermanagement/users/x/0",
    "403 Forbidden\ncontent-length: 70",
    "",
    None
)]
#[case::empty(
    "usermanagement.adobe.io",
    "/v2/usermanagement/users/x/0",
    "403 Forbidden\ncontent-length: 0",
    "",
    Some("umapi.forbidden")
)]
fn a_body_is_empty_only_where_nothing_came(
    #[case] host: &str,
    #[case] path: &str,
    #[case] answer: &str,
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    let text = curl_v(host, path, &format!("HTTP/1.1 {answer}"), body);
    assert_eq!(found(&text), expected, "{text}");
}

#[rstest]
#[case::empty(json!({"size": 0, "mimeType": "x"}), Some("umapi.forbidden"))]
#[case::not_kept(json!({"size": 70, "mimeType": "x"}), None)]
#[case::of_no_known_size(json!({"size": -1, "mimeType": "x"}), None)]
#[case::without_a_size(json!({"mimeType": "x"}), None)]
#[case::in_base64(json!({"size": 60, "mimeType": "x", "encoding": "base64", "text": STANDARD.encode(TOKEN)}), Some("gateway.token_refused"))]
#[case::no_base64(json!({"size": 60, "mimeType": "x", "encoding": "base64", "text": "%"}), None)]
fn a_body_that_a_har_file_leaves_out_is_not_known(
    #[case] content: serde_json::Value,
    #[case] expected: Option<&str>,
) {
    let text = json!({"log": {"entries": [{
        "request": {"method": "GET", "url": "https://usermanagement.adobe.io/v2/usermanagement/users/x/0", "headers": []},
        "response": {"status": 403, "headers": [], "content": content},
    }]}});
    assert_eq!(found(&text.to_string()), expected, "{text}");
}

/// A terminal prints its prompt behind what curl printed.
#[test]
fn what_stands_around_a_body_does_not_hide_it() {
    let text = format!(
        "$ curl -i https://platform.adobe.io/x\nHTTP/2 401\nserver: x\n\n{TOKEN}me@here:~$ "
    );
    assert_eq!(found(&text), Some("gateway.token_refused"));
    let text = format!("HTTP/2 401\nserver: APIP\n{TOKEN}");
    assert_eq!(found(&text), Some("gateway.token_refused"), "without an empty line");
    let of_analytics =
        |body: &str| found(&curl_v("analytics.adobe.io", "/x", "HTTP/1.1 404 Not Found", body));
    assert_eq!(of_analytics("{\"a\":1}me@here:~$ "), Some("analytics.not_found"));
    assert_eq!(of_analytics("No such page {\"a\":1}\n"), None, "JSON among words is no body");
}

/// Where curl's messages and the body go to one place, its progress meter stands among them.
#[test]
fn a_progress_meter_and_an_indentation_hide_no_answer() {
    let meter = "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0";
    let printed = curl_v("analytics.adobe.io", "/discovery/me", "HTTP/2 403", TOKEN)
        .replace("< HTTP/2", &format!("\r{meter}< HTTP/2"))
        .replace(TOKEN, &format!("\r{meter}\n{}", TOKEN.replace("401013", "403025")));
    assert_eq!(found(&printed), Some("analytics.no_product_profile"), "{printed}");
    let quoted =
        "    HTTP/1.1 400 Bad Request\n    X-DEBUG-ID: a\n\n    {\"error\":\"invalid_scope\"}\n";
    assert_eq!(found(quoted), Some("ims.scopes_refused"));
}

const REDIRECT: &str = "http://127.0.0.1:9191/callback";

#[rstest]
#[case::needed(
    "http://127.0.0.1:9191/callback?state=x&error=consent_required",
    Some("ims.sign_in_needed")
)]
#[case::denied(
    "came to http://127.0.0.1:9191/callback?error=access_denied&state=x.",
    Some("ims.sign_in_denied")
)]
#[case::scope("http://127.0.0.1:9191/callback#error=invalid_scope", Some("ims.sign_in_scope"))]
#[case::another_path("http://127.0.0.1:9191/other?error=access_denied", None)]
#[case::another_host("https://shop.example/callback?error=access_denied", None)]
#[case::nothing_wrong("http://127.0.0.1:9191/callback?code=x", None)]
fn the_address_that_a_browser_came_back_to_is_known_by_the_profile(
    #[case] text: &str,
    #[case] expected: Option<&str>,
) {
    let sign_in = SignIn { redirect_uri: REDIRECT, ims_host: "ims-na1.adobelogin.com" };
    let seen = read(text, Some(sign_in)).seen;
    let known = seen.iter().find_map(|seen| explain(&seen.answer(Facts::default())));
    assert_eq!(known.map(|known| known.rule.id.as_str()), expected, "{text}");
    assert_eq!(found(text), None, "every OAuth server says this");
}

#[test]
fn a_redirect_uri_of_an_apps_own_scheme_is_read_too() {
    let sign_in =
        SignIn { redirect_uri: "adobe+0f0e://adobeid/0f0e", ims_host: "ims-na1.adobelogin.com" };
    let seen = read("adobe+0f0e://adobeid/0f0e?error=access_denied", Some(sign_in)).seen;
    let known = seen.iter().find_map(|seen| explain(&seen.answer(Facts::default())));
    assert_eq!(known.unwrap().rule.id, "ims.sign_in_denied");
}

/// AEM's publish hosts are there for everybody: an answer to a request without a token is no cause for a warning.
#[test]
fn only_an_author_host_is_expected_to_want_a_token() {
    let of =
        |host: &str| curl_v(host, "/graphql/execute.json/x", "HTTP/1.1 200 OK", "{\"data\":{}}");
    assert_eq!(found(&of("author-p1-e1.adobeaemcloud.com")), Some("aem.anonymous"));
    assert_eq!(found(&of("publish-p1-e1.adobeaemcloud.com")), None);
}
