//! A planned half of a script as data: what is asked for, and the statements that answer it.

use std::collections::BTreeSet;

use super::Half;
use super::catalogue::Catalogue;
use super::loss::Loss;
use crate::sql::name::Name;

/// Half of a script that is to be planned, and what did not work before.
pub(super) struct PlanTask<'a> {
    pub(super) half: Half,
    pub(super) from: &'a Catalogue,
    pub(super) to: &'a Catalogue,
    /// Tables that `ALTER TABLE` was tried on in vain.
    pub(super) rebuilt: BTreeSet<Name>,
    /// True if all views and triggers have to go out of the way.
    pub(super) all_away: bool,
}

/// Statements of a half, and what they lose.
#[derive(Debug, Default)]
pub(super) struct ScriptPlan {
    pub(super) groups: Vec<StatementGroup>,
    pub(super) losses: Vec<Loss>,
}

/// Statements that belong together.
#[derive(Debug, Default)]
pub(super) struct StatementGroup {
    /// The table that `ALTER TABLE` is tried on.
    pub(super) altered: Option<Name>,
    pub(super) statements: Vec<PlannedStatement>,
}

/// Statement and the notes above it.
#[derive(Debug)]
pub(super) struct PlannedStatement {
    pub(super) notes: Vec<String>,
    pub(super) sql: String,
}

impl PlannedStatement {
    pub(super) fn new(sql: String) -> PlannedStatement {
        PlannedStatement { notes: Vec::new(), sql }
    }
}

impl ScriptPlan {
    /// Renders the script: a blank line between groups, a note above its statement.
    pub(super) fn render(&self) -> String {
        let groups: Vec<String> = self
            .groups
            .iter()
            .map(|group| group.statements.iter().map(render_statement).collect::<String>())
            .collect();
        groups.join("\n")
    }

    pub(super) fn push_group(&mut self, statements: Vec<PlannedStatement>) {
        if !statements.is_empty() {
            self.groups.push(StatementGroup { altered: None, statements });
        }
    }
}

/// Renders a statement with its notes; a name in a note may hold a line break, which must not end the comment.
fn render_statement(statement: &PlannedStatement) -> String {
    let notes =
        statement.notes.iter().map(|note| format!("-- {}\n", note.replace(['\n', '\r'], " ")));
    format!("{}{}\n", notes.collect::<String>(), statement.sql)
}

/// Note that tells of a loss in a script.
pub(super) fn loss_note(loss: &Loss) -> String {
    format!("Data loss: {loss}.")
}
