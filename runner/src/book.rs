//! The book's pages as text: their sections, the pictures of tables they ask for, and what they grade exercises by.

pub mod diagram;
pub mod section;
#[cfg(feature = "authors")]
pub mod workplace;
