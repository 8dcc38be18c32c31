//! Whether planted secrets are found, and nothing else is.
