//! Tokens, and requests that carry secrets where somebody might put them.

use crate::leak::script::Script;
use serde_json::{Value, json};

impl Script {
    pub(super) fn requests(&self, id: &Value, jwt: &Value) {
        // Nobody signs in with a profile that gets its tokens by itself, and no browser opens.
        let signs_in = json!({ "id": id, "job": "sign-in", "page": "__CHANNEL__:3" });
        self.refused("sign_in", signs_in);
        let address = "https://localhost/?code=none&state=none";
        self.refused("sign_in_answer", json!({ "job": "sign-in", "address": address }));
        self.refused("sign_out", json!({ "id": id }));
        for (profile, name) in [(id, "window's token"), (jwt, "window's JWT token")] {
            self.ask("token_get", json!({ "id": profile }));
            self.ask("token_renew", json!({ "id": profile }));
            self.ask("token_curl", json!({ "id": profile }));
            for form in [
                "bearer",
                "header",
                "headers",
                "curl",
                "powershell",
                "env",
                "postman",
                "node",
                "python",
            ] {
                self.ask("token_copy", json!({ "id": profile, "form": form }));
            }
            self.revoke(profile);
            self.ask("token_copy", json!({ "id": profile, "form": "token" }));
            let token = self.window.paper.read().expect("the token is on the clipboard");
            self.inspect(profile, &token);
            self.tokens.borrow_mut().push((name.to_owned(), token));
        }
        self.paste();
        self.ask("requests_list", json!({}));
        let assertion = json!({ "kind": "assertion", "profile": jwt });
        self.ask("token_inspect", json!({ "source": assertion, "profile": jwt }));
        let path = json!({ "address": "Places/List libraries", "origin": "catalogue" });
        self.ask("request_get", path);

        let request = self.request();
        let saved = json!({ "address": "Canary/Own", "request": request, "revision": null });
        // The person's own file keeps what they typed: it is refused or kept where they can see it, never recorded.
        let mut harmless = saved.clone();
        harmless["request"]["body"] = json!("{\"name\": \"{{TENANT_ID}}\"}");
        harmless["request"]["headers"] = json!([]);
        harmless["request"]["url"] =
            json!("https://api-places.adobe.io/places/placesapi/v1/libraries");
        self.ask("request_save", harmless);
        self.keep();
        self.ask("job_stop", json!({ "job": "nobody" }));
        self.ask("jobs_list", json!({}));
        self.asked(id);
        self.ask("request_check", json!({ "profile": id, "request": request }));
        // The address that the page itself has just sent, with its variables filled in.
        self.asked_for("client secret");
        self.ask("request_going_out", json!({ "profile": id, "request": request }));
        for language in ["bash", "cmd", "invoke_rest_method", "python", "java"] {
            let call = json!({ "profile": id, "request": request, "language": language });
            self.ask("request_written_as", call.clone());
            self.ask("request_copy_with_secrets", call);
        }
        self.long_body(id, &request);
        let sent = self
            .ask("request_send", json!({ "profile": id, "request": request, "confirmed": true }));
        let exchange = sent["summary"]["id"].clone();
        let query =
            |text: &str| json!({ "profile": null, "text": text, "before": null, "limit": 9 });
        self.ask("history_list", query(""));
        self.ask("history_list", query(&self.plan.secret("client secret")));
        self.ask("history_get", json!({ "id": exchange }));
        let noted = json!({ "id": exchange, "text": self.plan.secret("client secret") });
        self.ask("history_note", noted);
        self.ask("history_pin", json!({ "id": exchange, "pinned": true }));
        // No new client secret came in it.
        self.refused("history_store_secret", json!({ "id": exchange, "profile": id }));
        self.ask("history_list", query("is:pinned is:noted status:4xx,2xx"));
        self.refused("history_list", query("stauts:404"));
        let whose = json!({ "profile": null, "text": "" });
        self.ask("history_count", whose.clone());
        self.ask("history_size", json!({}));
        self.look_at(&json!({ "id": exchange, "charset": null, "query": null }));
        let mut list = request.clone();
        list["method"] = json!("GET");
        list["body"] = Value::Null;
        let first =
            self.ask("request_send", json!({ "profile": id, "request": list, "confirmed": true }));
        let first = &first["summary"]["id"];
        let pages = |id: &Value| json!({ "job": "p", "id": id, "most": 5, "confirmed": false });
        self.ask("answer_pages", pages(first));
        // What was sent by POST has none.
        self.refused("answer_pages", pages(&exchange));
        self.ask("history_before_replay", json!({ "id": exchange, "profile": id }));
        let replay = json!({ "id": exchange, "profile": id, "confirmed": true });
        self.ask("history_replay", replay);
        self.compare(&exchange, id);
        let mut elsewhere = request.clone();
        elsewhere["url"] = json!("https://attacker.example/");
        let call = json!({ "profile": id, "request": elsewhere, "confirmed": true });
        self.refused("request_send", call);
        self.ask("history_delete", json!({ "ids": [exchange] }));
        self.ask("history_delete_matching", whose);
    }

    /// A file whose request asks for a secret, which is a canary.
    fn asked(&self, id: &Value) {
        let text = "### Asked\n# @prompt DOOR_PASSWORD\n# @check body $.door == {{DOOR_PASSWORD}}\n\
            GET https://api-places.adobe.io/places/placesapi/v1/libraries?door={{DOOR_PASSWORD}}\n\
            x-api-key: {{API_KEY}}\nx-door: {{DOOR_PASSWORD}}\n";
        self.own_file("Canary/Asked.http", text);
        let source = json!({ "address": "Canary/Asked", "origin": "own" });
        let opened = self.ask("request_get", source.clone());
        let request = &opened["request"];
        let asks = json!({ "profile": id, "request": request, "source": source });
        let prompts = self.ask("request_prompts", asks.clone());
        assert_eq!(prompts[0]["is_secret"], true, "{prompts:#}");
        let mut answered = asks;
        answered["answers"] = json!({ "DOOR_PASSWORD": self.plan.secret("client secret") });
        self.ask("request_check", answered.clone());
        self.ask("request_going_out", answered.clone());
        answered["confirmed"] = json!(true);
        self.ask("request_send", answered);
    }

    /// A body in every way.
    fn look_at(&self, of: &Value) {
        let pattern = json!({ "text": "a", "is_expression": false, "case_matters": false,
            "whole_words": false });
        let wish = json!({ "sort": null, "descending": false, "filter": "" });
        self.ask("answer_look", json!({ "of": of }));
        for look in ["formatted", "raw", "hex"] {
            let call =
                json!({ "of": of, "look": look, "from": 0, "count": 99, "pattern": pattern });
            self.ask("answer_rows", call);
            self.ask("answer_row_at", json!({ "of": of, "look": look, "at": 1 }));
        }
        self.ask("answer_children", json!({ "of": of, "at": null, "from": 0, "count": 9 }));
        let table = json!({ "job": "t", "of": of, "wish": wish, "from": 0, "count": 9 });
        // The answer is no list of objects, and that is told.
        self.refused("answer_table", table);
        self.ask("answer_find", json!({ "job": "f", "of": of, "pattern": pattern }));
        self.ask("answer_found", json!({ "of": of, "pattern": pattern }));
        let first = json!({ "of": of, "pattern": pattern, "number": 0, "from": 0, "look": "raw" });
        self.ask("answer_match", first);
        self.ask("answer_query", json!({ "job": "q", "of": of, "path": "$..*" }));
        // The tests' own program carries out no filters.
        self.refused("answer_query", json!({ "job": "j", "of": of, "path": ".." }));
        self.ask("answer_path", json!({ "of": of, "at": 1 }));
        self.ask("answer_text", json!({ "of": of, "from": 0, "to": 1_000_000 }));
        self.ask("answer_picture", json!({ "of": of }));
        let formatted = json!({ "form": "formatted" });
        self.ask("answer_save", json!({ "of": of, "saved": formatted }));
    }

    /// An answer with the one before it and with a file, and its request on a profile again.
    fn compare(&self, exchange: &Value, profile: &Value) {
        let expected = self.given("expected.json", "{\"name\": \"expected\"}");
        self.window.dialogs.will_open(&[expected]);
        let file = self.ask("comparison_file", json!({}));
        let counting = json!({ "by_line": false, "arrays": { "kind": "counts" },
            "same_numbers": false, "ignored": [], "without_noise": true });
        let at = json!({ "left": { "kind": "exchange", "id": exchange },
            "right": { "kind": "file", "number": file["number"] }, "counting": counting });
        let look = json!({ "merged": false, "only_differences": false });
        self.ask("comparison_before", json!({ "id": exchange }));
        self.ask("comparison_open", json!({ "job": "c", "at": at, "look": look }));
        self.ask("comparison_rows", json!({ "at": at, "look": look, "from": 0, "count": 99 }));
        self.ask("comparison_place", json!({ "at": at, "look": look, "number": 0 }));
        self.ask("comparison_text", json!({ "job": "c", "at": at, "form": "text" }));
        self.ask("comparison_text", json!({ "job": "c", "at": at, "form": "patch" }));
        self.ask("replay_prompts", json!({ "id": exchange, "profiles": [profile] }));
        self.ask("replay_plan", json!({ "id": exchange, "profiles": [profile] }));
        let wish = json!({ "parallel": 2, "per_second": 9, "against_first": false,
            "counting": counting });
        let replay = json!({ "job": "r", "id": exchange, "profiles": [profile], "wish": wish,
            "confirmed": true, "result": "__CHANNEL__:7" });
        self.ask("replay_on", replay);
    }

    /// A command with a token in it that a person pastes, and copies elsewhere: the variable takes its place.
    fn paste(&self) {
        let token = self.tokens.borrow()[0].1.clone();
        let command = format!(
            "curl https://platform.adobe.io/data/core/ups/config -H 'Authorization: Bearer {token}'"
        );
        let read = self.ask("request_pasted", json!({ "text": command }));
        assert_eq!(read["request"]["headers"][0]["value"], "Bearer {{ACCESS_TOKEN}}");
        self.refused("request_pasted", json!({ "text": token }));
        self.window.paper.write(&command);
        self.ask("request_clipboard", json!({}));
        self.window.paper.write("nothing of a request");
        self.refused("request_clipboard", json!({}));
    }

    /// Each verb for a request that is kept, and back.
    fn keep(&self) {
        let named = |address: &str| json!({ "address": address });
        let undo = |changed: Value| {
            let call = json!({ "change": changed["change"] });
            self.ask("request_undo", call)
        };
        let renamed =
            self.ask("request_rename", json!({ "address": "Canary/Own", "name": "Renamed" }));
        undo(renamed);
        let to = json!({ "address": "Canary/Own", "to": "Canary/Other" });
        self.ask("request_before_moving", to.clone());
        let mut agreed = to;
        agreed["replace"] = json!(true);
        undo(self.ask("request_move", agreed));
        undo(self.ask("request_duplicate", named("Canary/Own")));
        undo(self.ask("request_delete", named("Canary/Own")));
        self.ask("request_places", json!({}));
        let place = json!({ "path": "Canary", "is_folder": true });
        let whole = json!({ "place": place, "to": "Elsewhere" });
        self.ask("place_before_moving", whole.clone());
        undo(self.ask("place_move", whole));
        undo(self.ask("place_duplicate", json!({ "place": place })));
        undo(self.ask("place_delete", json!({ "place": place })));
        self.ask("place_make", json!({ "path": "Canary/Empty", "isFolder": true }));
    }

    /// A body that is too long for code is a file beside it.
    fn long_body(&self, id: &Value, request: &Value) {
        let mut long = request.clone();
        let end = format!("{} {{{{ACCESS_TOKEN}}}}", self.plan.secret("client secret"));
        long["body"] = json!("a".repeat(70_000) + &end);
        let mut call = json!({
            "profile": id, "request": long, "language": "bash", "withToken": false,
        });
        self.exports("body.txt");
        let saved = self.ask("request_save_code_body", call.clone());
        assert!(saved.is_string(), "{saved}");
        call["withToken"] = json!(true);
        self.wants("body.txt", &["client secret", "window's token"]);
        self.ask("request_save_code_body", call);
    }

    /// The client secret in the address, in headers and in the body, and the token in a cookie.
    fn request(&self) -> Value {
        let secret = self.plan.secret("client secret");
        let escaped: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let url = "https://api-places.adobe.io/places/placesapi/v1/libraries";
        json!({
            "name": "Canary", "method": "POST", "url": format!("{url}?a={secret}&b={escaped}"),
            "headers": [
                { "name": "Authorization", "value": "Bearer {{ACCESS_TOKEN}}" },
                { "name": "x-api-key", "value": "{{API_KEY}}" },
                { "name": "x-gw-ims-org-id", "value": "{{IMS_ORG}}" },
                { "name": "x-canary", "value": secret },
                { "name": "Content-Type", "value": "application/json" },
            ],
            "body": json!({ "name": secret }).to_string(),
        })
    }
}
