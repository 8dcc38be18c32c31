//! Writing and reading kits.
