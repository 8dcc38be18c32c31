//! Name resolution: the platform's, measured, or one answer for every name. Which of them is left to the route.

use crate::connect::ATTEMPT;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;

/// Answers every name with the same addresses. Nothing is asked, so nothing is measured.
pub(crate) struct EveryName(pub(crate) Vec<SocketAddr>);

impl Resolve for EveryName {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

/// Asks the platform, as reqwest does by itself, and tells the attempt how long that took.
pub(crate) struct Measured;

impl Resolve for Measured {
    fn resolve(&self, name: Name) -> Resolving {
        let attempt = ATTEMPT.try_with(Clone::clone).ok();
        if let Some(attempt) = &attempt {
            attempt.resolving();
        }
        Box::pin(async move {
            // The port is the URL's, which whoever connects puts in.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            if let Some(attempt) = &attempt {
                attempt.resolved(found.is_ok());
            }
            let found: Vec<SocketAddr> = found?.collect();
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;
    use crate::connect::Attempt;

    #[tokio::test]
    async fn the_platform_is_asked_and_its_time_taken() {
        let attempt = Attempt::new(&Limits::default());
        let name = "localhost".parse().unwrap();
        let found = ATTEMPT.scope(attempt.clone(), async { Measured.resolve(name).await }).await;
        assert!(found.unwrap().any(|address| address.ip().is_loopback()));
        let stages = attempt.stages();
        let (from, to) = stages.resolve.unwrap();
        assert!(from <= to);
    }
}
