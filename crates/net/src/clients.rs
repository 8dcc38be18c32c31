//! The clients of a route: reqwest's, made with its way, its roots and its TLS. The one place that makes them.

use crate::causes;
use crate::connect::Watch;
use crate::limits;
use crate::names::{EveryName, Measured};
use crate::proxy;
use crate::route::{BuildError, Proxy, RealRoute, Root, Route};
use crate::tls::{self, Trust};
use mudbrick_model::HttpVersion;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::sync::OnceCell;

/// A client for each version of HTTP: the version is settled with a connection, so that they share none.
#[derive(Debug, Default)]
pub(crate) struct Clients {
    pub(crate) automatic: OnceCell<reqwest::Client>,
    pub(crate) http1: OnceCell<reqwest::Client>,
    pub(crate) http2: OnceCell<reqwest::Client>,
}

impl Clients {
    pub(crate) async fn get(
        &self,
        version: HttpVersion,
        make: impl FnOnce(HttpVersion) -> Result<reqwest::ClientBuilder, BuildError>,
    ) -> Result<&reqwest::Client, BuildError> {
        let (cell, only): (_, fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder) = match version
        {
            HttpVersion::Automatic => (&self.automatic, |builder| builder),
            HttpVersion::Http1 => (&self.http1, reqwest::ClientBuilder::http1_only),
            HttpVersion::Http2 => (&self.http2, reqwest::ClientBuilder::http2_prior_knowledge),
        };
        cell.get_or_try_init(async || built(only(make(version)?))).await
    }
}

/// What every client has in common.
#[allow(clippy::disallowed_methods, reason = "this is the one home of the HTTP client")]
fn builder(tls: rustls::ClientConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .http1_max_headers(limits::MOST_HEADERS)
        .http2_max_header_list_size(limits::MOST_HEADER_BYTES)
        .tls_backend_preconfigured(tls)
        .tls_info(true)
        .dns_resolver(Measured)
        .connector_layer(Watch)
}

pub(crate) fn builder_for(
    route: &Route,
    version: HttpVersion,
) -> Result<reqwest::ClientBuilder, BuildError> {
    Ok(match route {
        Route::Real(route) => through(&route.proxy, personal(route, version)?)?,
        Route::Practice(practice) => {
            if !practice.address.ip().is_loopback() {
                return Err(BuildError::NotLoopback(practice.address));
            }
            let roots = Root::all_in(&practice.root_pem)?;
            builder(tls::config(Trust::Only(&roots), None, version)?)
                .no_proxy()
                .dns_resolver(EveryName(vec![practice.address]))
        }
    })
}

fn through(
    proxy: &Proxy,
    builder: reqwest::ClientBuilder,
) -> Result<reqwest::ClientBuilder, BuildError> {
    match proxy {
        Proxy::Platform => {
            proxy::check(|name| std::env::var_os(name))?;
            Ok(builder)
        }
        Proxy::None => Ok(builder.no_proxy()),
        Proxy::Fixed(url) => {
            let proxy = reqwest::Proxy::all(url.clone())
                .map_err(|error| BuildError::BadProxy(error.without_url().to_string()))?;
            Ok(builder.proxy(proxy))
        }
    }
}

/// With the person's own roots besides the platform's, and their certificate.
fn personal(route: &RealRoute, version: HttpVersion) -> Result<reqwest::ClientBuilder, BuildError> {
    let trust = Trust::PlatformAnd(&route.roots);
    Ok(builder(tls::config(trust, route.identity.as_ref(), version)?))
}

/// For hosts that are this machine. `localhost` and the names below it are answered here, since a name server that is asked
/// for them may name any machine (RFC 6761 section 6.3).
pub(crate) fn builder_here(
    route: &RealRoute,
    version: HttpVersion,
) -> Result<reqwest::ClientBuilder, BuildError> {
    let here = [IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)];
    let addresses = here.map(|address| SocketAddr::new(address, 0)).to_vec();
    Ok(personal(route, version)?.no_proxy().dns_resolver(EveryName(addresses)))
}

pub(crate) fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, BuildError> {
    builder.build().map_err(|error| BuildError::Tls(causes::words(&error)))
}
