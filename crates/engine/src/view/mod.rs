//! What a client of the engine sees and sends: plain data without a secret in it. The window's TypeScript bindings are
//! made from these types.

mod app;
mod custody;
mod exchange;
mod export;
mod import;
mod key;
mod profile;
mod request;
mod token;

pub use app::{
    DamagedRecord, Event, PracticeProject, PracticeView, RecordKind, Settings, StartView, Theme,
};
pub use custody::{Custody, GenerationView, SecretOwner, UnlockedBy, VaultState, VaultView};
pub use exchange::{BodyFormat, BodySlice, ExchangeSummary, ExchangeView};
pub use export::{ExportFormat, ExportSecrets, Exported, LeftOut, Selection, Unreadable};
pub use import::{
    FoundField, FoundHost, FoundKey, FoundProfile, HostNotAllowed, IgnoredItem, ImportChoice,
    ImportDone, ImportInto, ImportSource, ImportView, KeyMatch, Known, LockedItem, MatchAgainst,
    ProfileChoice,
};
pub use key::{
    CertificateForm, CertificateView, KeyPairDraft, KeyProgress, KeyView, SubjectTemplate,
};
pub use profile::{
    FieldProblem, ProfileDraft, ProfileSummary, ProfileView, RefusedHost, SecretKind, SecretView,
};
pub use request::{OpenedRequest, RequestCheck, RequestOrigin, RequestSummary};
pub use token::{Copied, TokenForm, TokenState};
