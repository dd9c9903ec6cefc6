//! The parser of `CREATE TABLE` agrees with a parser made from SQLite's own grammar, and with SQLite.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sqlite3_parser::ast::{
    Cmd, ColumnConstraint, CreateTableBody, ForeignKeyClause, IndexedColumn, SortedColumn, Stmt,
    TabFlags, TableConstraint,
};
use sqlite3_parser::lexer::sql::Parser;
use sqlite3_parser::{Bump, FallibleIterator as _};
use workbook_core::sql::create_table::parse_create_table;
use workbook_core::sql::definition::{ConstraintKind, KeyColumn};
use workbook_core::sql::name::join_names;
use workbook_core::sql::normalize::normalize;
use workbook_core::sql::token::{split_statements, unquote};

use crate::odd_table::odd_table;
use crate::schema_model::{Random, Schema};

/// Reading of a table by either parser.
#[derive(Debug, Default, PartialEq)]
struct Summary {
    options: (bool, bool),
    /// Name and type.
    columns: Vec<(String, String)>,
    /// One line each, in order.
    constraints: Vec<String>,
}

#[test]
fn the_parser_agrees_with_the_grammar_of_sqlite() {
    let mut random = Random::new(1);
    let odd = (0..8000).map(|_| odd_table(&mut random)).collect();
    let taken = compare_all(odd);
    assert!(taken > 2000, "SQLite took {taken}");
    let schemas = (0..1000).flat_map(|_| statements_of(&Schema::random(&mut random).sql()));
    assert!(compare_all(schemas.collect()) > 1000);
}

#[test]
fn the_parser_agrees_on_every_table_of_the_course() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut tables = Vec::new();
    for folder in ["solutions", "tests/answers", "tests/snapshots"] {
        for file in files_below(&root.join(folder)) {
            if let Ok(text) = fs::read_to_string(&file) {
                tables.extend(statements_of(&text));
            }
        }
    }
    assert!(compare_all(tables) > 500);
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| end == "sql" || end == "snap") {
                found.push(path);
            }
        }
    }
    found
}

fn statements_of(text: &str) -> Vec<String> {
    let starts = text.match_indices("CREATE TABLE").map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let statement = split_statements(&text[at..]).into_iter().next()?;
            Some(text[at..][statement].to_owned())
        })
        .collect()
}

/// Compares all readings of each table that SQLite takes, and counts them.
fn compare_all(tables: Vec<String>) -> usize {
    let mut taken = 0;
    for sql in tables {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        if connection.execute_batch(&sql).is_err() {
            continue;
        }
        let query =
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let (name, kept): (String, String) = connection
            .query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("the table is there");
        let ours = our_summary(&kept);
        assert_eq!(ours, their_summary(&kept), "{kept}");
        assert_eq!(ours.columns, columns_of(&connection, &name), "{kept}");
        taken += 1;
    }
    taken
}

/// Name and type of the columns as SQLite has them; it keeps the comments in a type.
fn columns_of(connection: &Connection, table: &str) -> Vec<(String, String)> {
    let sql = "SELECT name, type FROM pragma_table_xinfo(?1) ORDER BY cid";
    let mut statement = connection.prepare(sql).expect("the pragma can be read");
    let rows = statement.query_map([table], |row| {
        Ok((row.get(0)?, squeeze(&normalize(&row.get::<_, String>(1)?))))
    });
    rows.and_then(Iterator::collect).expect("the pragma can be read")
}

/// Text without case, spaces and quotes about names.
fn squeeze(text: &str) -> String {
    text.to_lowercase().replace([' ', '\n', '\t', '"', '[', ']', '`'], "")
}

/// Expression in the one spelling that both parsers lead to.
fn spell(expression: &str) -> String {
    squeeze(&normalize(expression)).replace("<>", "!=")
}

fn our_summary(sql: &str) -> Summary {
    let table = parse_create_table(sql).unwrap_or_else(|| panic!("it can be read: {sql}"));
    let columns = table.columns.iter();
    let mut constraints: Vec<String> =
        table.constraints.iter().map(|constraint| our_constraint(&constraint.kind)).collect();
    for column in &table.columns {
        let clauses = [
            ("not null", column.not_null.as_ref().map(|_| String::new())),
            ("collate", column.collation.as_ref().map(|collation| collation.clause.clone())),
            ("as", column.generated.as_ref().map(|as_it_is| spell(&as_it_is.clause.expression))),
        ];
        let there = clauses.into_iter().filter_map(|(word, clause)| Some((word, clause?)));
        constraints
            .extend(there.map(|(word, clause)| format!("{} {word} {clause}", key(&column.name))));
    }
    constraints.sort();
    constraints.dedup();
    Summary {
        options: (table.strict, table.without_rowid),
        columns: columns.map(|one| (one.name.to_string(), squeeze(&one.declared))).collect(),
        constraints,
    }
}

fn our_constraint(kind: &ConstraintKind) -> String {
    let keys = |columns: &[KeyColumn]| {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        names.join(",")
    };
    match kind {
        ConstraintKind::PrimaryKey { columns, autoincrement, .. } => {
            format!("primary {} {autoincrement}", keys(columns))
        }
        ConstraintKind::Unique { columns, .. } => format!("unique {}", keys(columns)),
        ConstraintKind::Check { expression, .. } => format!("check {}", spell(expression)),
        ConstraintKind::ForeignKey(reference) => format!(
            "reference {} {} {}",
            join_names(&reference.columns, ","),
            reference.table,
            join_names(&reference.to, ",")
        ),
    }
}

fn their_summary(sql: &str) -> Summary {
    let bump = Bump::new();
    let mut parser = Parser::new(&bump, sql.as_bytes());
    let command = parser.next().unwrap_or_else(|error| panic!("{error}: {sql}"));
    let Some(Cmd::Stmt(Stmt::CreateTable { body, .. })) = command else { panic!("{sql}") };
    let CreateTableBody::ColumnsAndConstraints { columns, constraints, flags } = body else {
        panic!("{sql}")
    };
    let mut summary = Summary {
        options: (flags.contains(TabFlags::Strict), flags.contains(TabFlags::WithoutRowid)),
        ..Summary::default()
    };
    for column in &columns {
        let name = unquote(column.col_name.0);
        let declared = column.col_type.as_ref().map(declared_type).unwrap_or_default();
        summary.columns.push((name.clone(), squeeze(&declared)));
        let lines = column
            .constraints
            .iter()
            .filter_map(|clause| column_line(&key(&name), &clause.constraint));
        for line in lines {
            // Of several collations the last counts.
            let collation = format!("{} collate ", key(&name));
            if line.starts_with(&collation) {
                summary.constraints.retain(|other| !other.starts_with(&collation));
            }
            summary.constraints.push(line);
        }
    }
    let clauses = constraints.into_iter().flatten();
    summary.constraints.extend(clauses.map(|clause| table_line(&clause.constraint)));
    summary.constraints.sort();
    summary.constraints.dedup();
    summary
}

fn declared_type(declared: &sqlite3_parser::ast::Type<'_>) -> String {
    use sqlite3_parser::ast::TypeSize;
    let size = match &declared.size {
        None => String::new(),
        Some(TypeSize::MaxSize(size)) => format!("({size})"),
        Some(TypeSize::TypeSize(one, two)) => format!("({one},{two})"),
    };
    format!("{}{size}", declared.name)
}

fn column_line(name: &str, constraint: &ColumnConstraint<'_>) -> Option<String> {
    Some(match constraint {
        ColumnConstraint::PrimaryKey { auto_increment, .. } => {
            format!("primary {name} {auto_increment}")
        }
        ColumnConstraint::NotNull { nullable: false, .. } => format!("{name} not null "),
        ColumnConstraint::Unique(_) => format!("unique {name}"),
        ColumnConstraint::Check(expression) => format!("check {}", spell(&expression.to_string())),
        ColumnConstraint::Collate { collation_name } => {
            format!("{name} collate {}", key(&unquote(collation_name.0)))
        }
        ColumnConstraint::ForeignKey { clause, .. } => reference_line(name, clause),
        ColumnConstraint::Generated { expr, .. } => {
            format!("{name} as {}", spell(&expr.to_string()))
        }
        _ => return None,
    })
}

fn table_line(constraint: &TableConstraint<'_>) -> String {
    match constraint {
        TableConstraint::PrimaryKey { columns, auto_increment, .. } => {
            format!("primary {} {auto_increment}", sorted_names(columns))
        }
        TableConstraint::Unique { columns, .. } => format!("unique {}", sorted_names(columns)),
        TableConstraint::Check(expression, _) => {
            format!("check {}", spell(&expression.to_string()))
        }
        TableConstraint::ForeignKey { columns, clause, .. } => {
            reference_line(&indexed_names(columns), clause)
        }
    }
}

fn reference_line(columns: &str, clause: &ForeignKeyClause<'_>) -> String {
    let to = clause.columns.map(indexed_names).unwrap_or_default();
    format!("reference {columns} {} {to}", key(&unquote(clause.tbl_name.0)))
}

fn indexed_names(columns: &[IndexedColumn<'_>]) -> String {
    columns.iter().map(|one| key(&unquote(one.col_name.0))).collect::<Vec<_>>().join(",")
}

/// Names of the columns of a key: expressions that are names, with brackets and a collation at most.
fn sorted_names(columns: &[SortedColumn<'_>]) -> String {
    let name = |column: &SortedColumn<'_>| {
        let text = column.expr.to_string();
        let text = text.split(" COLLATE ").next().unwrap_or_default();
        key(&unquote(text.trim_start_matches("((").trim_matches(['(', ')', ' '])))
    };
    columns.iter().map(name).collect::<Vec<_>>().join(",")
}

fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}
