//! Whatever somebody drops.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one(bytes.to_vec());
});
