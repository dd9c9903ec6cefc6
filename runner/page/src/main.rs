//! Reads packs, one on each line of the standard input, and writes the report of each on a line.

use std::io::{self, Write};

use anyhow::Context;
use workbook_page::grade_pack;

#[expect(clippy::disallowed_methods, reason = "this program opens its own streams")]
fn main() -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for (number, line) in (1..).zip(io::stdin().lines()) {
        let pack = serde_json::from_str(&line?)
            .with_context(|| format!("line {number}: expected a pack of `workbook dev pack`"))?;
        let report = grade_pack(&pack).with_context(|| format!("line {number}"))?;
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    }
    Ok(())
}
