//! Where a page begins and how the next one is asked for, in each of Adobe's ways of counting.

use super::super::call::Call;
use super::super::page::{self, Page};
use crate::table::{By, Paging};
use serde_json::{Value, json};

/// A page of a list, with what its envelope may ask of it.
pub(super) struct Cut<'a> {
    call: &'a Call,
    paging: &'a Paging,
    size: usize,
    start: usize,
    pub(super) order: String,
    pub(super) page: Page<Value>,
}

/// The page of `items` that `call` asks for.
pub(super) fn cut<'a>(
    call: &'a Call,
    paging: &'a Paging,
    order: String,
    items: Vec<Value>,
) -> Cut<'a> {
    let asked = call.number(&paging.size).filter(|size| *size > 0).unwrap_or(paging.usual);
    let size = asked.min(paging.most);
    let number = call.number(&paging.start);
    let start = match paging.by {
        By::Whole => 0,
        By::Offset => number.unwrap_or(0),
        By::Page => number.unwrap_or(0).saturating_mul(size),
        By::PageFromOne => number.unwrap_or(1).saturating_sub(1).saturating_mul(size),
        // A token is opaque to callers; here it is a number behind a letter.
        By::Token => call
            .parameter(&paging.start)
            .and_then(|token| token.strip_prefix('c')?.parse().ok())
            .unwrap_or(0),
    };
    let length = if paging.by == By::Whole { items.len().max(1) } else { size };
    let page = page::cut(items.into_iter(), start, length);
    Cut { call, paging, size, start, order, page }
}

impl Cut<'_> {
    /// What `name` stands for in the envelope.
    pub(super) fn tell(&self, name: &str) -> Option<Value> {
        if let Some(member) = name.strip_prefix("first:") {
            return self.page.items.first().map(|item| item[member].clone());
        }
        let pages = self.page.total.div_ceil(self.size);
        Some(match name {
            "items" => json!(self.page.items),
            "count" => json!(self.page.items.len()),
            "total" => json!(self.page.total),
            "total.text" => json!(self.page.total.to_string()),
            "pages" => json!(pages),
            "page" => json!(self.start / self.size),
            "page.from.one" => json!(self.start / self.size + 1),
            "size" => json!(self.size),
            "start" => json!(self.start),
            "order" => json!(self.order),
            "order.field" => json!(self.order.trim_start_matches(['-', '+'])),
            "order.direction" => json!(if self.order.starts_with('-') { "desc" } else { "asc" }),
            "next" => json!(self.next()?),
            "next.number" => json!(self.next()?.parse::<u64>().ok()?),
            "link" => json!(format!("{}?{}", self.call.path, self.query(&self.next()?))),
            "next.query" => json!(self.query(&self.next()?)),
            "previous" => json!((self.start / self.size).checked_sub(1)? + 1),
            "first" => json!(self.start == 0),
            "last" => json!(self.page.next.is_none()),
            "more" => json!(self.page.next.is_some()),
            "before" => json!(self.start > 0),
            _ => return None,
        })
    }

    /// What the parameter says on the next page, if there is one.
    fn next(&self) -> Option<String> {
        let at = self.page.next?;
        Some(match self.paging.by {
            By::Whole => return None,
            By::Offset => at.to_string(),
            By::Page => (at / self.size).to_string(),
            By::PageFromOne => (at / self.size + 1).to_string(),
            By::Token => format!("c{at}"),
        })
    }

    fn query(&self, next: &str) -> String {
        self.call.query_with(&[(&self.paging.start, next)])
    }
}
