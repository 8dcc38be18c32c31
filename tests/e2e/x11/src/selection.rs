//! What a program that asks for a selection is told: the owner of one has to answer, or they wait.

use anyhow::Result;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    Atom, ConnectionExt as _, EventMask, SELECTION_NOTIFY_EVENT, SelectionNotifyEvent,
    SelectionRequestEvent,
};

/// Says in which property of theirs they find it; none where there is nothing for them.
pub(crate) fn answer(
    connection: &impl Connection,
    request: &SelectionRequestEvent,
    property: Atom,
) -> Result<()> {
    let answer = SelectionNotifyEvent {
        response_type: SELECTION_NOTIFY_EVENT,
        sequence: 0,
        time: request.time,
        requestor: request.requestor,
        selection: request.selection,
        target: request.target,
        property,
    };
    connection.send_event(false, request.requestor, EventMask::NO_EVENT, answer)?;
    Ok(connection.flush()?)
}
