//! An answer: its headers at once, its body as it comes. What it means is left to whoever asked.

use crate::cancel::Cancel;
use crate::decode::{Encoding, OnTheWire, Reader};
use crate::error::{SendError, Stage};
use crate::failure::{self, Target};
use crate::limits::Limits;
use crate::redirect::{Hop, NotFollowed};
use bytes::{Bytes, BytesMut};
use mudbrick_model::{Header, Timings};
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::AsyncReadExt as _;
use tokio::time::Instant;
use url::Url;

/// Bytes asked of the connection at a time.
const PIECE: usize = 64 * 1024;

/// An answer whose headers are here and whose body is still coming. Dropping it closes the connection.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// `HTTP/1.1` or `HTTP/2`.
    pub version: &'static str,
    /// As received, `Content-Encoding` included, names in lower case: headers of one name stand together, in their order.
    pub headers: Vec<Header>,
    /// Where it came from, after redirects.
    pub url: Url,
    /// The redirects that led there.
    pub redirects: Vec<Hop>,
    /// Why it is a redirect itself, when it is.
    pub not_followed: Option<NotFollowed>,
    pub(crate) body: Incoming,
}

/// The body and what ends it.
pub(crate) struct Incoming {
    pub(crate) reader: Option<Reader>,
    pub(crate) buffer: BytesMut,
    pub(crate) encoding: Option<Encoding>,
    pub(crate) on_the_wire: Arc<AtomicU64>,
    pub(crate) received: u64,
    pub(crate) failed: Option<SendError>,
    pub(crate) target: Target,
    pub(crate) limits: Limits,
    pub(crate) cancel: Cancel,
    pub(crate) clock: Stopwatch,
}

/// The times of one exchange.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch {
    pub(crate) started: Instant,
    pub(crate) connect: Option<Duration>,
    pub(crate) first_byte: Duration,
    pub(crate) ended: Option<Instant>,
}

impl Answer {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|h| h.name.eq_ignore_ascii_case(name)).map(|h| h.value.as_str())
    }

    /// The next piece of the decoded body, at most 64 KiB; none at its end. After an error there is only none.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, SendError> {
        self.body.next().await
    }

    /// The whole decoded body in memory; [`Limits::max_body`] bounds it.
    pub async fn read_all(&mut self) -> Result<Bytes, SendError> {
        let mut whole = BytesMut::new();
        while let Some(piece) = self.chunk().await? {
            whole.extend_from_slice(&piece);
        }
        Ok(whole.freeze())
    }

    /// Writes the decoded body to `sink` as it comes and gives its length. On an error the sink holds all that came
    /// before it, at most [`Limits::max_body`] bytes. The sink is written to between two waits, so it should be a file
    /// or memory and not a connection.
    pub async fn stream_to<W: Write>(&mut self, sink: &mut W) -> Result<u64, SendError> {
        while let Some(piece) = self.chunk().await? {
            sink.write_all(&piece).map_err(SendError::Keep)?;
        }
        sink.flush().map_err(SendError::Keep)?;
        Ok(self.body.received)
    }

    /// Decoded bytes of the body so far.
    pub fn received(&self) -> u64 {
        self.body.received
    }

    /// Bytes of the body so far as they came over the wire, compressed.
    pub fn received_on_the_wire(&self) -> u64 {
        self.body.on_the_wire.load(Ordering::Relaxed)
    }

    /// What the body is compressed with on the wire, where it is unpacked here: `gzip`, `br`, `deflate`.
    pub fn encoding(&self) -> Option<&'static str> {
        self.body.encoding.map(Encoding::name)
    }

    /// Where the time went, redirects included; the total runs until the body has ended or failed.
    pub fn timings(&self) -> Timings {
        let clock = &self.body.clock;
        let ms = |span: Duration| span.as_secs_f64() * 1000.0;
        Timings {
            connect_ms: clock.connect.map(ms),
            first_byte_ms: Some(ms(clock.first_byte)),
            total_ms: ms(clock.ended.unwrap_or_else(Instant::now) - clock.started),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("version", &self.version)
            .field("host", &self.body.target.host)
            .field("received", &self.body.received)
            .finish_non_exhaustive()
    }
}

impl Incoming {
    async fn next(&mut self) -> Result<Option<Bytes>, SendError> {
        if let Some(error) = self.failed.take() {
            self.end();
            return Err(error);
        }
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        // Space for one piece at a time: the length that a server names may be a lie.
        self.buffer.reserve(PIECE);
        let now = Instant::now();
        let (idle_ends, total_ends) =
            (now + self.limits.idle, self.clock.started + self.limits.total);
        let read = tokio::select! {
            // A stop and a limit count for more than the next piece of an answer that never ends: what unpacks faster than it
            // is looked at always has one.
            biased;
            () = self.cancel.cancelled() => Err(SendError::Cancelled),
            () = tokio::time::sleep_until(idle_ends.min(total_ends)) => {
                let (stage, limit) = match idle_ends <= total_ends {
                    true => (Stage::Body, self.limits.idle),
                    false => (Stage::Total, self.limits.total),
                };
                Err(SendError::TimedOut { host: self.target.host.clone(), stage, limit })
            }
            read = reader.read_buf(&mut self.buffer) => Ok(read),
        };
        match read {
            Ok(Ok(0)) => {
                self.end();
                Ok(None)
            }
            Ok(Ok(_)) => self.keep_within_limit(),
            Ok(Err(error)) => {
                self.end();
                match self.explain(error) {
                    // An empty body needs no gzip around it, whatever the header says.
                    SendError::Undecodable { .. }
                        if self.on_the_wire.load(Ordering::Relaxed) == 0 =>
                    {
                        Ok(None)
                    }
                    error => Err(error),
                }
            }
            Err(error) => {
                self.end();
                Err(error)
            }
        }
    }

    fn keep_within_limit(&mut self) -> Result<Option<Bytes>, SendError> {
        let room = self.limits.max_body - self.received;
        let mut piece = self.buffer.split();
        if piece.len() as u64 <= room {
            self.received += piece.len() as u64;
            return Ok(Some(piece.freeze()));
        }
        let error =
            SendError::TooLarge { host: self.target.host.clone(), limit: self.limits.max_body };
        if room == 0 {
            self.end();
            return Err(error);
        }
        piece.truncate(usize::try_from(room).unwrap_or(usize::MAX));
        self.received += room;
        self.failed = Some(error);
        Ok(Some(piece.freeze()))
    }

    fn explain(&self, error: io::Error) -> SendError {
        match error.downcast::<OnTheWire>() {
            Ok(OnTheWire(error)) => failure::reading(error, &self.target, self.received),
            Err(error) => SendError::Undecodable {
                host: self.target.host.clone(),
                encoding: self.encoding.map_or("identity", Encoding::name),
                received: self.received,
                detail: error.to_string(),
            },
        }
    }

    fn end(&mut self) {
        self.reader = None;
        self.clock.ended = Some(Instant::now());
    }
}
