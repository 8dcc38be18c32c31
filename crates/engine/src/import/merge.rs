//! A known profile with what a candidate brings, and what that changes.

use super::candidates::Candidate;
use super::change::ImportChange;
use crate::profiles::draft;
use crate::view::ProfileDraft;
use mudbrick_model::{Grant, KeyId, Metascope};
use std::collections::BTreeSet;

/// What is the person's own stays; a field that the candidate lacks stays too.
pub(super) fn merge(
    before: &ProfileDraft,
    candidate: &Candidate,
    signing: Option<KeyId>,
) -> (ProfileDraft, Vec<ImportChange>) {
    let found = &candidate.draft;
    let (mut merged, mut changes) = (before.clone(), Vec::new());
    if found.grant != before.grant {
        merged.grant = found.grant;
        merged.scopes.clone_from(&found.scopes);
        changes.push(ImportChange::Grant { grant: found.grant, before: before.grant });
        if found.grant != Grant::Jwt {
            merged.key = None;
        }
    } else if !found.scopes.trim().is_empty()
        && let Some(change) = scope_change(before, found)
    {
        merged.scopes.clone_from(&found.scopes);
        changes.push(change);
    }
    if found.grant == Grant::OauthUser {
        merged.user_client = found.user_client;
        let uri = found.redirect_uri.trim();
        if !uri.is_empty() && uri != before.redirect_uri {
            merged.redirect_uri = uri.to_owned();
            changes.push(ImportChange::RedirectUri { uri: uri.to_owned() });
        }
    }
    let account = found.technical_account_id.trim();
    if !account.is_empty() && account != before.technical_account_id {
        merged.technical_account_id = account.to_owned();
        changes.push(ImportChange::TechnicalAccount { id: account.to_owned() });
    }
    if before.organization.is_empty() && !found.organization.trim().is_empty() {
        merged.organization = found.organization.trim().to_owned();
        changes.push(ImportChange::Organization { name: merged.organization.clone() });
    }
    for (name, value) in &found.variables {
        if !merged.variables.contains_key(name) {
            merged.variables.insert(name.clone(), value.clone());
            changes.push(ImportChange::VariableAdded { name: name.clone() });
        }
    }
    if let Some(key) =
        signing.filter(|key| merged.grant == Grant::Jwt && before.key.as_ref() != Some(key))
    {
        merged.key = Some(key);
        changes.push(ImportChange::SigningKey);
    }
    (merged, changes)
}

/// The order of scopes and the long form of metascopes make no difference.
fn scope_change(before: &ProfileDraft, found: &ProfileDraft) -> Option<ImportChange> {
    let set = |text: &str| -> BTreeSet<String> {
        let short = |scope: &str| match found.grant {
            Grant::Jwt => {
                Metascope::from_any_form(scope).map_or(scope.to_owned(), |it| it.to_string())
            }
            Grant::OauthServerToServer | Grant::OauthUser => scope.to_owned(),
        };
        draft::split(text).map(short).collect()
    };
    let (had, has) = (set(&before.scopes), set(&found.scopes));
    let gained: Vec<String> = has.difference(&had).cloned().collect();
    let lost: Vec<String> = had.difference(&has).cloned().collect();
    let same = gained.is_empty() && lost.is_empty();
    (!same).then_some(ImportChange::Scopes { grant: found.grant, gained, lost })
}
