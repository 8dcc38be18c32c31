//! How much callers may leave behind in one run. Every writing call is weighed before it reaches a product, by what its body
//! becomes in memory; what a product makes of it is left to the product.

use std::sync::{Mutex, PoisonError};

/// The most that is kept for callers, in bytes of memory.
const MOST: usize = 256 * 1024 * 1024;

/// The most that one call may weigh.
const MOST_OF_ONE: usize = 64 * 1024 * 1024;

/// What a product adds to whatever it creates: ids, times, defaults.
const LEAST_OF_ONE: usize = 4 * 1024;

/// What a value of parsed JSON takes besides its text.
const VALUE: usize = 64;

/// What was left behind so far.
#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<usize>);

/// Why a writing call does not reach its product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overweight {
    /// The call itself.
    Call,
    /// Together with all before it.
    Run,
}

impl Quota {
    /// Takes in a call that weighs this much.
    pub(super) fn take(&self, weight: usize) -> Result<(), Overweight> {
        if weight > MOST_OF_ONE {
            return Err(Overweight::Call);
        }
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *taken + weight > MOST {
            return Err(Overweight::Run);
        }
        *taken += weight;
        Ok(())
    }

    /// Gives back what a call took that left nothing behind.
    pub(super) fn give_back(&self, weight: usize) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *taken = taken.saturating_sub(weight);
    }
}

/// What `body` takes once it is parsed. Each value of JSON follows one of four characters.
pub(super) fn weight(body: &[u8]) -> usize {
    let values = body.iter().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count();
    LEAST_OF_ONE + body.len() + VALUE * values
}

#[cfg(test)]
mod tests {
    use super::{LEAST_OF_ONE, MOST, MOST_OF_ONE, Overweight, Quota, weight};

    #[test]
    fn a_run_ends_where_it_is_full_and_goes_on_when_something_is_given_back() {
        let quota = Quota::default();
        for _ in 0..MOST / MOST_OF_ONE {
            assert_eq!(quota.take(MOST_OF_ONE), Ok(()));
        }
        assert_eq!(quota.take(1), Err(Overweight::Run));
        quota.give_back(1);
        assert_eq!(quota.take(1), Ok(()));
        assert_eq!(quota.take(MOST_OF_ONE + 1), Err(Overweight::Call));
    }

    #[test]
    fn many_small_values_weigh_more_than_their_text() {
        assert_eq!(weight(&[]), LEAST_OF_ONE);
        let zeros = format!("[{}0]", "0,".repeat(1_000)).into_bytes();
        assert_eq!(weight(&zeros), LEAST_OF_ONE + zeros.len() + 1_001 * 64);
    }
}
