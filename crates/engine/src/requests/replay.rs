//! Sending an exchange's request again.

use super::view::PromptAnswers;
use super::{Confirmation, Requests, Sending};
use crate::answers::view::ExchangeView;
use crate::history::file_body;
use crate::jobs::Job;
use crate::threads::blocking;
use mudbrick_model::{ErrorCode, ExchangeId, Problem, ProfileId, Request};

impl Requests {
    /// Sends an exchange's request again, with the same or another profile.
    pub async fn replay(
        &self,
        job: &Job,
        id: ExchangeId,
        profile: &ProfileId,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        self.replay_with(job, id, profile, PromptAnswers::default(), confirmation).await
    }

    /// The same with what a person answered to the prompts of its file.
    pub async fn replay_with(
        &self,
        job: &Job,
        id: ExchangeId,
        profile: &ProfileId,
        answers: PromptAnswers,
        confirmation: Confirmation,
    ) -> Result<ExchangeView, Problem> {
        let requests = self.clone();
        let sending = blocking(move || requests.kept_sending(id)).await??;
        let sending = Sending { variables: answers.into_variables(), ..sending };
        self.send_in_file(job, profile, sending, confirmation).await
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
