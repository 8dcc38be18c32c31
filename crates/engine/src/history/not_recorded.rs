//! An exchange that the history did not take, because the disk is full or a newer Mudbrick wrote it, or took only a line of,
//! because nobody can tell what secrets are in it: the last one is kept, so that it can be looked at as any other. Nothing of
//! it outlives the process.

use super::kept_body::Unkept;
use crate::threads::lock;
use mudbrick_model::{Exchange, ExchangeId};
use mudbrick_store::{BodyPart, OpenBody};
use std::io;
use std::sync::Mutex;

/// The last exchange that was not recorded.
#[derive(Default)]
pub(crate) struct LastNotRecorded(Mutex<Option<Unrecorded>>);

struct Unrecorded {
    id: ExchangeId,
    exchange: Exchange,
    /// Has no name on the disk any more, so that it goes with the process however that ends.
    body: Option<Unkept>,
}

impl LastNotRecorded {
    /// Keeps an exchange in place of the one before. The numbers go down from -1; those of the history go up from 1.
    pub(crate) fn keep(&self, exchange: Exchange, body: Option<Unkept>) -> ExchangeId {
        // One exchange at a time: what cannot be recorded must not pile up in memory.
        let mut last = lock(&self.0);
        let id = ExchangeId(last.as_ref().map_or(-1, |last| last.id.0.min(0) - 1));
        *last = Some(Unrecorded { id, exchange, body });
        id
    }

    /// Keeps an exchange that the history has a line for and nothing else.
    pub(crate) fn keep_as(&self, id: ExchangeId, exchange: Exchange, body: Option<Unkept>) {
        *lock(&self.0) = Some(Unrecorded { id, exchange, body });
    }

    /// The exchange, when it is this one.
    pub(crate) fn exchange(&self, id: ExchangeId) -> Option<Exchange> {
        lock(&self.0).as_ref().filter(|last| last.id == id).map(|last| last.exchange.clone())
    }

    /// Its whole body, to be read at any place.
    pub(crate) fn open(&self, id: ExchangeId) -> Option<io::Result<OpenBody>> {
        let last = lock(&self.0);
        let last = last.as_ref().filter(|last| last.id == id)?;
        Some(match &last.body {
            None => Ok(OpenBody::Bytes(Vec::new())),
            Some(Unkept::File(file)) => file.try_clone().map(OpenBody::File),
            Some(Unkept::Bytes(bytes)) => Ok(OpenBody::Bytes(bytes.clone())),
        })
    }

    /// A part of its body: at most `length` bytes from `offset`.
    pub(crate) fn body(
        &self,
        id: ExchangeId,
        offset: u64,
        length: u32,
    ) -> Option<io::Result<BodyPart>> {
        let mut last = lock(&self.0);
        let last = last.as_mut().filter(|last| last.id == id)?;
        Some(match &mut last.body {
            None => Ok(BodyPart { bytes: Vec::new(), total: 0 }),
            Some(Unkept::File(file)) => BodyPart::read(file, offset, length),
            Some(Unkept::Bytes(bytes)) => Ok(slice(bytes, offset, length)),
        })
    }
}

fn slice(bytes: &[u8], offset: u64, length: u32) -> BodyPart {
    let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let to = from.saturating_add(length as usize).min(bytes.len());
    BodyPart { bytes: bytes[from..to].to_vec(), total: bytes.len() as u64 }
}
