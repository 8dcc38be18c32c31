//! Writing and reading kits.

use super::*;
use mudbrick_model::{
    Adobe, ClientId, Colour, ConsoleFacts, Credential, Note, OrgId, ProfileId, Risk, Timestamp,
};
use rstest::rstest;
use std::collections::BTreeMap;

fn profile(name: &str, variables: &[(&str, &str)]) -> Profile {
    let variables = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
    Profile {
        id: ProfileId::parse("0f0e0d0c0b0a09080706050403020100").unwrap(),
        name: name.to_owned(),
        organization: "Acme".to_owned(),
        org_id: OrgId::parse("AAAABBBBCCCCDDDD0A495E00@AdobeOrg").unwrap(),
        client_id: ClientId::parse("0123456789abcdef0123456789abcdef").unwrap(),
        credential: Credential::OauthServerToServer {
            scopes: Vec::new(),
            technical_account_id: None,
        },
        adobe: Adobe::Production,
        risk: Risk::Development,
        colour: Colour::Blue,
        sandbox: "prod".to_owned(),
        variables: variables.collect::<BTreeMap<_, _>>(),
        allowed_hosts: Vec::new(),
        sending: mudbrick_model::SendOptions::default(),
        console: ConsoleFacts::default(),
        created_at: Timestamp(1),
        updated_at: Timestamp(2),
    }
}

fn request(path: &str, text: &str) -> (RequestPath, String) {
    (RequestPath::parse(path).unwrap(), text.to_owned())
}

fn paths(files: &KitFiles) -> Vec<&str> {
    files.files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn every_thing_is_a_file_of_its_own() {
    let kit = Kit {
        profiles: vec![profile("Places", &[]), profile("Places", &[])],
        keys: Vec::new(),
        requests: vec![request("places/List", "GET https://x.io\n")],
    };
    assert_eq!(
        paths(&write(&kit).unwrap()),
        [
            "kit.toml",
            "profiles/acme-places-2.toml",
            "profiles/acme-places.toml",
            "requests/places/List.http"
        ]
    );
}

#[test]
fn variables_that_look_like_secrets_stay_behind_and_are_named() {
    let variables = [
        ("AZURE_STORAGE_KEY", "abc"),
        ("TENANT_ID", "_acme"),
        ("API_KEY", "0123456789abcdef0123456789abcdef"),
        ("ANYTHING", "p8e-1234567890"),
    ];
    let kit = Kit { profiles: vec![profile("Places", &variables)], ..Kit::default() };
    let written = write(&kit).unwrap();
    assert_eq!(
        written.notes,
        ["ANYTHING", "AZURE_STORAGE_KEY"].map(|name| Note::VariableLeftOut {
            name: name.to_owned(),
            title: "Acme · Places".to_owned()
        })
    );
    let files: Vec<(&str, &str)> =
        written.files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let came_back = read(&files).unwrap().kit;
    let names: Vec<&String> = came_back.profiles[0].variables.keys().collect();
    assert_eq!(names, ["API_KEY", "TENANT_ID"]);
}

#[test]
fn secrets_pasted_into_requests_are_masked_and_named() {
    let text = "@password = hunter2\n\nGET https://x.io\nAuthorization: Bearer {{ACCESS_TOKEN}}\n";
    let kit = Kit { requests: vec![request("a", text)], ..Kit::default() };
    let written = write(&kit).unwrap();
    let file = &written.files[1].text;
    assert!(!file.contains("hunter2") && file.contains("Bearer {{ACCESS_TOKEN}}"), "{file}");
    assert_eq!(written.notes, [Note::Masked { line: 1, path: "a".to_owned() }]);
}

const MARKER_TEXT: &str = "format = \"mudbrick-kit\"\nversion = 1\n";

#[test]
fn a_kit_may_lie_in_a_folder_among_other_things() {
    let files = [
        ("readme.md", "hello"),
        ("our kit/kit.toml", MARKER_TEXT),
        ("our kit/requests/a/b.http", "GET https://x.io"),
        ("our kit/notes.txt", "hello"),
    ];
    let read = read(&files).unwrap();
    assert_eq!(read.kit.requests, [request("a/b", "GET https://x.io")]);
    let unused: Vec<_> = read.unused.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(unused, ["our kit/notes.txt", "readme.md"]);
}

#[rstest]
#[case::newer("version = 9\n", KitError::Newer { file: "profiles/a.toml".to_owned(), version: 9 })]
#[case::no_version("name = 1\n", KitError::Damaged { file: "profiles/a.toml".to_owned(), reason: "missing field `version`".to_owned() })]
fn a_file_that_cannot_be_used_is_named(#[case] text: &str, #[case] expected: KitError) {
    let read = read(&[("kit.toml", MARKER_TEXT), ("profiles/a.toml", text)]).unwrap();
    assert_eq!(read.unused, [("profiles/a.toml".to_owned(), Some(expected))]);
}

#[rstest]
#[case::up("requests/../../evil.http")]
#[case::hidden("requests/.git/config.http")]
#[case::absolute("requests//etc/passwd.http")]
fn no_request_leaves_its_folder(#[case] path: &str) {
    let read = read(&[("kit.toml", MARKER_TEXT), (path, "GET https://x.io")]).unwrap();
    assert_eq!(read.kit.requests, []);
    assert!(matches!(read.unused[0].1, Some(KitError::Damaged { .. })));
}

#[rstest]
#[case::nothing("", KitError::NotAKit)]
#[case::other("format = \"other\"\nversion = 1\n", KitError::NotAKit)]
#[case::newer("format = \"mudbrick-kit\"\nversion = 2\n", KitError::Newer { file: "kit.toml".to_owned(), version: 2 })]
fn what_is_no_kit(#[case] marker: &str, #[case] expected: KitError) {
    assert_eq!(read(&[("kit.toml", marker)]).unwrap_err(), expected);
}

#[test]
fn parts_are_recognised_by_what_they_say() {
    let kit = Kit { profiles: vec![profile("Places", &[])], ..Kit::default() };
    let parts: Vec<_> = write(&kit).unwrap().files.iter().map(|file| part(&file.text)).collect();
    assert_eq!(parts, [Some(Part::Marker), Some(Part::Profile)]);
    let key = "version = 1\nid = \"a\"\nname = \"a\"\nbits = 2048\ncreated_at = 1\n";
    assert_eq!(part(key), Some(Part::Key));
    assert_eq!(part("client_id = \"a\"\n"), None);
}
