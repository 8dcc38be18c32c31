//! [`Secret`], the only type in the project that holds a secret. How one is stored is left to the vault.

use serde::{Deserialize, Deserializer};
use std::fmt;
use zeroize::Zeroize;

/// A value with one door out: [`Secret::expose`]. It cannot be printed or serialised, and its memory is wiped when it is
/// dropped.
///
/// ```
/// use mudbrick_vault::SecretText;
///
/// let secret = SecretText::new("p8e-1234".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.expose(), "p8e-1234");
/// ```
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

/// A secret text: a client secret, a token, a private key as PEM, a passphrase.
pub type SecretText = Secret<String>;

impl<T: Zeroize> Secret<T> {
    /// Takes the value in. It is moved, so no copy of a heap value stays behind.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the moment it is used.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A secret may come in from anywhere, such as a form; there is no `Serialize` for the way out.
impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Counts its own wiping.
    #[derive(Clone)]
    struct Watched(Arc<AtomicUsize>);

    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn is_wiped_when_dropped() {
        let wiped = Arc::new(AtomicUsize::new(0));
        let secret = Secret::new(Watched(Arc::clone(&wiped)));
        let copy = secret.clone();
        drop(secret);
        assert_eq!(wiped.load(Ordering::SeqCst), 1);
        drop(copy);
        assert_eq!(wiped.load(Ordering::SeqCst), 2);
    }

    #[test]
    fn never_shows_itself() {
        let secret = SecretText::new("hunter2".to_owned());
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)).matches("hunter2").count(), 0);
    }

    #[test]
    fn comes_in_from_json() {
        let secret: SecretText = serde_json::from_str(r#""hunter2""#).unwrap();
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn debug_says_that_it_is_one_and_nothing_else() {
        assert_eq!(format!("{:?}", SecretText::new("canary".to_owned())), "Secret(…)");
    }
}
