//! `# @check …` and httpyac's `?? …`: what an answer has to be.

use super::predicate::Predicate;
use super::{PartError, Received, ResponsePart, TakeError};

/// A check of an answer.
#[derive(Debug, Clone)]
pub struct ResponseCheck {
    written: String,
    part: ResponsePart,
    predicate: Predicate,
}

/// By its text: the same text is the same check.
impl PartialEq for ResponseCheck {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckResult {
    /// Whether the answer is as it has to be.
    pub passed: bool,
    /// What was found instead, for one that failed: a text of the answer, which may be a secret.
    pub found: Option<String>,
    /// Why it could not be found out, in the middle of a sentence.
    pub because: Option<String>,
}

impl CheckResult {
    fn unknown(error: &TakeError) -> Self {
        Self { passed: false, found: None, because: Some(error.to_string()) }
    }
}

/// Longer than what anybody reads of it.
const MOST_FOUND: usize = 200;

impl ResponseCheck {
    /// Reads `status 200`, `header content-type contains json`, `body $.items[0].id exists`, `time < 500 ms`.
    pub(crate) fn parse(text: &str) -> Result<Self, PartError> {
        let written = text.trim();
        let (part, rest) = ResponsePart::parse(written)?;
        let predicate = Predicate::parse(&part, rest)?;
        Ok(Self { written: written.to_owned(), part, predicate })
    }

    /// As it is written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Whether it is about the status, so that an error may be just what is wanted.
    pub fn is_of_status(&self) -> bool {
        matches!(self.part, ResponsePart::Status)
    }

    /// Looks at an answer.
    pub fn judge(&self, received: &Received<'_>) -> CheckResult {
        let found = match self.part.found(received) {
            Ok(found) => found,
            Err(error) => return CheckResult::unknown(&error),
        };
        match self.predicate.holds(found.as_ref()) {
            Ok(passed) => {
                let found = found.filter(|_| !passed).map(|found| cut(found.text().into_owned()));
                CheckResult { passed, found, because: None }
            }
            Err(error) => CheckResult::unknown(&error),
        }
    }
}

fn cut(mut text: String) -> String {
    if text.len() > MOST_FOUND {
        text.truncate(text.floor_char_boundary(MOST_FOUND));
        text.push('…');
    }
    text
}
