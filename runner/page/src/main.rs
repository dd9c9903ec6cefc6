//! Answers each line of the standard input, which is JSON, with another one. Packs are graded; with the argument `frames` they
//! are answered with the databases on the way, and with `sql` the lines are statements of a page of the book.

use std::env;
use std::io::{self, Write};

use anyhow::Context;
use workbook_page::{grade_pack, print_page_sql, read_frames};

#[expect(clippy::disallowed_methods, reason = "this program opens its own streams")]
fn main() -> anyhow::Result<()> {
    let task = env::args().nth(1);
    let mut out = io::stdout().lock();
    for (number, line) in (1..).zip(io::stdin().lines()) {
        let answer = answer_line(task.as_deref(), &line?);
        writeln!(out, "{}", answer.with_context(|| format!("line {number}"))?)?;
    }
    Ok(())
}

fn answer_line(task: Option<&str>, line: &str) -> anyhow::Result<String> {
    if task == Some("sql") {
        let page = serde_json::from_str(line).context("expected statements of a page")?;
        return Ok(serde_json::to_string(&print_page_sql(&page)?)?);
    }
    let pack = serde_json::from_str(line).context("expected a pack of `workbook dev pack`")?;
    Ok(match task {
        Some("frames") => serde_json::to_string(&read_frames(&pack)?)?,
        _ => serde_json::to_string(&grade_pack(&pack)?)?,
    })
}
