//! What was asked of the practice Adobe, for tests that have to prove what a client sent: that one call was made, and that a
//! secret was in the body and not in the address. Secrets are masked before anything is kept, which is left to `mask`; how
//! much is kept is decided here.

use crate::mask::Mask;
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use mudbrick_model::Timestamp;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many requests are kept; older ones are only counted.
const KEPT: usize = 1_000;

/// How many bytes are kept of all requests together, beyond the last one's own.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// How many bytes are kept of one body.
const KEPT_OF_BODY: usize = 64 * 1024;

/// What is read beyond that, so that a secret that would be cut in two is seen whole.
const BEYOND: usize = 4 * 1024;

/// One request as it arrived, with `***` where a secret was.
#[derive(Debug, Clone)]
pub struct Seen {
    /// On the practice clock.
    pub at: Timestamp,
    /// As the client wrote it, with a port if there was one.
    pub host: String,
    /// The method.
    pub method: Method,
    /// The path, still encoded, without the query.
    pub path: String,
    /// The query, still encoded.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The beginning of the body, up to 64 KiB. Nothing of what is no text, as it cannot be looked through for secrets.
    pub body: Bytes,
    /// How long the whole body was, as far as it was read: that of a call that was refused by its headers is not.
    pub body_length: usize,
    /// Whether it came over TLS.
    pub is_secure: bool,
    /// What was answered; `None` when nothing was, or not yet.
    pub status: Option<StatusCode>,
}

impl Seen {
    /// Takes out every secret that can be told, and what is too long to keep.
    pub(crate) fn masked(self, mask: &Mask) -> Self {
        let body = beginning(&self.body, KEPT_OF_BODY + BEYOND);
        let mut body = mask.body(&self.headers, body);
        body.truncate(body.floor_char_boundary(KEPT_OF_BODY));
        Self {
            host: mask.text(&self.host),
            path: mask.text(&self.path),
            query: self.query.map(|query| mask.pairs(&query)),
            headers: mask.headers(&self.headers),
            body: Bytes::from(body),
            ..self
        }
    }

    /// What keeping it takes.
    fn size(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
        let query = self.query.as_ref().map_or(0, String::len);
        self.host.len() + self.path.len() + query + headers.sum::<usize>() + self.body.len()
    }
}

/// The first `length` bytes of a text; nothing of what is none. A NUL stands in UTF-16, which would hide a secret.
fn beginning(body: &[u8], length: usize) -> &str {
    let beginning = &body[..body.len().min(length)];
    match std::str::from_utf8(beginning) {
        _ if beginning.contains(&0) => "",
        Ok(text) => text,
        // Cut in the middle of a character.
        Err(error) if error.error_len().is_none() && body.len() > length => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => "",
    }
}

/// The last requests, and how many there were.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<Seen>,
    /// How many came before the first kept one.
    dropped: u64,
    /// What all kept requests take.
    bytes: usize,
}

impl Record {
    /// Notes a request and gives it a number for [`Record::answered`].
    pub(crate) fn note(&self, seen: Seen) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let length = seen.size();
        while kept.requests.len() >= KEPT || kept.bytes + length > KEPT_BYTES {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.size();
            kept.dropped += 1;
        }
        kept.bytes += length;
        kept.requests.push_back(seen);
        kept.dropped + kept.requests.len() as u64 - 1
    }

    /// Notes what the request was answered.
    pub(crate) fn answered(&self, number: u64, status: StatusCode) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let index = number.checked_sub(kept.dropped).and_then(|index| usize::try_from(index).ok());
        if let Some(seen) = index.and_then(|index| kept.requests.get_mut(index)) {
            seen.status = Some(status);
        }
    }

    pub(crate) fn list(&self) -> Vec<Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).requests.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Numbers go on counting, so that an answer under way does not land on a newer request.
        kept.dropped += kept.requests.len() as u64;
        kept.requests.clear();
        kept.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, KEPT_BYTES, Record, Seen};
    use bytes::Bytes;
    use http::StatusCode;
    use mudbrick_model::Timestamp;

    fn seen(path: usize, body: usize) -> Seen {
        Seen {
            at: Timestamp(0),
            host: String::new(),
            method: http::Method::GET,
            path: path.to_string(),
            query: None,
            headers: http::HeaderMap::new(),
            body: Bytes::from(vec![b' '; body]),
            body_length: body,
            is_secure: false,
            status: None,
        }
    }

    #[test]
    fn the_oldest_requests_go_and_answers_find_their_own() {
        let record = Record::default();
        let numbers: Vec<u64> = (0..KEPT + 5).map(|path| record.note(seen(path, 0))).collect();
        record.answered(numbers[0], StatusCode::OK);
        record.answered(numbers[KEPT], StatusCode::NOT_FOUND);
        let list = record.list();
        assert_eq!((list.len(), list[0].path.as_str()), (KEPT, "5"));
        let answered: Vec<_> = list.iter().filter(|seen| seen.status.is_some()).collect();
        assert_eq!((answered.len(), answered[0].path.clone()), (1, KEPT.to_string()));
        record.clear();
        record.answered(record.note(seen(1, 0)), StatusCode::OK);
        record.answered(numbers[KEPT], StatusCode::NOT_FOUND);
        assert_eq!(record.list()[0].status, Some(StatusCode::OK));
    }

    #[test]
    fn long_bodies_push_older_requests_out() {
        let record = Record::default();
        for path in 0..3 {
            record.note(seen(path, KEPT_BYTES / 2 - 1));
        }
        assert_eq!(record.list().len(), 2);
        record.note(seen(3, KEPT_BYTES + 1));
        assert_eq!(record.list().len(), 1);
    }
}
