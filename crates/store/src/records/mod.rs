//! Records: profiles and key pairs, one TOML file each, the subjects kept for new pairs, one file for all; and
//! the policy.
//!
//! ```text
//! profiles/acme-places.toml ─ codec ─→ Stored<Profile> { value, slug, revision }
//!        ↑                                   │ edited
//!        └──── merge (keeps comments) ←──────┘ only at the revision it was read at
//! ```

mod codec;
mod error;
mod find;
mod folder;
mod index;
mod keys;
mod merge;
mod policy;
mod profiles;
mod scan;
mod stamp;
mod subjects;
mod trash;

pub use error::{FindError, StoreError};
pub use folder::{Damaged, Listing, Stored};
pub use keys::Keys;
pub use policy::{
    CallLimits, Conduct, Locking, Network, Policy, PolicyError, PolicyFile, Retention, Seconds,
};
pub use profiles::Profiles;
pub use subjects::{SubjectTemplate, SubjectTemplates};
