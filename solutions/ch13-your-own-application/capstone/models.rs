//! The models of a garden: its beds, and what is planted in them.

use sea_orm::SchemaBuilder;

// ANCHOR: bed
pub mod bed {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "bed")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
        #[sea_orm(has_many)]
        pub plantings: HasMany<super::planting::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: bed

// ANCHOR: planting
pub mod planting {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "planting")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub bed_id: i32,
        pub crop: String,
        pub year: i32,
        // ANCHOR_END: planting
        // ANCHOR: harvest
        #[sea_orm(default_value = 0)]
        pub harvested_grams: i32,
        // ANCHOR_END: harvest
        // ANCHOR: planting_end
        #[sea_orm(belongs_to, from = "bed_id", to = "id")]
        pub bed: BelongsTo<super::bed::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: planting_end

// ANCHOR: register
/// Names every model; a model that is not registered here has no table.
pub fn register(tables: SchemaBuilder) -> SchemaBuilder {
    tables.register(bed::Entity).register(planting::Entity)
}
// ANCHOR_END: register
