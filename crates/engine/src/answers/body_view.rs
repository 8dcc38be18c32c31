//! A body as a client looks at it: what it is, and rows, values and matches of it.

use mudbrick_answers::find::{Case, Pattern, PatternKind, Words};
use mudbrick_answers::json;
use mudbrick_model::ExchangeId;
use serde::{Deserialize, Serialize};

/// Which body, read how.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyAt {
    /// The exchange whose answer's body it is.
    pub id: ExchangeId,
    /// The character set that a person chose; none leaves it to the answer.
    pub charset: Option<String>,
    /// A JSONPath or a jq filter, whose results are the body then, one after the other.
    pub query: Option<String>,
    /// The exchanges of several pages of one list; the body is the elements of all of them then, a line each.
    #[serde(default)]
    pub pages: Vec<ExchangeId>,
}

/// In which language a query is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum QueryLanguage {
    /// JSONPath (RFC 9535).
    JsonPath,
    /// jq.
    Jq,
}

impl QueryLanguage {
    /// What begins with `$` is a JSONPath.
    pub(super) fn of(written: &str) -> Self {
        match written.trim_start().starts_with('$') {
            true => Self::JsonPath,
            false => Self::Jq,
        }
    }
}

/// What a body is by the look of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BodyKind {
    /// No body.
    Empty,
    /// JSON, or what begins as JSON.
    Json,
    /// XML.
    Xml,
    /// A web page.
    Html,
    /// Other text.
    Text,
    /// A picture.
    Picture,
    /// None of these.
    Binary,
}

/// A way to look at a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BodyLook {
    /// Put in form by its white space.
    Formatted,
    /// As it came.
    Raw,
    /// Values that can be folded.
    Tree,
    /// A row for each object.
    Table,
    /// The text of a web page.
    Page,
    /// The picture.
    Picture,
    /// Its bytes.
    Hex,
}

/// How a character set was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum CharsetOrigin {
    /// A person chose it.
    Chosen,
    /// The header `Content-Type` names it.
    Header,
    /// A byte-order mark begins the body.
    Mark,
    /// By the look of the text.
    Content,
}

impl CharsetOrigin {
    /// Whether it is the one that a person chose. What no set is called is not chosen.
    pub fn is_chosen(self) -> bool {
        self == Self::Chosen
    }
}

/// A body, as far as it was looked through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyView {
    /// What it is.
    pub kind: BodyKind,
    /// How it can be looked at, the best way first.
    pub looks: Vec<BodyLook>,
    /// Its bytes.
    pub bytes: u64,
    /// The name of its character set.
    pub charset: String,
    /// How that was found.
    pub charset_origin: CharsetOrigin,
    /// What else it may be.
    pub charsets: Vec<String>,
    /// How many places stand for no character.
    pub undecodable: u64,
    /// Whether all of it was looked through. Until then there are more rows than these.
    pub is_whole: bool,
    /// How much of the text was looked through.
    pub looked_through: u64,
    /// Of the text, in bytes.
    pub text_bytes: u64,
    /// So much of the text is read for the look at a web page, in bytes; 0 where it is none.
    pub page_bytes: u64,
    /// Its lines.
    pub lines: u64,
    /// Rows of each look that has rows.
    pub rows: RowCounts,
    /// Where it stops being JSON.
    pub fault: Option<BodyFault>,
}

/// How many rows a body has in each look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct RowCounts {
    /// Formatted.
    pub formatted: u64,
    /// Raw.
    pub raw: u64,
    /// The text of a web page.
    pub page: u64,
    /// Bytes, 16 in a row.
    pub hex: u64,
}

/// Where a body stops being what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyFault {
    /// What is wrong there.
    pub sentence: String,
    /// From 1.
    pub line: u64,
    /// In characters, from 1.
    pub column: u64,
    /// The row of the formatted look.
    pub row: u64,
}

/// A row of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyRow {
    /// The line that it is, or is a part of, from 1.
    pub line: u64,
    /// Whether it goes on with the line of the row before.
    pub continued: bool,
    /// How deep it is nested.
    pub depth: u32,
    /// Whether it lies behind the place where the body stops being JSON.
    pub is_behind_fault: bool,
    /// What is shown.
    pub text: String,
    /// Where it begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
    /// What is found in it: from and to, in UTF-16 units of `text`.
    pub marks: Vec<[u32; 2]>,
}

/// What is looked for in a body.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyPattern {
    /// The text or the regular expression.
    pub text: String,
    /// Whether it is a regular expression.
    pub is_expression: bool,
    /// Whether capital and small letters differ.
    pub case_matters: bool,
    /// Whether it has to be whole words.
    pub whole_words: bool,
}

impl From<&BodyPattern> for Pattern {
    fn from(wish: &BodyPattern) -> Self {
        Self {
            text: wish.text.clone(),
            kind: if wish.is_expression { PatternKind::Expression } else { PatternKind::Text },
            case: if wish.case_matters { Case::Matters } else { Case::Ignored },
            words: if wish.whole_words { Words::Whole } else { Words::Any },
        }
    }
}

/// How many matches there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyMatches {
    /// As far as the text was looked through.
    pub count: u64,
    /// How much of it was looked through, in bytes.
    pub looked_through: u64,
    /// Whether that is all.
    pub is_whole: bool,
    /// Matches longer than so many bytes can be missed; none when no match is.
    pub sure_up_to: Option<u64>,
}

/// A match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyMatch {
    /// Its number, from 0.
    pub number: u64,
    /// The row that it begins in.
    pub row: u64,
    /// Where it begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
}

/// What a value of JSON is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum ValueKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// A number.
    Number,
    /// `true`, `false`
    Boolean,
    /// `null`
    Null,
}

impl From<json::Kind> for ValueKind {
    fn from(kind: json::Kind) -> Self {
        match kind {
            json::Kind::Object => Self::Object,
            json::Kind::Array => Self::Array,
            json::Kind::String => Self::String,
            json::Kind::Number => Self::Number,
            json::Kind::Boolean => Self::Boolean,
            json::Kind::Null => Self::Null,
        }
    }
}

/// A value in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyNode {
    /// A member's name as it came, with its quotes.
    pub name: Option<String>,
    /// Its number among its siblings, from 0.
    pub number: u64,
    /// What it is.
    pub kind: ValueKind,
    /// Where it begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
    /// The beginning of its text as it came.
    pub text: String,
    /// Whether that is all of it.
    pub is_whole: bool,
    /// How many children it has; none where that was not counted, because it is large.
    pub children: Option<u64>,
}

/// Some children of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyChildren {
    /// How many there are.
    pub count: u64,
    /// Those that were asked for.
    pub nodes: Vec<BodyNode>,
}

/// Which rows of a table, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct TableWish {
    /// By which column.
    pub sort: Option<usize>,
    /// Whether the largest comes first.
    pub descending: bool,
    /// A text that a cell of the row has.
    pub filter: String,
}

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyTable {
    /// The names of the columns. What is no object is in the one without a name.
    pub columns: Vec<String>,
    /// Whether there are more names than columns.
    pub has_more_columns: bool,
    /// How many rows fit.
    pub count: u64,
    /// How many there are.
    pub of: u64,
    /// Those that were asked for.
    pub rows: Vec<BodyTableRow>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyTableRow {
    /// Its number as it came, from 0.
    pub number: u64,
    /// Where it begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
    /// For each column its values: none where it is missing, several where its name is there several times.
    pub cells: Vec<Vec<BodyCell>>,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyCell {
    /// What it is.
    pub kind: ValueKind,
    /// The beginning of its text as it came.
    pub text: String,
    /// Whether that is all of it.
    pub is_whole: bool,
    /// Where it begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
}

/// What a query finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyResults {
    /// How many results there are.
    pub count: u64,
    /// Whether the results are too large to be shown all.
    pub is_cut: bool,
    /// How the query was read.
    pub language: QueryLanguage,
}

/// A value and the path that leads to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub struct BodyPlace {
    /// As JSONPath writes it.
    pub path: String,
    /// Where the value begins in the text, in bytes.
    pub at: u64,
    /// Where it ends.
    pub end: u64,
}

/// In which form a body is saved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "form")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(export))]
pub enum BodySaved {
    /// As it came.
    Raw,
    /// Put in form.
    Formatted,
    /// Its table, as CSV.
    Table {
        /// Which rows.
        wish: TableWish,
    },
}
