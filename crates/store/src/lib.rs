//! Everything of a home folder that is not a secret: profiles and key records as TOML files a person can read and keep in
//! git, the person's own requests as `.http` files, and the history of exchanges in SQLite.
//!
//! Secrets are left to the vault, whose one save this crate uses for every file. What a request's text means is left to
//! `mudbrick-requests`; history is written as it is given, redacted already.

mod history;
mod home;
mod records;
mod requests;
mod revision;
mod sweep;

pub use history::{
    BodyPart, BodySource, ExchangeRow, Filter, History, HistoryCondition, HistoryError,
    HistoryOnDisk, Keep, LARGEST_IN_DATABASE, Mark, OpenBody, Pinned, StatusFilter,
};
pub use home::{Home, LocateError};
pub use records::{
    CallLimits, Conduct, Damaged, FindError, Keys, Listing, Locking, Network, Policy, PolicyError,
    PolicyFile, Profiles, Retention, Seconds, StoreError, Stored, SubjectTemplate,
    SubjectTemplates,
};
pub use requests::{
    ChangeId, FileChange, KeptChange, KeptFile, KeptPlace, OwnRequests, RequestChanges,
    RequestListing, RequestPlace, RequestsError, StoredRequest, Undoing, request_text,
};
pub use revision::Revision;
