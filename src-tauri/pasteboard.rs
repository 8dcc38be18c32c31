//! The system's clipboard behind a seam, so that a test can hold one of its own.

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(windows)]
use arboard::SetExtWindows as _;
use mudbrick_engine::SecretText;
use std::path::PathBuf;

/// What is on a clipboard.
#[derive(Debug)]
pub enum Content {
    /// Files that were copied in a file manager.
    Files(Vec<PathBuf>),
    /// Anything that can be had as text.
    Text(SecretText),
    /// Nothing that can be read here.
    Nothing,
}

/// A clipboard. Its errors are sentences of the system's.
pub trait Pasteboard: Send {
    /// What it holds.
    fn content(&mut self) -> Result<Content, String>;

    /// Puts a secret on it, marked so that clipboard histories leave it out.
    fn put_secret(&mut self, secret: &SecretText) -> Result<(), String>;

    /// Empties it.
    fn clear(&mut self) -> Result<(), String>;

    /// Lets go of everything that is kept for the next use: what was copied last may still be in it.
    fn close(&mut self);
}

/// The system's, opened at the first use and kept open: on X11 its owner has to answer for what it holds.
#[derive(Default)]
pub(crate) struct System(Option<arboard::Clipboard>);

impl System {
    fn open(&mut self) -> Result<&mut arboard::Clipboard, String> {
        match &mut self.0 {
            Some(open) => Ok(open),
            closed => Ok(closed.insert(arboard::Clipboard::new().map_err(said)?)),
        }
    }
}

impl Pasteboard for System {
    fn content(&mut self) -> Result<Content, String> {
        let system = self.open()?;
        match system.get().file_list() {
            Ok(files) if !files.is_empty() => return Ok(Content::Files(files)),
            _ => {}
        }
        match system.get_text() {
            Ok(text) => Ok(Content::Text(SecretText::new(text))),
            Err(arboard::Error::ContentNotAvailable) => Ok(Content::Nothing),
            Err(error) => Err(said(error)),
        }
    }

    fn put_secret(&mut self, secret: &SecretText) -> Result<(), String> {
        let set = self.open()?.set().exclude_from_history();
        set.text(secret.expose().as_str()).map_err(said)
    }

    fn clear(&mut self) -> Result<(), String> {
        self.open()?.clear().map_err(said)
    }

    fn close(&mut self) {
        // The connection to an X server has what it last wrote in its buffers.
        self.0 = None;
    }
}

fn said(error: arboard::Error) -> String {
    error.to_string()
}
