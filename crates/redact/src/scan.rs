//! Whether a known secret is in a file that is about to leave: as it is, or encoded in any of the ways in which texts are
//! encoded, also inside each other. Zip files are opened. What to do about it is left to the engine.

mod archive;
mod leak;
#[cfg(test)]
pub(crate) mod tests;

pub use leak::Leak;

use crate::forms::{Ends, Forms};
use crate::readings::{Matcher, TooDeep, search};
use leak::Hit;
use mudbrick_vault::SecretText;
use std::fmt;
use std::ops::ControlFlow;

/// Whether one of `secrets` is in `bytes`. A secret of less than 4 bytes is not looked for: it would be found everywhere.
///
/// # Errors
/// [`TooDeep`]: it cannot be told.
///
/// ```
/// use mudbrick_vault::SecretText;
///
/// let secret = SecretText::new("p8e-0123/4567".to_owned());
/// let leak = mudbrick_redact::scan(b"?s=p8e-0123%2F4567", &[&secret]).unwrap().unwrap();
/// assert_eq!((leak.secret, leak.at), (0, 3));
/// ```
pub fn scan(bytes: &[u8], secrets: &[&SecretText]) -> Result<Option<Leak>, TooDeep> {
    Scanner::new(secrets).scan(bytes)
}

/// Looks for the same secrets in many files.
pub struct Scanner {
    matcher: Option<Box<dyn Matcher + Send + Sync>>,
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scanner(…)")
    }
}

impl Scanner {
    /// A scanner for these secrets.
    pub fn new(secrets: &[&SecretText]) -> Self {
        let matcher = Forms::of(secrets, Ends::Whole);
        Self { matcher: matcher.map(|forms| Box::new(forms) as _) }
    }

    /// A scanner for what `matcher` finds; without one it finds nothing.
    pub fn of(matcher: Option<impl Matcher + Send + Sync + 'static>) -> Self {
        Self { matcher: matcher.map(|matcher| Box::new(matcher) as _) }
    }

    /// The first secret found in `bytes`.
    ///
    /// # Errors
    /// [`TooDeep`]: it cannot be told.
    pub fn scan(&self, bytes: &[u8]) -> Result<Option<Leak>, TooDeep> {
        let Some(matcher) = self.matcher.as_deref() else { return Ok(None) };
        if let Some(leak) = archive::scan(bytes, &|bytes| look_at(matcher, bytes))? {
            return Ok(Some(leak));
        }
        let found = look_at(matcher, bytes)?;
        Ok(found.map(|(secret, at)| Leak { secret, at, member: None }))
    }
}

fn look_at(matcher: &dyn Matcher, bytes: &[u8]) -> Result<Option<Hit>, TooDeep> {
    let mut hit = None;
    search(matcher, bytes, &mut |range, secret| {
        hit = Some((secret, range.start));
        ControlFlow::Break(())
    })?;
    Ok(hit)
}
