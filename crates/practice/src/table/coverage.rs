//! How much of what Adobe documents is served, counted from the table.

use super::entry::{Resource, Service, Verb};
use super::files::services;
use serde::Serialize;

/// Served of documented, by service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// One entry a service, in the order of the facts.
    pub services: Vec<ServiceCoverage>,
}

/// Served of documented for one service. An operation is a method of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ServiceCoverage {
    /// The service as its specification is called.
    pub service: String,
    /// How many operations Adobe documents.
    pub documented: usize,
    /// How many of them are served.
    pub served: usize,
    /// How many of the documented operations are reads whose path has no input.
    pub reads: usize,
    /// How many of those are served.
    pub reads_served: usize,
    /// The operations that are not served, such as `POST /data/sensei/engines`. A call to one is told so.
    pub unserved: Vec<String>,
    /// Where the documentation is.
    pub source: String,
}

/// What the table says.
pub fn coverage() -> Coverage {
    Coverage { services: services().iter().map(of).collect() }
}

fn of(service: &Service) -> ServiceCoverage {
    let mut counted = ServiceCoverage {
        service: service.name.clone(),
        documented: 0,
        served: 0,
        reads: 0,
        reads_served: 0,
        unserved: Vec::new(),
        source: service.source.clone(),
    };
    for resource in &service.resources {
        for (method, operation) in &resource.on {
            let served = operation.verb != Verb::Unserved;
            let read = method == "GET" && !has_inputs(resource);
            counted.documented += 1;
            counted.served += usize::from(served);
            counted.reads += usize::from(read);
            counted.reads_served += usize::from(read && served);
            if !served {
                counted.unserved.push(format!("{method} {}{}", service.base, resource.path));
            }
        }
    }
    counted
}

fn has_inputs(resource: &Resource) -> bool {
    resource.path.words() < resource.path.len()
}

impl Coverage {
    /// All services together.
    pub fn total(&self) -> ServiceCoverage {
        let sum = |count: fn(&ServiceCoverage) -> usize| self.services.iter().map(count).sum();
        ServiceCoverage {
            service: "total".to_owned(),
            documented: sum(|of| of.documented),
            served: sum(|of| of.served),
            reads: sum(|of| of.reads),
            reads_served: sum(|of| of.reads_served),
            unserved: self.services.iter().flat_map(|of| of.unserved.clone()).collect(),
            source: String::new(),
        }
    }
}
