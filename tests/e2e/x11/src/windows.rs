//! The windows on a display: their titles, and the one that takes drops.

use anyhow::{Context as _, Result};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{Atom, AtomEnum, ConnectionExt as _, MapState, Window};

/// The title of every window that has one.
pub(crate) fn titles() -> Result<Vec<String>> {
    let (connection, screen) = x11rb::connect(None).context("opening the display")?;
    let root = connection.setup().roots[screen].root;
    let mut found = Vec::new();
    each(&connection, root, &mut |window| {
        found.extend(names(&connection, window)?);
        Ok(())
    })?;
    found.dedup();
    Ok(found)
}

/// The window of that title that says it takes drops.
pub(crate) fn taking_drops(
    connection: &impl Connection,
    root: Window,
    title: &str,
) -> Result<Window> {
    let aware = atom(connection, "XdndAware")?;
    let mut found = None;
    each(connection, root, &mut |window| {
        let known = !property(connection, window, aware)?.is_empty();
        if known && names(connection, window)?.iter().any(|name| name == title) {
            found = Some(window);
        }
        Ok(())
    })?;
    found.with_context(|| format!("no window called {title} takes drops"))
}

/// The window of that title, shown or not.
pub(crate) fn titled(connection: &impl Connection, root: Window, title: &str) -> Result<Window> {
    let mut found = None;
    each(connection, root, &mut |window| {
        if names(connection, window)?.iter().any(|name| name == title) {
            found = Some(window);
        }
        Ok(())
    })?;
    found.with_context(|| format!("there is no window called {title}"))
}

pub(crate) fn is_shown(connection: &impl Connection, window: Window) -> Result<bool> {
    let attributes = connection.get_window_attributes(window)?.reply()?;
    Ok(attributes.map_state == MapState::VIEWABLE)
}

pub(crate) fn atom(connection: &impl Connection, name: &str) -> Result<Atom> {
    Ok(connection.intern_atom(false, name.as_bytes())?.reply()?.atom)
}

fn names(connection: &impl Connection, window: Window) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in [atom(connection, "_NET_WM_NAME")?, AtomEnum::WM_NAME.into()] {
        let bytes = property(connection, window, name)?;
        if !bytes.is_empty() {
            names.push(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(names)
}

fn property(connection: &impl Connection, window: Window, name: Atom) -> Result<Vec<u8>> {
    let asked = connection.get_property(false, window, name, AtomEnum::ANY, 0, 1024)?;
    // A window may be gone since it was listed.
    Ok(asked.reply().map(|reply| reply.value).unwrap_or_default())
}

fn each(
    connection: &impl Connection,
    window: Window,
    visit: &mut dyn FnMut(Window) -> Result<()>,
) -> Result<()> {
    visit(window)?;
    let Ok(below) = connection.query_tree(window)?.reply() else { return Ok(()) };
    below.children.into_iter().try_for_each(|child| each(connection, child, visit))
}
