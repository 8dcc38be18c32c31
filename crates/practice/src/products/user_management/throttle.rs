//! How often a client may ask in a minute (§11.1 of the facts).

use mudbrick_model::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(60);

/// The most for all clients together.
const GLOBAL: u32 = 100;

/// A minute and how often was asked in it, by client and kind of call.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    windows: HashMap<(String, &'static str), (Timestamp, u32)>,
}

impl Throttle {
    /// Counts a call of `client`; `Err` says after how many seconds it may be made again.
    pub(super) fn take(&mut self, client: &str, kind: &str, now: Timestamp) -> Result<(), u64> {
        let (kind, most) = match kind {
            "users" => ("users", 25),
            "action" => ("action", 10),
            _ => ("groups", 5),
        };
        // Only minutes that still count are kept: what is remembered is bounded by the clients there are.
        self.windows.retain(|_, (begun, _)| now < begun.after(WINDOW) && now >= *begun);
        for (client, most) in [(client, most), ("", GLOBAL)] {
            let window = self.windows.entry((client.to_owned(), kind)).or_insert((now, 0));
            if window.1 >= most {
                let left = now.until(window.0.after(WINDOW));
                return Err(left.as_secs().max(1));
            }
            window.1 += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Throttle, WINDOW};
    use mudbrick_model::Timestamp;
    use std::time::Duration;

    #[test]
    fn each_client_and_kind_has_a_minute_of_its_own() {
        let mut throttle = Throttle::default();
        let start = Timestamp(1_000_000);
        for _ in 0..5 {
            assert_eq!(throttle.take("a", "groups", start), Ok(()));
        }
        let later = start.after(Duration::from_secs(22));
        assert_eq!(throttle.take("a", "groups", later), Err(38));
        assert_eq!(throttle.take("a", "users", later), Ok(()));
        assert_eq!(throttle.take("b", "groups", later), Ok(()));
        assert_eq!(throttle.take("a", "groups", start.after(WINDOW)), Ok(()));
    }
}
