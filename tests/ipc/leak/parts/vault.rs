//! Custody: locked and opened, rightly and wrongly.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    pub(super) fn vault(&self, id: &Value) {
        self.ask("activity", json!({}));
        self.ask("vault_state", json!({}));
        let secret = |name: &str| self.plan.secret(name);
        let change = |current: &str, new: &str| json!({ "current": secret(current), "passphrase": secret(new) });
        self.refused("vault_change_passphrase", change("wrong passphrase", "new passphrase"));
        self.ask("vault_change_passphrase", change("vault passphrase", "new passphrase"));
        self.ask("secret_copy", json!({ "id": id, "kind": "client_secret" }));
        self.ask("vault_lock", json!({}));
        assert_eq!(self.window.paper.read(), None, "locking clears the clipboard");
        self.refused("secret_reveal", json!({ "id": id, "kind": "client_secret" }));
        self.refused("vault_unlock", json!({ "passphrase": secret("wrong passphrase") }));
        self.ask("vault_unlock", json!({ "passphrase": secret("new passphrase") }));
        // There is a keyring in `cargo xtask leak` and none otherwise.
        let _ = self.call("vault_use_keyring", json!({}));
        self.ask("vault_use_passphrase", json!({ "passphrase": secret("vault passphrase") }));
        self.ask("practice_stop", json!({}));
    }
}
