//! Profiles for work on many of them, with the vault open.

use crate::core::Core;
use crate::threads::blocking;
use crate::vault::stored;
use mudbrick_model::{ErrorCode, Problem, Profile, ProfileId};
use std::sync::Arc;

/// The profiles as they are, with the vault open: a person is asked for its key once, and not sixteen times at once.
///
/// # Errors
/// The vault does not open: it would be the same for all of them.
pub(crate) async fn opened(core: &Arc<Core>, ids: &[ProfileId]) -> Result<Vec<Profile>, Problem> {
    let (core, ids) = (Arc::clone(core), ids.to_vec());
    blocking(move || {
        // One that was deleted meanwhile is left out.
        let found = ids.iter().filter_map(|id| core.profiles.get(id).ok());
        let profiles: Vec<Profile> = found.map(|stored| stored.value).collect();
        if let Some(first) = profiles.first()
            && let Err(problem) = stored::client_secrets(&core.vault, &first.id)
            && is_the_vaults(&problem)
        {
            return Err(problem);
        }
        Ok(profiles)
    })
    .await?
}

fn is_the_vaults(problem: &Problem) -> bool {
    matches!(problem.code, ErrorCode::VaultLocked | ErrorCode::VaultAbsent | ErrorCode::VaultDenied)
}
