//! Yours: the models of your application, and the function that names them.

use sea_orm::SchemaBuilder;

// To do: write a module with a model for each table, such as
//
// pub mod bed {
//     use sea_orm::entity::prelude::*;
//     ...
// }

/// Names every model; a model that is not registered here has no table.
pub fn register(tables: SchemaBuilder) -> SchemaBuilder {
    // To do: tables.register(bed::Entity).register(...)
    tables
}
