//! What opens the vault, as the environment gives it. It is out of the environment before there is a thread or a process of
//! the web view, all of which would inherit it.
//!
//! No program can take a variable out of its own environment and be sure that nothing reads it meanwhile. So this one starts
//! itself again without those variables, and gives itself their values through a pipe, which is empty once it was read.

use mudbrick_engine::{KEYS_TO_THE_VAULT, Secret, other_program};
use std::ffi::OsString;
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode};

/// What the program is started with the second time.
const ARGUMENT: &str = "--vault-keys-from-pipe";
/// In bytes: as much as every system's pipe holds before anybody reads it.
const LIMIT: usize = 4096;

/// The variables that open the vault and are set, with their values. It has no `Debug`.
pub(crate) struct VaultKeys(Vec<(String, OsString)>);

impl VaultKeys {
    /// Takes them from the pipe, where this is the second start, and gives the person's own arguments back. In a first start
    /// with such variables it does not come back, or with how the second start ended.
    ///
    /// # Errors
    /// The second start ended, or there was none.
    pub(crate) fn take(given: Vec<OsString>) -> Result<(Self, Vec<OsString>), Ended> {
        if given.first().is_some_and(|first| first == ARGUMENT) {
            let keys = Self::read(io::stdin().lock()).map_err(Ended::failed)?;
            return Ok((keys, given.into_iter().skip(1).collect()));
        }
        let set = KEYS_TO_THE_VAULT.into_iter();
        let set = set.filter_map(|name| Some((name.to_owned(), std::env::var_os(name)?)));
        let keys = Self(set.collect());
        if keys.0.is_empty() {
            return Ok((keys, given));
        }
        Err(keys.start_again(&given).map_or_else(Ended::failed, Ended::With))
    }

    /// The value of a variable.
    pub(crate) fn get(&self, name: &str) -> Option<OsString> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone())
    }

    fn start_again(&self, given: &[OsString]) -> io::Result<ExitCode> {
        let bytes = self.written();
        if bytes.expose().len() > LIMIT {
            return Err(io::Error::other("they are too long"));
        }
        run(again(&std::env::current_exe()?, given), &bytes)
    }

    /// As `NAME=value`, each with a zero behind it, which no variable has.
    fn written(&self) -> Secret<Vec<u8>> {
        let mut bytes = Vec::new();
        for (name, value) in &self.0 {
            bytes.extend_from_slice(name.as_bytes());
            bytes.push(b'=');
            bytes.extend_from_slice(value.as_encoded_bytes());
            bytes.push(0);
        }
        Secret::new(bytes)
    }

    fn read(pipe: impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        pipe.take(LIMIT as u64).read_to_end(&mut bytes)?;
        let bytes = Secret::new(bytes);
        let one = |entry: &[u8]| {
            let at = entry.iter().position(|byte| *byte == b'=')?;
            let name = std::str::from_utf8(&entry[..at]).ok()?;
            Some((name.to_owned(), value_of(&entry[at + 1..])))
        };
        Ok(Self(bytes.expose().split(|byte| *byte == 0).filter_map(one).collect()))
    }
}

/// Why this start goes no further.
pub(crate) enum Ended {
    /// As the second start did.
    With(ExitCode),
    /// Nothing was started: a clause of why.
    Failed(String),
}

impl Ended {
    fn failed(error: io::Error) -> Self {
        Self::Failed(format!(
            "the variables that open the vault cannot be kept from the web view: {error}"
        ))
    }
}

/// The program once more, without what opens the vault.
fn again(program: &Path, given: &[OsString]) -> Command {
    let mut command = other_program(program);
    command.arg(ARGUMENT).args(given);
    command
}

/// Becomes that program, under the name that this one was called by: whoever started it sees one process.
#[cfg(unix)]
fn run(mut command: Command, bytes: &Secret<Vec<u8>>) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    let (reader, mut writer) = io::pipe()?;
    writer.write_all(bytes.expose())?;
    // Who reads it waits for the end.
    drop(writer);
    if let Some(name) = std::env::args_os().next() {
        command.arg0(name);
    }
    Err(command.stdin(reader).exec())
}

/// No program can become another here: this one waits for it.
#[cfg(not(unix))]
fn run(mut command: Command, bytes: &Secret<Vec<u8>>) -> io::Result<ExitCode> {
    let mut child = command.stdin(std::process::Stdio::piped()).spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(bytes.expose())?;
    }
    let code = child.wait()?.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

#[cfg(unix)]
fn value_of(bytes: &[u8]) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec())
}

/// What is no Unicode cannot be put together again here, and neither a passphrase nor a key is that.
#[cfg(not(unix))]
fn value_of(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(all: &[(&str, &[u8])]) -> VaultKeys {
        VaultKeys(all.iter().map(|(name, value)| ((*name).to_owned(), value_of(value))).collect())
    }

    #[test]
    fn what_is_handed_over_arrives() {
        let odd: &[u8] = if cfg!(unix) { b"/keys/\xff=\n.txt" } else { b"/keys/=\n.txt" };
        let given =
            keys(&[("MUDBRICK_PASSPHRASE", b"a = b".as_slice()), ("MUDBRICK_AGE_KEY_FILE", odd)]);
        let taken = VaultKeys::read(given.written().expose().as_slice()).unwrap();
        assert_eq!(taken.0, given.0);
        assert_eq!(taken.get("MUDBRICK_PASSPHRASE"), Some("a = b".into()));
        assert_eq!(taken.get("MUDBRICK_AGE_KEY"), None);
        assert!(VaultKeys::read(io::empty()).unwrap().0.is_empty());
    }

    #[test]
    fn the_second_start_has_the_persons_arguments_and_no_variable_that_opens_the_vault() {
        let given: [OsString; 2] = ["--quick".into(), "--practice".into()];
        let command = again(Path::new("mudbrick-desktop"), &given);
        let arguments: Vec<_> = command.get_args().collect();
        assert_eq!(arguments, [ARGUMENT, "--quick", "--practice"]);
        for name in KEYS_TO_THE_VAULT {
            let is_out = command.get_envs().any(|(own, value)| own == name && value.is_none());
            assert!(is_out, "{name}");
        }
    }

    #[test]
    fn what_no_pipe_is_sure_to_hold_is_refused() {
        let long = keys(&[("MUDBRICK_PASSPHRASE", [b'a'; LIMIT].as_slice())]);
        assert!(long.start_again(&[]).is_err());
    }

    #[test]
    fn without_such_a_variable_nothing_is_started_again() {
        let names: Vec<_> = KEYS_TO_THE_VAULT.into_iter().filter_map(std::env::var_os).collect();
        assert!(names.is_empty(), "the tests run without them");
        let Ok((keys, left)) = VaultKeys::take(vec!["--quick".into()]) else { panic!("it ended") };
        assert!(keys.0.is_empty());
        assert_eq!(left, ["--quick"]);
    }
}
