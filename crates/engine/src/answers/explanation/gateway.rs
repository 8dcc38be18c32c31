//! The gateway's own errors, by their codes: those of Adobe's public gateway sources and API documents
//! (`validatorsHandlerErrorDecorator.lua`, Experience Platform and Campaign Standard troubleshooting pages).

use super::answered::A_MOMENT;
use mudbrick_model::{ErrorCode, Field, Problem, RemedyAction};
use serde_json::Value;

/// What `error_code` says, which services behind the gateway use as well.
pub(super) fn by_code(json: &Value) -> Option<Problem> {
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
        "401014" => (
            ErrorCode::CredentialRefused,
            "Adobe does not take this kind of token for this API.",
            "Check on the credential's page in the Developer Console that the API is part of its project.",
            Some(RemedyAction::OpenConsole),
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
        "403012" | "403013" => (
            ErrorCode::CredentialRefused,
            "Adobe does not take requests from this computer's address.",
            "Ask who set up the API to let this address in, or send from a network that may.",
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
        "503000" | "503010" | "503020" | "503030" | "503071" => (
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
