//! The doctor's room: what is found, what is wrong, and what to do, on any computer and in any home. What the rooms did lately
//! is in the diagnostics log, and both can be saved as one file to be given to others.
//!
//! ```text
//! events of all rooms ──▶ log ──────────────┐
//! home, vault, records, history ──▶ findings ┴──guard──▶ the file of `save_diagnostics`
//! ```

mod contents;
mod log;
mod places;
mod saving;
#[cfg(test)]
mod tests;
pub(crate) mod view;

pub use log::DiagnosticsLog;

use crate::core::Core;
use crate::vault::Vault;
use mudbrick_net::{ProxyVariable, proxy_variables};
use std::sync::Arc;
use view::{DoctorView, Finding, FindingKind, Grade};

/// The room of what is wrong.
pub struct Doctor {
    core: Arc<Core>,
    vault: Arc<Vault>,
}

impl Doctor {
    pub(crate) fn new(core: &Arc<Core>, vault: &Arc<Vault>) -> Self {
        Self { core: Arc::clone(core), vault: Arc::clone(vault) }
    }

    /// Looks at everything that can be looked at without asking the person for a password. Changes nothing but the
    /// fingerprints of secrets, which every look at them brings up to date.
    pub fn examine(&self) -> DoctorView {
        let home = &self.core.home;
        let mut findings = vec![system()];
        findings.extend(places::home(home));
        findings.push(places::clock(home, self.core.now()));
        findings.extend(self.clock_beside_adobes());
        findings.extend(proxies());
        findings.extend(self.policy_finding());
        findings.extend(self.vault_findings());
        findings.extend(self.record_findings());
        findings.extend(self.history_findings());
        findings.push(places::log(home));
        DoctorView { version: version(), findings }
    }
}

impl Doctor {
    /// By Adobe's last answers; nothing where the clocks agree, or none has come lately.
    fn clock_beside_adobes(&self) -> Option<Finding> {
        let now = self.core.now();
        let known = self.core.adobe_clock.known().filter(|known| known.is_recent(now))?;
        let sentence = known.sentence()?;
        let (grade, why) = match known.spoils_assertions() {
            true => {
                (Grade::Wrong, ": what other programs sign by it has ended before Adobe reads it")
            }
            false => (Grade::Note, ""),
        };
        let remedy = format!("Set the computer's clock by the network's time{why}.");
        Some(Finding::new(FindingKind::Clock, grade, sentence).remedy(remedy))
    }
}

fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

fn system() -> Finding {
    let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    Finding::well(
        FindingKind::System,
        format!("This is Mudbrick {} on {system}, {processor}.", version()),
    )
}

fn proxies() -> Vec<Finding> {
    let found = proxy_variables(|name| std::env::var_os(name));
    found
        .into_iter()
        .map(|ProxyVariable { variable, host }| match host {
            Ok(host) => {
                Finding::well(FindingKind::Proxy, format!("{variable} names the proxy {host}."))
            }
            Err(reason) => Finding::wrong(
                FindingKind::Proxy,
                format!("{variable} names a proxy that cannot be used: {reason}."),
            )
            .remedy(format!("Set {variable} to a proxy's URL, or unset it.")),
        })
        .collect()
}
