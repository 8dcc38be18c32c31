//! What is nearly a documented error, and another one: a code that many errors share, an address beside the documented one, a
//! status that is not its own.

use crate::{answer, found};
use mudbrick_explain::explain;
use rstest::rstest;

/// The rule for an answer of a host with that body.
fn answered(host: &str, path: &str, status: u16, body: &str) -> Option<&'static str> {
    explain(&answer(host, path, status, body)).map(|it| it.rule.id.as_str())
}

/// The codes of Campaign's engine and database are those of many errors; only the texts are documented.
#[rstest]
#[case::another_field("XTK-170036 Unable to parse expression 'i__name'", None)]
#[case::another_order(
    "'@emial' attribute unknown (see definition of 'Profiles (nms:recipient)' schema). XTK-170036 Unable to parse expression '@emial'.",
    None
)]
#[case::a_key("XTK-170036 Unable to parse expression '@id = @7'.", Some("campaign.pkey_standard"))]
#[case::types(
    "PGS-220000 PostgreSQL error: ERROR: operator does not exist: character varying = bigint",
    None
)]
#[case::timeout(
    "PGS-220000 PostgreSQL error: ERROR: canceling statement due to statement timeout",
    None
)]
#[case::duplicate(
    "PGS-220000 PostgreSQL error: ERROR: duplicate key value violates unique constraint",
    Some("campaign.key_taken")
)]
#[case::prose("# Release notes * fixed PGS-220000, RST-360011 and RST-360012 in workflows", None)]
#[case::another_program("ERROR stunnel: unable to decrypt PKey file /etc/ssl/key.pem", None)]
#[case::pkey("Unable to decrypt PKey. (PKey=@7)", Some("campaign.pkey_v8"))]
#[case::inconsistent(
    "RST-360011 An error has occurred. RST-360012 Inconsistent operation on resource 'x'",
    Some("campaign.engine_standard")
)]
#[case::enumeration(
    "RST-360011 An error has occurred - please contact your administrator. The value 'invalid' is not valid for the 'nms:recipient:gender' enumeration of the '@gender' field",
    Some("campaign.enumeration")
)]
#[case::no_record(
    "RST-360011 An error has occurred - please contact your administrator. Unable to find document with path 'Service' from key 'adobe_nl:0' (document with schema 'service' and name 'adobe_nl')",
    Some("campaign.no_record")
)]
#[case::no_record_in_v8(
    "Unable to find document with path 'Service' from key 'adobe_nl' (document with schema 'service' and name 'adobe_nl')",
    Some("campaign.no_record")
)]
#[case::another_document("Unable to find document with path /tmp/x", None)]
#[case::oops("Oops. Something went wrong. Check your URI and try again.", None)]
fn a_general_code_of_campaign_is_not_one_special_case(
    #[case] text: &str,
    #[case] expected: Option<&str>,
) {
    assert_eq!(found(text), expected, "{text}");
    for status in [400, 500] {
        let body = serde_json::json!({"message": text}).to_string();
        let known = answered("mc.adobe.io", "/acme/campaign/x", status, &body);
        // With v8 a PKey is told by its status as well.
        assert!(known == expected || expected == Some("campaign.pkey_v8"), "{text}: {known:?}");
    }
}

/// Of a browser's sign-in only a redirect tells, and the address it leads to.
#[rstest]
#[case("/ims/token/v3", r#"{"error":"invalid_scope"}"#, Some("ims.scopes_refused"))]
#[case("/ims/exchange/jwt", r#"{"error_description":"The metascopes in the JWT are not a subset of the metascopes in the binding.","error":"invalid_scope"}"#, Some("ims.metascopes_refused"))]
#[case("/ims/token/v3", r#"{"error":"access_denied"}"#, None)]
#[case("/ims/authorize/v2", r#"{"error":"login_required"}"#, None)]
fn a_code_without_a_status_is_not_of_a_sign_in(
    #[case] path: &str,
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    let url = format!("https://ims-na1.adobelogin.com{path}");
    assert_eq!(found(&format!("ERROR POST {url} failed: {body}")), expected);
    let members = body.trim_start_matches('{');
    assert_eq!(found(&format!(r#"{{"url":"{url}",{members}"#)), expected);
}

#[rstest]
#[case::a_delivery(
    "acme.tt.omtrdc.net",
    "/rest/v1/delivery",
    404,
    r#"{"status":404,"message":"m"}"#,
    None
)]
#[case::a_profile(
    "acme.tt.omtrdc.net",
    "/rest/v1/profiles/x",
    404,
    r#"{"status":404,"message":"m"}"#,
    Some("target.no_profile")
)]
#[case::a_page_at_marketo(
    "1-a-2.mktorest.com",
    "/identity/oauth/token",
    401,
    "<html>Log in</html>",
    None
)]
#[case::two_feeds("analytics.adobe.io", "/api/x/feeds", 200, r#"{"requests":[{"requestState":"error","errorCode":301},{"requestState":"done","errorCode":300}]}"#, None)]
#[case::one_feed(
    "analytics.adobe.io",
    "/api/x/feeds",
    200,
    r#"{"requests":[{"requestState":"error","errorCode":300}]}"#,
    Some("analytics.delivery")
)]
#[case::an_event(
    "api.adobe.io",
    "/events/1/2/3/registrations/x/events",
    200,
    r#"{"events":[{"body":{"statusCode":602}}]}"#,
    None
)]
fn what_is_beside_the_documented_is_another(
    #[case] host: &str,
    #[case] path: &str,
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    assert_eq!(answered(host, path, status, body), expected, "{host}{path}: {body}");
}

/// An empty answer says something only to a request that could have had another.
#[rstest]
#[case("curl -i", Some("umapi.forbidden"))]
#[case("curl -I", None)]
#[case("curl -sI", None)]
#[case("curl --head", None)]
#[case("curl -i -X HEAD", None)]
fn an_answer_to_head_is_not_empty(#[case] command: &str, #[case] expected: Option<&str>) {
    let text = format!(
        "$ {command} https://usermanagement.adobe.io/v2/usermanagement/users/x/0\nHTTP/2 403\nserver: x\n\n"
    );
    assert_eq!(found(&text), expected);
}

#[rstest]
#[case("Authorization: Bearer abc", Some("aem.token_ended"))]
#[case("Accept: */*", None)]
fn a_token_ended_only_where_one_was_sent(#[case] header: &str, #[case] expected: Option<&str>) {
    let host = "author-p1-e1.adobeaemcloud.com";
    let text = format!(
        "> GET /x HTTP/1.1\n> Host: {host}\n> {header}\n>\n< HTTP/1.1 401 No\n< Content-Length: 0\n<\n"
    );
    assert_eq!(found(&text), expected);
}

/// A body that repeats the status of a success has no error that is its own.
#[test]
fn a_success_that_a_body_tells_of_is_one() {
    let body =
        |status: &str| format!(r#"{{"status":{status},"error_code":"401013","message":"m"}}"#);
    assert_eq!(found(&body("200")), None);
    assert_eq!(found(&body("401")), Some("gateway.token_refused"));
    assert_eq!(found(&body("0")), Some("gateway.token_refused"));
}

#[rstest]
#[case(500, "Internal Server Error", None)]
#[case(500, "SOP-330005 The method has generated an error.", None)]
#[case(502, "Oops. Something went wrong. Check your URI and try again.", Some("campaign.address"))]
fn an_integer_code_alone_is_not_an_unknown_address(
    #[case] status: u16,
    #[case] message: &str,
    #[case] expected: Option<&str>,
) {
    let body = serde_json::json!({"code": status, "message": message}).to_string();
    for path in ["/acme/campaign/profileAndServices/profile", "/acme/target/activities"] {
        assert_eq!(answered("mc.adobe.io", path, status, &body), expected, "{body}");
    }
}
