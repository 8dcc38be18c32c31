//! Chance that falls the same way every time: seeded data and fresh ids come from a key, never from the machine.

/// A stream of numbers fixed by the key it was made from.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice for `key`; equal keys throw equally.
    pub(super) fn of(key: &str) -> Self {
        // FNV-1a, spread by the stream's own mixing.
        Self(key.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// Dice for the thing numbered `number` under `key`.
    pub(super) fn at(key: &str, number: u64) -> Self {
        let mut dice = Self::of(key);
        dice.0 ^= number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        dice.next();
        dice
    }

    /// The next number (SplitMix64).
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; zero when `end` is.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// One of `choices`.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(choices.len() as u64)).unwrap_or(0);
        &choices[index]
    }

    /// `bytes` random bytes as lower-case hexadecimal.
    pub(super) fn hex(&mut self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes * 2 + 16);
        while text.len() < bytes * 2 {
            text.push_str(&format!("{:016x}", self.next()));
        }
        text.truncate(bytes * 2);
        text
    }

    /// A version 4 UUID.
    pub(super) fn uuid(&mut self) -> String {
        let bytes = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bytes.to_be_bytes()).into_uuid().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_key_throws_the_same() {
        assert_eq!(Dice::at("a", 1).uuid(), Dice::at("a", 1).uuid());
        assert_ne!(Dice::at("a", 1).uuid(), Dice::at("a", 2).uuid());
        assert_ne!(Dice::at("a", 1).uuid(), Dice::at("b", 1).uuid());
        assert_eq!(Dice::of("a").hex(12).len(), 24);
    }
}
