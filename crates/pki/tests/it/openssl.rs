//! The `openssl` command on files in a folder of its own.

use mudbrick_model::Timestamp;
use mudbrick_pki::{Cancel, CertificateOptions, GeneratedPair, KeySize, Subject, generate};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// 2027-01-15T08:00:00Z.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

/// A pair that every test may look at.
pub(crate) static PAIR: LazyLock<GeneratedPair> =
    LazyLock::new(|| make(subject("places.com"), 365, KeySize::Bits2048));

pub(crate) fn subject(common_name: &str) -> Subject {
    Subject { common_name: common_name.into(), ..Subject::default() }
}

pub(crate) fn make(subject: Subject, days: u32, bits: KeySize) -> GeneratedPair {
    let options = CertificateOptions { subject, days, bits };
    generate(&options, NOW, &|_| {}, &Cancel::new()).expect("a pair")
}

pub(crate) struct OpenSsl(TempDir);

impl OpenSsl {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    /// Puts a file where [`OpenSsl::run`] finds it by its name.
    #[allow(clippy::disallowed_methods, reason = "a test's scratch file")]
    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.0.path().join(name), content).expect("written");
        self
    }

    pub(crate) fn get(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).expect("a text")
    }

    /// Runs `openssl` with words separated by blanks; standard output, and a panic with standard error if it fails.
    pub(crate) fn run(&self, arguments: &str) -> String {
        let (succeeded, output) = self.program("openssl", arguments);
        assert!(succeeded, "openssl {arguments}: {output}");
        output
    }

    /// Whether it succeeded, and both of its outputs.
    pub(crate) fn program(&self, program: &str, arguments: &str) -> (bool, String) {
        let words: Vec<&str> = arguments.split_whitespace().collect();
        let output = Command::new(program).args(words).current_dir(self.0.path()).output();
        let output = output.unwrap_or_else(|error| panic!("{program}: {error}"));
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }
}
