//! Where the system tells that the screen was locked or the machine goes to sleep. On Linux desktops tell it on the
//! session's bus (GNOME, KDE, Cinnamon, MATE, Xfce: `ActiveChanged` of some `…ScreenSaver`), and logind on the system's.
//! Other systems are not asked yet: there the vault locks when nobody is there for a while.

#[cfg(target_os = "linux")]
pub(crate) use linux::watch;

#[cfg(not(target_os = "linux"))]
pub(crate) fn watch(_: impl Fn() + Send + Clone + 'static) {}

#[cfg(target_os = "linux")]
mod linux {
    use zbus::blocking::{Connection, MessageIterator};
    use zbus::{MatchRule, Message};

    /// What comes over the buses: the interface's end, the member, and whether a first argument has to be true.
    const SIGNALS: [(Bus, &str, &str, Argument); 3] = [
        (Bus::Session, "ScreenSaver", "ActiveChanged", Argument::True),
        (Bus::System, "login1.Session", "Lock", Argument::None),
        (Bus::System, "login1.Manager", "PrepareForSleep", Argument::True),
    ];

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Bus {
        Session,
        System,
    }

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Argument {
        None,
        True,
    }

    /// Calls `locked` whenever the screen is locked, from threads of its own. Without a bus nothing ever comes.
    pub(crate) fn watch(locked: impl Fn() + Send + Clone + 'static) {
        for signal in SIGNALS {
            let locked = locked.clone();
            let name = "screen-lock".to_owned();
            // Without the thread the vault still locks when nobody is there for a while.
            let _ = std::thread::Builder::new().name(name).spawn(move || listen(signal, &locked));
        }
    }

    fn listen(signal: (Bus, &str, &str, Argument), locked: &impl Fn()) -> Option<()> {
        let (bus, interface, member, argument) = signal;
        let connection = match bus {
            Bus::Session => Connection::session(),
            Bus::System => Connection::system(),
        };
        let rule =
            MatchRule::builder().msg_type(zbus::message::Type::Signal).member(member).ok()?;
        let messages = MessageIterator::for_match_rule(rule.build(), &connection.ok()?, None);
        for message in messages.ok()?.flatten() {
            if is_of(&message, interface) && fits(&message, argument) {
                locked();
            }
        }
        None
    }

    fn is_of(message: &Message, interface: &str) -> bool {
        let header = message.header();
        header.interface().is_some_and(|name| name.as_str().ends_with(interface))
    }

    fn fits(message: &Message, argument: Argument) -> bool {
        argument == Argument::None || message.body().deserialize::<bool>().unwrap_or(false)
    }
}
