//! Two teams and three players; whoever is there already stays as they are.

use crate::models::{player, team};
use sea_orm::{sea_query::OnConflict, *};

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    let teams = ["Otters", "Swifts"].map(|name| team::ActiveModel { name: Set(name.to_string()), colour: NotSet });
    let known = OnConflict::column(team::Column::Name).do_nothing().to_owned();
    team::Entity::insert_many(teams).on_conflict(known).exec_without_returning(db)?;
    let players = [("Ana", "Otters", 1), ("Bo", "Otters", 2), ("Cem", "Swifts", 1)].map(|(name, team, number)| {
        player::ActiveModel {
            name: Set(name.to_string()),
            team_name: Set(team.to_string()),
            number: Set(number),
            ..Default::default()
        }
    });
    let taken = OnConflict::columns([player::Column::TeamName, player::Column::Number]).do_nothing().to_owned();
    player::Entity::insert_many(players).on_conflict(taken).exec_without_returning(db)?;
    Ok(())
}
