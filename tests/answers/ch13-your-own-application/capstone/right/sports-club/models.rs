//! A sports club: teams, known by their names, players, and the games the teams have played.

use sea_orm::SchemaBuilder;

pub mod team {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "team")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub colour: Option<String>,
        #[sea_orm(has_many)]
        pub players: HasMany<super::player::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod player {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "player")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(unique_key = "shirt")]
        pub team_name: String,
        #[sea_orm(unique_key = "shirt")]
        pub number: i32,
        #[sea_orm(belongs_to, from = "team_name", to = "name", on_delete = "Cascade")]
        pub team: BelongsTo<super::team::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Names every model.
pub fn register(tables: SchemaBuilder) -> SchemaBuilder {
    tables.register(player::Entity).register(team::Entity)
}
