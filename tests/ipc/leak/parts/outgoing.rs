//! What leaves: with secrets where the person chose so, and without anywhere else.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    pub(super) fn outgoing(&self, id: &Value) {
        for format in ["env", "aio", "aepp", "postman", "console"] {
            self.exports(format);
            let call = |secrets: &str| json!({ "id": id, "format": format, "secrets": secrets });
            self.ask("export_profile", call("left_out"));
            // Some formats have a place for both of a client's secrets.
            let both = matches!(format, "env" | "aio" | "console");
            let canaries = ["client secret", "other client secret"];
            self.wants(format, &canaries[..if both { 2 } else { 1 }]);
            self.ask("export_profile", call("included"));
        }
        let everything = json!({ "selection": { "kind": "all" }, "unreadable": "refused" });
        self.exports("kit");
        self.ask("export_kit", everything.clone());
        self.exports("kit.zip");
        self.ask("export_kit", everything);
        self.exports("backup.age");
        let passphrase = self.plan.secret("backup passphrase");
        let backup = json!({ "selection": { "kind": "all" }, "passphrase": passphrase, "unreadable": "refused" });
        self.ask("export_backup", backup);
        self.exports("inventory.csv");
        self.ask("export_inventory", json!({}));
        self.exports("requests.postman_collection.json");
        self.ask("requests_export", json!({ "named": [], "format": "postman" }));
        self.window.dialogs.will_choose(self.plan.exports.clone());
        self.ask("requests_export", json!({ "named": [], "format": "http" }));
        self.exports("diagnostics.json");
        self.ask("diagnostics_save", json!({}));
        // A place that cannot be written to.
        self.window.dialogs.will_save(self.plan.exports.join("nowhere/profile.env"));
        let call = json!({ "id": id, "format": "env", "secrets": "included" });
        let _ = self.call("export_profile", call);
        let _ = std::fs::remove_dir_all(self.plan.exports.join("nowhere"));
    }
}
