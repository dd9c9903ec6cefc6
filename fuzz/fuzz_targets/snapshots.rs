//! A recorded snapshot is read or refused, whatever a merge has made of it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use workbook_core::snapshot::parse;

fuzz_target!(|text: &str| {
    _ = parse(text);
});
