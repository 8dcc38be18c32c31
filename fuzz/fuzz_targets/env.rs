//! Variables of the environment.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([b"AIO_ims_contexts_".as_slice(), bytes].concat());
});
