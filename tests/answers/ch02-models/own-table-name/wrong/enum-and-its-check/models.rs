//! An enum of two kinds, which cannot read another one, with a CHECK that keeps others out: type is a text.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "String(StringLen::None)")]
    pub enum Kind {
        #[sea_orm(string_value = "feature")]
        Feature,
        #[sea_orm(string_value = "documentary")]
        Documentary,
    }

    impl std::fmt::Display for Kind {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str(match self {
                Kind::Feature => "feature",
                Kind::Documentary => "documentary",
            })
        }
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film_list")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        #[sea_orm(column_name = "type", extra = "CHECK (type IN ('feature', 'documentary'))")]
        pub kind: Kind,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
