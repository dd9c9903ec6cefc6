//! Given: the film list, where each film has a list of languages in one column.

pub mod film {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    /// The languages spoken in a film, in the database a JSON list such as `["English","Japanese"]`.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
    pub struct Languages(pub Vec<String>);

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub title: String,
        pub languages: Languages,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
