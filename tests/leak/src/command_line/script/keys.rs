//! Key pairs made, and looked at in the vault and as files.

use crate::canary::Canary;
use crate::command_line::{Call, CommandLine};
use crate::world::{ACCOUNT, JWT_CLIENT, ORGANIZATION};
use anyhow::Result;
use std::fs;

pub(super) fn play(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let world = line.world;
    let secret = world.secret("JWT client secret");
    let mut add = vec!["profile", "add", "Campaign", "--organization", "Canary", "--grant", "jwt"];
    add.extend(["--org-id", ORGANIZATION, "--client-id", JWT_CLIENT]);
    add.extend(["--technical-account-id", ACCOUNT, "--scopes", "ent_campaign_sdk"]);
    line.run(Call::new(&[&add[..], &["--secret-file", "-"]].concat()).input(secret))?;

    let subject = [
        "--country",
        "DE",
        "--state",
        "Hessen",
        "--locality",
        "Cologne",
        "--organization",
        "Canary",
        "--organizational-unit",
        "Tests",
        "--common-name",
        "canary.example",
        "--email",
        "canary@example.com",
        "--bits",
        "2048",
        "--days",
        "30",
    ];
    let kept = ["key", "new", "kept", "--profile", "Campaign"];
    line.run(Call::new(&[&kept[..], &subject[..]].concat()))?;
    line.run(Call::new(&["key", "show"]))?;
    line.run(Call::new(&["key", "show", "kept", "--json"]))?;

    let with_key = ["--grant", "jwt", "--key", "kept"];
    line.run(Call::new(&[&["profile", "edit", "Campaign"][..], &with_key].concat()))?;
    let other = [&add[..2], &["Other campaign"], &add[3..], &["--key", "kept"]].concat();
    line.run(Call::new(&other))?;

    // Written out because the person asked for it: the private half is in its file and nowhere else.
    let folder = world.wanted("keys");
    line.run(Call::new(&["key", "new", "written", "--out", &folder]))?;
    let (key, certificate) =
        (format!("{folder}/written_private.key"), format!("{folder}/written_public.crt"));
    canaries.push(Canary::private_key("written private key", &fs::read_to_string(&key)?)?);
    line.allowances.allow(&key, "written private key");
    line.run(Call::new(&["key", "show", &key]))?;
    line.run(Call::new(&["key", "show", &certificate, "--json"]))?;
    line.run(Call::new(&["key", "check", &key, &certificate]))?;

    let record = fs::read_to_string(world.home().join("mudbrick/keys/kept.toml"))?;
    let begin = record.find("-----BEGIN CERTIFICATE").unwrap_or_default();
    let end = record.rfind("CERTIFICATE-----").map_or(record.len(), |end| end + 16);
    let upload = world.given("kept.crt", &record[begin..end])?;
    world.control(&format!("projects/{JWT_CLIENT}/certificates"), &upload)
}
