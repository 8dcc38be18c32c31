//! Files under a passphrase, and the one place that runs scrypt: with bounded memory, and in turns where memory is short.
//!
//! scrypt makes guessing slow by needing memory, and age would take as much as a second's work asks for: 1 GiB on a fast
//! machine, which a small one cannot give. How much is free is left to `memory`, whose turn it is to `turns`.

mod error;
mod memory;
#[cfg(test)]
mod tests;
mod turns;
mod work_factor;

pub use error::DerivationError;
pub use work_factor::WorkFactor;

use crate::sealed;
use crate::{SecretText, wiping::wipe_stack};
use age::secrecy::SecretString;
use age::{DecryptError, Encryptor, scrypt};
use memory::Memory;
use std::io;
use std::path::{Path, PathBuf};
use turns::Turn;
use zeroize::Zeroizing;

/// Less than this needs no turn and no look at the system: it is a test's file, or an old program's.
const NOT_WORTH_A_TURN: u64 = 1024 * 1024;
/// What a run needs besides scrypt's own memory.
const MARGIN: u64 = 8 * 1024 * 1024;

/// How keys are derived from passphrases here: with how much work, and in turns with whom.
#[derive(Debug, Clone)]
pub struct KeyDerivation {
    /// The folder whose runs take turns; none for a run that nobody else needs to know of.
    home: Option<PathBuf>,
    /// Where the system tells of its memory; another folder in tests.
    system: PathBuf,
    /// What is written is made with this factor instead of the one that fits the memory.
    fixed: Option<WorkFactor>,
}

impl Default for KeyDerivation {
    fn default() -> Self {
        Self { home: None, system: PathBuf::from("/"), fixed: None }
    }
}

impl KeyDerivation {
    /// In turns with every other process that works on this home folder.
    pub fn in_home(home: &Path) -> Self {
        Self { home: Some(home.to_owned()), ..Self::default() }
    }

    /// The same with a work factor that does not depend on the memory; for tests, which cannot wait for a good one.
    #[must_use]
    pub fn with_work_factor(self, factor: u8) -> Self {
        Self { fixed: Some(WorkFactor::clamped(factor)), ..self }
    }

    #[cfg(test)]
    fn on_system(self, system: &Path) -> Self {
        Self { system: system.to_owned(), ..self }
    }

    /// The parts together as an age file under the passphrase.
    ///
    /// # Errors
    /// [`DerivationError::NotEnoughMemory`]; [`DerivationError::Unwritable`] is a fault in Mudbrick.
    pub fn seal(
        &self,
        passphrase: &SecretText,
        parts: &[&[u8]],
    ) -> Result<Vec<u8>, DerivationError> {
        let unwritable = |error: io::Error| DerivationError::Unwritable(error.to_string());
        // Chosen while it is this run's turn: otherwise somebody else's run would weaken the file for good.
        let (factor, turn) = self.turn_to_write()?;
        let mut recipient = scrypt::Recipient::new(age_secret(passphrase));
        recipient.set_work_factor(factor.log_n());
        let sealed = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
            .map_err(io::Error::other)
            .and_then(|encryptor| sealed::encrypt(encryptor, parts));
        drop(turn);
        sealed.map_err(unwritable)
    }

    /// What an age file under the passphrase holds.
    ///
    /// # Errors
    /// The passphrase is wrong, the file damaged or no such file, or there is not enough memory to tell.
    pub fn open(
        &self,
        passphrase: &SecretText,
        bytes: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, DerivationError> {
        let factor = WorkFactor::of_file(bytes).ok_or(DerivationError::Damaged)?;
        if factor > WorkFactor::MOST_READ {
            return Err(DerivationError::TooMuchWork { work_factor: factor.log_n() });
        }
        let turn = self.turn(factor.memory(), Memory::with_swap)?;
        let mut opener = scrypt::Identity::new(age_secret(passphrase));
        // Nothing later in the file may ask for more memory than was found to be free.
        opener.set_max_work_factor(factor.log_n());
        let plain = sealed::decrypt(&opener, bytes);
        drop(turn);
        wipe_stack();
        plain.map_err(|error| match error {
            // A damaged salt or file key looks the same; the passphrase is by far the likelier.
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                DerivationError::WrongPassphrase
            }
            _ => DerivationError::Damaged,
        })
    }

    fn turn_to_write(&self) -> Result<(WorkFactor, Option<Turn>), DerivationError> {
        if let Some(fixed) = self.fixed {
            return Ok((fixed, self.turn(fixed.memory(), Memory::free)?));
        }
        let turn = self.wait_for_turn(WorkFactor::MOST_WRITTEN.memory());
        let factor = WorkFactor::fitting(Memory::of(&self.system).free());
        self.check(factor.memory(), Memory::free)?;
        Ok((factor, turn))
    }

    fn turn(
        &self,
        needed: u64,
        free: fn(&Memory) -> Option<u64>,
    ) -> Result<Option<Turn>, DerivationError> {
        if needed <= NOT_WORTH_A_TURN {
            return Ok(None);
        }
        let turn = self.wait_for_turn(needed);
        self.check(needed, free)?;
        Ok(turn)
    }

    fn wait_for_turn(&self, needed: u64) -> Option<Turn> {
        let free = Memory::of(&self.system).free();
        self.home.as_deref().and_then(|home| Turn::wait(home, needed, free))
    }

    /// Looked at before anything is allocated: a refused allocation would end the program, and one that is granted and
    /// not there gets it killed.
    fn check(&self, needed: u64, free: fn(&Memory) -> Option<u64>) -> Result<(), DerivationError> {
        match free(&Memory::of(&self.system)) {
            Some(free) if free < needed + MARGIN => {
                Err(DerivationError::NotEnoughMemory { needed: needed + MARGIN, free })
            }
            _ => Ok(()),
        }
    }
}

/// The copy is as long as its text, so that boxing it does not move it and leave another behind.
fn age_secret(passphrase: &SecretText) -> SecretString {
    SecretString::from(passphrase.expose().as_str().to_owned())
}
