//! What a person is told when a request got no complete answer: what happened, and what to do about it.

use crate::error::{InClear, SendError, Stage};
use mudbrick_model::{ErrorCode, Explain, Problem, RemedyAction};
use std::time::Duration;

impl Explain for SendError {
    fn problem(&self) -> Problem {
        use ErrorCode as Code;
        let network = |message: String| Problem::new(Code::Network, message);
        match self {
            Self::InvalidUrl { reason } => {
                Problem::new(Code::InvalidInput, format!("This is not a URL that can be sent to: {reason}."))
                    .remedy("Write a whole URL, such as https://platform.adobe.io/data/foundation/schemaregistry/stats.")
            }
            Self::InvalidHeader { name, reason } => {
                Problem::new(Code::InvalidInput, format!("The header {name:?} cannot be sent: {reason}."))
                    .remedy("Correct the header, or remove it.")
            }
            Self::HostNotAllowed { host, in_clear: InClear::Yes } => Problem::new(
                Code::HostNotAllowed,
                format!("Nothing was sent: the connection to {host} would not be encrypted, and the request carries a credential."),
            )
            .remedy("Begin the URL with https://."),
            Self::HostNotAllowed { host, in_clear: InClear::No } => Problem::new(
                Code::HostNotAllowed,
                format!("Nothing was sent: {host} is not one of the hosts that may see this profile's credentials."),
            )
            .remedy(format!("If you trust it, add {host} to the profile's allowed hosts; otherwise correct the URL."))
            .action(RemedyAction::AllowHost { profile: None, host: host.clone() }),
            Self::OutsidePractice { host } => Problem::new(
                Code::InvalidInput,
                format!("Nothing was sent: in practice mode no request leaves this machine, and {host} is not a name the practice Adobe can answer for."),
            )
            .remedy("Use Adobe's host name without a port, such as https://platform.adobe.io."),
            Self::Build(error) => error.problem(),
            Self::Unresolved { host, detail } => {
                network(format!("The address of {host} could not be found."))
                    .remedy("Check the host's spelling, and that this machine is online.")
                    .action(RemedyAction::TryAgain)
                    .detail(detail)
            }
            Self::Refused { host } => network(format!("{host} refused the connection."))
                .remedy("Check the host and port; if they are right, try again in a moment."),
            Self::PracticeDown { address, detail } => {
                Problem::new(Code::PracticeDown, "The practice Adobe is not running.")
                    .remedy("Start it and send again.")
                    .action(RemedyAction::StartPractice)
                    .detail(format!("{address}: {detail}"))
            }
            Self::Unreachable { host, detail } => {
                network(format!("No connection to {host} could be made."))
                    .remedy("Check that this machine is online, and whether a VPN or firewall is in the way.")
                    .action(RemedyAction::TryAgain)
                    .detail(detail)
            }
            Self::Untrusted { host, reason, detail } => {
                network(format!("{host} could not be trusted: {reason}. Nothing was sent."))
                    .remedy("If a company proxy opens secure connections here, install its root certificate in the system; otherwise do not go on.")
                    .detail(detail)
            }
            Self::Tls { host, detail } => {
                network(format!("{host} did not answer with a secure connection."))
                    .remedy("Check the port; if it is a server without TLS, begin the URL with http://.")
                    .detail(detail)
            }
            Self::Proxy { detail } => network("The proxy did not let the request through.".to_owned())
                .remedy("Check the proxy's address and credentials in the system's settings or in HTTPS_PROXY.")
                .detail(detail),
            Self::TimedOut { host, stage, limit } => {
                let (what, remedy) = match stage {
                    Stage::Connect => (
                        format!("{host} could not be connected to within"),
                        "Check that this machine is online, and whether a proxy, VPN or firewall is in the way.",
                    ),
                    Stage::FirstByte => (
                        format!("{host} took the request and did not answer within"),
                        "Try again; a call that writes may have been carried out all the same.",
                    ),
                    Stage::Body => (
                        format!("The answer of {host} stopped coming for"),
                        "Try again, or ask for fewer results.",
                    ),
                    Stage::Total => (
                        format!("The answer of {host} was not complete within"),
                        "Try again, or ask for fewer results.",
                    ),
                };
                network(format!("{what} {}.", span(*limit)))
                    .remedy(remedy)
                    .action(RemedyAction::TryAgain)
            }
            Self::NoAnswer { host, detail } => {
                network(format!("{host} closed the connection without an answer."))
                    .remedy("Try again; a call that writes may have been carried out all the same.")
                    .action(RemedyAction::TryAgain)
                    .detail(detail)
            }
            Self::NotHttp { host, detail } => Problem::new(
                Code::BadAnswer,
                format!("{host} answered with something that cannot be read as HTTP."),
            )
            .remedy("Check the port and the proxy; a call that writes may have been carried out all the same.")
            .detail(detail),
            Self::BrokenOff { host, received, detail } => network(format!(
                "The connection to {host} broke off in the middle of the answer, after {received} bytes."
            ))
            .remedy("Send the request again.")
            .action(RemedyAction::TryAgain)
            .detail(detail),
            Self::Undecodable { host, encoding, detail, .. } => Problem::new(
                Code::BadAnswer,
                format!("The answer of {host} says it is compressed with {encoding}, and cannot be unpacked."),
            )
            .remedy("Send the request again with the header Accept-Encoding: identity.")
            .detail(detail),
            Self::TooLarge { host, limit } => Problem::new(
                Code::BadAnswer,
                format!("The answer of {host} is larger than the {limit} bytes allowed; the rest was not read."),
            )
            .remedy("Ask for fewer results, or for one page at a time."),
            Self::TooManyRedirects { host, limit } => Problem::new(
                Code::BadAnswer,
                format!("The request was sent on {limit} times, the last time to {host}, without an answer."),
            )
            .remedy("Check the URL; it seems to lead in a circle. If it does not, allow more redirects."),
            Self::File { detail, begun } => Problem::new(
                Code::Storage,
                match begun {
                    true => "The file could not be sent whole: it was changed, or cannot be read to its end.",
                    false => "The file was changed since it was looked at. Nothing was sent.",
                },
            )
            .remedy("Wait until nothing writes to it, and send the request again.")
            .detail(detail),
            Self::Keep(error) => Problem::new(Code::Storage, "The answer came, but could not be written to disk.")
                .remedy("Check that there is room on the disk and that the folder can be written to.")
                .detail(error.to_string()),
            Self::Cancelled => Problem::new(Code::Cancelled, "The request was stopped.")
                .remedy("A call that writes may have been carried out all the same."),
        }
    }
}

/// `30 seconds`, `2 minutes`, `250 milliseconds`.
fn span(limit: Duration) -> String {
    let (count, unit) = match limit.as_millis() {
        ms if ms < 1000 => (ms, "millisecond"),
        ms if ms >= 120_000 && ms % 60_000 == 0 => (ms / 60_000, "minute"),
        ms => (ms / 1000, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::span;
    use rstest::rstest;
    use std::time::Duration;

    #[rstest]
    #[case(0, "0 milliseconds")]
    #[case(1, "1 millisecond")]
    #[case(999, "999 milliseconds")]
    #[case(1_000, "1 second")]
    #[case(1_999, "1 second")]
    #[case(60_000, "60 seconds")]
    #[case(119_999, "119 seconds")]
    #[case(120_000, "2 minutes")]
    #[case(121_000, "121 seconds")]
    #[case(150_000, "150 seconds")]
    #[case(600_000, "10 minutes")]
    fn a_time_is_told_in_the_unit_it_was_set_in(#[case] ms: u64, #[case] expected: &str) {
        assert_eq!(span(Duration::from_millis(ms)), expected);
    }
}
