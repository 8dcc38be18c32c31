//! A token in the inspector: a profile's own, and one that is pasted with what was around it.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    /// The token is told claim by claim, and its signature, which makes it a token, nowhere.
    pub(super) fn inspect(&self, profile: &Value, token: &str) {
        let kept = json!({ "kind": "kept", "profile": profile });
        let pasted =
            json!({ "kind": "pasted", "text": format!("Authorization: Bearer {token}\n") });
        for source in [&kept, &pasted] {
            self.ask("token_inspect", json!({ "source": source, "profile": profile }));
            self.ask("token_ask", json!({ "source": source, "profile": profile }));
        }
        self.ask("token_compare", json!({ "left": kept, "right": pasted }));
        let broken = json!({ "kind": "pasted", "text": &token[..token.len() / 2] });
        self.refused("token_inspect", json!({ "source": broken, "profile": null }));
        let secret = json!({ "kind": "pasted", "text": self.plan.secret("client secret") });
        self.refused("token_inspect", json!({ "source": secret, "profile": profile }));
    }

    /// Ends the token that the profile has; it has none then.
    pub(super) fn revoke(&self, profile: &Value) {
        let kept = json!({ "kind": "kept", "profile": profile });
        self.ask("token_revoke", json!({ "source": kept, "profile": profile }));
        self.refused("token_inspect", json!({ "source": kept, "profile": profile }));
    }
}
