//! A home of its own for each test, and the program run in it.

use mudbrick_vault::{Secret, SecretId, Vault, VaultOptions};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An organisation of the practice Adobe's built-in seed. It opens nothing real.
pub const ORG: &str = "AC3E5A1B2C3D4E5F60718293@AdobeOrg";
/// A project of [`ORG`].
pub const CLIENT: &str = "aac3e00000000000000000000000a001";

/// The vault's, where a test does not choose another.
const PASSPHRASE: &str = "correct horse";

/// The signals that ask a program to end, as Linux lists them: HUP, INT and TERM.
const STOPS: u64 = 1 | 1 << 1 | 1 << 14;

/// A folder for one test, and the program `mudbrick` with its home below it.
pub struct Home {
    folder: TempDir,
    program: &'static str,
}

/// A program that hears the signals which tests send. What a script leaves in the background has to ignore some, tests with all
/// that they start among it.
fn started(program: &str) -> Command {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    if ignored & STOPS == 0 {
        return Command::new(program);
    }
    let mut command = Command::new("env");
    command.arg("--default-signal=HUP,INT,TERM").arg(program);
    command
}

impl Home {
    /// A new one for the program at this path, which is `env!("CARGO_BIN_EXE_mudbrick")` where it is used.
    pub fn of(program: &'static str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), program }
    }

    /// The same with a vault in it that the passphrase opens at once: only a test about the work of a guess needs that work.
    pub fn with_vault(program: &'static str) -> Self {
        let home = Self::of(program);
        home.make_vault();
        home
    }

    /// The test's folder. The program's home is `home` below it.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program with arguments, away from the person's own home and keyring. Nobody types.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = started(self.program);
        self.house(command.args(arguments));
        command
    }

    /// The same for a program that is to ignore the signals that these tests may have to ignore.
    pub fn command_with_signals_as_they_are(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        self.house(command.args(arguments));
        command
    }

    fn house(&self, command: &mut Command) {
        command
            .env("MUDBRICK_HOME", self.path().join("home"))
            .env("MUDBRICK_PASSPHRASE", PASSPHRASE)
            // Whatever happens, the person's own keyring is out of reach.
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs it with something on standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Output {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    /// Runs it, expects success, gives standard output.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs it, expects success and JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments)).unwrap()
    }

    /// Makes an empty vault under the passphrase, with so little work to a guess that opening it takes no time. One that
    /// the program makes takes a second of every process that opens it.
    pub fn make_vault(&self) {
        let options = VaultOptions {
            passphrase: Some(Secret::new(PASSPHRASE.to_owned())),
            work_factor: Some(1),
            ..VaultOptions::default()
        };
        let vault = Vault::open(&self.path().join("home"), options);
        let first = SecretId::secret("first");
        vault.save(&first, &Secret::new(Vec::new())).unwrap();
        vault.remove(&first).unwrap();
    }

    /// Adds the seed's project as the practice profile `Acme · Places`.
    pub fn add_places(&self) {
        let arguments = [
            "profile",
            "add",
            "Places",
            "--organization",
            "Acme",
            "--org-id",
            ORG,
            "--client-id",
            CLIENT,
            "--scopes",
            "openid, AdobeID",
            "--adobe",
            "practice",
            "--secret-file",
            "-",
        ];
        let output = self.run_with_input(&arguments, &secret());
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "Acme · Places added.\n");
    }
}

/// What a program printed.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The seed's secret for [`CLIENT`].
pub fn secret() -> String {
    let seed = mudbrick_practice::SeedFile::default();
    let project = seed.projects.iter().find(|project| project.client_id.as_str() == CLIENT);
    project.unwrap().client_secrets[0].clone()
}
