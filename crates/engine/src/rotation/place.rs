//! What it takes to manage a credential's secrets, as far as the profile tells.

use super::problems;
use mudbrick_ims::{DOCUMENTED_SCOPES, SECRET_SCOPES};
use mudbrick_model::{ConsolePlace, Grant, Problem, Profile, Scope};

/// Where the credential is in the Console, for a profile whose secrets may be managed.
///
/// # Errors
/// It may not, or nobody has said where the credential is. This asks nobody.
pub(super) fn usable_place(profile: &Profile) -> Result<&ConsolePlace, Problem> {
    if profile.credential.grant() != Grant::OauthServerToServer {
        return Err(problems::not_server_to_server(profile));
    }
    if !missing(profile, &SECRET_SCOPES).is_empty() {
        return Err(problems::scopes(profile, &missing(profile, &DOCUMENTED_SCOPES)));
    }
    profile.console.place.as_ref().ok_or_else(|| problems::no_place(profile))
}

/// Which of the scopes the profile does not ask for.
fn missing(profile: &Profile, needed: &[&str]) -> Vec<String> {
    let scopes = profile.credential.scopes().iter();
    let own: Vec<&str> = scopes.map(Scope::as_str).collect();
    needed.iter().filter(|one| !own.contains(*one)).map(|&one| one.to_owned()).collect()
}
