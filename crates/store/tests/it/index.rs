//! The index over many records: it saves reading, and shows nothing that is not in the files.

#![allow(
    clippy::disallowed_methods,
    reason = "what stands for another program's writing is not saved as ours"
)]

use crate::fixtures::{Fixture, fixture, profile, profile_id};
use mudbrick_model::Profile;
use mudbrick_store::{FindError, Listing};
use proptest::prelude::*;
use rstest::rstest;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

const MANY: u64 = 120;

/// A home with enough profiles for an index, which has been written.
fn indexed() -> Fixture {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    let text = fs::read_to_string(path(&it, "acme-places")).unwrap();
    for number in 2..=MANY {
        let other = text
            .replace(profile_id(1).as_str(), profile_id(number).as_str())
            .replace("\"Places\"", &format!("\"Museum {number:03}\""));
        fs::write(path(&it, &format!("acme-{number:03}")), other).unwrap();
    }
    it.profiles.list().unwrap();
    settle(&it);
    it
}

fn path(it: &Fixture, slug: &str) -> PathBuf {
    it.home.profiles().join(format!("{slug}.toml"))
}

fn index(it: &Fixture) -> PathBuf {
    it.home.cache().join("profiles.index")
}

/// As if the index had been written a while after the files.
fn settle(it: &Fixture) {
    let file = fs::File::options().append(true).open(index(it)).unwrap();
    let written = file.metadata().unwrap().modified().unwrap();
    file.set_modified(written + Duration::from_secs(10)).unwrap();
}

/// Written where it lies, with the size and the date that it had.
fn edit_in_place(it: &Fixture, slug: &str, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let path = path(it, slug);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(&path, text.replace(from, to)).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(before).unwrap();
}

/// The listing of somebody who has no index.
fn read_anew(it: &Fixture) -> Listing<Profile> {
    let kept = fs::read(index(it)).ok();
    let _ = fs::remove_file(index(it));
    let listing = it.another().list().unwrap();
    if let Some(bytes) = kept {
        fs::write(index(it), bytes).unwrap();
    }
    listing
}

fn same(one: &Listing<Profile>, other: &Listing<Profile>) {
    assert_eq!(one.items, other.items);
    assert_eq!(one.damaged, other.damaged);
}

#[test]
fn a_list_reads_no_file_that_has_not_changed_and_a_name_one() {
    let it = indexed();
    let expected = read_anew(&it);
    settle(&it);
    let fresh = it.another();
    same(&fresh.list().unwrap(), &expected);
    assert_eq!(fresh.reads(), 1, "the folder was listed");
    let id = profile_id(7).to_string();
    // Digits may be a short name, which is looked for first.
    for (name, reads) in
        [("museum 007", 1), ("Acme · Museum 007", 1), ("acme-007", 1), (id.as_str(), 3)]
    {
        let fresh = it.another();
        assert_eq!(fresh.find(name).unwrap().value.id, profile_id(7));
        assert_eq!(fresh.reads(), reads, "{name}");
    }
}

#[test]
fn whoever_looks_for_one_of_many_makes_the_index_for_the_next() {
    let it = indexed();
    fs::remove_file(index(&it)).unwrap();
    assert_eq!(it.another().find("Museum 007").unwrap().value.id, profile_id(7));
    settle(&it);
    let fresh = it.another();
    fresh.find("Museum 008").unwrap();
    assert_eq!(fresh.reads(), 1);
}

#[test]
fn few_records_have_no_index() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    it.profiles.list().unwrap();
    assert!(!index(&it).exists());
}

#[test]
fn what_was_written_a_moment_before_the_index_is_read_all_the_same() {
    let it = indexed();
    // The disk's clock has not ticked since.
    let written = fs::metadata(path(&it, "acme-007")).unwrap().modified().unwrap();
    fs::File::options().append(true).open(index(&it)).unwrap().set_modified(written).unwrap();
    let fresh = it.another();
    fresh.find("Museum 007").unwrap();
    assert!(fresh.reads() > MANY, "{} reads", fresh.reads());
}

#[cfg(unix)]
#[test]
fn an_edit_that_keeps_size_and_date_is_seen() {
    let it = indexed();
    edit_in_place(&it, "acme-007", "Museum 007", "Gallery 07");
    let fresh = it.another();
    let listing = fresh.list().unwrap();
    assert!(listing.items.iter().any(|stored| stored.value.name == "Gallery 07"));
    assert_eq!(fresh.reads(), 2, "the folder and that file");
}

#[test]
fn a_name_that_was_given_to_another_file_finds_that_one() {
    let it = indexed();
    edit_in_place(&it, "acme-007", "Museum 007", "Museum 999");
    edit_in_place(&it, "acme-008", "Museum 008", "Museum 007");
    let found = it.another().find("Museum 007").unwrap();
    assert_eq!(found.value.id, profile_id(8));
    assert!(matches!(it.another().find("Museum 008"), Err(FindError::NotFound { .. })));
    assert_eq!(it.another().find("Museum 999").unwrap().value.id, profile_id(7));
}

#[test]
fn a_second_of_that_name_makes_it_ambiguous() {
    let it = indexed();
    it.another().create(profile(900, "Globex", "Museum 007")).unwrap();
    let found = it.another().find("Museum 007");
    assert!(matches!(found, Err(FindError::Ambiguous { .. })), "{found:?}");
}

#[test]
fn what_was_deleted_is_gone_and_what_was_renamed_is_found() {
    let it = indexed();
    let fresh = it.another();
    fresh.delete(&profile_id(7)).unwrap();
    let mut renamed = fresh.get(&profile_id(8)).unwrap();
    "Pier".clone_into(&mut renamed.value.name);
    fresh.update(renamed.value, &renamed.revision).unwrap();
    let fresh = it.another();
    assert!(matches!(fresh.find("Museum 007"), Err(FindError::NotFound { .. })));
    assert!(matches!(fresh.find("Museum 008"), Err(FindError::NotFound { .. })));
    assert_eq!(fresh.find("Pier").unwrap().value.id, profile_id(8));
    same(&fresh.list().unwrap(), &read_anew(&it));
}

#[test]
fn damage_is_told_with_an_index_too() {
    let it = indexed();
    fs::write(path(&it, "acme-007"), "version = 1\nid = ").unwrap();
    fs::copy(path(&it, "acme-008"), path(&it, "copied")).unwrap();
    fs::write(path(&it, "Not A Short Name"), "").unwrap();
    let listing = it.another().list().unwrap();
    assert_eq!(listing.damaged.len(), 3);
    settle(&it);
    same(&it.another().list().unwrap(), &read_anew(&it));
    assert_eq!(it.another().find("Museum 008").unwrap().value.id, profile_id(8));
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_read() {
    let it = indexed();
    let elsewhere = it.home.path().join("elsewhere.toml");
    fs::rename(path(&it, "acme-007"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, path(&it, "acme-007")).unwrap();
    it.another().list().unwrap();
    settle(&it);
    let text = fs::read_to_string(&elsewhere).unwrap();
    fs::write(&elsewhere, text.replace("Museum 007", "Gallery 07")).unwrap();
    same(&it.another().list().unwrap(), &read_anew(&it));
}

#[rstest]
#[case::another_form(|text: &str| text.replacen("mudbrick-index 1", "mudbrick-index 2", 1))]
#[case::another_version(|text: &str| text.replacen(env!("CARGO_PKG_VERSION"), "9.9.9", 1))]
#[case::another_name_in_it(|text: &str| text.replace("Museum 007", "Nonsense").replace("museum 007", "nonsense"))]
#[case::empty(|_: &str| String::new())]
fn an_index_of_another_mudbrick_is_none(#[case] change: fn(&str) -> String) {
    let it = indexed();
    let text = fs::read_to_string(index(&it)).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text);
    fs::write(index(&it), changed).unwrap();
    settle(&it);
    assert!(matches!(it.another().find("nonsense"), Err(FindError::NotFound { .. })));
    assert_eq!(it.another().find("Museum 007").unwrap().value.id, profile_id(7));
}

#[test]
fn an_index_that_cannot_be_written_is_done_without() {
    let it = indexed();
    fs::remove_file(index(&it)).unwrap();
    fs::create_dir(index(&it)).unwrap();
    assert_eq!(it.another().list().unwrap().items.len() as u64, MANY);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// A power cut may leave any beginning of it, or of what took its place.
    #[test]
    fn one_that_was_cut_anywhere_shows_what_the_files_say(cut in any::<prop::sample::Index>()) {
        let it = indexed();
        let bytes = fs::read(index(&it)).unwrap();
        fs::write(index(&it), &bytes[..cut.index(bytes.len())]).unwrap();
        settle(&it);
        let listing = it.another().list().unwrap();
        same(&listing, &read_anew(&it));
        prop_assert_eq!(it.another().find("Museum 007").unwrap().value.id, profile_id(7));
    }
}
