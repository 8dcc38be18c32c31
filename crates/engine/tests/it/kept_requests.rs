//! The person's own requests renamed, moved, copied, deleted and brought back, over files as people leave them.

use crate::home::open;
use mudbrick_engine::view::{RequestAddress, RequestOrigin};
use mudbrick_engine::{Engine, Taken};
use mudbrick_model::{ErrorCode, Request, RequestChangeKind};
use proptest::prelude::*;
use std::path::PathBuf;
use tempfile::TempDir;

const ALL: &str = "# Ada's\n@LIMIT = 5\n\n### All\nGET https://x.io/a?limit={{LIMIT}}\n\n###  Next\n# @name next\n\nDELETE   https://x.io/b\n\n### Next\nGET https://x.io/c\n";

struct Own {
    _folder: TempDir,
    engine: Engine,
}

impl Own {
    fn with(files: &[(&str, &str)]) -> Self {
        // In memory where there is such a folder: thousands of small saves, each synced, are not what is tested.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let engine = open(folder.path());
        let own = Self { _folder: folder, engine };
        for (path, text) in files {
            own.write(path, Some(text));
        }
        own
    }

    fn place(&self, path: &str) -> PathBuf {
        self.engine.home().requests().join(format!("{path}.http"))
    }

    fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.place(path)).ok()
    }

    fn write(&self, path: &str, text: Option<&str>) {
        let place = self.place(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        match text {
            Some(text) => std::fs::write(place, text).unwrap(),
            None => drop(std::fs::remove_file(place)),
        }
    }

    fn addresses(&self) -> Vec<RequestAddress> {
        let list = self.engine.requests().list().unwrap();
        let own = list.into_iter().filter(|one| one.origin == RequestOrigin::Own);
        own.map(|one| one.address).collect()
    }

    fn named(&self) -> Vec<String> {
        self.addresses().iter().map(ToString::to_string).collect()
    }
}

fn at(text: &str) -> RequestAddress {
    RequestAddress::parse(text).unwrap()
}

#[test]
fn every_request_of_a_file_has_an_address_and_is_found_by_it_and_by_its_name() {
    let own = Own::with(&[("places/All", ALL), ("ping", "GET https://x.io/ping")]);
    let requests = own.engine.requests();
    let expected = ["ping", "places/All", "places/All#Next", "places/All#Next#2"];
    assert_eq!(own.named(), expected);
    let urls: Vec<String> =
        expected.iter().map(|address| requests.find(address).unwrap().url).collect();
    assert_eq!(urls[..2], ["https://x.io/ping", "https://x.io/a?limit={{LIMIT}}"]);
    assert_eq!(urls[2..], ["https://x.io/b", "https://x.io/c"]);
    assert_eq!(requests.find("All").unwrap().url, urls[1]);
    assert_eq!(requests.find_own("own:All").unwrap(), at("places/All"));
    let several = requests.find("Next").unwrap_err();
    assert_eq!(several.code, ErrorCode::InvalidInput);
    let remedy = several.remedy_text().unwrap();
    assert!(remedy.contains("own:places/All#Next, own:places/All#Next#2"), "{remedy}");
    let none = requests.find("places/All#Nowhere").unwrap_err();
    assert_eq!(none.code, ErrorCode::NotFound);
    assert!(none.remedy_text().unwrap().contains("places/All#Next"), "{none:?}");
    let catalogue = requests.find_own("Places/List libraries").unwrap_err();
    assert!(catalogue.message.contains("catalogue"), "{catalogue:?}");
}

#[test]
fn a_file_of_several_is_not_guessed_from() {
    let own = Own::with(&[("places/Some", ALL)]);
    let problem = own.engine.requests().find("places/Some").unwrap_err();
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert!(problem.remedy_text().unwrap().contains("places/Some#All"), "{problem:?}");
    let place = own.place("places/Some");
    let anywhere = |name| own.engine.requests().from_file(&place, name).map(|(request, _)| request);
    assert_eq!(anywhere(Some("Next#2")).unwrap().url, "https://x.io/c");
    assert_eq!(anywhere(Some("No")).unwrap_err().code, ErrorCode::NotFound);
    let several = anywhere(None).unwrap_err();
    assert!(several.remedy_text().unwrap().contains("Some.http#Next#2"), "{several:?}");
}

#[test]
fn renaming_changes_the_name_alone() {
    let own = Own::with(&[("places/All", ALL)]);
    let requests = own.engine.requests();
    let changed = requests.rename(&at("places/All#Next"), "Later").unwrap();
    assert_eq!(changed.address, Some(at("places/All#Later")));
    let renamed = ALL.replace("###  Next\n# @name", "### Later\n# @name");
    assert_eq!(own.read("places/All").as_deref(), Some(&*renamed));
    let taken = requests.rename(&at("places/All#Later"), "Next").unwrap_err();
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
    for name in ["", " ", "a\nb"] {
        let refused = requests.rename(&at("places/All#Later"), name).unwrap_err();
        assert_eq!(refused.code, ErrorCode::InvalidInput, "{name:?}");
    }
    assert_eq!(own.read("places/All"), Some(renamed));
    let undone = requests.undo(None).unwrap();
    assert_eq!((undone.kind, undone.at_end), (RequestChangeKind::Renamed, false));
    assert_eq!(own.read("places/All").as_deref(), Some(ALL));
    assert_eq!(requests.undo(Some(&changed.change)).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn moving_takes_the_lines_and_says_what_stays() {
    let own = Own::with(&[("places/All", ALL), ("other/Mine", "### Next\nGET https://y.io\n")]);
    let requests = own.engine.requests();
    let before = requests.before_moving(&at("places/All"), "other/").unwrap();
    assert_eq!((before.to, before.stays_behind), (at("other/All"), vec!["LIMIT".to_owned()]));
    assert_eq!(own.read("other/All"), None, "only looked at");
    let moved = requests.move_to(&at("places/All"), "other/", Taken::Refuse).unwrap();
    assert_eq!((moved.address, moved.stays_behind), (Some(at("other/All")), vec!["LIMIT".into()]));
    let lines = "### All\nGET https://x.io/a?limit={{LIMIT}}\n\n";
    assert_eq!(own.read("other/All").as_deref(), Some(lines));
    assert_eq!(own.read("places/All"), Some(ALL.replace(lines, "")));

    let taken = requests.move_to(&at("places/All#Next"), "other/Mine", Taken::Refuse).unwrap_err();
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
    let before = requests.before_moving(&at("places/All#Next"), "other/Mine").unwrap();
    assert_eq!(before.replaces, Some(at("other/Mine#Next")));
    requests.move_to(&at("places/All#Next"), "other/Mine", Taken::Replace).unwrap();
    let mine = "###  Next\n# @name next\n\nDELETE   https://x.io/b\n\n";
    assert_eq!(own.read("other/Mine").as_deref(), Some(mine));
    let undone = requests.undo(None).unwrap();
    assert_eq!(undone.kind, RequestChangeKind::Moved);
    assert_eq!(own.read("other/Mine").as_deref(), Some("### Next\nGET https://y.io\n"));
    requests.undo(None).unwrap();
    assert_eq!((own.read("places/All").as_deref(), own.read("other/All")), (Some(ALL), None));
}

#[test]
fn a_request_that_has_its_file_to_itself_takes_all_of_it_along() {
    let text = "\u{feff}# Ada's\n@LIMIT = 5\n\nGET https://x.io/a?limit={{LIMIT}}";
    let own = Own::with(&[("ping", text)]);
    let requests = own.engine.requests();
    let moved = requests.move_to(&at("ping"), "new/folder/pong", Taken::Refuse).unwrap();
    assert_eq!((moved.address, moved.stays_behind), (Some(at("new/folder/pong")), Vec::new()));
    assert_eq!((own.read("new/folder/pong").as_deref(), own.read("ping")), (Some(text), None));
    requests.undo(None).unwrap();
    assert_eq!((own.read("ping").as_deref(), own.read("new/folder/pong")), (Some(text), None));
}

#[test]
fn names_that_lead_out_of_the_folder_get_a_sentence() {
    let own = Own::with(&[("ping", "GET https://x.io")]);
    for to in ["../out", "/", "a/../../out", "a#b", "", "..", "/etc/", "ping"] {
        let refused = own.engine.requests().move_to(&at("ping"), to, Taken::Replace);
        let problem = refused.expect_err(to);
        assert_eq!(problem.code, ErrorCode::InvalidInput, "{to}");
        assert!(problem.message.ends_with('.'), "{to}: {}", problem.message);
    }
    assert_eq!(own.read("ping").as_deref(), Some("GET https://x.io"));
    assert!(own.engine.requests().undo(None).is_err());
}

#[test]
fn what_was_deleted_goes_to_the_end_of_a_file_that_changed_since() {
    let own = Own::with(&[("places/All", ALL), ("ping", "GET https://x.io")]);
    let requests = own.engine.requests();
    let deleted = requests.delete(&at("places/All#Next")).unwrap();
    let mut text = own.read("places/All").unwrap();
    text.push_str("\n### Another program's\nGET https://z.io");
    own.write("places/All", Some(&text));
    let undone = requests.undo(Some(&deleted.change)).unwrap();
    assert_eq!((undone.at_end, undone.address), (true, Some(at("places/All#Next#2"))));
    let lines = "###  Next\n# @name next\n\nDELETE   https://x.io/b\n\n";
    assert_eq!(own.read("places/All"), Some(format!("{text}\n\n{lines}")));

    requests.delete(&at("ping")).unwrap();
    assert_eq!(own.read("ping"), None, "the file goes with its last request");
    own.write("ping", Some("@a = 1\n"));
    assert!(requests.undo(None).unwrap().at_end);
    assert_eq!(own.read("ping").as_deref(), Some("@a = 1\n\n###\nGET https://x.io"));
}

#[test]
fn a_later_change_of_the_same_request_is_not_undone_unseen() {
    let own = Own::with(&[("ping", "### Ping\nGET https://x.io\n")]);
    let requests = own.engine.requests();
    requests.rename(&at("ping"), "Pong").unwrap();
    let later = "### Pong\nGET https://x.io/later\n";
    own.write("ping", Some(later));
    assert_eq!(requests.undo(None).unwrap_err().code, ErrorCode::Conflict);
    assert_eq!(own.read("ping").as_deref(), Some(later));
    own.write("ping", Some("### Pong\nGET https://x.io\n\n### Z\nGET https://z.io\n"));
    let undone = requests.undo(None).unwrap();
    assert!(!undone.at_end);
    assert_eq!(
        own.read("ping").as_deref(),
        Some("### Ping\nGET https://x.io\n\n### Z\nGET https://z.io\n")
    );
}

#[test]
fn two_that_save_requests_of_one_file_lose_nothing() {
    let own = Own::with(&[("places/All", ALL)]);
    let requests = own.engine.requests();
    let open = |address: &str| requests.open(at(address), RequestOrigin::Own).unwrap();
    let (one, other) = (open("places/All"), open("places/All#Next#2"));
    let edited =
        |request: &Request| Request { url: format!("{}/edited", request.url), ..request.clone() };
    requests.save(&one.address, edited(&one.request.request), one.revision.as_deref()).unwrap();
    requests
        .save(&other.address, edited(&other.request.request), other.revision.as_deref())
        .unwrap();
    let expected =
        ALL.replace("{{LIMIT}}\n", "{{LIMIT}}/edited\n").replace("x.io/c", "x.io/c/edited");
    assert_eq!(own.read("places/All"), Some(expected.clone()));
    // Somebody put another request of the name in front of it.
    let now = open("places/All#Next#2");
    let shifted = expected.replace("###  Next", "### Next\nGET https://first.io\n\n###  Next");
    own.write("places/All", Some(&shifted));
    requests.save(&now.address, edited(&now.request.request), now.revision.as_deref()).unwrap();
    assert_eq!(
        own.read("places/All"),
        Some(shifted.replace("x.io/c/edited", "x.io/c/edited/edited"))
    );

    // Many at once, each its own.
    let threads = 8;
    let files: String =
        (0..threads).map(|n| format!("### R{n}\nGET https://x.io/{n}\n\n")).collect();
    own.write("many", Some(&files));
    std::thread::scope(|scope| {
        for n in 0..threads {
            let own = &own;
            scope.spawn(move || {
                let engine = open_again(own);
                let address = at(&format!("many#R{n}"));
                let opened = engine.requests().open(&address, RequestOrigin::Own).unwrap();
                let request =
                    Request { url: format!("https://saved.io/{n}"), ..opened.request.request };
                engine.requests().save(&address, &request, opened.revision.as_deref()).unwrap();
            });
        }
    });
    assert_eq!(own.read("many"), Some(files.replace("https://x.io", "https://saved.io")));
}

fn open_again(own: &Own) -> Engine {
    open(own._folder.path())
}

#[test]
fn a_new_request_goes_behind_the_others_of_its_file() {
    let own = Own::with(&[("places/All", ALL)]);
    let requests = own.engine.requests();
    let request = requests.find("places/All").unwrap();
    let taken = requests.save(at("places/All#Next"), &request, None).unwrap_err();
    assert_eq!(taken.code, ErrorCode::AlreadyExists);
    let saved = requests.save(at("places/All#New"), &request, None).unwrap();
    assert_eq!((saved.address, saved.request.request.name.as_str()), (at("places/All#New"), "New"));
    let added = "\n### New\nGET https://x.io/a?limit={{LIMIT}}\n";
    assert_eq!(own.read("places/All"), Some(format!("{ALL}{added}")));
}

/// The blocks of a file that hold a request: from a separator to the next. Read by rules of this test's own.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.trim_start_matches('\u{feff}').split_inclusive('\n') {
        if line.starts_with("###") {
            blocks.push(String::new());
        }
        blocks.last_mut().unwrap().push_str(line);
    }
    let holds_request = |block: &String| {
        block.lines().skip(usize::from(block.starts_with("###"))).any(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with(['#', '@']) && !line.starts_with("//")
        })
    };
    blocks.into_iter().filter(holds_request).collect()
}

fn untidy() -> impl Strategy<Value = String> {
    let pick = |of: Vec<&'static str>| prop::sample::select(of);
    let gap = pick(vec!["", "", "\n", "  \n\n", "# a comment\n", "\n// see {{X}}\n\n", "@v = 1\n"]);
    let head = pick(vec!["### One\n", "###\n", "####   Two  \n# @name two\n", "### Three #2\n\n"]);
    let line = pick(vec![
        "GET https://x.io/{{v}}",
        "post\thttps://x.io/{{id}}  HTTP/1.1",
        "https://x.io\n  ?a=1\n\t&b=2",
        "PUT  {{BASE}}/c ",
    ]);
    let headers = pick(vec!["", "A: 1\n", "B :  two \n# between\nC:\n", "  D: {{x}}\n"]);
    let body = pick(vec!["", "\n{}\n", "\n\n{\n  \"a\": 1\n\n}\n\n\n", "\nx=1&\ny=2\n\n# after\n"]);
    let entry = (head, gap.clone(), line, headers, body, gap).prop_map(
        |(head, before, line, headers, body, after)| {
            let before = before.trim_start_matches('\n');
            format!("{head}{before}{line}\n{headers}{body}\n{after}")
        },
    );
    let end = pick(vec!["\n", "\r\n"]);
    let first =
        pick(vec!["", "\u{feff}", "# of the file\n@BASE = x\n\n", "GET https://first.io\n\n"]);
    (first, prop::collection::vec(entry, 20), end, any::<bool>()).prop_map(
        |(first, entries, end, ended)| {
            let text = format!("{first}{}", entries.concat());
            let text = if ended { text } else { text.trim_end().to_owned() };
            text.replace('\n', end)
        },
    )
}

#[derive(Debug, Clone)]
enum Verb {
    Save(String),
    Rename(String),
    Move(&'static str),
    Duplicate,
    Delete,
    Undo,
}

fn verb() -> impl Strategy<Value = Verb> {
    prop_oneof![
        1 => "[a-z]{1,4}".prop_map(Verb::Save),
        2 => "(One|Two|[a-z]{1,3}( #[1-3])?)".prop_map(Verb::Rename),
        3 => prop::sample::select(vec!["a/All", "b/", "b/Rest"]).prop_map(Verb::Move),
        2 => Just(Verb::Duplicate),
        3 => Just(Verb::Delete),
        4 => Just(Verb::Undo),
    ]
}

const FILES: [&str; 3] = ["a/All", "b/All", "b/Rest"];

type Texts = Vec<Option<String>>;

fn texts(own: &Own) -> Texts {
    FILES.iter().map(|path| own.read(path)).collect()
}

/// What a file's blocks should be. None stands for one that the change made, which is looked at by itself.
type Expected = Vec<Vec<Option<String>>>;

fn expected(before: &Texts) -> Expected {
    let of = |text: &Option<String>| blocks(text.as_deref().unwrap_or_default());
    before.iter().map(|text| of(text).into_iter().map(Some).collect()).collect()
}

/// Every byte of what a change is not about is the same. What stood last in its file may have got a line end.
fn check(before: &Texts, after: &Texts, expected: &Expected) -> Result<Vec<String>, TestCaseError> {
    let mut made = Vec::new();
    for (place, path) in FILES.iter().enumerate() {
        if let (Some(before), Some(after)) = (&before[place], &after[place]) {
            let mark = |text: &str| text.starts_with('\u{feff}');
            prop_assert_eq!(mark(before), mark(after), "{}", path);
        }
        let last = blocks(before[place].as_deref().unwrap_or_default()).pop();
        let found = blocks(after[place].as_deref().unwrap_or_default());
        prop_assert_eq!(found.len(), expected[place].len(), "{}: {:?}", path, after[place]);
        for (block, expected) in found.into_iter().zip(&expected[place]) {
            match expected {
                None => made.push(block),
                Some(old) if last.as_ref() == Some(old) => {
                    let rest = block.strip_prefix(old.as_str());
                    prop_assert!(
                        rest.is_some_and(|rest| rest.trim().is_empty()),
                        "{block:?} {old:?}"
                    );
                }
                Some(old) => prop_assert_eq!(&block, old, "{}", path),
            }
        }
    }
    Ok(made)
}

/// Whether two blocks are the same but for the file's variables among their lines, and a separator.
fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('@'));
        let lines: Vec<&str> = lines.filter(|line| *line != "###").collect();
        lines.join("\n").trim_matches('\n').to_owned()
    };
    bare(one) == bare(other)
}

/// A change that can be undone, and whether its files are as it left them.
struct Done {
    before: Texts,
    exact: bool,
}

fn play(own: &Own, text: &str, steps: &[(prop::sample::Index, Verb)]) -> Result<(), TestCaseError> {
    let requests = own.engine.requests();
    let _ = std::fs::remove_dir_all(own.engine.home().trash());
    for path in FILES {
        own.write(path, None);
    }
    own.write(FILES[0], Some(text));
    let mut done: Vec<Done> = Vec::new();
    for (place, verb) in steps {
        let before = texts(own);
        if matches!(verb, Verb::Undo) {
            let Some(last) = done.pop() else { continue };
            let undone = requests.undo(None);
            match (last.exact, undone) {
                (true, Ok(undone)) => {
                    prop_assert!(!undone.at_end);
                    prop_assert_eq!(&texts(own), &last.before, "the very bytes");
                }
                (true, Err(problem)) => prop_assert!(false, "{:?}", problem),
                (false, Ok(_)) => {}
                (false, Err(problem)) => {
                    prop_assert_eq!(problem.code, ErrorCode::Conflict);
                    prop_assert_eq!(&texts(own), &before);
                    break;
                }
            }
            continue;
        }
        let addresses = own.addresses();
        if addresses.is_empty() {
            break;
        }
        let address = &addresses[place.index(addresses.len())];
        let file = FILES.iter().position(|path| *path == address.file().as_str()).unwrap();
        let in_file = addresses.iter().filter(|other| other.file() == address.file());
        let at = in_file.take_while(|other| *other != address).count();
        let old = blocks(before[file].as_deref().unwrap())[at].clone();
        let mut expected = expected(&before);
        let outcome = match verb {
            Verb::Save(url) => {
                let opened = requests.open(address, RequestOrigin::Own).unwrap();
                let request =
                    Request { url: format!("https://{url}.io"), ..opened.request.request };
                expected[file][at] = None;
                let saved = requests.save(address, &request, opened.revision.as_deref());
                done.iter_mut().for_each(|done| done.exact = false);
                saved.map(|saved| saved.address)
            }
            Verb::Rename(name) => {
                expected[file][at] = None;
                requests.rename(address, name).map(|changed| changed.address.unwrap())
            }
            Verb::Duplicate => {
                expected[file].insert(at + 1, None);
                requests.duplicate(address, None).map(|changed| changed.address.unwrap())
            }
            Verb::Delete => {
                expected[file].remove(at);
                requests.delete(address).map(|_| address.clone())
            }
            Verb::Move(to) => {
                let planned = requests.before_moving(address, to);
                if let Ok(planned) = &planned {
                    let to = FILES.iter().position(|it| *it == planned.to.file().as_str()).unwrap();
                    expected[file].remove(at);
                    match &planned.replaces {
                        None => expected[to].push(None),
                        Some(other) => {
                            let there = addresses.iter().filter(|it| it.file() == other.file());
                            let place = there.take_while(|it| *it != other).count();
                            expected[to][place] = None;
                        }
                    }
                }
                planned
                    .and_then(|_| requests.move_to(address, to, Taken::Replace))
                    .map(|it| it.address.unwrap())
            }
            Verb::Undo => continue,
        };
        let after = texts(own);
        match outcome {
            Err(problem) => {
                let refused =
                    matches!(problem.code, ErrorCode::AlreadyExists | ErrorCode::InvalidInput);
                prop_assert!(refused, "{:?}", problem);
                prop_assert_eq!(after, before);
            }
            Ok(address) => {
                let made = check(&before, &after, &expected)?;
                match verb {
                    Verb::Move(_) => prop_assert!(same(&made[0], &old), "{:?} {:?}", made, old),
                    Verb::Delete => prop_assert!(made.is_empty()),
                    _ => prop_assert_eq!(made.len(), 1),
                }
                if !matches!(verb, Verb::Delete) {
                    requests.get(&address, RequestOrigin::Own).expect("found at its new address");
                }
                if !matches!(verb, Verb::Save(_)) {
                    done.push(Done { before, exact: true });
                }
            }
        }
    }
    Ok(())
}

/// 1,000 files of 20 requests, each changed up to 8 times: what a change is not about keeps every byte, and undoing brings
/// back the very bytes.
#[test]
fn random_changes_touch_nothing_else_and_undo_brings_back_the_bytes() {
    let own = Own::with(&[]);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) };
    let steps = prop::collection::vec((any::<prop::sample::Index>(), verb()), 1..9);
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner.run(&(untidy(), steps), |(text, steps)| play(&own, &text, &steps)).unwrap();
}
