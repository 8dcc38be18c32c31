//! In and out: what people bring, and what leaves with and without secrets.

use crate::canary::Canary;
use crate::command_line::{Call, CommandLine};
use crate::world::{CLIENT, ORGANIZATION};
use anyhow::{Context as _, Result, bail};
use std::process::{Command, Stdio};

pub(super) fn play(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    import(line)?;
    keys(line, canaries)?;
    for format in ["env", "aio", "aepp", "postman", "console"] {
        let plain = line.world.export(format);
        let out = ["export", "Places", "--as", format, "--out", &plain];
        line.run(Call::new(&out))?;
        line.run(Call::new(&[&out[..], &["--force"]].concat()))?;
        line.run(Call::new(&["export", "Places", "--as", format]))?;
        let wanted = line.world.wanted(format);
        line.allowances.allow(&wanted, "client secret");
        if matches!(format, "env" | "aio" | "console") {
            // These formats have a place for both.
            line.allowances.allow(&wanted, "other client secret");
        }
        let out = ["export", "Places", "--as", format, "--with-secrets", "--out", &wanted];
        line.run(Call::new(&out))?;
    }
    let (folder, zip) = (line.world.export("kit"), line.world.export("kit.zip"));
    line.run(Call::new(&["kit", "--out", &folder]))?;
    line.run(Call::new(&["kit", "Places", "--out", &zip]))?;
    line.run(Call::new(&["kit", "--out", &folder, "--force", "--skip-damaged"]))?;
    let backup = line.world.export("backup.age");
    let file = line.world.given("backup passphrase", line.world.secret("backup passphrase"))?;
    let out = ["backup", "--out", &backup, "--backup-passphrase-file", &file];
    line.run(Call::new(&out))?;
    line.run(Call::new(&[&out[..], &["--force", "--skip-damaged"]].concat()))?;
    let again = ["import", &backup, "--yes", "--key-passphrase-file", &file];
    line.run(Call::new(&again))?;
    let host = ["--allow-host", "api.other.example"];
    line.run(Call::new(&[&again[..], &host].concat()))?;
    let wrong = line.world.given("not it", line.world.secret("wrong passphrase"))?;
    let refused = ["import", &backup, "--yes", "--key-passphrase-file", &wrong];
    line.run_to_see(Call::new(&refused))?;
    line.run(Call::new(&["inventory"]))?;
    let table = line.world.export("inventory.csv");
    line.run(Call::new(&["inventory", "--out", &table]))?;
    line.run(Call::new(&["inventory", "--out", &table, "--force"]))?;
    Ok(())
}

fn import(line: &mut CommandLine<'_>) -> Result<()> {
    let world = line.world;
    let downloaded = serde_json::json!({
        "TYPE": "oauthservertoserver", "ORG_ID": ORGANIZATION, "CLIENT_ID": CLIENT,
        "CLIENT_SECRETS": [world.secret("client secret"), world.secret("other client secret")],
        "SCOPES": ["openid", "AdobeID"],
        "TECHNICAL_ACCOUNT_ID": "CA010A1B2C3D4E5F60718293@techacct.adobe.com",
    });
    let text = downloaded.to_string();
    let file = world.given("downloaded.json", &text)?;
    line.run(Call::new(&["import", &file, "--dry-run"]))?;
    line.run(Call::new(&["import", &file, "--dry-run", "--json"]))?;
    line.run(Call::new(&["import", &file, "--yes", "--test"]))?;
    line.run(Call::new(&["import", "-", "--yes"]).input(&text))?;
    // Broken in the middle of a secret, and nothing but one.
    line.run_to_see(Call::new(&["import", &world.given("broken.json", &text[..text.len() / 2])?]))?;
    let only = world.given("only", world.secret("refused secret"))?;
    line.run_to_see(Call::new(&["import", &only]))?;
    Ok(())
}

fn keys(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let world = line.world;
    let plain = world.given("plain.key", "")?;
    let encrypted = world.given("encrypted.key", "")?;
    let passphrase = world.given("key passphrase", world.secret("key passphrase"))?;
    openssl(&["genpkey", "-algorithm", "RSA", "-out", &plain])?;
    let from = format!("file:{passphrase}");
    openssl(&["pkcs8", "-topk8", "-in", &plain, "-out", &encrypted, "-passout", &from])?;
    let pem = std::fs::read_to_string(&plain)?;
    canaries.push(Canary::private_key("imported private key", &pem)?);
    line.run(Call::new(&["key", "import", &plain, "--dry-run"]))?;
    let import = ["key", "import", &encrypted, "--yes", "--key-passphrase-file"];
    let wrong = world.given("wrong key passphrase", world.secret("wrong passphrase"))?;
    line.run_to_see(Call::new(&[&import[..], &[&wrong]].concat()))?;
    // A key alone gets no token.
    line.run(Call::new(&[&import[..], &[&passphrase, "--test"]].concat()).fails())?;
    line.run(Call::new(&[&import[..], &[&passphrase]].concat()))?;
    let name = "encrypted";
    line.run(Call::new(&["key", "rename", name, "imported"]))?;

    // The private half where a fingerprint is meant.
    line.run_to_see(Call::new(&["key", "match", "imported", "-"]).input(&pem))?;
    line.run_to_see(Call::new(&["key", "match", "kept", "--profile", "Campaign"]))?;
    for (what, file) in [("certificate", "kept.crt"), ("der", "kept.der"), ("reminder", "kept.ics")]
    {
        line.run(Call::new(&["key", "save", "kept", "--as", what, "--out", &world.export(file)]))?;
    }
    let saved = world.wanted("imported.key");
    line.allowances.allow(&saved, "imported private key");
    let save = ["key", "save", "imported", "--as", "private-key", "--out", &saved];
    line.run(Call::new(&save))?;
    line.run(Call::new(&[&save[..], &["--force"]].concat()))?;
    let p12 = world.export("imported.p12");
    let save = ["key", "save", "imported", "--as", "pkcs12", "--out", &p12];
    line.run(Call::new(&[&save[..], &["--new-passphrase-file", &passphrase]].concat()))?;
    let removed = line.run(Call::new(&["key", "rm", "imported", "--json"]))?;
    let removed: serde_json::Value = serde_json::from_str(&removed)?;
    let id = removed["removed"].as_str().context("rm did not print an id")?.to_owned();
    line.run(Call::new(&["key", "restore", &id]))?;
    Ok(())
}

fn openssl(arguments: &[&str]) -> Result<()> {
    let made = Command::new("openssl").args(arguments).stdin(Stdio::null()).output()?;
    if made.status.success() {
        return Ok(());
    }
    bail!("openssl: {}", String::from_utf8_lossy(&made.stderr))
}
