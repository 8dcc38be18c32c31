//! The repairs of a reading, collected.

pub use mudbrick_model::Repair;

/// The repairs of a reading so far, each once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Repairs(Vec<Repair>);

impl Repairs {
    pub(crate) fn one(repair: Repair) -> Self {
        Self(vec![repair])
    }

    pub(crate) fn add(&mut self, repair: Repair) {
        if !self.0.contains(&repair) {
            self.0.push(repair);
        }
    }

    pub(crate) fn add_all(&mut self, others: Self) {
        others.0.into_iter().for_each(|repair| self.add(repair));
    }

    pub(crate) fn remove(&mut self, repair: Repair) {
        self.0.retain(|known| *known != repair);
    }

    pub(crate) fn into_vec(self) -> Vec<Repair> {
        self.0
    }
}
