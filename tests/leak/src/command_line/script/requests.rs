//! Requests that a person keeps: listed, shown, renamed, moved, copied, deleted, and each of that undone.

use crate::command_line::{Call, CommandLine};
use crate::world::write;
use anyhow::{Context as _, Result};
use std::fs;

/// What stands in it is the person's own text; a secret in it is the kit's and the history's business.
const FILE: &str = "@LIMIT = 5\n\n### List\n# Ada's\nGET https://api-places.adobe.io/places/placesapi/v1/libraries?limit={{LIMIT}}\n\n### Next\nGET https://api-places.adobe.io/places/placesapi/v1/pois\n";

const COLLECTION: &str = r#"{"info":{"name":"Places"},"item":[{"name":"List","request":{"url":"https://api-places.adobe.io/l","auth":{"type":"bearer","bearer":[{"key":"token","value":"{{t}}"}]}}}]}"#;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let folder = line.world.home().join("mudbrick/requests/canary");
    fs::create_dir_all(&folder).context("making the folder of requests")?;
    write(&folder.join("All.http"), FILE)?;
    line.run(Call::new(&["request", "list"]))?;
    line.run(Call::new(&["request", "list", "--all", "--json"]))?;
    line.run(Call::new(&["request", "show", "canary/All#List"]))?;
    line.run(Call::new(&["request", "show", "Next", "--json"]))?;
    line.run(Call::new(&["request", "rename", "canary/All#List", "Libraries"]))?;
    line.run(Call::new(&["request", "duplicate", "Libraries"]))?;
    line.run(Call::new(&["request", "duplicate", "Libraries", "Next 2", "--json"]))?;
    line.run(Call::new(&["request", "move", "Libraries", "canary/Other"]))?;
    let clash = ["request", "move", "Libraries copy", "../out"];
    line.run(Call::new(&clash).fails())?;
    line.run(Call::new(&["request", "rename", "Libraries copy", "Libraries"]))?;
    let replace = ["request", "move", "canary/All#Libraries", "canary/Other"];
    line.run(Call::new(&replace).fails())?;
    line.run(Call::new(&[&replace[..], &["--replace", "--json"]].concat()))?;
    let deleted = line.run(Call::new(&["request", "delete", "Next 2", "--json"]))?;
    let deleted: serde_json::Value = serde_json::from_str(&deleted)?;
    let change = deleted["change"].as_str().context("delete did not print the change")?;
    line.run(Call::new(&["request", "undo", change]))?;
    line.run(Call::new(&["request", "undo", "--json"]))?;
    line.run(Call::new(&["request", "undo", "9-9"]).fails())?;
    line.run_to_see(Call::new(&["send", "Places", "canary/All#Next"]))?;
    line.run(Call::new(&["send", "Places", "canary/All#Next", "--dry-run"]))?;
    for language in ["bash", "cmd", "powershell", "invoke-rest-method", "httpie", "python"] {
        let code = ["request", "code", "Places", "canary/All#Next", "--as", language];
        line.run(Call::new(&code))?;
    }
    line.run(Call::new(&["request", "code", "Places", "Places/List libraries", "--json"]))?;
    let with_secrets = ["request", "code", "Places", "Places/List libraries", "--with-secrets"];
    line.run(Call::new(&with_secrets).asked_for(&["token"]))?;
    others(line)?;
    fs::remove_dir_all(&folder).context("removing the requests")
}

/// Requests of other programs in, and out again: what stands in them is looked through on both ways.
fn others(line: &mut CommandLine<'_>) -> Result<()> {
    let collection = line.world.given("collection.json", COLLECTION)?;
    line.run(Call::new(&["request", "import", &collection, "--dry-run"]))?;
    line.run(Call::new(&["request", "import", &collection]).fails())?;
    let added = ["request", "import", &collection, "--into", "canary", "--yes", "--json"];
    line.run(Call::new(&added))?;
    for (format, file) in [("postman", "out.json"), ("har", "out.har"), ("curl", "out.sh")] {
        let out = line.world.export(file);
        let words = ["request", "export", "canary", "--format", format, "--out", &out];
        line.run(Call::new(&words))?;
        line.run(Call::new(&words).fails())?;
        line.run(Call::new(&[&words[..], &["--force"]].concat()))?;
    }
    line.run(Call::new(&["request", "export", "canary/Places", "--format", "http", "--out", "-"]))?;
    line.run(Call::new(&["request", "undo"]))?;
    Ok(())
}
