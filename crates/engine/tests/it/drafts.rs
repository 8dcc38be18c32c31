//! Open requests as they were typed: back after a restart, sealed, never overwritten by what happens elsewhere.

use crate::killed::{draft, open};
use mudbrick_engine::view::{
    BodyBase, BodyEdit, Event, OpenTab, OutsideAnswer, OutsideChange, RecordKind, RequestAddress,
    RequestOrigin, RequestSource, TabId, TabsView, TextChange,
};
use mudbrick_engine::{Engine, EngineOptions, EventSink, LockCause, Secret};
use mudbrick_model::{ErrorCode, Method, ProfileId, Request};
use mudbrick_store::Home;
use rstest::rstest;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Typed into a draft, and to be found in no file.
const CANARY: &str = "canary-of-a-draft-7f3a";

pub(crate) fn id(number: usize) -> TabId {
    TabId::parse(&format!("{number:032x}")).unwrap()
}

pub(crate) fn tab(number: usize, body: &str) -> OpenTab {
    OpenTab {
        id: id(number),
        profile: ProfileId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
        source: None,
        revision: None,
        draft: Some(request(body).into()),
        title: format!("Request {number}"),
        method: Method::Post,
        passing: false,
    }
}

fn request(body: &str) -> Request {
    Request {
        name: "Typed".to_owned(),
        method: Method::Post,
        url: "https://x.io/a".to_owned(),
        headers: Vec::new(),
        body: Some(body.to_owned()),
    }
}

pub(crate) fn bodies(view: &TabsView) -> Vec<&str> {
    let drafts = view.tabs.iter().filter_map(|shown| shown.tab.draft.as_ref());
    drafts.map(|draft| draft.request.body.as_deref().unwrap_or_default()).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.flat_map(|entry| below(entry.path())).collect()
}

fn place(home: &Path, number: usize) -> PathBuf {
    home.join("drafts").join(format!("{}.age", id(number)))
}

#[test]
fn what_was_typed_is_back_in_its_order_and_in_no_file_in_plain() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    for (number, body) in [(1, "one"), (2, CANARY), (3, "three")] {
        engine.drafts().keep(tab(number, body)).unwrap();
    }
    engine.drafts().keep(OpenTab { title: CANARY.to_owned(), ..tab(1, "one, longer") }).unwrap();
    engine.drafts().arrange(&[id(3), id(1)], &[id(1)]);
    let before = engine.drafts().list().unwrap();
    assert_eq!(bodies(&before), ["three", "one, longer", CANARY]);
    // The last state is written when the program ends.
    drop(engine);
    let engine = open(folder.path());
    assert_eq!(engine.drafts().list().unwrap(), before);
    assert_eq!(before.active, [id(1)]);
    let files = files_below(folder.path());
    assert!(files.len() > 4, "{files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let found = bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes());
        assert!(!found, "{}", file.display());
    }
}

#[test]
fn nothing_is_made_or_unlocked_where_nothing_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let options = EngineOptions::default();
    let engine = Engine::open(Home::at(folder.path()), options);
    let view = engine.drafts().list().unwrap();
    assert!(view.tabs.is_empty() && view.not_kept.is_none(), "{view:?}");
    drop(engine);
    assert_eq!(files_below(folder.path()), [folder.path().join("locks/drafts.lock")]);
}

#[test]
fn a_locked_vault_keeps_nobody_from_writing_and_everybody_from_reading() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.drafts().keep(tab(1, "before")).unwrap();
    engine.drafts().flush();
    engine.drafts().keep(tab(1, "typed last")).unwrap();
    engine.vault().lock(LockCause::Person);
    let problem = engine.drafts().list().expect_err("it is locked");
    assert_eq!(problem.code, ErrorCode::VaultLocked);
    engine.drafts().keep(tab(2, "while it was locked")).unwrap();
    engine.drafts().flush();
    drop(engine);
    // Nobody has unlocked this one yet.
    let locked = Engine::open(Home::at(folder.path()), EngineOptions::default());
    assert_eq!(locked.drafts().list().unwrap_err().code, ErrorCode::VaultLocked);
    locked.drafts().keep(tab(3, "after a restart")).unwrap();
    locked.drafts().flush();
    locked.vault().unlock(Some(Secret::new("correct horse".to_owned()))).unwrap();
    let expected = ["typed last", "while it was locked", "after a restart"];
    assert_eq!(bodies(&locked.drafts().list().unwrap()), expected);
}

#[test]
fn a_damaged_draft_is_set_aside_and_named_and_the_others_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    for number in 1..=3 {
        engine.drafts().keep(tab(number, &format!("body {number}"))).unwrap();
    }
    drop(engine);
    let mut bytes = fs::read(place(folder.path(), 2)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(place(folder.path(), 2), &bytes).unwrap();
    let engine = open(folder.path());
    let view = engine.drafts().list().unwrap();
    assert_eq!(bodies(&view), ["body 1", "body 3"]);
    let [damaged] = &view.damaged[..] else { panic!("{:?}", view.damaged) };
    assert_eq!((damaged.kind, damaged.problem.code), (RecordKind::Draft, ErrorCode::Damaged));
    assert_eq!(fs::read(&damaged.path).unwrap(), bytes);
    assert!(!place(folder.path(), 2).exists());
    // It is named for as long as the window is open.
    assert_eq!(engine.drafts().list().unwrap().damaged.len(), 1);
}

#[test]
fn a_closed_tab_is_reopened_with_its_last_state_after_a_restart_too() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    for number in 1..=3 {
        engine.drafts().keep(tab(number, "first")).unwrap();
        engine.drafts().keep(tab(number, &format!("last {number}"))).unwrap();
    }
    engine.drafts().close(&id(1)).unwrap();
    engine.drafts().close(&id(2)).unwrap();
    assert_eq!(bodies(&engine.drafts().list().unwrap()), ["last 3"]);
    drop(engine);
    let engine = open(folder.path());
    assert_eq!(bodies(&engine.drafts().list().unwrap()), ["last 3"]);
    assert_eq!(engine.drafts().reopen(None).unwrap().tab, tab(2, "last 2"));
    assert_eq!(engine.drafts().reopen(Some(&id(1))).unwrap().tab, tab(1, "last 1"));
    assert_eq!(engine.drafts().reopen(None).unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(bodies(&engine.drafts().list().unwrap()), ["last 3", "last 2", "last 1"]);
}

#[test]
fn five_megabytes_are_kept_and_what_is_too_much_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    // What JSON makes longest of.
    let body = "\u{1}\n\"ä".repeat(1 << 20);
    engine.drafts().keep(tab(1, &body)).unwrap();
    let problem = engine.drafts().keep(tab(1, &"x".repeat(17 << 20))).expect_err("too much");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert!(problem.message.contains("18 MiB"), "{problem:?}");
    drop(engine);
    assert_eq!(bodies(&open(folder.path()).drafts().list().unwrap()), [body]);
}

/// A request of one's own, and a tab in which it was edited.
fn edited(engine: &Engine) -> OpenTab {
    let address = RequestAddress::parse("Acme/Mine").unwrap();
    let opened = engine.requests().save(&address, request("as saved"), None).unwrap();
    OpenTab {
        source: Some(RequestSource { address, origin: RequestOrigin::Own }),
        revision: opened.revision,
        ..tab(1, "as typed")
    }
}

fn change_outside(engine: &Engine) {
    let place = engine.home().requests().join("Acme/Mine.http");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(place, text.replace("as saved", "as edited elsewhere")).unwrap();
}

#[rstest]
#[case::mine(OutsideAnswer::Mine, &["as typed"], &[])]
#[case::theirs(OutsideAnswer::Theirs, &[], &["as typed"])]
#[case::both(OutsideAnswer::Both, &["as typed"], &[])]
fn both_versions_are_kept_until_the_person_chooses(
    #[case] answer: OutsideAnswer,
    #[case] drafts: &[&str],
    #[case] reopened: &[&str],
) {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let tab = edited(&engine);
    let source = tab.source.clone().unwrap();
    engine.drafts().keep(tab.clone()).unwrap();
    engine.drafts().arrange(&[id(1)], &[id(1)]);
    assert_eq!(engine.drafts().list().unwrap().tabs[0].outside, None);
    change_outside(&engine);
    assert_eq!(engine.drafts().list().unwrap().tabs[0].outside, Some(OutsideChange::Changed));
    // Saving replaces nothing that the person has not seen.
    let save = |tab: &OpenTab| {
        let draft = tab.draft.as_ref().unwrap();
        engine.requests().save(&source.address, draft, tab.revision.as_deref())
    };
    assert_eq!(save(&tab).unwrap_err().code, ErrorCode::Conflict);

    let view = engine.drafts().settle(&id(1), answer).unwrap();
    assert_eq!(bodies(&view), drafts);
    assert!(view.tabs.iter().all(|shown| shown.outside.is_none()), "{view:?}");
    let in_file = engine.requests().get(&source.address, RequestOrigin::Own).unwrap();
    assert_eq!(in_file.body.as_deref(), Some("as edited elsewhere"));
    let of_the_file: Vec<_> = view.tabs.iter().filter(|shown| shown.tab.source.is_some()).collect();
    assert_eq!(of_the_file.len(), 1);
    assert_eq!(view.active, [of_the_file[0].tab.id.clone()]);
    if answer == OutsideAnswer::Mine {
        assert!(save(&of_the_file[0].tab).is_ok());
    }
    let back = engine.drafts().reopen(None);
    let back: Vec<_> =
        back.iter().filter_map(|shown| shown.tab.draft.as_ref()?.request.body.as_deref()).collect();
    assert_eq!(back, reopened);
}

#[rstest]
#[case::mine(OutsideAnswer::Mine, 1)]
#[case::theirs(OutsideAnswer::Theirs, 0)]
fn a_draft_outlives_the_file_that_it_came_from(
    #[case] answer: OutsideAnswer,
    #[case] open_then: usize,
) {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.drafts().keep(edited(&engine)).unwrap();
    fs::remove_file(engine.home().requests().join("Acme/Mine.http")).unwrap();
    assert_eq!(engine.drafts().list().unwrap().tabs[0].outside, Some(OutsideChange::Gone));
    let view = engine.drafts().settle(&id(1), answer).unwrap();
    assert_eq!(view.tabs.len(), open_then);
    assert!(view.tabs.iter().all(|shown| shown.tab.source.is_none()));
    let reopened = engine.drafts().reopen(None).is_ok();
    assert_eq!(reopened, open_then == 0);
}

#[test]
fn an_outside_edit_that_makes_it_the_same_asks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    engine.drafts().keep(edited(&engine)).unwrap();
    let place = engine.home().requests().join("Acme/Mine.http");
    let text = fs::read_to_string(&place).unwrap();
    fs::write(place, text.replace("as saved", "as typed")).unwrap();
    assert_eq!(engine.drafts().list().unwrap().tabs[0].outside, None);
}

struct Told(Mutex<Sender<Event>>);

impl EventSink for Told {
    fn emit(&self, event: Event) {
        let _ = self.0.lock().unwrap().send(event);
    }
}

fn listening(home: &Path) -> (Engine, Receiver<Event>) {
    let (tell, told) = channel();
    let passphrase = Some(Secret::new("correct horse".to_owned()));
    let events = Arc::new(Told(Mutex::new(tell)));
    let options =
        EngineOptions { passphrase, work_factor: Some(1), events, ..EngineOptions::default() };
    (Engine::open(Home::at(home), options), told)
}

fn wait_for_tabs(told: &Receiver<Event>) {
    while told.recv_timeout(Duration::from_secs(30)).unwrap() != Event::TabsChanged {}
}

#[test]
fn what_the_disk_refuses_is_said_kept_in_memory_and_written_when_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let (engine, told) = listening(folder.path());
    engine.drafts().list().unwrap();
    // The vault is there already.
    engine
        .profiles()
        .create(&draft("aac3e00000000000000000000000a001"), Some(Secret::new("x".into())))
        .unwrap();
    let in_the_way = folder.path().join("drafts");
    fs::write(&in_the_way, "").unwrap();
    engine.drafts().keep(tab(1, "typed")).unwrap();
    wait_for_tabs(&told);
    let close = engine.drafts().close(&id(1)).expect_err("it would be lost");
    assert_eq!(close.code, ErrorCode::Storage);
    fs::remove_file(&in_the_way).unwrap();
    engine.drafts().flush();
    wait_for_tabs(&told);
    assert_eq!(engine.drafts().list().unwrap().not_kept, None);
    drop(engine);
    assert_eq!(bodies(&open(folder.path()).drafts().list().unwrap()), ["typed"]);
}

#[test]
fn a_second_mudbrick_reads_and_destroys_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    first.drafts().keep(tab(1, "of the first")).unwrap();
    first.drafts().flush();
    let second = open(folder.path());
    let view = second.drafts().list().unwrap();
    assert_eq!(bodies(&view), ["of the first"]);
    assert_eq!(view.not_kept.map(|problem| problem.code), Some(ErrorCode::Conflict));
    second.drafts().keep(tab(1, "of the second")).unwrap();
    second.drafts().close(&id(1)).unwrap();
    second.drafts().flush();
    drop(second);
    first.drafts().keep(tab(1, "of the first, longer")).unwrap();
    drop(first);
    assert_eq!(bodies(&open(folder.path()).drafts().list().unwrap()), ["of the first, longer"]);
}

fn edit(was: &str, from: usize, to: usize, insert: &str) -> BodyEdit {
    let changes = vec![TextChange { from, to, insert: insert.to_owned() }];
    BodyEdit { was: was.encode_utf16().count(), changes }
}

#[test]
fn a_long_body_is_kept_by_what_was_changed_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let drafts = engine.drafts();
    let long = "ü".repeat(100_000);
    drafts.keep(tab(1, &long)).unwrap();
    let without = OpenTab { title: "Typed on".to_owned(), ..tab(1, "") };
    let first = edit(&long, 100_000, 100_000, "!");
    let second = edit(&format!("{long}!"), 0, 99_999, "");
    drafts.edit(without.clone(), BodyBase::Draft, &[first.clone(), second]).unwrap();
    drop(engine);
    let engine = open(folder.path());
    let view = engine.drafts().list().unwrap();
    assert_eq!(bodies(&view), ["ü!"]);
    assert_eq!(view.tabs[0].tab.title, "Typed on");
    // What does not fit is refused, and what was kept stays.
    for base in [BodyBase::Draft, BodyBase::Saved] {
        let refused = engine.drafts().edit(without.clone(), base, std::slice::from_ref(&first));
        assert_eq!(refused.unwrap_err().code, ErrorCode::Conflict);
    }
    assert_eq!(bodies(&engine.drafts().list().unwrap()), ["ü!"]);
    let all = edit("ü!", 0, 2, "");
    engine.drafts().edit(without, BodyBase::Draft, &[all]).unwrap();
    let now = engine.drafts().list().unwrap();
    assert_eq!(now.tabs[0].tab.draft.as_ref().unwrap().request.body, None);
}

#[test]
fn the_first_change_of_a_saved_body_needs_no_more_than_itself() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let mine = RequestAddress::parse("a/mine").unwrap();
    let saved = engine.requests().save(&mine, request("{\"a\": 1}"), None).unwrap();
    let source = RequestSource { address: saved.address.clone(), origin: RequestOrigin::Own };
    let tab = OpenTab { source: Some(source), revision: saved.revision, ..tab(1, "") };
    let edits = [edit("{\"a\": 1}", 6, 7, "2")];
    engine.drafts().edit(tab.clone(), BodyBase::Saved, &edits).unwrap();
    assert_eq!(bodies(&engine.drafts().list().unwrap()), ["{\"a\": 2}"]);
    // Another program has saved it: what was changed is not in there.
    let place = engine.home().requests().join("a/mine.http");
    let text = fs::read_to_string(&place).unwrap().replace("\"a\": 1", "\"b\": 1");
    fs::write(&place, text).unwrap();
    let refused = engine.drafts().edit(tab, BodyBase::Saved, &edits).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict);
}

#[test]
fn a_tab_in_which_nobody_typed_says_that_its_file_is_another_now() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let mine = RequestAddress::parse("a/mine").unwrap();
    let saved = engine.requests().save(&mine, request("as saved"), None).unwrap();
    let source = RequestSource { address: saved.address, origin: RequestOrigin::Own };
    let looked_at =
        OpenTab { source: Some(source), revision: saved.revision, draft: None, ..tab(1, "") };
    engine.drafts().keep(looked_at).unwrap();
    let outside = || engine.drafts().list().unwrap().tabs[0].outside;
    assert_eq!(outside(), None);
    let place = engine.home().requests().join("a/mine.http");
    let text = fs::read_to_string(&place).unwrap().replace("as saved", "as another saved it");
    fs::write(&place, text).unwrap();
    assert_eq!(outside(), Some(OutsideChange::Changed));
    // Nothing of anybody's is lost with a file in which nobody typed.
    fs::remove_file(&place).unwrap();
    assert_eq!(outside(), None);
}
