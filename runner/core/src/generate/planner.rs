//! Decides how each change is made and in which order the statements stand. It runs nothing: a plan is a proposal.

use std::collections::{BTreeMap, BTreeSet};

use super::Half;
use super::catalogue::{Object, Table, by_place};
use super::loss::{self, Loss, LossKind};
use super::native::{self, Alteration};
use super::plan::{PlanTask, PlannedStatement, ScriptPlan, StatementGroup, loss_note};
use super::rebuild;
use super::table_order::parents_first;
use super::text::{ObjectKind, Style};
use crate::sql::name::{lookup_key, quote_name};

/// How the changes of one table are made.
enum Way<'a> {
    Alter(Vec<Alteration<'a>>),
    Rebuild,
}

struct Planner<'a> {
    task: &'a PlanTask<'a>,
    style: Style,
    ways: BTreeMap<&'a str, Way<'a>>,
    /// Views that are dropped, and made again if they are still wanted.
    views_away: BTreeSet<&'a str>,
    triggers_away: BTreeSet<&'a str>,
    plan: ScriptPlan,
}

/// Proposes a script.
pub(super) fn plan_half(task: &PlanTask<'_>) -> ScriptPlan {
    let names = task.from.names().into_iter().chain(task.to.names()).collect();
    let mut planner = Planner {
        task,
        style: Style { half: task.half, names },
        ways: ways(task),
        views_away: BTreeSet::new(),
        triggers_away: BTreeSet::new(),
        plan: ScriptPlan::default(),
    };
    planner.choose_away();
    planner.drop_objects();
    planner.drop_tables();
    planner.create_tables();
    planner.change_tables();
    planner.create_objects();
    planner.plan
}

fn ways<'a>(task: &'a PlanTask<'a>) -> BTreeMap<&'a str, Way<'a>> {
    let mut ways = BTreeMap::new();
    for (key, to) in &task.to.tables {
        let Some(from) = task.from.tables.get(key) else { continue };
        let forced = task.rebuilt.contains(key);
        if from == to && !forced {
            continue;
        }
        let native =
            if forced { None } else { native::alterations(task, &from.definition, &to.definition) };
        ways.insert(key.as_str(), native.map_or(Way::Rebuild, Way::Alter));
    }
    ways
}

impl<'a> Planner<'a> {
    fn is_rebuilt(&self, table: &str) -> bool {
        matches!(self.ways.get(table), Some(Way::Rebuild))
    }

    /// A rename checks all views and triggers, so whatever reads a table that is missing for a moment has to go first.
    fn choose_away(&mut self) {
        let (from, to) = (self.task.from, self.task.to);
        let altered = |before: &BTreeMap<String, Object>,
                       name: &str,
                       object: &Object,
                       now: &BTreeMap<String, Object>| {
            before.contains_key(name) && now.get(name) != Some(object) || self.task.all_away
        };
        let changed =
            from.views.iter().filter(|(name, view)| altered(&from.views, name, view, &to.views));
        self.views_away = changed.map(|(name, _)| name.as_str()).collect();
        let changed = from
            .triggers
            .iter()
            .filter(|(name, trigger)| altered(&from.triggers, name, trigger, &to.triggers));
        self.triggers_away = changed.map(|(name, _)| name.as_str()).collect();
        self.add_readers_of_missing_tables();
    }

    fn add_readers_of_missing_tables(&mut self) {
        let mut missing: BTreeSet<&str> =
            self.ways.keys().copied().filter(|table| self.is_rebuilt(table)).collect();
        if !self.ways.is_empty() {
            missing.extend(self.views_away.iter().copied());
        }
        let reads = |object: &Object, missing: &BTreeSet<&str>| {
            missing.iter().any(|name| object.mentions.contains(*name))
        };
        loop {
            let views = self.task.from.views.iter();
            let more: Vec<&str> = views
                .filter(|(name, view)| !missing.contains(name.as_str()) && reads(view, &missing))
                .map(|(name, _)| name.as_str())
                .collect();
            if more.is_empty() {
                break;
            }
            missing.extend(&more);
            self.views_away.extend(more);
        }
        for (name, trigger) in &self.task.from.triggers {
            if reads(trigger, &missing) || self.views_away.contains(trigger.table.as_str()) {
                self.triggers_away.insert(name.as_str());
            }
        }
    }

    /// Whether a trigger goes by itself, with its table or view, before anything can stumble over it.
    fn goes_along(&self, trigger: &Object) -> bool {
        let table = trigger.table.as_str();
        let other_missing = |name: &String| {
            name != table && (self.is_rebuilt(name) || self.views_away.contains(name.as_str()))
        };
        let dropped =
            !self.task.to.tables.contains_key(table) && self.task.from.tables.contains_key(table);
        let alone = !trigger.mentions.iter().any(other_missing) && !self.task.all_away;
        self.views_away.contains(table) || dropped || self.is_rebuilt(table) && alone
    }

    fn drop_objects(&mut self) {
        let from = self.task.from;
        let triggers = self.triggers_away.iter().map(|name| &from.triggers[*name]);
        let triggers = triggers
            .filter(|trigger| !self.goes_along(trigger))
            .map(|trigger| dropping("TRIGGER", trigger));
        let views = self.views_away.iter().map(|name| dropping("VIEW", &from.views[*name]));
        let steps = triggers.chain(views).collect();
        self.plan.push_group(steps);
        let indexes = from
            .indexes
            .values()
            .filter(|index| self.must_drop(index))
            .map(|index| dropping("INDEX", index));
        let steps = indexes.collect();
        self.plan.push_group(steps);
    }

    /// Indexes of a table that is dropped or made anew go with it, unless another table needs the name before.
    fn must_drop(&self, index: &Object) -> bool {
        let now = self.task.to.indexes.get(&lookup_key(&index.name));
        if !self.task.to.tables.contains_key(&index.table) {
            return false;
        }
        if self.is_rebuilt(&index.table) {
            return now.is_some_and(|now| now.table != index.table);
        }
        now != Some(index)
    }

    fn drop_tables(&mut self) {
        let (from, to) = (self.task.from, self.task.to);
        let mut steps = Vec::new();
        for name in
            parents_first(from).into_iter().rev().filter(|name| !to.tables.contains_key(*name))
        {
            let table = from.tables[name].definition.name.clone();
            let sql = format!("DROP TABLE {};", quote_name(&table));
            let loss = Loss {
                half: self.task.half,
                table,
                column: None,
                kind: LossKind::Table,
                values: None,
            };
            steps.push(PlannedStatement { notes: vec![loss_note(&loss)], sql });
            self.plan.losses.push(loss);
        }
        self.plan.push_group(steps);
    }

    fn create_tables(&mut self) {
        let (from, to) = (self.task.from, self.task.to);
        for name in parents_first(to).into_iter().filter(|name| !from.tables.contains_key(*name)) {
            let mut steps = vec![PlannedStatement::new(
                self.style.create_table(&to.tables[name].definition, None),
            )];
            steps.extend(self.indexes_of(name));
            self.plan.push_group(steps);
        }
    }

    fn change_tables(&mut self) {
        for name in parents_first(self.task.to) {
            let (Some(way), Some(from)) = (self.ways.get(name), self.task.from.tables.get(name))
            else {
                continue;
            };
            let to = &self.task.to.tables[name];
            let losses = loss::in_table(self.task.half, &from.definition, &to.definition);
            let (mut group, more) = match way {
                Way::Alter(alterations) => {
                    (alter(name, from, alterations, &self.style, &losses), Vec::new())
                }
                Way::Rebuild => rebuild::group(self.task, &self.style, (from, to), &losses),
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
        let untouched = untouched.filter(|name| !self.ways.contains_key(name.as_str()));
        let steps = untouched.flat_map(|name| self.indexes_of(name)).collect();
        self.plan.push_group(steps);
    }

    fn indexes_of(&self, table: &str) -> Vec<PlannedStatement> {
        let before = &self.task.from.indexes;
        let stays = |index: &Object| {
            before.get(&lookup_key(&index.name)) == Some(index) && !self.is_rebuilt(table)
        };
        let wanted = by_place(&self.task.to.indexes).into_iter();
        let wanted = wanted.filter(|index| index.table == table && !stays(index));
        wanted.map(|index| self.creating(index, before, ObjectKind::Index)).collect()
    }

    fn creating(
        &self,
        object: &Object,
        before: &BTreeMap<String, Object>,
        kind: ObjectKind,
    ) -> PlannedStatement {
        // What has not changed keeps the words it had.
        let unchanged = before
            .get(&lookup_key(&object.name))
            .filter(|old| *old == object && self.task.half == Half::Up);
        match unchanged {
            Some(old) => PlannedStatement::new(super::text::ended(&old.sql)),
            None => PlannedStatement::new(self.style.create(object, kind)),
        }
    }

    fn create_objects(&mut self) {
        let (from, to) = (self.task.from, self.task.to);
        for (kind, before, wanted, away) in [
            (ObjectKind::View, &from.views, &to.views, &self.views_away),
            (ObjectKind::Trigger, &from.triggers, &to.triggers, &self.triggers_away),
        ] {
            let stays = |object: &Object| {
                before.contains_key(&lookup_key(&object.name))
                    && !away.contains(lookup_key(&object.name).as_str())
            };
            for object in by_place(wanted).into_iter().filter(|object| !stays(object)) {
                let statement = self.creating(object, before, kind);
                self.plan.push_group(vec![statement]);
            }
        }
    }
}

fn dropping(kind: &str, object: &Object) -> PlannedStatement {
    PlannedStatement::new(format!("DROP {kind} {};", quote_name(&object.name)))
}

fn alter(
    name: &str,
    from: &Table,
    alterations: &[Alteration<'_>],
    style: &Style,
    losses: &[Loss],
) -> StatementGroup {
    let table = quote_name(&from.definition.name);
    let step = |alteration: &Alteration<'_>| match alteration {
        Alteration::Drop { column } => {
            let about = losses.iter().filter(|loss| loss.column.as_ref() == Some(&column.name));
            let sql = format!("ALTER TABLE {table} DROP COLUMN {};", quote_name(&column.name));
            PlannedStatement { notes: about.map(loss_note).collect(), sql }
        }
        Alteration::Add { definition, column, apart } => {
            let text = style.column(definition, column, apart);
            PlannedStatement::new(format!("ALTER TABLE {table} ADD COLUMN {text};"))
        }
    };
    StatementGroup {
        altered: Some(name.to_owned()),
        statements: alterations.iter().map(step).collect(),
    }
}
