//! How two answers are compared.

use super::open_view::{ArrayOrder, Counting};
use mudbrick_compare::json::{Arrays, Options, Spelling};

/// How two answers are compared.
#[derive(Debug, Clone, Default)]
pub struct CompareOptions {
    /// What counts, where both are JSON.
    pub json: Options,
    /// Whether what differs in every answer counts.
    pub noise: Noise,
    /// As what they are looked at.
    pub by: CompareBy,
    /// Whether their headers count too.
    pub headers: CompareHeaders,
}

/// Times, ids of requests, marks of versions: what differs in every answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Noise {
    /// It is suggested to be ignored.
    #[default]
    Counts,
    /// It is ignored, and said to be.
    LeftOut,
}

/// As what two answers are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareBy {
    /// JSON where both are, else lines.
    #[default]
    Content,
    /// Lines, whatever they are.
    Lines,
}

/// Whether headers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompareHeaders {
    /// They are not: some differ in every answer.
    #[default]
    Ignored,
    /// They are.
    Compared,
}

impl CompareOptions {
    /// Whether something that differs in two texts of JSON may not count.
    pub(super) fn ignores_something(&self) -> bool {
        let Options { arrays, spelling, ignored } = &self.json;
        *arrays != Arrays::InOrder
            || *spelling == Spelling::Ignored
            || !ignored.is_empty()
            || self.noise == Noise::LeftOut
    }

    /// As a person wishes it in the window.
    pub(crate) fn of(counting: Counting) -> Self {
        Self {
            json: Options {
                arrays: match counting.arrays {
                    ArrayOrder::Counts => Arrays::InOrder,
                    ArrayOrder::Ignored => Arrays::AnyOrder,
                    ArrayOrder::ByKey { key } => Arrays::ByKey(key),
                },
                spelling: match counting.same_numbers {
                    true => Spelling::Ignored,
                    false => Spelling::Counts,
                },
                ignored: counting.ignored,
            },
            noise: if counting.without_noise { Noise::LeftOut } else { Noise::Counts },
            by: if counting.by_line { CompareBy::Lines } else { CompareBy::Content },
            headers: CompareHeaders::Ignored,
        }
    }
}
