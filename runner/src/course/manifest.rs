//! Reads `exercise.toml` and turns it into a validated exercise at once. Its TOML structs stay private to this file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use toml::Spanned;
use workbook_core::exercise::{
    Action, Exercise, ExerciseLimits, GradingRule, MAIN, SqlSource, Step, Tree, UnseenRows,
};
use workbook_core::migration::Target;
use workbook_core::rows::{Order, Value};
use workbook_core::sample::Allowed;
use workbook_core::schema::diff::Insist;
use workbook_core::snapshot::Rules;
use workbook_core::span::{Place, place_of};
use workbook_core::sql::name::Name;

use super::ManifestError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExercise {
    title: String,
    goal: Option<String>,
    files: Spanned<Vec<String>>,
    #[serde(default)]
    hints: Vec<String>,
    first_message: Option<String>,
    praise: Option<String>,
    note: Option<String>,
    #[serde(default)]
    hint_for: BTreeMap<String, String>,
    #[serde(default)]
    limits: RawLimits,
    #[serde(default)]
    grade: RawGrade,
    #[serde(default)]
    unseen: RawUnseen,
    #[serde(default)]
    holds: Held,
    steps: Spanned<Vec<Spanned<RawStep>>>,
}

/// Sentences of the task, each with the names of the steps that hold it.
type Held = BTreeMap<String, Vec<Spanned<String>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimits {
    #[serde(default = "default_seconds")]
    seconds: u64,
    #[serde(default = "default_output_bytes")]
    output_bytes: usize,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawGrade {
    #[serde(default)]
    volatile: Vec<Spanned<String>>,
    #[serde(default)]
    insist: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnseen {
    #[serde(default = "default_unseen_rows")]
    rows: usize,
    #[serde(default)]
    repeat: Vec<Spanned<String>>,
    #[serde(default)]
    values: BTreeMap<Spanned<String>, Vec<RawValue>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    name: Option<String>,
    why: Option<String>,
    fails: Option<String>,
    ordered: Option<RawOrder>,
    points: Option<u32>,
    unseen: Option<bool>,
    create_all: Option<bool>,
    upgrade: Option<String>,
    downgrade: Option<String>,
    stamp: Option<String>,
    sql: Option<String>,
    sql_file: Option<String>,
    query: Option<String>,
    query_file: Option<String>,
    call: Option<String>,
    rejects: Option<String>,
    accepts: Option<String>,
    command: Option<Vec<String>>,
    rule: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawValue {
    Integer(i64),
    Real(f64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawOrder {
    Counts(bool),
    By(Vec<String>),
}

impl Default for RawLimits {
    fn default() -> RawLimits {
        RawLimits { seconds: default_seconds(), output_bytes: default_output_bytes() }
    }
}

impl Default for RawUnseen {
    fn default() -> RawUnseen {
        RawUnseen { rows: default_unseen_rows(), repeat: Vec::new(), values: BTreeMap::new() }
    }
}

fn default_unseen_rows() -> usize {
    7
}

fn default_seconds() -> u64 {
    10
}

fn default_output_bytes() -> usize {
    1_000_000
}

/// A mistake in words, with the bytes of the text it is about.
type Wrong = (Range<usize>, String);

/// Reads the exercise `id` in the folder `path` under `exercises`.
pub(super) fn read(root: &Path, id: &str, path: &Path) -> Result<Exercise, ManifestError> {
    let folder = Path::new(Tree::Exercises.name()).join(path);
    let file = folder.join("exercise.toml");
    let whole = |message| ManifestError { file: file.clone(), line: 0, column: 0, message };
    let text = super::read_text(&root.join(&file))
        .map_err(|error| whole(format!("cannot be read: {error}")))?;
    let located = |(span, message): Wrong| {
        let Place { line, column, .. } = place_of(&text, span);
        ManifestError { file: file.clone(), line, column, message }
    };
    let raw: RawExercise = toml::from_str(&text).map_err(|error| match error.span() {
        Some(span) => located((span, error.message().to_owned())),
        None => whole(error.message().to_owned()),
    })?;
    let main = root.join(&folder).join(MAIN);
    let has_program = main.is_file();
    let text =
        if has_program { super::read_text(&main).unwrap_or_default() } else { String::new() };
    let exercise = validate_exercise(id, path, raw).map_err(located)?;
    Ok(Exercise { has_program, main_prints: text.contains("println!"), ..exercise })
}

fn validate_exercise(id: &str, path: &Path, raw: RawExercise) -> Result<Exercise, Wrong> {
    if raw.files.get_ref().is_empty() {
        return Err((raw.files.span(), "name at least one file that the learner edits".to_owned()));
    }
    for name in raw.files.get_ref() {
        check_inside(name).map_err(|message| (raw.files.span(), message))?;
    }
    if raw.steps.get_ref().is_empty() {
        return Err((raw.steps.span(), "an exercise needs at least one step".to_owned()));
    }
    let held = raw.holds.into_values().flatten();
    let steps: Vec<Step> =
        raw.steps.into_inner().into_iter().map(read_step).collect::<Result<_, _>>()?;
    check_held(held, &steps)?;
    Ok(Exercise {
        id: id.to_owned(),
        path: path.to_owned(),
        title: raw.title,
        goal: raw.goal,
        files: raw.files.into_inner(),
        hints: raw.hints,
        first_message: raw.first_message,
        praise: raw.praise,
        note: raw.note,
        hint_for: raw.hint_for,
        limits: ExerciseLimits {
            time: Duration::from_secs(raw.limits.seconds),
            output_bytes: raw.limits.output_bytes,
        },
        rules: read_rules(raw.grade)?,
        unseen: UnseenRows {
            rows: raw.unseen.rows,
            repeat: raw.unseen.repeat.into_iter().map(read_column).collect::<Result<_, _>>()?,
            allowed: raw.unseen.values.into_iter().map(read_allowed).collect::<Result<_, _>>()?,
        },
        steps,
        has_program: false,
        main_prints: false,
    })
}

fn check_held(held: impl Iterator<Item = Spanned<String>>, steps: &[Step]) -> Result<(), Wrong> {
    for name in held {
        if !steps.iter().any(|step| step.name == *name.get_ref()) {
            return Err((name.span(), format!("there is no step `{}`", name.get_ref())));
        }
    }
    Ok(())
}

/// Sentences of the task of an exercise, in the order of their letters, each with the names of the steps that hold it; a
/// sentence that asks for nothing has none. Empty where its manifest has no table `holds`.
#[cfg(feature = "authors")]
pub(crate) fn held_sentences(root: &Path, exercise: &Exercise) -> BTreeMap<String, Vec<String>> {
    #[derive(Deserialize)]
    struct OnlyHolds {
        #[serde(default)]
        holds: BTreeMap<String, Vec<String>>,
    }
    let file = root.join(exercise.folder(Tree::Exercises)).join("exercise.toml");
    let text = super::read_text(&file).unwrap_or_default();
    toml::from_str::<OnlyHolds>(&text).map_or_else(|_| BTreeMap::new(), |manifest| manifest.holds)
}

/// A file of an exercise is named by a path that stays in its folder.
fn check_inside(name: &str) -> Result<(), String> {
    let stays =
        Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if stays { Ok(()) } else { Err(format!("`{name}` leads out of the exercise's folder")) }
}

fn read_rules(raw: RawGrade) -> Result<Rules, Wrong> {
    let mut insist = Insist::default();
    for word in raw.insist {
        match word.get_ref().as_str() {
            "autoincrement" => insist.autoincrement = true,
            "column order" => insist.column_order = true,
            "index names" => insist.index_names = true,
            other => {
                let known = "`autoincrement`, `column order` or `index names`";
                return Err((word.span(), format!("unknown word `{other}`, expected {known}")));
            }
        }
    }
    let volatile = raw.volatile.into_iter().map(read_column).collect::<Result<_, _>>()?;
    Ok(Rules { insist, volatile })
}

/// `table.column`
fn read_column(name: Spanned<String>) -> Result<(Name, Name), Wrong> {
    match name.get_ref().split_once('.') {
        Some((table, column)) => Ok((table.into(), column.into())),
        None => Err((name.span(), format!("expected `table.column`, found `{}`", name.get_ref()))),
    }
}

fn read_allowed((name, values): (Spanned<String>, Vec<RawValue>)) -> Result<Allowed, Wrong> {
    let (table, column) = read_column(name)?;
    let values = values.into_iter().map(|value| match value {
        RawValue::Integer(number) => Value::Integer(number),
        RawValue::Real(number) => Value::Real(number),
        RawValue::Text(text) => Value::Text(text),
    });
    Ok(Allowed { table, column, values: values.collect() })
}

fn read_step(raw: Spanned<RawStep>) -> Result<Step, Wrong> {
    let span = raw.span();
    let wrong = |message: String| (span.clone(), message);
    let mut raw = raw.into_inner();
    let name = raw.name.take();
    let why = raw.why.take();
    let fails = raw.fails.take();
    let order = raw.ordered.take();
    let points = raw.points.unwrap_or(1);
    let unseen = raw.unseen.unwrap_or(true);
    let mut actions = read_actions(raw).map_err(wrong)?;
    let (default_name, action) = match (actions.pop(), actions.is_empty()) {
        (Some(action), true) => action,
        (None, _) => return Err(wrong(format!("a step needs one of {STEP_KEYS}"))),
        (Some(_), false) => return Err(wrong(format!("a step has only one of {STEP_KEYS}"))),
    };
    if fails.is_some()
        && matches!(
            action,
            Action::Query(_) | Action::Rejects(_) | Action::Accepts(_) | Action::Rule(_)
        )
    {
        return Err(wrong("`fails` goes with a step that changes the database".to_owned()));
    }
    let prints = matches!(action, Action::Call(_) | Action::Command(_));
    let order = match order.unwrap_or(RawOrder::Counts(prints)) {
        RawOrder::Counts(true) => Order::Counts,
        RawOrder::Counts(false) => Order::Free,
        RawOrder::By(_) if prints => {
            return Err(wrong("printed lines have no columns to be ordered by".to_owned()));
        }
        RawOrder::By(columns) => Order::By(columns.into_iter().map(Name::from).collect()),
    };
    Ok(Step { name: name.unwrap_or(default_name), action, fails, why, order, points, unseen })
}

const STEP_KEYS: &str = "`create_all`, `upgrade`, `downgrade`, `stamp`, `sql`, `sql_file`, `query`, `query_file`, \
                         `call`, `rejects`, `accepts`, `command`, `rule`";

/// The actions a step names, each with the name it gets in reports; a right step has one.
fn read_actions(raw: RawStep) -> Result<Vec<(String, Action)>, String> {
    let mut found = Vec::new();
    for file in [&raw.sql_file, &raw.query_file].into_iter().flatten() {
        check_inside(file)?;
    }
    match raw.create_all {
        Some(true) => found.push(("create_all".to_owned(), Action::Call("create_all".to_owned()))),
        Some(false) => return Err("`create_all` is `true`, or is left out".to_owned()),
        None => (),
    }
    if let Some(to) = raw.upgrade {
        found.push((format!("upgrade {to}"), Action::Upgrade(read_target(&to, '+', "head")?)));
    }
    if let Some(to) = raw.downgrade {
        found.push((format!("downgrade {to}"), Action::Downgrade(read_target(&to, '-', "base")?)));
    }
    if let Some(to) = raw.stamp {
        found.push((format!("stamp {to}"), Action::Stamp(read_stamp_target(&to)?)));
    }
    found.extend(raw.sql.map(|text| ("sql".to_owned(), Action::Sql(SqlSource::Text(text)))));
    found.extend(raw.sql_file.map(|file| (file.clone(), Action::Sql(SqlSource::File(file)))));
    found.extend(raw.query.map(|text| ("query".to_owned(), Action::Query(SqlSource::Text(text)))));
    found.extend(raw.query_file.map(|file| (file.clone(), Action::Query(SqlSource::File(file)))));
    found.extend(raw.call.map(|name| (format!("call {name}"), Action::Call(name))));
    found.extend(raw.rejects.map(|text| ("rejects".to_owned(), Action::Rejects(text))));
    found.extend(raw.accepts.map(|text| ("accepts".to_owned(), Action::Accepts(text))));
    if let Some(words) = raw.rule {
        let rule = read_rule(&words)?;
        found.push((words, Action::Rule(rule)));
    }
    match raw.command {
        Some(words) if words.is_empty() => return Err("`command` needs a program".to_owned()),
        Some(words) => found.push((format!("command {}", words[0]), Action::Command(words))),
        None => (),
    }
    Ok(found)
}

fn read_rule(words: &str) -> Result<GradingRule, String> {
    if let Some((_, rule)) = RULES.iter().find(|(name, _)| *name == words) {
        return Ok(*rule);
    }
    let names: Vec<String> = RULES.iter().map(|(name, _)| format!("`{name}`")).collect();
    Err(format!("unknown rule `{words}`, expected one of {}", names.join(", ")))
}

/// The rules by the words that `exercise.toml` has for them.
const RULES: &[(&str, GradingRule)] = &[
    ("related models", GradingRule::RelatedModels),
    ("one thing each", GradingRule::OneThingEach),
    ("with rows", GradingRule::WithRows),
    ("reversible", GradingRule::Reversible),
    ("agreement", GradingRule::Agreement),
    ("populate", GradingRule::Populate),
];

/// Reads how far to go.
fn read_target(text: &str, sign: char, all: &str) -> Result<Target, String> {
    Target::parse(text, sign, all).ok_or_else(|| {
        format!("expected `{all}`, `{sign}1` or a version such as `0002`, found `{text}`")
    })
}

/// Reads which scripts count as applied.
fn read_stamp_target(text: &str) -> Result<Target, String> {
    match Target::parse(text, '+', "head") {
        _ if text == "base" => Ok(Target::Steps(0)),
        Some(target @ (Target::All | Target::Version(_))) => Ok(target),
        _ => Err(format!("expected `head`, `base` or a version such as `0002`, found `{text}`")),
    }
}
