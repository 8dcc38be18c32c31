//! Waits on this machine for the browser to come back: one address, one path, one answer.
//!
//! Every program and every web page of this machine can connect to the port. What makes a request the answer is the state,
//! which only the page at Adobe was given; everything else is told that it is wrong here, and the sign-in goes on. A program
//! that catches the code in our place cannot redeem it without the verifier.

use super::super::accepting::next_connection;
use super::answer::{Answer, Expected};
use crate::threads::lock;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, REFERRER_POLICY};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use mudbrick_model::{ErrorCode, LoopbackRedirect, Problem, RemedyAction};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

/// A browser has a connection or two; others on this machine may open thousands.
const MOST_CONNECTIONS: usize = 16;
/// For all headers of a request.
const PATIENCE: Duration = Duration::from_secs(10);
/// For the browser to read what it is told, once it has been answered.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// It listens until it is dropped.
pub(super) struct Listener {
    waiting: Arc<Waiting>,
    /// Told when nobody has to be let in any more.
    over: watch::Sender<bool>,
    listening: JoinHandle<()>,
}

struct Waiting {
    here: LoopbackRedirect,
    expected: Expected,
    /// The first answer, and whether there was one.
    answer: Mutex<(Option<Answer>, Came)>,
    came: Notify,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    NotYet,
    Already,
}

impl Listener {
    /// Listens where the redirect URI leads.
    ///
    /// # Errors
    /// Another program has the port, or this one may not have it.
    pub(super) async fn start(
        here: &LoopbackRedirect,
        expected: Expected,
    ) -> Result<Self, Problem> {
        let listener = TcpListener::bind((here.address, here.port)).await;
        let listener = listener.map_err(|error| cannot_listen(here, &error))?;
        let waiting = Arc::new(Waiting {
            here: here.clone(),
            expected,
            answer: Mutex::new((None, Came::NotYet)),
            came: Notify::new(),
        });
        let (over, told) = watch::channel(false);
        let listening = tokio::spawn(listen(listener, Arc::clone(&waiting), told));
        Ok(Self { waiting, over, listening })
    }

    /// The answer, once there is one.
    pub(super) async fn answer(&self) -> Answer {
        loop {
            // Registered before looking: what comes in between is not missed.
            let came = self.waiting.came.notified();
            if let Some(answer) = lock(&self.waiting.answer).0.take() {
                return answer;
            }
            came.await;
        }
    }

    /// Lets nobody else in, and gives those who are in a moment to read what they are told.
    pub(super) async fn finish(mut self) {
        let _ = self.over.send(true);
        let _ = tokio::time::timeout(LAST_WORDS, &mut self.listening).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // With it go its connections: they are tasks of the set that it owns.
        self.listening.abort();
    }
}

async fn listen(listener: TcpListener, waiting: Arc<Waiting>, mut over: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok()?;
            Some((next_connection(|| listener.accept()).await, place))
        };
        let ((stream, _), place) = tokio::select! {
            next = next => match next {
                Some(next) => next,
                None => return,
            },
            _ = over.changed() => break,
        };
        while connections.try_join_next().is_some() {}
        let (waiting, over) = (Arc::clone(&waiting), over.clone());
        connections.spawn(async move {
            answer_one(stream, waiting, over).await;
            drop(place);
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One request for each connection: a browser opens another where it has more to ask.
async fn answer_one(stream: TcpStream, waiting: Arc<Waiting>, mut over: watch::Receiver<bool>) {
    let answering = service_fn(move |request| {
        let response = waiting.respond(&request);
        async move { Ok::<_, Infallible>(response) }
    });
    let mut server = http1::Builder::new();
    server.keep_alive(false).timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let connection = server.serve_connection(TokioIo::new(stream), answering);
    tokio::pin!(connection);
    tokio::select! {
        // How a caller's connection ends is the caller's own affair.
        _ = &mut connection => {}
        _ = over.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

impl Waiting {
    fn respond(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let mut hosts = request.headers().get_all(HOST).iter();
        let host = hosts.next().filter(|_| hosts.next().is_none());
        // A page whose name was made to lead to this machine sends its own name.
        if host.map(HeaderValue::as_bytes) != Some(self.here.host.as_bytes()) {
            return page(
                StatusCode::FORBIDDEN,
                "This is not the address that Mudbrick listens at.",
            );
        }
        if request.uri().path() != self.here.path {
            return page(StatusCode::NOT_FOUND, "Mudbrick waits for a sign-in, at another path.");
        }
        if request.method() != Method::GET {
            return page(StatusCode::METHOD_NOT_ALLOWED, "Only GET is answered.");
        }
        let Some(answer) = self.expected.read(request.uri().query().unwrap_or_default()) else {
            let text =
                "This does not belong to the sign-in that Mudbrick waits for. Nothing was changed.";
            return page(StatusCode::BAD_REQUEST, text);
        };
        let text = match &answer {
            Answer::Code(_) => "Mudbrick has the answer. You can close this page.",
            Answer::Refused(_) => "The sign-in did not succeed. Mudbrick says why.",
        };
        let mut held = lock(&self.answer);
        if held.1 == Came::Already {
            return page(StatusCode::GONE, "Mudbrick has the answer already.");
        }
        *held = (Some(answer), Came::Already);
        drop(held);
        self.came.notify_one();
        page(StatusCode::OK, text)
    }
}

/// Nothing of the request is in it.
fn page(status: StatusCode, text: &str) -> Response<Full<Bytes>> {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mudbrick</title><p>{text}</p></html>\n"
    );
    let mut response = Response::new(Full::new(Bytes::from(html)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The address of the page has the code in it.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    response
}

fn cannot_listen(here: &LoopbackRedirect, error: &std::io::Error) -> Problem {
    let message = format!(
        "Mudbrick cannot listen at port {} of this computer, where Adobe sends the browser after the sign-in.",
        here.port
    );
    Problem::new(ErrorCode::Conflict, message)
        .remedy("End the program that uses the port, which may be another sign-in, then try again.")
        .action(RemedyAction::TryAgain)
        .detail(error.to_string())
}
