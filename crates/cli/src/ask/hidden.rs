//! A line typed at the terminal without being shown.
//!
//! The terminal hands over every key while it is typed, Ctrl+C too: a program that Ctrl+C ends in the middle of a prompt
//! would leave the terminal without echo. What the keys mean is the terminal's own setting.

use mudbrick_engine::{Secret, SecretText};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use zeroize::{Zeroize as _, Zeroizing};

/// Longer than any passphrase. A buffer that grew would leave copies of its beginning in memory.
const MOST_BYTES: usize = 4096;

/// How a prompt ended.
pub(crate) enum Typed {
    Line(SecretText),
    /// Ctrl+C, or a terminal that went away.
    Stopped,
}

/// Asks at the process's own terminal, wherever its output goes. `prompt` is shown as it is.
pub(crate) fn line(prompt: &str) -> io::Result<Typed> {
    let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
    let silent = Silent::new(&terminal)?;
    (&terminal).write_all(prompt.as_bytes())?;
    let typed = read(&terminal, &silent.before);
    // The line break of Enter was not shown either.
    (&terminal).write_all(b"\n")?;
    typed
}

/// The terminal without echo, until this is dropped.
struct Silent<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> Silent<'a> {
    fn new(terminal: &'a File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        silent.local_modes -= LocalModes::ECHO | LocalModes::ECHONL;
        silent.local_modes -= LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        // What was typed ahead was shown, and is not the passphrase.
        tcsetattr(terminal, OptionalActions::Flush, &silent)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for Silent<'_> {
    fn drop(&mut self) {
        // A terminal that went away needs no echo.
        let _ = tcsetattr(self.terminal, OptionalActions::Drain, &self.before);
    }
}

fn read(mut terminal: &File, keys: &Termios) -> io::Result<Typed> {
    let is = |key: u8, code: SpecialCodeIndex| key != 0 && keys.special_codes[code] == key;
    let mut line = Zeroizing::new(Vec::with_capacity(MOST_BYTES));
    let mut key = [0];
    loop {
        if terminal.read(&mut key)? == 0 {
            return Ok(Typed::Stopped);
        }
        match key[0] {
            key if is(key, SpecialCodeIndex::VINTR) || is(key, SpecialCodeIndex::VQUIT) => {
                return Ok(Typed::Stopped);
            }
            key if matches!(key, b'\n' | b'\r') || is(key, SpecialCodeIndex::VEOF) => {
                return text(std::mem::take(&mut *line)).map(Typed::Line);
            }
            key if matches!(key, 0x08 | 0x7f) || is(key, SpecialCodeIndex::VERASE) => {
                erase(&mut line);
            }
            key if is(key, SpecialCodeIndex::VKILL) => line.clear(),
            key if key >= b' ' && line.len() < MOST_BYTES => line.push(key),
            _ => {}
        }
    }
}

fn text(bytes: Vec<u8>) -> io::Result<SecretText> {
    String::from_utf8(bytes).map(Secret::new).map_err(|error| {
        error.into_bytes().zeroize();
        io::Error::new(io::ErrorKind::InvalidData, "what was typed is not UTF-8 text")
    })
}

/// Takes back the last character, which may be several bytes.
fn erase(typed: &mut Vec<u8>) {
    while let Some(byte) = typed.pop() {
        if byte & 0b1100_0000 != 0b1000_0000 {
            return;
        }
    }
}
