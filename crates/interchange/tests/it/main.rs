//! Everything people bring, read: the import matrix in `matrix/*.case`, and what holds for any input.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod any_input;
mod backup;
mod case;
mod collections;
mod limits;
mod matrix;
mod nothing_lost;
mod render;
