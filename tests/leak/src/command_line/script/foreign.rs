//! Another profile's secret in what is sent and shared, in every encoding: while it is there, after it was replaced, its
//! profile removed, its file damaged, and while the vault is locked.

use crate::command_line::{Call, CommandLine};
use crate::planted::writings;
use crate::world::{ORGANIZATION, write};
use anyhow::{Context as _, Result};
use std::fs;
use std::path::PathBuf;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let world = line.world;
    let (first, second) = (world.secret("foreign secret"), world.secret("replacing secret"));
    let add = ["profile", "add", "Keeper", "--org-id", ORGANIZATION, "--scopes", "openid"];
    let rest = ["--client-id", "ca4a5e000000000000000000000000c9", "--secret-file", "-"];
    line.run(Call::new(&[&add[..], &rest[..]].concat()).input(first))?;
    take_along(line, "foreign", first)?;

    let edit = ["profile", "edit", "Keeper", "--secret-file", "-"];
    line.run(Call::new(&edit).input(second))?;
    take_along(line, "replaced", first)?;
    take_along(line, "replacing", second)?;

    let removed = line.run(Call::new(&["profile", "rm", "Keeper", "--json"]))?;
    let removed: serde_json::Value = serde_json::from_str(&removed)?;
    let id = removed["removed"].as_str().context("rm did not print an id")?.to_owned();
    take_along(line, "removed", second)?;

    let home = world.home().join("mudbrick");
    let file = home.join(format!("secrets/{id}.age"));
    damage(&file)?;
    take_along(line, "damaged", second)?;
    fs::remove_file(home.join("fingerprints.age")).context("forgetting the fingerprints")?;
    take_along(line, "never read", second)?;
    fs::remove_file(&file).context("removing what was damaged")?;
    send(line, "locked", first, Some(world.secret("wrong passphrase")))
}

/// In a request, which goes out and is recorded, and in a kit, which must not be written.
fn take_along(line: &mut CommandLine<'_>, state: &str, secret: &str) -> Result<()> {
    send(line, state, secret, None)?;
    let folder: PathBuf = line.world.home().join("mudbrick/requests");
    fs::create_dir_all(&folder).context("making the folder of requests")?;
    let own = folder.join("literal.http");
    write(&own, &request(secret))?;
    let kit = line.world.export(&format!("kit {state}"));
    let outcome = line.run(Call::new(&["kit", "--out", &kit]).fails());
    fs::remove_file(&own).context("removing the request")?;
    outcome.map(drop)
}

fn send(
    line: &mut CommandLine<'_>,
    state: &str,
    secret: &str,
    passphrase: Option<&str>,
) -> Result<()> {
    let file = line.world.given(&format!("{state}.http"), &request(secret))?;
    let arguments = ["send", "Places", &file];
    let mut call = Call::new(&arguments);
    if let Some(passphrase) = passphrase {
        call = call.variable("MUDBRICK_PASSPHRASE", passphrase);
    }
    // What is not there is refused by Adobe, and printed with what Adobe says of it.
    line.run_to_see(call)?;
    Ok(())
}

/// A request that holds the secret in its address, in headers and, in every encoding, in its body.
fn request(secret: &str) -> String {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02X}")).collect();
    let mut body = String::new();
    for (name, written) in writings::all(secret) {
        body.push_str(&format!("{name}: {}\n", String::from_utf8_lossy(&written)));
    }
    format!(
        "# @name {secret}\nPOST https://api-places.adobe.io/places/placesapi/v1/libraries?note={secret}\n\
         X-Note: {secret}\nX-Hex: {hex}\nContent-Type: text/plain\n\n{body}"
    )
}

fn damage(path: &std::path::Path) -> Result<()> {
    let mut bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let at = bytes.len() - 2;
    bytes[at] ^= 1;
    #[allow(clippy::disallowed_methods, reason = "a file of this test, damaged on purpose")]
    fs::write(path, bytes).with_context(|| format!("damaging {}", path.display()))
}
