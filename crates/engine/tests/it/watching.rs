//! Request files that another program changes are told of, and what this engine does itself is not.

use mudbrick_engine::view::{Event, RequestAddress};
use mudbrick_engine::{Engine, EngineOptions, EventSink, WatchedRequests};
use mudbrick_model::{Method, Request};
use mudbrick_store::Home;
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tempfile::TempDir;

/// Much longer than it takes.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than what was seen is gathered.
const A_WHILE: Duration = Duration::from_millis(700);

struct Ear(Sender<Event>);

impl EventSink for Ear {
    fn emit(&self, event: Event) {
        let _ = self.0.send(event);
    }
}

struct Watched {
    engine: Engine,
    told: Receiver<Event>,
    watch: Option<WatchedRequests>,
    folder: TempDir,
}

impl Watched {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (tell, told) = channel();
        let engine = Engine::open(Home::at(folder.path()), EngineOptions::with_events(Ear(tell)));
        let watch = Some(engine.requests().watch().unwrap());
        Self { engine, told, watch, folder }
    }

    fn requests(&self) -> PathBuf {
        self.folder.path().join("requests")
    }

    /// As another program writes it.
    fn write(&self, path: &str, text: &str) {
        let place = self.requests().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn is_told(&self, within: Duration) -> bool {
        let told = self.told.recv_timeout(within);
        told.is_ok_and(|event| event == Event::RequestsChanged)
    }

    /// Everything that comes of one change comes in a while.
    fn hears(&self, what: &str) {
        assert!(self.is_told(PATIENCE), "nobody tells of {what}");
        while self.is_told(A_WHILE) {}
    }

    fn hears_nothing(&self, what: &str) {
        assert!(!self.is_told(A_WHILE), "{what} is told of");
    }
}

fn request(url: &str) -> Request {
    Request {
        name: "Mine".to_owned(),
        method: Method::Get,
        url: url.to_owned(),
        headers: Vec::new(),
        body: None,
    }
}

#[test]
fn what_another_program_does_is_told() {
    let watched = Watched::new();
    watched.write("a/mine.http", "GET https://x.io/1\n");
    watched.hears("the first file");
    watched.write("a/mine.http", "GET https://x.io/2\n");
    watched.hears("a file that was changed");
    let (from, to) = (watched.requests().join("a/mine.http"), watched.requests().join("b.http"));
    fs::rename(from, to).unwrap();
    watched.hears("a file that was moved");
    fs::rename(watched.requests().join("a"), watched.requests().join("c")).unwrap();
    watched.hears("a folder that was renamed");
    watched.write("c/deep/er.http", "GET https://x.io/3\n");
    watched.hears("a file in a folder that was made after its parent was renamed");
    watched.write("v2.1/mine.http", "GET https://x.io/4\n");
    watched.hears("a folder with a full stop in its name");
    fs::rename(watched.requests().join("v2.1"), watched.folder.path().join("v2.1")).unwrap();
    watched.hears("a folder with a full stop in its name that was moved away");
    fs::remove_file(watched.requests().join("b.http")).unwrap();
    watched.hears("a file that was deleted");
}

#[test]
fn what_this_engine_does_is_not_told() {
    let watched = Watched::new();
    let requests = watched.engine.requests();
    let mine = RequestAddress::parse("a/Mine").unwrap();
    let saved = requests.save(&mine, request("https://x.io/1"), None).unwrap();
    requests.save(&mine, request("https://x.io/2"), saved.revision.as_deref()).unwrap();
    watched.hears_nothing("a save");
    let renamed = requests.rename(&mine, "Other").unwrap();
    watched.hears_nothing("a new name");
    requests.delete(&renamed.address.unwrap()).unwrap();
    watched.hears_nothing("a deletion, with the folder that is empty by then");
    // And the same places are still another program's to change.
    watched.write("a/Mine.http", "GET https://x.io/theirs\n");
    watched.hears("the file of another program in the same place");
}

#[test]
fn what_is_no_request_is_not_told() {
    let watched = Watched::new();
    watched.write("mine.http", "GET https://x.io/1\n");
    watched.hears("the first file");
    fs::write(watched.folder.path().join("history.db-wal"), "x").unwrap();
    watched.write(".mine.http.swp", "x");
    watched.write("body.json", "{}");
    watched.hears_nothing("the file of an editor");
}

#[test]
fn the_folder_may_go_and_come_back() {
    let watched = Watched::new();
    watched.write("a/mine.http", "GET https://x.io/1\n");
    watched.hears("the first file");
    for _ in 0..2 {
        fs::remove_dir_all(watched.requests()).unwrap();
        watched.hears("the folder that went");
        watched.write("a/mine.http", "GET https://x.io/2\n");
        watched.hears("the folder that came back");
        watched.write("a/mine.http", "GET https://x.io/3\n");
        watched.hears("a change in the folder that came back");
    }
}

#[test]
fn nothing_is_told_when_nobody_watches_any_more() {
    let mut watched = Watched::new();
    watched.write("mine.http", "GET https://x.io/1\n");
    watched.hears("the first file");
    watched.watch = None;
    watched.write("mine.http", "GET https://x.io/2\n");
    watched.hears_nothing("a change after the end");
}
