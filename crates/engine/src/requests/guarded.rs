//! A message that the production guard let pass. This room sends nothing else: `clippy.toml` refuses other calls of
//! [`Http::send_measured`] and of its short form, so that whoever adds a way of sending has to come by the guard.

use super::production_guard::Passed;
use mudbrick_net::{Answer, Cancel, Http, Journey, Limits, Outgoing, SendError};

pub(super) struct Guarded(Outgoing);

impl Guarded {
    /// What was decided on is taken, and so counts for one message alone.
    pub(super) fn of(outgoing: Outgoing, _: Passed) -> Self {
        Self(outgoing)
    }

    #[allow(clippy::disallowed_methods, reason = "it passed the guard")]
    pub(super) async fn send(
        &self,
        http: &Http,
        limits: &Limits,
        cancel: &Cancel,
        journey: &Journey,
    ) -> Result<Answer, SendError> {
        http.send_measured(&self.0, limits, cancel, journey).await
    }

    /// The message, once it was sent.
    pub(super) fn sent(self) -> Outgoing {
        self.0
    }
}
