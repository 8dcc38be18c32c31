//! Open requests, with secrets typed into every part of them.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    pub(super) fn tabs(&self, id: &Value) {
        let secret = self.plan.secret("client secret");
        let number = |at: u32| format!("{at:032x}");
        let typed = |at: u32, title: &str| {
            json!({ "id": number(at), "profile": id, "revision": null, "source": null,
                "draft": { "name": title, "method": "POST", "url": format!("https://x.io/?a={secret}"),
                    "headers": [{ "name": "Authorization", "value": format!("Bearer {secret}") }],
                    "body": secret },
                "title": title, "method": "POST", "passing": false })
        };
        for at in 1..=3 {
            self.ask("tab_keep", json!({ "tab": typed(at, &secret) }));
        }
        let order = [number(2), number(1), number(3)];
        self.ask("tabs_arrange", json!({ "tabs": order, "active": [number(1)] }));
        self.ask("tabs_handed_over", json!({}));
        // What the page has typed itself.
        self.ask("tabs_list", json!({}));
        self.asked_for("client secret");
        self.ask("tab_close", json!({ "id": number(2) }));
        self.ask("tab_close", json!({ "id": number(3) }));
        self.ask("tab_reopen", json!({ "id": null }));
        self.asked_for("client secret");
        self.outside(id, &secret);
        let mut large = typed(1, "Large");
        large["draft"]["body"] = json!(secret.repeat((17 << 20) / secret.len()));
        self.refused("tab_keep", json!({ "tab": large }));
        let typed_on =
            json!([{ "was": secret.len(), "changes": [{ "from": 0, "to": 0, "insert": secret }] }]);
        let edit =
            |edits: &Value| json!({ "tab": typed(1, "Edited"), "base": "draft", "edits": edits });
        self.ask("tab_edit", edit(&typed_on));
        // The body is twice as long by now.
        self.refused("tab_edit", edit(&typed_on));
        self.refused("tab_settle", json!({ "id": number(9), "answer": "mine" }));
    }

    /// A draft of a request that another program changes.
    fn outside(&self, id: &Value, secret: &str) {
        let address = "Canary/Watched";
        let harmless = json!({ "name": "Watched", "method": "GET", "url": "https://x.io/a",
            "headers": [], "body": null });
        let save = |request: &Value, revision: &Value| json!({ "address": address, "request": request, "revision": revision });
        let saved = self.ask("request_save", save(&harmless, &Value::Null));
        let mut draft = harmless.clone();
        draft["body"] = json!(secret);
        let tab = json!({ "id": format!("{:032x}", 4), "profile": id, "revision": saved["revision"],
            "source": { "address": address, "origin": "own" }, "draft": draft, "title": "Watched",
            "method": "GET", "passing": false });
        self.ask("tab_keep", json!({ "tab": tab }));
        let mut changed = harmless;
        changed["url"] = json!("https://x.io/b");
        self.ask("request_save", save(&changed, &saved["revision"]));
        self.ask("tab_settle", json!({ "id": tab["id"], "answer": "both" }));
        self.asked_for("client secret");
        self.ask("request_delete", json!({ "address": address }));
    }
}
