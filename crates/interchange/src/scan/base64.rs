//! Base64 of either alphabet, wherever it may begin and however it is broken into lines.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// What encodes fewer bytes than a secret has is not worth a look.
const SHORTEST: usize = 8;
/// A line of at least this many is broken base64 when the next one goes on with it.
const SHORTEST_LINE: usize = 16;

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// A stretch of base64: its characters, in the standard alphabet, and where it begins in the source.
pub(super) struct Run {
    characters: Vec<u8>,
    start: usize,
}

/// What runs of base64 stand for. Between two of them is a byte that no text has.
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// Where each run begins, here and in the source.
    starts: Vec<(usize, usize)>,
}

impl Decoded {
    /// Where a byte came from; roughly, when the run is broken into lines.
    pub(super) fn source(&self, at: usize) -> usize {
        let run = self.starts.partition_point(|(start, _)| *start <= at);
        let (start, source) = self.starts.get(run.wrapping_sub(1)).copied().unwrap_or_default();
        source + (at - start) * 4 / 3
    }
}

/// All stretches of base64.
pub(super) fn runs(source: &[u8]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < source.len() {
        if standard(source[at]).is_none() {
            at += 1;
            continue;
        }
        let mut run = Run { characters: Vec::new(), start: at };
        at = take(source, at, &mut run.characters);
        if run.characters.len() >= SHORTEST {
            runs.push(run);
        }
    }
    runs
}

/// Takes a run that begins at `at`, over line ends, and returns where it ends.
fn take(source: &[u8], mut at: usize, characters: &mut Vec<u8>) -> usize {
    loop {
        let line = at;
        while let Some(character) = source.get(at).copied().and_then(standard) {
            characters.push(character);
            at += 1;
        }
        let next = match source.get(at) {
            Some(b'\n') => at + 1,
            Some(b'\r') if source.get(at + 1) == Some(&b'\n') => at + 2,
            _ => return at,
        };
        let indent = source[next..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let goes_on = source.get(next + indent).copied().and_then(standard).is_some();
        if at - line < SHORTEST_LINE || !goes_on {
            return at;
        }
        at = next + indent;
    }
}

/// What the runs stand for when the first character that counts is `skipped` behind their beginnings: which characters
/// belong together cannot be seen.
pub(super) fn decode(runs: &[Run], skipped: usize) -> Decoded {
    let length: usize = runs.iter().map(|run| run.characters.len()).sum();
    let mut decoded = Decoded { bytes: Vec::with_capacity(length), starts: Vec::new() };
    for run in runs {
        let characters = &run.characters[skipped..];
        // One character alone stands for nothing.
        let whole = characters.len() - usize::from(characters.len() % 4 == 1);
        decoded.starts.push((decoded.bytes.len(), run.start + skipped));
        // What cannot be decoded is no base64.
        let _ = ENGINE.decode_vec(&characters[..whole], &mut decoded.bytes);
        decoded.bytes.push(0xFF);
    }
    decoded
}

fn standard(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => Some(byte),
        b'-' => Some(b'+'),
        b'_' => Some(b'/'),
        _ => None,
    }
}
