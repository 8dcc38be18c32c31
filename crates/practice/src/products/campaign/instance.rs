//! What one instance of Campaign keeps. The calls on it are left to the others.

use super::resource::Resource;
use super::table::Table;
use super::workflows::Workflows;
use std::collections::HashMap;

/// What one instance keeps.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) profiles: u32,
    pub(super) tables: HashMap<Resource, Table>,
    pub(super) subscriptions: Table,
    pub(super) events: Table,
    pub(super) privacy: Table,
    pub(super) workflows: Workflows,
}

impl Instance {
    pub(super) fn table(&self, resource: Resource) -> Option<&Table> {
        self.tables.get(&resource)
    }

    pub(super) fn table_mut(&mut self, resource: Resource) -> &mut Table {
        let seeded = resource.seeded(self.profiles);
        self.tables.entry(resource).or_insert_with(|| Table::seeded(seeded))
    }
}
