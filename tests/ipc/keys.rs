//! Key pairs in the window: saved in each form, compared, renamed, deleted; and the subjects kept for the next one.

use crate::window::Window;
use serde_json::{Value, json};
use std::fs;

fn draft(name: &str) -> Value {
    json!({ "name": name, "bits": 2048, "days": 20, "country": "DE", "state": "", "locality": "",
        "organization": "Acme", "organizational_unit": "", "common_name": "acme.example", "email": "" })
}

fn generated(window: &Window, profile: Value) -> Value {
    let call = json!({ "draft": draft("acme"), "profile": profile, "progress": "__CHANNEL__:1" });
    window.ask("key_generate", call)
}

#[test]
fn a_pair_is_saved_in_every_form_where_the_person_says() {
    let window = Window::open();
    let key = generated(&window, Value::Null);
    assert!(key["notice"].is_string(), "it ends within 30 days: {key:#}");
    let id = key["id"].clone();
    let calls = [
        ("key_save_certificate", json!({ "id": id, "form": "pem" }), "acme_public.crt"),
        ("key_save_certificate", json!({ "id": id, "form": "der" }), "acme_public.der"),
        ("key_save_private", json!({ "id": id }), "acme_private.key"),
        ("key_save_pkcs12", json!({ "id": id, "passphrase": "p12" }), "acme.p12"),
        ("key_save_reminder", json!({ "id": id }), "acme_expiry.ics"),
    ];
    for (command, call, name) in calls {
        assert_eq!(window.ask(command, call.clone()), Value::Null, "a closed dialog");
        assert_eq!(window.dialogs.suggested(), name);
        let path = window.file(name);
        window.dialogs.will_save(path.clone());
        assert_eq!(window.ask(command, call), json!(path));
    }
    let read = |name: &str| fs::read(window.file(name)).unwrap();
    assert!(read("acme_public.crt").starts_with(b"-----BEGIN CERTIFICATE-----"));
    assert!(read("acme_public.der").starts_with(&[0x30]));
    assert!(read("acme_private.key").starts_with(b"-----BEGIN PRIVATE KEY-----"));
    assert!(read("acme.p12").starts_with(&[0x30]));
    assert!(read("acme_expiry.ics").starts_with(b"BEGIN:VCALENDAR"));
    let certificate = String::from_utf8(read("acme_public.crt")).unwrap();
    let against = json!({ "kind": "text", "text": certificate });
    assert_eq!(window.ask("key_match", json!({ "id": id, "against": against }))["matches"], true);
}

#[test]
fn a_key_in_use_is_not_deleted() {
    let window = Window::open();
    let profile = window.practice_profile("Campaign Standard");
    let id = generated(&window, profile.clone())["id"].clone();
    let against = json!({ "kind": "profile", "profile": profile });
    assert_eq!(window.ask("key_match", json!({ "id": id, "against": against }))["matches"], true);
    window.ask("key_rename", json!({ "id": id, "name": "renamed" }));
    assert_eq!(window.ask("keys_list", json!({}))[0]["name"], "renamed");
    window.problem("key_delete", json!({ "id": id }));
    window.ask("profile_delete", json!({ "id": profile }));
    window.ask("key_delete", json!({ "id": id }));
    assert_eq!(window.ask("keys_list", json!({})), json!([]));
}

#[test]
fn a_subject_is_kept_for_the_next_pair() {
    let window = Window::open();
    let template = json!({ "name": "Acme", "draft": draft("") });
    window.ask("subject_template_save", json!({ "template": template }));
    assert_eq!(window.ask("subject_templates", json!({})), json!([template]));
    window.ask("subject_template_delete", json!({ "name": "Acme" }));
    assert_eq!(window.ask("subject_templates", json!({})), json!([]));
}
