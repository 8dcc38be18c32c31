//! Records of logs: which object in one is the body of an answer, and which only tells of the call.

use crate::found;
use mudbrick_explain::read;
use rstest::rstest;
use serde_json::{Value, json};

const SEGMENTS: &str = "https://platform.adobe.io/data/core/ups/segment/definitions";
const SCHEMAS: &str = "https://platform.adobe.io/data/foundation/schemaregistry/tenant/schemas";
const REPORTS: &str = "https://analytics.adobe.io/api/acme/reports";
const PROVIDERS: &str = "https://api.adobe.io/events/1/providers";
const AUTHOR: &str = "https://author-p1-e1.adobeaemcloud.com/adobe/x";
const TOKENS: &str = "https://ims-na1.adobelogin.com/ims/token/v3";

fn code(code: &str) -> String {
    json!({"error_code": code, "message": "m"}).to_string()
}

/// The body is a string in each of these; without the body they say only how the call ended.
#[rstest]
#[case(SEGMENTS, 401, &code("401013"), Some("gateway.token_refused"))]
#[case(SCHEMAS, 403, &code("403003"), Some("gateway.key_unknown"))]
#[case(REPORTS, 401, &code("401013"), Some("gateway.token_refused"))]
#[case(REPORTS, 403, &code("403025"), Some("analytics.no_product_profile"))]
#[case("https://analytics.adobe.io/api/acme/reports", 400, &code("400003"), Some("gateway.header_missing"))]
#[case("https://platform.adobe.io/data/foundation/flowservice/flows", 400, &code("400003"), Some("gateway.header_missing"))]
#[case(PROVIDERS, 404, &code("404040"), Some("gateway.link"))]
#[case("https://api.adobe.io/console/organizations/1/projects", 403, &code("403000"), Some("gateway.key_missing"))]
#[case(AUTHOR, 404, "<html><body>404</body></html>", None)]
#[case(AUTHOR, 403, "<html><body>404</body></html>", None)]
#[case("https://acme.tt.omtrdc.net/rest/v1/profiles/1", 404, "<html></html>", None)]
#[case(SEGMENTS, 401, "Unauthorized", Some("platform.no_permission_401"))]
#[case(
    "https://usermanagement.adobe.io/v2/usermanagement/users/x/0",
    403,
    "",
    Some("umapi.forbidden")
)]
fn a_record_of_a_log_is_not_the_body(
    #[case] url: &str,
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    let ways = [
        json!({"level": "error", "url": url, "status": status, "body": body}),
        json!({"severity": "ERROR", "req": {"url": url}, "err": {"status": status, "body": body}}),
        json!({"level": 50, "req": {"url": url}, "err": {"response": {"status": status, "data": body}}}),
        json!({"log.level": "ERROR", "url": {"full": url}, "http": {"response": {"status_code": status, "body": {"content": body}}}}),
        json!([{"url": url, "status": status, "body": body}]),
    ];
    for record in &ways {
        assert_eq!(found(&record.to_string()), expected, "{record}");
    }
    let told = json!({"msg": format!("GET {url}: HTTP {status}"), "took": 12});
    let bare = json!({"level": "info", "url": url, "status": status, "took": {"ms": 12}});
    let context =
        json!({"url": url, "status": status, "context": {"user": "x"}, "error": "refused"});
    for record in [told, bare, context, json!([{"url": url, "status": status}])] {
        assert_eq!(found(&record.to_string()), None, "{record}");
    }
}

#[rstest]
#[case::beside_the_words(json!({"level": "error", "msg": format!("HTTP 401 from {SEGMENTS}"), "reason": code("401013")}), Some("gateway.token_refused"))]
#[case::among_its_members(json!({"url": TOKENS, "error": "invalid_client", "error_description": "invalid client_id parameter"}), Some("ims.unknown_client"))]
#[case::throttled_whatever_came(json!({"level": "warn", "url": TOKENS, "status": 429}), Some("ims.throttled"))]
#[case::unless_a_body_says_more(json!({"url": "https://aa-mcp.adobe.io/mcp", "status": 401}), None)]
#[case::a_status_is_no_code(json!({"req": {"url": "https://platform.adobe.io/data/core/ups/access/entities"}, "res": {"statusCode": 404}}), None)]
#[case::a_part_of_a_body(json!({"url": REPORTS, "status": 404, "body": {"error": "e", "more": {"a": 1}}}), None)]
fn a_part_of_an_answer_is_known_by_its_codes(
    #[case] record: Value,
    #[case] expected: Option<&str>,
) {
    assert_eq!(found(&record.to_string()), expected, "{record}");
}

#[rstest]
#[case::status_and_address(format!("Request failed with status code 403 {PROVIDERS}"), None)]
#[case::words_of_the_status(format!("GET {SEGMENTS} 401 Unauthorized"), None)]
#[case::address_behind_a_colon(format!("status code 401: for url {SEGMENTS}"), None)]
#[case::a_body_with_a_status(format!("GET {SCHEMAS} 403 {{\"title\":\"t\",\"status\":403}}"), Some("platform.registry_permission"))]
fn words_that_tell_of_the_call_are_no_body(#[case] line: String, #[case] expected: Option<&str>) {
    assert_eq!(found(&line), expected, "{line}");
}

const SIGNED_IN: &str = "INFO POST https://ims-na1.adobelogin.com/ims/token/v3 200";

/// A line without an address is of the call before where that failed, and where it tells of no call of its own.
#[rstest]
#[case::another_path(format!("INFO GET {SEGMENTS} 200 OK\nWARN GET /api/items 401 Unauthorized {{\"message\":\"no session\"}}"), None)]
#[case::a_health_check(format!("{SIGNED_IN}\nERROR GET /health 503 Service Unavailable"), None)]
#[case::a_request_line(format!("{SIGNED_IN} OK\nINFO \"GET /users/7 HTTP/1.1\" 500 Internal Server Error"), None)]
#[case::a_path_in_json(format!("INFO GET {REPORTS} failed\n{{\"path\":\"/users/7\",\"status\":404}}"), None)]
#[case::behind_a_success(format!("INFO GET {REPORTS} 200\n{{\"user\":7,\"status\":404}}"), None)]
#[case::a_status_of_its_own(format!("POST {TOKENS} failed\nWARN quota: 429 Too Many Requests"), None)]
#[case::behind_another_path(format!("POST {TOKENS} failed\nGET /x\n{{\"error\":\"invalid_scope\"}}"), None)]
#[case::its_body(format!("ERROR POST {TOKENS} 400\nERROR body: {{\"error\":\"invalid_scope\"}}"), Some("ims.scopes_refused"))]
#[case::its_status_and_body(format!("POST {TOKENS}\nstatus: 400\nbody: {{\"error\":\"invalid_scope\"}}"), Some("ims.scopes_refused"))]
#[case::a_body_with_a_status(format!("POST {TOKENS}\n400 Bad Request {{\"error\":\"invalid_scope\"}}"), Some("ims.scopes_refused"))]
#[case::of_another_host("GET https://api.example.com/x failed\n401 Unauthorized {\"error_code\":\"401013\",\"message\":\"m\"}".to_owned(), None)]
#[case::a_code_behind_a_success(format!("INFO GET {SEGMENTS} 200 OK\nERROR {{\"error_code\":\"403003\",\"message\":\"m\"}}"), Some("gateway.key_unknown"))]
fn a_line_is_of_the_call_before_only_where_that_can_be(
    #[case] lines: String,
    #[case] expected: Option<&str>,
) {
    assert_eq!(found(&lines), expected, "{lines}");
}

#[rstest]
#[case::bytes(format!("INFO POST {TOKENS} 200 OK, response 429 bytes"), None)]
#[case::milliseconds(format!("INFO POST {TOKENS} took 503 ms, HTTP 200"), None)]
#[case::behind_the_address(format!("WARN POST {TOKENS} 429"), Some("ims.throttled"))]
#[case::a_referrer(format!("[https://console.example/app] POST {TOKENS} 400 {{\"error\":\"invalid_scope\"}}"), Some("ims.scopes_refused"))]
#[case::a_referrer_by_name(format!("referer=https://console.example/app url={TOKENS} status=429"), Some("ims.throttled"))]
#[case::of_another(format!("[{TOKENS}] POST https://api.example.com/x 429"), None)]
#[case::a_type_is_not_called("ERROR 404 {\"type\":\"http://ns.adobe.com/aep/errors/XDM-1012-404\",\"status\":404}".to_owned(), Some("platform.schema_not_found"))]
fn the_address_and_the_status_of_a_call_are_told_from_others(
    #[case] line: String,
    #[case] expected: Option<&str>,
) {
    assert_eq!(found(&line), expected, "{line}");
}

/// The words of a status are no body: what the body said, another rule may know.
#[rstest]
#[case("HTTP 403: Forbidden", None)]
#[case("HTTP 401: Unauthorized", None)]
#[case("failed with 403: forbidden.", None)]
#[case("HTTP 403: scope adobeio_api is missing", Some("events.scope"))]
fn what_a_status_is_called_is_no_body(#[case] words: &str, #[case] expected: Option<&str>) {
    assert_eq!(found(&format!("GET {PROVIDERS} {words}")), expected, "{words}");
}

#[test]
fn of_a_long_log_it_is_said_how_much_was_not_looked_at() {
    let known = format!("WARN POST {TOKENS} 429\n");
    let lines = |count: usize| "INFO all is well\n".repeat(count);
    let reading = read(&format!("{known}{}", lines(2_010)), None);
    assert_eq!(reading.lines_left_out, 11);
    let short = format!("{known}{}", lines(1_999));
    assert_eq!((read(&short, None).lines_left_out, found(&short)), (0, Some("ims.throttled")));
}
