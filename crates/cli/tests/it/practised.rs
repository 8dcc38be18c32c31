//! The practice Adobe in the real one's place, run by the test itself, which can look into it, add projects and have it fail.

use crate::new_home;
use mudbrick_practice::{Practice, PracticeOptions, SeedProject};
use mudbrick_testkit::{Home, text};
use std::process::{Command, Output};
use tokio::runtime::Runtime;

pub(crate) struct Practised {
    pub(crate) home: Home,
    pub(crate) practice: Practice,
    // Last: the practice Adobe runs on it.
    _runtime: Runtime,
}

impl Practised {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let practice = runtime.block_on(Practice::start(PracticeOptions::default())).unwrap();
        let home = new_home();
        std::fs::write(home.path().join("ca.pem"), practice.root_pem()).unwrap();
        Self { home, practice, _runtime: runtime }
    }

    pub(crate) fn register(&self, project: SeedProject) {
        self.practice.control().register(project).unwrap();
    }

    /// A command whose calls to Adobe end here.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.command(arguments);
        command
            .env("HTTPS_PROXY", format!("http://{}", self.practice.address()))
            .env("SSL_CERT_FILE", self.home.path().join("ca.pem"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command says that ends well.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }
}
