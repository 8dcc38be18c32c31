//! A session that nobody is logged in to: a private bus and a real keyring on it, open and empty, in a private home.
//! The display is left to whoever needs one.

use crate::files::root;
use crate::private::PrivateHome;
use crate::program::{program, read};
use anyhow::{Context as _, Result, bail};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long bus and keyring may take to start.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bus and keyring, running until this value goes.
pub(crate) struct Session {
    home: PrivateHome,
    bus: Running,
    address: String,
    keyring: Option<Running>,
}

/// A program that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Session {
    /// Starts both in a private home made for a purpose, such as `e2e`.
    pub(crate) fn start(purpose: &str) -> Result<Self> {
        let home = PrivateHome::make(purpose)?;
        let config = format!("--config-file={}", root().join("tests/e2e/bus.conf").display());
        let mut bus = home
            .house(program("dbus-daemon").args([&config, "--nofork", "--print-address"]))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Its remarks about limits of the machine are of no use to anybody.
            .stderr(Stdio::null())
            .spawn()
            .map(Running)
            .context("starting dbus-daemon")?;
        let mut address = String::new();
        if let Some(stdout) = bus.0.stdout.take() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        if address.trim().is_empty() {
            bail!("dbus-daemon did not start");
        }
        let address = address.trim().to_owned();
        let mut session = Self { home, bus, address, keyring: None };
        session.open_keyring()?;
        Ok(session)
    }

    /// Lets a command live here.
    pub(crate) fn house<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        self.home.house(command).env("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }

    /// The folder everything in here is kept in.
    pub(crate) fn home(&self) -> &PrivateHome {
        &self.home
    }

    fn open_keyring(&mut self) -> Result<()> {
        let mut command = program("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut keyring = self
            .house(&mut command)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Running)
            .context("starting gnome-keyring-daemon")?;
        if let Some(mut stdin) = keyring.0.stdin.take() {
            // The password of a keyring that is made now and goes away with the home.
            stdin.write_all(b"mudbrick")?;
        }
        self.keyring = Some(keyring);
        let began = Instant::now();
        while !self.has_keyring()? {
            if began.elapsed() > PATIENCE {
                bail!("gnome-keyring-daemon did not come up within {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn has_keyring(&self) -> Result<bool> {
        let mut ask = program("dbus-send");
        ask.args([
            "--session",
            "--print-reply",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            "string:org.freedesktop.secrets",
        ]);
        Ok(read(self.house(&mut ask))?.contains("boolean true"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The keyring first: without a bus it would complain.
        self.keyring = None;
        let _ = self.bus.0.kill();
    }
}
