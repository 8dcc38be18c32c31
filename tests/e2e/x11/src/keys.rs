//! Types into a window of another program, key by key, as the person at the keyboard would: for the system's own dialogs,
//! which no driver of web pages reaches.

use crate::windows::titled;
use anyhow::{Context as _, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt as _, InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, Keycode, Keysym,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::{CURRENT_TIME, NONE};

const SHIFT: Keysym = 0xffe1;
const ENTER: Keysym = 0xff0d;

/// Gives the window of a title the keyboard, types a text into it and ends with Enter.
pub(crate) fn type_into(title: &str, text: &str) -> Result<()> {
    let (connection, screen) = x11rb::connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let window = titled(&connection, root, title)?;
    connection.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME)?.check()?;
    let keyboard = Keyboard::read(&connection)?;
    let shift = keyboard.find(SHIFT).context("there is no Shift key")?.0;
    for character in text.chars() {
        let (key, level) = keyboard
            .find(character as Keysym)
            .with_context(|| format!("there is no key for {character}"))?;
        if level == 1 {
            strike(&connection, KEY_PRESS_EVENT, shift)?;
        }
        strike(&connection, KEY_PRESS_EVENT, key)?;
        strike(&connection, KEY_RELEASE_EVENT, key)?;
        if level == 1 {
            strike(&connection, KEY_RELEASE_EVENT, shift)?;
        }
    }
    let enter = keyboard.find(ENTER).context("there is no Enter key")?.0;
    strike(&connection, KEY_PRESS_EVENT, enter)?;
    strike(&connection, KEY_RELEASE_EVENT, enter)
}

fn strike(connection: &impl Connection, kind: u8, key: Keycode) -> Result<()> {
    connection.xtest_fake_input(kind, key, CURRENT_TIME, NONE, 0, 0, 0)?.check()?;
    Ok(())
}

/// What each key gives, alone and with Shift.
struct Keyboard {
    first: Keycode,
    per_key: usize,
    symbols: Vec<Keysym>,
}

impl Keyboard {
    fn read(connection: &impl Connection) -> Result<Self> {
        let setup = connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        Ok(Self { first, per_key: map.keysyms_per_keycode.into(), symbols: map.keysyms })
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
