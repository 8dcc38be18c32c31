//! Where everything lies: the home folder and the places in it. Nothing here touches the disk.

use mudbrick_model::{ErrorCode, Explain, Problem};
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
#[non_exhaustive]
pub enum LocateError {
    /// The environment lacks what it would be made of.
    #[error("locating the home folder: {variable} is not set")]
    Missing {
        /// Such as `HOME`.
        variable: &'static str,
    },
    /// It would be another folder for each folder that the program is started in.
    #[error("locating the home folder: {variable} is {path:?}, which does not begin at the root")]
    Relative {
        /// Such as `MUDBRICK_HOME`.
        variable: &'static str,
        /// What it says.
        path: PathBuf,
    },
}

impl Explain for LocateError {
    fn problem(&self) -> Problem {
        match self {
            Self::Missing { .. } => {
                Problem::new(ErrorCode::Storage, "Mudbrick cannot tell where to keep its files.")
                    .remedy("Set MUDBRICK_HOME to a folder of yours.")
                    .detail(self.to_string())
            }
            Self::Relative { variable, path } => Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "{variable} names the folder {}, which is another one in every folder that you start Mudbrick in.",
                    path.display()
                ),
            )
            .remedy(match path.starts_with("~") || !path.to_string_lossy().starts_with('~') {
                true => format!("Set {variable} to the whole path, from / or ~/ on."),
                false => format!("Set {variable} to the whole path: of names behind ~, Mudbrick knows none."),
            }),
        }
    }
}

impl Home {
    /// `MUDBRICK_HOME` when it is set, else the platform's folder for a person's data. A `~` at its beginning is the person's
    /// own folder also where no shell has put that in its place, as in a service's settings.
    ///
    /// # Errors
    /// The environment names no folder at all, or one that depends on where the program was started.
    pub fn locate(env: impl Fn(&str) -> Option<OsString>) -> Result<Self, LocateError> {
        let set = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let platform = Platform::CURRENT;
        match set(VARIABLE) {
            Some(path) => match path.strip_prefix("~") {
                Ok(rest) => Ok(Self::at(own_folder(platform, set)?.join(rest))),
                Err(_) => absolute(VARIABLE, path).map(Self::at),
            },
            None => data_folder(platform, set).map(Self::at),
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

    /// `drafts/`, what was open in the window and how it was edited, sealed.
    pub fn drafts(&self) -> PathBuf {
        self.path.join("drafts")
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

    /// `cache/last-used.json`, when each profile's token was handed out last.
    pub fn last_used(&self) -> PathBuf {
        self.cache().join("last-used.json")
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

    /// `runs/`, what came of each request of a run.
    pub fn runs(&self) -> PathBuf {
        self.path.join("runs")
    }

    /// `rotations/`, how far the rotation of each client's secret is.
    pub fn rotations(&self) -> PathBuf {
        self.path.join("rotations")
    }

    /// `migrations/`, how far each profile's way from JWT to OAuth is.
    pub fn migrations(&self) -> PathBuf {
        self.path.join("migrations")
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

    /// Held while the token that is kept under this name is being got: a profile's id, for its own token.
    pub fn token_lock(&self, kept_as: &str) -> PathBuf {
        self.lock(&format!("token-{kept_as}"))
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
    match platform {
        // XDG Base Directory Specification: a relative path is to be ignored.
        Platform::Freedesktop => match set("XDG_DATA_HOME").filter(|path| path.is_absolute()) {
            Some(folder) => Ok(folder.join("mudbrick")),
            None => Ok(own_folder(platform, set)?.join(".local/share/mudbrick")),
        },
        Platform::MacOs => {
            Ok(own_folder(platform, set)?.join("Library/Application Support/Mudbrick"))
        }
        Platform::Windows => Ok(needed("LOCALAPPDATA", set)?.join("Mudbrick")),
    }
}

/// What `~` stands for.
fn own_folder(
    platform: Platform,
    set: impl Fn(&str) -> Option<PathBuf>,
) -> Result<PathBuf, LocateError> {
    match platform {
        Platform::Freedesktop | Platform::MacOs => needed("HOME", set),
        Platform::Windows => needed("USERPROFILE", set),
    }
}

fn needed(
    variable: &'static str,
    set: impl Fn(&str) -> Option<PathBuf>,
) -> Result<PathBuf, LocateError> {
    absolute(variable, set(variable).ok_or(LocateError::Missing { variable })?)
}

fn absolute(variable: &'static str, path: PathBuf) -> Result<PathBuf, LocateError> {
    match path.is_absolute() {
        true => Ok(path),
        false => Err(LocateError::Relative { variable, path }),
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

    #[cfg(not(windows))]
    #[rstest]
    #[case::alone("~", "/h")]
    #[case::slash("~/", "/h")]
    #[case::below("~/x/y", "/h/x/y")]
    #[case::in_a_name("/a/~/b~", "/a/~/b~")]
    fn a_tilde_is_the_persons_own_folder(#[case] value: &str, #[case] expected: &str) {
        let home = Home::locate(env(&[("MUDBRICK_HOME", value), ("HOME", "/h")])).unwrap();
        assert_eq!(home.path(), Path::new(expected));
    }

    #[rstest]
    #[case::name(&[("MUDBRICK_HOME", "here")], "MUDBRICK_HOME names the folder here, ", "from / or ~/ on")]
    #[case::dots(&[("MUDBRICK_HOME", "../here")], "MUDBRICK_HOME names the folder ../here, ", "from / or ~/ on")]
    #[case::somebodys(&[("MUDBRICK_HOME", "~else/x"), ("HOME", "/h")], "~else/x", "behind ~")]
    #[case::own(&[("MUDBRICK_HOME", "~/x"), ("HOME", "h"), ("USERPROFILE", "h")], "names the folder h, ", "from / or")]
    fn a_relative_home_is_refused_with_a_sentence(
        #[case] pairs: &[(&str, &str)],
        #[case] message: &str,
        #[case] remedy: &str,
    ) {
        let problem = Home::locate(env(pairs)).unwrap_err().problem();
        assert_eq!(problem.code, ErrorCode::InvalidInput);
        assert!(problem.message.contains(message), "{problem:?}");
        assert!(problem.remedy_text().unwrap().contains(remedy), "{problem:?}");
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
