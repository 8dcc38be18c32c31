//! What a text means that holds an answer of Adobe's: a transcript of curl, a HAR file, a line of a log, a body. Nothing of the text
//! itself is repeated, since it may hold whoever's secrets.

use super::explanation::{told, why};
use super::view::{Certainty, ExplanationView};
use mudbrick_explain::{Facts, SignIn, Standing, explain, read};
use mudbrick_model::{Credential, Problem, Profile, ProfileName, Timestamp};
use mudbrick_net::retry_after;

/// What a text was found to mean.
#[derive(Debug)]
pub struct ExplainedText {
    /// The first answer in it that is known; none where nothing in it is documented.
    pub known: Option<ExplanationView>,
    /// So many lines at the beginning of a long log were not looked at.
    pub lines_left_out: usize,
}

/// Explains the answer in a text. With a profile, its kind of credential counts, the address is known that its browser was sent
/// back to, and the remedy is for it.
pub fn explain_text(text: &str, profile: Option<&Profile>, now: Timestamp) -> ExplainedText {
    let facts = Facts { grant: profile.map(|profile| profile.credential.grant()) };
    let sign_in = profile.and_then(sign_in);
    let reading = read(text, sign_in);
    let known = reading.seen.iter().find_map(|seen| {
        let answer = seen.answer(facts);
        let known = explain(&answer)?.without_values();
        let asked = answer.header("retry-after").or_else(|| answer.header("retry_after"));
        let wait = asked.and_then(|value| retry_after(value, answer.header("date"), now));
        let problem: Problem = told(known.problem(), wait.filter(|wait| !wait.is_zero()));
        let problem = problem.detail(why(&known));
        Some(ExplanationView {
            rule: known.rule.id.clone(),
            service: known.rule.service.clone(),
            cause: known.rule.cause.clone(),
            certainty: match known.rule.standing {
                Standing::Verified => Certainty::Documented,
                Standing::Reported => Certainty::Reported,
                Standing::Unverified => Certainty::Unverified,
            },
            source: known.rule.source.clone(),
            is_failure: !known.rule.quiet,
            problem: match profile {
                Some(profile) => problem.of_profile(&ProfileName::of(profile)),
                None => problem,
            },
        })
    });
    ExplainedText { known, lines_left_out: reading.lines_left_out }
}

fn sign_in(profile: &Profile) -> Option<SignIn<'_>> {
    let Credential::OauthUser { redirect_uri, .. } = &profile.credential else { return None };
    Some(SignIn { redirect_uri: redirect_uri.as_str(), ims_host: profile.adobe.ims_host() })
}
