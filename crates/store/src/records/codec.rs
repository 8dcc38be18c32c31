//! A record as TOML: `version` first, then the record's own fields. What the fields are is the model's.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version of record files that this build writes, and the newest it reads.
pub(super) const VERSION: u32 = 1;

/// Why a text is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A newer Mudbrick wrote it.
    Newer(u32),
    /// It is not TOML, or not this record.
    Damaged {
        /// Counted from one; none when the fault is nowhere in particular.
        line: Option<usize>,
        /// What the parser said.
        message: String,
    },
}

#[derive(Serialize)]
struct Out<'a, T> {
    version: u32,
    #[serde(flatten)]
    record: &'a T,
}

pub(super) fn render<T: Serialize>(record: &T) -> Result<String, toml::ser::Error> {
    toml::to_string(&Out { version: VERSION, record })
}

pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    /// Read first: a newer version may have changed all the rest.
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let damaged = |error: toml::de::Error| Fault::Damaged {
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_owned(),
    };
    let Versioned { version } = toml::from_str(text).map_err(damaged)?;
    if version > VERSION {
        return Err(Fault::Newer(version));
    }
    toml::from_str(text).map_err(damaged)
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count()
}
