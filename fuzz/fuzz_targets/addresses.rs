//! The address of a database names a file below the folder it is relative to, or an absolute one, or is refused.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;

#[path = "../../runner/src/address.rs"]
#[allow(dead_code, unreachable_pub, reason = "the runner uses all of it")]
mod address;

fuzz_target!(|text: &str| {
    match address::parse(Path::new("/home/me"), text) {
        Ok(address) => assert!(address.path.is_absolute()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
