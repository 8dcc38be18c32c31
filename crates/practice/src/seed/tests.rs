//! The built-in seed, and every mistake that a person's own can hold.

use super::SeedFile;
use mudbrick_model::{Explain, Grant};
use rstest::rstest;

const SMALL: &str = r#"
version = 1

[[organization]]
title = "Initech"
id = "1A2B3C@AdobeOrg"
tenant = "initech"

[[project]]
title = "Reports"
organization = "Initech"
client_id = "0f0e0d0c0b0a09080706050403020100"
client_secrets = ["p8e-reports"]
technical_account_id = "A1@techacct.adobe.com"
grants = ["oauth_server_to_server"]
scopes = ["openid"]
"#;

#[test]
fn the_built_in_seed_holds_what_its_users_rely_on() {
    let seed = SeedFile::default();
    let titles: Vec<_> = seed.organizations.iter().map(|known| known.title.as_str()).collect();
    assert_eq!(titles, ["Acme", "Globex"]);
    for grant in [Grant::OauthServerToServer, Grant::Jwt] {
        assert!(seed.projects.iter().any(|project| project.grants[0] == grant));
    }
    let secrets = seed.projects.iter().flat_map(|project| &project.client_secrets);
    assert!(secrets.into_iter().all(|secret| secret.starts_with("p8e-practice-")));
}

#[test]
fn a_seed_is_rendered_as_it_is_read() {
    for seed in [SeedFile::default(), SeedFile::parse(SMALL).expect("valid")] {
        assert_eq!(SeedFile::parse(&seed.render()).expect("valid"), seed);
    }
}

/// A change to the small seed, and what the person is told.
#[rstest]
#[case::not_toml("version = 1", "version =", "not a valid seed", "line 2")]
#[case::misspelt("tenant =", "tennant =", "not a valid seed", "tennant")]
#[case::bad_id("1A2B3C@AdobeOrg", "1A2B3C", "not a valid seed", "must end in @AdobeOrg")]
#[case::bad_grant("oauth_server_to_server", "magic", "not a valid seed", "magic")]
#[case::newer("version = 1", "version = 2", "says version 2", "")]
#[case::nowhere(
    "organization = \"Initech\"",
    "organization = \"Initrode\"",
    "belongs to Initrode",
    ""
)]
#[case::no_secret("[\"p8e-reports\"]", "[]", "needs one or two client secrets", "")]
#[case::empty_secret("\"p8e-reports\"", "\"\"", "needs one or two client secrets", "")]
#[case::three_secrets(
    "\"p8e-reports\"",
    "\"a\", \"b\", \"c\"",
    "needs one or two client secrets",
    ""
)]
#[case::no_grant("[\"oauth_server_to_server\"]", "[]", "no way to get a token", "")]
#[case::bad_certificate(
    "scopes =",
    "certificates = [\"x\"]\nscopes =",
    "A certificate of the project Reports",
    ""
)]
fn mistakes_are_explained(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] message: &str,
    #[case] detail: &str,
) {
    let text = SMALL.replace(right, wrong);
    assert_ne!(text, SMALL);
    let problem = SeedFile::parse(&text).expect_err("must be refused").problem();
    assert!(problem.message.contains(message), "{problem:?}");
    assert!(problem.detail.unwrap_or_default().contains(detail));
    assert!(problem.remedy.is_some());
}

#[test]
fn the_same_thing_twice_is_a_mistake() {
    let (head, project) = SMALL.split_once("[[project]]").expect("has one");
    let twice = format!("{SMALL}\n[[project]]{project}");
    let problem = SeedFile::parse(&twice).expect_err("client ID").problem();
    assert!(problem.message.contains("client ID 0f0e"), "{problem:?}");
    let organization = head.replace("version = 1", "");
    let problem = SeedFile::parse(&format!("{SMALL}{organization}")).expect_err("title").problem();
    assert!(problem.message.contains("organization Initech twice"), "{problem:?}");
}

#[test]
fn a_seed_that_is_not_there_is_named() {
    let error = SeedFile::read("/nowhere/seed.toml".as_ref()).expect_err("is not there");
    assert!(error.problem().message.contains("/nowhere/seed.toml"));
}
