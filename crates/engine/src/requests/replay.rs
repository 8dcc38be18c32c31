//! Sending an exchange's request again.

use super::{Confirmation, Requests};
use crate::answers::view::ExchangeView;
use crate::history::file_body;
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, ExchangeId, Problem, ProfileId};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Requests {
    /// Sends an exchange's request again, with the same or another profile.
    pub async fn replay(
        &self,
        job: &Job,
        id: ExchangeId,
        profile: &ProfileId,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let history = Arc::clone(&self.history);
        let exchange = blocking(move || history.exchange(id)).await??;
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
        let request = exchange.request;
        self.send_with(job, profile, request, &BTreeMap::new(), confirmation).await
    }
}
