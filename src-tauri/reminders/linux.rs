//! Notifications over the session's bus (freedesktop.org, Desktop Notifications Specification 1.2). Without a bus or a program
//! that shows them nothing comes.

use std::collections::HashMap;
use tauri::{AppHandle, Runtime};
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::Value;
use zbus::{MatchRule, message::Type};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The desktop decides how long it stays.
const AS_USUAL: i32 = -1;

/// Shows it, and has `lead` called when somebody clicks it. Waits for the bus.
pub(super) fn tell<R: Runtime>(
    _: &AppHandle<R>,
    title: &str,
    text: &str,
    lead: impl FnOnce() + Send + 'static,
) {
    let Ok(bus) = Connection::session() else { return };
    // Before it is shown: a click may come at once.
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(NAME);
    let signals = rule.and_then(|rule| MessageIterator::for_match_rule(rule.build(), &bus, None));
    let Ok(signals) = signals else { return };
    let capabilities = bus
        .call_method(Some(NAME), PATH, Some(NAME), "GetCapabilities", &())
        .and_then(|answer| answer.body().deserialize::<Vec<String>>());
    let understands_markup =
        capabilities.is_ok_and(|all| all.iter().any(|one| one == "body-markup"));
    let text = if understands_markup { escaped(text) } else { text.to_owned() };
    let text = text.as_str();
    let actions = ["default", "Open"];
    let hints: HashMap<&str, Value<'_>> =
        HashMap::from([("desktop-entry", Value::from("mudbrick-desktop"))]);
    let message =
        ("Mudbrick", 0_u32, "mudbrick-desktop", title, text, actions.as_slice(), hints, AS_USUAL);
    let shown = bus.call_method(Some(NAME), PATH, Some(NAME), "Notify", &message);
    let Ok(Ok(id)) = shown.map(|answer| answer.body().deserialize::<u32>()) else { return };
    let name = "reminder".to_owned();
    // Without the thread it is told all the same, and a click leads nowhere.
    let _ = std::thread::Builder::new().name(name).spawn(move || {
        if is_clicked(signals, id) {
            lead();
        }
    });
}

/// A name is no markup, whatever is in it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Waits until it is clicked, or goes.
fn is_clicked(signals: MessageIterator, id: u32) -> bool {
    for message in signals.flatten() {
        let header = message.header();
        let member = header.member().map(|member| member.as_str().to_owned());
        let body = message.body();
        match member.as_deref() {
            Some("ActionInvoked")
                if body.deserialize::<(u32, String)>().is_ok_and(|(of, _)| of == id) =>
            {
                return true;
            }
            Some("NotificationClosed")
                if body.deserialize::<(u32, u32)>().is_ok_and(|(of, _)| of == id) =>
            {
                return false;
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_with_markup_is_shown_as_it_is() {
        assert_eq!(super::escaped("R&D <b>"), "R&amp;D &lt;b&gt;");
    }
}
