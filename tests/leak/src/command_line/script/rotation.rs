//! A client secret rotated by every option, and one that Adobe made on the way: it becomes a canary too.

use crate::canary::Canary;
use crate::command_line::{Call, CommandLine};
use crate::world::{ORGANIZATION, ROTATED_CLIENT};
use anyhow::{Context as _, Result};

const PAGE: &str = "https://developer.adobe.com/console/projects/1000009/45660000000011112222/credentials/200009/details/oauthservertoserver";
const SCOPES: &str =
    "openid, AdobeID, read_organizations, read_client_secret, manage_client_secrets";

pub(super) fn play(line: &mut CommandLine<'_>, canaries: &mut Vec<Canary>) -> Result<()> {
    let mut add = vec!["profile", "add", "Rotated", "--org-id", ORGANIZATION];
    add.extend(["--client-id", ROTATED_CLIENT, "--grant", "oauth", "--scopes", SCOPES]);
    add.extend(["--adobe", "production", "--risk", "production", "--secret-file", "-"]);
    line.run(Call::new(&add).input(line.world.secret("rotated client secret")))?;

    line.run(Call::new(&["rotate", "Rotated", "--dry-run"]))?;
    line.run(Call::new(&["rotate", "Rotated", "--yes"]).fails())?;
    line.run(Call::new(&["rotate", "Rotated", "--console", PAGE]).fails())?;
    line.run(Call::new(&["rotate", "Rotated", "--replace-lost", "--yes"]))?;
    // What Adobe has made is a secret like the others.
    let shown = ["token", "Rotated", "--curl", "--with-secrets"];
    let shown = line.run(Call::new(&shown).asked_for(&["secret that Adobe made"]))?;
    canaries.push(Canary::text("secret that Adobe made", made(&shown)?)?);
    line.run(Call::new(&["rotate", "Rotated", "--status"]))?;
    line.run(Call::new(&["rotate", "Rotated", "--status", "--json"]))?;
    line.run(Call::new(&["rotate", "Rotated", "--message"]))?;
    line.run(Call::new(&["rotate", "Rotated", "--delete", "11f0aaaa", "--yes"]).fails())?;
    line.run(Call::new(&["rotate", "Rotated", "--abandon", "--yes"]))?;
    line.run(Call::new(&["rotate", "Rotated", "--yes"]))?;
    let shown = ["token", "Rotated", "--curl", "--with-secrets"];
    let shown = line.run(Call::new(&shown).asked_for(&["another that Adobe made"]))?;
    canaries.push(Canary::text("another that Adobe made", made(&shown)?)?);
    let delete = ["rotate", "Rotated", "--delete-old", "--even-if-used", "--yes", "--json"];
    line.run(Call::new(&delete))?;
    line.run(Call::new(&["profile", "show", "Rotated", "--json"]))?;
    Ok(())
}

/// The secret in a call for a token.
fn made(curl: &str) -> Result<&str> {
    let from = curl.find("p8e-practice-").context("no secret of Adobe's in the call")?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let length = curl[from..].find(|c| !is_part(c)).unwrap_or(curl.len() - from);
    Ok(&curl[from..from + length])
}
