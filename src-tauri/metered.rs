//! Whether the network is paid for by what goes over it. On Linux NetworkManager knows, over the system's bus: its property
//! `Metered` is 1 or 3 (a guess) for yes, 2 or 4 for no, and 0 where it does not know (NetworkManager's D-Bus interface, `NMMetered`).
//! Other systems are not asked yet.

use mudbrick_engine::MeteredNetwork;
use std::sync::Arc;

/// Whoever knows on this system.
pub(crate) fn network() -> Arc<dyn MeteredNetwork> {
    #[cfg(target_os = "linux")]
    return Arc::new(linux::NetworkManager);
    #[cfg(not(target_os = "linux"))]
    return Arc::new(mudbrick_engine::NobodySays);
}

#[cfg(target_os = "linux")]
mod linux {
    use mudbrick_engine::{MeteredNetwork, Metering};
    use zbus::blocking::{Connection, connection};
    use zbus::zvariant::{OwnedValue, Value};

    const NAME: &str = "org.freedesktop.NetworkManager";
    const PATH: &str = "/org/freedesktop/NetworkManager";
    const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
    /// A service that hangs must not keep a renewal waiting.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

    pub(super) struct NetworkManager;

    impl MeteredNetwork for NetworkManager {
        fn metering(&self) -> Metering {
            bus().and_then(|bus| asked(&bus)).map_or(Metering::Unknown, read)
        }
    }

    /// A new connection each time, which is once a minute at most: one that is kept may have broken.
    fn bus() -> Option<Connection> {
        connection::Builder::system().ok()?.method_timeout(PATIENCE).build().ok()
    }

    fn asked(bus: &Connection) -> Option<u32> {
        let arguments = (NAME, "Metered");
        let answer = bus.call_method(Some(NAME), PATH, Some(PROPERTIES), "Get", &arguments).ok()?;
        let value: OwnedValue = answer.body().deserialize().ok()?;
        match &*value {
            Value::U32(number) => Some(*number),
            _ => None,
        }
    }

    fn read(number: u32) -> Metering {
        match number {
            1 | 3 => Metering::Metered,
            2 | 4 => Metering::Unmetered,
            _ => Metering::Unknown,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn what_is_believed_counts_and_what_is_not_known_does_not() {
            let read: Vec<Metering> = (0..6).map(read).collect();
            use Metering::{Metered, Unknown, Unmetered};
            assert_eq!(read, [Unknown, Metered, Unmetered, Metered, Unmetered, Unknown]);
        }
    }
}
