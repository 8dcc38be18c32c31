//! A found credential and the profile it was written from, as far as the format goes.

use crate::generated::{Generated, pairs};
use mudbrick_interchange::{FoundCredential, Reading};
use mudbrick_model::{Adobe, Credential};
use std::fmt::Debug;

/// What of a profile a format carries besides what all do.
#[derive(Clone, Copy)]
pub(crate) struct Carries {
    pub(crate) jwt: bool,
    pub(crate) name: bool,
    pub(crate) workspace: bool,
    pub(crate) organization: bool,
    pub(crate) account: bool,
    pub(crate) email: bool,
    pub(crate) sandbox: bool,
    pub(crate) stage: bool,
    pub(crate) variables: bool,
    pub(crate) second_secret: bool,
    pub(crate) private_key: bool,
}

/// What differs, in words for whoever reads the failure.
pub(crate) fn differences(
    given: &Generated,
    with_secrets: bool,
    carries: Carries,
    reading: &Reading,
) -> Vec<String> {
    let [found] = reading.credentials.as_slice() else {
        return vec![format!("{} credentials", reading.credentials.len())];
    };
    let profile = &given.profile;
    let mut differences = Vec::new();
    same(&mut differences, "organisation ID", &Some(profile.org_id.as_str()), &text(&found.org_id));
    same(&mut differences, "client ID", &Some(profile.client_id.as_str()), &text(&found.client_id));
    let (scopes, account) = match &profile.credential {
        Credential::OauthServerToServer { scopes, technical_account_id } => (
            scopes.iter().map(|scope| scope.to_string()).collect::<Vec<_>>(),
            technical_account_id.as_ref().map(|id| id.as_str()),
        ),
        Credential::Jwt { technical_account_id, metascopes, .. } => (
            metascopes.iter().map(|scope| scope.to_string()).collect(),
            Some(technical_account_id.as_str()),
        ),
        Credential::OauthUser { scopes, .. } => {
            (scopes.iter().map(|scope| scope.to_string()).collect(), None)
        }
    };
    let is_jwt = matches!(profile.credential, Credential::Jwt { .. });
    if carries.jwt || !is_jwt {
        same(&mut differences, "grant", &profile.credential.grant(), &found.grant);
        let found = found.scopes.as_ref().map(|scopes| scopes.value.clone());
        same(&mut differences, "scopes", &scopes, &found.unwrap_or_default());
    }
    if carries.account {
        same(&mut differences, "technical account", &account, &text(&found.technical_account_id));
    }
    if carries.email && !is_jwt {
        let email = profile.console.technical_account_email.as_deref();
        same(&mut differences, "e-mail", &email, &text(&found.technical_account_email));
    }
    if carries.name {
        // Reading a project file puts an unusual workspace behind the project's name.
        let workspace = profile.console.workspace.as_deref().filter(|_| carries.workspace);
        let name = match workspace.filter(|name| !name.eq_ignore_ascii_case("production")) {
            Some(workspace) if !profile.name.ends_with(&format!("({workspace})")) => {
                format!("{} ({workspace})", profile.name)
            }
            _ => profile.name.clone(),
        };
        same(&mut differences, "name", &name, &found.name.value);
    }
    if carries.organization && !profile.organization.is_empty() {
        same(
            &mut differences,
            "organisation",
            &Some(profile.organization.as_str()),
            &text(&found.organization),
        );
    }
    if carries.sandbox {
        let sandbox = text(&found.sandbox).unwrap_or("prod");
        same(&mut differences, "sandbox", &profile.sandbox.as_str(), &sandbox);
    }
    if carries.stage {
        let adobe = found.adobe.as_ref().map_or(Adobe::Production, |adobe| adobe.value);
        same(&mut differences, "stage", &(profile.adobe == Adobe::Stage), &(adobe == Adobe::Stage));
    }
    if carries.variables {
        let values =
            found.variables.iter().map(|(name, value)| (name.clone(), value.value.clone()));
        same(
            &mut differences,
            "variables",
            &profile.variables,
            &values.collect::<std::collections::BTreeMap<_, _>>(),
        );
    }
    same(
        &mut differences,
        "client secrets",
        &expected_secrets(given, with_secrets, carries, is_jwt),
        &secrets(found),
    );
    let key =
        found.key.and_then(|place| reading.keys[place].private.as_ref()?.id().as_str().into());
    let pair = given.pair.filter(|_| with_secrets && carries.private_key);
    same(&mut differences, "private key", &pair.map(|pair| pairs()[pair].key.id().as_str()), &key);
    differences
}

fn same<T: PartialEq + Debug>(differences: &mut Vec<String>, what: &str, wrote: T, read: T) {
    if wrote != read {
        differences.push(format!("{what}: wrote {wrote:?}, read {read:?}"));
    }
}

fn expected_secrets(
    given: &Generated,
    with_secrets: bool,
    carries: Carries,
    is_jwt: bool,
) -> Vec<&str> {
    let most = match (with_secrets, carries.second_secret && !is_jwt) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => 2,
    };
    given.client_secrets.iter().take(most).map(|secret| secret.expose().as_str()).collect()
}

fn secrets(found: &FoundCredential) -> Vec<&str> {
    found.client_secrets.iter().map(|secret| secret.value.expose().as_str()).collect()
}

fn text(found: &Option<mudbrick_interchange::Found<String>>) -> Option<&str> {
    found.as_ref().map(|found| found.value.as_str())
}
