//! What the tests make records from.

use mudbrick_model::{
    Adobe, Clock, Colour, ConsoleFacts, Credential, KeyId, KeyPair, Profile, ProfileId, Risk,
    Timestamp,
};
use mudbrick_store::{Home, Keys, Profiles};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// A clock that stands still until it is moved.
#[derive(Default)]
pub(crate) struct StillClock(AtomicI64);

impl StillClock {
    pub(crate) fn at(now: i64) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(now)))
    }

    pub(crate) fn move_to(&self, now: i64) {
        self.0.store(now, Ordering::SeqCst);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

pub(crate) struct Fixture {
    pub(crate) home: Home,
    pub(crate) profiles: Profiles,
    pub(crate) keys: Keys,
    pub(crate) clock: Arc<StillClock>,
    _folder: TempDir,
}

pub(crate) fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path().join("home"));
    let clock = StillClock::at(1_000);
    Fixture {
        profiles: Profiles::open(&home, clock.clone()),
        keys: Keys::open(&home, clock.clone()),
        home,
        clock,
        _folder: folder,
    }
}

impl Fixture {
    /// The profiles as another process sees them.
    pub(crate) fn another(&self) -> Profiles {
        Profiles::open(&self.home, self.clock.clone())
    }
}

pub(crate) fn profile_id(number: u64) -> ProfileId {
    ProfileId::parse(&format!("{number:032x}")).unwrap()
}

pub(crate) fn profile(number: u64, organization: &str, name: &str) -> Profile {
    Profile {
        id: profile_id(number),
        name: name.to_owned(),
        organization: organization.to_owned(),
        org_id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned().try_into().unwrap(),
        client_id: "0f0e0d0c0b0a09080706050403020100".to_owned().try_into().unwrap(),
        credential: Credential::OauthServerToServer {
            scopes: vec!["openid".to_owned().try_into().unwrap()],
            technical_account_id: None,
        },
        adobe: Adobe::Production,
        risk: Risk::Development,
        colour: Colour::Blue,
        sandbox: "prod".to_owned(),
        variables: [("TENANT_ID".to_owned(), "_acme".to_owned())].into(),
        allowed_hosts: Vec::new(),
        sending: mudbrick_model::SendOptions::default(),
        console: ConsoleFacts::default(),
        created_at: Timestamp(1_763_000_000_000),
        updated_at: Timestamp(1_763_000_000_000),
    }
}

pub(crate) fn key_pair(number: u64, name: &str) -> KeyPair {
    KeyPair {
        id: KeyId::parse(&format!("{number:064x}")).unwrap(),
        name: name.to_owned(),
        bits: 2048,
        certificate: Some(
            "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n".to_owned(),
        ),
        practice_clients: Vec::new(),
        created_at: Timestamp(5),
    }
}

fn credentials() -> impl Strategy<Value = Credential> {
    let scopes = || prop::collection::vec("[a-z_.]{1,20}", 0..5);
    let account = "[A-Z0-9]{24}@techacct\\.adobe\\.com";
    prop_oneof![
        (scopes(), prop::option::of(account)).prop_map(|(scopes, account)| {
            Credential::OauthServerToServer {
                scopes: scopes.into_iter().map(|it| it.try_into().unwrap()).collect(),
                technical_account_id: account.map(|it| it.try_into().unwrap()),
            }
        }),
        (scopes(), account, prop::option::of("[0-9a-f]{64}")).prop_map(|(scopes, account, key)| {
            Credential::Jwt {
                technical_account_id: account.try_into().unwrap(),
                metascopes: scopes.into_iter().map(|it| it.try_into().unwrap()).collect(),
                key: key.map(|it| it.try_into().unwrap()),
            }
        }),
    ]
}

/// Any profile, with every kind of text a person might type.
pub(crate) fn profiles() -> impl Strategy<Value = Profile> {
    let text = || prop_oneof!["\\PC{0,30}", "[ -~\\n\\t\"'#=\\[\\]\\\\]{0,30}"];
    let fixed = (
        prop::sample::select(vec![Adobe::Production, Adobe::Stage, Adobe::Practice]),
        prop::sample::select(vec![Risk::Production, Risk::Staging, Risk::Development]),
        prop::sample::select(vec![Colour::Blue, Colour::Red, Colour::Grey]),
        any::<i64>(),
        any::<i64>(),
    );
    let texts = (text(), text(), text());
    let many = (
        prop::collection::btree_map(text(), text(), 0..5),
        prop::collection::vec("[a-z*.]{1,20}", 0..3),
    );
    (any::<u64>(), texts, credentials(), fixed, many).prop_map(
        |(id, (name, organization, sandbox), credential, fixed, many)| Profile {
            credential,
            adobe: fixed.0,
            risk: fixed.1,
            colour: fixed.2,
            created_at: Timestamp(fixed.3),
            updated_at: Timestamp(fixed.4),
            variables: many.0,
            allowed_hosts: many.1.into_iter().map(Into::into).collect(),
            sending: mudbrick_model::SendOptions::default(),
            console: ConsoleFacts::default(),
            sandbox,
            ..profile(id, &organization, &name)
        },
    )
}
