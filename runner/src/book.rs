//! The book: its sections, and the preprocessor that puts the exercises' own data into its pages.

pub(crate) mod diagram;
pub(crate) mod preprocess;
pub(crate) mod section;
