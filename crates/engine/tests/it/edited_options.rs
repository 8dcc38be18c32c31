//! How a request is sent, as somebody edits it: saved, copied, kept as a draft, and what is sent with it before it is saved.

use crate::drafts::tab;
use crate::home::World;
use crate::killed::open;
use mudbrick_engine::view::{
    EditedRequest, OpenTab, OptionName, OptionOrigin, OutsideChange, RequestOption, RequestOrigin,
    RequestSource, WrittenOption, WrittenOptions,
};
use mudbrick_engine::{Confirmation, JobKind, RequestAddress};
use mudbrick_model::{Method, Request, Risk};
use std::fs;
use std::path::Path;

const FILE: &str = "# @timeout 1\n\n### List\n// @timeout =  soon\n# Ada wrote this\nGET https://x.io/a\n\n### Other\n# @timeout 9\nGET https://x.io/b\n";

fn at(address: &str) -> RequestAddress {
    RequestAddress::parse(address).unwrap()
}

fn timeout(text: &str) -> WrittenOptions {
    WrittenOptions { timeout: Some(text.to_owned()), ..WrittenOptions::default() }
}

fn write(home: &Path, text: &str) {
    fs::create_dir_all(home.join("requests")).unwrap();
    fs::write(home.join("requests/mine.http"), text).unwrap();
}

#[test]
fn saving_changes_the_options_and_no_other_byte() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    write(folder.path(), FILE);
    let file = || fs::read_to_string(folder.path().join("requests/mine.http")).unwrap();
    let requests = engine.requests();
    let opened = requests.open(at("mine#List"), RequestOrigin::Own).unwrap();
    assert_eq!(opened.request.options, Some(timeout("soon")));

    let options = Some(WrittenOptions { no_redirect: true, ..timeout("30 s") });
    let edited = EditedRequest { options, ..opened.request.clone() };
    let saved = requests.save(&opened.address, &edited, opened.revision.as_deref()).unwrap();
    assert_eq!(saved.request, edited);
    let changed = FILE
        .replace("=  soon", "=  30 s")
        .replace("GET https://x.io/a", "# @no-redirect\nGET https://x.io/a");
    assert_eq!(file(), changed);
    // Whoever says nothing about them leaves them.
    let request = Request { url: "https://x.io/c".to_owned(), ..edited.request.clone() };
    let saved = requests.save(&saved.address, &request, saved.revision.as_deref()).unwrap();
    assert_eq!(saved.request.options, edited.options);
    assert_eq!(file(), changed.replace("https://x.io/a", "https://x.io/c"));
    // What is wrong is kept as it was typed, and named.
    let wrong = EditedRequest { options: Some(timeout("soon")), ..saved.request };
    let saved = requests.save(&saved.address, &wrong, saved.revision.as_deref()).unwrap();
    assert_eq!(saved.request.options, Some(timeout("soon")));
    assert_eq!(saved.notes[0].text, "@timeout soon is not supported and has no effect.");

    let copy = requests.duplicate(&saved.address, None).unwrap().address.unwrap();
    let copy = requests.open(copy, RequestOrigin::Own).unwrap();
    assert_eq!(copy.request.options, Some(timeout("soon")));
    let new = EditedRequest { options: Some(timeout("5")), ..copy.request };
    requests.save(at("new"), &new, None).unwrap();
    let text = fs::read_to_string(folder.path().join("requests/new.http")).unwrap();
    assert_eq!(text, "### List copy\n# @timeout 5\nGET https://x.io/c\n");
}

#[test]
fn options_are_a_part_of_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    write(folder.path(), FILE);
    let opened = engine.requests().open(at("mine#List"), RequestOrigin::Own).unwrap();
    let source = RequestSource { address: opened.address, origin: RequestOrigin::Own };
    let draft = EditedRequest { options: Some(timeout("never")), ..opened.request };
    let tab = OpenTab {
        source: Some(source),
        revision: opened.revision,
        draft: Some(draft.clone()),
        ..tab(1, "")
    };
    engine.drafts().keep(tab).unwrap();
    drop(engine);
    let engine = open(folder.path());
    let now = || engine.drafts().list().unwrap().tabs.remove(0);
    assert_eq!((now().tab.draft, now().outside), (Some(draft), None));
    write(folder.path(), &FILE.replace("soon", "7"));
    assert_eq!(now().outside, Some(OutsideChange::Changed));
    // Another program has saved just what was typed.
    write(folder.path(), &FILE.replace("soon", "never"));
    assert_eq!(now().outside, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_sent_as_it_is_on_screen() {
    let world = World::start().await;
    let profile = world.profile_with("Places", |draft| {
        draft.risk = Risk::Development;
        draft.sending.total_seconds = mudbrick_model::TimeLimit::parse("60").ok();
    });
    let id = profile.summary.id;
    // Of an option above all requests a note would tell that it has no effect.
    write(world.folder.path(), FILE.trim_start_matches("# @timeout 1\n\n"));
    let requests = world.engine.requests();
    let source = RequestSource { address: at("mine#Other"), origin: RequestOrigin::Own };
    let opened = requests.open(&source.address, RequestOrigin::Own).unwrap().request;
    let typed = |options: Option<WrittenOptions>| EditedRequest { options, ..opened.clone() };
    let timeout_of = |edited: EditedRequest, source: Option<&RequestSource>| {
        let check = requests.check(&id, &requests.sending(edited, source, None)).unwrap();
        let RequestOption { text, origin, otherwise, otherwise_origin, problem, .. } =
            check.options.into_iter().find(|it| it.option == WrittenOption::Timeout).unwrap();
        assert_eq!((otherwise.as_str(), otherwise_origin), ("60 s", OptionOrigin::Profile));
        (text, origin, check.written.timeout, problem, check.notes.len())
    };
    let (file, profile) = (OptionOrigin::Request, OptionOrigin::Profile);
    let said = |text: &str| Some(text.to_owned());
    let of_file = ("9 s".to_owned(), file, said("9"), None, 0);
    assert_eq!(timeout_of(typed(None), Some(&source)), of_file);
    let changed = ("0.5 s".to_owned(), file, said("500 ms"), None, 0);
    assert_eq!(timeout_of(typed(Some(timeout("500 ms"))), Some(&source)), changed);
    assert_eq!(timeout_of(typed(Some(timeout("500 ms"))), None), changed);
    let removed = ("60 s".to_owned(), profile, None, None, 0);
    assert_eq!(timeout_of(typed(Some(WrittenOptions::default())), Some(&source)), removed);
    let right = "A time limit is written as 30, 0.5, 500 ms, 30 s or 2 m.".to_owned();
    let wrong = ("60 s".to_owned(), profile, said("soon"), Some(right), 1);
    assert_eq!(timeout_of(typed(Some(timeout("soon"))), Some(&source)), wrong);
    // One that is in its file no more goes out in its own way all the same.
    let gone = RequestSource { address: at("mine#Gone"), ..source.clone() };
    assert_eq!(timeout_of(typed(Some(timeout("500 ms"))), Some(&gone)), changed);
    let sending = requests.sending(typed(Some(timeout("500 ms"))), Some(&source), None);
    let told = requests.what_goes_out(&id, &sending).unwrap().options;
    let total = told.iter().find(|it| it.option == OptionName::Total).unwrap();
    assert_eq!((total.text.as_str(), total.origin), ("at most 0.5 s", file));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_to_be_kept_is_not_kept_before_it_is_saved() {
    let world = World::start().await;
    let profile = world.profile_with("Places", |draft| draft.risk = Risk::Development);
    let requests = world.engine.requests();
    let request = Request {
        name: "List".to_owned(),
        method: Method::Get,
        url: "https://api-places.adobe.io/places/placesapi/v1/libraries".to_owned(),
        headers: Vec::new(),
        body: None,
    };
    let options = Some(WrittenOptions { no_log: true, ..WrittenOptions::default() });
    for (options, kept) in [(options, 0), (None, 1)] {
        let edited = EditedRequest { request: request.clone(), options };
        let job = world.engine.jobs().start(JobKind::Send);
        let sending = requests.sending(edited, None, None);
        let sent =
            requests.send_in_file(&job, &profile.summary.id, sending, Confirmation::NotGiven).await;
        assert!(sent.unwrap().summary.status.is_some());
        assert_eq!(world.engine.history().list(None, "", None, 10).unwrap().len(), kept);
    }
}
