//! Starting other programs. What opens the vault is for this one alone, and everybody who starts another comes here.

use std::ffi::OsStr;
use std::process::Command;

/// The variables that open the vault. Each opens all of it.
pub const KEYS_TO_THE_VAULT: [&str; 4] =
    ["MUDBRICK_PASSPHRASE", "MUDBRICK_AGE_KEY", "MUDBRICK_AGE_KEY_FILE", "MUDBRICK_AGE_KEY_CMD"];

/// A program, with this one's environment but for what opens the vault.
pub fn other_program(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for name in KEYS_TO_THE_VAULT {
        command.env_remove(name);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_program_is_given_what_opens_the_vault() {
        let command = other_program("x");
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).collect();
        for name in KEYS_TO_THE_VAULT {
            assert!(removed.iter().any(|(one, _)| *one == name), "{name}");
        }
    }
}
