//! Records and request files on a disk that fails, and on one whose power is cut, at every call of a change.

use crate::fixtures::{StillClock, profile, profile_id};
use mudbrick_model::{ErrorCode, Explain, RequestPath, Timestamp};
use mudbrick_store::{Home, OwnRequests, Profiles, StoreError, SubjectTemplate, SubjectTemplates};
use mudbrick_vault::files::faults::{Call, each_call_in_trouble, recorded, watched};
use rstest::rstest;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use tempfile::TempDir;

/// A change to a home with two profiles, of which the second was deleted, and a subject template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Create,
    Update,
    Delete,
    Restore,
    Sweep,
    Template,
}

impl Change {
    fn prepare(self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let profiles = open(folder.path());
        profiles.create(profile(1, "Acme", "One")).unwrap();
        profiles.create(profile(2, "Acme", "Two")).unwrap();
        profiles.delete(&profile_id(2)).unwrap();
        templates(folder.path()).save(template("one")).unwrap();
        folder
    }

    fn go(self, home: &Path) -> Result<(), StoreError> {
        let profiles = open(home);
        match self {
            Self::Create => profiles.create(profile(3, "Acme", "Three")).map(drop),
            Self::Update => {
                let stored = profiles.get(&profile_id(1))?;
                let mut edited = stored.value;
                edited.sandbox = "changed".repeat(100);
                profiles.update(edited, &stored.revision).map(drop)
            }
            Self::Delete => profiles.delete(&profile_id(1)).map(drop),
            Self::Restore => profiles.restore(&profile_id(2)).map(drop),
            Self::Sweep => profiles.sweep_trash(Timestamp(i64::MAX)).map(drop),
            Self::Template => templates(home).save(template("two")),
        }
    }

    /// Whether the change has happened; it must not have happened in part.
    fn check(self, home: &Path, when: &str) -> bool {
        let profiles = open(home);
        let listing = profiles.list().unwrap();
        assert_eq!(listing.damaged, [], "{when}");
        let mut names: Vec<&str> = listing.items.iter().map(|it| it.value.name.as_str()).collect();
        names.sort_unstable();
        for item in &listing.items {
            // By the hint or without it.
            assert_eq!(profiles.get(&item.value.id).unwrap(), *item, "{when}");
            assert_eq!(open(home).get(&item.value.id).unwrap(), *item, "{when}");
        }
        let templates: Vec<String> =
            templates(home).list().unwrap().into_iter().map(|it| it.name).collect();
        let trash = fs::read_dir(Home::at(home).trash().join("profiles")).unwrap().count();
        let is_after = match self {
            Self::Create => names.contains(&"Three"),
            Self::Update => listing.items[0].value.sandbox == "changed".repeat(100),
            Self::Delete => !names.contains(&"One"),
            Self::Restore => names.contains(&"Two"),
            Self::Sweep => trash == 0,
            Self::Template => templates.len() == 2,
        };
        let expected: (&[&str], usize, usize) = match (self, is_after) {
            (Self::Create, true) => (&["One", "Three"], 1, 1),
            (Self::Delete, true) => (&[], 2, 1),
            (Self::Restore, true) => (&["One", "Two"], 0, 1),
            (Self::Sweep, true) => (&["One"], 0, 1),
            (Self::Template, true) => (&["One"], 1, 2),
            _ => (&["One"], 1, 1),
        };
        assert_eq!((names.as_slice(), trash, templates.len()), expected, "{when}");
        if self == Self::Update && !is_after {
            assert_eq!(listing.items[0].value, profile(1, "Acme", "One"), "{when}");
        }
        is_after
    }
}

fn open(home: &Path) -> Profiles {
    Profiles::open(&Home::at(home), StillClock::at(7))
}

fn templates(home: &Path) -> SubjectTemplates {
    SubjectTemplates::open(&Home::at(home), StillClock::at(7))
}

fn template(name: &str) -> SubjectTemplate {
    SubjectTemplate { name: name.to_owned(), bits: 2048, days: 365, ..SubjectTemplate::default() }
}

#[rstest]
#[case::create(Change::Create)]
#[case::update(Change::Update)]
#[case::delete(Change::Delete)]
#[case::restore(Change::Restore)]
#[case::sweep(Change::Sweep)]
#[case::template(Change::Template)]
fn a_power_cut_at_any_call_leaves_before_or_after(#[case] change: Change) {
    let folder = change.prepare();
    let (done, recording) = recorded(folder.path(), || change.go(folder.path()));
    done.unwrap();
    assert!(recording.calls() >= 2, "{}", recording.calls());
    let mut is_after = Vec::new();
    for calls in 0..=recording.calls() {
        for disk in recording.after(calls) {
            let found = tempfile::tempdir().unwrap();
            disk.write_to(found.path());
            is_after.push(change.check(found.path(), &format!("{change:?} cut after {calls}")));
        }
    }
    assert!(!is_after[0] && is_after[is_after.len() - 1]);
}

#[rstest]
#[case::create(Change::Create)]
#[case::update(Change::Update)]
#[case::delete(Change::Delete)]
#[case::restore(Change::Restore)]
#[case::sweep(Change::Sweep)]
#[case::template(Change::Template)]
fn a_disk_that_fails_at_any_call_leaves_before_or_after(#[case] change: Change) {
    let calls = each_call_in_trouble(
        || change.prepare(),
        |folder| change.go(folder.path()),
        |folder, outcome, when| {
            let is_after = change.check(folder.path(), when);
            match outcome {
                Ok(()) => assert!(is_after, "{when}"),
                Err(error) => assert_eq!(error.code(), ErrorCode::Storage, "{when}: {error:?}"),
            }
        },
    );
    assert!(calls >= 2, "{calls}");
}

#[test]
fn files_that_are_added_last_before_they_take_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let requests = OwnRequests::open(&Home::at(folder.path()));
    let path = |text: &str| RequestPath::parse(text).unwrap();
    let files = ["Acme/1", "Acme/2", "Acme/Deep/3", "Acme/Deep/4"]
        .map(|name| (path(name), "GET https://x.io\n".to_owned()));
    // The folders in which a name is that a power cut would take away, and how often one of them was a whole that moved.
    let at_risk = Rc::new(RefCell::new(BTreeSet::new()));
    let moved = Rc::new(Cell::new(0));
    let watcher = {
        let (at_risk, moved) = (Rc::clone(&at_risk), Rc::clone(&moved));
        move |call: &Call<'_>| {
            match call {
                Call::Rename { from, .. } if from.is_dir() => {
                    let inside = |at_risk: &PathBuf| at_risk.starts_with(from);
                    assert!(!at_risk.borrow().iter().any(inside), "{at_risk:?}");
                    moved.set(moved.get() + 1);
                }
                Call::Rename { to, .. } => {
                    at_risk.borrow_mut().insert(to.parent().unwrap().to_owned());
                }
                Call::SyncFolder { path } => {
                    at_risk.borrow_mut().remove(*path);
                }
                _ => {}
            }
            None
        }
    };
    let add = || requests.change().unwrap().add("Acme", &path("Acme"), &files, Timestamp(1));
    watched(watcher, add).unwrap();
    assert_eq!(moved.get(), 1);
    assert_eq!(requests.list().unwrap().paths.len(), 4);
}
