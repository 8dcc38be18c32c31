//! Java properties and TOML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([b"aio_api_key=1\naio_client_secret=2\n".as_slice(), bytes].concat());
});
