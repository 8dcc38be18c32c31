//! Sending an exchange's request again.

use super::{Confirmation, Requests};
use crate::answers::view::ExchangeView;
use crate::history::file_body;
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, ExchangeId, Problem, ProfileId, Request};
use std::collections::BTreeMap;

impl Requests {
    /// Sends an exchange's request again, with the same or another profile.
    pub async fn replay(
        &self,
        job: &Job,
        id: ExchangeId,
        profile: &ProfileId,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let requests = self.clone();
        let request = blocking(move || requests.kept_request(id)).await??;
        self.send_with(job, profile, request, &BTreeMap::new(), confirmation).await
    }

    /// An exchange's request, as history kept it.
    ///
    /// # Errors
    /// It was not kept whole, so that something else would be sent.
    pub(crate) fn kept_request(&self, id: ExchangeId) -> Result<Request, Problem> {
        let exchange = self.history.exchange(id)?;
        if let Some(why) = &exchange.not_kept {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                format!(
                    "This request cannot be sent again: parts of it were not kept, because {why}."
                ),
            )
            .remedy("Send it from where you wrote it."));
        }
        if !file_body::is_whole(&exchange) {
            return Err(Problem::new(
                ErrorCode::InvalidInput,
                "The body of this request was not kept, so it cannot be sent again from the history.",
            )
            .remedy("Send the request again with its file, as `mudbrick send … -d @FILE`."));
        }
        Ok(exchange.request)
    }
}
