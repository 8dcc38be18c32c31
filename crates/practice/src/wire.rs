//! One port for everything: TLS under any of Adobe's names, plain HTTP, and HTTP proxying with CONNECT, told apart by the
//! first byte. What a request is answered is left to `dispatch`.

use crate::dispatch::{self, Arrival};
use crate::tls;
use crate::world::World;
use axum::Router;
use axum::body::Body;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Method, Request, Response, StatusCode, Uri};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, BufReader};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

/// The first byte of a TLS record that holds a handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 0x16;

/// How long to wait when no connection can be accepted.
const BREATH: Duration = Duration::from_millis(20);

/// A stream of bytes in both directions.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// What every connection needs.
#[derive(Clone)]
pub(crate) struct Port {
    pub(crate) world: Arc<World>,
    /// Every address of IMS.
    pub(crate) ims: Router,
    pub(crate) acceptor: TlsAcceptor,
    /// Changes, or closes, when the practice Adobe stops.
    pub(crate) stopped: watch::Receiver<()>,
}

impl Port {
    /// Accepts connections until stopped.
    pub(crate) async fn listen(self, listener: TcpListener) {
        let mut stopped = self.stopped.clone();
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = stopped.changed() => return,
            };
            // Running out of file descriptors is the usual failure; the next connection that closes mends it.
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            // Answers are small; waiting to fill a packet would only slow them.
            let _ = stream.set_nodelay(true);
            let arrival =
                Arrival { is_secure: false, is_near: peer.ip().is_loopback(), tunnel: None };
            self.spawn(self.clone().serve(Box::new(stream), arrival));
        }
    }

    /// Runs `task` until it is done or the practice Adobe stops.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut stopped = self.stopped.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = task => {}
                _ = stopped.changed() => {}
            }
        });
    }

    /// Serves one stream of bytes, whatever it turns out to speak. Boxed because a tunnel serves another inside.
    fn serve(self, stream: Box<dyn Wire>, arrival: Arrival) -> BoxFuture<'static, ()> {
        async move {
            let mut stream = BufReader::new(stream);
            let first = stream.fill_buf().await.ok().and_then(|bytes| bytes.first().copied());
            match first {
                None => {}
                // TLS within TLS is nobody's practice.
                Some(HANDSHAKE) if !arrival.is_secure => {
                    if let Ok(secure) = self.acceptor.accept(stream).await {
                        let arrival = Arrival { is_secure: true, ..arrival };
                        self.serve(Box::new(secure), arrival).await;
                    }
                }
                Some(_) => self.http(stream, arrival).await,
            }
        }
        .boxed()
    }

    async fn http(self, stream: impl Wire + 'static, arrival: Arrival) {
        let service = service_fn(|request: Request<Incoming>| {
            let (port, arrival) = (self.clone(), arrival.clone());
            async move {
                if request.method() == Method::CONNECT {
                    return Ok(port.tunnel(request, &arrival));
                }
                dispatch::answer(&port, &arrival, request).await
            }
        });
        // A client that goes away, or is cut off on order, is no failure of ours.
        let _ = auto::Builder::new(TokioExecutor::new())
            .serve_connection_with_upgrades(TokioIo::new(stream), service)
            .await;
    }

    /// `CONNECT host:port`: the tunnel ends here, whatever the name, so that nothing leaves this machine.
    fn tunnel(&self, request: Request<Incoming>, arrival: &Arrival) -> Response<Body> {
        let target = request.uri().host().unwrap_or_default().to_ascii_lowercase();
        if arrival.tunnel.is_some() || !(tls::is_adobe(&target) || dispatch::is_local(&target)) {
            let text = format!(
                "The practice Adobe stands in for Adobe's hosts alone, and {target} is none.\n"
            );
            let mut refusal = Response::new(Body::from(text));
            *refusal.status_mut() = StatusCode::BAD_GATEWAY;
            return refusal;
        }
        let arrival = Arrival { tunnel: tunnel_authority(request.uri()), ..arrival.clone() };
        let port = self.clone();
        self.spawn(async move {
            if let Ok(upgraded) = hyper::upgrade::on(request).await {
                port.serve(Box::new(TokioIo::new(upgraded)), arrival).await;
            }
        });
        Response::new(Body::empty())
    }
}

fn tunnel_authority(uri: &Uri) -> Option<String> {
    uri.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}
