//! Reads and writes SQL text: tokens, statements and names. It knows no schema and opens no database.

pub mod name;
pub mod token;
