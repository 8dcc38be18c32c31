//! A pseudo-terminal with a program on it: what a person at a terminal sees and types.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Far longer than anything a test waits for takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A program on a terminal of its own, with everything that it wrote there.
pub struct Terminal {
    child: Child,
    keyboard: File,
    written: Receiver<Vec<u8>>,
    screen: Vec<u8>,
}

impl Terminal {
    /// Starts `command` with the terminal as its input, output, error output and controlling terminal.
    pub fn run(command: &Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let name = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
        let end = || {
            let mut options = OpenOptions::new();
            Stdio::from(options.read(true).write(true).open(&name).unwrap())
        };
        // `setsid` gives the program a session of its own on this terminal, which a prompt for a passphrase needs.
        let mut whole = Command::new("setsid");
        whole.args(["--ctty", "--wait"]).arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => whole.env(name, value),
                None => whole.env_remove(name),
            };
        }
        let child = whole.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        drop(whole);
        let keyboard = File::from(ours);
        let mut output = keyboard.try_clone().unwrap();
        let (sender, written) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // Reading fails once nothing has the terminal open any more.
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { child, keyboard, written, screen: Vec::new() }
    }

    /// Types this.
    pub fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// Waits until this is on the screen.
    pub fn waits_for(&mut self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.shown().contains(text) {
            let left = until.saturating_duration_since(Instant::now());
            match self.written.recv_timeout(left) {
                Ok(bytes) => self.screen.extend_from_slice(&bytes),
                Err(_) => panic!("{text:?} never came; on the screen:\n{}", self.shown()),
            }
        }
    }

    /// What is on the screen so far, as text.
    pub fn shown(&self) -> String {
        String::from_utf8_lossy(&self.screen).into_owned()
    }

    /// The process that runs on the terminal is a child of this one.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether the terminal shows what is typed.
    pub fn echoes(&self) -> bool {
        // Both ends of a pseudo-terminal share its settings.
        tcgetattr(&self.keyboard).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    /// As [`ends`](Self::ends), with whether the terminal that was left shows what is typed.
    pub fn ends_with_echo(mut self) -> (ExitStatus, bool, Vec<u8>) {
        let status = self.child.wait().unwrap();
        let echoes = self.echoes();
        let (_, screen) = self.ends();
        (status, echoes, screen)
    }

    /// Waits for the end, and gives all bytes that were written to the terminal.
    pub fn ends(mut self) -> (ExitStatus, Vec<u8>) {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.written.recv_timeout(PATIENCE) {
            self.screen.extend_from_slice(&bytes);
        }
        (status, self.screen)
    }
}
