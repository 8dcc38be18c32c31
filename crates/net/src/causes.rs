//! The causes of an error, down to the innermost one.

use std::error::Error;
use std::io;
use std::iter::successors;

/// Every error in the chain, those inside an `io::Error` too, which its `source()` skips.
pub(crate) fn chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    }
    successors(Some(error), |error| cause(*error))
}

/// The innermost messages, which say the most; the outer ones only say that a request failed.
pub(crate) fn words(error: &(dyn Error + 'static)) -> String {
    let mut words: Vec<String> = Vec::new();
    for error in chain(error).skip(1) {
        let text = error.to_string();
        if !words.iter().any(|word| word.contains(&text)) {
            words.push(text);
        }
    }
    if words.is_empty() { error.to_string() } else { words.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt;

    /// An error with a cause.
    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<dyn Error + Send + Sync>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_ref().map(|cause| &**cause as _)
        }
    }

    #[test]
    fn the_inner_words_are_told_once() {
        let innermost = Layer("refused", None);
        let io = io::Error::other(Layer("in io", Some(Box::new(innermost))));
        let outer = Layer("request failed", Some(Box::new(io)));
        assert_eq!(words(&outer), "in io: refused");
        assert_eq!(words(&Layer("alone", None)), "alone");
        let twice = Layer("a", Some(Box::new(Layer("b c", Some(Box::new(Layer("b", None)))))));
        assert_eq!(words(&twice), "b c");
    }
}
