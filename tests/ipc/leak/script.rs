//! The script: what somebody does with the window who holds nothing but canaries, and what goes wrong for them.

use super::plan::Plan;
use crate::window::{Window, write_own};
use mudbrick_store::Home;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

pub(super) struct Script {
    pub(super) window: Window,
    pub(super) plan: Plan,
    home: PathBuf,
    /// Each call's name and what came of it.
    answers: RefCell<Vec<(String, String)>>,
    called: RefCell<BTreeSet<String>>,
    /// Where a secret was asked for, and which.
    asked_for: RefCell<Vec<(String, String)>>,
    pub(super) tokens: RefCell<Vec<(String, String)>>,
    pub(super) private_keys: RefCell<Vec<(String, String)>>,
    /// Client secrets that Adobe made on the way.
    pub(super) secrets: RefCell<Vec<(String, String)>>,
}

impl Script {
    pub(super) fn over(plan: Plan) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = match &plan.seen {
            Some(_) => PathBuf::from(std::env::var_os("MUDBRICK_HOME").expect("a home")),
            None => folder.path().join("home"),
        };
        // A process has one log, and the other tests have other homes.
        if plan.seen.is_some() {
            mudbrick_desktop::keep_log(&Home::at(&home));
        }
        let window = Window::at(folder, &home, Some(&plan.secret("vault passphrase")));
        Self {
            window,
            plan,
            home,
            answers: RefCell::default(),
            called: RefCell::default(),
            asked_for: RefCell::default(),
            tokens: RefCell::default(),
            private_keys: RefCell::default(),
            secrets: RefCell::default(),
        }
    }

    pub(super) fn called(&self) -> BTreeSet<String> {
        self.called.borrow().clone()
    }

    /// Calls a command, whatever comes of it.
    pub(super) fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let answer = self.window.invoke(command, arguments);
        let text = match &answer {
            Ok(answer) => answer.to_string(),
            Err(problem) => format!("refused: {problem}"),
        };
        let mut answers = self.answers.borrow_mut();
        let place = format!("answer {} to {command}", answers.len() + 1);
        answers.push((place, text));
        self.called.borrow_mut().insert(command.to_owned());
        answer
    }

    /// Calls a command that has to work.
    pub(super) fn ask(&self, command: &str, arguments: Value) -> Value {
        self.call(command, arguments).unwrap_or_else(|problem| panic!("{command}: {problem:#}"))
    }

    /// Calls a command that has to be refused.
    pub(super) fn refused(&self, command: &str, arguments: Value) {
        let answer = self.call(command, arguments);
        assert!(answer.is_err(), "{command} is not refused");
    }

    /// The last answer may hold a canary.
    pub(super) fn asked_for(&self, canary: &str) {
        let place = self.answers.borrow().last().expect("an answer").0.clone();
        self.asked_for.borrow_mut().push((place, canary.to_owned()));
    }

    /// The next file is saved among those without secrets.
    pub(super) fn exports(&self, name: &str) -> PathBuf {
        let path = self.plan.exports.join(format!("window-{name}"));
        self.window.dialogs.will_save(path.clone());
        path
    }

    /// The next file is saved where the person wants these canaries in it.
    pub(super) fn wants(&self, name: &str, canaries: &[&str]) -> PathBuf {
        let path = self.plan.wanted.join(format!("window-{name}"));
        self.window.dialogs.will_save(path.clone());
        for canary in canaries {
            let place = path.display().to_string();
            self.asked_for.borrow_mut().push((place, (*canary).to_owned()));
        }
        path
    }

    /// A file that the person has.
    #[allow(clippy::disallowed_methods, reason = "a file that is there to be read once")]
    pub(super) fn given(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.plan.given.join(format!("window-{name}"));
        fs::write(&path, text).expect("a file is written");
        path
    }

    /// A file of the person's own requests, as another program writes it.
    pub(super) fn own_file(&self, path: &str, text: &str) {
        write_own(&self.home, path, text);
    }

    /// Leaves everything for the search, when somebody is going to search.
    #[allow(clippy::disallowed_methods, reason = "files that are there to be read once")]
    pub(super) fn leave(self) {
        let events = self.window.everything_told();
        let Some((seen, _)) = &self.plan.seen else { return };
        let folder = seen.join("answers");
        fs::create_dir(&folder).expect("a folder for answers");
        for (place, text) in self.answers.borrow().iter() {
            fs::write(folder.join(place), text).expect("an answer is written");
        }
        let events: Vec<String> =
            events.iter().map(|(name, told)| format!("{name} {told}")).collect();
        fs::write(folder.join("events"), events.join("\n")).expect("the events are written");
        let title = self.window.title();
        fs::write(folder.join("the window's title"), title).expect("the title is written");
        let told = json!({
            "asked_for": self.asked_for.into_inner(),
            "tokens": self.tokens.into_inner(),
            "private_keys": self.private_keys.into_inner(),
            "secrets": self.secrets.into_inner(),
        });
        fs::write(seen.join("told.json"), told.to_string()).expect("what was told is written");
    }
}
