//! When sending asks a person first, and what the question says; and the one decision on whether something may be sent. What
//! is known of sandboxes and secrets is left to whoever asks here.
//!
//! ```text
//! window ┐                                                         ┌─ Passed ─▶ Guarded ─▶ the wire
//! command line ├─▶ send, replay, runs ─▶ filled, with a profile ─▶ pass ┤
//! another request's answer ┘                                       └─ a problem: nothing was sent
//! ```

use super::sandboxes::{SandboxType, sandbox_of};
use super::view::with_capital;
use mudbrick_model::{ErrorCode, Method, Problem, Profile, Risk};
use mudbrick_requests::Filled;

/// Why a request counts as one to production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Production {
    /// The person said so of the profile.
    Profile,
    /// It works in a sandbox of Experience Platform that is for production, or of which nothing is known.
    Sandbox { name: String, is_known: bool },
}

impl Production {
    /// Judges by the profile's risk, and by the sandbox that a request to Platform works in. What is not known is
    /// production: asking once too often costs a click.
    fn of(
        risk: Risk,
        sandbox: impl FnOnce() -> Option<(String, Option<SandboxType>)>,
    ) -> Option<Self> {
        if risk == Risk::Production {
            return Some(Self::Profile);
        }
        match sandbox()? {
            (_, Some(SandboxType::Development)) => None,
            (name, kind) => Some(Self::Sandbox { name, is_known: kind.is_some() }),
        }
    }

    fn told(&self, title: &str) -> String {
        match self {
            Self::Profile => format!("{title} is production"),
            Self::Sandbox { name, is_known: true } => {
                format!("{name} is a production sandbox of {title}")
            }
            Self::Sandbox { name, is_known: false } => {
                format!(
                    "nothing says that {name} is a development sandbox of {title}, so it counts as production"
                )
            }
        }
    }
}

/// What counts, of a request that is about to be sent with a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// The profile's.
    pub(super) title: String,
    pub(super) production: Option<Production>,
    pub(super) method: Method,
    /// Whether a token or another secret is in the URL.
    pub(super) credential_in_url: bool,
}

/// What a person is told and asked before a request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeSending {
    /// Whole sentences, whatever the risk.
    pub warnings: Vec<String>,
    /// Why it counts as a request to production, a clause; none when it does not.
    pub production: Option<String>,
    /// Why a person has to agree first, a clause each; empty when nobody has to.
    pub reasons_to_ask: Vec<String>,
    /// What would make the question unnecessary, a sentence: there for a sandbox of which nothing is known.
    hint: Option<&'static str>,
}

/// Says that a request may go out: nobody had to be asked, or somebody agreed. Only [`pass`] makes one.
#[derive(Debug)]
pub(super) struct Passed(());

/// Decides whether a request may be sent. Every way of sending comes here, with all of it filled in: the answer to another
/// request may have brought its host or its sandbox.
///
/// # Errors
/// Somebody has to agree first, and nobody has.
pub(super) fn pass(
    (profile, filled): (&Profile, &Filled),
    is_confirmed: bool,
    kind: impl FnOnce(&str) -> Option<SandboxType>,
    credential_in_url: impl FnOnce() -> bool,
) -> Result<Passed, Problem> {
    if is_confirmed {
        return Ok(Passed(()));
    }
    let Some(production) = production((profile, filled), kind) else {
        // Nobody needs to look for secrets yet.
        return Ok(Passed(()));
    };
    let before = before_sending(Facts {
        title: profile.title(),
        production: Some(production),
        method: filled.method,
        credential_in_url: credential_in_url(),
    });
    before.not_confirmed().map_or(Ok(Passed(())), Err)
}

/// Why a request counts as one to production. `kind` is asked of which type its sandbox is, for a request to Platform.
pub(super) fn production(
    (profile, filled): (&Profile, &Filled),
    kind: impl FnOnce(&str) -> Option<SandboxType>,
) -> Option<Production> {
    Production::of(profile.risk, || {
        let name = sandbox_of(filled)?;
        let kind = kind(&name);
        Some((name, kind))
    })
}

const IN_URL: &str = "The URL contains a token or another secret. Servers and proxies write URLs into their logs: send it in a header.";

const LEARN: &str = "Send Experience Platform/Sandboxes I can use with this profile, and Mudbrick knows which of them are for development.";

/// Judges a request by its facts. All that is sent, checked or asked about goes through here.
pub(super) fn before_sending(facts: Facts) -> BeforeSending {
    let is_unknown = matches!(facts.production, Some(Production::Sandbox { is_known: false, .. }));
    BeforeSending {
        warnings: facts.credential_in_url.then(|| IN_URL.to_owned()).into_iter().collect(),
        reasons_to_ask: reasons(&facts),
        production: facts.production.map(|production| production.told(&facts.title)),
        hint: is_unknown.then_some(LEARN),
    }
}

fn reasons(facts: &Facts) -> Vec<String> {
    if facts.production.is_none() {
        return Vec::new();
    }
    let writes = facts.method.writes().then(|| format!("{} can change data there", facts.method));
    let in_url = facts.credential_in_url.then(|| {
        "the URL contains a token or another secret, which servers and proxies write into their logs"
            .to_owned()
    });
    writes.into_iter().chain(in_url).collect()
}

impl BeforeSending {
    /// Why nothing is sent as long as nobody has agreed; none when nobody has to.
    pub fn not_confirmed(&self) -> Option<Problem> {
        let production = self.production.as_ref().filter(|_| !self.reasons_to_ask.is_empty())?;
        let text =
            format!("{production}, and {}. Nothing was sent.", self.reasons_to_ask.join(", and "));
        let hint = self.hint.map_or_else(String::new, |hint| format!(" {hint}"));
        // Only this clause begins with a word; the others begin with a name, which stands as it is written.
        let text = if self.hint.is_some() { with_capital(&text) } else { text };
        let problem = Problem::new(ErrorCode::NeedsConfirmation, text);
        Some(problem.remedy(format!("Confirm that you mean it, and send again.{hint}")))
    }
}

/// Why somebody has to agree, when another request has to be sent first and writes.
pub(super) fn sent_before(title: &str) -> String {
    format!("{title} is sent first, and can change data")
}

/// Why nothing was sent, when nobody agreed to that.
pub(super) fn writes_before(title: &str) -> Problem {
    Problem::new(
        ErrorCode::NeedsConfirmation,
        format!(
            "This request needs the answer of another: {}. Nothing was sent.",
            sent_before(title)
        ),
    )
    .remedy("Send the other one by itself first, or confirm that you mean it.")
}

#[cfg(test)]
mod fuzz;

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const DEVELOPMENT: Option<SandboxType> = Some(SandboxType::Development);

    #[rstest]
    #[case::reads(Risk::Production, None, Method::Get, false, 0)]
    #[case::writes(Risk::Production, None, Method::Post, false, 1)]
    #[case::token_in_url(Risk::Production, None, Method::Get, true, 1)]
    #[case::both(Risk::Production, None, Method::Delete, true, 2)]
    #[case::staging(Risk::Staging, None, Method::Delete, true, 0)]
    #[case::development(Risk::Development, None, Method::Delete, true, 0)]
    #[case::a_sandbox_asks_no_less(Risk::Production, Some(DEVELOPMENT), Method::Post, false, 1)]
    #[case::development_sandbox(Risk::Development, Some(DEVELOPMENT), Method::Post, true, 0)]
    #[case::production_sandbox(
        Risk::Development,
        Some(Some(SandboxType::Production)),
        Method::Post,
        false,
        1
    )]
    #[case::read_in_it(
        Risk::Development,
        Some(Some(SandboxType::Production)),
        Method::Get,
        false,
        0
    )]
    #[case::unknown_sandbox(Risk::Staging, Some(None), Method::Patch, false, 1)]
    fn production_asks(
        #[case] risk: Risk,
        #[case] sandbox: Option<Option<SandboxType>>,
        #[case] method: Method,
        #[case] credential_in_url: bool,
        #[case] expected: usize,
    ) {
        let production = Production::of(risk, || sandbox.map(|kind| ("dev".to_owned(), kind)));
        let facts = Facts { title: "Acme · X".to_owned(), production, method, credential_in_url };
        let before = before_sending(facts);
        assert_eq!(before.reasons_to_ask.len(), expected, "{before:?}");
        assert_eq!(before.warnings.len(), usize::from(credential_in_url));
        let refused = before.not_confirmed();
        assert_eq!(refused.is_some(), expected > 0);
        let told =
            refused.map(|problem| format!("{} {:?}", problem.message, problem.remedy_text()));
        let is_unknown = sandbox == Some(None);
        assert_eq!(told.is_some_and(|told| told.contains("Sandboxes I can use")), is_unknown);
    }
}
