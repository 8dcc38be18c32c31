//! Key pairs and a JWT profile that signs with one.

use crate::leak::script::Script;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;

impl Script {
    /// Makes the JWT profile; its id.
    pub(super) fn keys(&self) -> Value {
        let draft = self.draft("Campaign", "jwt", "ent_campaign_sdk");
        let call = json!({ "draft": draft, "clientSecret": self.plan.secret("JWT client secret"),
            "secondClientSecret": null });
        let profile = self.ask("profile_create", call)["summary"]["id"].clone();
        let subject = json!({ "name": "canary", "bits": 2048, "days": 20, "country": "DE",
            "state": "", "locality": "", "organization": "Canary", "organizational_unit": "",
            "common_name": "canary.example", "email": "" });
        self.ask("key_check", json!({ "draft": subject }));
        let generate = json!({ "draft": subject, "profile": profile, "progress": "__CHANNEL__:1" });
        let id = self.ask("key_generate", generate)["id"].clone();
        self.ask("keys_list", json!({}));

        let private = self.wants("private.key", &["window's private key"]);
        self.ask("key_save_private", json!({ "id": id }));
        let pem = fs::read_to_string(private).unwrap();
        self.private_keys.borrow_mut().push(("window's private key".to_owned(), pem.clone()));
        self.ask("secret_reveal", json!({ "id": profile, "kind": "private_key" }));
        self.asked_for("window's private key");

        let certificate = self.exports("certificate.crt");
        self.ask("key_save_certificate", json!({ "id": id, "form": "pem" }));
        self.register(&certificate, &id, &profile);
        self.exports("certificate.der");
        self.ask("key_save_certificate", json!({ "id": id, "form": "der" }));
        self.exports("pair.p12");
        let passphrase = self.plan.secret("key passphrase");
        self.ask("key_save_pkcs12", json!({ "id": id, "passphrase": passphrase }));
        self.exports("reminder.ics");
        self.ask("key_save_reminder", json!({ "id": id }));

        let against = json!({ "kind": "profile", "profile": profile });
        self.ask("key_match", json!({ "id": id, "against": against }));
        // The private half where a fingerprint is meant.
        let _ =
            self.call("key_match", json!({ "id": id, "against": { "kind": "text", "text": pem } }));
        self.ask("key_rename", json!({ "id": id, "name": "renamed" }));
        self.refused("key_delete", json!({ "id": id }));
        let template = json!({ "name": "Canary", "draft": subject });
        self.ask("subject_template_save", json!({ "template": template }));
        self.ask("subject_templates", json!({}));
        self.ask("subject_template_delete", json!({ "name": "Canary" }));
        profile
    }

    /// What the Developer Console's upload does.
    fn register(&self, certificate: &std::path::Path, id: &Value, profile: &Value) {
        let call = json!({ "id": id, "profile": profile });
        let Some((_, practice)) = &self.plan.seen else {
            self.ask("key_register_with_practice", call);
            return;
        };
        // The real Adobe has no such command, and says so.
        self.refused("key_register_with_practice", call);
        let address =
            format!("{practice}/.practice/projects/{}/certificates", self.plan.jwt_client);
        let body = format!("@{}", certificate.display());
        let header = format!("@{}", self.plan.control.display());
        let curl =
            ["--silent", "--show-error", "--fail", "--noproxy", "*", "--header", header.as_str()];
        let mut upload = Command::new("curl");
        upload.args(curl).args(["--data-binary", &body, &address]);
        assert!(upload.output().expect("curl runs").status.success());
    }
}
