//! Names that only a secret has.

/// The last word of a name that is a secret's: `AZURE_STORAGE_KEY`, `githubToken`.
const LAST_WORDS: [&str; 16] = [
    "secret",
    "secrets",
    "token",
    "tokens",
    "key",
    "apikey",
    "password",
    "passwd",
    "pwd",
    "pw",
    "passphrase",
    "pass",
    "credential",
    "credentials",
    "auth",
    "jwt",
];

/// Those that mean nothing else, in whatever text they stand.
const UNMISTAKABLE: [&str; 9] = [
    "secret",
    "secrets",
    "apikey",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "credentials",
    "jwt",
];

/// Two words that mean nothing else, where one of them may: a page has a token, and a list a key.
const UNMISTAKABLE_PAIRS: [(&str, &str); 12] = [
    ("api", "key"),
    ("access", "key"),
    ("account", "key"),
    ("private", "key"),
    ("shared", "key"),
    ("subscription", "key"),
    ("access", "token"),
    ("api", "token"),
    ("auth", "token"),
    ("bearer", "token"),
    ("refresh", "token"),
    ("security", "token"),
];

/// What may follow such a word without meaning anything: `apiSecretValue`.
const SAYS_NOTHING: [&str; 3] = ["value", "val", "text"];

/// Whether a variable of this name is a secret, whatever its value is.
pub(super) fn of_a_variable(name: &str) -> bool {
    let words = words(name);
    match words.last().map(String::as_str) {
        // A key with a value is any pair.
        Some(last) if SAYS_NOTHING.contains(&last) => is_unmistakable(&words),
        Some(last) => LAST_WORDS.contains(&last),
        None => false,
    }
}

/// Whether nothing but a secret is named so.
pub(super) fn unmistakable(name: &str) -> bool {
    is_unmistakable(&words(name))
}

/// Whether a name is a session's or a signature's, which are secrets when they are long and random.
pub(super) fn of_a_proof(name: &str) -> bool {
    let words = words(name);
    match words.as_slice() {
        [.., session, id] if session == "session" && id == "id" => true,
        [.., last] => {
            let ends = ["sessionid", "sessid"].iter().any(|end| last.ends_with(end));
            ends || ["session", "sig", "signature", "cookie"].contains(&last.as_str())
        }
        [] => false,
    }
}

/// Whether a name is a signature's.
pub(super) fn of_a_signature(name: &str) -> bool {
    words(name).last().is_some_and(|last| ["sig", "signature"].contains(&last.as_str()))
}

fn is_unmistakable(words: &[String]) -> bool {
    let words = match words.split_last() {
        Some((last, before)) if SAYS_NOTHING.contains(&last.as_str()) => before,
        _ => words,
    };
    let is_pair = |before: &str, last: &str| {
        UNMISTAKABLE_PAIRS.iter().any(|(one, two)| *one == before && *two == last)
    };
    match words {
        [.., before, last] => UNMISTAKABLE.contains(&last.as_str()) || is_pair(before, last),
        [only] => UNMISTAKABLE.contains(&only.as_str()),
        [] => false,
    }
}

/// Words that mean a secret no more when they are counted: `key1=value1` is any pair.
const UNCOUNTED: [&str; 3] = ["key", "auth", "pass"];

/// `AZURE_STORAGE_KEY` and `azureStorageKey` are three words each. Numbers are none, and nothing at the end of most.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_lower = false;
    for character in name.chars() {
        let begins = character.is_uppercase() && before_is_lower;
        let separates = !character.is_alphanumeric();
        if begins || separates {
            words.push(String::new());
        }
        before_is_lower = character.is_lowercase() || character.is_numeric();
        if let Some(word) = words.last_mut().filter(|_| !separates) {
            word.extend(character.to_lowercase());
        }
    }
    for word in &mut words {
        let counted = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if !UNCOUNTED.contains(&counted) {
            word.truncate(counted.len());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
