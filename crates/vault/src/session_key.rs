//! A vault's key in the kernel's keyring, for a while: a vault under a passphrase then costs its second once, and not in every
//! process. The kernel itself forgets it when the time is over.
//!
//! It is in the keyring of the user, under the vault's public key, and every program of this user can read it until then, as
//! they can read a system keyring that is unlocked. It is never on a disk.

use crate::SecretText;
use age::x25519;
use std::time::Duration;

/// Keeps the key for so long.
///
/// # Errors
/// This system has no such keyring, or lets nobody use it: what it said.
pub(crate) fn keep(recipient: &str, key: &SecretText, lasts: Duration) -> Result<(), String> {
    kernel::keep(&name_of(recipient), key.expose().as_bytes(), lasts)
}

/// The key of this vault, while one is kept.
pub(crate) fn find(recipient: &str) -> Option<x25519::Identity> {
    let text = kernel::find(&name_of(recipient))?;
    let found = crate::custody::identity_in(std::str::from_utf8(&text).ok()?)?;
    // Whatever somebody has put there under this name.
    (found.to_public().to_string() == recipient).then_some(found)
}

/// Forgets it, and whether there was one.
pub(crate) fn forget(recipient: &str) -> bool {
    kernel::forget(&name_of(recipient))
}

fn name_of(recipient: &str) -> String {
    format!("mudbrick:{recipient}")
}

#[cfg(target_os = "linux")]
mod kernel {
    use linux_keyutils::{KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission};
    use std::time::Duration;
    use zeroize::Zeroizing;

    /// A key as text is 74 bytes.
    const MOST_BYTES: usize = 256;

    fn ring() -> Option<KeyRing> {
        KeyRing::from_special_id(KeyRingIdentifier::User, false).ok()
    }

    pub(super) fn keep(name: &str, key: &[u8], lasts: Duration) -> Result<(), String> {
        let ring = ring().ok_or("the kernel has no keyring for this user")?;
        let kept = ring.add_key(name, key).map_err(|error| error.to_string())?;
        let seconds = usize::try_from(lasts.as_secs()).unwrap_or(usize::MAX);
        // Every process of the user, whatever session it is in: a job of cron has one of its own.
        let own = Permission::VIEW
            | Permission::READ
            | Permission::SEARCH
            | Permission::WRITE
            | Permission::SETATTR;
        let perms = KeyPermissionsBuilder::builder().posessor(Permission::ALL).user(own).build();
        let limited = kept.set_timeout(seconds).and_then(|()| kept.set_perms(perms));
        limited.map_err(|error| {
            // One that would never end is not left behind.
            let _ = kept.revoke();
            error.to_string()
        })
    }

    pub(super) fn find(name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let mut buffer = Zeroizing::new([0_u8; MOST_BYTES]);
        let length = ring()?.search(name).ok()?.read(&mut *buffer).ok()?;
        buffer.get(..length).map(|text| Zeroizing::new(text.to_vec()))
    }

    pub(super) fn forget(name: &str) -> bool {
        let Some(ring) = ring() else { return false };
        // What has been revoked cannot be read from this moment on; the name is taken out after.
        ring.search(name).is_ok_and(|kept| {
            let is_gone = kept.revoke().is_ok();
            let _ = ring.unlink_key(kept);
            is_gone
        })
    }
}

#[cfg(not(target_os = "linux"))]
mod kernel {
    use std::time::Duration;
    use zeroize::Zeroizing;

    pub(super) fn keep(_name: &str, _key: &[u8], _lasts: Duration) -> Result<(), String> {
        Err("only Linux has a keyring in the kernel".to_owned())
    }

    pub(super) fn find(_name: &str) -> Option<Zeroizing<Vec<u8>>> {
        None
    }

    pub(super) fn forget(_name: &str) -> bool {
        false
    }
}
