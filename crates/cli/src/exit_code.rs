//! What the program's exit code says. Those of `mudbrick diff` are its own.

use crate::stop;
use mudbrick_model::ErrorCode;

/// An answer of which a check of the request's file does not hold.
pub(crate) const CHECK_FAILED: u8 = 4;

/// The exit code of a problem.
pub(crate) fn of(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::InvalidInput | ErrorCode::FileOutside => 2,
        ErrorCode::VaultLocked | ErrorCode::VaultAbsent | ErrorCode::VaultDenied => 3,
        ErrorCode::Cancelled => stop::exit_code(),
        _ => 1,
    }
}
