//! The client secrets of a profile: Adobe lets a credential have two, so that one can be replaced while the other still
//! works. The first is used; the second is tried when Adobe refuses the first, and takes its place when it works.

use super::{Vault, stored};
use crate::vault::view::SecretKind;
use mudbrick_model::{ErrorCode, Field, Problem, Profile, ProfileName, RemedyAction, Timestamp};
use mudbrick_vault::SecretText;

/// Client secrets as a form gives them. None keeps what is stored, and so does an empty one.
#[derive(Debug, Clone, Default)]
pub struct ClientSecrets {
    /// The one that is used.
    pub first: Option<SecretText>,
    /// The one that is tried when the first is refused.
    pub second: Option<SecretText>,
}

/// A secret on its way to the clipboard or standard output, with the words for what it is.
pub struct SecretAnswer {
    /// The secret.
    pub value: SecretText,
    /// `Token for Acme · Places`.
    pub title: String,
    /// When it ends, for a token.
    pub expires_at: Option<Timestamp>,
}

impl From<Option<SecretText>> for ClientSecrets {
    fn from(first: Option<SecretText>) -> Self {
        Self { first, second: None }
    }
}

impl ClientSecrets {
    /// What a profile without stored secrets gets.
    pub(crate) fn into_list(self) -> Vec<SecretText> {
        self.over(Vec::new())
    }

    /// What is stored once these were typed over it. A second without a first becomes the first.
    fn over(self, stored: Vec<SecretText>) -> Vec<SecretText> {
        let mut stored = stored.into_iter();
        let (first, second) = (stored.next(), stored.next());
        let first = typed(self.first).or(first);
        let second = typed(self.second).or(second);
        distinct(first.into_iter().chain(second))
    }

    fn is_empty(&self) -> bool {
        !self.has_first() && !is_typed(self.second.as_ref())
    }

    /// Whether the one that is used was typed.
    fn has_first(&self) -> bool {
        is_typed(self.first.as_ref())
    }
}

impl Vault {
    /// Saves what was typed over what is stored, for the client that the profile is about to have; nothing typed touches
    /// nothing. A damaged file is no reason to refuse a secret that takes its place: saving sets the file aside. Returns
    /// what can be saved again if the profile is not.
    pub(crate) fn save_typed_secrets(
        &self,
        old: &Profile,
        edited: &Profile,
        typed: &ClientSecrets,
    ) -> Result<Option<Vec<SecretText>>, Problem> {
        if typed.is_empty() {
            return Ok(None);
        }
        let mut before = None;
        let over = |stored: Vec<SecretText>| {
            before = Some(stored.clone());
            Some(typed.clone().over(stored))
        };
        match stored::change_client_secrets(&self.core.vault, old, &edited.client_id, over) {
            Err(problem) if problem.code == ErrorCode::Damaged && typed.has_first() => {
                stored::save_client_secrets(&self.core.vault, edited, &typed.clone().into_list())?;
            }
            outcome => outcome?,
        }
        // Saving none removes the earlier states as well, which must not happen by the way.
        Ok(before.filter(|before| !before.is_empty()))
    }

    /// The second has worked where the first was refused: they change places, unless somebody changed them meanwhile.
    pub(crate) fn prefer_second_secret(&self, profile: &Profile, worked: &SecretText) {
        let swap = |mut stored: Vec<SecretText>| {
            let still_second =
                stored.get(1).is_some_and(|second| second.expose() == worked.expose());
            still_second.then(|| stored.swap(0, 1));
            still_second.then_some(stored)
        };
        let swapped =
            stored::change_client_secrets(&self.core.vault, profile, &profile.client_id, swap);
        // A token is at hand. Should the vault refuse, the next call tries the second again.
        let _ = swapped;
    }

    pub(crate) fn client_secret(
        &self,
        profile: &Profile,
        kind: SecretKind,
    ) -> Result<SecretText, Problem> {
        let mut stored = stored::client_secrets_of(&self.core.vault, profile)?.into_iter();
        let found = match kind {
            SecretKind::SecondClientSecret => stored.nth(1),
            _ => stored.next(),
        };
        found.ok_or_else(|| none_stored(profile, kind))
    }
}

fn is_typed(secret: Option<&SecretText>) -> bool {
    secret.is_some_and(|it| !it.expose().trim().is_empty())
}

/// A form's empty field means no change, not an empty secret. White space around a pasted secret is never part of it.
fn typed(secret: Option<SecretText>) -> Option<SecretText> {
    let secret = secret?;
    let trimmed = secret.expose().trim();
    (!trimmed.is_empty()).then(|| SecretText::new(trimmed.to_owned()))
}

/// Each once, at most two, in their order.
pub(crate) fn distinct(secrets: impl IntoIterator<Item = SecretText>) -> Vec<SecretText> {
    let mut kept: Vec<SecretText> = Vec::new();
    for secret in secrets {
        if kept.len() < 2 && kept.iter().all(|other| other.expose() != secret.expose()) {
            kept.push(secret);
        }
    }
    kept
}

pub(crate) fn none_stored(profile: &Profile, kind: SecretKind) -> Problem {
    let what = match kind {
        SecretKind::SecondClientSecret => "second client secret",
        _ => "client secret",
    };
    let field = match kind {
        SecretKind::SecondClientSecret => Field::SecondClientSecret,
        _ => Field::ClientSecret,
    };
    let remedy =
        "Copy it from the credential's page in the Developer Console and enter it in the profile.";
    Problem::new(ErrorCode::SecretMissing, format!("{} has no {what}.", profile.title()))
        .remedy(remedy)
        .action(RemedyAction::field(field).of_profile(&ProfileName::of(profile)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn secrets(texts: &[&str]) -> Vec<SecretText> {
        texts.iter().map(|text| SecretText::new((*text).to_owned())).collect()
    }

    #[rstest]
    #[case::kept(&["a", "b"], "", "", &["a", "b"])]
    #[case::first(&["a", "b"], " x\n", "", &["x", "b"])]
    #[case::second(&["a"], "", "y", &["a", "y"])]
    #[case::second_alone(&[], "", "y", &["y"])]
    #[case::the_same_twice(&["a"], "", "a", &["a"])]
    #[case::second_as_first(&["a", "b"], "b", "", &["b"])]
    #[case::both(&["a", "b"], "x", "y", &["x", "y"])]
    fn typed_over_stored(
        #[case] stored: &[&str],
        #[case] first: &str,
        #[case] second: &str,
        #[case] expected: &[&str],
    ) {
        let given = |text: &str| Some(SecretText::new(text.to_owned()));
        let typed = ClientSecrets { first: given(first), second: given(second) };
        let over = typed.over(secrets(stored));
        assert_eq!(
            over.iter().map(|secret| secret.expose().as_str()).collect::<Vec<_>>(),
            expected
        );
    }
}
