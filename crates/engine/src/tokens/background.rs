//! Renewal in the background: tokens of profiles in use are renewed when they are due, before anybody asks. Whoever holds the
//! engine calls [`Tokens::renew_due`] now and then; nothing here has a timer.

use super::shared::SharedOutcome;
use super::whose::TokenFor;
use super::{Freshness, Tokens, age};
use crate::metered::Metering;
use crate::threads::blocking;
use mudbrick_model::{ProfileId, Timestamp};
use tracing::info;

/// So many renewals at a time. The rest is due the next time, and a token that is due is good for ten minutes more.
const MOST_AT_ONCE: usize = 5;

impl Tokens {
    /// Renews the tokens of profiles in use that are due, a few at most, and says how many were. None while the vault is
    /// locked, or on a network that is known to be metered. One that has just failed is left alone as long as its failure holds.
    pub async fn renew_due(&self) -> usize {
        let mut renewed = 0;
        for (id, used_at) in self.due().await {
            let outcome = self.get(&id, Freshness::Cached).await;
            let now = self.core.now();
            // Where it could not be renewed, the one that is still good comes.
            let is_renewed =
                outcome.is_ok_and(|token| age::lasts(&token, now, age::RENEW_BEFORE_END));
            self.in_use.restore(&id, used_at, (!is_renewed).then_some(now));
            renewed += usize::from(is_renewed);
        }
        if renewed > 0 {
            info!(renewed, "tokens renewed in the background");
        }
        renewed
    }

    /// The profiles whose token is due, with when each was last used.
    async fn due(&self) -> Vec<(ProfileId, Timestamp)> {
        let tokens = self.clone();
        let due = blocking(move || {
            let now = tokens.core.now();
            // Before anything is opened: a locked vault must not ask the person for its keyring.
            if !tokens.core.vault.is_open() {
                return Vec::new();
            }
            let is_due = |(id, _): &(ProfileId, Timestamp)| {
                let Ok(stored) = tokens.core.profiles.get(id) else { return false };
                let whose = TokenFor::profile(stored.value);
                let key = tokens.cache_key(whose.as_profile());
                // One that has ended is not renewed either: its computer slept, and the next caller decides.
                let is_due = matches!(tokens.kept(&whose, &key), Ok(Some(token))
                    if age::is_good(&token, now) && !age::lasts(&token, now, age::RENEW_BEFORE_END));
                // No call would be made for one whose failure still holds: it would only take the place of another.
                is_due
                    && SharedOutcome::before_waiting(&tokens.core.home, whose.kept_as())
                        .held_back(&key, now)
                        .is_none()
            };
            let in_use = tokens.in_use.since_a_day(now).into_iter();
            let due: Vec<_> = in_use.filter(is_due).take(MOST_AT_ONCE).collect();
            // The system is asked only where there is something to get. Nobody asked for that, and the network is paid for by
            // what goes over it.
            if !due.is_empty() && tokens.core.metered.metering() == Metering::Metered {
                return Vec::new();
            }
            due
        });
        due.await.unwrap_or_default()
    }
}
