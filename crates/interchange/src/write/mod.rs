//! Writing what people take along. One module a format.
