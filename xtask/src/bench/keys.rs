//! A key pair and its self-signed certificate as two files, by `mudbrick key new` and by the openssl command of Adobe's
//! guides.

use super::finding::{Finding, Value};
use super::sample::{in_turns, process};
use crate::files::built;
use crate::private::PrivateHome;
use crate::program::program;
use anyhow::Result;

/// The search for primes takes four times as long on a bad day as on a good one: enough tries for a middle.
const TIMES: usize = 30;

pub(crate) fn measure() -> Result<Vec<Finding>> {
    let home = PrivateHome::make("bench")?;
    let folder = home.path().join("keys");
    std::fs::create_dir(&folder)?;
    let mudbrick = built("release", "mudbrick");
    println!("\nkey pairs, {TIMES} of each");
    let (ours, theirs) = in_turns(
        TIMES,
        |turn| {
            let mut key = program(&mudbrick);
            key.args([
                "key",
                "new",
                &format!("ours{turn}"),
                "--country",
                "US",
                "--organization",
                "Acme",
            ]);
            process(home.house(key.args(["--common-name", "acme.example", "--out"]).arg(&folder)))
        },
        |turn| {
            let mut openssl = program("openssl");
            openssl.current_dir(&folder);
            openssl
                .args(["req", "-x509", "-newkey", "rsa:2048", "-sha256", "-nodes", "-days", "365"]);
            openssl.args(["-subj", "/C=US/O=Acme/CN=acme.example"]);
            openssl.args(["-keyout", &format!("{turn}.key"), "-out", &format!("{turn}.crt")]);
            process(home.house(&mut openssl))
        },
    )?;
    let value = Value::Against { ours, theirs, who: "openssl" };
    Ok(vec![Finding { what: "key + certificate", value, goal: 0.4 }])
}
