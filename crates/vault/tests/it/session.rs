//! A test inside a D-Bus session of its own, with or without a Secret Service in it, so that the person's own keyring is
//! neither asked nor touched.
//!
//! The test calls [`Session::run`] with its own name and the part of itself to run. Outside, that starts this test binary
//! again inside the session, for the same test; inside, the part of that name is run.

use mudbrick_vault::files::{self, Mode};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Names the part to run, in the process inside the session.
const PART: &str = "MUDBRICK_TEST_PART";
/// Unlocks the keyring of the test's home.
const PASSWORD: &str = "the keyring's password";

/// A bus that starts no services by itself: on most machines a keyring is among those it would start.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// The daemon goes into the background before it has its name on the bus.
const UNTIL_ON_THE_BUS: &str = "tries=0
until dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
  org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true
do tries=$((tries + 1)); [ $tries -lt 2000 ] || exit 96; done";

/// What is on the bus.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Session {
    /// A keyring that was unlocked when the session began.
    Unlocked,
    /// A keyring that nobody has unlocked, and no window to ask in.
    LockedKeyring,
    /// A Secret Service in which nobody has made a keyring yet.
    Fresh,
    /// No Secret Service.
    NoService,
    /// Not even a bus.
    NoBus,
}

impl Session {
    /// Runs a part of a test inside the session. The home is the keyring's and the vault's.
    pub(crate) fn run(self, home: &Path, test: &str, part: &str, work: impl FnOnce(&Path)) {
        match std::env::var(PART) {
            Ok(wanted) if wanted == part => {
                work(Path::new(&std::env::var_os("HOME").expect("HOME is set inside")));
            }
            Ok(_) => {}
            Err(_) => self.start(home, test, part),
        }
    }

    fn start(self, home: &Path, test: &str, part: &str) {
        require_tools();
        let keyring = match self {
            Self::Unlocked => {
                "printf %s \"$PASSWORD\" | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 97"
            }
            Self::LockedKeyring | Self::Fresh => {
                "gnome-keyring-daemon --daemonize --components=secrets >/dev/null || exit 97"
            }
            Self::NoService | Self::NoBus => "",
        };
        let wait = if keyring.is_empty() { "" } else { UNTIL_ON_THE_BUS };
        let script = format!("{keyring}\n{wait}\nexec \"$@\"");
        let runtime = home.join("run");
        fs::create_dir_all(&runtime).unwrap();
        let bus = runtime.join("bus.conf");
        files::save(&bus, BUS.as_bytes(), Mode::Private).unwrap();
        let mut command = match self {
            Self::NoBus => Command::new("sh"),
            _ => {
                let mut command = Command::new("dbus-run-session");
                command.arg("--config-file").arg(bus).args(["--", "sh"]);
                command
            }
        };
        command
            .args(["-c", &script, "sh"])
            .arg(std::env::current_exe().unwrap())
            .args([test, "--exact", "--nocapture", "--test-threads=1"])
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", &runtime)
            .env("PASSWORD", PASSWORD)
            .env(PART, part);
        for name in
            ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"]
        {
            command.env_remove(name);
        }
        check(&command.output().expect("the session starts"), part);
    }
}

/// Sends a signal to the session's keyring: `STOP` makes it as silent as one that waits for its person.
pub(crate) fn signal_keyring(signal: &str) {
    let answer = Command::new("dbus-send")
        .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/"])
        .args(["org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"])
        .output()
        .unwrap();
    let answer = String::from_utf8(answer.stdout).unwrap();
    let pid = answer.split_whitespace().last().expect("the keyring is on the bus");
    let sent = Command::new("kill").args(["-s", signal, pid]).status().unwrap();
    assert!(sent.success(), "{answer}");
}

fn check(output: &Output, part: &str) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert!(
        output.status.success() && stdout.contains("1 passed"),
        "{part}: {}\n{stdout}\n{stderr}",
        output.status
    );
}

/// A test that cannot be run is a failure, with what to install.
fn require_tools() {
    for (tool, packages) in [
        ("dbus-run-session", "dbus-daemon (Debian, Fedora), dbus (Arch)"),
        ("dbus-send", "dbus-bin (Debian), dbus-tools (Fedora), dbus (Arch)"),
        ("gnome-keyring-daemon", "gnome-keyring (Debian, Fedora, Arch)"),
    ] {
        let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
            .any(|folder| folder.join(tool).is_file());
        assert!(found, "{tool} is needed for this test; install the package {packages}");
    }
}

/// Runs the work in a process that may write files of 16 KiB and no more: the nearest to a full disk that needs no rights.
pub(crate) fn with_little_room(folder: &Path, test: &str, work: impl FnOnce(&Path)) {
    match std::env::var_os(PART) {
        Some(folder) => work(Path::new(&folder)),
        None => {
            // Exceeding the limit is an error rather than the end only for who ignores the signal.
            let script = "trap '' XFSZ; ulimit -f 32; exec \"$@\"";
            let output = Command::new("sh")
                .args(["-c", script, "sh"])
                .arg(std::env::current_exe().unwrap())
                .args([test, "--exact", "--nocapture", "--test-threads=1"])
                .env(PART, folder)
                .output()
                .unwrap();
            check(&output, test);
        }
    }
}
