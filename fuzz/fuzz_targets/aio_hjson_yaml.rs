//! Contexts of aio, in YAML below their root.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([b"ims:\n  contexts:\n".as_slice(), bytes].concat());
});
