//! Random JSON, and the same a little changed.

use serde_json::{Map, Value, json};

/// SplitMix64: small, and the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }

    pub(crate) fn scalar(&mut self) -> Value {
        match self.below(8) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(false),
            3 => json!(["", "a", "/", "~1", "\"", "\\", "é\u{0}", "😀"][self.below(8)]),
            4 => json!(self.below(3) as f64 / 2.0),
            _ => json!(self.below(5)),
        }
    }

    fn name(&mut self) -> String {
        ["a", "b", "id", "", "x/y", "~", "m~n/o", "ü", "0", "-"][self.below(10)].to_owned()
    }

    pub(crate) fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 2 } else { 6 }) {
            0 | 1 => self.scalar(),
            2 | 3 => {
                let mut all = Map::new();
                for _ in 0..self.below(5) {
                    all.insert(self.name(), self.value(depth - 1));
                }
                Value::Object(all)
            }
            _ => Value::Array((0..self.below(7)).map(|_| self.value(depth - 1)).collect()),
        }
    }

    /// A little changed, at some depth.
    pub(crate) fn changed(&mut self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..=self.below(4) {
            self.change(&mut value);
        }
        value
    }

    fn change(&mut self, value: &mut Value) {
        let goes_on = self.below(3) > 0;
        match value {
            Value::Array(all) if !all.is_empty() => {
                let at = self.below(all.len());
                match self.below(5) {
                    _ if goes_on => self.change(&mut all[at]),
                    0 => drop(all.remove(at)),
                    1 => all.insert(at, self.value(2)),
                    2 => {
                        let moved = all.remove(at);
                        let to = self.below(all.len() + 1);
                        all.insert(to, moved);
                    }
                    3 => self.shuffle(all),
                    _ => all[at] = self.value(1),
                }
            }
            Value::Object(all) if !all.is_empty() => {
                let at = self.below(all.len());
                let name = all.keys().nth(at).cloned().expect("there");
                match self.below(3) {
                    _ if goes_on => self.change(&mut all[&name]),
                    0 => drop(all.shift_remove(&name)),
                    1 => drop(all.insert(self.name(), self.value(2))),
                    _ => all[&name] = self.value(1),
                }
            }
            other => *other = self.value(2),
        }
    }
}
