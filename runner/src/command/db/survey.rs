//! What is so in database, scripts and wanted schema, each thing with its state, for `check` and `status`.

use anyhow::anyhow;
use rusqlite::Connection;
use workbook_core::generate::{Change, Done, compare_schemas, find_broken, list_wanted_changes};
use workbook_core::migration::Script;
use workbook_core::migration::choose::{
    Applied, came_by_squashed, is_applied, late_scripts, without_script,
};

use super::{Io, Project, Stop, wanted};
use crate::cli::WantedArgs;

/// One thing that was looked at, and how it stands.
pub(super) struct SurveyRow {
    pub(super) what: &'static str,
    pub(super) name: String,
    pub(super) state: String,
    /// The sentence about what is wrong with it; None where nothing is.
    pub(super) wrong: Option<String>,
}

/// Everything that was looked at.
pub(super) struct Survey {
    pub(super) rows: Vec<SurveyRow>,
    /// True if something says what schema is wanted.
    pub(super) has_wanted: bool,
}

impl SurveyRow {
    fn right(what: &'static str, name: &str, state: &str) -> SurveyRow {
        SurveyRow { what, name: name.to_owned(), state: state.to_owned(), wrong: None }
    }

    fn wrong(what: &'static str, name: &str, state: &str, sentence: String) -> SurveyRow {
        SurveyRow { wrong: Some(sentence), ..SurveyRow::right(what, name, state) }
    }
}

impl Survey {
    /// The sentences about what is wrong, in the order in which it was looked at.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| row.wrong.as_deref())
    }
}

/// Looks at the database, each script, what separates the two, and the wanted schema.
pub(super) fn survey_project(project: &Project, io: &mut Io<'_>) -> Result<Survey, Stop> {
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let database = project.open_for_reading()?;
    let mut rows = vec![survey_database(project, database.is_some())];
    rows.extend(survey_missing(&scripts, &applied));
    rows.extend(scripts.iter().map(|script| survey_script(script, &applied)));
    if let Some(database) = &database {
        rows.extend(survey_drift(&scripts, &applied, database)?);
        rows.extend(survey_broken(database)?);
    }
    let wanted = wanted::read_wanted(project, &WantedArgs::default(), io)?;
    if let Some(wanted) = &wanted {
        rows.extend(survey_wanted(&wanted::build_migrated(&scripts)?, wanted)?);
    }
    Ok(Survey { rows, has_wanted: wanted.is_some() })
}

fn survey_database(project: &Project, is_there: bool) -> SurveyRow {
    let name = project.shown_path().display().to_string();
    if is_there {
        return SurveyRow::right("database", &name, "there");
    }
    let sentence = format!("there is no database `{name}`: `workbook db upgrade` makes it");
    SurveyRow::wrong("database", &name, "not there", sentence)
}

fn survey_missing(scripts: &[Script], applied: &[Applied]) -> Vec<SurveyRow> {
    let unknown = without_script(scripts, applied).map(|known| {
        let version = &known.version;
        let sentence = format!("version {version} has been applied, but its script is not there");
        SurveyRow::wrong("version", version, "applied, but its script is not there", sentence)
    });
    unknown.collect()
}

fn survey_script(script: &Script, applied: &[Applied]) -> SurveyRow {
    let name = script.name();
    let known = applied.iter().find(|known| is_applied(script, std::slice::from_ref(*known)));
    let Some(known) = known else {
        let Some(newest) = find_newer(script, applied) else {
            let sentence = format!("{name} is pending: `workbook db upgrade` runs it");
            return SurveyRow::wrong("script", name, "pending", sentence);
        };
        let state = format!("pending, and older than {newest}, which has been applied");
        return SurveyRow::wrong("script", name, &state, format!("{name} is {state}"));
    };
    // What another tool ran has no checksum.
    let is_other = known.checksum.as_ref().is_some_and(|checksum| *checksum != script.checksum());
    if is_other && !came_by_squashed(script, applied) {
        let sentence = format!("{name} has been edited since it was applied");
        return SurveyRow::wrong("script", name, "edited since it was applied", sentence);
    }
    SurveyRow::right("script", name, "applied")
}

/// The newest applied version, if a script comes before it.
fn find_newer<'a>(script: &Script, applied: &'a [Applied]) -> Option<&'a str> {
    let is_late = !late_scripts(&[script], applied).is_empty();
    applied.last().filter(|_| is_late).map(|newest| newest.version.as_str())
}

/// Compares the database with what its applied scripts give.
pub(super) fn survey_drift(
    scripts: &[Script],
    applied: &[Applied],
    database: &Connection,
) -> Result<Vec<SurveyRow>, Stop> {
    let expected = match wanted::build_applied(scripts, applied) {
        Ok(expected) => expected,
        Err(error) => return Ok(vec![survey_incomparable(&error)]),
    };
    let changes =
        compare_schemas(expected.connection(), database).map_err(|error| anyhow!(error))?;
    Ok(changes.iter().map(survey_difference).collect())
}

/// Lists the views, triggers and references of the database that speak of what is not there.
fn survey_broken(database: &Connection) -> anyhow::Result<Vec<SurveyRow>> {
    let broken = find_broken(database)?.into_iter().map(|(name, why)| {
        let sentence = format!("{name} does not work: {why}");
        let (what, name) = match name.split_once(' ') {
            Some(("view", name)) => ("view", name),
            Some(("trigger", name)) => ("trigger", name),
            Some((_, name)) => ("column", name),
            None => ("", name.as_str()),
        };
        SurveyRow::wrong(what, name.trim_matches('`'), &format!("does not work: {why}"), sentence)
    });
    Ok(broken.collect())
}

fn survey_incomparable(error: &workbook_core::migration::MigrationError) -> SurveyRow {
    let sentence = format!(
        "the database cannot be compared with its scripts: run on an empty database, {}",
        wanted::describe_failure(error)
    );
    SurveyRow::wrong("database", "", "cannot be compared with its scripts", sentence)
}

fn survey_difference(change: &Change) -> SurveyRow {
    let (what, name, side) = name_difference(change);
    let (state, sentence) = match side {
        Side::Database => (
            "only in the database",
            format!("{what} `{name}` is only in the database, and in no applied script"),
        ),
        Side::Scripts => {
            ("missing in the database", format!("{what} `{name}` is missing in the database"))
        }
        Side::Both => {
            let state = format!("not as in its scripts: {change}");
            let sentence = format!("the database is not as its scripts made it: {change}");
            return SurveyRow::wrong(what, &name, &state, sentence);
        }
    };
    SurveyRow::wrong(what, &name, state, sentence)
}

/// Place of something that stands in one schema only, or in both in another form.
enum Side {
    Database,
    Scripts,
    Both,
}

/// The kind and the name of what a change from the scripts' schema to the database's is about.
fn name_difference(change: &Change) -> (&'static str, String, Side) {
    let side = |done: Done| match done {
        Done::Added => Side::Database,
        Done::Dropped => Side::Scripts,
        Done::Changed => Side::Both,
    };
    match change {
        Change::AddTable { table } => ("table", table.to_string(), Side::Database),
        Change::DropTable { table } => ("table", table.to_string(), Side::Scripts),
        Change::AddColumn { table, column } => {
            ("column", format!("{table}.{column}"), Side::Database)
        }
        Change::DropColumn { table, column } => {
            ("column", format!("{table}.{column}"), Side::Scripts)
        }
        Change::VirtualTable { done, table } => ("table", table.to_string(), side(*done)),
        Change::Index { done, index, .. } => ("index", index.to_string(), side(*done)),
        Change::View { done, view } => ("view", view.to_string(), side(*done)),
        Change::Trigger { done, trigger, .. } => ("trigger", trigger.to_string(), side(*done)),
        Change::RenameIndex { index, .. } => ("index", index.to_string(), Side::Both),
        other => ("table", other.table().map_or_else(String::new, ToString::to_string), Side::Both),
    }
}

/// Lists what a script would have to do to make the wanted schema.
fn survey_wanted(current: &Connection, wanted: &Connection) -> anyhow::Result<Vec<SurveyRow>> {
    let changes = list_wanted_changes(current, wanted)?;
    if changes.is_empty() {
        return Ok(vec![SurveyRow::right("schema", "wanted", "given by the scripts")]);
    }
    let rows = changes.iter().map(|change| {
        let state = format!("no script does this yet: {change}");
        SurveyRow::wrong("schema", "wanted", &state, state.clone())
    });
    Ok(rows.collect())
}
