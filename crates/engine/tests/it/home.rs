//! A home of its own for each test, with the practice Adobe running.

use mudbrick_engine::view::{PracticeProject, ProfileDraft, ProfileView};
use mudbrick_engine::{Engine, EngineOptions, Secret};
use mudbrick_practice::Control;
use mudbrick_store::Home;
use std::path::Path;
use tempfile::TempDir;

/// An engine over a temporary home, whose vault a passphrase keeps: no test touches a keyring.
pub(crate) struct World {
    pub(crate) engine: Engine,
    pub(crate) folder: TempDir,
}

impl World {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = open(folder.path());
        engine.practice().start().await.unwrap();
        Self { engine, folder }
    }

    pub(crate) fn control(&self) -> Control {
        self.engine.practice().control().expect("the practice Adobe runs")
    }

    /// The practice Adobe's project whose title holds `name`.
    pub(crate) fn project(&self, name: &str) -> PracticeProject {
        let practice = self.engine.practice().view().expect("the practice Adobe runs");
        let titles: Vec<_> =
            practice.projects.iter().map(|project| project.title.clone()).collect();
        let found = practice.projects.into_iter().find(|project| project.title.contains(name));
        found.unwrap_or_else(|| panic!("no project called {name} in {titles:?}"))
    }

    /// A profile made from that project as it is.
    pub(crate) fn profile(&self, name: &str) -> ProfileView {
        self.profile_with(name, |_| ())
    }

    /// A profile made from that project with changes.
    pub(crate) fn profile_with(
        &self,
        name: &str,
        change: impl FnOnce(&mut ProfileDraft),
    ) -> ProfileView {
        let mut project = self.project(name);
        change(&mut project.draft);
        let secret = Secret::new(project.client_secret);
        self.engine.profiles().create(&project.draft, Some(secret)).unwrap()
    }
}

pub(crate) fn open(folder: &Path) -> Engine {
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    Engine::open(Home::at(folder), EngineOptions { passphrase, ..EngineOptions::default() })
}

/// Every file below a folder, as bytes.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    files
}
