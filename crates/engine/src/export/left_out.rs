//! The names of what is left out, since it cannot be read.

use mudbrick_store::Damaged;

/// `the profile file acme-places.toml`.
pub(super) fn file_of(what: &str, damaged: &Damaged) -> String {
    let name = damaged.path.file_name().unwrap_or(damaged.path.as_os_str());
    format!("the {what} file {}", name.to_string_lossy())
}
