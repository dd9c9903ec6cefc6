//! A cookie in the shop.
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cookie")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i32,
    #[sea_orm(column_type = "String(StringLen::N(64))")]
    pub name: String,
    pub price: Option<Decimal>,
    #[sea_orm(default_expr = "Expr::current_timestamp()")]
    pub at: DateTimeUtc,
}
impl ActiveModelBehavior for ActiveModel {}
