//! Records: profiles and key pairs, one TOML file each, and the subjects kept for new pairs, one file for all.
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
mod keys;
mod merge;
mod profiles;
mod subjects;
mod trash;

pub use error::{FindError, StoreError};
pub use folder::{Damaged, Listing, Stored};
pub use keys::Keys;
pub use profiles::Profiles;
pub use subjects::{SubjectTemplate, SubjectTemplates};
