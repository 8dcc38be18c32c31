//! Postman environments: a list of variables, with whatever follows.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([br#"{"name":"x","values":["#.as_slice(), bytes].concat());
});
