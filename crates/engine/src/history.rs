//! History as a client sees it: lists, whole exchanges, bodies in slices, and replays. The last exchange that could not be
//! recorded is seen in the same way, but for the lists.

use crate::engine::Engine;
use crate::explain;
use crate::file_body;
use crate::sending::Confirmation;
use crate::view::{BodyFormat, BodySlice, ExchangeSummary, ExchangeView};
use mudbrick_model::{ErrorCode, Exchange, ExchangeId, Outcome, Problem, ProfileId};
use mudbrick_store::{BodyPart, ExchangeRow, Filter};
use std::collections::BTreeMap;

/// A JSON body up to this size is indented as a whole; a larger one comes as it is, in parts.
const WHOLE_BYTES: u64 = 1 << 20;

/// How much of a larger body comes at a time.
const PART_BYTES: u32 = 256 << 10;

impl Engine {
    /// Exchanges, newest first. Where there are none, what there is to tell of the history, such as that a damaged one was
    /// set aside, is told in their place, once.
    pub fn history(
        &self,
        profile: Option<ProfileId>,
        text: &str,
        before: Option<ExchangeId>,
        limit: u32,
    ) -> Result<Vec<ExchangeSummary>, Problem> {
        let filter = Filter {
            profile,
            text: text.to_owned(),
            before,
            limit: limit.clamp(1, 1000),
            ..Filter::default()
        };
        let history = self.history_store()?;
        let rows = history.list(&filter)?;
        if rows.is_empty()
            && let Some(notice) = history.notice()
        {
            return Err(notice);
        }
        Ok(rows.into_iter().map(row_summary).collect())
    }

    /// One exchange with the first part of its body.
    pub fn exchange(&self, id: ExchangeId) -> Result<ExchangeView, Problem> {
        self.exchange_view(id, self.stored_exchange(id)?)
    }

    /// Sends an exchange's request again, with the same or another profile.
    pub async fn replay(
        &self,
        id: ExchangeId,
        profile: &ProfileId,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let exchange = self.stored_exchange(id)?;
        if !file_body::is_whole(&exchange) {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "The body of this request was not kept, so it cannot be sent again from the history.",
            )
            .remedy("Send the request again with its file, as `mudbrick send … -d @FILE`."));
        }
        let request = exchange.request;
        self.send_with(profile, request, &BTreeMap::new(), confirmation).await
    }

    /// A part of a body as text.
    pub fn body(&self, id: ExchangeId, offset: u64) -> Result<BodySlice, Problem> {
        let part = self.body_part(id, offset, PART_BYTES)?;
        if offset == 0 && part.total > u64::from(PART_BYTES) && part.total <= WHOLE_BYTES {
            return self.whole_body(id);
        }
        if offset == 0 && part.bytes.len() as u64 == part.total {
            return Ok(whole(&part.bytes));
        }
        Ok(slice(&part.bytes, offset, part.total))
    }

    /// A part of a body as it came; empty past its end.
    pub fn raw_body(&self, id: ExchangeId, offset: u64) -> Result<Vec<u8>, Problem> {
        Ok(self.body_part(id, offset, PART_BYTES)?.bytes)
    }

    fn stored_exchange(&self, id: ExchangeId) -> Result<Exchange, Problem> {
        match self.unrecorded.exchange(id) {
            Some(exchange) => Ok(exchange),
            None => Ok(self.history_store()?.get(id)?),
        }
    }

    fn body_part(&self, id: ExchangeId, offset: u64, length: u32) -> Result<BodyPart, Problem> {
        match self.unrecorded.body(id, offset, length) {
            Some(part) => part.map_err(|error| {
                Problem::new(ErrorCode::Storage, "The answer's body could not be read again.")
                    .remedy("Send the request once more.")
                    .detail(error.to_string())
            }),
            None => Ok(self.history_store()?.body(id, offset, length)?),
        }
    }

    fn whole_body(&self, id: ExchangeId) -> Result<BodySlice, Problem> {
        let most = u32::try_from(WHOLE_BYTES).unwrap_or(u32::MAX);
        Ok(whole(&self.body_part(id, 0, most)?.bytes))
    }

    pub(crate) fn exchange_view(
        &self,
        id: ExchangeId,
        exchange: Exchange,
    ) -> Result<ExchangeView, Problem> {
        let summary = summary(id, &exchange);
        let (headers, problem, body) = match exchange.outcome {
            Outcome::Answered { status, headers, .. } => {
                let problem = explain::answer(status, &headers, &self.raw_body(id, 0)?);
                (headers, problem, self.body(id, 0)?)
            }
            Outcome::Failed { problem } => (Vec::new(), Some(problem), empty()),
        };
        Ok(ExchangeView {
            summary,
            request: exchange.request,
            sent_headers: exchange.sent_headers,
            sent_body: exchange.sent_body,
            headers,
            timings: exchange.timings,
            problem,
            body,
        })
    }
}

fn row_summary(row: ExchangeRow) -> ExchangeSummary {
    ExchangeSummary {
        id: row.id,
        profile: row.profile,
        profile_title: row.profile_title,
        started_at: row.started_at,
        name: row.name,
        method: row.method,
        url: row.url,
        status: row.status,
        failed: row.failed,
        total_ms: row.total_ms,
        body_bytes: row.body_bytes,
    }
}

fn summary(id: ExchangeId, exchange: &Exchange) -> ExchangeSummary {
    let (status, failed, body_bytes): (Option<u16>, Option<ErrorCode>, Option<u64>) =
        match &exchange.outcome {
            Outcome::Answered { status, body_bytes, .. } => {
                (Some(*status), None, Some(*body_bytes))
            }
            Outcome::Failed { problem } => (None, Some(problem.code), None),
        };
    ExchangeSummary {
        id,
        profile: exchange.profile.clone(),
        profile_title: exchange.profile_title.clone(),
        started_at: exchange.started_at,
        name: exchange.request.name.clone(),
        method: exchange.sent_method,
        url: exchange.sent_url.clone(),
        status,
        failed,
        total_ms: exchange.timings.total_ms,
        body_bytes,
    }
}

fn empty() -> BodySlice {
    BodySlice { format: BodyFormat::Empty, text: String::new(), next: None }
}

/// A whole body: JSON is indented, other text comes as it is.
fn whole(bytes: &[u8]) -> BodySlice {
    if bytes.is_empty() {
        return empty();
    }
    if let Some(text) = indented(bytes) {
        return BodySlice { format: BodyFormat::Json, text, next: None };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => BodySlice { format: BodyFormat::Text, text: text.to_owned(), next: None },
        Err(_) => BodySlice { format: BodyFormat::Binary, text: String::new(), next: None },
    }
}

fn indented(bytes: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    serde_json::to_string_pretty(&value).ok()
}

/// One part of a larger body. A character cut in two at its end begins the next part.
fn slice(bytes: &[u8], offset: u64, total: u64) -> BodySlice {
    if bytes.is_empty() {
        return empty();
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => bytes.len(),
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        Err(_) => return BodySlice { format: BodyFormat::Binary, text: String::new(), next: None },
    };
    let text = String::from_utf8_lossy(&bytes[..valid]).into_owned();
    let end = offset + valid as u64;
    BodySlice { format: BodyFormat::Text, text, next: (end < total && valid > 0).then_some(end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_shown_for_what_it_is() {
        assert_eq!(whole(b"").format, BodyFormat::Empty);
        assert_eq!(whole(br#"{"b":1,"a":[]}"#).text, "{\n  \"b\": 1,\n  \"a\": []\n}");
        assert_eq!(whole(b"pong").format, BodyFormat::Text);
        assert_eq!(whole(&[0xff, 0xfe, 0x00]).format, BodyFormat::Binary);
    }

    #[test]
    fn slices_put_together_are_the_body() {
        let body = "añ€𝄞".repeat(50);
        let bytes = body.as_bytes();
        for length in 4..40 {
            let (mut text, mut offset) = (String::new(), 0);
            while let Some(next) = {
                let start = usize::try_from(offset).unwrap();
                let end = (start + length).min(bytes.len());
                let part = slice(&bytes[start..end], offset, bytes.len() as u64);
                text.push_str(&part.text);
                part.next
            } {
                offset = next;
            }
            assert_eq!(text, body, "in slices of {length}");
        }
    }
}
