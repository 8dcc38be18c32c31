//! Where everything lies: the home folder and the places in it. Nothing here touches the disk.

use mudbrick_model::{ErrorCode, Explain, Problem, ProfileId};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variable that names the home folder, for tests, portable installations and people with several.
const VARIABLE: &str = "MUDBRICK_HOME";

/// A home folder, which need not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

/// The home folder could not be told.
#[derive(Debug, thiserror::Error)]
#[error("locating the home folder: {missing} is not set")]
pub struct LocateError {
    missing: &'static str,
}

impl Explain for LocateError {
    fn problem(&self) -> Problem {
        Problem::new(ErrorCode::Storage, "Mudbrick cannot tell where to keep its files.")
            .remedy("Set MUDBRICK_HOME to a folder of yours.")
            .detail(self.to_string())
    }
}

impl Home {
    /// `MUDBRICK_HOME` when it is set, else the platform's folder for a person's data.
    ///
    /// # Errors
    /// The environment names no folder at all.
    pub fn locate(env: impl Fn(&str) -> Option<OsString>) -> Result<Self, LocateError> {
        let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        match set(VARIABLE) {
            Some(path) => Ok(Self::at(path)),
            None => data_folder(Platform::CURRENT, set).map(Self::at),
        }
    }

    /// A home folder at a path of the caller's choice; a relative one counts from the current folder.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { path: std::path::absolute(&path).unwrap_or(path) }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `profiles/`, one TOML file each.
    pub fn profiles(&self) -> PathBuf {
        self.path.join("profiles")
    }

    /// `keys/`, one TOML file each.
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// `requests/`, the person's own `.http` files.
    pub fn requests(&self) -> PathBuf {
        self.path.join("requests")
    }

    /// `trash/`, what was deleted and can be brought back.
    pub fn trash(&self) -> PathBuf {
        self.path.join("trash")
    }

    /// `subjects.toml`, what certificates of new key pairs say of their owner.
    pub fn subjects(&self) -> PathBuf {
        self.path.join("subjects.toml")
    }

    /// `policy.toml`, what a person decided about safety.
    pub fn policy(&self) -> PathBuf {
        self.path.join("policy.toml")
    }

    /// `unfinished/`, whose secrets were saved and whose records were not yet.
    pub fn unfinished(&self) -> PathBuf {
        self.path.join("unfinished")
    }

    /// `lock-request`, which says when a person asked every running Mudbrick to lock its vault.
    pub fn lock_request(&self) -> PathBuf {
        self.path.join("lock-request")
    }

    /// `cache/`, what can be found again without it and is checked whenever it is used.
    pub fn cache(&self) -> PathBuf {
        self.path.join("cache")
    }

    /// `history.db`.
    pub fn history_db(&self) -> PathBuf {
        self.path.join("history.db")
    }

    /// `bodies/`, answers too large for the database. Bodies on their way in are streamed here too.
    pub fn bodies(&self) -> PathBuf {
        self.path.join("bodies")
    }

    /// `practice/`, what the practice Adobe keeps between runs.
    pub fn practice(&self) -> PathBuf {
        self.path.join("practice")
    }

    /// `diagnostics.log`, what was done lately and with what outcome, without a secret.
    pub fn diagnostics_log(&self) -> PathBuf {
        self.path.join("diagnostics.log")
    }

    /// The lock that goes with a name.
    pub fn lock(&self, name: &str) -> PathBuf {
        self.path.join("locks").join(format!("{name}.lock"))
    }

    /// Held while a profile's token is being got.
    pub fn token_lock(&self, id: &ProfileId) -> PathBuf {
        self.lock(&format!("token-{id}"))
    }
}

#[derive(Debug, Clone, Copy)]
enum Platform {
    Freedesktop,
    MacOs,
    Windows,
}

impl Platform {
    const CURRENT: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Freedesktop
    };
}

/// On Windows the folder that does not roam: the vault's key is this machine's, and a database must not be copied in use.
fn data_folder(
    platform: Platform,
    set: impl Fn(&str) -> Option<PathBuf>,
) -> Result<PathBuf, LocateError> {
    let need = |missing: &'static str| set(missing).ok_or(LocateError { missing });
    match platform {
        // XDG Base Directory Specification: a relative path is to be ignored.
        Platform::Freedesktop => match set("XDG_DATA_HOME").filter(|path| path.is_absolute()) {
            Some(folder) => Ok(folder.join("mudbrick")),
            None => Ok(need("HOME")?.join(".local/share/mudbrick")),
        },
        Platform::MacOs => Ok(need("HOME")?.join("Library/Application Support/Mudbrick")),
        Platform::Windows => Ok(need("LOCALAPPDATA")?.join("Mudbrick")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn env<'a>(pairs: &'a [(&str, &str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
    }

    #[test]
    fn the_variable_wins() {
        let home = Home::locate(env(&[("MUDBRICK_HOME", "/there"), ("HOME", "/root")])).unwrap();
        assert_eq!(home.path(), Path::new("/there"));
    }

    #[test]
    fn a_relative_home_is_made_absolute() {
        let home = Home::locate(env(&[("MUDBRICK_HOME", "here")])).unwrap();
        assert_eq!(home.path(), std::env::current_dir().unwrap().join("here"));
    }

    #[rstest]
    #[case::xdg(Platform::Freedesktop, &[("XDG_DATA_HOME", "/data"), ("HOME", "/h")], "/data/mudbrick")]
    #[case::xdg_relative(Platform::Freedesktop, &[("XDG_DATA_HOME", "data"), ("HOME", "/h")], "/h/.local/share/mudbrick")]
    #[case::xdg_unset(Platform::Freedesktop, &[("HOME", "/h")], "/h/.local/share/mudbrick")]
    #[case::mac(Platform::MacOs, &[("HOME", "/h")], "/h/Library/Application Support/Mudbrick")]
    #[case::windows(Platform::Windows, &[("LOCALAPPDATA", "/l")], "/l/Mudbrick")]
    fn the_platforms_folder(
        #[case] platform: Platform,
        #[case] pairs: &[(&str, &str)],
        #[case] expected: &str,
    ) {
        let env = env(pairs);
        let found = data_folder(platform, |name| env(name).map(PathBuf::from)).unwrap();
        assert_eq!(found, Path::new(expected));
    }

    #[test]
    fn without_any_variable_it_says_what_to_set() {
        let problem = Home::locate(env(&[("MUDBRICK_HOME", "")])).unwrap_err().problem();
        assert_eq!(problem.remedy_text(), Some("Set MUDBRICK_HOME to a folder of yours."));
    }
}
