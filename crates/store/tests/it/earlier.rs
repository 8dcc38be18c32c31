//! Files as earlier versions wrote them are read with every value, and what was not changed is saved byte for byte as it was.

use crate::fixtures::{Fixture, fixture};
use mudbrick_model::{
    Adobe, AllowedHost, Colour, ConsoleFacts, Credential, Exchange, HttpVersion, KeyId, Profile,
    Proxy, RetryMethods, Risk, SendOptions, Slug, TimeLimit, Timestamp,
};
use mudbrick_store::{
    CallLimits, Conduct, Home, Locking, Network, Policy, PolicyFile, Retention, Seconds,
};
use mudbrick_vault::files::{self, Mode};
use rstest::rstest;
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

/// The first version: neither `sending` nor `console`.
const FIRST_OAUTH: &str = include_str!("earlier/first-oauth.toml");
const FIRST_JWT: &str = include_str!("earlier/first-jwt.toml");
/// The last version without people who sign in, without cookies and without a place in the Console.
const BEFORE_SIGN_IN: &str = include_str!("earlier/before-sign-in.toml");
/// As little as a person may write, in an order and a notation of their own.
const BY_HAND: &str = include_str!("earlier/by-hand.toml");

fn place(path: &Path, text: &str) {
    files::save(path, text.as_bytes(), Mode::Shared).unwrap();
}

fn key() -> KeyId {
    KeyId::parse(&format!("{:064x}", 0xab)).unwrap()
}

/// What all of the profiles have alike.
fn profile(number: u8, name: &str, organization: &str, credential: Credential) -> Profile {
    Profile {
        id: format!("0a{number:030}").try_into().unwrap(),
        name: name.to_owned(),
        organization: organization.to_owned(),
        org_id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg".to_owned().try_into().unwrap(),
        client_id: format!("0f0e0d0c0b0a0908070605040302010{}", number - 1).try_into().unwrap(),
        credential,
        adobe: Adobe::Production,
        risk: Risk::Production,
        colour: Colour::Blue,
        sandbox: "prod".to_owned(),
        variables: BTreeMap::new(),
        allowed_hosts: Vec::new(),
        sending: SendOptions::default(),
        console: ConsoleFacts::default(),
        created_at: Timestamp(1_763_000_000_000),
        updated_at: Timestamp(1_763_000_000_000),
    }
}

fn oauth(scopes: &[&str], account: Option<&str>) -> Credential {
    Credential::OauthServerToServer {
        scopes: scopes.iter().map(|&scope| scope.to_owned().try_into().unwrap()).collect(),
        technical_account_id: account.map(|id| id.to_owned().try_into().unwrap()),
    }
}

const ACCOUNT: &str = "1A2B3C4D5E6F708192A3B4C5@techacct.adobe.com";

fn first_oauth() -> Profile {
    let credential = oauth(&["openid", "AdobeID", "places_all"], Some(ACCOUNT));
    let variables = [("LIMIT", "20"), ("TENANT_ID", "_acme")];
    Profile {
        risk: Risk::Staging,
        colour: Colour::Green,
        sandbox: "dev".to_owned(),
        variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        allowed_hosts: ["*.acme.example", "api.acme.example"]
            .map(|host| AllowedHost::from(host.to_owned()))
            .to_vec(),
        updated_at: Timestamp(1_763_000_000_001),
        ..profile(1, "Places", "Acme", credential)
    }
}

fn first_jwt() -> Profile {
    let credential = Credential::Jwt {
        technical_account_id: ACCOUNT.to_owned().try_into().unwrap(),
        metascopes: vec!["ent_campaign_sdk".to_owned().try_into().unwrap()],
        key: Some(key()),
    };
    Profile {
        adobe: Adobe::Practice,
        risk: Risk::Development,
        ..profile(2, "Campaign", "", credential)
    }
}

fn before_sign_in() -> Profile {
    let email = "1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809@techacct.adobe.com";
    Profile {
        adobe: Adobe::Stage,
        colour: Colour::Red,
        allowed_hosts: vec!["api.globex.example".to_owned().into()],
        sending: SendOptions {
            redirects: Some(3),
            connect_seconds: Some(TimeLimit::from_seconds(5)),
            total_seconds: Some(TimeLimit::try_from(0.5).unwrap()),
            http_version: Some(HttpVersion::Http1),
            cookies: None,
            proxy: Some(Proxy::try_from("http://proxy.example:3128".to_owned()).unwrap()),
            roots: vec![PathBuf::from("globex.pem")],
            client_key: Some(key()),
            retries: Some(2),
            retry_methods: Some(RetryMethods::Idempotent),
            retry_seconds: Some(TimeLimit::from_seconds(30)),
        },
        console: ConsoleFacts {
            workspace: Some("Stage".to_owned()),
            technical_account_email: Some(email.to_owned()),
            place: None,
        },
        ..profile(3, "Platform", "Globex", oauth(&[], None))
    }
}

fn with_file(text: &str) -> (Fixture, PathBuf) {
    let it = fixture();
    let path = it.home.profiles().join("kept.toml");
    place(&path, text);
    (it, path)
}

#[rstest]
#[case::first_oauth(FIRST_OAUTH, first_oauth())]
#[case::first_jwt(FIRST_JWT, first_jwt())]
#[case::before_sign_in(BEFORE_SIGN_IN, before_sign_in())]
fn a_profile_is_read_and_saved_as_it_was(#[case] text: &str, #[case] expected: Profile) {
    let (it, path) = with_file(text);
    let listing = it.profiles.list().unwrap();
    assert_eq!((listing.damaged, listing.items.len()), (Vec::new(), 1));
    let stored = it.profiles.get(&expected.id).unwrap();
    assert_eq!(stored.value, expected);
    assert_eq!(stored.slug, Slug::parse("kept").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "reading changes nothing");

    let saved = it.profiles.update(stored.value.clone(), &stored.revision).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!((&saved.value, &saved.revision), (&expected, &stored.revision));

    // Deleted and brought back it is the same too: the trash moves its file.
    it.profiles.delete(&expected.id).unwrap();
    it.profiles.restore(&expected.id).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(it.another().get(&expected.id).unwrap().value, expected);
}

/// What Mudbrick itself wrote, it writes so today: somebody who has not moved on can read a profile made by who has.
#[rstest]
#[case::first_oauth(FIRST_OAUTH, first_oauth())]
#[case::first_jwt(FIRST_JWT, first_jwt())]
#[case::before_sign_in(BEFORE_SIGN_IN, before_sign_in())]
fn a_profile_without_what_is_new_has_nothing_new_in_its_file(
    #[case] text: &str,
    #[case] profile: Profile,
) {
    let it = fixture();
    let made = it.profiles.create(profile).unwrap();
    let path = it.home.profiles().join(format!("{}.toml", made.slug));
    assert_eq!(fs::read_to_string(path).unwrap(), text);
}

/// One change is one line, whatever the file had before.
#[rstest]
#[case::first_oauth(FIRST_OAUTH, "name = \"Places\"")]
#[case::first_jwt(FIRST_JWT, "name = \"Campaign\"")]
#[case::before_sign_in(BEFORE_SIGN_IN, "name = \"Platform\"")]
fn an_edit_changes_its_line_and_no_other(#[case] text: &str, #[case] line: &str) {
    let (it, path) = with_file(text);
    let stored = it.profiles.list().unwrap().items.remove(0);
    let edited = Profile { name: "Another".to_owned(), ..stored.value };
    it.profiles.update(edited, &stored.revision).unwrap();
    assert!(text.contains(line));
    let expected = text.replacen(line, "name = \"Another\"", 1);
    assert_eq!(fs::read_to_string(path).unwrap(), expected);
}

/// A save writes down what was left out, so that no other default of a later version changes what the profile means. The
/// person's own lines stay, and the next save finds nothing to add.
#[test]
fn a_profile_by_hand_keeps_its_lines_and_gets_what_it_left_out() {
    let expected = profile(4, "Events", "", oauth(&[], None));
    let (it, path) = with_file(BY_HAND);
    let stored = it.profiles.get(&expected.id).unwrap();
    assert_eq!(stored.value, expected);
    assert_eq!(fs::read_to_string(&path).unwrap(), BY_HAND, "reading changes nothing");
    let saved = it.profiles.update(stored.value, &stored.revision).unwrap();
    let written = fs::read_to_string(&path).unwrap();
    for line in BY_HAND.lines().filter(|line| !line.starts_with("credential")) {
        assert!(written.contains(line), "{line} is not in {written}");
    }
    assert!(written.contains("risk = \"production\""), "{written}");
    assert_eq!(it.another().get(&expected.id).unwrap().value, expected);
    it.profiles.update(expected, &saved.revision).unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), written);
}

#[test]
fn a_key_pair_is_read_and_saved_as_it_was() {
    let text = include_str!("earlier/key-pair.toml");
    let it = fixture();
    let path = it.home.keys().join("campaign.toml");
    place(&path, text);
    let stored = it.keys.get(&key()).unwrap();
    let value = &stored.value;
    assert_eq!(
        (value.name.as_str(), value.bits, value.created_at.0),
        ("campaign", 2048, 1_763_000_000_000)
    );
    assert_eq!(
        value.certificate.as_deref(),
        Some("-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n")
    );
    let clients: Vec<&str> = value.practice_clients.iter().map(|id| id.as_str()).collect();
    assert_eq!(clients, ["0f0e0d0c0b0a09080706050403020101"]);
    it.keys.update(stored.value, &stored.revision).unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), text);
}

fn policy_before_sending() -> Policy {
    let seconds = |seconds| NonZeroU16::new(seconds);
    Policy {
        locking: Locking { after_minutes: 5, with_screen: false },
        history: Retention { keep_days: 30, keep_mib: 100 },
        limits: CallLimits {
            tokens: Seconds { total: seconds(60), ..Seconds::default() },
            requests: Seconds { connect: seconds(20), ..Seconds::default() },
        },
        network: Network {
            proxy: Some(Proxy::try_from("http://proxy.example:3128".to_owned()).unwrap()),
            roots: vec![PathBuf::from("acme.pem")],
        },
        sending: Conduct::default(),
    }
}

fn policy_before_cookies() -> Policy {
    Policy {
        sending: Conduct {
            redirects: Some(0),
            http_version: Some(HttpVersion::Http2),
            retries: Some(3),
            retry_methods: Some(RetryMethods::All),
            retry_seconds: Some(TimeLimit::from_seconds(30)),
        },
        ..Policy::default()
    }
}

#[rstest]
#[case::before_sending(include_str!("earlier/policy-before-sending.toml"), policy_before_sending())]
#[case::before_cookies(include_str!("earlier/policy-before-cookies.toml"), policy_before_cookies())]
fn a_policy_is_read_and_saved_as_it_was(#[case] text: &str, #[case] expected: Policy) {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path());
    place(&home.policy(), text);
    let file = PolicyFile::open(&home);
    assert_eq!(file.read().unwrap(), expected);
    file.edit(|_| ()).unwrap();
    assert_eq!(fs::read_to_string(home.policy()).unwrap(), text);
    // There and back again.
    for minutes in [expected.locking.after_minutes + 1, expected.locking.after_minutes] {
        file.edit(|policy| policy.locking.after_minutes = minutes).unwrap();
    }
    let written = fs::read_to_string(home.policy()).unwrap();
    assert!(written.starts_with(text), "{written}");
    assert_eq!(file.read().unwrap(), expected);
}

/// History keeps each exchange as one line of JSON.
#[test]
fn an_exchange_is_read_and_written_as_it_was() {
    let text = include_str!("earlier/exchange.json").trim_end();
    let exchange: Exchange = serde_json::from_str(text).unwrap();
    assert_eq!(exchange.profile_title, "Acme · Places");
    assert_eq!(exchange.outcome.header("Content-Type"), Some("application/json"));
    assert!(exchange.timeline.is_none() && exchange.sent_from.is_none());
    assert!(exchange.not_kept.is_none() && exchange.new_secret.is_none());
    assert_eq!(serde_json::to_string(&exchange).unwrap(), text);
}
