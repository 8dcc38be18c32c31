//! The window's half: tests/ipc calls every command on Tauri's mock runtime, over a home of this world and with its
//! canaries, and leaves every answer in a file.

use crate::canary::Canary;
use crate::verdict::Allowances;
use crate::world::{ACCOUNT, CLIENT, JWT_CLIENT, ORGANIZATION, WINDOWS_ROTATED_CLIENT, World};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::json;
use std::fs;
use std::path::Path;

/// The test that does it.
const SCRIPT: &str = "leak::every_command_with_canaries";

/// Where the credential is that the script rotates the secret of.
const ROTATED_PAGE: &str = "https://developer.adobe.com/console/projects/1000009/45660000000011112222/credentials/200010/details/oauthservertoserver";

/// What the script left.
pub(crate) struct Seen {
    /// Answers and output by place.
    pub(crate) outputs: Vec<(String, Vec<u8>)>,
    pub(crate) canaries: Vec<Canary>,
}

/// What the script says about itself, in `told.json`.
#[derive(Deserialize)]
struct Told {
    /// Where the person asked for a secret: an answer's name or a file's path, and the canary.
    asked_for: Vec<(String, String)>,
    tokens: Vec<(String, String)>,
    private_keys: Vec<(String, String)>,
    /// Client secrets that Adobe made on the way.
    secrets: Vec<(String, String)>,
}

/// Runs the script.
pub(crate) fn play(world: &World, ipc: &Path, allowances: &mut Allowances) -> Result<Seen> {
    let seen = world.seen();
    let plan = json!({
        "secrets": world.secrets(),
        "organization": ORGANIZATION,
        "client": CLIENT,
        "jwt_client": JWT_CLIENT,
        "account": ACCOUNT,
        "rotated": {
            "client": WINDOWS_ROTATED_CLIENT, "organization": ORGANIZATION, "page": ROTATED_PAGE,
        },
        "given": world.folder("given"),
        "exports": world.folder("exports"),
        "wanted": world.folder("wanted"),
        "practice": world.address(),
        "control": world.control_header(),
    });
    crate::world::write(&seen.join("plan.json"), &plan.to_string())?;
    let mut script = std::process::Command::new(ipc);
    world.house(&mut script).args(["--exact", SCRIPT, "--nocapture"]).env("MUDBRICK_LEAK", &seen);
    // The window and the command line share a machine, and here not a home: each has its own script.
    script.env("MUDBRICK_HOME", world.home().join("window"));
    let output = script.output().context("starting the window's script")?;
    if !output.status.success() || !seen.join("told.json").is_file() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("the window's script ended with {}: {said}", output.status);
    }
    let mut outputs = vec![
        ("stdout of the window's script".to_owned(), output.stdout),
        ("stderr of the window's script".to_owned(), output.stderr),
    ];
    for answer in fs::read_dir(seen.join("answers")).context("reading the answers")? {
        let answer = answer?;
        outputs.push((answer.file_name().to_string_lossy().into_owned(), fs::read(answer.path())?));
    }
    let told: Told = serde_json::from_slice(&fs::read(seen.join("told.json"))?)?;
    for (place, canary) in &told.asked_for {
        allowances.allow(place, canary);
    }
    let mut canaries = Vec::new();
    for (name, token) in &told.tokens {
        canaries.push(Canary::token(name, token)?);
    }
    for (name, pem) in &told.private_keys {
        canaries.push(Canary::private_key(name, pem)?);
    }
    for (name, secret) in &told.secrets {
        canaries.push(Canary::text(name, secret)?);
    }
    Ok(Seen { outputs, canaries })
}
