//! Who takes a call to Adobe and brings back what it was answered. Whoever keeps what was sent does it there, so that nothing here
//! can go out without it.

use bytes::Bytes;
use mudbrick_model::{Method, Timestamp};
use mudbrick_net::{Outgoing, SendError};
use std::future::Future;

/// An answer with its body.
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// When the server says that it was.
    pub at: Option<Timestamp>,
    /// Whole where the status is a success.
    pub body: Bytes,
}

/// Takes calls of a protocol to Adobe.
pub trait Carrier: Sync {
    /// Sends a call once, and reads its answer.
    ///
    /// # Errors
    /// No answer came, or one that says success broke off.
    fn carry(
        &self,
        method: Method,
        outgoing: Outgoing,
    ) -> impl Future<Output = Result<Received, SendError>> + Send;
}
