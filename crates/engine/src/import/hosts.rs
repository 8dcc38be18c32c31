//! The hosts that an imported profile asks for. Whoever gets a token can use the credential, so a host is allowed by the
//! person alone: each is a question, and what a file says is never an answer to it.

use super::candidates::Candidate;
use crate::view::{FoundHost, HostNotAllowed, ProfileChoice, ProfileDraft};
use mudbrick_model::{AllowedHost, ErrorCode, HostPattern, Problem, Profile};

/// The questions, each host once.
pub(super) fn asked(candidate: &Candidate, known: Option<&Profile>) -> Vec<FoundHost> {
    let mut asked: Vec<FoundHost> = Vec::new();
    for host in &candidate.hosts {
        let found = FoundHost {
            host: host.to_string(),
            refused: host.refused().map(mudbrick_model::InvalidHost::sentence),
            known: known.is_some_and(|known| known.allowed_hosts.contains(host)),
        };
        if !asked.contains(&found) {
            asked.push(found);
        }
    }
    asked
}

/// Whether the person has something to decide about.
pub(super) fn asks_for_more(candidate: &Candidate, known: &Profile) -> bool {
    let mut patterns = candidate.hosts.iter().filter(|host| host.pattern().is_some());
    patterns.any(|host| !known.allowed_hosts.contains(host))
}

/// The draft with the hosts that the choice names. One that the candidate did not ask for is not to be slipped in here.
pub(super) fn agreed(
    chosen: &ProfileChoice,
    candidate: &Candidate,
) -> Result<ProfileDraft, Problem> {
    let mut draft = chosen.draft.clone();
    for text in &chosen.hosts {
        let pattern = HostPattern::parse(text)?;
        if !candidate.hosts.iter().any(|host| host.pattern() == Some(&pattern)) {
            return Err(not_asked_for(&pattern));
        }
        draft.allowed_hosts.push(pattern.to_string());
    }
    Ok(draft)
}

/// What the profile asked for and does not get.
pub(super) fn not_allowed(candidate: &Candidate, saved: &Profile) -> Vec<HostNotAllowed> {
    let left = candidate.hosts.iter().filter(|host| !allows(saved, host));
    left.map(|host| HostNotAllowed { title: saved.title(), host: host.to_string() }).collect()
}

fn allows(profile: &Profile, host: &AllowedHost) -> bool {
    host.pattern().is_some() && profile.allowed_hosts.contains(host)
}

fn not_asked_for(pattern: &HostPattern) -> Problem {
    Problem::new(
        ErrorCode::InvalidInput,
        format!("Nothing was imported: no profile in it asks for the host {pattern}."),
    )
    .remedy("Leave it out here. To allow a host of your own choice, edit the profile afterwards.")
}
