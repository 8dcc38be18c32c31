//! Transcripts, HAR files and lines of logs, as people paste them.

use crate::found;
use mudbrick_explain::{Bearer, Facts, read};
use rstest::rstest;

const CURL_I: &str = "HTTP/1.1 401 Unauthorized\r\nServer: APIP\r\nContent-Type: application/json\r\nX-Request-Id: a\r\n\r\n{\"error_code\":\"401013\",\"message\":\"Oauth token is not valid\"}";

const CURL_V: &str = "\
* Host author-p1-e1.adobeaemcloud.com:443 was resolved.
* Connected to author-p1-e1.adobeaemcloud.com (1.2.3.4) port 443
> GET /graphql/execute.json/x HTTP/2
> Host: author-p1-e1.adobeaemcloud.com
> User-Agent: curl/8.5.0
> Accept: */*
> Authorization: Bearer abc
>
< HTTP/2 401
< date: Fri, 15 Jan 2027 08:00:00 GMT
<
* Connection #0 to host author-p1-e1.adobeaemcloud.com left intact
";

const CURL_V_ANONYMOUS: &str = "\
> GET /graphql/execute.json/x HTTP/2
> Host: author-p1-e1.adobeaemcloud.com
> Accept: */*
>
{ [5 bytes data]
< HTTP/2 200
< content-type: application/json
<
{ [16 bytes data]
{\"data\":{\"l\":[]}}* Connection #0 to host author-p1-e1.adobeaemcloud.com left intact
";

const CURL_COMMAND: &str = "\
$ curl -i -X POST 'https://api.adobe.io/events/1/2/3/providers' -H 'x-api-key: k'
HTTP/2 409
x-conflicting-id: 77

";

const AFTER_PROXY: &str = "HTTP/1.1 200 Connection established\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 403 Forbidden\nserver: APIP\n\n{\"error_code\":\"403003\",\"message\":\"Api Key is invalid\"}\n";

const HAR: &str = r#"{"log":{"version":"1.2","entries":[
 {"request":{"method":"GET","url":"https://platform.adobe.io/ok","headers":[]},"response":{"status":200,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{}"}}},
 {"request":{"method":"GET","url":"https://usermanagement.adobe.io/v2/usermanagement/users/x/0","headers":[{"name":"Authorization","value":"Bearer t"}]},"response":{"status":403,"headers":[],"content":{"size":0,"mimeType":"*/*"}}}
]}}"#;

#[rstest]
#[case::curl_i(CURL_I, Some("gateway.token_refused"))]
#[case::curl_v(CURL_V, Some("aem.token_ended"))]
#[case::curl_v_anonymous(CURL_V_ANONYMOUS, Some("aem.anonymous"))]
#[case::curl_command(CURL_COMMAND, Some("events.exists"))]
#[case::after_a_proxy(AFTER_PROXY, Some("gateway.key_unknown"))]
#[case::har(HAR, Some("umapi.forbidden"))]
#[case::har_entry(r#"{"request":{"method":"GET","url":"https://author-p1-e1.adobeaemcloud.com/x","headers":[]},"response":{"status":200,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{}"}}}"#, None)]
#[case::body(
    " {\"error_code\" : \"403010\", \"message\" : \"m\"}\n",
    Some("gateway.token_missing")
)]
#[case::body_in_xml(
    "<error><error_code>403000</error_code><message>m</message></error>",
    Some("gateway.key_missing")
)]
#[case::aio(
    "Error: 400 (Bad Request): {\"error_description\":\"Could not match JWT signature to any of the bindings\",\"error\":\"invalid_token\"} from https://ims-na1.adobelogin.com/ims/exchange/jwt",
    Some("ims.signature_unmatched")
)]
#[case::log_line(r#"2026-01-15T08:00:00Z ERROR request failed url=https://platform.adobe.io/data/core/ups/segment/jobs status=401 body={"title":"Unauthorized"}"#, Some("platform.no_permission_401"))]
#[case::log_words(
    "ERROR GET https://platform.adobe.io/data/core/ups/segment/jobs HTTP 401: Unauthorized",
    Some("platform.no_permission_401")
)]
#[case::json_log(r#"{"level":"error","time":1,"msg":"request failed: {\"error_code\":\"403023\",\"message\":\"Profile is not valid\"}","url":"https://mc.adobe.io/acme/campaign/profileAndServices/profile","status":403}"#, Some("campaign.tenant"))]
#[case::escaped(r#"err: "{\"requestId\":\"e#1\",\"success\":false,\"errors\":[{\"code\":\"602\",\"message\":\"m\"}]}""#, Some("marketo.token"))]
#[case::axios(r#"{"message":"Request failed with status code 404","config":{"method":"get","baseURL":"https://platform.adobe.io","url":"/data/core/privacy/jobs","headers":{}},"response":{"status":404,"headers":{"content-type":"text/plain"},"data":"Not able to find job data."}}"#, Some("platform.privacy_none"))]
#[case::escaped_twice(
    r#"app[1]: "{\\\"error_code\\\":\\\"401013\\\",\\\"message\\\":\\\"m\\\"}""#,
    Some("gateway.token_refused")
)]
#[case::pairs(
    "WARN gateway error_code=401015 message=\"Scope mismatch\"",
    Some("gateway.scope_missing")
)]
#[case::python(
    "{'error_code': '401013', 'message': 'Oauth token is not valid'}",
    Some("gateway.token_refused")
)]
#[case::python_exception(
    "ImsError: {'error': 'invalid_client', 'error_description': 'invalid client_secret parameter'}",
    Some("ims.wrong_secret")
)]
#[case::python_number("{'error_code': 403003, 'message': 'Access denied'}", None)]
#[case::ruby(r#"{"error_code"=>"403003", "message"=>"m"}"#, Some("gateway.key_unknown"))]
#[case::php(
    "Array\n(\n    [error_code] => 403003\n    [message] => Api Key is invalid\n)\n",
    Some("gateway.key_unknown")
)]
#[case::python_over_lines(
    "{'error_code': '401013',\n 'message': 'm'}",
    Some("gateway.token_refused")
)]
#[case::javascript("{ error_code: '403003', message: 'm' }", Some("gateway.key_unknown"))]
#[case::go("map[error_code:403003 message:Api Key is invalid]", Some("gateway.key_unknown"))]
#[case::json_that_broke_off(r#"{"error_code":"403003","message":"Api Ke"#, None)]
#[case::client_id(
    r#"{"error":"invalid_client","error_description":"invalid client_id parameter"}"#,
    Some("ims.unknown_client")
)]
#[case::code_in_words(
    "java.lang.IllegalStateException: XTK-170036 Unable to parse expression '@id = @7'.",
    Some("campaign.pkey_standard")
)]
#[case::sent_back(
    "HTTP/1.1 302 Found\nX-DEBUG-ID: a\nLocation: https://localhost:9000/callback?error=login_required&state=x\n\n",
    Some("ims.sign_in_needed")
)]
#[case::several_lines(
    "got\n{\n  \"error_code\": \"403000\",\n  \"message\": \"m\"\n}\nand gave up",
    Some("gateway.key_missing")
)]
#[case::others("HTTP/1.1 401 Unauthorized\nServer: nginx\n\n{\"error\":\"invalid_token\"}", None)]
#[case::others_log(
    r#"2026-01-15 ERROR https://api.example.com/x 401 {"error_code":"401013"}"#,
    None
)]
#[case::words("All is well.", None)]
#[case::nothing("", None)]
fn the_answer_in_a_text_is_found(#[case] text: &str, #[case] expected: Option<&str>) {
    assert_eq!(found(text), expected, "{text}");
}

#[test]
fn what_was_sent_is_only_known_where_all_of_it_is_shown() {
    let anonymous = read(CURL_V_ANONYMOUS, None).seen;
    assert_eq!(anonymous[0].answer(Facts::default()).bearer, Bearer::Absent);
    let command =
        read("$ curl -i https://author-p1-e1.adobeaemcloud.com/x\nHTTP/2 200\n\n{}", None).seen;
    assert_eq!(command[0].answer(Facts::default()).bearer, Bearer::Unknown);
    assert_eq!(found("$ curl -i https://author-p1-e1.adobeaemcloud.com/x\nHTTP/2 200\n\n{}"), None);
}

/// AEM's answer says nothing of why it is one for anybody where the request may have carried what the text does not show.
#[rstest]
#[case("Cookie: login-token=1")]
#[case("Authorization: Bearer REDACTED")]
#[case("Authorization: Bearer eyJ...")]
#[case("Authorization: Bearer %TOKEN%")]
#[case("Authorization: Bearer {token}")]
#[case("Authorization: Bearer XXXX.YYYY.ZZZZ")]
#[case("Authorization: [REDACTED]")]
fn a_token_that_is_not_shown_may_have_been_sent(#[case] header: &str) {
    let sent = CURL_V_ANONYMOUS.replace("> Accept: */*", &format!("> {header}"));
    assert_eq!(found(&sent), None, "{sent}");
}

/// What went wrong may be long ago.
#[test]
fn an_error_is_found_however_much_went_well_after_it() {
    const KEY: &str = r#"{"error_code":"403003","message":"m"}"#;
    let entry = |status: u16, body: &str, at: usize| {
        serde_json::json!({
            "request": {"method": "GET", "url": format!("https://platform.adobe.io/{at}"), "headers": []},
            "response": {"status": status, "headers": [], "content": {"size": 1, "text": body}},
        })
    };
    let entries: Vec<_> = std::iter::once(entry(403, KEY, 0))
        .chain((1..1_000).map(|at| entry(200, "{}", at)))
        .collect();
    let har = serde_json::json!({"log": {"entries": entries}}).to_string();
    let json = "{\"level\":\"info\",\"a\":{\"b\":{}},\"msg\":\"done\"}\n".repeat(1_900);
    let plain = "2026-01-15 INFO done\n".repeat(1_900);
    for text in [
        har,
        format!("{{\"level\":\"error\",\"err\":{KEY}}}\n{json}"),
        format!("ERROR {KEY}\n{plain}"),
    ] {
        assert_eq!(found(&text), Some("gateway.key_unknown"), "{}", &text[..100]);
    }
}

#[test]
fn a_text_of_brackets_comes_to_an_end() {
    assert_eq!(found(&"{[".repeat(200_000)), None);
    assert_eq!(found(&"{\"a\":".repeat(100_000)), None);
    assert_eq!(found(&"status=401 {}\n".repeat(50_000)), None);
    assert_eq!(found(&"{\"a\":{\"a\":1}}".repeat(100_000)), None);
    assert_eq!(found(&"https://a.b ".repeat(20_000)), None);
    assert_eq!(found(&format!("{}\n", "{\"a\":{\"a\":1}}".repeat(200)).repeat(300)), None);
}
