//! Runs the real `workbook` on courses in throwaway folders and compares what it says, how it ends and what it leaves.

#![expect(clippy::disallowed_methods, reason = "a test starts programs as a user does")]

mod mutation;
#[path = "end_to_end/project.rs"]
mod project;

#[path = "end_to_end/answers.rs"]
mod answers;
#[path = "end_to_end/check.rs"]
mod check;
#[path = "end_to_end/class.rs"]
mod class;
#[path = "end_to_end/class_losses.rs"]
mod class_losses;
#[path = "end_to_end/class_odd.rs"]
mod class_odd;
#[path = "end_to_end/class_release.rs"]
mod class_release;
#[path = "end_to_end/class_similar.rs"]
mod class_similar;
#[path = "end_to_end/class_templates.rs"]
mod class_templates;
#[path = "end_to_end/commands.rs"]
mod commands;
#[path = "end_to_end/compiler.rs"]
mod compiler;
#[path = "end_to_end/courses.rs"]
mod courses;
#[path = "end_to_end/db.rs"]
mod db;
#[path = "end_to_end/db_atomic.rs"]
mod db_atomic;
#[path = "end_to_end/db_dbmate.rs"]
mod db_dbmate;
#[path = "end_to_end/db_drift.rs"]
mod db_drift;
#[path = "end_to_end/db_errors.rs"]
mod db_errors;
#[path = "end_to_end/db_folders.rs"]
mod db_folders;
#[path = "end_to_end/db_migrate.rs"]
mod db_migrate;
#[path = "end_to_end/db_places.rs"]
mod db_places;
#[path = "end_to_end/db_prompt.rs"]
mod db_prompt;
#[path = "end_to_end/db_questions.rs"]
mod db_questions;
#[path = "end_to_end/db_rebuild.rs"]
mod db_rebuild;
#[path = "end_to_end/db_references.rs"]
mod db_references;
#[path = "end_to_end/db_rename.rs"]
mod db_rename;
#[path = "end_to_end/db_schema_file.rs"]
mod db_schema_file;
#[path = "end_to_end/db_sql.rs"]
mod db_sql;
#[path = "end_to_end/db_to_command.rs"]
mod db_to_command;
#[path = "end_to_end/db_trial.rs"]
mod db_trial;
#[path = "end_to_end/dev_check.rs"]
mod dev_check;
#[path = "end_to_end/faults.rs"]
mod faults;
#[path = "end_to_end/garbled.rs"]
mod garbled;
#[path = "end_to_end/hostile.rs"]
mod hostile;
#[path = "end_to_end/hostile_sql.rs"]
mod hostile_sql;
#[path = "end_to_end/leftovers.rs"]
mod leftovers;
#[path = "end_to_end/marks.rs"]
mod marks;
#[path = "end_to_end/places.rs"]
mod places;
#[path = "end_to_end/position.rs"]
mod position;
#[path = "end_to_end/programs.rs"]
mod programs;
#[path = "end_to_end/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "end_to_end/removal.rs"]
mod removal;
#[path = "end_to_end/reports.rs"]
mod reports;
#[path = "end_to_end/rules.rs"]
mod rules;
#[path = "end_to_end/sandbox.rs"]
mod sandbox;
#[path = "end_to_end/signals.rs"]
mod signals;
#[path = "end_to_end/sql.rs"]
mod sql;
#[path = "end_to_end/steps.rs"]
mod steps;
#[path = "end_to_end/teaching.rs"]
mod teaching;
#[path = "end_to_end/unseen.rs"]
mod unseen;
#[path = "end_to_end/watch.rs"]
mod watch;
#[path = "end_to_end/watch_screen.rs"]
mod watch_screen;
