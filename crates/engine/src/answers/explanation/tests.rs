//! Every error body of the facts' file 12, and what the gateway says: explained or left as it came, and sent once more with a
//! new token only where that can help.

use super::answered::A_MOMENT;
use super::*;
use mudbrick_explain::Bearer;
use mudbrick_model::ErrorCode::{
    AlreadyExists, Conflict, CredentialRefused, InvalidInput, Network, NotFound, ScopeRefused,
    Throttled,
};
use mudbrick_model::{Header, Timestamp};
use rstest::rstest;
use url::Url;

/// Fri, 15 Jan 2027 08:00:00 GMT.
const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// The answer, with headers written as one line each.
fn explained(host: &str, status: u16, headers: &[&str], body: &str) -> (bool, Option<Problem>) {
    let header = |line: &&str| {
        let (name, value) = line.split_once(": ").unwrap();
        Header::new(name, value)
    };
    let headers: Vec<Header> = headers.iter().map(header).collect();
    let (is_empty, body) = (body.is_empty(), body.as_bytes());
    let url = Url::parse(&format!("https://{host}/some/path")).ok();
    let (url, bearer) = (url.as_ref(), Bearer::Unknown);
    let answered =
        Answered { url, method: None, status, headers: &headers, body, is_empty, bearer, at: NOW };
    (refuses_token(&answered), answer(&answered))
}

const ANALYTICS: &str = "analytics.adobe.io";
const TARGET: &str = "mc.adobe.io";
const UMAPI: &str = "usermanagement.adobe.io";
const MARKETO: &str = "123-abc-456.mktorest.com";
const AEM: &str = "author-p1-e1.adobeaemcloud.com";
const GATEWAY: &str = "platform.adobe.io";

#[rstest]
// 12.1 and 12.2
#[case::analytics_token(ANALYTICS, 401, &[], r#"{"errorCode":"invalid_token","errorDescription":"IMS token failed IMS Facade token validation","errorId":"auth-1"}"#, true, Some(CredentialRefused))]
#[case::analytics_profile(ANALYTICS, 403, &[], r#"{"error_code":"403025","message":"Profile is not valid"}"#, false, Some(CredentialRefused))]
#[case::analytics_company(ANALYTICS, 404, &[], r#"{"errorCode":"404","errorDescription":"Could not find analytics user for globalCompanyId=x and imsUserId=y"}"#, false, Some(NotFound))]
#[case::analytics_outage(ANALYTICS, 500, &[], r#"{"errorCode":"500","errorDescription":"Error while resolving get imsOrgs for imsUserId=x clientId=y","errorId":"1"}"#, false, Some(Network))]
#[case::analytics_throttled(ANALYTICS, 429, &[], r#"{"error_code":"429050","message":"Too many requests"}"#, false, Some(Throttled))]
#[case::analytics_14(ANALYTICS, 401, &[], r#"{"error":"invalid_grant","error_description":"The access token provided is invalid"}"#, false, Some(CredentialRefused))]
#[case::analytics_feed(ANALYTICS, 200, &[], r#"{"requestState":"error","errorCode":300,"errorMsg":"Delivery Error"}"#, false, Some(Network))]
// 12.3
#[case::target_version(TARGET, 406, &[], r#"{"httpStatus":406,"requestId":"1","requestTime":"2018-02-02T21:39:06.405Z","errors":[{"errorCode":"Unsupported.Feature","message":"Unsupported features detected"}]}"#, false, Some(InvalidInput))]
#[case::target_not_allowed(TARGET, 401, &[], r#"{"httpStatus":401,"requestId":"1","errors":[{"errorCode":"Not.Allowed","message":"m"}]}"#, false, Some(CredentialRefused))]
#[case::target_profile("acme.tt.omtrdc.net/rest/v1/profiles/thirdPartyId/1", 404, &[], r#"{"status":404,"message":"No profile found for client acme with third party id=1"}"#, false, Some(NotFound))]
#[case::target_gateway(TARGET, 401, &[], r#"{"error_code":"401013","message":"Oauth token is not valid"}"#, true, Some(CredentialRefused))]
#[case::campaign_route(TARGET, 500, &[], r#"{"code":500,"message":"Oops. Something went wrong. Check your URI and try again."}"#, false, Some(InvalidInput))]
// 12.4
#[case::events_description("api.adobe.io", 401, &[], "", false, None)]
#[case::events_exists("api.adobe.io", 409, &["x-conflicting-id: 1234"], "", false, Some(AlreadyExists))]
#[case::events_limit("api.adobe.io", 409, &[], "", false, None)]
#[case::events_journal("events-va6.adobe.io", 410, &[], "Events at position p have expired.", false, Some(NotFound))]
#[case::events_none_yet("events-va6.adobe.io", 204, &["retry-after: 10"], "", false, None)]
#[case::events_throttled("eventsingress.adobe.io", 429, &["retry-after: 5"], "", false, Some(Throttled))]
// 12.5
#[case::marketo_token(MARKETO, 200, &[], r#"{"requestId":"e42b#1","success":false,"errors":[{"code":"601","message":"Unauthorized"}]}"#, false, Some(CredentialRefused))]
#[case::marketo_role(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"603","message":"m"}]}"#, false, Some(CredentialRefused))]
#[case::marketo_time_out(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"604","message":"m"}]}"#, false, Some(Network))]
#[case::marketo_rate(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"606","message":"m"}]}"#, false, Some(Throttled))]
#[case::marketo_quota(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"607","message":"m"}]}"#, false, Some(Throttled))]
#[case::marketo_number(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":615,"message":"m"}]}"#, false, Some(Throttled))]
#[case::marketo_body(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"609","message":"m"}]}"#, false, Some(InvalidInput))]
#[case::marketo_record(MARKETO, 200, &[], r#"{"success":false,"errors":[{"code":"1004","message":"Lead not found"}]}"#, false, Some(InvalidInput))]
#[case::marketo_skipped(MARKETO, 200, &[], r#"{"success":true,"result":[{"status":"skipped","reasons":[{"code":"1005"}]},{"status":"created"}]}"#, false, Some(InvalidInput))]
#[case::marketo_done(MARKETO, 200, &[], r#"{"success":true,"result":[{"status":"created"}]}"#, false, None)]
#[case::marketo_secret(MARKETO, 401, &[], r#"{"error":"unauthorized","error_description":"m"}"#, false, None)]
#[case::marketos_shape_elsewhere(GATEWAY, 200, &[], r#"{"success":false,"errors":[{"code":"601","message":"m"}]}"#, false, None)]
// 12.6
#[case::aem_token(AEM, 401, &[], "", true, Some(CredentialRefused))]
#[case::aem_words(AEM, 401, &[], "not an empty body", false, None)]
#[case::aem_anonymous(AEM, 200, &[], "{}", false, None)]
#[case::aem_update(AEM, 412, &[], "", false, Some(Conflict))]
#[case::empty_elsewhere("image.adobe.io", 401, &[], "", false, None)]
#[case::lightroom("lr.adobe.io", 429, &[], "", false, Some(Throttled))]
// 12.7
#[case::umapi_token(UMAPI, 401, &[r#"WWW-Authenticate: Bearer realm="JIL", error="invalid_token", error_description="The access token is invalid""#], "", true, Some(CredentialRefused))]
#[case::umapi_old(UMAPI, 401, &[], r#"{"lastPage":false,"result":"error.unauthorized","message":"Failed to authenticate provided token"}"#, false, Some(CredentialRefused))]
#[case::umapi_key(UMAPI, 403, &[], "", false, Some(CredentialRefused))]
#[case::umapi_error(UMAPI, 400, &[], r#"{"errorMessage":"DUPLICATE_GROUP_NAME","errorCode":"DUPLICATE_GROUP_NAME"}"#, false, Some(AlreadyExists))]
#[case::mcp("mcp.adobeaemcloud.com", 401, &[r#"WWW-Authenticate: Bearer resource_metadata="https://mcp.adobeaemcloud.com/.well-known/oauth-protected-resource", scope="a""#], "", false, Some(CredentialRefused))]
#[case::mcp_step_up("mcp.adobeaemcloud.com", 403, &[r#"WWW-Authenticate: Bearer error="insufficient_scope", scope="a""#], "", false, Some(ScopeRefused))]
// Other shapes of 12.1, and the gateway's.
#[case::reactor("reactor.adobe.io", 403, &[], r#"{"errors":[{"code":"api-key-invalid","title":"t"}]}"#, false, Some(CredentialRefused))]
#[case::platform(GATEWAY, 404, &[], r#"{"type":"http://ns.adobe.com/aep/errors/XDM-1012-404","title":"t","status":404}"#, false, Some(NotFound))]
#[case::identity_token(GATEWAY, 401, &[], r#"{"type":"http://ns.adobe.com/adobecloud/problem/namespacevalidation","status":401,"error":"INVALID_IMS_TOKEN"}"#, true, Some(CredentialRefused))]
#[case::identity_scope(GATEWAY, 401, &[], r#"{"title":"UnauthorizedAccessInvalidScope","status":401,"detail":"d"}"#, false, Some(ScopeRefused))]
#[case::no_such_route(GATEWAY, 404, &[], "<html><title>404</title></html>", false, Some(NotFound))]
#[case::hygiene(GATEWAY, 400, &[], r#"{"error_code":"400999","message":"m"}"#, false, None)]
#[case::flow_service(GATEWAY, 400, &[], r#"{"error_code":1234,"message":"m"}"#, false, None)]
#[case::scope(GATEWAY, 401, &[], r#"{"error_code":"401015","message":"Scope mismatch"}"#, false, Some(ScopeRefused))]
#[case::context(GATEWAY, 401, &[], r#"{"error_code":"401014","message":"Token not allowed in the current context"}"#, false, Some(CredentialRefused))]
#[case::not_json(GATEWAY, 401, &[], "<html>", false, None)]
#[case::a_token_that_lacks_nothing(GATEWAY, 403, &[], r#"{"error_code":"401013"}"#, false, Some(CredentialRefused))]
#[case::answered(GATEWAY, 200, &[], r#"{"error_code":"403003"}"#, false, None)]
fn each_body_is_explained_or_left_as_it_came(
    #[case] host: &str,
    #[case] status: u16,
    #[case] headers: &[&str],
    #[case] body: &str,
    #[case] is_tried_again: bool,
    #[case] code: Option<ErrorCode>,
) {
    let (retried, problem) = explained(host, status, headers, body);
    assert_eq!(
        (retried, problem.as_ref().map(|it| it.code)),
        (is_tried_again, code),
        "{problem:?}"
    );
    assert!(problem.is_none_or(|problem| problem.remedy.is_some()));
}

#[rstest]
#[case::seconds(429, &["Retry-After: 7"], Some(7))]
#[case::date(429, &["Retry-After: Fri, 15 Jan 2027 08:00:07 GMT"], Some(7))]
#[case::rfc_850(429, &["Retry-After: Friday, 15-Jan-27 08:00:07 GMT"], Some(7))]
#[case::asctime(429, &["Retry-After: Fri Jan 15 08:00:07 2027"], Some(7))]
#[case::of_a_server_with_another_clock(429, &["Date: Fri, 15 Jan 2027 11:00:00 GMT", "Retry-After: Fri, 15 Jan 2027 11:00:07 GMT"], Some(7))]
#[case::underscore(429, &["Retry_After: 7"], Some(7))]
#[case::nonsense(429, &["Retry-After: soon"], Some(A_MOMENT))]
#[case::over(429, &["Retry-After: Fri, 15 Jan 2027 07:00:00 GMT"], Some(A_MOMENT))]
#[case::none(429, &[], Some(A_MOMENT))]
fn a_wait_is_counted_in_seconds(
    #[case] status: u16,
    #[case] headers: &[&str],
    #[case] expected: Option<u32>,
) {
    for body in ["", r#"{"error_code":"429050","message":"Too many requests"}"#] {
        let (_, problem) = explained(GATEWAY, status, headers, body);
        assert_eq!(seconds(problem), expected, "{body}");
    }
}

#[test]
fn the_gateways_own_trouble_may_say_how_long_it_lasts() {
    let body = r#"{"error_code":"503010","message":"Could not validate the oauth token"}"#;
    let (_, problem) = explained(GATEWAY, 503, &["Retry-After: 30"], body);
    assert_eq!(seconds(problem), Some(30));
    let (_, problem) = explained(GATEWAY, 503, &[], body);
    assert_eq!(seconds(problem), None);
}

#[test]
fn the_wait_and_the_request_id_are_told() {
    let (_, problem) = explained(GATEWAY, 429, &["Retry-After: 7", "X-Request-Id: abc"], "");
    let problem = problem.expect("understood");
    assert_eq!(problem.remedy_text(), Some("Wait 7 s, then send again."));
    assert_eq!(problem.detail.as_deref(), Some("X-Request-Id: abc"));
    let body = r#"{"error_code":"403000"}"#;
    let (_, problem) = explained(GATEWAY, 403, &["X-Request-Id: abc"], body);
    let expected = "The header x-api-key is missing. (documented)\nX-Request-Id: abc";
    assert_eq!(problem.expect("understood").detail.as_deref(), Some(expected));
}

fn seconds(problem: Option<Problem>) -> Option<u32> {
    match *problem?.remedy?.action? {
        RemedyAction::Wait { seconds } => Some(seconds),
        _ => None,
    }
}
