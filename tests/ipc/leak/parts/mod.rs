//! The parts of the script, by subject. Each can count on the parts before it.

mod imports;
mod inspections;
mod keys;
mod migrations;
mod outgoing;
mod profiles;
mod requests;
mod rotation;
mod runs;
mod tabs;
mod vault;

use super::script::Script;

impl Script {
    pub(super) fn play(&mut self) {
        let id = self.profiles();
        let jwt = self.keys();
        self.requests(&id, &jwt);
        self.rotation();
        self.migration(&jwt);
        self.runs(&id);
        self.tabs(&id);
        self.imports();
        self.collections();
        self.outgoing(&id);
        self.vault(&id);
    }
}
