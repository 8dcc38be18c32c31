//! What was asked of the practice Adobe, for tests that have to prove what a client sent: that one call was made, and that a
//! secret was in the body and not in the address.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use mudbrick_model::Timestamp;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many requests are kept; older ones are only counted.
const KEPT: usize = 1_000;

/// How many bytes of bodies are kept, beyond the last request's own.
const KEPT_BYTES: usize = 64 * 1024 * 1024;

/// One request as it arrived.
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
    /// The whole body.
    pub body: Bytes,
    /// Whether it came over TLS.
    pub is_secure: bool,
    /// What was answered; `None` when nothing was, or not yet.
    pub status: Option<StatusCode>,
}

/// The last requests, and how many there were.
#[derive(Debug, Default)]
pub(crate) struct Record(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    requests: VecDeque<Seen>,
    /// How many came before the first kept one.
    dropped: u64,
    /// The length of all bodies kept.
    bytes: usize,
}

impl Record {
    /// Notes a request and gives it a number for [`Record::answered`].
    pub(crate) fn note(&self, seen: Seen) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let length = seen.body.len();
        while kept.requests.len() >= KEPT || kept.bytes + length > KEPT_BYTES {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.body.len();
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
            body: Bytes::from(vec![0; body]),
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
            record.note(seen(path, KEPT_BYTES / 2));
        }
        assert_eq!(record.list().len(), 2);
        record.note(seen(3, KEPT_BYTES + 1));
        assert_eq!(record.list().len(), 1);
    }
}
