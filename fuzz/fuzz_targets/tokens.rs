//! Tokens and statements of any text lie inside it, in order, and between characters.

#![no_main]

use libfuzzer_sys::fuzz_target;
use workbook_core::sql::normalize::normalize;
use workbook_core::sql::token::{ends_statement, split_statements, tokenize, unquote};

fuzz_target!(|text: &str| {
    let mut end = 0;
    for token in tokenize(text) {
        assert!(token.span.start >= end && token.span.end > token.span.start);
        end = token.span.end;
        unquote(&text[token.span]);
    }
    let mut end = 0;
    for statement in split_statements(text) {
        assert!(statement.start >= end && !text[statement.clone()].is_empty());
        end = statement.end;
    }
    ends_statement(text);
    normalize(text);
});
