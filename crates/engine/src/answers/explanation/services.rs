//! Errors of the services behind the gateway, each with where it is documented or was reported. Where the host does not say
//! whose answer it is, its shape does.

use super::answered::{A_MOMENT, Answered, problem, renew};
use super::token_refusal::{bearer_error, refuses_token};
use mudbrick_model::{ErrorCode, Field, Problem, RemedyAction};
use serde_json::Value;

/// What the service of that host says.
pub(super) fn by_host(answer: &Answered<'_>, json: Option<&Value>) -> Option<Problem> {
    if answer.is_of("mktorest.com") {
        return json.and_then(marketo);
    }
    let text = |member: &str| json.and_then(|json| json.get(member)).and_then(Value::as_str);
    match (answer.host, answer.status) {
        // adobe-analytics-api: jwt-auth issue 40.
        ("analytics.adobe.io", 400..) if text("error") == Some("invalid_grant") => Some(
            problem(
                ErrorCode::CredentialRefused,
                "The credential is not set up for the Analytics 1.4 API.",
                "Look on the credential's page in the Developer Console which Analytics API its project has.",
            )
            .action(RemedyAction::OpenConsole),
        ),
        // analytics-2.0-apis issue 134.
        ("analytics.adobe.io", 500) if text("errorCode") == Some("500") => Some(
            problem(
                ErrorCode::Network,
                "Analytics had an internal error.",
                "Send again later; if it goes on, look at status.adobe.com.",
            )
            .action(RemedyAction::TryAgain),
        ),
        // adobe-io-events static/events-api-reference.yaml; without the header a limit is reached.
        ("api.adobe.io", 409) => answer.header("x-conflicting-id").map(|id| {
            let message = format!("There is one like it already, with the ID {id}.");
            problem(ErrorCode::AlreadyExists, &message, "Use that one, or give this another name.")
        }),
        // adobe-io-events guides/api/journaling-api.md.
        ("events-va6.adobe.io", 410) => Some(problem(
            ErrorCode::NotFound,
            "The events at this position of the journal have expired: it keeps them for seven days.",
            "Begin with the oldest event, by leaving the position out, or with latest=true.",
        )),
        // umapi-documentation: an integration of a kind that is no longer taken.
        ("usermanagement.adobe.io" | "usermanagement-stage.adobe.io", 401)
            if text("result") == Some("error.unauthorized") =>
        {
            Some(
                problem(
                    ErrorCode::CredentialRefused,
                    "User Management does not take tokens of this credential for this organization.",
                    "Check the organization in the URL, and that the project in the Developer Console has the User Management API.",
                )
                .action(RemedyAction::OpenConsole),
            )
        }
        ("usermanagement.adobe.io" | "usermanagement-stage.adobe.io", 403)
            if answer.is_empty =>
        {
            Some(
                problem(
                    ErrorCode::CredentialRefused,
                    "User Management does not permit this API key.",
                    "Check the header x-api-key, and that the project in the Developer Console has the User Management API.",
                )
                .action(RemedyAction::OpenConsole),
            )
        }
        _ if answer.is_of("tt.omtrdc.net") && answer.status == 404 && json.is_some() => {
            // target-dev profile-fetch.md.
            Some(problem(
                ErrorCode::NotFound,
                "Target has no profile with this ID.",
                "Check the ID and the client code in the URL; profiles expire.",
            ))
        }
        _ => None,
    }
}

/// What an answer says by its shape alone.
pub(super) fn by_shape(answer: &Answered<'_>, json: Option<&Value>) -> Option<Problem> {
    if answer.status < 400 {
        return None;
    }
    if refuses_token(answer) {
        return Some(renew(
            "Adobe does not take the token: it has ended, or belongs to another environment.",
        ));
    }
    if bearer_error(answer) == Some("insufficient_scope") {
        return Some(lacks_scope());
    }
    let json = json?;
    if json.get("title").and_then(Value::as_str) == Some("UnauthorizedAccessInvalidScope") {
        // Experience Platform's Identity Service.
        return Some(lacks_scope());
    }
    // Campaign and mc.adobe.io: an integer `code` (campaign-standard.en troubleshooting.md).
    if matches!(answer.status, 500 | 502)
        && answer.host == "mc.adobe.io"
        && json.get("code").is_some_and(Value::is_u64)
    {
        return Some(problem(
            ErrorCode::InvalidInput,
            "Campaign does not know this address.",
            "Check the organization's name in the URL, behind mc.adobe.io.",
        ));
    }
    target(json)
}

fn lacks_scope() -> Problem {
    problem(
        ErrorCode::ScopeRefused,
        "The token lacks a scope that this API asks for.",
        "Compare the profile's scopes with those the Developer Console shows for the credential.",
    )
    .action(RemedyAction::field(Field::Scopes))
}

/// Target's envelope (target-dev admin-api-overview.md). What else comes in it is Target's own and says enough.
fn target(json: &Value) -> Option<Problem> {
    json.get("httpStatus")?;
    let errors = json.get("errors")?.as_array()?;
    let unsupported = errors
        .iter()
        .any(|error| error.get("errorCode").and_then(Value::as_str) == Some("Unsupported.Feature"));
    unsupported.then(|| {
        problem(
            ErrorCode::InvalidInput,
            "Target needs to be told which version of its API is meant.",
            "Add the header Accept (for GET and DELETE) or Content-Type (for POST and PUT) with application/vnd.adobe.target.v3+json.",
        )
    })
}

/// Marketo says what went wrong with status 200 (marketo-developer.en help/rest-api/error-codes.md).
fn marketo(json: &Value) -> Option<Problem> {
    if json.get("success")?.as_bool()? {
        let skipped = json.get("result")?.as_array()?.iter();
        let skipped =
            skipped.filter(|it| it.get("status").and_then(Value::as_str) == Some("skipped"));
        return match skipped.count() {
            0 => None,
            count => Some(problem(
                ErrorCode::InvalidInput,
                &format!("Marketo left out {count} of the records."),
                "Look at the reasons beside each of them in the answer.",
            )),
        };
    }
    let code = json.get("errors")?.get(0)?.get("code")?;
    let code = code.as_str().map_or_else(|| code.to_string(), str::to_owned);
    let wait = |seconds| RemedyAction::Wait { seconds };
    let (kind, message, remedy, action) = match code.as_str() {
        "601" | "602" => (
            ErrorCode::CredentialRefused,
            "Marketo does not take the token, or it has ended.",
            "Get a new one from Marketo's own /identity/oauth/token, and send again.",
            None,
        ),
        "603" => (
            ErrorCode::CredentialRefused,
            "Marketo does not let this API user do that.",
            "Change the API user's role, or the list of addresses that may call, in Marketo.",
            None,
        ),
        "502" | "604" | "608" | "611" | "614" | "713" | "719" => (
            ErrorCode::Network,
            "Marketo could not do it just now.",
            "Send again in a moment.",
            Some(RemedyAction::TryAgain),
        ),
        "606" => (
            ErrorCode::Throttled,
            "Marketo takes 100 calls in 20 seconds, and there were more.",
            "Wait 20 s, then send again.",
            Some(wait(20)),
        ),
        "607" => (
            ErrorCode::Throttled,
            "Marketo's quota for today is used up.",
            "Wait until midnight of Central Standard Time.",
            None,
        ),
        "615" => (
            ErrorCode::Throttled,
            "Marketo does ten calls at a time, and there were more.",
            "Send again when others are done.",
            Some(wait(A_MOMENT)),
        ),
        "605" => (
            ErrorCode::InvalidInput,
            "Marketo does not know this method at this address.",
            "Use another method.",
            None,
        ),
        "609" | "612" | "613" => (
            ErrorCode::InvalidInput,
            "Marketo cannot read the request's body.",
            "Check the body, and that the header Content-Type says application/json.",
            None,
        ),
        "610" => (
            ErrorCode::InvalidInput,
            "Marketo has nothing at this address.",
            "Check the URL.",
            None,
        ),
        _ => return None,
    };
    let explained = problem(kind, message, remedy);
    Some(match action {
        Some(action) => explained.action(action),
        None => explained,
    })
}
