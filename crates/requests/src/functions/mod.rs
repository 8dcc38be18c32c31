//! `{{$…}}`: values that are made when a request is filled. REST Client and JetBrains' client define them; where the two
//! differ in spelling, both spellings work. Time, randomness and the environment are given by whoever fills, so that the
//! same call gives the same text in a test.

mod dates;
mod error;
mod random;

pub use error::FunctionError;
pub use random::Randomness;

use jiff::tz::TimeZone;
use mudbrick_model::Timestamp;
use mudbrick_vault::SecretText;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

/// A process's environment, looked at when a request asks for a variable of it and never as a whole.
pub type Environment = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What begins a name of Mudbrick's own environment: the vault's key may be in there, and no request gets at it.
const OWN: &str = "MUDBRICK_";

/// What `{{$…}}` needs to be filled.
#[derive(Clone)]
pub struct Functions {
    now: Timestamp,
    zone: fn() -> TimeZone,
    randomness: Arc<dyn Randomness>,
    environment: Environment,
    dotenv: Option<Dotenv>,
}

/// The values of a `.env`, read when the first of them is asked for; none when there is no such file.
type Dotenv = Arc<LazyLock<Option<BTreeMap<String, String>>, ReadDotenv>>;
type ReadDotenv = Box<dyn FnOnce() -> Option<BTreeMap<String, String>> + Send>;

impl fmt::Debug for Functions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Functions").field("now", &self.now).finish_non_exhaustive()
    }
}

/// What a function gives.
#[derive(Debug, Clone)]
pub(crate) enum Made {
    Plain(String),
    /// From the environment or a `.env` file, where people keep secrets.
    Secret(SecretText),
}

impl Functions {
    /// With a time, the zone that `$localDatetime` is written in, for which a whole folder may have to be read, and random bits.
    /// The environment is empty.
    pub fn new(now: Timestamp, zone: fn() -> TimeZone, randomness: Arc<dyn Randomness>) -> Self {
        Self { now, zone, randomness, environment: Arc::new(|_| None), dotenv: None }
    }

    /// With an environment for `$processEnv`.
    #[must_use]
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// With the `.env` beside the request's file, which `read` reads if a request names something of it.
    #[must_use]
    pub fn dotenv(
        mut self,
        read: impl FnOnce() -> Option<BTreeMap<String, String>> + Send + 'static,
    ) -> Self {
        self.dotenv = Some(Arc::new(LazyLock::new(Box::new(read))));
        self
    }

    /// What `call`, such as `$randomInt 1 6`, stands for. `named` gives a variable's value, for `$processEnv %NAME`.
    pub(crate) fn make(
        &self,
        call: &str,
        named: impl Fn(&str) -> Option<String>,
    ) -> Result<Made, FunctionError> {
        let (name, rest) = split(call);
        let plain = |made: Result<String, FunctionError>| made.map(Made::Plain);
        match name {
            "$guid" | "$uuid" | "$random.uuid" if rest.is_empty() => {
                Ok(Made::Plain(random::uuid(&*self.randomness)))
            }
            "$timestamp" => plain(dates::timestamp(self.now, rest)),
            "$isoTimestamp" if rest.is_empty() => plain(dates::iso(self.now)),
            "$datetime" => plain(dates::datetime(self.now, &TimeZone::UTC, rest)),
            "$localDatetime" => plain(dates::datetime(self.now, &(self.zone)(), rest)),
            "$randomInt" => plain(random::integer(&*self.randomness, rest)),
            "$processEnv" => self.of_environment(rest, named),
            "$dotenv" => self.of_dotenv(rest, named),
            _ => match name.strip_prefix("$env.") {
                Some(variable) if rest.is_empty() => self.variable(variable),
                _ => plain(random::named(&*self.randomness, name, rest)),
            },
        }
    }

    fn of_environment(
        &self,
        rest: &str,
        named: impl Fn(&str) -> Option<String>,
    ) -> Result<Made, FunctionError> {
        self.variable(&meant(rest, named, "{{$processEnv NAME}}")?)
    }

    fn variable(&self, name: &str) -> Result<Made, FunctionError> {
        // Windows takes names in any case.
        if name.get(..OWN.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(OWN)) {
            return Err(FunctionError::Own { name: name.to_owned() });
        }
        let value = (self.environment)(name);
        let value = value.ok_or_else(|| FunctionError::NoVariable { name: name.to_owned() })?;
        Ok(Made::Secret(SecretText::new(value)))
    }

    fn of_dotenv(
        &self,
        rest: &str,
        named: impl Fn(&str) -> Option<String>,
    ) -> Result<Made, FunctionError> {
        let name = meant(rest, named, "{{$dotenv NAME}}")?;
        let values = self.dotenv.as_ref().and_then(|values| LazyLock::force(values).as_ref());
        let values = values.ok_or(FunctionError::NoDotenv)?;
        let value = values.get(&name);
        let value = value.ok_or(FunctionError::NotInDotenv { name })?;
        Ok(Made::Secret(SecretText::new(value.clone())))
    }
}

/// The name that a function is to look up: `NAME`, or `%NAME` for the one that is a variable's value, as long as there is one.
fn meant(
    rest: &str,
    named: impl Fn(&str) -> Option<String>,
    form: &'static str,
) -> Result<String, FunctionError> {
    let name = match rest.strip_prefix('%') {
        Some(name) => named(name.trim()).unwrap_or_else(|| name.trim().to_owned()),
        None => rest.to_owned(),
    };
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    if is_name { Ok(name) } else { Err(FunctionError::Form { form }) }
}

/// Whether a name is a function's.
pub fn is_function(name: &str) -> bool {
    name.starts_with('$')
}

/// Whether a function is one that Mudbrick has; its arguments may still be wrong.
pub fn is_known_function(name: &str) -> bool {
    const KNOWN: [&str; 9] = [
        "$guid",
        "$uuid",
        "$timestamp",
        "$isoTimestamp",
        "$datetime",
        "$localDatetime",
        "$randomInt",
        "$processEnv",
        "$dotenv",
    ];
    let (name, _) = split(name);
    KNOWN.contains(&name) || name.starts_with("$env.") || name.starts_with("$random.")
}

/// Whether a name is a function that looks into the `.env` beside the request's file.
pub fn reads_dotenv(name: &str) -> bool {
    split(name).0 == "$dotenv"
}

/// The name and what follows it: `$randomInt 1 6`, `$random.integer(1, 6)`.
fn split(call: &str) -> (&str, &str) {
    let call = call.trim();
    let end = call.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(call.len());
    (&call[..end], call[end..].trim())
}

#[cfg(test)]
mod tests;
