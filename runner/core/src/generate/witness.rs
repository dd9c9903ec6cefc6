//! Looks in the real database for rows that make a change impossible, and counts what a script loses. It writes to
//! temporary tables only; what the database does not have (a table from a script not yet run) is passed over.

mod after;
mod refusal;

use rusqlite::Connection;

use super::GenerateError;
use super::catalogue::{Catalogue, Object};
use super::detect::only_in;
use super::loss::{Loss, LossKind};
use super::rename::{Renamed, find_possible_renames};
use super::stored_type::becomes_number;
use crate::sql::create_index::parse_create_index;
use crate::sql::definition::{
    ColumnDefinition, ConstraintKind, ConstraintSpec, ReferenceSpec, TableDefinition,
};
use crate::sql::name::{Name, quote_name, quote_text};
use crate::sql::normalize::normalize_words;
use crate::sql::word::{Word, mentioned_names, split_words};
use after::{After, ROW, Seen};
pub use refusal::{Refusal, RefusalKind};

/// Fails with all that the rows make impossible.
pub(super) fn refuse_changes(
    rows: &Connection,
    start: &Catalogue,
    renamed: &Renamed,
    goal: &Catalogue,
) -> Result<(), GenerateError> {
    let after = After { rows, start, renamed, goal };
    let mut refusals = Vec::new();
    for (name, table) in &goal.tables {
        let (Some(before), Some(relation)) =
            (renamed.catalogue.tables.get(name), after.rows_of(name)?)
        else {
            continue;
        };
        let look =
            Look { after: &after, before: &before.definition, now: &table.definition, relation };
        refusals.extend(look.check_columns()?);
        refusals.extend(look.check_constraints()?);
        refusals.extend(look.check_indexes()?);
    }
    after.drop_stored();
    if refusals.is_empty() {
        return Ok(());
    }
    Err(GenerateError::Refused {
        refusals,
        possible_renames: find_possible_renames(&renamed.catalogue, goal),
    })
}

/// Fills in how many values each loss of the way up takes.
pub(super) fn count_losses(
    rows: &Connection,
    renamed: &Renamed,
    losses: &mut [Loss],
) -> Result<(), GenerateError> {
    for loss in losses.iter_mut().filter(|loss| loss.half == super::Half::Up) {
        let what = match (&loss.kind, &loss.column) {
            (LossKind::Table, _) => "*".to_owned(),
            (LossKind::Column | LossKind::Computed, Some(column)) => {
                quote_name(renamed.old_column(&loss.table, column))
            }
            _ => continue,
        };
        let sql =
            format!("SELECT count({what}) FROM {}", quote_name(renamed.old_table(&loss.table)));
        if let Ok(mut statement) = rows.prepare(&sql) {
            loss.values = Some(statement.query_row([], |row| row.get(0))?);
        }
    }
    Ok(())
}

/// One table, looked at.
struct Look<'a> {
    after: &'a After<'a>,
    before: &'a TableDefinition,
    now: &'a TableDefinition,
    /// The rows as they will be, as SQL.
    relation: String,
}

impl Look<'_> {
    fn refuse_rows(&self, kind: RefusalKind, seen: Seen) -> Option<Refusal> {
        let table = self.now.name.clone();
        (seen.count > 0).then_some(Refusal { table, kind, rows: seen.rows, count: seen.count })
    }

    fn check_columns(&self) -> Result<Vec<Refusal>, GenerateError> {
        let mut found = Vec::new();
        for column in &self.now.columns {
            let name = column.name.clone();
            match self.before.column(&column.name) {
                None if self.now.requires_value(column) => {
                    let seen = self.after.rows_where(&self.relation, "true")?;
                    found.extend(self.refuse_rows(RefusalKind::NoDefault { column: name }, seen));
                }
                Some(old) => {
                    found.extend(self.check_nulls(old, column)?);
                    found.extend(self.check_type(old, column)?);
                }
                None => (),
            }
        }
        Ok(found)
    }

    fn check_nulls(
        &self,
        old: &ColumnDefinition,
        new: &ColumnDefinition,
    ) -> Result<Option<Refusal>, GenerateError> {
        // A key that is the number of its row would be given a number in place of NULL.
        let becomes_number = self.now.is_rowid(&new.name) && !self.before.is_rowid(&old.name);
        let becomes_required = self.now.refuses_null(new) && !self.before.refuses_null(old);
        if !becomes_number && !becomes_required {
            return Ok(None);
        }
        let seen =
            self.after.rows_where(&self.relation, &format!("{} IS NULL", quote_name(&new.name)))?;
        Ok(self.refuse_rows(RefusalKind::Nulls { column: new.name.clone() }, seen))
    }

    /// Values that the new type does not take: text that is no number, or what a strict table refuses.
    fn check_type(
        &self,
        old: &ColumnDefinition,
        new: &ColumnDefinition,
    ) -> Result<Option<Refusal>, GenerateError> {
        let Some(demand) = self.demand_of_type(old, new) else { return Ok(None) };
        let options = if self.now.strict { " STRICT" } else { "" };
        let trial = format!("CREATE TABLE t (v {}){options}", new.declared);
        let seen = self.after.find_misfits(&self.relation, &new.name, &trial, demand)?;
        let kind = RefusalKind::Misfit { column: new.name.clone(), declared: new.declared.clone() };
        Ok(self.refuse_rows(kind, seen))
    }

    /// Condition on a value `v` that has been stored in the new type; None where every value is taken.
    fn demand_of_type(
        &self,
        old: &ColumnDefinition,
        new: &ColumnDefinition,
    ) -> Option<&'static str> {
        if new.generated.is_some() {
            return None;
        }
        if self.now.is_rowid(&new.name) && !self.before.is_rowid(&old.name) {
            return Some("typeof(v) IN ('integer', 'null')");
        }
        let same_type = old.normal_type == new.normal_type;
        if self.now.strict && !(self.before.strict && same_type) {
            return Some("true");
        }
        becomes_number(old, new).then_some("typeof(v) <> 'text'")
    }

    fn has_changed(&self, column: &Name) -> bool {
        self.before.column(column) != self.now.column(column)
    }

    fn check_constraints(&self) -> Result<Vec<Refusal>, GenerateError> {
        let new = only_in(&self.now.constraints, &self.before.constraints);
        let mut found = Vec::new();
        for constraint in &self.now.constraints {
            let is_new = new.contains(&constraint)
                || constraint.kind.columns().iter().any(|name| self.has_changed(name));
            found.extend(self.check_constraint(constraint, is_new)?);
        }
        Ok(found)
    }

    fn check_constraint(
        &self,
        constraint: &ConstraintSpec,
        is_new: bool,
    ) -> Result<Option<Refusal>, GenerateError> {
        match &constraint.kind {
            ConstraintKind::Unique { columns, .. } | ConstraintKind::PrimaryKey { columns, .. }
                if is_new =>
            {
                let by: Vec<String> = columns
                    .iter()
                    .map(|column| self.collated_value(&column.name, column.collation.as_deref()))
                    .collect();
                self.check_unique(&by, None)
            }
            ConstraintKind::Check { expression, .. } => {
                let named = mentioned_names(&split_words(expression));
                if is_new || named.iter().any(|name| self.has_changed(name)) {
                    self.check_rows_against(expression)
                } else {
                    Ok(None)
                }
            }
            ConstraintKind::ForeignKey(reference)
                if is_new || self.after.has_changed(&reference.table) =>
            {
                self.check_reference(reference)
            }
            _ => Ok(None),
        }
    }

    fn collated_value(&self, name: &str, collation: Option<&str>) -> String {
        let column = self.now.column(name);
        let own = column
            .and_then(|column| column.collation.as_ref())
            .map(|collation| collation.clause.as_str());
        let name = quote_name(column.map_or(name, |column| column.name.as_str()));
        format!("{name} COLLATE {}", quote_name(collation.or(own).unwrap_or("binary")))
    }

    fn check_unique(
        &self,
        by: &[String],
        only: Option<&str>,
    ) -> Result<Option<Refusal>, GenerateError> {
        let all_there = by.iter().map(|value| format!("({value}) IS NOT NULL"));
        let only = only.map(|only| format!("({only})"));
        let rows = all_there.chain(only).collect::<Vec<_>>().join(" AND ");
        let shown = by.iter().map(|value| {
            let name = value.split(" COLLATE ").next().unwrap_or(value);
            format!("{} || ' = ' || quote(min({value}))", quote_text(name))
        });
        let shown = shown.collect::<Vec<_>>().join(" || ', ' || ");
        let places = format!(
            "CASE count(*) WHEN 2 THEN min({ROW}) || ' and ' || max({ROW}) ELSE count(*) || ' rows' END"
        );
        let sql = format!(
            "SELECT {shown} || ' in ' || {places}, count(*) OVER () FROM {} WHERE {rows}
             GROUP BY {} HAVING count(*) > 1",
            self.relation,
            by.join(", ")
        );
        let columns = by
            .iter()
            .map(|value| value.split(" COLLATE ").next().unwrap_or(value).to_owned())
            .collect();
        let seen = self.after.read_rows(&sql)?;
        Ok(self.refuse_rows(RefusalKind::Duplicates { columns }, seen))
    }

    fn check_rows_against(&self, check: &str) -> Result<Option<Refusal>, GenerateError> {
        let seen = self.after.rows_where(&self.relation, &format!("NOT ({check})"))?;
        Ok(self.refuse_rows(RefusalKind::Check { check: check.to_owned() }, seen))
    }

    fn check_reference(&self, reference: &ReferenceSpec) -> Result<Option<Refusal>, GenerateError> {
        let Some(parent) = self.after.parent_of(reference)? else { return Ok(None) };
        let there =
            reference.columns.iter().map(|column| format!("{} IS NOT NULL", quote_name(column)));
        let there = there.collect::<Vec<_>>().join(" AND ");
        let own = quote_name(&self.now.name);
        let same = reference.columns.iter().zip(&parent.columns);
        let same = same.map(|(child, to)| {
            format!("\"the parent\".{} = {own}.{}", quote_name(to), quote_name(child))
        });
        let same = same.collect::<Vec<_>>().join(" AND ");
        let parents = format!("SELECT 1 FROM {} WHERE {same}", parent.relation);
        let seen = self
            .after
            .rows_where(&self.relation, &format!("{there} AND NOT EXISTS ({parents})"))?;
        let kind = RefusalKind::Dangling {
            columns: reference.columns.clone(),
            parent: reference.table.clone(),
        };
        Ok(self.refuse_rows(kind, seen))
    }

    fn check_indexes(&self) -> Result<Vec<Refusal>, GenerateError> {
        let before = &self.after.renamed.catalogue.indexes;
        let mut found = Vec::new();
        let indexes = self.after.goal.indexes.iter();
        for (name, index) in indexes.filter(|(_, index)| index.table == self.now.name) {
            let is_new = before.get(name) != Some(index)
                || index.mentions.iter().any(|name| self.has_changed(name));
            if is_new && index.is_unique() {
                found.extend(self.unique_index(index)?);
            }
        }
        Ok(found)
    }

    fn unique_index(&self, index: &Object) -> Result<Option<Refusal>, GenerateError> {
        let Some(definition) = parse_create_index(&index.sql) else { return Ok(None) };
        let by: Vec<String> =
            definition.parts.iter().map(|part| self.indexed_value(part)).collect();
        let only = normalize_words(&definition.condition);
        self.check_unique(&by, Some(only.as_str()).filter(|only| !only.is_empty()))
    }

    /// Value that one part of an index compares rows by, as SQL.
    fn indexed_value(&self, part: &[Word<'_>]) -> String {
        let has_order = part.last().is_some_and(|word| word.is_any(&["ASC", "DESC"]));
        match &part[..part.len() - usize::from(has_order)] {
            [column] => self.collated_value(&column.name(), None),
            [column, word, collation] if word.is("COLLATE") => {
                self.collated_value(&column.name(), Some(&collation.name().to_ascii_lowercase()))
            }
            expression => normalize_words(expression),
        }
    }
}
