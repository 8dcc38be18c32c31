//! Small machines and many callers: memory for a passphrase, one call for all, and nobody waits for somebody else's limit.

mod cached;
#[cfg(target_os = "linux")]
mod memory;
mod moves;
#[cfg(target_os = "linux")]
mod one_call;

use mudbrick_testkit::Home;
use mudbrick_vault::{KeyDerivation, SecretText};
use std::process::{Child, Output};

/// What [`Home::command`] sets.
const PASSPHRASE: &str = "correct horse";

fn secret(text: &str) -> SecretText {
    SecretText::new(text.to_owned())
}

/// The vault's key under the same passphrase with another work factor, as an earlier Mudbrick or a quick test has it.
fn reseal(home: &Home, factor: u8) {
    let path = home.path().join("home").join("identity.age");
    let bytes = std::fs::read(&path).unwrap();
    let plain = KeyDerivation::default().open(&secret(PASSPHRASE), &bytes).unwrap();
    let derivation = KeyDerivation::default().with_work_factor(factor);
    std::fs::write(&path, derivation.seal(&secret(PASSPHRASE), &[&plain]).unwrap()).unwrap();
}

/// Runs them all at once.
fn ended(children: Vec<Child>) -> Vec<Output> {
    children.into_iter().map(|child| child.wait_with_output().unwrap()).collect()
}

/// A file with a text in it.
fn file(home: &Home, name: &str, text: &str) -> String {
    let path = home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}
