//! The room of the board: all profiles at a glance, and what is done to many of them at once. Nothing here opens the vault or
//! asks Adobe, but for renewing.

mod health;
mod renewing;
mod table;
pub(crate) mod view;

use crate::core::Core;
use crate::history::History;
use crate::keys::Keys;
use crate::profiles::Profiles;
use crate::profiles::view::ProfileSummary;
use crate::tokens::Tokens;
use crate::tokens::view::TokenState;
use crate::vault::Vault;
use crate::vault::stored::sign_in_left;
use health::Known;
use mudbrick_model::{Problem, Profile, ProfileId, Timestamp};
use mudbrick_vault::Shelf;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;
use view::BoardRow;

/// The room of the board.
pub struct Board {
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Arc<Keys>,
    tokens: Arc<Tokens>,
    profiles: Arc<Profiles>,
    history: Arc<History>,
}

/// A profile with what there is to know of it.
struct Shown {
    profile: Profile,
    token: TokenState,
    certificate_ends: Option<Timestamp>,
    row: BoardRow,
}

impl Board {
    pub(crate) fn new(
        core: &Arc<Core>,
        vault: &Arc<Vault>,
        keys: &Arc<Keys>,
        tokens: &Arc<Tokens>,
        profiles: &Arc<Profiles>,
        history: &Arc<History>,
    ) -> Self {
        Self {
            core: Arc::clone(core),
            vault: Arc::clone(vault),
            keys: Arc::clone(keys),
            tokens: Arc::clone(tokens),
            profiles: Arc::clone(profiles),
            history: Arc::clone(history),
        }
    }

    /// What there is to know of every profile beside its line in lists, in their order.
    pub fn rows(&self) -> Result<Vec<BoardRow>, Problem> {
        Ok(self.all()?.into_iter().map(|shown| shown.row).collect())
    }

    /// When each profile was used last: its token copied, or something sent with it.
    pub fn last_used(&self) -> BTreeMap<ProfileId, Timestamp> {
        let mut used = self.core.uses.all();
        for (id, at) in self.history.last_used() {
            let known = used.entry(id).or_insert(at);
            *known = (*known).max(at);
        }
        used
    }

    /// Every profile, what was used last first; those that never were come last, by organisation and name.
    pub fn recent(&self) -> Result<Vec<ProfileSummary>, Problem> {
        let used = self.last_used();
        let mut profiles = self.profiles.list()?;
        profiles.sort_by_key(|profile| Reverse(used.get(&profile.id).copied()));
        Ok(profiles)
    }

    fn all(&self) -> Result<Vec<Shown>, Problem> {
        let listing = self.core.profiles.list()?;
        let profiles: Vec<Profile> = listing.items.into_iter().map(|stored| stored.value).collect();
        let tokens = self.tokens.known_states(profiles.iter());
        // One look at each folder: a look for each profile would be a thousand. Where nobody can look, nothing is known of any
        // profile, and a row would say of each that it lacks its secret, or that all is well.
        let secrets = self.core.vault.saved_on(Shelf::Secrets)?;
        let secrets: BTreeMap<String, Timestamp> = secrets.into_iter().collect();
        let kept_tokens = self.core.vault.owners_on(Shelf::Tokens)?;
        let used = self.last_used();
        let now = self.core.now();
        let clock = self.core.adobe_clock.known();
        let clock = clock.filter(|off| off.is_recent(now) && off.spoils_assertions());
        let each = profiles.into_iter().zip(tokens).map(|(profile, token)| {
            let certificate_ends = self.keys.certificate_end(&profile);
            let key = profile.credential.key();
            let stored_at = secrets.get(profile.id.as_str()).copied();
            let known = Known {
                profile: &profile,
                token: &token,
                has_secret: stored_at.is_some(),
                sign_in: sign_in_left(&kept_tokens, &profile.id),
                has_key: key.is_some_and(|key| secrets.contains_key(key.as_str())),
                certificate_ends,
                clock: clock.filter(|off| off.is_of(profile.adobe)).and_then(|off| off.sentence()),
            };
            let row = BoardRow {
                id: profile.id.clone(),
                secret_stored_at: stored_at,
                last_used: used.get(&profile.id).copied(),
                health: health::of(&known, now),
            };
            Shown { profile, token, certificate_ends, row }
        });
        Ok(each.collect())
    }
}
