//! The nouns of Mudbrick: what a profile, a credential, a request, an exchange and a problem *are*.
//!
//! Nothing here reads a disk, opens a socket or knows a secret; that is left to the crates above. Every type is plain
//! data with the checks that make an instance of it valid, so that no other crate has to check again.

mod clock;
mod code_language;
mod console_facts;
mod exchange;
mod export_format;
mod grant;
mod host;
mod ids;
mod key;
mod natural;
mod note;
mod problem;
mod profile;
mod redirect;
mod remedy;
mod repair;
mod request;
mod rotation_way;
mod send_options;
mod timeline;
mod unused;
pub mod visible;
mod words;

pub use clock::{Clock, SystemClock, Timestamp};
pub use code_language::CodeLanguage;
pub use console_facts::{ConsoleFacts, ConsolePlace};
pub use exchange::{
    Exchange, ExchangeId, KeptAmong, NewSecret, Outcome, PartialAnswer, SentFrom, Timings,
};
pub use export_format::ExportFormat;
pub use grant::{Grant, UserClient};
pub use host::{AllowedHost, HostFault, HostPattern, InvalidHost, is_loopback_host};
pub use ids::{
    ClientId, InvalidId, KeyId, Metascope, OrgId, ProfileId, RequestPath, Scope, Slug,
    TechnicalAccountId, holds_client_secret, is_client_secret,
};
pub use key::{Fingerprint, KeyPair, Validity};
pub use natural::{NaturalKey, natural_key};
pub use note::{Note, NoteView};
pub use problem::{ErrorCode, Explain, Problem};
pub use profile::{Adobe, Colour, Credential, Profile, Risk};
pub use redirect::{LoopbackRedirect, RedirectUri};
pub use remedy::{Field, ProfileName, Remedy, RemedyAction, RequestPart, SecretOwner};
pub use repair::Repair;
pub use request::{Effect, Header, Method, Request, RequestChangeKind};
pub use rotation_way::RotationWay;
pub use send_options::{
    Cookies, HttpVersion, MOST_REDIRECTS, MOST_RETRIES, Proxy, ReadOptions, RetryMethods,
    SendOptions, TimeLimit, WrittenOption, WrittenOptions, written_time,
};
pub use timeline::{
    HeaderOrigin, OriginOfPart, PartOrigin, RedirectTaken, ServerCertificate, TimeSpan, Timeline,
    TimelineLeg,
};
pub use unused::{Unused, UnusedReason};
pub use words::counted;
