//! Decides how each change is made and in which order the statements stand. It runs nothing: a plan is a proposal.

use std::collections::{BTreeMap, BTreeSet};

use super::Half;
use super::catalogue::{CatalogueTable, Object, by_place};
use super::loss::{Loss, LossKind, list_losses};
use super::native::{Alteration, plan_alterations};
use super::planned_statements::{
    PlanTask, PlannedStatement, ScriptPlan, StatementGroup, loss_note,
};
use super::rebuild::plan_rebuild;
use super::stand_in::parent_row;
use super::table_order::parents_first;
use super::text::{ObjectKind, Style, end_statement};
use crate::sql::definition::TableDefinition;
use crate::sql::name::{Name, quote_name};

/// The way in which the changes of one table are made.
enum Way<'a> {
    Alter(Vec<Alteration<'a>>),
    Rebuild,
}

struct Planner<'a> {
    task: &'a PlanTask<'a>,
    style: Style,
    ways: BTreeMap<&'a Name, Way<'a>>,
    /// Views that are dropped, and made again if they are still wanted.
    views_away: BTreeSet<&'a Name>,
    triggers_away: BTreeSet<&'a Name>,
    plan: ScriptPlan,
}

/// Proposes a script.
pub(super) fn plan_half(task: &PlanTask<'_>) -> ScriptPlan {
    let names = task.from.collect_names().into_iter().chain(task.to.collect_names()).collect();
    let mut planner = Planner {
        task,
        style: Style { half: task.half, names },
        ways: choose_ways(task),
        views_away: BTreeSet::new(),
        triggers_away: BTreeSet::new(),
        plan: ScriptPlan::default(),
    };
    planner.choose_away();
    planner.drop_objects();
    planner.drop_virtuals();
    planner.drop_tables();
    planner.create_tables();
    planner.change_tables();
    planner.create_virtuals();
    planner.create_objects();
    planner.plan
}

fn choose_ways<'a>(task: &'a PlanTask<'a>) -> BTreeMap<&'a Name, Way<'a>> {
    let mut ways = BTreeMap::new();
    for (key, to) in &task.to.tables {
        let Some(from) = task.from.tables.get(key) else { continue };
        let forced = task.rebuilt.contains(key);
        if from == to && !forced {
            continue;
        }
        let alterations =
            if forced { None } else { plan_alterations(task, &from.definition, &to.definition) };
        ways.insert(key, alterations.map_or(Way::Rebuild, Way::Alter));
    }
    ways
}

impl<'a> Planner<'a> {
    fn is_rebuilt(&self, table: &Name) -> bool {
        matches!(self.ways.get(table), Some(Way::Rebuild))
    }

    /// A rename checks all views and triggers, so whatever reads a table that is missing for a moment has to go first.
    fn choose_away(&mut self) {
        let PlanTask { from, to, .. } = self.task;
        self.views_away = self.altered_objects(&from.views, &to.views);
        self.triggers_away = self.altered_objects(&from.triggers, &to.triggers);
        self.add_readers_of_missing_tables();
    }

    /// Names of the objects that change or go; all of them where all have to go out of the way.
    fn altered_objects(
        &self,
        before: &'a BTreeMap<Name, Object>,
        now: &BTreeMap<Name, Object>,
    ) -> BTreeSet<&'a Name> {
        let altered = before
            .iter()
            .filter(|(name, object)| self.task.all_away || now.get(*name) != Some(*object));
        altered.map(|(name, _)| name).collect()
    }

    fn add_readers_of_missing_tables(&mut self) {
        let mut missing: BTreeSet<&Name> =
            self.ways.keys().copied().filter(|table| self.is_rebuilt(table)).collect();
        if !self.ways.is_empty() {
            missing.extend(self.views_away.iter().copied());
        }
        missing.extend(changed_virtuals(self.task).map(|table| &table.name));
        loop {
            let views = self.task.from.views.iter();
            let more: Vec<&Name> = views
                .filter(|(name, view)| !missing.contains(*name) && view.mentions_any(&missing))
                .map(|(name, _)| name)
                .collect();
            if more.is_empty() {
                break;
            }
            missing.extend(&more);
            self.views_away.extend(more);
        }
        for (name, trigger) in &self.task.from.triggers {
            if trigger.mentions_any(&missing) || self.views_away.contains(&trigger.table) {
                self.triggers_away.insert(name);
            }
        }
    }

    /// True if a trigger goes by itself, with its table or view, before anything can stumble over it.
    fn goes_along(&self, trigger: &Object) -> bool {
        let table = &trigger.table;
        let dropped =
            !self.task.to.tables.contains_key(table) && self.task.from.tables.contains_key(table);
        let alone = !self.task.all_away
            && !trigger.mentions.iter().any(|name| {
                name != table && (self.is_rebuilt(name) || self.views_away.contains(name))
            });
        self.views_away.contains(table) || dropped || self.is_rebuilt(table) && alone
    }

    fn drop_objects(&mut self) {
        let from = self.task.from;
        let triggers = self.triggers_away.iter().map(|name| &from.triggers[*name]);
        let triggers = triggers
            .filter(|trigger| !self.goes_along(trigger))
            .map(|trigger| drop_statement("TRIGGER", trigger));
        let views = self.views_away.iter().map(|name| drop_statement("VIEW", &from.views[*name]));
        let steps = triggers.chain(views).collect();
        self.plan.push_group(steps);
        let indexes = from
            .indexes
            .values()
            .filter(|index| self.must_drop(index))
            .map(|index| drop_statement("INDEX", index));
        let steps = indexes.collect();
        self.plan.push_group(steps);
    }

    /// Indexes of a table that is dropped or made anew go with it, unless another table needs the name before.
    fn must_drop(&self, index: &Object) -> bool {
        let now = self.task.to.indexes.get(&index.name);
        if !self.task.to.tables.contains_key(&index.table) {
            return false;
        }
        if self.is_rebuilt(&index.table) {
            return now.is_some_and(|now| now.table != index.table);
        }
        now != Some(index)
    }

    fn drop_virtuals(&mut self) {
        let PlanTask { half, to, .. } = self.task;
        let mut steps = Vec::new();
        for table in changed_virtuals(self.task) {
            let is_gone = !to.virtuals.contains_key(&table.name);
            let kind = if is_gone { LossKind::Table } else { LossKind::Refill };
            let loss = Loss::new(*half, &table.name, None, kind);
            let drop = drop_statement("TABLE", table);
            steps.push(PlannedStatement { notes: vec![loss_note(&loss)], ..drop });
            self.plan.losses.push(loss);
        }
        self.plan.push_group(steps);
    }

    fn create_virtuals(&mut self) {
        let PlanTask { from, to, .. } = self.task;
        for table in by_place(&to.virtuals) {
            if from.virtuals.get(&table.name) != Some(table) {
                let sql = end_statement(&table.sql);
                self.plan.push_group(vec![PlannedStatement::new(sql)]);
            }
        }
    }

    fn drop_tables(&mut self) {
        let PlanTask { from, to, .. } = self.task;
        let mut steps = Vec::new();
        for name in
            parents_first(from).into_iter().rev().filter(|name| !to.tables.contains_key(*name))
        {
            let table = &from.tables[name].definition.name;
            let sql = format!("DROP TABLE {};", quote_name(table));
            let loss = Loss::new(self.task.half, table, None, LossKind::Table);
            steps.push(PlannedStatement { notes: vec![loss_note(&loss)], sql });
            self.plan.losses.push(loss);
        }
        self.plan.push_group(steps);
    }

    fn create_tables(&mut self) {
        let PlanTask { from, to, .. } = self.task;
        for name in parents_first(to).into_iter().filter(|name| !from.tables.contains_key(*name)) {
            let mut steps = vec![PlannedStatement::new(
                self.style.create_table(&to.tables[name].definition, None),
            )];
            steps.extend(self.indexes_of(name));
            steps.extend(self.make_up_row(&to.tables[name].definition));
            self.plan.push_group(steps);
        }
    }

    /// The statement for the row that others of rows which are there must refer to.
    fn make_up_row(&mut self, table: &TableDefinition) -> Option<PlannedStatement> {
        let values = parent_row(self.task, table)?;
        let loss = Loss::new(self.task.half, &table.name, None, LossKind::MadeUpRow);
        let statement = PlannedStatement {
            notes: vec![loss_note(&loss)],
            sql: insert_row(&table.name, &values, &rows_in_need(self.task, table)),
        };
        self.plan.losses.push(loss);
        Some(statement)
    }

    fn change_tables(&mut self) {
        for name in parents_first(self.task.to) {
            let Some(way) = self.ways.get(name) else { continue };
            let from = &self.task.from.tables[name];
            let to = &self.task.to.tables[name];
            let losses = list_losses(self.task.half, &from.definition, &to.definition);
            let (mut group, more) = match way {
                Way::Alter(alterations) => {
                    (alter_table(name, from, alterations, &self.style, &losses), Vec::new())
                }
                Way::Rebuild => plan_rebuild(self.task, &self.style, (from, to), &losses),
            };
            group.statements.extend(self.indexes_of(name));
            self.plan.groups.push(group);
            self.plan.losses.extend(losses.into_iter().chain(more));
        }
        self.create_other_indexes();
    }

    /// Indexes to make on tables that are not changed themselves.
    fn create_other_indexes(&mut self) {
        let to = self.task.to;
        let untouched = to.tables.keys().filter(|name| self.task.from.tables.contains_key(*name));
        let untouched = untouched.filter(|name| !self.ways.contains_key(*name));
        let steps = untouched.flat_map(|name| self.indexes_of(name)).collect();
        self.plan.push_group(steps);
    }

    fn indexes_of(&self, table: &Name) -> Vec<PlannedStatement> {
        let before = &self.task.from.indexes;
        let wanted = by_place(&self.task.to.indexes).into_iter();
        wanted
            .filter(|index| index.table == *table)
            .filter(|index| self.is_rebuilt(table) || before.get(&index.name) != Some(*index))
            .map(|index| self.create_statement(index, before, ObjectKind::Index))
            .collect()
    }

    fn create_statement(
        &self,
        object: &Object,
        before: &BTreeMap<Name, Object>,
        kind: ObjectKind,
    ) -> PlannedStatement {
        // What has not changed keeps the words it had.
        let unchanged =
            before.get(&object.name).filter(|old| *old == object && self.task.half == Half::Up);
        match unchanged {
            Some(old) => PlannedStatement::new(end_statement(&old.sql)),
            None => PlannedStatement::new(self.style.create_object(object, kind)),
        }
    }

    fn create_objects(&mut self) {
        let PlanTask { from, to, .. } = self.task;
        for (kind, before, wanted, away) in [
            (ObjectKind::View, &from.views, &to.views, &self.views_away),
            (ObjectKind::Trigger, &from.triggers, &to.triggers, &self.triggers_away),
        ] {
            for object in by_place(wanted) {
                if !before.contains_key(&object.name) || away.contains(&object.name) {
                    let statement = self.create_statement(object, before, kind);
                    self.plan.push_group(vec![statement]);
                }
            }
        }
    }
}

/// Virtual tables that go, or that are made anew.
fn changed_virtuals<'a>(task: &'a PlanTask<'a>) -> impl Iterator<Item = &'a Object> {
    let now = &task.to.virtuals;
    task.from.virtuals.values().filter(|table| now.get(&table.name) != Some(*table))
}

/// Tables with rows that must refer to this one.
fn rows_in_need(task: &PlanTask<'_>, parent: &TableDefinition) -> Vec<String> {
    let mut reached: BTreeSet<&Name> = BTreeSet::from([&parent.name]);
    while let Some(more) = task.to.tables.iter().find(|(name, table)| {
        let references = || table.definition.references().map(|reference| &reference.table);
        !reached.contains(*name) && references().any(|to| reached.contains(to))
    }) {
        reached.insert(more.0);
    }
    let there = reached.into_iter().filter(|name| task.from.tables.contains_key(*name));
    there.map(|name| quote_name(&task.from.tables[name].definition.name)).collect()
}

fn insert_row(table: &Name, values: &[(String, String)], needed_by: &[String]) -> String {
    let (names, values): (Vec<&str>, Vec<&str>) =
        values.iter().map(|(name, value)| (name.as_str(), value.as_str())).unzip();
    let needed = needed_by.iter().map(|table| format!("EXISTS (SELECT 1 FROM {table})"));
    format!(
        "INSERT INTO {} ({}) SELECT {} WHERE {};",
        quote_name(table),
        names.join(", "),
        values.join(", "),
        needed.collect::<Vec<_>>().join(" OR ")
    )
}

fn drop_statement(kind: &str, object: &Object) -> PlannedStatement {
    PlannedStatement::new(format!("DROP {kind} {};", quote_name(&object.name)))
}

fn alter_table(
    name: &Name,
    from: &CatalogueTable,
    alterations: &[Alteration<'_>],
    style: &Style,
    losses: &[Loss],
) -> StatementGroup {
    let table = quote_name(&from.definition.name);
    let statements = alterations.iter().map(|alteration| match alteration {
        Alteration::Drop { column } => {
            let about = losses.iter().filter(|loss| loss.column.as_ref() == Some(&column.name));
            let sql = format!("ALTER TABLE {table} DROP COLUMN {};", quote_name(&column.name));
            PlannedStatement { notes: about.map(loss_note).collect(), sql }
        }
        Alteration::Add { definition, column, apart } => {
            let text = style.column_text(definition, column, apart);
            PlannedStatement::new(format!("ALTER TABLE {table} ADD COLUMN {text};"))
        }
    });
    StatementGroup { altered: Some(name.clone()), statements: statements.collect() }
}
