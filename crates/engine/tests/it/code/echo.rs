//! A server that writes down what arrives, by the number that the path begins with.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Arrived {
    pub(super) line: String,
    /// Names in lower case, values as their bytes.
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Vec<u8>,
}

pub(super) struct Echo {
    address: SocketAddr,
    arrived: Arc<Mutex<BTreeMap<usize, Arrived>>>,
}

impl Echo {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let echo = Self { address: listener.local_addr().unwrap(), arrived: Arc::default() };
        let arrived = Arc::clone(&echo.arrived);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let arrived = Arc::clone(&arrived);
                std::thread::spawn(move || serve(stream, &arrived));
            }
        });
        echo
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All that arrived since it was last asked, by their numbers.
    pub(super) fn arrived(&self) -> BTreeMap<usize, Arrived> {
        std::mem::take(&mut *self.arrived.lock().unwrap())
    }

    /// The same where they are so many, in their order.
    pub(super) fn take(&self, count: usize) -> Vec<Arrived> {
        let arrived = self.arrived();
        assert_eq!(arrived.len(), count, "something is missing");
        arrived.into_values().collect()
    }
}

/// Answers one request after the other until the connection ends.
fn serve(stream: TcpStream, arrived: &Mutex<BTreeMap<usize, Arrived>>) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    while let Some(next) = message(&mut reader) {
        let number = next.line.split(['/', ' ', '?', '#']).nth(2).unwrap();
        let number = number.bytes().take_while(u8::is_ascii_digit).count();
        let digits = &next.line[next.line.find('/').unwrap() + 1..][..number];
        let key = digits.parse().unwrap();
        arrived.lock().unwrap().insert(key, next);
        reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
    }
}

fn message(reader: &mut BufReader<TcpStream>) -> Option<Arrived> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
            return None;
        }
        let line = line.strip_suffix(b"\r\n").unwrap().to_vec();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let line = String::from_utf8(lines.remove(0)).unwrap();
    let header = |line: Vec<u8>| {
        let colon = line.iter().position(|byte| *byte == b':').unwrap();
        let name = String::from_utf8(line[..colon].to_ascii_lowercase()).unwrap();
        (name, line[colon + 1..].trim_ascii().to_vec())
    };
    let headers: Vec<_> = lines.into_iter().map(header).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| String::from_utf8_lossy(value).parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Some(Arrived { line, headers, body })
}
