//! What people bring: read, refused, unlocked, applied, put away.

use crate::leak::script::Script;
use serde_json::{Value, json};
use std::process::Command;

impl Script {
    pub(super) fn imports(&self) {
        assert_eq!(self.ask("import_open", json!({})), Value::Null);
        let downloaded = json!({
            "TYPE": "oauthservertoserver", "ORG_ID": self.plan.organization,
            "CLIENT_ID": self.plan.client, "SCOPES": ["openid", "AdobeID"],
            "CLIENT_SECRETS": [self.plan.secret("new client secret"),
                self.plan.secret("other client secret")],
            "TECHNICAL_ACCOUNT_ID": "", "TECHNICAL_ACCOUNT_EMAIL": "",
        });
        let file = self.given("downloaded.json", downloaded.to_string());
        self.window.dialogs.will_open(std::slice::from_ref(&file));
        let view = self.ask("import_open", json!({}));
        let found = &view["profiles"][0];
        let wanted = json!({ "index": found["index"], "draft": found["draft"], "into": "new" });
        let mut renamed = wanted.clone();
        renamed["draft"]["name"] = json!("Imported");
        let choice = json!({ "profiles": [renamed], "keys": [], "requests": false });
        self.ask("import_apply", json!({ "id": view["id"], "choice": choice }));

        // Text that is broken in the middle of a secret, and text that is nothing at all.
        let broken = downloaded.to_string();
        self.window.paper.write(&broken[..broken.len() / 2]);
        self.read_and_discard("import_clipboard");
        self.window.paper.write(&self.plan.secret("refused secret"));
        self.read_and_discard("import_clipboard");
        self.window.drop(&[file]);

        let encrypted = self.encrypted_key();
        self.window.dialogs.will_open(&[encrypted]);
        let view = self.ask("import_open", json!({}));
        let item = view["locked"][0]["index"].clone();
        for passphrase in ["wrong passphrase", "key passphrase"] {
            let passphrase = self.plan.secret(passphrase);
            let call = json!({ "id": view["id"], "item": item, "passphrase": passphrase });
            self.ask("import_unlock", call);
        }
        let choice = json!({ "profiles": [], "keys": [0], "requests": false });
        self.ask("import_apply", json!({ "id": view["id"], "choice": choice }));
        let keys = self.ask("keys_list", json!({}));
        let imported = keys.as_array().unwrap().iter().find(|key| key["name"] != "renamed");
        let id = imported.expect("the imported key")["id"].clone();
        self.ask("key_delete", json!({ "id": id }));
    }

    /// A collection with secrets in all places where other programs keep them.
    pub(super) fn collections(&self) {
        let secret = self.plan.secret("client secret");
        let token = self.tokens.borrow()[0].1.clone();
        let collection = json!({
            "info": { "name": "Canary collection", "schema":
                "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
            "variable": [{ "key": "CLIENT_SECRET", "value": secret }],
            "item": [{ "name": "Call", "request": { "method": "GET",
                "url": "https://platform.adobe.io/data/core/ups/config",
                "header": [{ "key": "Authorization", "value": format!("Bearer {token}") }] } }],
        });
        let file = self.given("collection.json", collection.to_string());
        self.window.dialogs.will_open(std::slice::from_ref(&file));
        let found = self.ask("collections_open", json!({}));
        self.window.dialogs.will_choose(self.plan.given.join("no such folder"));
        self.refused("collections_open_folder", json!({}));
        let call = json!({ "id": found["id"], "to": "Canary/Imported", "variables": "in_files" });
        self.ask("collections_plan", call.clone());
        let added = self.ask("collections_add", call);
        self.ask("request_undo", json!({ "change": added["change"] }));
        self.ask("collections_discard", json!({ "id": found["id"] }));
    }

    fn read_and_discard(&self, command: &str) {
        if let Ok(view) = self.call(command, json!({})) {
            self.ask("import_discard", json!({ "id": view["id"] }));
        }
    }

    /// A private key under the key passphrase, known as a canary.
    fn encrypted_key(&self) -> std::path::PathBuf {
        let openssl = |arguments: &[&str]| {
            let made = Command::new("openssl").args(arguments).output().expect("openssl runs");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        };
        let plain = self.given("plain.key", "");
        let encrypted = self.given("encrypted.key", "");
        let passphrase = self.given("passphrase", self.plan.secret("key passphrase"));
        let (plain, encrypted) = (plain.to_str().unwrap(), encrypted.to_str().unwrap());
        openssl(&["genpkey", "-algorithm", "RSA", "-out", plain]);
        let from_file = format!("file:{}", passphrase.display());
        openssl(&["pkcs8", "-topk8", "-in", plain, "-out", encrypted, "-passout", &from_file]);
        let pem = std::fs::read_to_string(plain).unwrap();
        self.private_keys.borrow_mut().push(("imported private key".to_owned(), pem));
        encrypted.into()
    }
}
