//! A service account (JWT) moved to OAuth and back by every option.

use crate::command_line::{Call, CommandLine};
use anyhow::Result;

const SCOPES: &str = "openid, AdobeID, read_organizations, campaign_sdk";

pub(super) fn play(line: &mut CommandLine<'_>) -> Result<()> {
    let secret = line.world.given("oauth secret", line.world.secret("JWT client secret"))?;
    line.run(Call::new(&["migrate", "Campaign", "--status"]))?;
    line.run(Call::new(&["migrate", "Campaign"]).fails())?;
    let begin = ["migrate", "Campaign", "--scopes", SCOPES, "--secret-file", &secret];
    line.run(Call::new(&[&begin[..], &["--requests", "0"]].concat()))?;
    line.run_to_see(Call::new(&["migrate", "Campaign", "--json"]))?;
    // It still signs with JWT.
    line.run(Call::new(&["migrate", "Campaign", "--retire"]).fails())?;
    line.run(Call::new(&["migrate", "Campaign", "--switch"]))?;
    // Back, and then given up: the other parts count on a service account.
    line.run(Call::new(&["migrate", "Campaign", "--undo"]))?;
    line.run(Call::new(&["migrate", "Campaign", "--undo"]))?;
    Ok(())
}
