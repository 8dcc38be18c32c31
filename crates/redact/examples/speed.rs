//! How fast a large answer is masked, beside copying it: `speed [FILE]`. Prints a line of JSON with gigabytes a second, for
//! `cargo xtask bench`.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on tells why"
)]

use mudbrick_redact::{FingerprintKey, Fingerprints, Redactor};
use mudbrick_vault::SecretText;
use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

/// Rows as Adobe's lists have them, and one with what takes most looking: escapes, digits of all kinds, long words.
const ITEMS: [&str; 3] = [
    r#"{"id":123456789012345678.50,"name":"caf\u00e9 – Ünïcode","tags":["a","b"],"at":{"lat":52.5,"lng":null}}"#,
    r#"{"libraryId":"a5e1c4d0-1f3b-4c6e-9a57-2d8f6b7c9e01","name":"Places of the harbour","poiCount":17,"createdAt":1767225600000}"#,
    r#"{"href":"https://platform.adobe.io/data/foundation/catalog/dataSets/5f3c9b0d2e7a6f194b3d6c21","imsOrg":"AC3E5A1B2C3D4E5F60718293@AdobeOrg","etag":"kq0mZyB1bWJlcnM="}"#,
];
/// What one asks the connection for at a time.
const PIECE: usize = 64 << 10;
const ROUNDS: usize = 5;

fn main() {
    let given = std::env::args_os().nth(1);
    let body = given.map_or_else(made, |file| std::fs::read(file).expect("the file can be read"));
    let redactor = redactor();
    let copied = best(&body, |piece, sink| sink.extend_from_slice(piece));
    let masked = (0..ROUNDS).map(|_| {
        let begun = Instant::now();
        let mut writer = redactor.writer(Sink(vec![0; PIECE]));
        for piece in body.chunks(PIECE) {
            writer.write_all(piece).expect("a sink takes everything");
        }
        black_box(writer.finish().expect("a sink takes everything").1);
        begun.elapsed().as_secs_f64()
    });
    let masked = masked.fold(f64::INFINITY, f64::min);
    let speed = |seconds: f64| body.len() as f64 / seconds / 1e9;
    println!("{{\"copied\":{:.3},\"masked\":{:.3}}}", speed(copied), speed(masked));
}

/// As a profile has it: a token at hand, and the fingerprints of a dozen others.
fn redactor() -> Redactor {
    let secret = |number: u64| {
        let part = |by: u64| number.wrapping_mul(by).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        SecretText::new(format!("p8e-{:016x}{:016x}", part(3), part(5)))
    };
    let key = FingerprintKey::of(std::array::from_fn(|place| 200_u8.wrapping_add(place as u8)));
    let marks = (1..=12).flat_map(|number| {
        let marks = key.marks(&secret(number));
        marks.into_iter().map(move |mark| (number as usize, mark))
    });
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{}.{}", "eyJpZCI6".repeat(90), "Zk3qLw9v".repeat(43));
    let prints = Fingerprints::of(&key, marks).map(Arc::new);
    Redactor::new(&[&SecretText::new(token)]).with_fingerprints(prints)
}

fn made() -> Vec<u8> {
    let mut body = Vec::with_capacity(101 << 20);
    body.push(b'[');
    while body.len() < 100 << 20 {
        body.extend_from_slice(ITEMS[body.len() % ITEMS.len()].as_bytes());
        body.push(b',');
    }
    body.extend_from_slice(b"null]");
    body
}

fn best(body: &[u8], mut copy: impl FnMut(&[u8], &mut Vec<u8>)) -> f64 {
    let mut sink = Vec::with_capacity(PIECE);
    let mut round = || {
        let begun = Instant::now();
        for piece in body.chunks(PIECE) {
            sink.clear();
            copy(piece, &mut sink);
            black_box(sink.as_slice());
        }
        begun.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
}

/// Takes what it is given into the same few kilobytes, as the system does with a file's pages.
struct Sink(Vec<u8>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = bytes.len().min(self.0.len());
        self.0[..count].copy_from_slice(&bytes[..count]);
        black_box(self.0.as_slice());
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
