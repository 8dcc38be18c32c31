//! Several processes give the vault a passphrase at once: what each of them says is true afterwards.

use super::{ended, file, reseal};
use crate::bare_home;
use mudbrick_testkit::{CLIENT, Home, ORG, text};
use rstest::rstest;
use std::process::Output;

const PASSPHRASES: [&str; 5] = ["one", "two", "three", "four", "five"];

/// Whether the vault opens with it.
fn opens(home: &Home, passphrase: &str) -> bool {
    let mut status = home.command(&["vault", "status"]);
    status.env("MUDBRICK_PASSPHRASE", passphrase).output().unwrap().status.success()
}

/// Exactly one says that it succeeded, and its passphrase alone opens the vault.
fn expect_one_winner(home: &Home, outputs: &[Output]) {
    let winners = outputs.iter().filter(|output| output.status.success()).count();
    assert_eq!(winners, 1, "{outputs:#?}");
    for (passphrase, output) in PASSPHRASES.iter().zip(outputs) {
        assert_eq!(opens(home, passphrase), output.status.success(), "{passphrase}: {output:?}");
        if !output.status.success() {
            let said = text(&output.stderr);
            let told = match output.status.code() {
                Some(1) => said.contains("at the same time. Nothing was changed here."),
                // It began when the winner had ended.
                Some(3) => said.contains("That is not the vault's passphrase."),
                _ => false,
            };
            assert!(told, "{output:?}");
        }
    }
}

#[rstest]
#[case("use-passphrase")]
#[case("change-passphrase")]
fn of_five_new_passphrases_one_is_the_vaults_and_four_are_told(#[case] verb: &str) {
    let home = bare_home();
    home.add_places();
    // Opening is quick then, and all of them have the vault open when the first of them changes it.
    reseal(&home, 1);
    let children = PASSPHRASES.map(|passphrase| {
        let file = file(&home, passphrase, passphrase);
        home.command(&["vault", verb, "--new-passphrase-file", &file]).spawn().unwrap()
    });
    expect_one_winner(&home, &ended(children.into()));
    assert!(!opens(&home, super::PASSPHRASE));
}

#[test]
fn of_five_that_make_the_vault_one_does_and_four_are_told() {
    let home = bare_home();
    let secret = file(&home, "secret", "p8e-secret");
    let children = PASSPHRASES.map(|passphrase| {
        let add = [
            "profile",
            "add",
            passphrase,
            "--org-id",
            ORG,
            "--client-id",
            CLIENT,
            "--scopes",
            "openid",
            "--adobe",
            "practice",
            "--secret-file",
            &secret,
        ];
        home.command(&add).env("MUDBRICK_PASSPHRASE", passphrase).spawn().unwrap()
    });
    let outputs = ended(children.into());
    expect_one_winner(&home, &outputs);
    let winner = outputs.iter().position(|output| output.status.success()).unwrap();
    let mut list = home.command(&["profile", "list"]);
    let list = list.env("MUDBRICK_PASSPHRASE", PASSPHRASES[winner]).output().unwrap();
    for (number, passphrase) in PASSPHRASES.iter().enumerate() {
        // A profile without its secret would be one that lost it.
        assert_eq!(text(&list.stdout).contains(passphrase), number == winner, "{list:?}");
    }
    let mut shown = home.command(&["token", PASSPHRASES[winner], "--curl", "--with-secrets"]);
    let shown = shown.env("MUDBRICK_PASSPHRASE", PASSPHRASES[winner]).output().unwrap();
    assert!(text(&shown.stdout).contains("p8e-secret"), "{shown:?}");
}
