//! Profiles made, shown, edited, removed and brought back.

use crate::command_line::{Call, CommandLine};
use crate::world::{CLIENT, ORGANIZATION};
use anyhow::{Context as _, Result};

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let world = line.world;
    let mut add = vec!["profile", "add", "Places", "--organization", "Canary"];
    add.extend(["--org-id", ORGANIZATION, "--client-id", CLIENT, "--grant", "oauth"]);
    add.extend(["--scopes", "openid, AdobeID", "--adobe", "production", "--risk", "development"]);
    add.extend(["--technical-account-id", "CA010A1B2C3D4E5F60718293@techacct.adobe.com"]);
    add.extend(["--colour", "green", "--sandbox", "dev", "--var", "TENANT_ID=_canary"]);
    let second = world.given("second secret", world.secret("other client secret"))?;
    add.extend(["--allow-host", "api.canary.example", "--secret-file", "-"]);
    add.extend(["--second-secret-file", &second]);
    line.run(Call::new(&add).input(world.secret("client secret")))?;

    line.run(Call::new(&["profile", "list"]))?;
    line.run(Call::new(&["profile", "list", "--json"]))?;
    line.run(Call::new(&["profile", "show", "Places"]))?;
    line.run(Call::new(&["profile", "show", "Places", "--json"]))?;

    let file = world.given("secret", &format!("{}\n", world.secret("new client secret")))?;
    let mut edit = vec!["profile", "edit", "Places", "--secret-file", &file, "--name", "Edited"];
    edit.extend(["--organization", "Canary", "--org-id", ORGANIZATION, "--client-id", CLIENT]);
    edit.extend(["--grant", "oauth", "--scopes", "openid, AdobeID", "--adobe", "production"]);
    edit.extend(["--risk", "production", "--colour", "red", "--sandbox", "prod"]);
    edit.extend(["--technical-account-id", "CA010A1B2C3D4E5F60718293@techacct.adobe.com"]);
    edit.extend(["--var", "TENANT_ID=_other", "--allow-host", "api.other.example"]);
    edit.extend(["--remove-host", "api.canary.example"]);
    line.run(Call::new(&edit))?;
    // The practice Adobe knows neither; what it says about them is printed.
    let refused = world.given("refused secret", world.secret("refused secret"))?;
    line.run(Call::new(&["profile", "edit", "Edited", "--second-secret-file", &refused]))?;
    line.run(Call::new(&["token", "Edited"]).fails())?;
    line.run(Call::new(&["token", "Edited", "--json"]).fails())?;
    let back = ["profile", "edit", "Edited", "--name", "Places", "--risk", "development"];
    let back = [&back[..], &["--secret-file", "-", "--second-secret-file", &second]].concat();
    line.run(Call::new(&back).input(world.secret("client secret")))?;

    let removed = line.run(Call::new(&["profile", "rm", "Places", "--json"]))?;
    let removed: serde_json::Value = serde_json::from_str(&removed)?;
    let id = removed["removed"].as_str().context("rm did not print an id")?.to_owned();
    line.run(Call::new(&["profile", "restore", &id]))?;
    Ok(())
}
