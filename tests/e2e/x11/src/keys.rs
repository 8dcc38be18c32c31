//! Types into a window of another program, key by key, as the person at the keyboard would: for the system's own dialogs and the
//! quick window, which no driver of web pages reaches.

use crate::windows::titled;
use anyhow::{Context as _, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Keysym, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::{CURRENT_TIME, NONE};

const SHIFT: Keysym = 0xffe1;
pub(crate) const CONTROL: Keysym = 0xffe3;
pub(crate) const ALT: Keysym = 0xffe9;
const ENTER: Keysym = 0xff0d;

/// Gives the window of a title the keyboard, types a text into it and ends with Enter.
pub(crate) fn type_into(title: &str, text: &str) -> Result<()> {
    let (connection, screen) = x11rb::connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let window = titled(&connection, root, title)?;
    let keyboard = Keyboard::read(&connection)?;
    focus(&connection, window)?;
    keyboard.enter(text)
}

/// Gives a window the keyboard.
pub(crate) fn focus(connection: &impl Connection, window: Window) -> Result<()> {
    Ok(connection.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME)?.check()?)
}

/// The keyboard, with what each key gives, alone and with Shift.
pub(crate) struct Keyboard<'a, C> {
    connection: &'a C,
    first: Keycode,
    per_key: usize,
    symbols: Vec<Keysym>,
}

impl<'a, C: Connection> Keyboard<'a, C> {
    pub(crate) fn read(connection: &'a C) -> Result<Self> {
        let setup = connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        Ok(Self {
            connection,
            first,
            per_key: map.keysyms_per_keycode.into(),
            symbols: map.keysyms,
        })
    }

    /// Types a text, and Enter.
    pub(crate) fn enter(&self, text: &str) -> Result<()> {
        for character in text.chars() {
            let (key, level) = self
                .find(character as Keysym)
                .with_context(|| format!("there is no key for {character}"))?;
            let shift = if level == 1 { Some(self.key(SHIFT)?) } else { None };
            self.press(shift.into_iter().chain([key]))?;
        }
        self.press([self.key(ENTER)?])
    }

    /// Presses keys by what they give alone, the one while the others are held, and lets them go.
    pub(crate) fn together(&self, symbols: &[Keysym]) -> Result<()> {
        let keys = symbols.iter().map(|symbol| self.key(*symbol));
        self.press(keys.collect::<Result<Vec<_>>>()?)
    }

    fn press(&self, keys: impl IntoIterator<Item = Keycode>) -> Result<()> {
        let keys: Vec<Keycode> = keys.into_iter().collect();
        keys.iter().try_for_each(|key| self.strike(KEY_PRESS_EVENT, *key))?;
        keys.iter().rev().try_for_each(|key| self.strike(KEY_RELEASE_EVENT, *key))
    }

    fn strike(&self, kind: u8, key: Keycode) -> Result<()> {
        self.connection.xtest_fake_input(kind, key, CURRENT_TIME, NONE, 0, 0, 0)?.check()?;
        Ok(())
    }

    fn key(&self, symbol: Keysym) -> Result<Keycode> {
        let found = self.find(symbol).with_context(|| format!("there is no key {symbol:#x}"))?;
        Ok(found.0)
    }

    /// The key that gives a symbol, and whether Shift has to be held (1).
    fn find(&self, symbol: Keysym) -> Option<(Keycode, usize)> {
        let of = |(index, symbols): (usize, &[Keysym])| {
            let level = symbols.iter().take(2).position(|known| *known == symbol)?;
            Some((self.first + u8::try_from(index).ok()?, level))
        };
        self.symbols.chunks(self.per_key).enumerate().find_map(of)
    }
}
