//! What an answer says by HTTP alone, whoever gave it: too many requests, and the challenge of a bearer token (RFC 6750).

use super::answered::{A_MOMENT, Answered};
use super::token_refusal::bearer_error;
use mudbrick_model::{ErrorCode, Field, Problem, RemedyAction};

/// What it says, if anything.
pub(super) fn problem(answer: &Answered<'_>) -> Option<Problem> {
    if answer.status == 429 {
        let problem = Problem::new(ErrorCode::Throttled, "The server asks for fewer requests.");
        let remedy = problem.remedy("Wait a moment, then send again.");
        return Some(remedy.action(RemedyAction::Wait { seconds: A_MOMENT }));
    }
    match (answer.status, bearer_error(answer)?) {
        (401, "invalid_token") => Some(
            Problem::new(
                ErrorCode::CredentialRefused,
                "The server does not take the token: it has ended, or belongs elsewhere.",
            )
            .remedy("Renew the token and send again.")
            .action(RemedyAction::RenewToken { profile: None }),
        ),
        (400.., "insufficient_scope") => Some(
            Problem::new(
                ErrorCode::ScopeRefused,
                "The token lacks a scope that this API asks for.",
            )
            .remedy("Compare the profile's scopes with those the Developer Console shows for the credential.")
            .action(RemedyAction::field(Field::Scopes)),
        ),
        _ => None,
    }
}
