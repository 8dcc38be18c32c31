//! A service account (JWT) on its way to OAuth and back, with a client secret that is a canary.

use crate::leak::script::Script;
use serde_json::{Value, json};

const SCOPES: &str = "openid, AdobeID, read_organizations, campaign_sdk";

impl Script {
    /// The other parts count on a service account, which it is again at the end.
    pub(super) fn migration(&self, jwt: &Value) {
        let whose = json!({ "id": jwt });
        self.ask("migration_status", whose.clone());
        let wish = json!({ "scopes": SCOPES, "requests": 3 });
        let trying = |secret: Value| json!({ "id": jwt, "wish": wish, "clientSecret": secret, "progress": "__CHANNEL__:1" });
        self.refused("migration_try", trying(Value::Null));
        self.refused("migration_try", trying(json!(self.plan.secret("refused secret"))));
        // The built-in practice Adobe gives this client no token by OAuth.
        let tried =
            self.call("migration_try", trying(json!(self.plan.secret("JWT client secret"))));
        assert_eq!(tried.is_ok(), self.plan.seen.is_some(), "{tried:?}");
        self.ask("migrations_list", json!({}));
        self.refused("migration_retire", whose.clone());
        if tried.is_ok() {
            self.ask("migration_switch", whose.clone());
            self.ask("migration_undo", whose.clone());
        } else {
            self.refused("migration_switch", whose.clone());
        }
        self.ask("migration_undo", whose.clone());
        self.refused("migration_undo", whose);
        self.ask("console_open", json!({}));
        assert_eq!(self.window.dialogs.consoles(), 1);
    }
}
