//! JSON for what goes into the vault. The buffers that it grows out of are wiped as all memory is that is freed (`wiping`).

use crate::Secret;
use serde::Serialize;

/// Renders a value as JSON into a [`Secret`].
///
/// # Errors
/// Only when the value itself refuses to be serialised, such as a map with keys that are not texts.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Secret<Vec<u8>>, serde_json::Error> {
    serde_json::to_vec(value).map(Secret::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_plain_json() {
        let secret = to_json(&["p8e-\"1\""]).unwrap();
        assert_eq!(secret.expose(), br#"["p8e-\"1\""]"#);
    }
}
