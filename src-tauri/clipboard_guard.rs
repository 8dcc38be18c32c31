//! Takes a secret off the clipboard when this program can no longer do it: killed, or crashed. A second process of it waits
//! for that, with nothing but a hash of what was copied.
//!
//! On X11 a clipboard goes with the program that owns it, unless a clipboard manager has kept it; elsewhere it always stays.

use crate::pasteboard::{Content, Pasteboard};
use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitCode, Stdio};

/// What the second process is started with.
pub(crate) const ARGUMENT: &str = "--guard-clipboard";
/// The last word of a program that has taken its secret off by itself, or whose secret is no longer there.
const RELEASED: &str = "released";
/// A hash and the word; more is nobody's.
const LIMIT: u64 = 64;

/// Watches over one copy at a time.
#[derive(Default)]
pub(crate) struct Guard {
    /// None where nothing is watched over, as in a test.
    program: Option<PathBuf>,
    watching: Option<Child>,
}

impl Guard {
    pub(crate) fn by(program: Option<PathBuf>) -> Self {
        Self { program, watching: None }
    }

    /// A secret was copied: another one than before.
    pub(crate) fn watch(&mut self, secret: &str) {
        self.release();
        // Without it, the secret still goes after its time, unless this program is killed within it.
        self.watching = self.program.as_deref().and_then(|program| begin(program, secret));
    }

    /// The secret is off the clipboard, or somebody else's is on it.
    pub(crate) fn release(&mut self) {
        let Some(mut child) = self.watching.take() else { return };
        if let Some(mut pipe) = child.stdin.take() {
            // One that has ended already watches over nothing.
            let _ = pipe.write_all(RELEASED.as_bytes());
        }
        // Closing the pipe ends it; waiting leaves no process behind that has ended and is not let go of.
        let _ = child.wait();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.release();
    }
}

fn begin(program: &Path, secret: &str) -> Option<Child> {
    let mut command = mudbrick_engine::other_program(program);
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    // A group of its own: what is killed along with the window must not be the one who clears up behind it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().ok()?;
    let pipe = child.stdin.as_mut()?;
    pipe.write_all(format!("{:016x}", hash(secret)).as_bytes()).ok()?;
    Some(child)
}

/// The same in both processes, which are of one program.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The second process, if it is one: it ends with the first.
pub(crate) fn work<'a>(
    mut arguments: impl Iterator<Item = &'a OsStr>,
    pasteboard: impl FnOnce() -> Box<dyn Pasteboard>,
) -> Option<ExitCode> {
    if arguments.next() != Some(OsStr::new(ARGUMENT)) || arguments.next().is_some() {
        return None;
    }
    wait(std::io::stdin().lock(), pasteboard);
    Some(ExitCode::SUCCESS)
}

/// Waits until the pipe is closed, and clears the clipboard unless the last word says that nothing is left to clear.
fn wait(pipe: impl Read, pasteboard: impl FnOnce() -> Box<dyn Pasteboard>) {
    let mut said = String::new();
    // A pipe that breaks is one that is closed.
    let _ = pipe.take(LIMIT).read_to_string(&mut said);
    let Ok(copied) = u64::from_str_radix(&said, 16) else { return };
    let mut pasteboard = pasteboard();
    if matches!(pasteboard.content(), Ok(Content::Text(text)) if hash(text.expose()) == copied) {
        // When it cannot be cleared there is nothing better to do than to leave it.
        let _ = pasteboard.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mudbrick_engine::{Secret, SecretText};
    use std::sync::{Arc, Mutex};

    #[derive(Clone)]
    struct Paper(Arc<Mutex<Option<String>>>);

    impl Pasteboard for Paper {
        fn content(&mut self) -> Result<Content, String> {
            let text = self.0.lock().unwrap().clone();
            Ok(text.map_or(Content::Nothing, |text| Content::Text(Secret::new(text))))
        }

        fn put_secret(&mut self, secret: &SecretText) -> Result<(), String> {
            *self.0.lock().unwrap() = Some(secret.expose().clone());
            Ok(())
        }

        fn clear(&mut self) -> Result<(), String> {
            *self.0.lock().unwrap() = None;
            Ok(())
        }

        fn close(&mut self) {}
    }

    /// What is left on a clipboard with `text` once the pipe has said `said` and is closed.
    fn left(text: &str, said: &str) -> Option<String> {
        let paper = Paper(Arc::new(Mutex::new(Some(text.to_owned()))));
        let board = paper.clone();
        wait(said.as_bytes(), || Box::new(board));
        paper.0.lock().unwrap().clone()
    }

    #[test]
    fn what_a_killed_program_copied_is_cleared_and_nothing_else() {
        let said = format!("{:016x}", hash("p8e-secret"));
        assert_eq!(left("p8e-secret", &said), None);
        assert_eq!(left("somebody else's", &said).as_deref(), Some("somebody else's"));
        assert_eq!(left("p8e-secret", &format!("{said}{RELEASED}")).as_deref(), Some("p8e-secret"));
        assert_eq!(left("p8e-secret", "").as_deref(), Some("p8e-secret"), "it died too early");
    }

    #[test]
    fn only_the_one_argument_makes_a_guard_of_the_program() {
        for given in [vec![], vec!["--practice"], vec![ARGUMENT, "more"]] {
            let arguments = given.iter().map(OsStr::new);
            assert!(work(arguments, || unreachable!()).is_none(), "{given:?}");
        }
    }

    #[test]
    fn the_pipe_says_no_secret() {
        let said = format!("{:016x}", hash("p8e-secret"));
        assert!(!said.contains("p8e") && said.len() == 16);
    }
}
