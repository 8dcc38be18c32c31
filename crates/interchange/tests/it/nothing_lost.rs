//! Nothing is dropped in silence: every value of every fixture is used, passed over by its name, or listed with its place.
//! The values are found here without the reader: by serde for JSON, by lines for variables and sections.

use crate::case;
use mudbrick_interchange::{FoundCredential, Input, Passphrases, Reading, read};
use mudbrick_model::Note;
use mudbrick_vault::Secret;
use proptest::prelude::*;
use serde_json::Value;

/// Names whose values are passed over, and why.
const BY_NAME: &[(&str, &str)] = &[
    ("id", "a number of the Console's or of Postman's"),
    ("name", "the Console's name of something, or a profile's, of which one was chosen"),
    ("title", "as name"),
    ("description", "what somebody wrote about it"),
    ("type", "the kind of a credential or variable"),
    ("integration_type", "the same in the Console's word"),
    ("TYPE", "the same"),
    ("authentication_method", "the same in the User Management API's word"),
    ("technical_account_email", "the account's other name"),
    ("TECHNICAL_ACCOUNT_EMAIL", "the same"),
    ("OAUTH_TECHNICAL_ACCOUNT_EMAIL", "the same"),
    ("email", "the same in AEM's word"),
    ("key", "the name of one of Postman's variables"),
    ("enabled", "whether Postman uses a variable"),
    ("disabled", "the same"),
    ("_postman_variable_scope", "Postman's own"),
    ("_postman_exported_at", "Postman's own"),
    ("_postman_exported_using", "Postman's own"),
    ("_postman_id", "Postman's own"),
    ("schema", "Postman's own"),
    ("action_url", "an address of the Console's"),
    ("app_url", "an address of the Console's"),
    ("code", "the Console's word for an organisation or service"),
    ("ok", "what surrounds an answer"),
    ("statusCode", "what surrounds an answer"),
    ("token_type", "what surrounds an answer"),
    ("expires_in", "what surrounds an answer"),
    ("certificateExpirationDate", "the certificate says it itself"),
    ("imsEndpoint", "which Adobe, in another word"),
    ("ims", "which Adobe, in another word"),
    ("IMS", "which Adobe, in another word"),
    ("redirect_uri", "where people come back to, of which one was chosen"),
    ("defaultRedirectUri", "as redirect_uri"),
    ("env", "which Adobe, in another word"),
    ("environment", "which Adobe, in another word"),
    ("url", "which Adobe, in another word"),
    ("exp", "when an assertion ended"),
    ("aud", "whom an assertion was for: Adobe, and the client ID"),
    ("aio_project_id", "a number of the Console's"),
    ("aio_consumer_org_id", "the same"),
    ("aio_workspace_id", "the same"),
    ("aio_credential_id", "the same"),
    ("aio.project.id", "the same"),
    ("ims_endpoint_jwt", "the way to the token inside IMS"),
    ("adobe_io_ims_endpoint_jwt", "the same"),
    ("module.exports", "source code, and no value"),
];

/// A value of a file: the last key on the way to it, the way, and the value.
struct Scalar {
    key: String,
    place: String,
    text: String,
}

fn scalars(text: &str) -> Vec<Scalar> {
    let mut found = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => collect(&value, "", "", &mut found),
        Err(_) => lines(text, &mut found),
    }
    found
}

fn collect(value: &Value, key: &str, place: &str, found: &mut Vec<Scalar>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let dot = if place.is_empty() { "" } else { "." };
                collect(value, key, &format!("{place}{dot}{key}"), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                collect(value, key, &format!("{place}[{at}]"), found);
            }
        }
        Value::Null => {}
        scalar => {
            let text = scalar.as_str().map_or_else(|| scalar.to_string(), str::to_owned);
            found.push(Scalar { key: key.to_owned(), place: place.to_owned(), text });
        }
    }
}

/// `NAME=value` and `[section]`, as far as a line tells.
fn lines(text: &str, found: &mut Vec<Scalar>) {
    let mut section = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{name}.");
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else { continue };
        let (name, value) = (name.trim(), value.trim());
        let is_name =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        let is_plain = !value.contains(['"', '\'', '`', '\\', '#', '-']) && !value.is_empty();
        if is_name && is_plain {
            let place = format!("{section}{name}");
            found.push(Scalar { key: name.to_owned(), place, text: value.to_owned() });
        }
    }
}

fn is_passed_over(scalar: &Scalar) -> bool {
    // Fingerprints are names there, with the dates on which the certificates end.
    scalar.place.starts_with("PUBLIC_KEYS_WITH_EXPIRY.")
        // What the User Management API's tools use by themselves.
        || ["usermanagement.adobe.io", "/v2/usermanagement"].contains(&scalar.text.as_str())
        || BY_NAME.iter().any(|(name, why)| *name == scalar.key && !why.is_empty())
}

/// Whether the reading says what became of it.
fn is_told(scalar: &Scalar, source: &str, reading: &Reading) -> bool {
    let place = format!("{source} › {}", scalar.place);
    let covers = |told: &str| {
        place == told
            || (place.starts_with(told) && place[told.len()..].starts_with(['.', '[', ' ']))
    };
    let used = |credential: &FoundCredential| {
        let shown = format!("{credential:?}");
        let secrets =
            credential.client_secrets.iter().any(|it| scalar.text.contains(it.value.expose()));
        // Cut to their short forms, split at commas, or with their end put on.
        let bare = scalar.text.trim_start_matches("/s/");
        let words = bare.split(|c: char| ",[]\"' ".contains(c)).filter(|word| !word.is_empty());
        let mut words = words.map(|word| word.rsplit("/s/").next().unwrap_or(word)).peekable();
        secrets || (words.peek().is_some() && words.all(|word| shown.contains(word)))
    };
    let noted = reading.credentials.iter().flat_map(|it| &it.notes).any(|note| match note {
        Note::Placeholder { place }
        | Note::CannotBe { place, .. }
        | Note::HoldsSecret { place, .. } => covers(place),
        Note::Swapped { client_id, client_secret } => covers(client_id) || covers(client_secret),
        Note::Differs { other, .. } => covers(other),
        Note::PrivateKeyElsewhere { file } => scalar.text.ends_with(file.as_str()),
        _ => false,
    });
    let keys = reading.keys.iter().any(|key| {
        key.origins.iter().any(|it| {
            covers(&it.0) || it.0.ends_with(scalar.text.rsplit('/').next().unwrap_or_default())
        })
    });
    let listed = reading.ignored.iter().any(|ignored| {
        ignored.source == source && (ignored.place.is_empty() || covers(&format!("{source} › {}", ignored.place)))
            // Postman's variables and those of `aio` are known by their names.
            || ignored.place == scalar.key
    });
    let by_variable = reading.ignored.iter().any(|it| it.place.ends_with(&scalar.key));
    let problem = reading.sources.iter().any(|it| it.name == source && it.problem.is_some());
    let locked = reading.locked.iter().any(|locked| locked.source == source);
    noted
        || keys
        || listed
        || by_variable
        || problem
        || locked
        || reading.credentials.iter().any(used)
}

#[test]
fn every_value_of_every_fixture_is_used_or_listed() {
    let mut silent = Vec::new();
    let mut looked_at = 0;
    // What Mudbrick wrote itself is taken over whole.
    for case in case::all().into_iter().filter(|case| !case.name().starts_with("own-")) {
        let reading = case.read();
        for (name, bytes) in &case.inputs {
            let Ok(text) = std::str::from_utf8(bytes) else { continue };
            for scalar in scalars(text.trim_start_matches('\u{feff}')) {
                let says_something = !scalar.text.trim().is_empty()
                    && !matches!(scalar.text.as_str(), "true" | "false");
                if !says_something || is_passed_over(&scalar) {
                    continue;
                }
                looked_at += 1;
                if !is_told(&scalar, name, &reading)
                    && !is_postman_value(&scalar, text, name, &reading)
                {
                    silent.push(format!("{}: {name} › {}", case.name(), scalar.place));
                }
            }
        }
    }
    assert!(looked_at > 500, "{looked_at} values");
    assert!(silent.is_empty(), "{} of {looked_at}:\n{}", silent.len(), silent.join("\n"));
}

/// Postman's variables are listed by the names that stand beside their values.
fn is_postman_value(scalar: &Scalar, text: &str, name: &str, reading: &Reading) -> bool {
    let Some((item, _)) = scalar.place.rsplit_once(".value").filter(|_| scalar.key == "value")
    else {
        return false;
    };
    let Ok(root) = serde_json::from_str::<Value>(text) else { return false };
    let pointer = format!("/{}/key", item.replace(['.', '['], "/").replace(']', ""));
    let Some(key) = root.pointer(&pointer).and_then(Value::as_str) else { return false };
    let named = Scalar { key: key.to_owned(), place: key.to_owned(), text: scalar.text.clone() };
    key.contains("PRIVATE_KEY")
        || key.contains("IMS") && scalar.text.contains("adobelogin")
        || is_told(&named, name, reading)
}

/// Two made-up credentials in one file, told apart by a prefix or suffix.
#[derive(Debug, Clone)]
struct Pair {
    affixes: [String; 2],
    is_prefix: bool,
    ids: [String; 2],
    separator: &'static str,
}

fn pair() -> impl Strategy<Value = Pair> {
    let word = "[A-Za-zÄÖÜäöü]{3,8}[0-9]{0,2}";
    let ids = [
        prop::string::string_regex("[0-9a-f]{32}").unwrap(),
        prop::string::string_regex("[0-9a-f]{32}").unwrap(),
    ];
    ((word, word), any::<bool>(), ids, prop::sample::select(vec!["_", "__", ".", "-"]))
        .prop_filter("of two names and two IDs", |((one, two), _, ids, _)| {
            let (one, two) = (one.to_lowercase(), two.to_lowercase());
            let fields = [
                "id", "org", "api", "key", "client", "secret", "name", "type", "env", "url", "ims",
                "tech",
            ];
            let plain = |word: &str| !fields.iter().any(|field| word.contains(field));
            one != two
                && !one.starts_with(&two)
                && !two.starts_with(&one)
                && plain(&one)
                && plain(&two)
                && ids[0] != ids[1]
        })
        .prop_map(|((one, two), is_prefix, ids, separator)| Pair {
            affixes: [one, two],
            is_prefix,
            ids,
            separator,
        })
}

impl Pair {
    fn named(&self, which: usize, field: &str) -> String {
        let (affix, separator) = (&self.affixes[which], self.separator);
        match self.is_prefix {
            true => format!("{affix}{separator}{field}"),
            false => format!("{field}{separator}{affix}"),
        }
    }

    /// Names and values in an order in which the two are mixed.
    fn entries(&self) -> Vec<(String, String)> {
        let mut entries =
            vec![("ORG_ID".to_owned(), "AAAABBBBCCCCDDDD0A495E00@AdobeOrg".to_owned())];
        for field in ["CLIENT_ID", "CLIENT_SECRET"] {
            for which in [1, 0] {
                let value = match field {
                    "CLIENT_ID" => self.ids[which].clone(),
                    _ => format!("p8e-of-{}", self.ids[which]),
                };
                entries.push((self.named(which, field), value));
            }
        }
        entries
    }

    fn written(&self, shape: &str) -> String {
        let entries = self.entries();
        let lines = |around: fn(&str, &str) -> String| -> String {
            entries.iter().map(|(name, value)| around(name, value)).collect()
        };
        match shape {
            "env" => lines(|name, value| format!("{name}={value}\n")),
            "shell" => lines(|name, value| format!("export {name}=\"{value}\"\n")),
            "ini" => format!("[adobe]\n{}", lines(|name, value| format!("{name} = {value}\n"))),
            "yaml" => lines(|name, value| format!("{name}: \"{value}\"\n")),
            "properties" => lines(|name, value| format!("{name}={value}\n")),
            _ => {
                let map: serde_json::Map<String, Value> = entries
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str().into()))
                    .collect();
                serde_json::to_string_pretty(&map).unwrap()
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Never one profile of two client IDs, and never one project's secret as another's.
    #[test]
    fn two_credentials_in_one_file_stay_two(
        pair in pair(),
        shape in prop::sample::select(vec!["env", "shell", "ini", "json", "yaml", "properties"]),
    ) {
        let text = pair.written(shape);
        let input = Input { name: "x".to_owned(), bytes: Secret::new(text.clone().into_bytes()) };
        let reading = read(&[input], &Passphrases::default());
        let mut ids: Vec<&str> = Vec::new();
        for credential in &reading.credentials {
            let id = credential.client_id.as_ref().map(|id| id.value.as_str()).unwrap_or_default();
            ids.push(id);
            for secret in &credential.client_secrets {
                prop_assert_eq!(secret.value.expose().clone(), format!("p8e-of-{}", id), "{}", text);
            }
            prop_assert_eq!(credential.client_secrets.len(), 1, "{}: {:?}", text, reading);
            prop_assert!(credential.org_id.is_some(), "{}: {:?}", text, reading);
        }
        ids.sort_unstable();
        let mut expected: Vec<&str> = pair.ids.iter().map(String::as_str).collect();
        expected.sort_unstable();
        prop_assert_eq!(ids, expected, "{}: {:?}", text, reading);
    }

    /// A secret that belongs to the other project goes to neither when that project's client ID is missing.
    #[test]
    fn a_secret_without_its_client_id_goes_to_nobody(
        pair in pair(),
        shape in prop::sample::select(vec!["env", "shell", "ini", "json", "yaml", "properties"]),
    ) {
        let text = pair.written(shape);
        let holds_id = |line: &str| line.contains(&pair.ids[0]) && !line.contains("p8e-");
        let without: String =
            text.lines().filter(|line| !holds_id(line)).map(|line| format!("{line}\n")).collect();
        let input = Input { name: "x".to_owned(), bytes: Secret::new(without.clone().into_bytes()) };
        let reading = read(&[input], &Passphrases::default());
        for credential in &reading.credentials {
            let id = credential.client_id.as_ref().map(|id| id.value.as_str()).unwrap_or_default();
            for secret in &credential.client_secrets {
                prop_assert_eq!(secret.value.expose().clone(), format!("p8e-of-{}", id), "{}", without);
            }
        }
    }
}

/// The words of one name may be among those of another.
#[test]
fn a_secret_under_other_words_is_nobodys_where_there_is_one_already() {
    let text = "ORG_ID=AAAABBBBCCCCDDDD0A495E00@AdobeOrg\n\
        CLIENT_ID_ACME_STAGE=0123456789abcdef0123456789abcdef\n\
        CLIENT_SECRET_ACME_STAGE=p8e-of-acme\nCLIENT_SECRET_STAGE=p8e-of-somebody\n";
    let input = Input { name: "x".to_owned(), bytes: Secret::new(text.as_bytes().to_vec()) };
    let reading = read(&[input], &Passphrases::default());
    let secrets = reading.credentials.iter().flat_map(|credential| &credential.client_secrets);
    let secrets: Vec<&str> = secrets.map(|secret| secret.value.expose().as_str()).collect();
    assert_eq!(secrets, ["p8e-of-acme"]);
    assert!(reading.ignored.iter().any(|one| one.place == "CLIENT_SECRET_STAGE"), "{reading:?}");
}
