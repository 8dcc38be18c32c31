//! One port for everything: TLS under any of Adobe's names, plain HTTP, and HTTP proxying with CONNECT, told apart by the
//! first byte. How many connections there are, how long one may be idle, and how much of a request is held before it is
//! understood is bounded here; what a request is answered is left to `dispatch`.

use crate::arrival::{Arrival, is_local};
use crate::date::dated;
use crate::dispatch;
use crate::port::Port;
use crate::tls;
use axum::body::Body;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Method, Request, Response, StatusCode, Uri};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// The first byte of a TLS record that holds a handshake (RFC 8446, 5.1).
const HANDSHAKE: u8 = 0x16;

/// How long to wait when no connection can be accepted.
const BREATH: Duration = Duration::from_millis(20);

/// How many connections are served at a time; others wait to be accepted. macOS gives a program 256 files, and the window needs
/// some for itself.
const MOST_CONNECTIONS: usize = 128;

/// How long a connection may be idle, or a head be on its way. Longer than the pauses of a client that keeps connections for
/// its next call, so that one is seldom closed just as it is used again.
const IDLE: Duration = Duration::from_secs(60);

/// How long a TLS handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

/// How much of a request's head is held. Adobe takes less; a longer one is answered 431.
const LONGEST_HEAD: usize = 128 * 1024;

/// What an HTTP/2 connection may send ahead of being read, for one call and for all together.
const WINDOWS: (u32, u32) = (128 * 1024, 512 * 1024);

/// A stream of bytes in both directions.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// How many connections may be served at a time.
pub(crate) fn places() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(MOST_CONNECTIONS))
}

impl Port {
    /// Accepts connections until stopped.
    pub(crate) async fn listen(self, listener: TcpListener) {
        let mut stopped = self.stopped.clone();
        loop {
            // The place comes before the connection: one that is not accepted yet costs nothing, and waits for its turn.
            let accepted = async {
                let place = Arc::clone(&self.places).acquire_owned().await;
                listener.accept().await.map(|accepted| (accepted, place.ok()))
            };
            let accepted = tokio::select! {
                accepted = accepted => accepted,
                _ = stopped.changed() => return,
            };
            // Running out of file descriptors is the usual failure; the next connection that closes mends it.
            let Ok(((stream, peer), place)) = accepted else {
                tokio::time::sleep(BREATH).await;
                continue;
            };
            // Answers are small; waiting to fill a packet would only slow them.
            let _ = stream.set_nodelay(true);
            let arrival = Arrival {
                is_secure: false,
                is_near: peer.ip().is_loopback(),
                tunnel: None,
                place: place.map(Arc::new),
            };
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
            let first = timeout(IDLE, stream.fill_buf()).await.ok().and_then(Result::ok);
            let first = first.and_then(|bytes| bytes.first().copied());
            match first {
                None => {}
                // TLS within TLS is nobody's practice.
                Some(HANDSHAKE) if !arrival.is_secure => {
                    if let Ok(Ok(secure)) =
                        timeout(HANDSHAKE_TIME, self.acceptor.accept(stream)).await
                    {
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
        let calls = Arc::new(Calls::default());
        let service = service_fn(|request: Request<Incoming>| {
            let (port, arrival) = (self.clone(), arrival.clone());
            let call = calls.begin();
            async move {
                let answer = if request.method() == Method::CONNECT {
                    Ok(port.tunnel(request, &arrival))
                } else {
                    dispatch::answer(&port, &arrival, request).await
                };
                drop(call);
                answer.map(|answer| dated(answer, port.world.now()))
            }
        });
        let server = server();
        let mut connection =
            pin!(server.serve_connection_with_upgrades(TokioIo::new(stream), service));
        // A client that goes away, or is cut off on order, is no failure of ours.
        loop {
            let before = calls.so_far();
            tokio::select! {
                _ = connection.as_mut() => return,
                () = sleep(IDLE) => {}
            }
            // What is being sent is sent to its end.
            if calls.none_since(before) {
                connection.as_mut().graceful_shutdown();
            }
        }
    }

    /// `CONNECT host:port`: the tunnel ends here, whatever the name, so that nothing leaves this machine.
    fn tunnel(&self, request: Request<Incoming>, arrival: &Arrival) -> Response<Body> {
        let target = request.uri().host().unwrap_or_default().to_ascii_lowercase();
        if arrival.tunnel.is_some() || !(tls::is_adobe(&target) || is_local(&target)) {
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

/// HTTP/1.1 and HTTP/2 with our bounds.
fn server() -> auto::Builder<TokioExecutor> {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(IDLE).max_buf_size(LONGEST_HEAD);
    server
        .http2()
        .timer(TokioTimer::new())
        // A peer that is gone without a word would keep its place.
        .keep_alive_interval(IDLE)
        .max_header_list_size(u32::try_from(LONGEST_HEAD).unwrap_or(u32::MAX))
        .initial_stream_window_size(WINDOWS.0)
        .initial_connection_window_size(WINDOWS.1);
    server
}

/// The calls of one connection, to tell whether it is idle.
#[derive(Debug, Default)]
struct Calls {
    begun: AtomicU64,
    under_way: AtomicU64,
}

/// One call until it is dropped.
struct UnderWay(Arc<Calls>);

impl Calls {
    fn begin(self: &Arc<Self>) -> UnderWay {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.under_way.fetch_add(1, Ordering::Relaxed);
        UnderWay(Arc::clone(self))
    }

    fn so_far(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    fn none_since(&self, before: u64) -> bool {
        self.so_far() == before && self.under_way.load(Ordering::Relaxed) == 0
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}

fn tunnel_authority(uri: &Uri) -> Option<String> {
    uri.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}
