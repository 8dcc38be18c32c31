//! A local Adobe for practice and tests: IMS, the API gateway, Places, Campaign Standard and Experience Platform, on one
//! loopback port, over TLS under Adobe's own host names, over plain HTTP, and as an HTTP proxy.
//!
//! It keeps state, checks what Adobe checks and fails as Adobe fails, as far as that is known; what is not known is marked
//! `[unverified]` where it is decided. It knows nothing of the rest of Mudbrick but its nouns.

mod arrival;
mod certificate;
mod control;
mod date;
mod dispatch;
mod fault;
mod gateway;
mod guide;
mod ims;
mod intake;
mod mask;
mod mishap;
mod port;
mod practice;
pub mod products;
mod record;
mod registry;
mod seed;
mod table;
mod tls;
mod wire;
mod world;

pub use certificate::UnusableCertificate;
pub use control::{CONTROL_HEADER, Control};
pub use fault::{Fault, Mishap};
pub use mask::printable;
pub use practice::{Practice, PracticeOptions, StartError};
pub use products::{CampaignEdition, seeded_sandbox_type};
pub use record::Seen;
pub use registry::{ControlError, Project};
pub use seed::{Jti, ProjectApi, SeedError, SeedFile, SeedOrganization, SeedProject, SeedSignIn};
pub use table::{Coverage, ServiceCoverage, coverage};
