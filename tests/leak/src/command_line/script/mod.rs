//! Every command of the command line, as somebody uses it who holds nothing but canaries. Each part is one subject and can
//! count on the parts before it.

mod custody;
mod foreign;
mod keys;
mod mishaps;
mod profiles;
mod requests;
mod sharing;
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
    requests::play(line)?;
    sharing::play(line, &mut canaries)?;
    foreign::play(line)?;
    custody::play(line)?;
    mishaps::play(line)?;
    Ok(canaries)
}
