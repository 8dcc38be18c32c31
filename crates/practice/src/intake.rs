//! Bodies on their way in, within bounds: how long one may be, how many are held at a time, and how long a client may take.
//! Who may send one is decided before it is read; what is in it is left to whoever answers.

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// More than any call to Adobe carries but an upload of files.
pub(crate) const LONGEST_CALL: usize = 4 * 1024 * 1024;

/// A part of a file for ingestion. Adobe takes 256 MB, and a practice Adobe has no use for that much.
pub(crate) const LONGEST_UPLOAD: usize = 64 * 1024 * 1024;

/// All bodies that are held at one time, in units of [`UNIT`]: two of the longest uploads.
const ROOM: usize = 2 * LONGEST_UPLOAD / UNIT;

/// What room is counted in, so that the count fits a semaphore's.
const UNIT: usize = 1024;

/// How long a client may pause within a body.
const PAUSE: Duration = Duration::from_secs(30);

/// How long a body that nobody wants is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Room for bodies. What does not fit is refused rather than waited for: bodies that wait for each other's room would wait
/// for ever.
#[derive(Debug)]
pub(crate) struct Intake(Arc<Semaphore>);

impl Default for Intake {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM)))
    }
}

/// A body that was read whole, and the room it takes until it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    pub(crate) bytes: Bytes,
    room: Option<OwnedSemaphorePermit>,
}

/// Why a body was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Untaken {
    #[error("The body is longer than {0} bytes, which is the most the practice Adobe takes here.")]
    TooLong(usize),
    #[error("The practice Adobe is reading too many long bodies at once. Try again in a moment.")]
    NoRoom,
    #[error("The body paused for more than 30 seconds.")]
    TooSlow,
    #[error("The body broke off.")]
    BrokenOff,
}

impl Untaken {
    /// The status that says so.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenOff => StatusCode::BAD_REQUEST,
        }
    }
}

impl Intake {
    /// Reads `body` whole, if it is no longer than `longest`.
    pub(crate) async fn take(&self, mut body: Incoming, longest: usize) -> Result<Taken, Untaken> {
        // The length that was announced, or 0: nothing is set aside for a body that has not come.
        if usize::try_from(body.size_hint().lower()).map_or(true, |length| length > longest) {
            pass_over(body).await;
            return Err(Untaken::TooLong(longest));
        }
        let (mut bytes, mut taken) = (BytesMut::new(), Taken::default());
        loop {
            let frame = timeout(PAUSE, body.frame()).await.map_err(|_| Untaken::TooSlow)?;
            let Some(frame) = frame else { break };
            let frame = frame.map_err(|_| Untaken::BrokenOff)?;
            let Some(piece) = frame.data_ref() else { continue };
            if bytes.len() + piece.len() > longest {
                drop((bytes, taken));
                pass_over(body).await;
                return Err(Untaken::TooLong(longest));
            }
            self.make_room(&mut taken, bytes.len() + piece.len())?;
            bytes.extend_from_slice(piece);
        }
        taken.bytes = bytes.freeze();
        Ok(taken)
    }

    fn make_room(&self, taken: &mut Taken, length: usize) -> Result<(), Untaken> {
        let held = taken.room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let more = u32::try_from(length.div_ceil(UNIT).saturating_sub(held));
        let more = more.map_err(|_| Untaken::NoRoom)?;
        if more > 0 {
            let room = Arc::clone(&self.0).try_acquire_many_owned(more);
            let room = room.map_err(|_| Untaken::NoRoom)?;
            match &mut taken.room {
                Some(held) => held.merge(room),
                none => *none = Some(room),
            }
        }
        Ok(())
    }
}

/// Lets a body go by without holding it: a client that is still sending would take the end of its connection for a failure,
/// and never read why it was refused.
pub(crate) async fn pass_over(mut body: Incoming) {
    let to_the_end = async {
        let mut left = LONGEST_UPLOAD;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            match left.checked_sub(length) {
                Some(rest) => left = rest,
                None => return,
            }
        }
    };
    // Whether it ended or not, there is an answer to give.
    let _ = timeout(PATIENCE, to_the_end).await;
}
