//! Variables of the environment, one of Adobe's first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_fuzz::read_one;

fuzz_target!(|bytes: &[u8]| {
    read_one([b"IMS_OAUTH_S2S_CLIENT_ID=1\n".as_slice(), bytes].concat());
});
