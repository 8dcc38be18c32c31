//! Recognising and reading what people bring. One module a format.
