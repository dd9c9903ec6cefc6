//! Reads and writes SQL text: tokens, words, brackets, names, `CREATE TABLE`. It knows no schema and opens no database.

pub mod bracket;
pub mod create_index;
pub mod create_table;
pub mod definition;
pub mod name;
pub mod normalize;
pub mod token;
pub mod word;
