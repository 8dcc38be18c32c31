//! Collections in the shape of those that Adobe publishes for Postman, made up from a number: nested folders, one script at
//! nearly every request, whole values that are variables, path variables, empty forms, and whatever else the format allows.
//! Every text has a word of its own, so that it can be looked for afterwards.

use serde_json::{Map, Value, json};

/// A source of decisions: the same for the same number.
pub(super) struct Dice {
    state: u64,
    words: usize,
}

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: seed ^ 0x9e37_79b9_7f4a_7c15, words: 0 }
    }

    pub(super) fn below(&mut self, most: u64) -> u64 {
        // Knuth's constants for 64 bits; the low bits are the weak ones.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % most
    }

    /// True once in so many times.
    pub(super) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn one<T: Clone>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()].clone()
    }

    /// A word that nothing else has.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("w{}q", self.words)
    }

    /// A variable's name as Adobe's collections have them.
    fn name(&mut self) -> String {
        let (first, second) = (self.word(), self.word());
        let joint = self.one(&[".", "-", "_"]);
        format!("{first}{joint}{second}")
    }

    fn variable(&mut self) -> String {
        format!("{{{{{}}}}}", self.name())
    }

    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..=self.below(60)).map(|_| self.word()).collect();
        words.join(self.one(&[" ", "\n", ", "]))
    }

    /// A description as text or object, or none.
    fn describe(&mut self, owner: &mut Value) {
        let said = self.sentence();
        match self.below(4) {
            0 => owner["description"] = said.into(),
            1 => owner["description"] = json!({ "content": said, "type": "text/markdown" }),
            2 => owner["description"] = Value::Null,
            _ => {}
        }
    }

    /// Switched on or off, in one of the spellings or none.
    fn switch(&mut self, owner: &mut Value) {
        match self.below(8) {
            0 => owner["disabled"] = true.into(),
            1 => owner["enabled"] = false.into(),
            2 => owner["enabled"] = true.into(),
            3 => owner["disabled"] = false.into(),
            _ => {}
        }
    }
}

/// What 886 of Adobe's requests carry.
const DROP: [&str; 4] = [
    "pm.request.headers.each((header) => {",
    "  if (pm.variables.replaceIn(header.value).startsWith(\"{{\")) pm.request.headers.remove(header.key);",
    "});",
    "pm.request.url.query.each((it) => { if (it.value.startsWith(\"{{\")) pm.request.url.query.remove(it.key); });",
];

/// A collection.
pub(super) fn collection(dice: &mut Dice) -> Value {
    let version = dice.one(&["v2.0.0", "v2.1.0"]);
    let schema = format!("https://schema.getpostman.com/json/collection/{version}/collection.json");
    let mut info = json!({ "name": dice.word(), "schema": schema, "_postman_id": "8f1c", "_exporter_id": "1" });
    dice.describe(&mut info);
    let is_old = version == "v2.0.0";
    let mut collection = json!({ "info": info, "item": items(dice, 3, is_old) });
    common(dice, &mut collection, is_old);
    let variables = (0..dice.below(4)).map(|_| {
        let mut variable =
            json!({ "key": dice.name(), "value": dice.word(), "type": "string", "id": "9a" });
        if dice.once_in(6) {
            variable["value"] = 7.into();
        }
        dice.describe(&mut variable);
        dice.switch(&mut variable);
        variable
    });
    let variables: Vec<Value> = variables.collect();
    if !variables.is_empty() {
        collection["variable"] = variables.into();
    }
    collection
}

fn items(dice: &mut Dice, depth: u64, is_old: bool) -> Vec<Value> {
    (0..1 + dice.below(4)).map(|_| item(dice, depth, is_old)).collect()
}

fn item(dice: &mut Dice, depth: u64, is_old: bool) -> Value {
    let mut item = json!({ "name": dice.word(), "id": "1-2-3" });
    match dice.below(12) {
        0..=3 if depth > 0 => {
            item["item"] = items(dice, depth - 1, is_old).into();
            item["_postman_isSubFolder"] = true.into();
            dice.describe(&mut item);
        }
        4 if dice.once_in(4) => item["item"] = json!([]),
        5 if dice.once_in(4) => item["description"] = dice.sentence().into(),
        6 if dice.once_in(4) => {
            item["request"] = format!("https://{}.example.com/x", dice.word()).into()
        }
        _ => {
            item["request"] = request(dice, is_old);
            item["response"] = match dice.below(4) {
                0 => {
                    json!([{ "name": dice.word(), "code": 200, "status": "OK", "body": dice.sentence(), "header": [], "_postman_previewlanguage": "json", "originalRequest": { "url": dice.word() } }])
                }
                _ => json!([]),
            };
        }
    }
    common(dice, &mut item, is_old);
    item
}

/// What collections, folders and requests have alike: scripts, authorization, settings.
fn common(dice: &mut Dice, owner: &mut Value, is_old: bool) {
    if dice.once_in(2) {
        let mut event = json!({ "listen": "prerequest", "script": { "id": "5", "type": "text/javascript", "exec": DROP } });
        if dice.once_in(5) {
            event["disabled"] = true.into();
        }
        let mut events = vec![event];
        if dice.once_in(3) {
            let exec = dice.one(&[
                json!("pm.environment.set('ID', pm.response.json().id)"),
                json!(["", "tests['ok'] = true"]),
                json!([]),
            ]);
            events.push(
                json!({ "listen": "test", "script": { "exec": exec, "type": "text/javascript" } }),
            );
        }
        owner["event"] = events.into();
    }
    if dice.once_in(3) {
        owner["auth"] = auth(dice, is_old);
    }
    if dice.once_in(6) {
        owner["protocolProfileBehavior"] = dice.one(&[
            json!({ "disableBodyPruning": true }),
            json!({ "followRedirects": false }),
            json!({ "disableCookies": true, "strictSSL": false }),
            json!({}),
        ]);
    }
}

fn auth(dice: &mut Dice, is_old: bool) -> Value {
    let (kind, settings): (&str, Vec<(&str, String)>) = match dice.below(7) {
        0 => ("noauth", Vec::new()),
        1 | 2 => ("bearer", vec![("token", "{{ACCESS_TOKEN}}".to_owned())]),
        3 => (
            "apikey",
            vec![
                ("key", dice.word()),
                ("value", dice.variable()),
                ("in", dice.one(&["header", "query"]).to_owned()),
            ],
        ),
        4 => (
            "oauth2",
            vec![
                ("accessToken", "{{ACCESS_TOKEN}}".to_owned()),
                ("addTokenTo", "header".to_owned()),
                ("accessTokenUrl", "https://ims-na1.adobelogin.com/ims/token/v3".to_owned()),
            ],
        ),
        5 => ("basic", vec![("username", dice.word()), ("password", dice.word())]),
        _ => return Value::Null,
    };
    let mut auth = json!({ "type": kind });
    if kind != "noauth" {
        auth[kind] = match is_old {
            true => settings
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Value::from(value)))
                .collect::<Map<_, _>>()
                .into(),
            false => settings
                .into_iter()
                .map(|(name, value)| json!({ "key": name, "value": value, "type": "string" }))
                .collect(),
        };
    }
    auth
}

fn request(dice: &mut Dice, is_old: bool) -> Value {
    let method = dice.one(&["GET", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]);
    let headers: Vec<Value> = (0..dice.below(6)).map(|_| header(dice)).collect();
    let mut request = json!({ "method": method, "header": headers, "url": url(dice) });
    if let Some(body) = body(dice, method) {
        request["body"] = body;
    }
    if dice.once_in(4) {
        request["auth"] = auth(dice, is_old);
    }
    if dice.once_in(20) {
        request["proxy"] = json!({ "host": dice.word() });
        request["certificate"] =
            json!({ "name": dice.word(), "matches": [], "cert": { "src": dice.word() } });
    }
    dice.describe(&mut request);
    request
}

fn header(dice: &mut Dice) -> Value {
    let named = format!("x-{}", dice.word());
    let name = dice
        .one(&["Accept", "accept", "Content-Type", "if-match", "x-sandbox-name", &named])
        .to_owned();
    let value = match dice.below(4) {
        0 => dice.word(),
        1 => "{{SANDBOX_NAME}}".to_owned(),
        _ => dice.variable(),
    };
    let mut header = json!({ "key": name, "value": value, "type": "text" });
    dice.describe(&mut header);
    dice.switch(&mut header);
    header
}

fn url(dice: &mut Dice) -> Value {
    let segments: Vec<String> = (0..1 + dice.below(4)).map(|_| dice.word()).collect();
    let named: Vec<String> = (0..dice.below(3)).map(|_| dice.word().to_uppercase()).collect();
    let colons = named.iter().map(|name| format!(":{name}"));
    let path: Vec<String> = segments.into_iter().chain(colons).collect();
    let base = dice.one(&["platform.adobe.io", "{{PLATFORM_GATEWAY}}"]);
    let scheme = if base.starts_with("{{") { "" } else { "https://" };
    let raw = format!("{scheme}{base}/{}", path.join("/"));
    let variables = named.iter().map(|name| {
        let value = if dice.once_in(3) { String::new() } else { dice.variable() };
        let mut variable = json!({ "key": name, "value": value, "type": "string", "id": "3" });
        dice.describe(&mut variable);
        variable
    });
    let mut variables: Vec<Value> = variables.collect();
    if dice.once_in(10) {
        variables.push(json!({ "key": dice.word(), "value": dice.word() }));
    }
    if named.is_empty() && dice.once_in(6) {
        return raw.into();
    }
    let mut url = json!({ "raw": raw });
    if !scheme.is_empty() {
        url["protocol"] = "https".into();
    }
    url["host"] = match dice.below(3) {
        0 => base.into(),
        _ if base.starts_with("{{") => json!([base]),
        _ => base.split('.').collect(),
    };
    url["path"] = match dice.below(5) {
        0 => path.join("/").into(),
        1 => path.iter().map(|it| json!({ "type": "string", "value": it })).collect(),
        _ => path.clone().into(),
    };
    let query: Vec<Value> = (0..dice.below(5))
        .map(|_| {
            let value = if dice.once_in(4) { dice.word() } else { dice.variable() };
            let mut parameter = json!({ "key": dice.word(), "value": value });
            if dice.once_in(10) {
                parameter["value"] = Value::Null;
            }
            dice.describe(&mut parameter);
            dice.switch(&mut parameter);
            parameter
        })
        .collect();
    if !query.is_empty() || dice.once_in(4) {
        url["query"] = query.into();
    }
    if !variables.is_empty() {
        url["variable"] = variables.into();
    }
    if dice.once_in(12) {
        url["port"] = "8443".into();
    }
    if dice.once_in(12) {
        url["hash"] = dice.word().into();
    }
    if dice.once_in(8) {
        url.as_object_mut().unwrap().remove("raw");
    }
    url
}

fn body(dice: &mut Dice, method: &str) -> Option<Value> {
    let reads = ["GET", "HEAD", "DELETE"].contains(&method);
    let mut body = match dice.below(if reads { 12 } else { 9 }) {
        0 => return None,
        1 | 9.. => json!({ "mode": "formdata", "formdata": [] }),
        2 => json!({ "mode": "raw", "raw": dice.one(&["", "  "]) }),
        3 => json!({ "mode": "raw", "raw": dice.variable() }),
        4 => {
            json!({ "mode": "raw", "raw": format!("{{\n    \"a\": \"{}\",\n    \"b\": {}\n}}", dice.word(), dice.variable()), "options": { "raw": { "language": dice.one(&["json", "text", "xml"]) } } })
        }
        5 => json!({ "mode": "urlencoded", "urlencoded": fields(dice, false) }),
        6 => json!({ "mode": "formdata", "formdata": fields(dice, true) }),
        7 => {
            json!({ "mode": "graphql", "graphql": { "query": format!("{{ {} }}", dice.word()), "variables": dice.one(&["", "{}"]) } })
        }
        _ => {
            json!({ "mode": "file", "file": dice.one(&[json!({}), json!({ "src": "/C:/w0q.csv" }), json!({ "src": null })]) })
        }
    };
    if dice.once_in(12) {
        body["disabled"] = true.into();
    }
    if dice.once_in(12) && body["mode"] != "raw" {
        body["raw"] = dice.word().into();
    }
    Some(body)
}

fn fields(dice: &mut Dice, with_files: bool) -> Vec<Value> {
    let one = |dice: &mut Dice| {
        let mut field = json!({ "key": dice.word(), "value": dice.one(&[String::new(), "{{w0q}}".to_owned()]), "type": "text" });
        if with_files && dice.once_in(3) {
            let (one, other) = (dice.word(), dice.word());
            let src = dice.one(&[
                json!(format!("/tmp/{one}.csv")),
                json!([format!("{one}.csv"), format!("{other}.csv")]),
                json!([]),
                Value::Null,
            ]);
            field = json!({ "key": dice.word(), "type": "file", "src": src });
        }
        dice.describe(&mut field);
        dice.switch(&mut field);
        field
    };
    (0..dice.below(4)).map(|_| one(dice)).collect()
}
