//! JSON in any of its dialects, and the shapes in it: every input begins with a brace.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([b"{".as_slice(), bytes].concat());
});
