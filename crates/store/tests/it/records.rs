//! Profiles and key pairs on disk, through the public door.

use crate::fixtures::{Fixture, fixture, key_pair, profile, profile_id, profiles};
use mudbrick_model::{Credential, ErrorCode, Explain, Timestamp};
use mudbrick_store::{FindError, Revision, StoreError};
use mudbrick_vault::files::{self, Mode};
use proptest::prelude::*;
use rstest::rstest;
use std::fs;
use std::path::PathBuf;

fn path(fixture: &Fixture, slug: &str) -> PathBuf {
    fixture.home.profiles().join(format!("{slug}.toml"))
}

fn edit(fixture: &Fixture, slug: &str, from: &str, to: &str) {
    let path = path(fixture, slug);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    files::save(&path, text.replace(from, to).as_bytes(), Mode::Shared).unwrap();
}

#[test]
fn a_profile_file_is_readable_and_its_version_comes_first() {
    let it = fixture();
    let stored = it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    assert_eq!(stored.slug.as_str(), "acme-places");
    let text = fs::read_to_string(path(&it, "acme-places")).unwrap();
    assert_eq!(
        text,
        r#"version = 1
id = "00000000000000000000000000000001"
name = "Places"
organization = "Acme"
org_id = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"
client_id = "0f0e0d0c0b0a09080706050403020100"
adobe = "production"
risk = "development"
colour = "blue"
sandbox = "prod"
allowed_hosts = []
created_at = 1763000000000
updated_at = 1763000000000

[credential]
grant = "oauth_server_to_server"
scopes = ["openid"]

[variables]
TENANT_ID = "_acme"
"#
    );
}

#[test]
fn an_empty_home_lists_nothing_and_is_not_made() {
    let it = fixture();
    assert!(it.profiles.list().unwrap().items.is_empty());
    assert!(matches!(it.profiles.find("x"), Err(FindError::NotFound { .. })));
    assert!(!it.home.path().exists());
}

#[test]
fn listed_by_organisation_and_name() {
    let it = fixture();
    for (number, organization, name) in [(1, "globex", "A"), (2, "Acme", "b"), (3, "Acme", "A")] {
        it.profiles.create(profile(number, organization, name)).unwrap();
    }
    let titles: Vec<String> =
        it.profiles.list().unwrap().items.iter().map(|stored| stored.value.title()).collect();
    assert_eq!(titles, ["Acme · A", "Acme · b", "globex · A"]);
}

#[rstest]
#[case::short_name("acme-places")]
#[case::title("acme · places")]
#[case::name_in_any_case("PLACES")]
#[case::beginning_of_the_id("0000000000000000000000000000000")]
fn found_by(#[case] name: &str) {
    let it = fixture();
    let stored = it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    assert_eq!(it.profiles.find(name).unwrap(), stored);
    assert_eq!(it.profiles.get(&profile_id(1)).unwrap(), stored);
}

#[test]
fn two_of_one_name_are_told_apart() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    it.profiles.create(profile(2, "Globex", "Places")).unwrap();
    let again = it.profiles.create(profile(3, "Acme", "Places")).unwrap();
    assert_eq!(again.slug.as_str(), "acme-places-2");
    let problem = it.profiles.find("places").unwrap_err().problem();
    assert_eq!(problem.message, "3 profiles are called \"places\".");
    let remedy = problem.remedy_text().unwrap();
    assert!(remedy.contains("acme-places (Acme · Places), acme-places-2"), "{remedy}");
    assert_eq!(it.profiles.find("globex-places").unwrap().value.id, profile_id(2));
}

#[test]
fn a_whole_title_is_not_another_profiles_name() {
    let it = fixture();
    let bare = it.profiles.create(profile(1, "", "Places")).unwrap();
    it.profiles.create(profile(2, "Acme", "Places")).unwrap();
    assert_eq!(it.profiles.find("Places").unwrap(), bare);
    // Renamed, it keeps its file, and its old name means the other one.
    let mut renamed = bare.value.clone();
    "Museum".clone_into(&mut renamed.name);
    it.profiles.update(renamed, &bare.revision).unwrap();
    assert_eq!(it.profiles.find("Places").unwrap().value.id, profile_id(2));
    // Two of one title are told apart, however they are typed.
    it.profiles.create(profile(3, "", "Places")).unwrap();
    it.profiles.create(profile(4, "", "Places")).unwrap();
    assert!(it.profiles.find("Places").is_err());
}

#[test]
fn a_slip_of_the_finger_gets_a_suggestion() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    let problem = it.profiles.find("acme-palces").unwrap_err().problem();
    assert_eq!(problem.code, ErrorCode::NotFound);
    assert_eq!(problem.remedy_text(), Some("Did you mean acme-places?"));
}

/// An unset variable of a shell is an empty name.
#[rstest]
#[case::nothing("")]
#[case::another_word("🦀")]
#[case::other_letters("xy")]
fn what_is_like_nothing_gets_no_suggestion(#[case] name: &str) {
    let it = fixture();
    it.profiles.create(profile(1, "", "ab")).unwrap();
    let problem = it.profiles.find(name).unwrap_err().problem();
    assert_eq!(problem.remedy_text(), Some("List what there is, or make a new profile."));
}

#[test]
fn a_short_name_costs_one_read_among_ten_thousand() {
    let it = fixture();
    let wanted = it.profiles.create(profile(1, "Acme", "Wanted")).unwrap();
    let text = fs::read_to_string(path(&it, "acme-wanted")).unwrap();
    for number in 2..10_000_u64 {
        let id = profile_id(number);
        let other = text.replace(profile_id(1).as_str(), id.as_str());
        // Only the number of files matters here, so they need no syncing.
        #[allow(clippy::disallowed_methods, reason = "ten thousand synced saves take a minute")]
        fs::write(path(&it, &format!("other-{number}")), other).unwrap();
    }
    let before = it.profiles.reads();
    assert_eq!(it.profiles.find("acme-wanted").unwrap(), wanted);
    assert_eq!(it.profiles.reads() - before, 1);
    // What was seen once is found again by its id as cheaply.
    assert_eq!(it.profiles.get(&profile_id(1)).unwrap(), wanted);
    assert_eq!(it.profiles.reads() - before, 2);
    assert_eq!(it.profiles.list().unwrap().items.len(), 9_999);
    // And by another process: the hint and the file.
    let id = profile_id(1);
    let other = it.another();
    assert_eq!((other.get(&id).unwrap(), other.reads()), (wanted.clone(), 2));
    // A hint is believed no further than it is true.
    let hint = it.home.cache().join("profiles").join(id.as_str());
    for content in ["1 other-7\n", "1 nowhere\n", "2 acme-wanted\n", "1 ../../x\n", ""] {
        files::save(&hint, content.as_bytes(), Mode::Private).unwrap();
        assert_eq!(it.another().get(&id).unwrap(), wanted, "{content:?}");
        assert_eq!(fs::read_to_string(&hint).unwrap(), "1 acme-wanted\n");
    }
    fs::remove_dir_all(it.home.cache()).unwrap();
    assert_eq!(it.another().get(&id).unwrap(), wanted);
    let other = it.another();
    assert_eq!((other.get(&id).unwrap(), other.reads()), (wanted, 2));
}

#[test]
fn a_hint_does_not_outlive_its_record() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    let hint = it.home.cache().join("profiles").join(profile_id(1).as_str());
    assert!(hint.exists());
    it.profiles.delete(&profile_id(1)).unwrap();
    assert!(!hint.exists());
    assert_eq!(it.another().get(&profile_id(1)).unwrap_err().code(), ErrorCode::NotFound);
    it.profiles.restore(&profile_id(1)).unwrap();
    assert_eq!(it.another().get(&profile_id(1)).unwrap().slug.as_str(), "acme-places");
}

/// However it is spelled in the file.
#[rstest]
#[case::plain(r#"name = "Größe""#)]
#[case::escaped(r#"name = "Gr\u00f6\u00dfe""#)]
#[case::literal("name = 'Größe'")]
#[case::multi_line("name = \"\"\"\nGröße\"\"\"")]
fn a_name_is_found_in_any_spelling(#[case] spelling: &str) {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    edit(&it, "acme-places", r#"name = "Places""#, spelling);
    it.profiles.create(profile(2, "Acme", "Other")).unwrap();
    for (name, is_found) in [("größe", true), ("ACME · GRÖßE", true), ("grösse", false)] {
        let found = it.another().find(name).map(|stored| stored.value.id);
        assert_eq!(found.ok(), is_found.then(|| profile_id(1)), "{name}");
    }
}

#[test]
fn an_edit_keeps_what_a_person_wrote_into_the_file() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    edit(
        &it,
        "acme-places",
        "name = \"Places\"",
        "# the shop's\nname = 'Places' # short\nfuture = 1",
    );
    let stored = it.profiles.find("acme-places").unwrap();
    let mut edited = stored.value.clone();
    edited.name = "POI".to_owned();
    edited.credential = Credential::Jwt {
        technical_account_id: "A1@techacct.adobe.com".to_owned().try_into().unwrap(),
        metascopes: Vec::new(),
        key: None,
    };
    let saved = it.profiles.update(edited.clone(), &stored.revision).unwrap();
    let text = fs::read_to_string(path(&it, "acme-places")).unwrap();
    assert!(text.contains("# the shop's\nname = \"POI\" # short\nfuture = 1\n"), "{text}");
    assert!(!text.contains("scopes = [\"openid\"]"), "{text}");
    assert_eq!(it.profiles.get(&profile_id(1)).unwrap(), saved);
    assert_eq!(saved.value, edited);
    assert_eq!(saved.slug.as_str(), "acme-places", "the short name stays");
}

#[test]
fn an_edit_over_somebody_elses_is_refused() {
    let it = fixture();
    let stored = it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    edit(&it, "acme-places", "sandbox = \"prod\"", "sandbox = \"dev\"");
    let error = it.profiles.update(stored.value.clone(), &stored.revision).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict);
    let current = it.profiles.get(&profile_id(1)).unwrap();
    assert_eq!(current.value.sandbox, "dev");
    // A revision survives a trip through a client.
    let revision = Revision::from(current.revision.to_string().as_str());
    it.profiles.update(stored.value, &revision).unwrap();
}

#[rstest]
#[case::not_toml("version = 1", "version = ", ErrorCode::Damaged, "line 1")]
#[case::wrong_id(
    "@AdobeOrg",
    "",
    ErrorCode::Damaged,
    "line 5: Organization ID must end in @AdobeOrg"
)]
#[case::newer("version = 1", "version = 2", ErrorCode::Storage, "has version 2")]
#[case::no_version("version = 1", "", ErrorCode::Damaged, "missing field `version`")]
fn a_file_that_cannot_be_understood_blocks_nothing(
    #[case] from: &str,
    #[case] to: &str,
    #[case] code: ErrorCode,
    #[case] detail: &str,
) {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Bad")).unwrap();
    let good = it.profiles.create(profile(2, "Acme", "Good")).unwrap();
    edit(&it, "acme-bad", from, to);
    let before = fs::read(path(&it, "acme-bad")).unwrap();
    let listing = it.profiles.list().unwrap();
    assert_eq!(listing.items, [good]);
    let [damaged] = listing.damaged.as_slice() else { panic!("{:?}", listing.damaged) };
    assert_eq!((damaged.name().as_str(), &damaged.path), ("acme-bad", &path(&it, "acme-bad")));
    let problem = &damaged.problem;
    assert_eq!(problem.code, code);
    assert!(problem.message.contains("acme-bad.toml"), "{}", problem.message);
    assert!(problem.detail.as_deref().unwrap().contains(detail), "{problem:?}");
    // By short name, name, title or identifier: it is damaged, and not unknown.
    let id = profile_id(1).to_string();
    for name in ["acme-bad", "Bad", "acme · bad", &id] {
        assert_eq!(it.profiles.find(name).unwrap_err().problem(), *problem, "{name}");
    }
    assert_eq!(it.profiles.get(&profile_id(1)).unwrap_err().problem(), *problem);
    let other = it.profiles.find("Nobody").unwrap_err().problem();
    assert_eq!(other.code, ErrorCode::NotFound);
    assert!(other.detail.unwrap().contains("acme-bad.toml"));
    // Neither a new profile nor an edit takes its place.
    let new = it.profiles.create(profile(3, "Acme", "Bad")).unwrap();
    assert_eq!(new.slug.as_str(), "acme-bad-2");
    assert!(it.profiles.update(profile(1, "Acme", "Bad"), &Revision::from("x")).is_err());
    assert_eq!(fs::read(path(&it, "acme-bad")).unwrap(), before);
}

#[test]
fn bytes_that_are_no_text_are_reported() {
    let it = fixture();
    files::save(&path(&it, "bad"), b"\xff\xfe", Mode::Shared).unwrap();
    let problem = &it.profiles.list().unwrap().damaged[0].problem;
    assert!(problem.detail.as_deref().unwrap().ends_with("it is not UTF-8 text"), "{problem:?}");
}

#[test]
fn a_file_copied_by_hand_is_reported_and_not_used() {
    let it = fixture();
    it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    fs::copy(path(&it, "acme-places"), path(&it, "backup")).unwrap();
    fs::copy(path(&it, "acme-places"), path(&it, "Backup")).unwrap();
    let listing = it.profiles.list().unwrap();
    assert_eq!(listing.items.len(), 1);
    let messages: Vec<&str> =
        listing.damaged.iter().map(|it| it.problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "The profile file Backup.toml has a name Mudbrick cannot use.",
            "The profile file backup.toml has the same identifier as acme-places.toml and is not used.",
        ]
    );
}

#[test]
fn deleted_and_brought_back() {
    let it = fixture();
    let stored = it.profiles.create(profile(1, "Acme", "Places")).unwrap();
    assert_eq!(it.profiles.delete(&profile_id(1)).unwrap(), stored);
    assert_eq!(it.profiles.delete(&profile_id(1)).unwrap_err().code(), ErrorCode::NotFound);
    let usurper = it.profiles.create(profile(2, "Acme", "Places")).unwrap();
    assert_eq!(usurper.slug, stored.slug);
    let back = it.profiles.restore(&profile_id(1)).unwrap();
    assert_eq!((back.value, back.slug.as_str()), (stored.value, "acme-places-2"));
    assert_eq!(it.profiles.restore(&profile_id(1)).unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(it.profiles.get(&profile_id(2)).unwrap(), usurper);
}

#[test]
fn the_trash_is_swept_by_age() {
    let it = fixture();
    for number in 1..=3 {
        it.profiles.create(profile(number, "Acme", &format!("P{number}"))).unwrap();
    }
    it.profiles.delete(&profile_id(1)).unwrap();
    // Brought back and still wanted, although an old copy of it lies in the trash.
    it.profiles.delete(&profile_id(2)).unwrap();
    let trash = it.home.trash().join("profiles");
    let old = trash.join(format!("{}.acme-p2.1000.toml", profile_id(2)));
    fs::copy(&old, path(&it, "acme-p2")).unwrap();
    it.clock.move_to(5_000);
    it.profiles.delete(&profile_id(3)).unwrap();
    assert_eq!(it.profiles.sweep_trash(Timestamp(1_000)).unwrap(), []);
    assert_eq!(it.profiles.sweep_trash(Timestamp(5_000)).unwrap(), [profile_id(1)]);
    assert_eq!(it.profiles.restore(&profile_id(1)).unwrap_err().code(), ErrorCode::NotFound);
    it.profiles.restore(&profile_id(3)).unwrap();
}

#[test]
fn key_pairs_are_deleted_brought_back_and_swept_as_profiles_are() {
    let it = fixture();
    let stored = it.keys.create(key_pair(1, "places")).unwrap();
    let id = &stored.value.id;
    assert_eq!(it.keys.delete(id).unwrap(), stored);
    assert!(it.keys.list().unwrap().items.is_empty());
    assert!(it.home.trash().join("keys").join(format!("{id}.places.1000.toml")).exists());
    assert_eq!(it.keys.delete(id).unwrap_err().code(), ErrorCode::NotFound);
    let usurper = it.keys.create(key_pair(2, "places")).unwrap();
    let back = it.keys.restore(id).unwrap();
    assert_eq!((&back.value, back.slug.as_str()), (&stored.value, "places-2"));
    assert_eq!(it.keys.get(id).unwrap(), back);
    let problem = it.keys.restore(id).unwrap_err().problem();
    assert_eq!(problem.code, ErrorCode::NotFound);
    assert_eq!(problem.message, "This key pair is not among the deleted ones.");
    it.keys.delete(id).unwrap();
    it.clock.move_to(5_000);
    it.keys.delete(&usurper.value.id).unwrap();
    assert_eq!(it.keys.sweep_trash(Timestamp(1_000)).unwrap(), []);
    assert_eq!(it.keys.sweep_trash(Timestamp(5_000)).unwrap(), std::slice::from_ref(id));
    assert_eq!(it.keys.restore(id).unwrap_err().code(), ErrorCode::NotFound);
    assert_eq!(it.keys.restore(&usurper.value.id).unwrap().value, usurper.value);
}

#[test]
fn one_that_is_there_is_not_brought_back_over() {
    let it = fixture();
    let stored = it.keys.create(key_pair(1, "places")).unwrap();
    it.keys.delete(&stored.value.id).unwrap();
    it.keys.create(key_pair(1, "anew")).unwrap();
    let error = it.keys.restore(&stored.value.id).unwrap_err();
    assert!(matches!(error, StoreError::AlreadyExists { .. }), "{error:?}");
}

#[test]
fn names_that_windows_keeps_for_devices_get_a_number() {
    let it = fixture();
    assert_eq!(it.profiles.create(profile(1, "", "NUL")).unwrap().slug.as_str(), "nul-2");
    assert_eq!(it.profiles.create(profile(2, "", "com1")).unwrap().slug.as_str(), "com1-2");
}

#[test]
fn key_pairs_have_names_of_their_own() {
    let it = fixture();
    let stored = it.keys.create(key_pair(1, "places_test")).unwrap();
    assert_eq!(it.keys.get(&stored.value.id).unwrap(), stored);
    assert_eq!(it.keys.find("Places_Test").unwrap(), stored);
    let taken = |error: StoreError| matches!(error, StoreError::AlreadyExists { .. });
    assert!(taken(it.keys.expect_free("PLACES_test").unwrap_err()));
    assert!(taken(it.keys.create(key_pair(2, "Places_test")).unwrap_err()));
    assert!(taken(it.keys.create(key_pair(1, "other")).unwrap_err()));
    // The file names are alike; the names are not.
    let other = it.keys.create(key_pair(2, "places.test")).unwrap();
    assert_eq!(other.slug.as_str(), "places-test-2");
    let mut changed = other.value.clone();
    changed.practice_clients.push("0f0e".to_owned().try_into().unwrap());
    it.keys.update(changed.clone(), &other.revision).unwrap();
    assert_eq!(it.keys.get(&changed.id).unwrap().value, changed);
    assert_eq!(it.keys.list().unwrap().items.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_profile_comes_back_as_it_was(profile in profiles(), edited in profiles()) {
        let it = fixture();
        let stored = it.profiles.create(profile.clone()).unwrap();
        let read = it.profiles.get(&profile.id).unwrap();
        prop_assert_eq!(&read, &stored);
        prop_assert_eq!(&read.value, &profile);
        let edited = mudbrick_model::Profile { id: profile.id, ..edited };
        let updated = it.profiles.update(edited.clone(), &read.revision).unwrap();
        let read = it.profiles.get(&edited.id).unwrap();
        prop_assert_eq!(&read, &updated);
        prop_assert_eq!(&read.value, &edited);
        prop_assert_eq!(it.profiles.list().unwrap().damaged, vec![]);
    }
}

#[test]
fn no_file_has_the_name_of_a_device_of_windows() {
    let it = fixture();
    let slug = |number: u64, name: &str| {
        let key = it.keys.create(key_pair(number, name)).unwrap();
        key.slug.as_str().to_owned()
    };
    let made = ["Con", "COM1", "Comb", "Lpts", "Nul"].iter().zip(1..);
    let slugs: Vec<String> = made.map(|(name, number)| slug(number, name)).collect();
    assert_eq!(slugs, ["con-2", "com1-2", "comb", "lpts", "nul-2"]);
}
