//! Files on disk: the one save for the whole project, and what goes with it: reading with a limit, locking, setting a
//! damaged file aside, sweeping out what a crash left behind, and handing a file to a person.
//!
//! A save writes a temporary file in the same folder, syncs it, renames it over the target and syncs the folder, so that
//! at any moment the target is either its old self or its new self. What the files mean is left to the callers.

mod aside;
mod destination;
mod device;
mod disk;
mod error;
#[cfg(any(test, feature = "faults"))]
pub mod faults;
#[cfg(not(any(test, feature = "faults")))]
mod faults;
mod folder;
mod lock;
mod log;
mod many;
mod read;
mod save;
#[cfg(test)]
mod tests;
mod trial;

pub use aside::{keep_aside, set_aside, sweep};
pub use destination::{Destination, Existing, Place, deliver, deliver_written};
pub use device::is_device_name;
pub use disk::Mode;
pub use error::{LockError, ReadError, SaveError};
pub(crate) use faults::Call;
pub(crate) use lock::lock_existing_within;
pub use lock::{FileLock, lock, lock_if_free, lock_shared, lock_within};
pub use log::{append, newer_half};
pub use many::NewFiles;
pub use read::{read, read_text};
pub use save::{
    create_folder, keep, move_file, remove, remove_folder, save, save_cache, save_checked,
    save_new, touch,
};
pub use trial::{Trial, try_folder};
