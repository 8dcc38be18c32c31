//! The rules, read once from the files that come with the program. People write them as TOML; the build writes them as JSON, which
//! is read in a fraction of the time.

use crate::rule::{Rule, RuleFile};
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!(env!("OUT_DIR"), "/", $name, ".json")))),*]
    };
}

const FILES: [(&str, &str); 13] = files![
    "ims",
    "gateway",
    "campaign",
    "platform",
    "platform_codes",
    "analytics",
    "target",
    "events",
    "marketo",
    "aem",
    "umapi",
    "umapi_actions",
    "mcp",
];

static BOOK: LazyLock<Book> = LazyLock::new(Book::read);

struct Book {
    rules: Vec<Rule>,
    by_id: HashMap<String, usize>,
}

impl Book {
    fn read() -> Self {
        let rules: Vec<Rule> = FILES.iter().flat_map(|(name, text)| file(name, text)).collect();
        let by_id = rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect();
        Self { rules, by_id }
    }
}

#[allow(
    clippy::panic,
    reason = "the files are part of the program, and every test of this crate reads them"
)]
fn file(name: &str, text: &str) -> Vec<Rule> {
    match serde_json::from_str::<RuleFile>(text) {
        Ok(file) => file.rules(),
        Err(error) => panic!("BUG: rules/{name}.toml: {error}"),
    }
}

/// All of them, in the order of the files.
pub fn rules() -> &'static [Rule] {
    &BOOK.rules
}

/// One of them.
pub fn rule(id: &str) -> Option<&'static Rule> {
    BOOK.by_id.get(id).map(|at| &BOOK.rules[*at])
}
