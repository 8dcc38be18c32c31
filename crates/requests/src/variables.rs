//! What `{{NAME}}` stands for, and where that comes from. Getting the values is left to the engine.

use crate::functions::{Functions, is_function};
use crate::template;
use mudbrick_model::Request;
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;

/// Where a value comes from, strongest first: of two values for one name, the stronger source's counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// The profile's token and secrets. Nothing stands above them, so that a stale token in somebody's variables is
    /// never sent in place of the fresh one.
    Token,
    /// Given for this one call: on the command line, or as the answer to a `# @prompt`.
    Given,
    /// A part of another request's answer.
    Answer,
    /// A `@name = value` line of the `.http` file.
    File,
    /// The profile's own variables, written by the person.
    Own,
    /// The profile's credential: `API_KEY`, `IMS_ORG`, `SANDBOX_NAME`, …
    Profile,
    /// Mudbrick itself: `$guid`, `$timestamp`.
    BuiltIn,
}

impl Source {
    const ALL: [Self; 7] = [
        Self::Token,
        Self::Given,
        Self::Answer,
        Self::File,
        Self::Own,
        Self::Profile,
        Self::BuiltIn,
    ];
}

/// A value, which may hold other variables unless it is a secret.
#[derive(Debug, Clone)]
pub enum Value {
    /// Anybody may see it.
    Plain(String),
    /// Nobody may.
    Secret(SecretText),
}

impl Value {
    /// Whether there is no text in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Plain(text) => text.trim().is_empty(),
            Self::Secret(secret) => secret.expose().is_empty(),
        }
    }
}

/// One variable as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Without braces.
    pub name: String,
    /// Where it comes from.
    pub source: Source,
    /// Its value; none for a secret.
    pub value: Option<String>,
}

/// Names for one thing: Adobe's documents and Postman files call it differently from year to year.
const SAME: [&[&str]; 4] = [
    &["ACCESS_TOKEN", "TOKEN", "ACCESSTOKEN"],
    &["API_KEY", "CLIENT_ID", "APIKEY", "CLIENTID"],
    &["IMS_ORG", "ORG_ID", "IMS_ORG_ID", "IMSORG", "ORGID", "IMS_ORGANIZATION_ID"],
    &["SANDBOX_NAME", "SANDBOX", "SANDBOXNAME"],
];

fn names_of_the_same(name: &str) -> Option<&'static [&'static str]> {
    let upper = name.replace('-', "_").to_ascii_uppercase();
    SAME.into_iter().find(|same| same.contains(&upper.as_str()))
}

/// The name under which Mudbrick knows what `name` means: `ACCESS_TOKEN` for `access_token`, `IMS_ORG` for `ORG_ID`. Any
/// other name is its own.
pub fn canonical_name(name: &str) -> &str {
    names_of_the_same(name).and_then(<[_]>::first).copied().unwrap_or(name)
}

/// Whether a profile has a value for this name by itself, in any spelling.
pub(crate) fn is_known_name(name: &str) -> bool {
    names_of_the_same(name).is_some()
}

/// As `is_known_name`, with the host of IMS, which Adobe's collections call `IMS`.
pub fn has_profile_value(name: &str) -> bool {
    is_known_name(name) || name == "IMS"
}

/// All values known for a request.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    known: BTreeMap<Source, BTreeMap<String, Value>>,
    functions: Option<Functions>,
}

impl Variables {
    /// None at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value. One without any text counts as not set, as an empty field in a form does; but what a file, an answer, or
    /// somebody for this one call says is empty is meant to be: in its place an empty cell of a row would send the profile's value.
    #[must_use]
    pub fn with(
        mut self,
        source: Source,
        name: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        let value: String = value.into();
        let is_meant = matches!(source, Source::File | Source::Answer | Source::Given);
        if is_meant || !value.trim().is_empty() {
            self.known.entry(source).or_default().insert(name.into(), Value::Plain(value));
        }
        self
    }

    /// Adds a secret of the profile, with [`Source::Token`].
    #[must_use]
    pub fn with_secret(self, name: impl Into<String>, value: SecretText) -> Self {
        self.with_secret_of(Source::Token, name, value)
    }

    /// Adds a secret from another source.
    #[must_use]
    pub fn with_secret_of(
        mut self,
        source: Source,
        name: impl Into<String>,
        value: SecretText,
    ) -> Self {
        self.known.entry(source).or_default().insert(name.into(), Value::Secret(value));
        self
    }

    /// Adds many from one source, such as a profile's own.
    #[must_use]
    pub fn with_all<'a>(
        self,
        source: Source,
        values: impl IntoIterator<Item = (&'a String, &'a String)>,
    ) -> Self {
        values.into_iter().fold(self, |known, (name, value)| known.with(source, name, value))
    }

    /// Adds what `{{$…}}` stands for.
    #[must_use]
    pub fn with_functions(self, functions: Functions) -> Self {
        Self { functions: Some(functions), ..self }
    }

    pub(crate) fn functions(&self) -> Option<&Functions> {
        self.functions.as_ref()
    }

    /// Whether a name stands for something. A function may still be written wrongly, which is told when it is filled.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        self.get(name).is_some() || (is_function(name) && self.functions.is_some())
    }

    /// Every name that filling `request` comes across, also by way of another variable, each once.
    pub fn names_reached(&self, request: &Request) -> Vec<String> {
        self.names_reached_with(request, &[])
    }

    /// The same with the texts of files that are filled into its body.
    pub fn names_reached_with(&self, request: &Request, files: &[String]) -> Vec<String> {
        let mut names = template::variable_names(request);
        for name in files.iter().flat_map(|text| template::names_in(text)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut at = 0;
        while let Some(name) = names.get(at) {
            if let Some((_, Value::Plain(value))) = self.get(name) {
                for inner in template::names_in(value) {
                    if !names.contains(&inner) {
                        names.push(inner);
                    }
                }
            }
            at += 1;
        }
        names
    }

    /// The value of `name`: first as written, then under Adobe's other names for the same thing in any case.
    pub fn get(&self, name: &str) -> Option<(Source, &Value)> {
        self.exactly(name)
            .or_else(|| names_of_the_same(name)?.iter().find_map(|name| self.exactly(name)))
    }

    /// Every value of `name`, the one that [`Self::get`] gives first, then those that it overrides.
    pub fn all(&self, name: &str) -> Vec<(Source, &Value)> {
        let spellings = names_of_the_same(name).unwrap_or_default().iter().copied();
        let spellings = std::iter::once(name).chain(spellings.filter(|same| *same != name));
        spellings
            .flat_map(|name| {
                let of = move |source| Some((source, self.known.get(&source)?.get(name)?));
                Source::ALL.into_iter().filter_map(of)
            })
            .collect()
    }

    /// All of them, the strongest for each name, by name.
    pub fn list(&self) -> Vec<Listed> {
        let mut listed: BTreeMap<&str, Listed> = BTreeMap::new();
        for source in Source::ALL {
            for (name, value) in self.known.get(&source).into_iter().flatten() {
                listed.entry(name).or_insert_with(|| Listed {
                    name: name.clone(),
                    source,
                    value: match value {
                        Value::Plain(text) => Some(text.clone()),
                        Value::Secret(_) => None,
                    },
                });
            }
        }
        listed.into_values().collect()
    }

    /// The secrets among them, for a [`mudbrick_redact::Redactor`].
    pub fn secrets(&self) -> Vec<&SecretText> {
        let values = self.known.values().flat_map(BTreeMap::values);
        values
            .filter_map(|value| match value {
                Value::Secret(secret) => Some(secret),
                Value::Plain(_) => None,
            })
            .collect()
    }

    fn exactly(&self, name: &str) -> Option<(Source, &Value)> {
        Source::ALL
            .into_iter()
            .find_map(|source| Some((source, self.known.get(&source)?.get(name)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn some() -> Variables {
        Variables::new()
            .with(Source::Profile, "API_KEY", "key")
            .with(Source::Profile, "IMS_ORG", "org")
            .with(Source::Profile, "TENANT_ID", "guessed")
            .with(Source::Own, "TENANT_ID", "mine")
            .with(Source::Own, "ACCESS_TOKEN", "stale")
            .with(Source::Own, "EMPTY", " ")
            .with_secret("ACCESS_TOKEN", SecretText::new("fresh".to_owned()))
            .with(Source::File, "SHOP", "{{TENANT_ID}} {{GONE}}")
            .with(Source::File, "NOTHING", "")
            .with(Source::Own, "NOTHING", "own")
            .with(Source::Own, "SHOP", "own")
            .with(Source::Answer, "SHOP", "answered {{IMS_ORG}}")
            .with(Source::Given, "LIMIT", "5")
            .with(Source::Own, "LIMIT", "3")
            .with(Source::Given, "CELL", "")
            .with(Source::Own, "CELL", "own")
    }

    #[rstest]
    #[case::as_written("API_KEY", Some((Source::Profile, "key")))]
    #[case::own_before_profile("TENANT_ID", Some((Source::Own, "mine")))]
    #[case::token_before_own("ACCESS_TOKEN", Some((Source::Token, "fresh")))]
    #[case::postmans_case("access_token", Some((Source::Token, "fresh")))]
    #[case::newer_name("ORG_ID", Some((Source::Profile, "org")))]
    #[case::client_id("client-id", Some((Source::Profile, "key")))]
    #[case::an_answer_before_the_file("SHOP", Some((Source::Answer, "answered {{IMS_ORG}}")))]
    #[case::what_is_given_for_the_call("LIMIT", Some((Source::Given, "5")))]
    #[case::empty_is_unset("EMPTY", None)]
    #[case::empty_in_a_file_is_meant("NOTHING", Some((Source::File, "")))]
    #[case::empty_for_this_call_is_meant("CELL", Some((Source::Given, "")))]
    #[case::other_names_keep_their_case("tenant_id", None)]
    fn names_find_their_values(#[case] name: &str, #[case] expected: Option<(Source, &str)>) {
        let variables = some();
        let found = variables.get(name).map(|(source, value)| match value {
            Value::Plain(text) => (source, text.as_str()),
            Value::Secret(secret) => (source, secret.expose().as_str()),
        });
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case::one("API_KEY", &[Source::Profile])]
    #[case::overridden("TENANT_ID", &[Source::Own, Source::Profile])]
    #[case::never_a_stale_token("access_token", &[Source::Token, Source::Own])]
    #[case::none("NOWHERE", &[])]
    fn all_values_begin_with_the_one_that_counts(#[case] name: &str, #[case] sources: &[Source]) {
        let variables = some();
        let all = variables.all(name);
        assert_eq!(all.iter().map(|(source, _)| *source).collect::<Vec<_>>(), sources);
        assert_eq!(all.first().map(|one| one.0), variables.get(name).map(|one| one.0));
    }

    #[rstest]
    #[case::itself("ACCESS_TOKEN", "ACCESS_TOKEN")]
    #[case::postmans("access_token", "ACCESS_TOKEN")]
    #[case::newer("org-id", "IMS_ORG")]
    #[case::other("LIBRARY_ID", "LIBRARY_ID")]
    fn one_thing_has_one_name(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(canonical_name(name), expected);
    }

    #[test]
    fn names_are_reached_through_other_variables() {
        let known = Variables::new().with(Source::File, "BASE", "https://{{HOST}}/{{BASE}}").with(
            Source::Profile,
            "HOST",
            "{{login.response.body.$.host}}",
        );
        let request = Request {
            name: String::new(),
            method: mudbrick_model::Method::Get,
            url: "{{BASE}}/{{ID}}?a={{HOST}}".to_owned(),
            headers: Vec::new(),
            body: None,
        };
        let names = ["BASE", "ID", "HOST", "login.response.body.$.host"];
        assert_eq!(known.names_reached(&request), names);
    }

    #[test]
    fn a_list_names_each_once_and_shows_no_secret() {
        let listed = some().list();
        let token: Vec<_> = listed.iter().filter(|one| one.name == "ACCESS_TOKEN").collect();
        assert_eq!(token.len(), 1);
        assert_eq!((token[0].source, &token[0].value), (Source::Token, &None));
        assert!(!format!("{:?}", some()).contains("fresh"));
    }
}
