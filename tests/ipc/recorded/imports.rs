//! What is read of the files that people bring, one reading of each sort that the pages have to show.

use super::profiles::create;
use super::tape::Tape;
use crate::window::Window;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const CLIENT: &str = "0f0e0d0c0b0a09080706050403020100";
const ORGANIZATION: &str = "AAAABBBBCCCCDDDD0A495E00@AdobeOrg";
const ACCOUNT: &str = "AAAABBBBCCCCDDDD0A495E11@techacct.adobe.com";

/// A key pair that is the same in every run.
fn pair(name: &str) -> Vec<u8> {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/interchange/tests/it/keys");
    fs::read(keys.join(name)).unwrap()
}

pub(super) fn play(tape: &mut Tape) {
    let window = Window::open();
    plain(tape, &window);
    let collection = crate::collections::postman("Platform").into_bytes();
    keep(tape, "collection", read(&window, &[("Platform.json", collection)]), &[]);
    keys(tape, &window);
    locked(tape, &window);
    kits(tape, &window);
    let window = Window::open();
    known(tape, &window);
    refused(tape, &window);
}

fn read(window: &Window, files: &[(&str, Vec<u8>)]) -> Value {
    let paths: Vec<PathBuf> = files.iter().map(|(name, text)| window.given(name, text)).collect();
    window.drop(&paths)
}

fn keep(tape: &mut Tape, name: &str, mut view: Value, words: &[(&str, &str)]) {
    view["id"] = json!(0);
    if !view["collection"].is_null() {
        view["collection"]["id"] = json!(0);
    }
    tape.keep("readings", name, view, words);
}

fn credential(name: &str, client: &str) -> Value {
    json!({ "id": "284561", "name": name, "integration_type": "oauth_server_to_server",
        "oauth_server_to_server": { "client_id": client, "client_secrets": ["p8e-made-up"],
            "technical_account_id": ACCOUNT, "scopes": ["openid", "AdobeID", "places_sdk"] } })
}

fn console(title: &str, organization: &str, credentials: &[Value]) -> Vec<u8> {
    let namespace = json!({ "name": "25591412-123greenpelican", "auth": "made-up:made-up" });
    let project = json!({ "id": "4566", "name": "123GreenPelican", "title": title, "description": "",
        "org": { "id": "25591412", "name": organization, "ims_org_id": ORGANIZATION },
        "workspace": { "id": "4567", "name": "Production", "title": "", "description": "",
            "details": { "credentials": credentials, "services": [],
                "runtime": { "namespaces": [namespace] } } } });
    json!({ "project": project }).to_string().into_bytes()
}

fn plain(tape: &mut Tape, window: &Window) {
    let one = console("Geo Demo", "Acme Ltd", &[credential("Credential in Geo Demo", CLIENT)]);
    keep(tape, "console", read(window, &[("console.json", one)]), &[]);

    let config = json!({ "CLIENT_SECRET": "p8e-made-up", "ORG_ID": ORGANIZATION, "API_KEY": CLIENT,
        "TECHNICAL_ACCOUNT_ID": ACCOUNT, "PUBLIC_KEYS_WITH_EXPIRY": {} });
    let flat: String = String::from_utf8(pair("one.key")).unwrap().replace('\n', " ");
    let jwt = [
        ("config.json", config.to_string().into_bytes()),
        ("private.key", flat.into_bytes()),
        ("certificate_pub.crt", pair("one.crt")),
    ];
    keep(tape, "jwt", read(window, &jwt), &[]);

    let many: Vec<(String, Vec<u8>)> = (0..4)
        .map(|file| {
            let api_key = json!({ "id": "1", "name": format!("API key {}", file + 1), "integration_type": "apikey",
                "api_key": { "client_id": "1f1e1d1c1b1a19181716151413121110" } });
            let mut credentials: Vec<Value> = (0..5)
                .map(|n| credential(&format!("Client {}", file * 5 + n + 1), &format!("{:032x}", 16 + file * 5 + n)))
                .collect();
            credentials.push(api_key);
            let organization = ["Acme Ltd", "Globex", "Initech", "Umbrella"][file];
            (format!("project-{:02}.json", file + 1), console(&format!("Project {}", file + 1), organization, &credentials))
        })
        .collect();
    let many: Vec<(&str, Vec<u8>)> =
        many.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    keep(tape, "many", read(window, &many), &[]);

    window.paper.write(&format!("CLIENT_ID={CLIENT}\nSCOPES=openid, AdobeID\n"));
    keep(tape, "missing", window.ask("import_clipboard", json!({})), &[]);
    let picture = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00".to_vec();
    keep(tape, "nothing", read(window, &[("holiday.jpg", picture)]), &[]);
    let cut = pair("one.key")[..800].to_vec();
    keep(tape, "broken", read(window, &[("private.key", cut)]), &[]);
}

fn keys(tape: &mut Tape, window: &Window) {
    let known = read(window, &[("campaign.key", pair("two.key"))]);
    let choice = json!({ "profiles": [], "keys": [0], "requests": false });
    window.ask("import_apply", json!({ "id": known["id"], "choice": choice }));
    let dashes =
        String::from_utf8(pair("one-pkcs1.key")).unwrap().replacen("-----BEGIN", "----BEGIN", 1);
    let certificate =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/pki/tests/it/fixtures/certificate.pem");
    let files = [
        ("old-key.pem", dashes.into_bytes()),
        ("places.crt", fs::read(certificate).unwrap()),
        ("campaign.key", pair("two.key")),
    ];
    keep(tape, "keys", read(window, &files), &[]);
}

fn locked(tape: &mut Tape, window: &Window) {
    let other = Window::open();
    let backup = other.file("mudbrick-backup.age");
    other.dialogs.will_save(backup.clone());
    let draft = draft();
    create(&other, &draft, json!("p8e-made-up"));
    let all = json!({ "selection": { "kind": "all" }, "passphrase": "open sesame", "unreadable": "refused" });
    other.ask("export_backup", all);
    let backup = fs::read(backup).unwrap();
    let view = read(
        window,
        &[("acme_campaign.key", pair("one-encrypted.key")), ("mudbrick-backup.age", backup)],
    );
    let unlock = |item: u32, passphrase: &str| {
        window.ask(
            "import_unlock",
            json!({ "id": view["id"], "item": item, "passphrase": passphrase }),
        )
    };
    keep(tape, "locked", view.clone(), &[]);
    for (item, name) in [(0, "wrong_key_passphrase"), (1, "wrong_backup_passphrase")] {
        let said = unlock(item, "wrong")["locked"][item as usize]["problem"].clone();
        tape.refusal(name, said, &[]);
    }
    keep(tape, "locked: key opened", unlock(0, "open sesame"), &[]);
    keep(tape, "locked: all opened", unlock(1, "open sesame"), &[]);
}

fn draft() -> Value {
    json!({ "name": "Places", "organization": "Acme", "org_id": ORGANIZATION, "client_id": CLIENT,
        "grant": "oauth_server_to_server", "scopes": "openid, AdobeID", "technical_account_id": ACCOUNT,
        "key": null, "adobe": "production", "risk": "production", "colour": "red", "sandbox": "",
        "variables": {}, "allowed_hosts": [] })
}

#[allow(clippy::disallowed_methods, reason = "files that are there to be read once")]
fn kits(tape: &mut Tape, window: &Window) {
    let kit = |name: &str, more: &str, requests: &[&str]| {
        let folder = window.file(name);
        for within in ["profiles", "requests/Places"] {
            fs::create_dir_all(folder.join(within)).unwrap();
        }
        let profile = format!(
            "version = 1\nid = \"0123456789abcdef0123456789abcdef\"\nname = \"Places\"\norganization = \"Acme Ltd\"\n\
             org_id = \"{ORGANIZATION}\"\nclient_id = \"{CLIENT}\"\ncreated_at = 1767225600000\n\
             updated_at = 1767225600000\n{more}\n[credential]\ngrant = \"oauth_server_to_server\"\nscopes = [\"openid\"]\n"
        );
        fs::write(folder.join("kit.toml"), "format = \"mudbrick-kit\"\nversion = 1\n").unwrap();
        fs::write(folder.join("profiles/acme-places.toml"), profile).unwrap();
        for request in requests {
            let text = "GET https://api-places.adobe.io/places/placesapi/v1/libraries\n";
            fs::write(folder.join(format!("requests/Places/{request}.http")), text).unwrap();
        }
        window.drop(&[folder])
    };
    let three = ["List libraries", "List POIs", "Find POIs near a point"];
    keep(tape, "kit", kit("kit", "", &three), &[]);
    let hosts = "risk = \"development\"\nallowed_hosts = [\"*.evil.example\", \"xn--dobe-43d.io\", \"*.com.\"]\n\
        [variables]\nLIBS = \"https://evil.example/collect\"\nPADDING = \"\u{202e}gnihtyreve si erehT\"\n";
    keep(tape, "hostile", kit("from-a-colleague", hosts, &["List libraries"]), &[]);
}

fn known(tape: &mut Tape, window: &Window) {
    let id = create(window, &draft(), json!("p8e-other"));
    let file = console("Geo Demo", "Acme Ltd", &[credential("Credential in Geo Demo", CLIENT)]);
    let words = [(id.as_str().unwrap(), "‹profile›"), ("Acme · Places", "‹title›")];
    let view = read(window, &[("console.json", file)]);
    keep(tape, "known", view.clone(), &words);
    let found = &view["profiles"][0];
    let profile = json!({ "index": 0, "draft": found["draft"], "into": "known" });
    let choice = json!({ "profiles": [profile], "keys": [], "requests": false });
    window.ask("import_apply", json!({ "id": view["id"], "choice": choice }));
    let file = console("Geo Demo", "Acme Ltd", &[credential("Credential in Geo Demo", CLIENT)]);
    let view = read(window, &[("console.json", file)]);
    let title = view["profiles"][0]["known"]["title"].clone();
    let words = [(id.as_str().unwrap(), "‹profile›"), (title.as_str().unwrap(), "‹title›")];
    keep(tape, "same", view, &words);
}

fn refused(tape: &mut Tape, window: &Window) {
    let file = console("Geo Demo", "Acme Ltd", &[credential("Credential in Geo Demo", CLIENT)]);
    let view = read(window, &[("console.json", file)]);
    let call = |index: u32| {
        let mut draft = view["profiles"][0]["draft"].clone();
        draft["org_id"] = json!("");
        let profile = json!({ "index": index, "draft": draft, "into": "new" });
        json!({ "id": view["id"], "choice": { "profiles": [profile], "keys": [], "requests": false } })
    };
    tape.refusal("import_draft_refused", window.problem("import_apply", call(0)), &[]);
    tape.refusal("not_in_reading", window.problem("import_apply", call(9)), &[]);
    let unlock = json!({ "id": view["id"], "item": 9, "passphrase": "open sesame" });
    tape.refusal("nothing_locked", window.problem("import_unlock", unlock), &[]);
    window.ask("import_discard", json!({ "id": view["id"] }));
    tape.refusal("reading_gone", window.problem("import_apply", call(0)), &[]);
    window.paper.write("");
    let empty = window.file("empty");
    fs::create_dir(&empty).unwrap();
    window.dialogs.will_open(&[empty]);
    tape.refusal("no_files", window.problem("import_open", json!({})), &[]);
}
