//! Profiles through the formats of other tools.

use crate::compare::{Carries, differences};
use crate::generated::{Generated, generated, private_key};
use crate::seeds;
use mudbrick_interchange::write::{self, Written};
use mudbrick_interchange::{Input, Outgoing, Passphrases, read};
use mudbrick_model::{Note, Slug};
use mudbrick_vault::Secret;
use rstest::rstest;

const ENV: Carries = Carries {
    jwt: true,
    name: false,
    workspace: false,
    organization: false,
    account: true,
    email: true,
    sandbox: false,
    stage: true,
    variables: false,
    second_secret: true,
    private_key: true,
};
const AEPP: Carries = Carries {
    jwt: false,
    account: false,
    email: false,
    sandbox: true,
    second_secret: false,
    private_key: false,
    ..ENV
};
const POSTMAN: Carries = Carries {
    name: true,
    email: false,
    sandbox: true,
    variables: true,
    second_secret: false,
    ..ENV
};
const CONSOLE: Carries = Carries { workspace: true, stage: false, private_key: false, ..ENV };

#[rstest]
#[case::env(write::env, ENV)]
#[case::aio(write::aio, ENV)]
#[case::aepp(write::aepp, AEPP)]
#[case::postman(write::postman, POSTMAN)]
#[case::console(write::console, CONSOLE)]
fn every_profile_comes_back(#[case] write: fn(&Outgoing<'_>) -> Written, #[case] carries: Carries) {
    for seed in seeds() {
        let given = generated(seed);
        // Every other profile is written without its secrets.
        let faults = faults(given, seed % 2 == 0, write, carries);
        assert!(faults.is_empty(), "seed {seed}: {}", faults.join("\n"));
    }
}

fn faults(
    given: &Generated,
    with_secrets: bool,
    write: fn(&Outgoing<'_>) -> Written,
    mut carries: Carries,
) -> Vec<String> {
    let key = given.pair.filter(|_| with_secrets).map(private_key);
    let slug = Slug::derive(&given.profile.title());
    let outgoing = Outgoing {
        slug: &slug,
        profile: &given.profile,
        client_secrets: if with_secrets { &given.client_secrets } else { &[] },
        private_key: key.as_ref(),
        certificate: None,
    };
    let written = write(&outgoing);
    if written.file_name.ends_with("console.json") {
        carries.name = fits_the_console(&given.profile.name);
        carries.organization = true;
    }
    let bytes = Secret::new(written.text.expose().clone().into_bytes());
    let inputs = [Input { name: written.file_name, bytes }];
    let reading = read(&inputs, &Passphrases::default());
    let mut differences = differences(given, with_secrets, carries, &reading);
    // A .env file has no form for some secrets that Adobe never made, and says so.
    if written.notes.iter().any(|note| matches!(note, Note::ValueLeftEmpty { .. })) {
        differences.retain(|difference| !difference.starts_with("client secrets"));
    }
    if let Some(problem) = reading.sources.iter().find_map(|source| source.problem.as_ref()) {
        differences.push(problem.message.clone());
    }
    if !differences.is_empty() {
        differences.push(written.text.expose().clone());
    }
    differences
}

/// The schema of a project's title.
fn fits_the_console(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == ' ' || ('À'..='ÿ').contains(&c);
    name.chars().count() <= 45 && name.chars().all(letter)
}
