//! What the generated migration scripts do to real databases.

mod changes;
mod create_table;
mod drift;
mod odd_table;
mod pair;
mod random;
mod refusals;
mod round_trip;
mod schema_model;
mod schema_mutation;
