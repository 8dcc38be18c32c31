//! What a client of the engine sees and sends: plain data without a secret in it. The window's TypeScript bindings are
//! made from these types.

mod app;
mod exchange;
mod key;
mod profile;
mod request;
mod token;

pub use app::{Event, PracticeProject, PracticeView, Settings, StartView, Theme, VaultView};
pub use exchange::{BodyFormat, BodySlice, ExchangeSummary, ExchangeView};
pub use key::{CertificateView, KeyPairDraft, KeyProgress, KeyView};
pub use profile::{
    FieldProblem, ProfileDraft, ProfileSummary, ProfileView, SecretKind, SecretView,
};
pub use request::{RequestCheck, RequestOrigin, RequestSummary};
pub use token::{Copied, TokenForm, TokenState};
