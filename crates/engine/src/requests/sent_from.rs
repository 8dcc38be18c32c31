//! Which kept request an exchange was sent from, so that sending it again gives it what its file gives: variables, prompts,
//! files, checks. The request itself is sent as it was, whatever became of the one in the file.

use super::address::RequestAddress;
use super::view::{RequestOrigin, SentFromView};
use super::{Requests, Sending, Surroundings};
use mudbrick_model::{ExchangeId, KeptAmong, Problem, ProfileId, SentFrom};
use std::path::Path;

impl Surroundings {
    /// Where the request is kept.
    pub(super) fn sent_from(&self) -> Option<SentFrom> {
        self.kept.as_ref()?.of(self.entry?)
    }
}

impl Requests {
    /// An exchange's request with what its file gives to it now.
    ///
    /// # Errors
    /// The request was not kept whole.
    pub(crate) fn kept_sending(&self, id: ExchangeId) -> Result<Sending, Problem> {
        let request = self.kept_request(id)?;
        let from = self.history.exchange(id)?.sent_from;
        let surroundings = from.map(|from| self.surroundings_of(&from)).unwrap_or_default();
        Ok(Sending { surroundings, ..Sending::of(request) })
    }

    fn surroundings_of(&self, from: &SentFrom) -> Surroundings {
        let origin = match from.among {
            KeptAmong::Own => RequestOrigin::Own,
            KeptAmong::Catalogue => RequestOrigin::Catalogue,
            KeptAmong::Files => {
                let found = self.from_file(Path::new(&from.place), from.name.as_deref());
                return found.map(|(_, surroundings)| surroundings).unwrap_or_default();
            }
        };
        let address = RequestAddress::parse(&from.place);
        address.map(|address| self.surroundings(&address, origin)).unwrap_or_default()
    }

    /// What there is to know before an exchange's request is sent again with a profile: its file and what became of that, and
    /// what somebody has to be asked for. None where its request was in no file.
    ///
    /// # Errors
    /// There is no such exchange, or it was not kept whole.
    pub fn before_replay(
        &self,
        id: ExchangeId,
        profile: &ProfileId,
    ) -> Result<Option<SentFromView>, Problem> {
        let Some(from) = self.history.exchange(id)?.sent_from else { return Ok(None) };
        let sending = self.kept_sending(id)?;
        let now = sending.surroundings.sent_from();
        let note = match &now {
            Some(now) if now.state == from.state => None,
            Some(_) => Some(format!(
                "{} was changed since this was sent. The request goes out as it was, with the file’s present variables, prompts and checks.",
                called(&from)
            )),
            None => Some(sending.surroundings.lost.clone().unwrap_or_else(|| gone(&from))),
        };
        let prompts = self.prompts(profile, &sending)?;
        Ok(Some(SentFromView { file: called(&from), note, prompts }))
    }
}

/// What a person calls the file.
fn called(from: &SentFrom) -> String {
    let file = from.place.split('#').next().unwrap_or_default();
    match from.among {
        KeptAmong::Own => format!("{file}.http"),
        KeptAmong::Catalogue => format!("{} of the catalogue", from.place),
        KeptAmong::Files => from.place.clone(),
    }
}

fn gone(from: &SentFrom) -> String {
    format!(
        "There is no {} any more, or not this request in it. The request goes out as it was, without the file’s variables, prompts and checks.",
        called(from)
    )
}
