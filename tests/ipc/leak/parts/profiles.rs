//! Start, settings, practice, profiles and their secrets.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    /// Makes the OAuth profile that the other parts use; its id.
    pub(super) fn profiles(&self) -> Value {
        self.ask("start", json!({}));
        let settings = self.ask("settings_get", json!({}));
        self.ask("settings_set", json!({ "settings": settings }));
        // Its own projects' secrets are public.
        self.ask("practice_start", json!({}));
        if self.plan.seen.is_some() {
            self.ask("practice_stop", json!({}));
        }
        let draft = self.draft("Places", "oauth_server_to_server", "openid, AdobeID");
        self.ask("profile_check", json!({ "draft": draft }));
        let mut wrong = draft.clone();
        wrong["org_id"] = json!(self.plan.secret("refused secret"));
        self.ask("profile_check", json!({ "draft": draft }));
        let view = self.ask("profile_create", self.with_secrets(&draft, "client secret"));
        let id = view["summary"]["id"].clone();
        self.ask("profiles_list", json!({}));
        let read = self.ask("profile_get", json!({ "id": id }));

        let mut update = self.with_secrets(&draft, "refused secret");
        update["id"] = id.clone();
        update["revision"] = read["revision"].clone();
        update["draft"]["sandbox"] = json!("one");
        self.ask("profile_update", update.clone());
        // Somebody else's edit of the same field lies between, and the secrets in this one must not be told.
        update["draft"]["sandbox"] = json!("two");
        self.refused("profile_update", update.clone());
        self.ask("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
        self.asked_for("refused secret");
        self.ask("secret_copy", json!({ "id": id, "kind": "second_client_secret" }));
        assert_eq!(self.window.paper.read(), Some(self.plan.secret("other client secret")));
        self.ask("clipboard_clear", json!({}));
        self.ask("secret_remove", json!({ "id": id, "kind": "second_client_secret" }));
        self.refused("token_get", json!({ "id": id }));
        self.generations(&id);

        for command in ["quick_list", "quick_show", "quick_hide", "window_show"] {
            self.ask(command, json!({}));
        }
        self.ask("board_rows", json!({}));
        let renewal = json!({ "ids": [id], "progress": "__CHANNEL__:1" });
        self.ask("board_renew", renewal);
        self.ask("quick_copy", json!({ "id": id, "form": "header" }));
        self.ask("clipboard_clear", json!({}));
        self.window.dialogs.will_save(self.plan.exports.join("board.csv"));
        self.ask("board_save", json!({ "ids": [id] }));

        let wish = json!({ "profiles": [id], "also": ["Experience Platform"], "also_of": {} });
        let report = self.ask("checkup", json!({ "wish": wish, "progress": "__CHANNEL__:2" }));
        self.ask("checkup_markdown", json!({ "report": report }));
        self.window.dialogs.will_save(self.plan.exports.join("check.md"));
        self.ask("checkup_save", json!({ "report": report }));
        self.ask("products_list", json!({}));
        // Whatever Platform says to the account: a refusal must tell no secret either.
        let _ = self.call("sandboxes_list", json!({ "id": id, "refresh": true }));
        self.ask("sandbox_switch", json!({ "id": id, "name": "dev" }));

        let copy = self.ask("profile_duplicate", json!({ "id": id }));
        let copy = json!({ "id": copy["summary"]["id"] });
        self.ask("profile_delete", copy.clone());
        self.ask("profile_restore", copy.clone());
        self.ask("profile_delete", copy);
        id
    }

    /// The first secret again, from before it was replaced.
    fn generations(&self, id: &Value) {
        let owner = json!({ "kind": "profile", "id": id });
        let generations = self.ask("secret_generations", json!({ "owner": owner }));
        let oldest = generations.as_array().unwrap().last().unwrap()["number"].clone();
        self.ask("secret_restore", json!({ "owner": owner, "number": oldest }));
        self.ask("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
        self.asked_for("client secret");
    }

    pub(super) fn draft(&self, name: &str, grant: &str, scopes: &str) -> Value {
        let jwt = grant == "jwt";
        json!({
            "name": name, "organization": "Canary", "org_id": self.plan.organization,
            "client_id": if jwt { &self.plan.jwt_client } else { &self.plan.client },
            "grant": grant, "scopes": scopes,
            "technical_account_id": if jwt { self.plan.account.as_str() } else { "" },
            "key": null, "adobe": self.plan.adobe(), "risk": "development", "colour": "green",
            "sandbox": "", "variables": { "TENANT_ID": "_canary" }, "allowed_hosts": [],
        })
    }

    pub(super) fn with_secrets(&self, draft: &Value, first: &str) -> Value {
        json!({ "draft": draft, "clientSecret": self.plan.secret(first),
            "secondClientSecret": self.plan.secret("other client secret") })
    }
}
