//! The halves of a migration script lie inside it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use workbook_core::migration::{parse, split_halves};
use workbook_core::span::SourceFile;

fuzz_target!(|text: &str| {
    let (up, down) = split_halves(text);
    for half in up.iter().chain(&down) {
        assert!(half.marker.end <= half.body.start);
        let _body = &text[half.body.clone()];
    }
    _ = parse("0001_it.sql", &SourceFile::new("0001_it.sql", text));
    let name = text.lines().next().unwrap_or_default();
    _ = parse(name, &SourceFile::new(name, text));
});
