//! When sending asks a person first, and what the question says. Finding out what a request does is left to whoever asks
//! here; that nothing is sent without an answer, to `sending`.

use mudbrick_model::{ErrorCode, Method, Problem, Risk};

/// What counts, of a request that is about to be sent with a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The profile's.
    pub(crate) risk: Risk,
    pub(crate) method: Method,
    /// Whether a token or another secret is in the URL.
    pub(crate) credential_in_url: bool,
}

/// What a person is told and asked before a request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeSending {
    /// Whole sentences, whatever the risk.
    pub warnings: Vec<String>,
    /// Why a person has to agree first, a clause each; empty when nobody has to.
    pub reasons_to_ask: Vec<String>,
}

const IN_URL: &str = "The URL contains a token or another secret. Servers and proxies write URLs into their logs: send it in a header.";

/// Judges a request by its facts.
pub(crate) fn before_sending(facts: Facts) -> BeforeSending {
    BeforeSending {
        warnings: facts.credential_in_url.then(|| IN_URL.to_owned()).into_iter().collect(),
        reasons_to_ask: reasons(facts),
    }
}

/// Whether there can be a reason to ask. Where there cannot, nobody needs to look for one.
pub(crate) fn may_ask(risk: Risk) -> bool {
    risk == Risk::Production
}

fn reasons(facts: Facts) -> Vec<String> {
    if !may_ask(facts.risk) {
        return Vec::new();
    }
    let writes = facts.method.writes().then(|| format!("{} can change data there", facts.method));
    let in_url = facts.credential_in_url.then(|| {
        "the URL contains a token or another secret, which servers and proxies write into their logs"
            .to_owned()
    });
    writes.into_iter().chain(in_url).collect()
}

/// Why nothing was sent, when nobody agreed.
pub(crate) fn not_confirmed(title: &str, reasons: &[String]) -> Problem {
    Problem::new(
        ErrorCode::NeedsConfirmation,
        format!("{title} is production, and {}. Nothing was sent.", reasons.join(", and ")),
    )
    .remedy("Confirm that you mean it, and send again.")
}

/// Why somebody has to agree, when another request has to be sent first and writes.
pub(crate) fn sent_before(title: &str) -> String {
    format!("{title} is sent first, and can change data")
}

/// Why nothing was sent, when nobody agreed to that.
pub(crate) fn writes_before(title: &str) -> Problem {
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
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::reads(Risk::Production, Method::Get, false, 0)]
    #[case::writes(Risk::Production, Method::Post, false, 1)]
    #[case::token_in_url(Risk::Production, Method::Get, true, 1)]
    #[case::both(Risk::Production, Method::Delete, true, 2)]
    #[case::staging(Risk::Staging, Method::Delete, true, 0)]
    #[case::development(Risk::Development, Method::Delete, true, 0)]
    fn production_asks(
        #[case] risk: Risk,
        #[case] method: Method,
        #[case] credential_in_url: bool,
        #[case] expected: usize,
    ) {
        let before = before_sending(Facts { risk, method, credential_in_url });
        assert_eq!(before.reasons_to_ask.len(), expected, "{before:?}");
        assert_eq!(before.warnings.len(), usize::from(credential_in_url));
    }
}
