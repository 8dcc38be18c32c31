//! Closes a window as a window manager does for the person who presses its cross (ICCCM, section 4.2.8.1).

use crate::windows::{atom, each_titled};
use anyhow::{Context as _, Result, bail};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window,
};
use x11rb::{CURRENT_TIME, connect};

/// Asks the window of a title to close.
pub(crate) fn close(title: &str) -> Result<()> {
    let (connection, screen) = connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let protocols = atom(&connection, "WM_PROTOCOLS")?;
    let delete = atom(&connection, "WM_DELETE_WINDOW")?;
    let takes = |window: Window| -> Result<bool> {
        let asked =
            connection.get_property(false, window, protocols, AtomEnum::ATOM, 0, 64)?.reply();
        let listed: Vec<Atom> =
            asked.ok().and_then(|reply| reply.value32().map(Iterator::collect)).unwrap_or_default();
        Ok(listed.contains(&delete))
    };
    for window in each_titled(&connection, root, title)? {
        if takes(window)? {
            let message =
                ClientMessageEvent::new(32, window, protocols, [delete, CURRENT_TIME, 0, 0, 0]);
            connection.send_event(false, window, EventMask::NO_EVENT, message)?;
            connection.flush()?;
            return Ok(());
        }
    }
    bail!("no window called {title} can be closed")
}
