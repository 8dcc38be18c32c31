//! The files that a profile can become for another tool.

use serde::{Deserialize, Serialize};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ExportFormat {
    /// `.env` with the names of the aio CLI and App Builder.
    Env,
    /// `.aio`, an IMS context of the aio CLI.
    Aio,
    /// The JSON that aepp reads.
    Aepp,
    /// A Postman environment with Adobe's variable names.
    Postman,
    /// A project file as the Developer Console downloads it.
    Console,
}

impl ExportFormat {
    /// At the beginning of a sentence: `An aepp configuration`.
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Env => "A .env file",
            Self::Aio => "An aio configuration",
            Self::Aepp => "An aepp configuration",
            Self::Postman => "A Postman environment",
            Self::Console => "A Developer Console project",
        }
    }
}
