//! JSON for what goes into the vault, written so that no half-grown buffer with a secret in it is left in memory. Reading
//! needs nothing of the kind: `serde_json::from_slice` on an exposed secret makes no copies but the ones asked for.

use crate::Secret;
use serde::Serialize;
use std::io;
use zeroize::{Zeroize, Zeroizing};

/// Renders a value as JSON into a [`Secret`].
///
/// # Errors
/// Only when the value itself refuses to be serialised, such as a map with keys that are not texts.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<Secret<Vec<u8>>, serde_json::Error> {
    let mut growing = Growing(Zeroizing::new(Vec::with_capacity(512)));
    serde_json::to_writer(&mut growing, value)?;
    Ok(Secret::new(std::mem::take(&mut *growing.0)))
}

/// A buffer that wipes the memory it grows out of.
struct Growing(Zeroizing<Vec<u8>>);

impl io::Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            self.0.zeroize();
            *self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_plain_json_at_any_size() {
        let values: Vec<String> = (0..500).map(|n| format!("secret \"{n}\"\n")).collect();
        let secret = to_json(&values).unwrap();
        assert_eq!(secret.expose(), &serde_json::to_vec(&values).unwrap());
    }
}
