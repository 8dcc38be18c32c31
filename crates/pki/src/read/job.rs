//! A reading on its way: the passphrase, and how deep it may still go.

/// How often one thing may be inside another: base64 of a JSON text of a PEM text, with room to spare.
const DEPTH: u8 = 4;

/// A reading.
#[derive(Clone, Copy)]
pub(super) struct Job<'p> {
    pub(super) passphrase: Option<&'p str>,
    depth: u8,
}

impl<'p> Job<'p> {
    pub(super) fn new(passphrase: Option<&'p str>) -> Self {
        Self { passphrase, depth: DEPTH }
    }

    /// The same reading, one level further in; none when it has gone deep enough.
    pub(super) fn deeper(self) -> Option<Self> {
        self.depth.checked_sub(1).map(|depth| Self { depth, ..self })
    }
}
