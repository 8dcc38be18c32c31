//! Requests of other programs: any bytes under any ending, alone and in the shape that a reader looks for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mudbrick_interchange::collections::{Given, GivenFile, read};
use mudbrick_requests::HttpFile;

const ENDINGS: [&str; 5] = ["json", "yaml", "bru", "http", "sh"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let file = GivenFile { path: format!("any.{ending}"), bytes: bytes.to_vec() };
    let reading = read(&[Given { name: "any".to_owned(), files: vec![file] }]);
    for collection in &reading.collections {
        let (files, left_out) = collection.http_files();
        let written: usize = files.iter().map(|file| file.file.entries.len()).sum();
        assert!(written + left_out.len() >= collection.count(), "a request is lost");
        for file in files {
            assert_eq!(HttpFile::parse(&file.text).as_ref(), Ok(&file.file));
        }
    }
});
