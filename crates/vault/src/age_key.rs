//! A vault's key that a person keeps and gives to the program, as users of `age` and `sops` know it: in the environment, in a
//! file, or printed by a command. Opening costs nothing then: a passphrase costs a second of work each time.

use crate::SecretText;
use crate::custody::identity_in;
use crate::files;
use crate::programs::other_program;
use age::x25519;
use std::ffi::OsString;
use std::io::Read as _;
use std::path::PathBuf;
use std::process::Stdio;
use zeroize::Zeroizing;

/// A file of keys with comments is a few hundred bytes.
const LIMIT: u64 = 64 * 1024;

/// Where the key is.
#[derive(Debug, Clone)]
pub enum AgeKey {
    /// The key itself, `AGE-SECRET-KEY-1…`.
    Text(SecretText),
    /// A file that has it on a line, as `age-keygen` writes it.
    File(PathBuf),
    /// A command that prints it, as the system's shell takes it.
    Command(OsString),
}

impl AgeKey {
    /// `MUDBRICK_AGE_KEY`, else `MUDBRICK_AGE_KEY_FILE`, else `MUDBRICK_AGE_KEY_CMD`. Nothing is read or run yet.
    pub fn from_environment(env: impl Fn(&str) -> Option<OsString>) -> Option<Self> {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        if let Some(text) = set("MUDBRICK_AGE_KEY") {
            // What is not text is no key, which is said where it is needed.
            return Some(Self::Text(SecretText::new(text.to_string_lossy().into_owned())));
        }
        let file = set("MUDBRICK_AGE_KEY_FILE").map(|path| Self::File(PathBuf::from(path)));
        file.or_else(|| set("MUDBRICK_AGE_KEY_CMD").map(Self::Command))
    }

    /// The variable that names it.
    pub(crate) fn variable(&self) -> &'static str {
        match self {
            Self::Text(_) => "MUDBRICK_AGE_KEY",
            Self::File(_) => "MUDBRICK_AGE_KEY_FILE",
            Self::Command(_) => "MUDBRICK_AGE_KEY_CMD",
        }
    }

    /// Gets it.
    ///
    /// # Errors
    /// Why there is none, without a word of what was read.
    pub(crate) fn load(&self) -> Result<x25519::Identity, String> {
        let text = match self {
            Self::Text(text) => text.clone(),
            Self::File(path) => {
                let bytes = files::read(path, LIMIT).map_err(|error| error.to_string())?;
                let bytes = Zeroizing::new(bytes);
                SecretText::new(String::from_utf8_lossy(&bytes).into_owned())
            }
            Self::Command(command) => printed_by(command)?,
        };
        identity_in(text.expose())
            .ok_or_else(|| "it is no key of age (AGE-SECRET-KEY-1…)".to_owned())
    }
}

/// What a command prints. It may ask the person at their terminal; standard input is left to this program.
fn printed_by(command: &OsString) -> Result<SecretText, String> {
    #[cfg(unix)]
    let (shell, option) = ("sh", "-c");
    #[cfg(not(unix))]
    let (shell, option) = ("cmd", "/C");
    let mut running = other_program(shell)
        .arg(option)
        .arg(command)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| format!("{shell} cannot be run: {error}"))?;
    // Of one size from the beginning: a buffer that grows leaves the key behind in memory.
    let mut printed = Zeroizing::new(Vec::with_capacity(LIMIT as usize + 1));
    let read = match running.stdout.take() {
        Some(stdout) => stdout.take(LIMIT + 1).read_to_end(&mut printed).map(drop),
        None => Ok(()),
    };
    if printed.len() as u64 > LIMIT {
        // It may never end by itself. Where it cannot be ended, it ends by its output, which nobody reads any more.
        let _ = running.kill();
        let _ = running.wait();
        return Err(format!("the command prints more than {} KB", LIMIT / 1024));
    }
    let ended = read.and_then(|()| running.wait());
    let status = ended.map_err(|error| format!("the command cannot be read: {error}"))?;
    if !status.success() {
        return Err(format!("the command ended with {status}"));
    }
    Ok(SecretText::new(String::from_utf8_lossy(&printed).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::custody::text_of;
    use rstest::rstest;

    fn key() -> (x25519::Identity, String) {
        let identity = x25519::Identity::generate();
        let text = text_of(&identity).expose().clone();
        (identity, text)
    }

    fn loaded(key: &AgeKey) -> String {
        key.load().unwrap().to_public().to_string()
    }

    #[test]
    fn it_comes_from_a_variable_a_file_or_a_command() {
        let (identity, text) = key();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key.txt");
        let written = format!("# created: today\n# public key: {}\n{text}\n", identity.to_public());
        files::save(&file, written.as_bytes(), files::Mode::Private).unwrap();
        let public = identity.to_public().to_string();
        assert_eq!(loaded(&AgeKey::Text(SecretText::new(format!(" {text}\n")))), public);
        assert_eq!(loaded(&AgeKey::File(file.clone())), public);
        #[cfg(unix)]
        {
            let command = format!("cat '{}'", file.display());
            assert_eq!(loaded(&AgeKey::Command(command.into())), public);
        }
    }

    #[test]
    fn what_is_no_key_is_said_without_quoting_it() {
        let (_, text) = key();
        let broken = text.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-2");
        let error = AgeKey::Text(SecretText::new(broken.clone())).load().map(drop).unwrap_err();
        assert!(!error.contains(&broken), "{error}");
        assert!(AgeKey::File(PathBuf::from("/nowhere")).load().is_err());
        assert!(AgeKey::Command("exit 3".into()).load().is_err());
        let printed_and_failed = AgeKey::Command(format!("echo {text}; exit 1").into());
        let error = printed_and_failed.load().map(drop).unwrap_err();
        assert!(!error.contains(&text), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_prints_without_end_is_ended() {
        let error = AgeKey::Command("yes".into()).load().map(drop).unwrap_err();
        assert_eq!(error, "the command prints more than 64 KB");
    }

    #[rstest]
    #[case::none(&[], None)]
    #[case::empty(&[("MUDBRICK_AGE_KEY", "")], None)]
    #[case::the_key_first(&[("MUDBRICK_AGE_KEY", "a"), ("MUDBRICK_AGE_KEY_FILE", "b")], Some("MUDBRICK_AGE_KEY"))]
    #[case::then_the_file(&[("MUDBRICK_AGE_KEY_CMD", "a"), ("MUDBRICK_AGE_KEY_FILE", "b")], Some("MUDBRICK_AGE_KEY_FILE"))]
    #[case::then_the_command(&[("MUDBRICK_AGE_KEY_CMD", "a")], Some("MUDBRICK_AGE_KEY_CMD"))]
    fn the_nearest_variable_counts(#[case] set: &[(&str, &str)], #[case] expected: Option<&str>) {
        let env = |name: &str| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        assert_eq!(AgeKey::from_environment(env).map(|key| key.variable()), expected);
    }
}
