//! What an error answer from one of Adobe's APIs means, and what to do about it. The gateway's codes are those of Adobe's
//! public gateway sources and API documents (`validatorsHandlerErrorDecorator.lua`, Experience Platform and Campaign
//! Standard troubleshooting pages). An answer that is not known is shown as it is, without a guess.

use mudbrick_model::{ErrorCode, Field, Header, Problem, RemedyAction};
use serde_json::Value;

/// Seconds to wait where Adobe does not say how long.
const A_MOMENT: u32 = 10;

/// The explanation of an answer, when it is an error that is understood.
pub(crate) fn answer(status: u16, headers: &[Header], body: &[u8]) -> Option<Problem> {
    if status < 400 {
        return None;
    }
    let json: Option<Value> = serde_json::from_slice(body).ok();
    let problem = json.as_ref().and_then(by_code).or_else(|| by_status(status, headers))?;
    Some(match request_id(headers) {
        Some(id) => problem.detail(format!("X-Request-Id: {id}")),
        None => problem,
    })
}

/// Whether the answer says that the token itself is bad, so that a new one is worth a try.
pub(crate) fn refuses_token(status: u16, body: &[u8]) -> bool {
    if status != 401 {
        return false;
    }
    let Ok(json) = serde_json::from_slice::<Value>(body) else { return false };
    let names = |member: &str, value: &str| json.get(member).and_then(Value::as_str) == Some(value);
    names("error_code", "401013")
        || names("errorCode", "invalid_token")
        || names("result", "error.unauthorized")
        || names("error", "INVALID_IMS_TOKEN")
}

fn by_code(json: &Value) -> Option<Problem> {
    let code = match json.get("error_code")? {
        Value::String(code) => code.clone(),
        other => other.to_string(),
    };
    let profile = None;
    let (kind, message, remedy, action) = match code.as_str() {
        "400003" => (
            ErrorCode::InvalidInput,
            "Adobe asks for a header that the request does not have, most often x-gw-ims-org-id.",
            "Add the header x-gw-ims-org-id: {{IMS_ORG}}.",
            None,
        ),
        "401013" => (
            ErrorCode::CredentialRefused,
            "Adobe does not take the token: it has ended, or belongs to another environment.",
            "Renew the token and send again.",
            Some(RemedyAction::RenewToken { profile }),
        ),
        "401015" | "403011" => (
            ErrorCode::ScopeRefused,
            "The token lacks a scope that this API asks for.",
            "Compare the profile's scopes with those the Developer Console shows for the credential.",
            Some(RemedyAction::field(Field::Scopes)),
        ),
        "403000" => (
            ErrorCode::InvalidInput,
            "The request has no API key.",
            "Add the header x-api-key: {{API_KEY}}.",
            None,
        ),
        "403003" => (
            ErrorCode::CredentialRefused,
            "Adobe does not know the API key for this API: the key is wrong, or the API was not added to its project.",
            "Check the client ID, and add the API to the project in the Developer Console.",
            Some(RemedyAction::field(Field::ClientId)),
        ),
        "403010" => (
            ErrorCode::InvalidInput,
            "The request carries no token.",
            "Add the header Authorization: Bearer {{ACCESS_TOKEN}}.",
            None,
        ),
        "403020" => (
            ErrorCode::CredentialRefused,
            "The token is missing or Adobe does not take it.",
            "Renew the token and send again.",
            Some(RemedyAction::RenewToken { profile }),
        ),
        "403023" | "403025" => (
            ErrorCode::CredentialRefused,
            "The technical account may not use this product or instance.",
            "Check the organization in the URL, and give the credential a product profile of that instance.",
            Some(RemedyAction::OpenConsole),
        ),
        "429001" | "429002" | "429050" => (
            ErrorCode::Throttled,
            "Adobe asks for fewer requests: a usage limit is reached.",
            "Wait a moment, then send again.",
            Some(RemedyAction::Wait { seconds: A_MOMENT }),
        ),
        "503000" | "503010" | "503020" | "503030" => (
            ErrorCode::Network,
            "Adobe's gateway could not check the key or the token, for a reason of its own.",
            "Send again in a moment; if it stays, look at status.adobe.com.",
            Some(RemedyAction::TryAgain),
        ),
        _ => return None,
    };
    let problem = Problem::new(kind, message).remedy(remedy);
    Some(match action {
        Some(action) => problem.action(action),
        None => problem,
    })
}

fn by_status(status: u16, headers: &[Header]) -> Option<Problem> {
    match status {
        429 => {
            let wait = header(headers, "retry-after").and_then(|value| value.parse::<u64>().ok());
            let remedy = wait.map_or_else(
                || "Wait a moment, then send again.".to_owned(),
                |seconds| format!("Wait {seconds} s, then send again."),
            );
            let seconds = wait.map_or(A_MOMENT, |wait| u32::try_from(wait).unwrap_or(u32::MAX));
            let problem = Problem::new(ErrorCode::Throttled, "Adobe asks for fewer requests.");
            Some(problem.remedy(remedy).action(RemedyAction::Wait { seconds }))
        }
        _ => None,
    }
}

fn request_id(headers: &[Header]) -> Option<&str> {
    header(headers, "x-request-id")
}

fn header<'a>(headers: &'a [Header], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case(name))
        .map(|found| found.value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::gateway(401, r#"{"error_code":"401013","message":"Oauth token is not valid"}"#, true)]
    #[case::analytics(401, r#"{"errorCode":"invalid_token","errorId":"auth-1"}"#, true)]
    #[case::other_refusal(401, r#"{"error_code":"401015","message":"Scope mismatch"}"#, false)]
    #[case::not_json(401, "<html>", false)]
    #[case::not_401(403, r#"{"error_code":"401013"}"#, false)]
    fn only_a_bad_token_is_worth_a_new_one(
        #[case] status: u16,
        #[case] body: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(refuses_token(status, body.as_bytes()), expected);
    }

    #[test]
    fn an_answer_that_is_not_known_gets_no_guess() {
        assert_eq!(answer(404, &[], b"{\"error_code\":\"404999\"}"), None);
        assert_eq!(answer(200, &[], b"{\"error_code\":\"403003\"}"), None);
    }

    #[test]
    fn the_wait_and_the_request_id_are_told() {
        let headers = [Header::new("Retry-After", "7"), Header::new("X-Request-Id", "abc")];
        let problem = answer(429, &headers, b"").expect("understood");
        assert_eq!(problem.remedy_text(), Some("Wait 7 s, then send again."));
        assert_eq!(problem.detail.as_deref(), Some("X-Request-Id: abc"));
    }
}
