//! What Adobe documents and what of it is served here, as data: a file a service in `table/`, an entry a path, each with the
//! source of its fact. How entries are served is left to `products`.

mod coverage;
mod entry;
mod files;
mod path;
mod template;

pub use coverage::{Coverage, ServiceCoverage, coverage};
pub(crate) use entry::{By, Fault, Operation, Paging, Resource, Rule, Sandbox, Service, Verb};
pub(crate) use template::Template;

use files::services;

/// An entry of the table that a call means.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) service: &'static Service,
    pub(crate) resource: &'static Resource,
    /// What stands in the path for each input, in order; those of the service's base come first.
    pub(crate) inputs: Vec<(&'static str, String)>,
}

impl Found {
    /// What `method` does here; `None` when Adobe documents no such method.
    pub(crate) fn operation(&self, method: &str) -> Option<Operation> {
        self.resource.on.get(method).copied()
    }

    /// What stands in the path for `input`.
    pub(crate) fn input(&self, input: &str) -> Option<&str> {
        self.inputs.iter().find(|(name, _)| *name == input).map(|(_, value)| value.as_str())
    }

    /// What a list or a fixed answer looks like; without one a list is a bare array.
    pub(crate) fn envelope(&self) -> Option<&'static Template> {
        let lists = self.resource.on.values().any(|operation| operation.verb == Verb::List);
        let usual = self.service.list.as_ref().filter(|_| lists);
        self.resource.envelope.as_ref().or(usual)
    }

    /// What one item looks like; without one it is bare.
    pub(crate) fn one(&self) -> Option<&'static Template> {
        self.resource.one.as_ref().or(self.service.one.as_ref())
    }

    /// What the answer to a write looks like; without one it is the item.
    pub(crate) fn written(&self) -> Option<&'static Template> {
        self.resource.written.as_ref().or(self.service.written.as_ref())
    }

    /// What the answer to a deletion looks like; without one it has no body.
    pub(crate) fn removed(&self) -> Option<&'static Template> {
        self.resource.removed.as_ref().or(self.service.removed.as_ref())
    }

    /// How a list is cut into pages.
    pub(crate) fn paging(&self) -> &'static Paging {
        self.resource.paging.as_ref().unwrap_or(&self.service.paging)
    }

    /// Whether a call must name its sandbox.
    pub(crate) fn sandbox(&self) -> Sandbox {
        self.resource.sandbox.unwrap_or(self.service.sandbox)
    }

    /// Where the fact is from.
    pub(crate) fn source(&self) -> &'static str {
        self.resource.source.as_deref().unwrap_or(&self.service.source)
    }
}

/// The entry for these decoded segments of a path at `host`, or at any host of this machine when `host` is none of Adobe's.
pub(crate) fn find(host: Option<&str>, segments: &[&str]) -> Option<Found> {
    // At an address of this machine the empty path is the practice Adobe's own.
    if host.is_none() && segments.is_empty() {
        return None;
    }
    let mut best: Option<(usize, Found)> = None;
    for service in services() {
        if host.is_some_and(|host| !service.hosts.iter().any(|own| lives_at(own, host))) {
            continue;
        }
        let Some(inputs) = service.base.inputs(segments) else { continue };
        let rest = &segments[service.base.len()..];
        for resource in service.resources.iter().filter(|r| r.path.len() == rest.len()) {
            let Some(own) = resource.path.inputs(rest) else { continue };
            let words = service.base.words() + resource.path.words();
            if best.as_ref().is_none_or(|(most, _)| words > *most) {
                let inputs = inputs.iter().cloned().chain(own).collect();
                best = Some((words, Found { service, resource, inputs }));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// The service called `name`.
pub(crate) fn service(name: &str) -> Option<&'static Service> {
    services().iter().find(|service| service.name == name)
}

/// Every service.
#[cfg(test)]
pub(crate) fn all() -> &'static [Service] {
    services()
}

/// Whether `own`, a host of the table, is `host`. Platform has a host for each region and stage, and `-stage` names of other
/// hosts are the same service for tests.
fn lives_at(own: &str, host: &str) -> bool {
    let Some(stem) = own.strip_suffix(".adobe.io") else { return own == host };
    host.strip_suffix(".adobe.io").is_some_and(|host| {
        host == stem
            || host.strip_prefix(stem).is_some_and(|rest| {
                rest == "-stage" || (stem == "platform" && rest.starts_with('-'))
            })
    })
}

#[cfg(test)]
mod tests;
