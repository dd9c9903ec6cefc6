//! Everything that grades SQL: schema, rows, migrations, snapshots, findings. It starts no process or thread and
//! reads no clock and no file; what it needs is passed in.

pub mod exercise;
pub mod finding;
pub mod generate;
pub mod grade;
pub mod locate;
pub mod migration;
pub mod probe;
pub mod rows;
pub mod rules;
pub mod sample;
pub mod sandbox;
pub mod schema;
pub mod script;
pub mod snapshot;
pub mod span;
pub mod sql;
