//! Unlocks the keyring of a session as its owner does at the desktop's own window, which is not there: the call that
//! gnome-keyring keeps for whoever has asked for the password already.

use anyhow::{Context as _, Result};
use zbus::blocking::Connection;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

const NAME: &str = "org.freedesktop.secrets";
const SERVICE: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";

/// Unlocks the collection that programs use.
pub(crate) fn unlock(password: &str) -> Result<()> {
    let bus = Connection::session().context("connecting to the bus")?;
    let plain = ("plain", Value::from(""));
    let interface = Some("org.freedesktop.Secret.Service");
    let opened = bus.call_method(Some(NAME), SERVICE, interface, "OpenSession", &plain)?;
    let (_, session): (OwnedValue, OwnedObjectPath) = opened.body().deserialize()?;
    let nothing: &[u8] = &[];
    let secret = (session, nothing, password.as_bytes(), "text/plain");
    let interface = Some("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface");
    let call = (ObjectPath::try_from(COLLECTION)?, secret);
    bus.call_method(Some(NAME), SERVICE, interface, "UnlockWithMasterPassword", &call)
        .context("unlocking")?;
    Ok(())
}
