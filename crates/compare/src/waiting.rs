//! Places that wait to be met, by what is there. A sorted list and not a map of queues: a map would be allocated anew for each
//! of half a million values.

pub(crate) struct Waiting {
    sorted: Vec<(u64, usize)>,
    /// How many of each key are gone, noted where the key begins.
    gone: Vec<u32>,
}

impl Waiting {
    /// Places with their keys, in their order.
    pub(crate) fn of(places: impl Iterator<Item = (u64, usize)>) -> Self {
        let mut sorted: Vec<_> = places.collect();
        sorted.sort_unstable();
        let gone = vec![0; sorted.len()];
        Self { sorted, gone }
    }

    /// The first place of a key that was not given out yet.
    pub(crate) fn next(&mut self, key: u64) -> Option<usize> {
        let begin = self.begin(key)?;
        let (other, place) = *self.sorted.get(begin + self.gone[begin] as usize)?;
        (other == key).then(|| {
            self.gone[begin] += 1;
            place
        })
    }

    /// The same among those from `least` on. What is before it is not given out any more.
    pub(crate) fn next_from(&mut self, key: u64, least: usize) -> Option<usize> {
        loop {
            let place = self.next(key)?;
            if place >= least {
                return Some(place);
            }
        }
    }

    /// The place of a key that is there once.
    pub(crate) fn only(&self, key: u64) -> Option<usize> {
        let begin = self.begin(key)?;
        let is_alone = self.sorted.get(begin + 1).is_none_or(|(other, _)| *other != key);
        is_alone.then(|| self.sorted[begin].1)
    }

    /// Whether there is any of a key.
    pub(crate) fn has(&self, key: u64) -> bool {
        self.begin(key).is_some()
    }

    /// Whether some key is there more than once.
    pub(crate) fn has_twins(&self) -> bool {
        self.sorted.windows(2).any(|two| two[0].0 == two[1].0)
    }

    fn begin(&self, key: u64) -> Option<usize> {
        let begin = self.sorted.partition_point(|(other, _)| *other < key);
        self.sorted.get(begin).filter(|(other, _)| *other == key).map(|_| begin)
    }
}
