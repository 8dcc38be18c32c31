//! What the Developer Console says about a credential and no call needs. It is kept, so that an export invents nothing.

use serde::{Deserialize, Serialize};

/// Known where the credential came from a download of the Console's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleFacts {
    /// The workspace's name, such as `Production`, `Stage` or a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// The technical account's second name, which looks like its ID and is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technical_account_email: Option<String>,
    /// Where the credential is in the Console, which its secrets are managed by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ConsolePlace>,
}

/// A credential's place in the Developer Console: two numbers of its page's address,
/// `…/console/projects/{organization}/{project}/credentials/{credential}/details/oauthservertoserver`
/// (`ServerToServerAuthentication/implementation.md`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Numbers", into = "Numbers")]
pub struct ConsolePlace {
    organization: String,
    credential: String,
}

/// As it is written down.
#[derive(Clone, Serialize, Deserialize)]
struct Numbers {
    organization: String,
    credential: String,
}

impl ConsolePlace {
    /// From the two numbers. The organisation's is not its Organization ID.
    pub fn of(organization: &str, credential: &str) -> Option<Self> {
        let number = |text: &str| {
            let text = text.trim();
            let fits = (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            fits.then(|| text.to_owned())
        };
        Some(Self { organization: number(organization)?, credential: number(credential)? })
    }

    /// From the address of the credential's page.
    pub fn from_address(address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).find(|part| part.contains("/projects/"))?;
        let (_, rest) = path.split_once("/projects/")?;
        let mut parts = rest.split('/');
        let (organization, _project) = (parts.next()?, parts.next()?);
        match parts.next()? {
            "credentials" => Self::of(organization, parts.next()?),
            _ => None,
        }
    }

    /// The organisation's number.
    pub fn organization(&self) -> &str {
        &self.organization
    }

    /// The credential's number.
    pub fn credential(&self) -> &str {
        &self.credential
    }
}

impl TryFrom<Numbers> for ConsolePlace {
    type Error = &'static str;

    fn try_from(numbers: Numbers) -> Result<Self, Self::Error> {
        Self::of(&numbers.organization, &numbers.credential)
            .ok_or("a place in the Console is two numbers")
    }
}

impl From<ConsolePlace> for Numbers {
    fn from(place: ConsolePlace) -> Self {
        Self { organization: place.organization, credential: place.credential }
    }
}

/// The workspace that the Console makes with every project.
const USUAL_WORKSPACE: &str = "Production";

impl ConsoleFacts {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, with what a file says of them. Every file of the Console's kind names a workspace, also one that Mudbrick wrote
    /// without knowing any: its usual one says nothing where none is known.
    #[must_use]
    pub fn with(&self, found: &Self) -> Self {
        let is_news = |name: &&String| self.workspace.is_some() || *name != USUAL_WORKSPACE;
        let workspace = found.workspace.as_ref().filter(is_news).or(self.workspace.as_ref());
        let email = found.technical_account_email.as_ref();
        let email = email.or(self.technical_account_email.as_ref());
        let place = found.place.as_ref().or(self.place.as_ref());
        Self {
            workspace: workspace.cloned(),
            technical_account_email: email.cloned(),
            place: place.cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::documented(
        "https://developer.adobe.com/console/projects/1000001/4566206088344/credentials/200002/details/oauthservertoserver",
        Some(("1000001", "200002"))
    )]
    #[case::without_details("/console/projects/12/34/credentials/56", Some(("12", "56")))]
    #[case::query("https://x/console/projects/12/34/credentials/56?a=b#c", Some(("12", "56")))]
    #[case::project_page("https://developer.adobe.com/console/projects/12/34/overview", None)]
    #[case::no_number("https://x/console/projects/12/34/credentials/AAAA@AdobeOrg/", None)]
    #[case::nothing("", None)]
    fn places(#[case] address: &str, #[case] expected: Option<(&str, &str)>) {
        let place = ConsolePlace::from_address(address);
        let found = place.as_ref().map(|place| (place.organization(), place.credential()));
        assert_eq!(found, expected);
        if let Some(place) = place {
            let text = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<ConsolePlace>(&text).unwrap(), place);
        }
    }

    #[test]
    fn a_place_that_is_none_is_refused() {
        let text = r#"{"organization":"../12","credential":"3"}"#;
        assert!(serde_json::from_str::<ConsolePlace>(text).is_err());
    }
}
