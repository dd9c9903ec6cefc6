//! `workbook db squash`: one script in the place of many, for a database that is empty. Those that have run the many go on.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use rusqlite::Connection;
use workbook_core::generate::compare_schemas;
use workbook_core::migration::rendered::render_whole;
use workbook_core::migration::{self, SQUASHES, Script};
use workbook_core::span::SourceFile;

use super::migrate::make_words;
use super::{Io, Project, Stop, wanted};
use crate::atomic;
use crate::exit::Exit;

pub(super) fn run(project: &Project, message: &str, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let [.., last] = &scripts[..] else {
        writeln!(io.out, "there are no scripts yet")?;
        return Ok(Exit::Passed);
    };
    if scripts.len() == 1 {
        writeln!(io.out, "nothing to do: there is only one script")?;
        return Ok(Exit::Passed);
    }
    let name = format!("{}_{}.sql", last.version, make_words(message)?);
    let migrated = wanted::build_migrated(&scripts)?;
    refuse_virtual_rows(&migrated)?;
    let (up, down) = render_whole(&migrated)?;
    let text = format!(
        "{SQUASHES} {}\n\n-- migrate:up\n{up}\n-- migrate:down\n{down}",
        list_versions(&scripts)
    );
    let file = SourceFile::new(format!("{}/{name}", project.scripts.name), text);
    let script = migration::parse(&name, &file).map_err(Project::stop_at)?;
    verify(&migrated, &script)?;
    let kept = format!("before_{}", last.version);
    replace_scripts(&project.scripts.path(), &kept, &scripts, &script)?;
    let folder = &project.scripts.name;
    let count = scripts.len();
    writeln!(
        io.out,
        "wrote {folder}/{name}: it does on an empty database what {count} scripts did"
    )?;
    writeln!(io.out, "moved these to {folder}/{kept}/")?;
    writeln!(
        io.out,
        "keep them until every database has run {}: one that stands between them needs the rest",
        last.name()
    )?;
    Ok(Exit::Passed)
}

/// All versions that the new script stands for, also those that one of the old ones stood for.
fn list_versions(scripts: &[Script]) -> String {
    let versions =
        scripts.iter().flat_map(|script| script.squashes.iter().chain([&script.version]));
    let mut versions: Vec<&str> = versions.map(String::as_str).collect();
    versions.dedup();
    versions.join(" ")
}

/// Refuses rows of a virtual table that scripts have written: only its module knows how they are kept.
fn refuse_virtual_rows(connection: &Connection) -> anyhow::Result<()> {
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'";
    let mut statement = connection.prepare(tables)?;
    let names: Vec<String> =
        statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for name in names {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", name.replace('"', "\"\""));
        if connection.prepare(&sql)?.exists([])? {
            bail!(
                "the scripts write rows into the virtual table `{name}`, which cannot be squashed\n\
                 hint: write these rows from the application"
            );
        }
    }
    Ok(())
}

/// Runs the new script and compares what it makes with what the old ones made.
fn verify(migrated: &Connection, script: &Script) -> Result<(), Stop> {
    let made = wanted::build_migrated(std::slice::from_ref(script))?;
    let changes = compare_schemas(migrated, &made).map_err(anyhow::Error::from)?;
    if let Some(change) = changes.first() {
        return Err(anyhow!("one script cannot do what these did: {change}").into());
    }
    if render_whole(migrated)? != render_whole(&made)? {
        return Err(anyhow!("one script cannot write the rows that these wrote").into());
    }
    Ok(())
}

/// Moves the old scripts into a folder beside the new one, and writes that.
fn replace_scripts(
    folder: &Path,
    kept: &str,
    scripts: &[Script],
    script: &Script,
) -> anyhow::Result<()> {
    let kept = folder.join(kept);
    if kept.exists() {
        bail!("`{}` is there already\nhint: move it elsewhere first", kept.display());
    }
    let failed = || format!("failed to move the scripts to `{}`", kept.display());
    fs::create_dir(&kept).with_context(failed)?;
    // Written before anything is moved, so that a full disk changes nothing.
    let new = kept.join("squashed");
    atomic::write(&new, script.file.text.as_bytes()).with_context(failed)?;
    for old in scripts {
        fs::rename(folder.join(old.name()), kept.join(old.name())).with_context(failed)?;
    }
    fs::rename(&new, folder.join(script.name())).with_context(failed)
}
