//! Copies a token through the quick window as a person does, and says how long the machine made them wait.

use crate::keys::{ALT, CONTROL, Keyboard, focus};
use crate::selection;
use crate::windows::{atom, is_shown, titled};
use anyhow::{Context as _, Result, bail, ensure};
use std::thread;
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ConnectionExt as _, CreateWindowAux, Keysym, Window, WindowClass};
use x11rb::{COPY_DEPTH_FROM_PARENT, COPY_FROM_PARENT, CURRENT_TIME, NONE};

/// The shortcut's last key; Ctrl and Alt are held with it.
const SHORTCUT: Keysym = b'k' as Keysym;
/// What nobody is faster than from the shortcut to the first letter.
const PAUSE: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks.
const STEP: Duration = Duration::from_millis(1);

/// Shows the window of that title by its shortcut, types a text into it, and Enter. Gives the wait from the shortcut until the window
/// is there together with that from the first letter until something else is on the clipboard.
pub(crate) fn copy(title: &str, text: &str) -> Result<Duration> {
    let (connection, screen) = x11rb::connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let keyboard = Keyboard::read(&connection)?;
    // It is there beforehand, but not for the display before it is shown once.
    if let Ok(window) = titled(&connection, root, title) {
        ensure!(!is_shown(&connection, window)?, "the quick window is still open");
    }
    let clipboard = Clipboard::take(&connection, root)?;
    let pressed = Instant::now();
    keyboard.together(&[CONTROL, ALT, SHORTCUT])?;
    let window = waited("the quick window to be shown", || {
        let window = titled(&connection, root, title).ok();
        Ok(window.filter(|window| is_shown(&connection, *window).unwrap_or_default()))
    })?;
    let until_shown = pressed.elapsed();
    focus(&connection, window)?;
    thread::sleep(PAUSE);
    let typed = Instant::now();
    keyboard.enter(text)?;
    waited("something on the clipboard", || Ok(clipboard.is_lost()?.then_some(())))?;
    Ok(until_shown + typed.elapsed())
}

fn waited<T>(what: &str, look: impl Fn() -> Result<Option<T>>) -> Result<T> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        if let Some(found) = look()? {
            return Ok(found);
        }
        thread::sleep(STEP);
    }
    bail!("waited {} s for {what}", PATIENCE.as_secs())
}

/// The clipboard, with nothing on it, until somebody else copies.
struct Clipboard<'a, C> {
    connection: &'a C,
}

impl<'a, C: Connection> Clipboard<'a, C> {
    fn take(connection: &'a C, root: Window) -> Result<Self> {
        let window = connection.generate_id()?;
        connection
            .create_window(
                COPY_DEPTH_FROM_PARENT,
                window,
                root,
                0,
                0,
                1,
                1,
                0,
                WindowClass::INPUT_OUTPUT,
                COPY_FROM_PARENT,
                &CreateWindowAux::new(),
            )?
            .check()?;
        let selection = atom(connection, "CLIPBOARD")?;
        connection.set_selection_owner(window, selection, CURRENT_TIME)?.check()?;
        Ok(Self { connection })
    }

    /// Whether somebody else has copied. Whoever asked meanwhile what is there was told that it is nothing: they would wait.
    fn is_lost(&self) -> Result<bool> {
        while let Some(event) = self.connection.poll_for_event()? {
            match event {
                Event::SelectionClear(_) => return Ok(true),
                Event::SelectionRequest(asked) => selection::answer(self.connection, &asked, NONE)?,
                _ => {}
            }
        }
        Ok(false)
    }
}
