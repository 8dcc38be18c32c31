//! When sending asks a person first, and what the question says; and the one decision on whether something may be sent. What
//! is known of sandboxes and secrets is left to whoever asks here.
//!
//! ```text
//! window ┐                                                         ┌─ Passed ─▶ Guarded ─▶ the wire
//! command line ├─▶ send, replay, runs ─▶ filled, with a profile ─▶ pass ┤
//! another request's answer ┘                                       └─ a problem: nothing was sent
//! ```

use super::sandboxes::{Sandbox, SandboxType, sandboxes_of};
use super::view::{sentence, with_capital};
use mudbrick_model::{ErrorCode, Method, Problem, Profile, Risk};
use mudbrick_requests::{Filled, LeftOut};

/// Why a request counts as one to production.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Production {
    /// The person said so of the profile.
    Profile,
    /// It works in a sandbox of Experience Platform that is for production, or of which nothing is known.
    Sandbox { sandbox: Sandbox, is_known: bool },
}

impl Production {
    /// Judges by the profile's risk, and by the sandboxes that a request to Platform may work in, of which the worst counts.
    /// What is not known is production: asking once too often costs a click.
    fn of(
        risk: Risk,
        sandboxes: impl FnOnce() -> Vec<(Sandbox, Option<SandboxType>)>,
    ) -> Option<Self> {
        if risk == Risk::Production {
            return Some(Self::Profile);
        }
        let sandboxes = sandboxes().into_iter();
        let others = sandboxes.filter(|(_, kind)| *kind != Some(SandboxType::Development));
        // One that Adobe calls production says more than one of which nothing is known.
        let (sandbox, kind) = others.max_by_key(|(_, kind)| kind.is_some())?;
        Some(Self::Sandbox { sandbox, is_known: kind.is_some() })
    }

    fn told(&self, title: &str) -> String {
        match self {
            Self::Profile => format!("{title} is production"),
            Self::Sandbox { sandbox, is_known: true } => {
                format!("{sandbox} is a production sandbox of {title}")
            }
            Self::Sandbox { sandbox, is_known: false } => {
                format!(
                    "nothing says that {sandbox} is a development sandbox of {title}, so it counts as production"
                )
            }
        }
    }

    /// What would make the question unnecessary, a sentence: there for a sandbox of which nothing is known.
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Sandbox { sandbox: Sandbox::Name(_), is_known: false } => Some(LEARN),
            Self::Sandbox { sandbox: Sandbox::Id(_), is_known: false } => Some(NAME_IT),
            Self::Sandbox { is_known: true, .. } | Self::Profile => None,
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
    /// What is left out because nothing is set for it.
    pub(super) left_out: Vec<LeftOut>,
    /// Why its file wants somebody asked, a clause.
    pub(super) asks_first: Option<String>,
}

/// What a person is told and asked before a request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeSending {
    /// Whole sentences, whatever the risk.
    pub warnings: Vec<String>,
    /// Why it counts as a request to production, a clause; none when it does not.
    pub production: Option<String>,
    /// Whole sentences about what is left out because nothing is set for it.
    pub left_out: Vec<String>,
    /// Why a person has to agree first, a clause each; empty when nobody has to.
    pub reasons_to_ask: Vec<String>,
    /// What would make the question unnecessary, a sentence, where something would.
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
    asks_first: Option<String>,
    kind: impl Fn(&str) -> Option<SandboxType>,
    credential_in_url: impl FnOnce() -> bool,
) -> Result<Passed, Problem> {
    if is_confirmed {
        return Ok(Passed(()));
    }
    let production = production((profile, filled), kind);
    let before = before_sending(Facts {
        title: profile.title(),
        method: filled.method,
        // Nobody needs to look for secrets elsewhere.
        credential_in_url: production.is_some() && credential_in_url(),
        production,
        left_out: filled.left_out.clone(),
        asks_first,
    });
    before.not_confirmed().map_or(Ok(Passed(())), Err)
}

/// Why a request counts as one to production. `kind` is asked of which type a sandbox of that name is, for a request to
/// Platform.
pub(super) fn production(
    (profile, filled): (&Profile, &Filled),
    kind: impl Fn(&str) -> Option<SandboxType>,
) -> Option<Production> {
    let with_kind = |sandbox: Sandbox| {
        let kind = match &sandbox {
            Sandbox::Name(name) => kind(name),
            Sandbox::Id(_) => None,
        };
        (sandbox, kind)
    };
    Production::of(profile.risk, || sandboxes_of(filled).into_iter().map(with_kind).collect())
}

const IN_URL: &str = "The URL contains a token or another secret. Servers and proxies write URLs into their logs: send it in a header.";

const LEARN: &str = "Send Experience Platform/Sandboxes I can use with this profile, and Mudbrick knows which of them are for development.";

const NAME_IT: &str = "Mudbrick knows sandboxes by their names: send x-sandbox-name in place of x-sandbox-id where the service takes it.";

/// Judges a request by its facts. All that is sent, checked or asked about goes through here.
pub(super) fn before_sending(facts: Facts) -> BeforeSending {
    BeforeSending {
        warnings: facts.credential_in_url.then(|| IN_URL.to_owned()).into_iter().collect(),
        left_out: told_left_out(&facts.left_out),
        reasons_to_ask: reasons(&facts),
        hint: facts.production.as_ref().and_then(Production::hint),
        production: facts.production.map(|production| production.told(&facts.title)),
    }
}

/// What is left out, as sentences.
pub(super) fn told_left_out(left_out: &[LeftOut]) -> Vec<String> {
    left_out.iter().map(|one| sentence(&one.to_string())).collect()
}

fn reasons(facts: &Facts) -> Vec<String> {
    let of_production = facts.production.is_some();
    let writes = (of_production && facts.method.writes())
        .then(|| format!("{} can change data there", facts.method));
    let in_url = (of_production && facts.credential_in_url).then(|| {
        "the URL contains a token or another secret, which servers and proxies write into their logs"
            .to_owned()
    });
    let asks_first = facts.asks_first.clone();
    writes.into_iter().chain(in_url).chain(wider(facts)).chain(asks_first).collect()
}

/// Why a writing call may do more than is meant: what would have narrowed it is left out. That is no matter of production.
fn wider(facts: &Facts) -> Option<String> {
    let narrow: Vec<&LeftOut> = facts.left_out.iter().filter(|one| one.narrows()).collect();
    if narrow.is_empty() || !facts.method.writes() {
        return None;
    }
    let parts: Vec<String> =
        narrow.iter().map(|one| format!("{} {}", one.part, one.name)).collect();
    let mut variables: Vec<String> = Vec::new();
    for LeftOut { variable, .. } in narrow {
        let written = format!("{{{{{variable}}}}}");
        if !variables.contains(&written) {
            variables.push(written);
        }
    }
    let has = if variables.len() == 1 { "has" } else { "have" };
    Some(format!(
        "{} would go out without {}, since {} {has} no value",
        facts.method,
        parts.join(" and "),
        variables.join(" and ")
    ))
}

impl BeforeSending {
    /// Why nothing is sent as long as nobody has agreed; none when nobody has to.
    pub fn not_confirmed(&self) -> Option<Problem> {
        if self.reasons_to_ask.is_empty() {
            return None;
        }
        let reasons = self.production.iter().chain(&self.reasons_to_ask);
        let reasons: Vec<&str> = reasons.map(String::as_str).collect();
        let text = format!("{}. Nothing was sent.", reasons.join(", and "));
        let hint = self.hint.map_or_else(String::new, |hint| format!(" {hint}"));
        // Only these clauses begin with a word; the others begin with a name, which stands as it is written.
        let begins_with_word = self.hint.is_some() || self.production.is_none();
        let text = if begins_with_word { with_capital(&text) } else { text };
        let problem = Problem::new(ErrorCode::NeedsConfirmation, text);
        Some(problem.remedy(format!("Confirm that you mean it, and send again.{hint}")))
    }
}

/// Why somebody has to agree, when another request has to be sent first and writes.
pub(super) fn sent_before(title: &str) -> String {
    format!("{title} is sent first, and can change data")
}

/// Why somebody has to agree, when another request has to be sent first whose file asks.
pub(super) fn asked_before(title: &str, asks_first: &str) -> String {
    format!("{title} is sent first, and {asks_first}")
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
    use mudbrick_requests::LeftOutPart;
    use rstest::rstest;

    const DEVELOPMENT: Option<SandboxType> = Some(SandboxType::Development);
    const PRODUCTION: Option<SandboxType> = Some(SandboxType::Production);

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
        let named = |kind| (Sandbox::Name("dev".to_owned()), kind);
        let production = Production::of(risk, || sandbox.into_iter().map(named).collect());
        let title = "Acme · X".to_owned();
        let (left_out, asks_first) = (Vec::new(), None);
        let facts = Facts { title, production, method, credential_in_url, left_out, asks_first };
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

    #[rstest]
    #[case::a_parameter(Method::Delete, LeftOutPart::Parameter, "id", true)]
    #[case::a_condition(Method::Put, LeftOutPart::Header, "If-Match", true)]
    #[case::another_header(Method::Delete, LeftOutPart::Header, "X-Trace", false)]
    #[case::a_reading_call(Method::Get, LeftOutPart::Parameter, "id", false)]
    fn a_writing_call_that_lost_what_narrows_it_asks_everywhere(
        #[case] method: Method,
        #[case] part: LeftOutPart,
        #[case] name: &str,
        #[case] asks: bool,
    ) {
        let left_out = vec![LeftOut { part, name: name.to_owned(), variable: "V".to_owned() }];
        let (title, production) = ("Acme · X".to_owned(), None);
        let facts = Facts {
            title,
            production,
            method,
            credential_in_url: false,
            left_out,
            asks_first: None,
        };
        let before = before_sending(facts);
        assert_eq!(
            before.left_out,
            [format!(
                "{} {name} is left out, since {{{{V}}}} has no value.",
                with_capital(&part.to_string())
            )]
        );
        assert_eq!(before.reasons_to_ask.len(), usize::from(asks));
        let message = before.not_confirmed().map(|problem| problem.message);
        let expected = format!(
            "{method} would go out without {part} {name}, since {{{{V}}}} has no value. Nothing was sent."
        );
        assert_eq!(message, asks.then_some(expected));
    }

    #[rstest]
    #[case::for_development(&[DEVELOPMENT, DEVELOPMENT], None)]
    #[case::one_is_not_known(&[DEVELOPMENT, None, DEVELOPMENT], Some((1, false)))]
    #[case::one_is_production(&[DEVELOPMENT, PRODUCTION, None], Some((1, true)))]
    #[case::production_is_said_first(&[None, PRODUCTION], Some((1, true)))]
    fn the_worst_of_all_sandboxes_counts(
        #[case] kinds: &[Option<SandboxType>],
        #[case] expected: Option<(usize, bool)>,
    ) {
        let sandboxes = || {
            let kinds = kinds.iter().enumerate();
            kinds.map(|(at, kind)| (Sandbox::Name(at.to_string()), *kind)).collect::<Vec<_>>()
        };
        let expected = expected.map(|(at, is_known)| Production::Sandbox {
            sandbox: Sandbox::Name(at.to_string()),
            is_known,
        });
        assert_eq!(Production::of(Risk::Development, sandboxes), expected);
    }

    #[test]
    fn an_id_counts_as_production_and_the_way_out_is_its_name() {
        let sandbox = Sandbox::Id("7".to_owned());
        let production = Some(Production::Sandbox { sandbox, is_known: false });
        let title = "Acme · X".to_owned();
        let facts = Facts {
            title,
            production,
            method: Method::Post,
            credential_in_url: false,
            left_out: Vec::new(),
            asks_first: None,
        };
        let problem = before_sending(facts).not_confirmed().unwrap();
        assert_eq!(
            problem.message,
            "Nothing says that the sandbox with the ID 7 is a development sandbox of Acme · X, so it counts as production, and POST can change data there. Nothing was sent."
        );
        assert!(problem.remedy_text().unwrap().contains("x-sandbox-name"));
    }
}
