//! Everything people bring, read: the import matrix in `matrix/*.case`, and what holds for any input.

mod any_input;
mod backup;
mod case;
mod limits;
mod matrix;
mod render;
