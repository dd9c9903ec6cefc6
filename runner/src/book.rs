//! The book's pages as text: their sections, and the pictures of tables they ask for.

pub mod diagram;
pub mod section;
