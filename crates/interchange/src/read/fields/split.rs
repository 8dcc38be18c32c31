//! The field in a longer name, and what stands around it: `ADOBE_CLIENT_ID_STAGE` is a client ID of `adobe … stage`. By what
//! stands around them, fields of several credentials in one place are told apart.

use super::names::{Field, field_of};
use crate::read::affix::{Affix, Word};

/// Fields whose own names are ordinary words. With something around them they are taken only where a client ID stands
/// with the same around it: `APP_SECRET` and `DATABASE_URL` are anybody's.
const ORDINARY: [&str; 17] = [
    "secret",
    "secrets",
    "org",
    "organization",
    "organisation",
    "account",
    "scope",
    "scopes",
    "token",
    "authorization",
    "certificate",
    "passphrase",
    "sandbox",
    "env",
    "environment",
    "url",
    "ims",
];

/// Names without anything between their words, at the beginning or end of a longer one: `clientidstage`.
const GLUED: [&str; 9] = [
    "technicalaccountid",
    "organizationid",
    "clientsecret",
    "privatekey",
    "metascopes",
    "imsorgid",
    "clientid",
    "apikey",
    "orgid",
];

/// A name as field and what stands around it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) field: Field,
    pub(crate) affix: Affix,
    /// Whether the field's own name is an ordinary word with something around it.
    pub(crate) is_ordinary: bool,
}

/// Takes a name apart; none when there is no field in it.
pub(crate) fn split(name: &str) -> Option<Split> {
    if let Some(field) = field_of(name) {
        return Some(Split { field, affix: Affix::default(), is_ordinary: false });
    }
    let words = words(name);
    let count = words.len();
    // The longest run of words that is a field: `IMS_ORG_ID` is one, and not an `ORG_ID` of `IMS`.
    for length in (1..count).rev() {
        for start in (0..=count - length).rev() {
            let run: String =
                words[start..start + length].iter().map(|word| word.lower.as_str()).collect();
            let Some(field) = field_of(&run).filter(|field| is_told_by_name(*field, length)) else {
                continue;
            };
            let affix = words[..start].iter().chain(&words[start + length..]).cloned().collect();
            let is_ordinary = ORDINARY.contains(&run.as_str());
            return Some(Split { field, affix: Affix(affix), is_ordinary });
        }
    }
    glued(&words)
}

/// `id`, `name` and `type` behind something else say nothing.
fn is_told_by_name(field: Field, length: usize) -> bool {
    match field {
        Field::Name | Field::Kind => false,
        // `USER_ID` and `ADMIN_EMAIL` are anybody's.
        Field::RedirectUri | Field::Known | Field::TechnicalAccountEmail => length > 1,
        _ => true,
    }
}

fn glued(words: &[Word]) -> Option<Split> {
    let (at, word, known) =
        words.iter().enumerate().find_map(|(at, Word { lower: word, .. })| {
            let known = GLUED.iter().find(|known| {
                word.len() > known.len() && (word.starts_with(**known) || word.ends_with(**known))
            })?;
            Some((at, word, known))
        })?;
    let field = field_of(known)?;
    let around = word.strip_prefix(known).or_else(|| word.strip_suffix(known))?.to_owned();
    let mut affix = words.to_vec();
    affix[at] = Word { lower: around.clone(), shown: around };
    Some(Split { field, affix: Affix(affix), is_ordinary: false })
}

/// `stage`, `client`, `id` of `stageClientID`, `STAGE_CLIENT_ID` and `stage.client-id`.
fn words(name: &str) -> Vec<Word> {
    let characters: Vec<char> = name.chars().take(300).collect();
    let mut words = vec![Word { lower: String::new(), shown: String::new() }];
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(at + 1);
        let hump = character.is_uppercase()
            && (before.is_some_and(|c| c.is_lowercase())
                || (before.is_some_and(|c| c.is_uppercase() || c.is_numeric())
                    && after.is_some_and(|c| c.is_lowercase())));
        if hump || !character.is_alphanumeric() {
            words.push(Word { lower: String::new(), shown: String::new() });
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.lower.extend(character.to_lowercase());
            word.shown.push(*character);
        }
    }
    words.retain(|word| !word.lower.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("CLIENT_ID", Some((Field::ClientId, "")))]
    #[case("CLIENTID_STAGE", Some((Field::ClientId, "stage")))]
    #[case("stageClientId", Some((Field::ClientId, "stage")))]
    #[case("stageclientid", Some((Field::ClientId, "stage")))]
    #[case("clientIDStage", Some((Field::ClientId, "stage")))]
    #[case("ADOBE_CLIENT_SECRET_PROD_2", Some((Field::ClientSecret, "adobe prod 2")))]
    #[case("IMS_OAUTH_S2S_CLIENT_ID", Some((Field::ClientId, "ims oauth s2s")))]
    #[case("IMS_ORG_ID", Some((Field::OrgId, "")))]
    #[case("adobe_io_tech_acct_id", Some((Field::TechnicalAccountId, "adobe io")))]
    #[case("aio.encoded.pkcs8", Some((Field::PrivateKey, "aio")))]
    #[case("PröjectB_API_KEY", Some((Field::ClientId, "pröject b")))]
    #[case("GITHUB_SECRET", Some((Field::ClientSecret, "github")))]
    #[case("PROJECT_NAME", None)]
    #[case("USER_ID", None)]
    #[case("HOME", None)]
    fn names_are_a_field_and_what_stands_around_it(
        #[case] name: &str,
        #[case] expected: Option<(Field, &str)>,
    ) {
        let words = |affix: &Affix| {
            affix.0.iter().map(|word| word.lower.clone()).collect::<Vec<_>>().join(" ")
        };
        let found = split(name).map(|split| (split.field, words(&split.affix)));
        assert_eq!(found, expected.map(|(field, affix)| (field, affix.to_owned())));
    }

    #[rstest]
    #[case("CLIENT_SECRET", "STAGE_CLIENT_ID", true)]
    #[case("STAGE_CLIENT_SECRET", "STAGE_CLIENT_ID", true)]
    #[case("IMS_ORG_ID", "STAGE_CLIENT_ID", true)]
    #[case("PROD_CLIENT_SECRET", "STAGE_CLIENT_ID", false)]
    #[case("STAGE_CLIENT_SECRET", "CLIENT_ID", false)]
    fn what_belongs_to_another_credential_does_not_fit(
        #[case] part: &str,
        #[case] of: &str,
        #[case] fits: bool,
    ) {
        assert_eq!(split(part).unwrap().affix.fits(&split(of).unwrap().affix), fits);
    }
}
