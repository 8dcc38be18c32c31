//! What a cached token was asked for with. One that was asked for with anything else is not the profile's any more.

use crate::vault::stored;
use mudbrick_model::{Adobe, Credential, Grant, Profile};
use mudbrick_vault::{SecretId, Vault};

/// Everything that a token was asked for with, as a text. It is kept beside the token and compared, and holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey(String);

impl CacheKey {
    /// Every Adobe profile shares one token URL, so the URL alone would hand one organisation's token to another.
    ///
    /// Secrets stand in it as the stamps of their files: a replaced client secret or private key is another key, and
    /// looking at a file costs a cached token next to nothing, where opening one would cost a decryption.
    pub(crate) fn of(profile: &Profile, vault: &Vault) -> Self {
        let mut scopes: Vec<&str> = match &profile.credential {
            Credential::OauthServerToServer { scopes, .. }
            | Credential::OauthUser { scopes, .. } => {
                scopes.iter().map(|scope| scope.as_str()).collect()
            }
            Credential::Jwt { metascopes, .. } => {
                metascopes.iter().map(|scope| scope.as_str()).collect()
            }
        };
        // Their order is the person's and means nothing to IMS.
        scopes.sort_unstable();
        let account = profile.credential.technical_account().map(|id| id.as_str());
        // Who signed in, by the stamp of the file that each sign-in writes: another person's token is another token.
        let person = match profile.credential.grant() {
            Grant::OauthUser => stored::person_stamp(vault, &profile.id),
            Grant::OauthServerToServer | Grant::Jwt => String::new(),
        };
        let key = profile.credential.key().map(|key| key.as_str());
        let stamp = |owner: &str| vault.stamp(&SecretId::secret(owner)).unwrap_or_default();
        let practice = if profile.adobe == Adobe::Practice { "practice" } else { "" };
        // None of the parts can contain the separator: ids and scopes check themselves.
        let parts: [&str; PARTS] = [
            profile.adobe.ims_host(),
            practice,
            &format!("{:?}", profile.credential.grant()),
            profile.org_id.as_str(),
            profile.client_id.as_str(),
            account.unwrap_or_default(),
            key.unwrap_or_default(),
            &scopes.join(","),
            &stamp(profile.id.as_str()),
            &key.map(stamp).unwrap_or_default(),
            &person,
        ];
        #[cfg(test)]
        let parts = without_one(parts);
        // Without a person the key reads as it did before there were any, so that a token that is kept is still the profile's.
        let told = if parts[PARTS - 1].is_empty() { &parts[..PARTS - 1] } else { &parts[..] };
        Self(told.join("|"))
    }

    /// As it is kept beside the token.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether what is kept beside a token says that it was asked for in this way.
pub(super) fn is_by(asked_with: &str, grant: Grant) -> bool {
    asked_with.split('|').nth(GRANT).is_some_and(|told| told == format!("{grant:?}"))
}

/// Which part says in which way.
const GRANT: usize = 2;

/// How many parts there are.
pub(super) const PARTS: usize = 11;

#[cfg(test)]
thread_local! {
    /// A part that is left out on this thread, to see that tokens are mixed up without it.
    pub(super) static LEFT_OUT: std::cell::Cell<Option<usize>> = const { std::cell::Cell::new(None) };
}

#[cfg(test)]
fn without_one(mut parts: [&str; PARTS]) -> [&str; PARTS] {
    if let Some(left_out) = LEFT_OUT.get() {
        parts[left_out] = "";
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_vault::{Secret, VaultOptions};
    use rstest::rstest;
    use serde_json::{Value, json};
    use tempfile::TempDir;

    const PROFILE: &str = "0123456789abcdef0123456789abcdef";
    const KEY: &str = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    fn vault() -> (TempDir, Vault) {
        let home = tempfile::tempdir().unwrap();
        let passphrase = Some(Secret::new("correct horse".to_owned()));
        let options = VaultOptions { passphrase, work_factor: Some(1), ..VaultOptions::default() };
        let vault = Vault::open(home.path(), options);
        (home, vault)
    }

    fn profile(credential: &Value) -> Value {
        json!({
            "id": PROFILE,
            "name": "Places",
            "organization": "Acme",
            "org_id": "AAAABBBBCCCCDDDD0A495E00@AdobeOrg",
            "client_id": "0f0e0d0c0b0a09080706050403020100",
            "credential": credential,
            "adobe": "production",
            "created_at": 1_767_225_600_000_i64,
            "updated_at": 1_767_225_600_000_i64,
        })
    }

    fn oauth() -> Value {
        profile(&json!({
            "grant": "oauth_server_to_server",
            "scopes": ["openid", "AdobeID"],
            "technical_account_id": "AAAA1111BBBB2222CCCC3333@techacct.adobe.com",
        }))
    }

    fn jwt() -> Value {
        profile(&json!({
            "grant": "jwt",
            "metascopes": ["ent_reactor_sdk", "ent_campaign_sdk"],
            "technical_account_id": "AAAA1111BBBB2222CCCC3333@techacct.adobe.com",
            "key": KEY,
        }))
    }

    /// The profile with one place changed.
    fn with(mut profile: Value, place: &str, value: Value) -> Value {
        *profile.pointer_mut(place).unwrap_or_else(|| panic!("no {place}")) = value;
        profile
    }

    fn key_of(profile: Value, vault: &Vault) -> CacheKey {
        CacheKey::of(&serde_json::from_value(profile).unwrap(), vault)
    }

    #[rstest]
    #[case::organisation("/org_id", json!("BBBBBBBBCCCCDDDD0A495E00@AdobeOrg"))]
    #[case::client("/client_id", json!("1f0e0d0c0b0a09080706050403020100"))]
    #[case::account("/credential/technical_account_id", json!("BBBB1111BBBB2222CCCC3333@techacct.adobe.com"))]
    #[case::stage("/adobe", json!("stage"))]
    #[case::practice("/adobe", json!("practice"))]
    fn whatever_names_the_credential_is_in_it(#[case] place: &str, #[case] value: Value) {
        let (_home, vault) = vault();
        for profile in [oauth(), jwt()] {
            let before = key_of(profile.clone(), &vault);
            assert_ne!(key_of(with(profile, place, value.clone()), &vault), before, "{place}");
        }
    }

    #[rstest]
    #[case::scopes(oauth(), "/credential/scopes", json!(["openid"]))]
    #[case::no_account(oauth(), "/credential/technical_account_id", Value::Null)]
    #[case::metascopes(jwt(), "/credential/metascopes", json!(["ent_reactor_sdk"]))]
    #[case::key(jwt(), "/credential/key", json!("aedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"))]
    #[case::no_key(jwt(), "/credential/key", Value::Null)]
    #[case::grant(oauth(), "/credential", jwt()["credential"].clone())]
    fn so_is_what_each_grant_asks_with(
        #[case] profile: Value,
        #[case] place: &str,
        #[case] value: Value,
    ) {
        let (_home, vault) = vault();
        let before = key_of(profile.clone(), &vault);
        assert_ne!(key_of(with(profile, place, value), &vault), before, "{place}");
    }

    #[rstest]
    #[case::name("/name", json!("Other"))]
    #[case::organisation_name("/organization", json!("Other"))]
    #[case::saved_later("/updated_at", json!(1_867_225_600_000_i64))]
    #[case::other_order("/credential/scopes", json!(["AdobeID", "openid"]))]
    fn nothing_else_costs_a_call(#[case] place: &str, #[case] value: Value) {
        let (_home, vault) = vault();
        let before = key_of(oauth(), &vault);
        assert_eq!(key_of(with(oauth(), place, value), &vault), before, "{place}");
    }

    /// The text is kept beside every token: one that reads otherwise after an update costs each profile a call.
    #[rstest]
    #[case::adobe("production", "ims-na1.adobelogin.com|")]
    #[case::practice("practice", "ims-na1.adobelogin.com|practice")]
    fn it_reads_as_it_always_did(#[case] adobe: &str, #[case] begins: &str) {
        let (_home, vault) = vault();
        let key = key_of(with(oauth(), "/adobe", json!(adobe)), &vault);
        let rest = "OauthServerToServer|AAAABBBBCCCCDDDD0A495E00@AdobeOrg|0f0e0d0c0b0a09080706050403020100|\
                    AAAA1111BBBB2222CCCC3333@techacct.adobe.com||AdobeID,openid||";
        assert_eq!(key.as_str(), format!("{begins}|{rest}"));
    }

    #[rstest]
    #[case::client_secret_of_oauth(oauth(), PROFILE)]
    #[case::client_secret_of_jwt(jwt(), PROFILE)]
    #[case::private_key(jwt(), KEY)]
    fn a_replaced_secret_is_another_key(#[case] profile: Value, #[case] owner: &str) {
        let (_home, vault) = vault();
        let save = |text: &str| {
            vault.save(&SecretId::secret(owner), &Secret::new(text.as_bytes().to_vec())).unwrap();
            key_of(profile.clone(), &vault)
        };
        let none = key_of(profile.clone(), &vault);
        let first = save("one");
        assert_ne!(first, none);
        assert_eq!(save("one"), first, "saving what is there already replaces nothing");
        // As long as the first, and within the same tick of the clock perhaps.
        assert_ne!(save("two"), first);
        vault.remove(&SecretId::secret(owner)).unwrap();
        assert_eq!(key_of(profile.clone(), &vault), none);
    }
}
