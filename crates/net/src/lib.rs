//! The one HTTP stack: where a request may go, over which route, how long each stage may take, and what came back.
//!
//! ```text
//! Outgoing ──send──▶ Answer ──copy_to──▶ body on disk
//!     │                 │
//!     └── SendError ────┘   (every arrow can fail; each failure is told in a sentence)
//! ```
//!
//! What a request means, which variables it holds and what must be redacted is left to `mudbrick-requests`; what an
//! answer means to `mudbrick-ims` and the engine. Nothing here knows a secret by name: headers and bodies are bytes.

mod answer;
mod body;
mod cancel;
mod causes;
mod client;
mod clients;
mod connect;
mod cookies;
mod crypto;
mod decode;
mod error;
mod explain;
mod failure;
mod hosts;
mod journey;
mod limits;
mod names;
mod outgoing;
mod platform_trust;
mod proxy;
mod redirect;
mod retry_after;
mod route;
mod tls;
mod upload;

pub use answer::Answer;
pub use body::{Body, FileBody};
pub use cancel::Cancel;
pub use client::Http;
pub use cookies::CookieJar;
pub use error::{InClear, SendError, Stage};
pub use hosts::AllowedHosts;
pub use journey::{Journey, Leg, Secured, Span};
pub use limits::{Limits, USUAL_REDIRECTS};
pub use outgoing::{Credentials, Outgoing, Redirects, USER_AGENT};
pub use proxy::{ProxyVariable, proxy_variables};
pub use redirect::{Hop, NotFollowed};
pub use retry_after::{http_date, retry_after};
pub use route::{BuildError, Identity, PracticeRoute, Proxy, RealRoute, Root, Route};
