//! The vault's key: moved both ways, its passphrase changed, and what was in the vault before.

use crate::command_line::{Call, CommandLine};
use anyhow::Result;

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let world = line.world;
    let passphrase = world.secret("vault passphrase");
    let file = world.given("vault passphrase", passphrase)?;
    let new = world.given("new passphrase", world.secret("new passphrase"))?;
    line.run(Call::new(&["vault", "status"]))?;
    line.run(Call::new(&["vault", "status", "--json"]))?;
    line.run(Call::new(&["vault", "unlock", "--for", "10m"]))?;
    line.run(Call::new(&["vault", "lock"]))?;
    line.run(Call::new(&["vault", "use-keyring"]))?;
    line.run(Call::new(&["vault", "status"]))?;
    line.run(Call::new(&["vault", "use-passphrase", "--new-passphrase-file", &new]))?;
    let change = ["vault", "change-passphrase", "--new-passphrase-file", &file];
    let wrong = world.secret("wrong passphrase");
    line.run(Call::new(&change).variable("MUDBRICK_PASSPHRASE", wrong).fails())?;
    let current = world.secret("new passphrase");
    line.run(Call::new(&change).variable("MUDBRICK_PASSPHRASE", current))?;

    let history = line.run(Call::new(&["vault", "history", "Places", "--json"]))?;
    let history: serde_json::Value = serde_json::from_str(&history)?;
    let oldest = history
        .as_array()
        .and_then(|all| all.last())
        .map_or(1, |it| it["number"].as_u64().unwrap_or(1));
    line.run(Call::new(&["vault", "history", "Places"]))?;
    line.run(Call::new(&["vault", "restore", "Places", &oldest.to_string()]))?;
    line.run(Call::new(&["vault", "history", "imported", "--key"]))?;
    line.run_to_see(Call::new(&["vault", "restore", "imported", "1", "--key"]))?;
    Ok(())
}
