//! A credential is what it is, not how it was written: literal tokens and secrets on their way out.
