//! Lists of batches.

use super::datasets::batch_of;
use super::kept::Catalog;
use super::listed;
use crate::products::call::Call;
use crate::products::platform::shelf::Shelf;
use crate::products::reply::Reply;

impl Catalog {
    /// The batches, of one dataset with `dataSet=`.
    pub(super) fn list_batches(&self, call: &Call) -> Reply {
        let Some(dataset) = call.parameter("dataSet") else { return listed(call, &self.batches) };
        let mut own = Shelf::default();
        for (id, batch) in self.batches.iter().filter(|(_, batch)| batch_of(batch, dataset)) {
            own.put(id.clone(), batch.clone());
        }
        listed(call, &own)
    }
}
