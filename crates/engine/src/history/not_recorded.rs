//! An exchange that the history did not take, because the disk is full or a newer Mudbrick wrote it, or took only a line of,
//! because nobody can tell what secrets are in it: the last one is kept, so that it can be looked at as any other. Nothing of
//! it outlives the process.

use super::kept_body::Unkept;
use crate::threads::lock;
use mudbrick_model::{Exchange, ExchangeId, NewSecret};
use mudbrick_store::{BodyPart, OpenBody};
use std::io;
use std::sync::Mutex;

/// The last exchange that was not recorded, behind those before it whose new client secret nobody has stored yet.
#[derive(Default)]
pub(crate) struct LastNotRecorded(Mutex<Vec<Unrecorded>>);

struct Unrecorded {
    id: ExchangeId,
    exchange: Exchange,
    /// Has no name on the disk any more, so that it goes with the process however that ends.
    body: Option<Unkept>,
}

impl LastNotRecorded {
    /// Keeps an exchange in place of the one before. The numbers go down from -1; those of the history go up from 1.
    pub(crate) fn keep(&self, exchange: Exchange, body: Option<Unkept>) -> ExchangeId {
        let mut all = lock(&self.0);
        let lowest = all.iter().map(|one| one.id.0).min().unwrap_or(0);
        let id = ExchangeId(lowest.min(0) - 1);
        replace(&mut all, Unrecorded { id, exchange, body });
        id
    }

    /// Keeps an exchange that the history has a line for and nothing else.
    pub(crate) fn keep_as(&self, id: ExchangeId, exchange: Exchange, body: Option<Unkept>) {
        replace(&mut lock(&self.0), Unrecorded { id, exchange, body });
    }

    /// Says where the new client secret of an exchange is. False when the exchange is not one of these.
    pub(crate) fn set_new_secret(&self, id: ExchangeId, new: &NewSecret) -> bool {
        let mut all = lock(&self.0);
        let found = all.iter_mut().filter(|one| one.id == id);
        // One that the history has a line for is in both places.
        found.map(|one| one.exchange.new_secret = Some(new.clone())).count() > 0 && id.0 < 0
    }

    /// Forgets exchanges that a person deletes.
    pub(crate) fn forget(&self, ids: &[ExchangeId]) {
        lock(&self.0).retain(|one| !ids.contains(&one.id));
    }

    /// The exchange, when it is this one.
    pub(crate) fn exchange(&self, id: ExchangeId) -> Option<Exchange> {
        lock(&self.0).iter().find(|one| one.id == id).map(|one| one.exchange.clone())
    }

    /// Its whole body, to be read at any place.
    pub(crate) fn open(&self, id: ExchangeId) -> Option<io::Result<OpenBody>> {
        let all = lock(&self.0);
        let last = all.iter().find(|one| one.id == id)?;
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
        let mut all = lock(&self.0);
        let last = all.iter_mut().find(|one| one.id == id)?;
        Some(match &mut last.body {
            None => Ok(BodyPart { bytes: Vec::new(), total: 0 }),
            Some(Unkept::File(file)) => BodyPart::read(file, offset, length),
            Some(Unkept::Bytes(bytes)) => Ok(slice(bytes, offset, length)),
        })
    }
}

fn replace(all: &mut Vec<Unrecorded>, last: Unrecorded) {
    // What cannot be recorded must not pile up in memory; a few sealed lines may.
    all.retain(|one| matches!(one.exchange.new_secret, Some(NewSecret::Waiting { .. })));
    all.retain(|one| one.id != last.id);
    for one in all.iter_mut() {
        one.body = None;
    }
    all.push(last);
}

fn slice(bytes: &[u8], offset: u64, length: u32) -> BodyPart {
    let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let to = from.saturating_add(length as usize).min(bytes.len());
    BodyPart { bytes: bytes[from..to].to_vec(), total: bytes.len() as u64 }
}
