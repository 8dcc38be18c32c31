//! A rule's remedy in a line, as the remedy that programs carry out:
//!
//! | written | means |
//! | --- | --- |
//! | `field client_id` | open that field of the profile |
//! | `migrate` | move the profile from service account (JWT) to OAuth Server-to-Server |
//! | `sign in` | sign in again, in the browser |
//! | `key` | choose or upload the key pair |
//! | `renew`, `retry`, `wait 10` | get a new token, do it again, wait and do it again |
//! | `url`, `headers`, `body` | correct that part of the request |
//! | `header Accept: text/plain` | set that header of the request |
//! | `console` | look at the credential's page in the Developer Console |
//! | `admin` | ask an administrator |

use mudbrick_model::{Field, Header, RemedyAction, RequestPart};
use serde::de::{Error, IntoDeserializer};
use serde::{Deserialize, Deserializer};

pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<RemedyAction, D::Error> {
    let line = String::deserialize(from)?;
    parse(&line).ok_or_else(|| Error::custom(format!("no such remedy: {line}")))
}

fn parse(line: &str) -> Option<RemedyAction> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let part = |part| RemedyAction::EditRequest { part, header: None };
    Some(match (verb, rest) {
        ("field", name) => RemedyAction::field(field(name)?),
        ("migrate", "") => RemedyAction::Migrate { profile: None },
        ("sign", "in") => RemedyAction::SignIn { profile: None },
        ("key", "") => RemedyAction::ChooseKey { profile: None },
        ("renew", "") => RemedyAction::RenewToken { profile: None },
        ("retry", "") => RemedyAction::TryAgain,
        ("wait", seconds) => RemedyAction::Wait { seconds: seconds.parse().ok()? },
        ("url", "") => part(RequestPart::Url),
        ("headers", "") => part(RequestPart::Headers),
        ("body", "") => part(RequestPart::Body),
        ("header", line) => {
            let (name, value) = line.split_once(':')?;
            let header = Some(Header::new(name, value.trim()));
            RemedyAction::EditRequest { part: RequestPart::Headers, header }
        }
        ("console", "") => RemedyAction::OpenConsole { profile: None },
        ("admin", "") => RemedyAction::AskAdministrator { profile: None },
        _ => return None,
    })
}

fn field(name: &str) -> Option<Field> {
    let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
        name.into_deserializer();
    Field::deserialize(name).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use rstest::rstest;

    #[rstest]
    #[case("field colours")]
    #[case("retry now")]
    #[case("wait long")]
    #[case("header Accept")]
    #[case("fly")]
    #[case("")]
    fn what_is_no_remedy_is_refused(#[case] line: &str) {
        assert_eq!(parse(line), None);
    }
}
