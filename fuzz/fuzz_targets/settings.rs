//! A `.env` is a list of settings, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    _ = dotenvy::from_read_iter(text.as_bytes()).collect::<Result<Vec<_>, _>>();
});
