//! A garden whose model refuses a harvest below zero, which no script does.

use sea_orm::SchemaBuilder;

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
        #[sea_orm(default_value = 0, extra = "CHECK (harvested_grams >= 0)")]
        pub harvested_grams: i32,
        #[sea_orm(belongs_to, from = "bed_id", to = "id")]
        pub bed: BelongsTo<super::bed::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Names every model; a model that is not registered here has no table.
pub fn register(tables: SchemaBuilder) -> SchemaBuilder {
    tables.register(bed::Entity).register(planting::Entity)
}
