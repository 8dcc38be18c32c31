//! Who may use the control interface over HTTP: whoever can show the token that was printed when this practice Adobe
//! started. Another user of the machine can connect to the port, and cannot read what was printed.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use http::HeaderMap;
use std::fmt;

/// The header that carries the token.
pub const CONTROL_HEADER: &str = "x-practice-token";

/// A token for one run.
pub(crate) struct ControlToken(String);

impl ControlToken {
    /// A random one: twice 122 bits, as UUIDs have them.
    pub(crate) fn make() -> Self {
        let random = || uuid::Uuid::new_v4().simple();
        Self(format!("{}{}", random(), random()))
    }

    /// The token itself.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `headers` show it. Takes the same time whatever the first letter is that differs.
    pub(crate) fn is_shown(&self, headers: &HeaderMap) -> bool {
        let mut shown = headers.get_all(CONTROL_HEADER).iter();
        match (shown.next(), shown.next()) {
            (Some(shown), None) => {
                verify_slices_are_equal(shown.as_bytes(), self.0.as_bytes()).is_ok()
            }
            _ => false,
        }
    }
}

impl fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ControlToken(***)")
    }
}
