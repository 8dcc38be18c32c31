//! Drag and drop between programs on X11 (XDND, version 5), from the side that drags. The pointer stays where it is: what
//! a target is told is where it would be.

use crate::selection;
use crate::windows::{atom, taking_drops};
use anyhow::{Context as _, Result, bail};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, ClientMessageEvent, ConnectionExt as _, EventMask, PropMode, SelectionRequestEvent,
    Window, WindowClass,
};
use x11rb::wrapper::ConnectionExt as _;
use x11rb::{COPY_FROM_PARENT, CURRENT_TIME, NONE};

/// How long the target may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        XdndEnter, XdndPosition, XdndStatus, XdndDrop, XdndFinished, XdndSelection, XdndActionCopy, TARGETS, ATOM,
    }
}

/// Drops files on the window of a title, waits until it has taken them, and tells when they were let go, in milliseconds since 1970: a window may show
/// what it got before this is told.
#[allow(clippy::disallowed_methods, reason = "the moment is compared with one of a real page")]
pub(crate) fn drop_files(title: &str, files: &[&str]) -> Result<u128> {
    let (connection, screen) = x11rb::connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let source = connection.generate_id()?;
    let class = WindowClass::INPUT_OUTPUT;
    connection.create_window(
        0,
        source,
        root,
        0,
        0,
        1,
        1,
        0,
        class,
        COPY_FROM_PARENT,
        &Default::default(),
    )?;
    let atoms = Atoms::new(&connection)?.reply()?;
    let list: String = files.iter().map(|file| format!("file://{file}\r\n")).collect();
    let uri_list = atom(&connection, "text/uri-list")?;
    let target = taking_drops(&connection, root, title)?;
    let drag = Drag { connection: &connection, atoms: &atoms, source, target, uri_list, list };
    connection.set_selection_owner(source, atoms.XdndSelection, CURRENT_TIME)?;

    let place = connection.translate_coordinates(target, root, 200, 200)?.reply()?;
    let place = u32::from(place.dst_x as u16) << 16 | u32::from(place.dst_y as u16);
    drag.say(atoms.XdndEnter, [5 << 24, uri_list, NONE, NONE])?;
    let position = [0, place, CURRENT_TIME, atoms.XdndActionCopy];
    drag.say(atoms.XdndPosition, position)?;
    // The first status comes before the target has looked at what it would get.
    for _ in 0..2 {
        drag.until(atoms.XdndStatus)?;
        drag.say(atoms.XdndPosition, position)?;
    }
    if drag.until(atoms.XdndStatus)?[1] & 1 == 0 {
        bail!("{title} does not take these files");
    }
    let dropped_at = SystemTime::now();
    drag.say(atoms.XdndDrop, [0, CURRENT_TIME, NONE, NONE])?;
    drag.until(atoms.XdndFinished)?;
    Ok(dropped_at.duration_since(UNIX_EPOCH)?.as_millis())
}

struct Drag<'a, C> {
    connection: &'a C,
    atoms: &'a Atoms,
    source: Window,
    target: Window,
    uri_list: Atom,
    list: String,
}

impl<C: Connection> Drag<'_, C> {
    /// Tells the target something; the first word is always who says it.
    fn say(&self, kind: Atom, [a, b, c, d]: [u32; 4]) -> Result<()> {
        let message = ClientMessageEvent::new(32, self.target, kind, [self.source, a, b, c, d]);
        self.connection.send_event(false, self.target, EventMask::NO_EVENT, message)?;
        self.connection.flush()?;
        Ok(())
    }

    /// Waits for the target's answer, and hands over the files when asked for them.
    fn until(&self, kind: Atom) -> Result<[u32; 5]> {
        let began = Instant::now();
        loop {
            match self.connection.poll_for_event()? {
                Some(Event::ClientMessage(message)) if message.type_ == kind => {
                    return Ok(message.data.as_data32());
                }
                Some(Event::SelectionRequest(request)) => self.hand_over(&request)?,
                Some(_) => {}
                None if began.elapsed() > PATIENCE => bail!("the window does not answer the drag"),
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    fn hand_over(&self, request: &SelectionRequestEvent) -> Result<()> {
        let SelectionRequestEvent { requestor, property, target, .. } = *request;
        let replace = PropMode::REPLACE;
        let given = if target == self.uri_list {
            let bytes = self.list.as_bytes();
            self.connection.change_property8(replace, requestor, property, target, bytes)?;
            property
        } else if target == self.atoms.TARGETS {
            let list = [self.uri_list];
            self.connection.change_property32(
                replace,
                requestor,
                property,
                self.atoms.ATOM,
                &list,
            )?;
            property
        } else {
            NONE
        };
        selection::answer(self.connection, request, given)
    }
}
