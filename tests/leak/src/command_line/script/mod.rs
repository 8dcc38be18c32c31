//! Every command of the command line, as somebody uses it who holds nothing but canaries. Each part is one subject and can
//! count on the parts before it.

mod custody;
mod explaining;
mod foreign;
mod keys;
mod migration;
mod mishaps;
mod profiles;
mod requests;
mod rotation;
mod sharing;
mod signing_in;
mod tokens;

use super::CommandLine;
use crate::canary::Canary;
use anyhow::Result;

/// Plays all parts. Gives back the canaries that came to be on the way: tokens and private keys.
pub(crate) fn play(line: &mut CommandLine<'_>) -> Result<Vec<Canary>> {
    let mut canaries = Vec::new();
    profiles::play(line)?;
    keys::play(line, &mut canaries)?;
    tokens::play(line, &mut canaries)?;
    rotation::play(line, &mut canaries)?;
    migration::play(line)?;
    signing_in::play(line, &mut canaries)?;
    requests::play(line)?;
    explaining::play(line)?;
    sharing::play(line, &mut canaries)?;
    foreign::play(line)?;
    custody::play(line)?;
    mishaps::play(line)?;
    Ok(canaries)
}
