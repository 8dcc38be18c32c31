//! A server of a few lines in this process, so that what is measured is who asks it: it answers in clear, keeps connections open,
//! and has its bodies ready.

use anyhow::{Context as _, Result};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

pub(super) const LARGE: usize = 100 << 20;
/// Rows as Adobe's lists have them.
const ITEM: &str = r#"{"libraryId":"a5e1c4d0-1f3b-4c6e-9a57-2d8f6b7c9e01","name":"Places of the harbour","poiCount":17,"at":{"lat":52.5,"lng":null}}"#;
const SMALL: &[u8] = br#"{"id":true}"#;

/// Answers every call with a few bytes, as long as this process runs. Gives the port.
pub(super) fn serve_small() -> Result<u16> {
    serve(|_| SMALL)
}

/// The same, and 100 MB at `/large`.
pub(super) fn serve_large() -> Result<u16> {
    let mut body = b"[".to_vec();
    while body.len() < LARGE {
        body.extend_from_slice(ITEM.as_bytes());
        body.push(b',');
    }
    body.extend_from_slice(b"0]");
    let (small, large): (Arc<[u8]>, Arc<[u8]>) = (SMALL.into(), body.into());
    serve(move |path| Arc::clone(if path == "/large" { &large } else { &small }))
}

fn serve<B: AsRef<[u8]> + 'static>(
    body: impl Fn(&str) -> B + Send + Sync + 'static,
) -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("opening a port")?;
    let port = listener.local_addr()?.port();
    let body = Arc::new(body);
    thread::spawn(move || {
        for peer in listener.incoming().flatten() {
            let body = Arc::clone(&body);
            // Whoever goes away early is measured by its failure.
            thread::spawn(move || answer(peer, &*body));
        }
    });
    Ok(port)
}

/// Answers the calls of one connection until it is closed. None of them has a body.
fn answer<B: AsRef<[u8]>>(peer: TcpStream, body: &impl Fn(&str) -> B) -> Result<()> {
    // The kernel would keep the end of an answer until the peer has said that it has what came before.
    peer.set_nodelay(true)?;
    let (mut reader, mut writer) = (BufReader::new(peer.try_clone()?), BufWriter::new(peer));
    let (mut path, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line)? > 0 {
        if line == "\r\n" {
            let body = body(&path);
            let bytes = body.as_ref();
            let length = bytes.len();
            write!(
                writer,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
            )?;
            writer.write_all(bytes)?;
            writer.flush()?;
            path.clear();
        } else if path.is_empty() {
            path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        }
        line.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::serve_small;
    use std::io::{Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpStream};

    #[test]
    fn one_connection_is_answered_more_than_once() {
        let port = serve_small().unwrap();
        let mut peer = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        for _ in 0..2 {
            peer.write_all(b"GET /one HTTP/1.1\r\nHost: here\r\n\r\n").unwrap();
            let mut answer = Vec::new();
            while !answer.ends_with(b"{\"id\":true}") {
                let mut byte = [0];
                peer.read_exact(&mut byte).unwrap();
                answer.push(byte[0]);
            }
            assert!(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
        }
    }
}
