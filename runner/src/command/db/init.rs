//! `workbook db init`: the folder for scripts, and a `.gitignore` that keeps database files out of source control.

use std::fs;

use anyhow::Context;

use super::{Io, Project, Stop};
use crate::atomic;
use crate::exit::Exit;

/// Database files, what SQLite keeps beside them while they are in use, and their copies.
const IGNORED: [&str; 5] = ["*.db", "*.db-journal", "*.db-shm", "*.db-wal", "*.db.backup-*"];

pub(super) fn run(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let folder = project.scripts.path();
    let name = &project.scripts.name;
    let made = !folder.exists();
    fs::create_dir_all(&folder)
        .with_context(|| format!("failed to make `{}`", folder.display()))?;
    if made {
        writeln!(io.out, "made the folder {name}/")?;
    }
    let path = project.folder.join(".gitignore");
    let before = if path.exists() {
        fs::read_to_string(&path).with_context(|| format!("failed to read `{}`", path.display()))?
    } else {
        String::new()
    };
    let missing: Vec<&str> =
        IGNORED.into_iter().filter(|line| !before.lines().any(|known| known == *line)).collect();
    if !missing.is_empty() {
        let gap = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let text = format!("{before}{gap}{}\n", missing.join("\n"));
        atomic::write(&path, text.as_bytes())
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        writeln!(io.out, "added {} to .gitignore", missing.join(" "))?;
    }
    if !made && missing.is_empty() {
        writeln!(io.out, "nothing to do: {name}/ and .gitignore are there")?;
    }
    Ok(Exit::Passed)
}
