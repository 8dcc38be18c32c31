//! A client secret rotated step by step. What Adobe makes on the way becomes a canary too.

use crate::leak::script::Script;
use serde_json::{Value, json};

const SCOPES: &str =
    "openid, AdobeID, read_organizations, read_client_secret, manage_client_secrets";

impl Script {
    pub(super) fn rotation(&self) {
        let rotated = &self.plan.rotated;
        let mut draft = self.draft("Rotated", "oauth_server_to_server", SCOPES);
        draft["client_id"] = json!(rotated.client);
        draft["org_id"] = json!(rotated.organization);
        let secret = self.plan.secret("client secret that the window rotates");
        let made = json!({ "draft": draft, "clientSecret": secret, "secondClientSecret": null });
        let id = self.ask("profile_create", made)["summary"]["id"].clone();

        self.ask("rotation_plan", json!({ "ids": [id] }));
        self.carry_out(&id, json!({ "kind": "look" }));
        let typed = json!({ "id": id, "address": self.plan.secret("refused secret") });
        self.refused("rotation_set_place", typed);
        self.ask("rotation_set_place", json!({ "id": id, "address": rotated.page }));
        let go_on = json!({ "kind": "go_on", "lost": "kept" });
        self.carry_out(&id, go_on.clone());
        self.made(&id, "secret that Adobe made for the window");
        self.carry_out(&id, json!({ "kind": "look" }));
        self.ask("rotation_under_way", json!({}));
        let named = json!({ "kind": "delete_named", "uuid": "11f0aaaa", "still_used": "kept" });
        self.carry_out(&id, named);
        self.carry_out(&id, json!({ "kind": "abandon" }));
        self.carry_out(&id, go_on);
        self.made(&id, "another that Adobe made for the window");
        self.carry_out(&id, json!({ "kind": "delete_old", "still_used": "deleted_too" }));
    }

    /// What stands in its way is told of the profile, and the call works.
    fn carry_out(&self, id: &Value, deed: Value) {
        let wish = json!({ "profiles": [id], "deed": deed });
        let call = json!({ "wish": wish, "confirmed": true, "progress": "__CHANNEL__:3" });
        self.ask("rotation_carry_out", call);
    }

    /// The secret that the profile uses by now.
    fn made(&self, id: &Value, name: &str) {
        let call = json!({ "id": id, "kind": "client_secret" });
        let secret = self.ask("secret_reveal", call);
        let secret = secret.as_str().expect("a secret").to_owned();
        self.asked_for(name);
        // Without a world that rotates, it is the one from the beginning.
        self.secrets.borrow_mut().push((name.to_owned(), secret));
    }
}
