//! Lists as Campaign gives them: `content`, `count`, `next`, server-side pagination, columns, order. Which rows belong
//! in one is left to the callers.

use super::edition::CampaignEdition;
use super::home::Home;
use crate::products::call::Call;
use crate::products::filter;
use crate::products::reply::{self, Reply};
use form_urlencoded::byte_serialize;
use serde_json::{Value, json};

const LINES: usize = 25;
/// The most rows of one answer; what Adobe's limit is, is [unverified].
const MOST_LINES: usize = 10_000;
/// `XtkBigTableThreshold`.
const BIG: usize = 100_000;

/// What is to be listed.
pub(super) struct Listing<'a> {
    pub(super) call: &'a Call,
    pub(super) home: &'a Home,
    /// A name for the cursors of this list.
    pub(super) name: &'a str,
    /// How many rows the table behind it has.
    pub(super) table: usize,
    /// The one field asked for, when it is one.
    pub(super) column: Option<&'a str>,
}

impl Listing<'_> {
    /// The list of the rows whose numbers `from` gives, which start at the number it is given. `field` reads one field
    /// of a row and `show` a whole one.
    pub(super) fn reply<I: Iterator<Item = u32>>(
        &self,
        from: impl FnOnce(u32) -> I,
        field: impl Fn(u32, &str) -> Option<Value>,
        show: impl Fn(u32) -> Option<Value>,
    ) -> Reply {
        let lines = match self.call.number("_lineCount") {
            Some(count) if count > 0 => count.min(MOST_LINES),
            _ => LINES,
        };
        let cursors = format!("lines/{}", self.name);
        let start = match self.call.parameter("_lineStart") {
            None => 0,
            Some(text) => match self.home.number(&cursors, text) {
                Some(start) => start,
                None => return super::faults::engine("XTK-170006 Unable to parse '_lineStart'."),
            },
        };
        let (numbers, next) = match self.call.parameter("_order").filter(|order| !order.is_empty())
        {
            // In the table's own order the cursor is a row's number, so that rows added or deleted meanwhile
            // neither repeat nor hide another.
            None => {
                let mut numbers: Vec<u32> = from(start).take(lines + 1).collect();
                let next = if numbers.len() > lines { numbers.pop() } else { None };
                (numbers, next)
            }
            Some(order) => {
                let numbers = sorted(from(0), order, field);
                let end = (start as usize).saturating_add(lines);
                let next = (end < numbers.len()).then(|| u32::try_from(end).unwrap_or(u32::MAX));
                (numbers.into_iter().skip(start as usize).take(lines).collect(), next)
            }
        };
        let rows = numbers.into_iter().filter_map(show);
        let content: Vec<Value> = match self.column {
            None => rows.collect(),
            Some(name) => rows.map(|row| row[name].clone()).collect(),
        };

        let mut body = json!({ "content": content });
        // A big table is not paged through unless the caller insists.
        let forced = self.call.parameter("_forcePagination") == Some("true");
        // The values of one field come without pages, but in v8 with them.
        let whole = self.column.is_none() || self.home.edition == CampaignEdition::V8;
        if let Some(next) = next.filter(|_| whole && (forced || self.table <= BIG)) {
            let link = self.link("", Some(lines), &self.home.key(&cursors, next));
            body["next"] = json!({ "href": link });
        }
        if whole {
            let link = self.link("/_count", None, &self.home.key(&cursors, start));
            body["count"] = json!({ "href": link });
            body["serverSidePagination"] = json!(true);
        }
        reply::ok(&body)
    }

    /// This list's address with `behind` after the path and the cursor in the query. Adobe writes the `@` of a cursor
    /// as it is.
    fn link(&self, behind: &str, lines: Option<usize>, cursor: &str) -> String {
        let path = self.call.path.trim_end_matches('/').trim_end_matches(".json");
        let mut query: Vec<String> = self
            .call
            .query
            .iter()
            .filter(|(name, _)| name != "_lineStart" && (lines.is_none() || name != "_lineCount"))
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        query.extend(lines.map(|lines| format!("_lineCount={lines}")));
        query.push(format!("_lineStart={cursor}"));
        format!("{}{path}{behind}?{}", self.call.origin(), query.join("&"))
    }
}

/// Every number of `rows`, in the order that `_order` asks for: `email desc`, or several with commas.
fn sorted(
    rows: impl Iterator<Item = u32>,
    order: &str,
    field: impl Fn(u32, &str) -> Option<Value>,
) -> Vec<u32> {
    let keys: Vec<(&str, &str)> = order
        .split(',')
        .filter_map(|key| {
            let mut words = key.split_whitespace();
            let name = words.next()?.trim_start_matches('@');
            Some((name, if words.next() == Some("desc") { "-k" } else { "k" }))
        })
        .collect();
    // Only the fields asked for are kept: whole rows of a big table would be gigabytes.
    let mut found: Vec<(u32, Vec<Value>)> = rows
        .map(|row| {
            let key = |(name, _): &(&str, &str)| json!({ "k": field(row, name) });
            (row, keys.iter().map(key).collect())
        })
        .collect();
    // Each order keeps the one before where it finds no difference, so the first key comes last.
    for (index, (_, direction)) in keys.iter().enumerate().rev() {
        filter::sort(&mut found, direction, |(_, fields)| &fields[index]);
    }
    found.into_iter().map(|(row, _)| row).collect()
}

fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20").replace("%40", "@")
}
