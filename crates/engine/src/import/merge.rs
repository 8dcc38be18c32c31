//! A known profile with what a candidate brings, and what that changes in words.

use super::candidates::Candidate;
use crate::profiles::draft;
use crate::view::ProfileDraft;
use mudbrick_model::{Grant, KeyId, Metascope};
use std::collections::BTreeSet;

/// What is the person's own stays; a field that the candidate lacks stays too.
pub(super) fn merge(
    before: &ProfileDraft,
    candidate: &Candidate,
    signing: Option<KeyId>,
) -> (ProfileDraft, Vec<String>) {
    let found = &candidate.draft;
    let (mut merged, mut changes) = (before.clone(), Vec::new());
    if found.grant != before.grant {
        merged.grant = found.grant;
        merged.scopes.clone_from(&found.scopes);
        changes.push(match found.grant {
            Grant::OauthServerToServer => {
                "It becomes OAuth Server-to-Server instead of Service account (JWT).".to_owned()
            }
            Grant::Jwt => {
                "It becomes Service account (JWT) instead of OAuth Server-to-Server.".to_owned()
            }
        });
        if found.grant == Grant::OauthServerToServer {
            merged.key = None;
        }
    } else if !found.scopes.trim().is_empty()
        && let Some(change) = scope_change(before, found)
    {
        merged.scopes.clone_from(&found.scopes);
        changes.push(change);
    }
    let account = found.technical_account_id.trim();
    if !account.is_empty() && account != before.technical_account_id {
        merged.technical_account_id = account.to_owned();
        changes.push(format!("The technical account becomes {account}."));
    }
    if before.organization.is_empty() && !found.organization.trim().is_empty() {
        merged.organization = found.organization.trim().to_owned();
        changes.push(format!("It is listed under {}.", merged.organization));
    }
    for (name, value) in &found.variables {
        if !merged.variables.contains_key(name) {
            merged.variables.insert(name.clone(), value.clone());
            changes.push(format!("The variable {name} is added."));
        }
    }
    if let Some(key) =
        signing.filter(|key| merged.grant == Grant::Jwt && before.key.as_ref() != Some(key))
    {
        merged.key = Some(key);
        changes.push("It signs with the key that came along.".to_owned());
    }
    (merged, changes)
}

/// The order of scopes and the long form of metascopes make no difference.
fn scope_change(before: &ProfileDraft, found: &ProfileDraft) -> Option<String> {
    let set = |text: &str| -> BTreeSet<String> {
        let short = |scope: &str| match found.grant {
            Grant::Jwt => {
                Metascope::from_any_form(scope).map_or(scope.to_owned(), |it| it.to_string())
            }
            Grant::OauthServerToServer => scope.to_owned(),
        };
        draft::split(text).map(short).collect()
    };
    let (had, has) = (set(&before.scopes), set(&found.scopes));
    let gained: Vec<&str> = has.difference(&had).map(String::as_str).collect();
    let lost: Vec<&str> = had.difference(&has).map(String::as_str).collect();
    let what = if found.grant == Grant::Jwt { "metascopes" } else { "scopes" };
    match (gained.is_empty(), lost.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("The {what} gain {}.", gained.join(", "))),
        (true, false) => Some(format!("The {what} lose {}.", lost.join(", "))),
        (false, false) => {
            Some(format!("The {what} gain {} and lose {}.", gained.join(", "), lost.join(", ")))
        }
    }
}
