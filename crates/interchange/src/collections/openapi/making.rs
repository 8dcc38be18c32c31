//! An operation while it becomes a request.

use super::reference::{Document, members};
use super::schema::{self, DEEPEST, Maker};
use crate::collections::draft::Draft;
use crate::collections::gathering::Gathering;
use crate::collections::json::text_or_empty;
use crate::collections::left_out::LeftOutKind;
use crate::collections::place::Place;
use serde_json::Value;

/// What every part of an operation is read with.
pub(super) struct Making<'a, 'm> {
    pub(super) document: &'m Document<'a>,
    pub(super) draft: &'m mut Draft,
    pub(super) place: &'m Place,
    pub(super) gathering: &'m mut Gathering,
}

impl<'a> Making<'a, '_> {
    pub(super) fn leave(&mut self, kind: LeftOutKind) {
        self.gathering.leave(self.place, kind);
    }

    /// What a value refers to. A reference that leads to nothing in the file is told.
    pub(super) fn resolved(&mut self, value: &'a Value) -> Option<&'a Value> {
        let found = self.document.resolved(value);
        if found.is_none() {
            self.leave(LeftOutKind::Reference { reference: text_or_empty(value, "$ref") });
        }
        found
    }

    /// A value as the schema describes it.
    pub(super) fn made(&mut self, schema: &'a Value) -> Value {
        let mut maker = Maker::new(self.document);
        let made = maker.value(schema);
        if maker.was_cut {
            self.leave(LeftOutKind::SchemaDepth { depth: DEEPEST });
        }
        for reference in maker.lost {
            self.leave(LeftOutKind::Reference { reference });
        }
        made
    }

    /// The example of a parameter or body, and further ones that have names.
    pub(super) fn examples(&mut self, owner: &'a Value) -> (Option<&'a Value>, Vec<&'a Value>) {
        let mut found: Vec<&Value> =
            schema::given(owner).filter(|it| !it.is_null()).into_iter().collect();
        for (_, named) in members(owner, "examples") {
            let Some(named) = self.resolved(named) else { continue };
            match named.get("value") {
                Some(value) => found.push(value),
                None => {
                    let elsewhere = text_or_empty(named, "externalValue");
                    if !elsewhere.is_empty() {
                        self.leave(LeftOutKind::Other {
                            what: format!("the example at {elsewhere}"),
                        });
                    }
                }
            }
        }
        let mut found = found.into_iter();
        (found.next(), found.collect())
    }
}
