//! Many look-ups over random profiles that share hosts, clients, organisations and everything else: never another's token. The
//! same with each part of the cache key left out, and without the claims: then tokens are mixed up, and it is seen.
//!
//! `MUDBRICK_LOOKUPS` says how many; a million take some minutes where nothing is optimised.

use super::cache_key::PARTS;
use super::fixtures::{token, token_of};
use super::*;
use crate::engine::{Engine, EngineOptions};
use crate::tokens::{belonging, cache_key};
use mudbrick_model::{Adobe, Clock, Credential, KeyId, Metascope, OrgId, Scope};
use mudbrick_store::Home;
use mudbrick_vault::Secret;
use rstest::rstest;
use serde_json::json;
use std::collections::HashMap;

const NOW: Timestamp = Timestamp(1_767_225_600_000);
const END: Timestamp = Timestamp(NOW.0 + 86_400_000);

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// The tokens of a few profiles, which somebody edits all the time.
struct Crowd {
    engine: Engine,
    dice: Dice,
    /// By what each token says it is: whose it is, down to the state of the secrets it was asked for with.
    given: HashMap<String, String>,
    /// How often somebody else signed in with each profile.
    sign_ins: HashMap<String, usize>,
    /// How often the secret of each owner was replaced.
    states: HashMap<String, usize>,
    _home: tempfile::TempDir,
}

impl Crowd {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let options = EngineOptions {
            clock: Arc::new(Still),
            passphrase: Some(Secret::new("correct horse".to_owned())),
            work_factor: Some(1),
            ..EngineOptions::default()
        };
        let engine = Engine::open(Home::at(home.path()), options);
        let (given, states, sign_ins) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { engine, dice: Dice(7), given, sign_ins, states, _home: home }
    }

    /// One of a few profiles, with one of a few values in each field.
    fn profile(&mut self) -> Profile {
        let dice = &mut self.dice;
        let mut profile = super::fixtures::profile(['a', 'b'][dice.below(2)]);
        profile.id = ProfileId::parse(&format!("{:032x}", dice.below(3))).unwrap();
        profile.org_id = OrgId::parse(
            ["AAAABBBBCCCCDDDD0A495E00@AdobeOrg", "BBBBBBBBCCCCDDDD0A495E00@AdobeOrg"]
                [dice.below(2)],
        )
        .unwrap();
        profile.adobe = [Adobe::Production, Adobe::Stage, Adobe::Practice][dice.below(3)];
        let account = [
            "AAAA1111BBBB2222CCCC3333@techacct.adobe.com",
            "BBBB1111BBBB2222CCCC3333@techacct.adobe.com",
        ];
        let account = mudbrick_model::TechnicalAccountId::parse(account[dice.below(2)]).unwrap();
        let scope = ["ent_one_sdk", "ent_two_sdk"][dice.below(2)];
        let key = |digit: usize| KeyId::parse(&digit.to_string().repeat(64)).unwrap();
        profile.credential = match dice.below(3) {
            2 => Credential::OauthUser {
                client: mudbrick_model::UserClient::SinglePage,
                redirect_uri: mudbrick_model::RedirectUri::parse("http://127.0.0.1:9/").unwrap(),
                scopes: vec![Scope::parse(scope).unwrap()],
            },
            0 => Credential::OauthServerToServer {
                scopes: vec![Scope::parse(scope).unwrap()],
                technical_account_id: Some(account),
            },
            _ => Credential::Jwt {
                technical_account_id: account,
                metascopes: vec![Metascope::parse(scope).unwrap()],
                key: [None, Some(key(1)), Some(key(2)), Some(key(3))][dice.below(4)].clone(),
            },
        };
        profile
    }

    /// Everything that a token of this profile is asked for with, in another way than the cache key says it.
    fn whose(&self, profile: &Profile) -> String {
        let state = |owner: &str| self.states.get(owner).copied().unwrap_or_default();
        let key = profile.credential.key().map(|key| state(key.as_str()));
        let Profile { id, org_id, client_id, adobe, credential, .. } = profile;
        let person = match credential {
            Credential::OauthUser { .. } => self.sign_ins.get(id.as_str()).copied(),
            _ => None,
        };
        let state = state(id.as_str());
        format!("{id} {org_id} {client_id} {adobe:?} {credential:?} {state} {key:?} {person:?}")
    }

    /// As if the token had just come from IMS. Half of the tokens say whose they are.
    fn give(&mut self, profile: &Profile) {
        let mark = format!("mark-{}", self.given.len());
        let claims = json!({
            "client_id": profile.client_id, "org": profile.org_id, "mark": mark,
        });
        let token = match self.dice.below(2) {
            0 => token(&mark, END),
            _ => token_of(&claims, END),
        };
        self.keep(profile, token);
    }

    fn keep(&mut self, profile: &Profile, mut token: AccessToken) {
        token.created_at = NOW;
        let whose = self.whose(profile);
        self.given.insert(token.value.expose().clone(), whose);
        let key = self.engine.tokens().cache_key(profile);
        let vault = &self.engine.core.vault;
        stored::save_token(vault, profile.id.as_str(), key.as_str(), &token).unwrap();
    }

    /// Somebody enters another secret, or another private key. Of the keys only one ever is: what is never saved has no stamp
    /// that would tell it from others.
    fn replace_secret(&mut self, profile: &Profile) {
        let owner = match profile.credential.key().map(|key| key.as_str()) {
            Some(key) if key.starts_with('1') => key,
            _ => profile.id.as_str(),
        };
        let state = self.states.entry(owner.to_owned()).or_default();
        *state += 1;
        let secret = Secret::new(format!("secret {state}").into_bytes());
        self.engine.core.vault.save(&SecretId::secret(owner), &secret).unwrap();
    }

    /// Somebody signs in.
    fn sign_in(&mut self, profile: &Profile) {
        let count = self.sign_ins.entry(profile.id.to_string()).or_default();
        *count += 1;
        let (value, user_id) = (format!("sign-in {count}"), None);
        let person = stored::KeptPerson { value, user_id, signed_in_at: NOW.0 };
        stored::save_person(&self.engine.core.vault, &profile.id, &person).unwrap();
    }

    /// The profile with one thing about it changed, as somebody edits it.
    fn edited(&mut self, profile: &Profile) -> Profile {
        loop {
            let other = self.profile();
            let mut edited = profile.clone();
            match self.dice.below(8) {
                0 => edited.org_id = other.org_id,
                1 => edited.client_id = other.client_id,
                2 => edited.adobe = other.adobe,
                3 => edited.credential = by_another_grant(edited.credential),
                4 => edited.credential = by_another_key(edited.credential, &other.credential),
                5 => edited.credential = by_another_account(edited.credential, &other.credential),
                _ => edited.credential = other.credential,
            }
            if edited != *profile {
                return edited;
            }
        }
    }

    /// Looks tokens up, and says how often another's came, and how often one came at all.
    fn look_up(&mut self, times: usize) -> (usize, usize) {
        let (mut others, mut found) = (0, 0);
        let mut last = self.profile();
        for _ in 0..times {
            // Most look-ups are for a profile as it is, and some for one that was edited since.
            let profile = match self.dice.below(50) {
                0..=4 => self.edited(&last),
                5 => self.profile(),
                _ => last.clone(),
            };
            match self.dice.below(1_000) {
                0..=7 => self.replace_secret(&profile),
                8..=23 => {
                    self.give(&profile);
                    last = profile.clone();
                }
                24..=31 => self.sign_in(&profile),
                _ => {}
            }
            if let Some(token) = self.engine.tokens().cached(&profile).unwrap() {
                found += 1;
                others += usize::from(self.given[token.value.expose()] != self.whose(&profile));
            }
        }
        (others, found)
    }
}

/// With everything else as it was, where the other grant has a place for it.
fn by_another_grant(credential: Credential) -> Credential {
    match credential {
        Credential::OauthServerToServer { scopes, technical_account_id: Some(account) } => {
            let metascopes = scopes.iter().map(|it| Metascope::parse(it.as_str()).unwrap());
            let metascopes = metascopes.collect();
            Credential::Jwt { technical_account_id: account, metascopes, key: None }
        }
        Credential::Jwt { technical_account_id, metascopes, .. } => {
            let scopes = metascopes.iter().map(|it| Scope::parse(it.as_str()).unwrap()).collect();
            let technical_account_id = Some(technical_account_id);
            Credential::OauthServerToServer { scopes, technical_account_id }
        }
        other => other,
    }
}

fn by_another_key(credential: Credential, of: &Credential) -> Credential {
    match credential {
        Credential::Jwt { technical_account_id, metascopes, .. } => {
            Credential::Jwt { technical_account_id, metascopes, key: of.key().cloned() }
        }
        other => other,
    }
}

fn by_another_account(credential: Credential, of: &Credential) -> Credential {
    match (credential, of.technical_account().cloned()) {
        (Credential::Jwt { metascopes, key, .. }, Some(technical_account_id)) => {
            Credential::Jwt { technical_account_id, metascopes, key }
        }
        (Credential::OauthServerToServer { scopes, .. }, technical_account_id) => {
            Credential::OauthServerToServer { scopes, technical_account_id }
        }
        (other, _) => other,
    }
}

fn times() -> usize {
    let given = std::env::var("MUDBRICK_LOOKUPS").ok();
    given.map_or(10_000, |given| given.parse().expect("MUDBRICK_LOOKUPS is a number"))
}

#[test]
fn nobody_is_ever_given_anothers_token() {
    let times = times();
    let (others, found) = Crowd::new().look_up(times);
    assert_eq!(others, 0);
    assert!(found > times / 4, "{found} of {times}: it finds too few to say anything");
}

#[rstest]
fn without_any_part_of_the_key_tokens_are_mixed_up(
    #[values(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] left_out: usize,
) {
    assert!(left_out < PARTS);
    cache_key::LEFT_OUT.set(Some(left_out));
    let (others, _) = Crowd::new().look_up(3_000);
    cache_key::LEFT_OUT.set(None);
    assert!(others > 0, "nothing was mixed up without part {left_out}");
}

/// What came says that it is somebody else's: neither is it used, nor does it hide that there is none.
#[test]
fn a_token_that_says_it_is_anothers_is_left_out_and_without_the_claims_it_would_be_used() {
    let mut crowd = Crowd::new();
    for _ in 0..50 {
        let (profile, other) = (crowd.profile(), crowd.profile());
        let claims = json!({ "client_id": other.client_id, "org": other.org_id });
        crowd.keep(&profile, token_of(&claims, END));
        let own = (&profile.client_id, &profile.org_id) == (&other.client_id, &other.org_id);
        assert_eq!(crowd.engine.tokens().cached(&profile).unwrap().is_some(), own);
        belonging::LEFT_OUT.set(true);
        let used = crowd.engine.tokens().cached(&profile).unwrap().is_some();
        belonging::LEFT_OUT.set(false);
        assert!(used, "it is the claims alone that tell");
    }
}
