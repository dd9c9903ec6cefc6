//! `workbook db squash`: one script in the place of many, for a database that is empty. Those that have run the many go on.

use std::path::Path;
use std::{fs, io};

use anyhow::{Context, anyhow, bail};
use rusqlite::Connection;
use workbook_core::generate::compare_schemas;
use workbook_core::migration::whole::{find_difference, render_whole};
use workbook_core::migration::{self, KEPT_SCRIPTS, SQUASHES, Script};
use workbook_core::span::SourceFile;
use workbook_core::sql::token::split_statements;

use super::migrate::make_words;
use super::{Io, Project, Stop, wanted};
use crate::atomic;
use crate::exit::Exit;

pub(super) fn run(project: &Project, message: &str, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    refuse_unfinished(project, &scripts)?;
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
    let mut text = format!("{SQUASHES} {}\n\n-- migrate:up\n{up}", list_versions(&scripts));
    let lasting = scripts.iter().find(|script| !has_down(script));
    if lasting.is_none() {
        text += &format!("\n-- migrate:down\n{down}");
    }
    let file = SourceFile::new(format!("{}/{name}", project.scripts.name), text);
    let script = migration::parse(&name, &file).map_err(Project::stop_at)?;
    verify(&migrated, &script)?;
    let kept = format!("{KEPT_SCRIPTS}{}", last.version);
    let folder = &project.scripts.name;
    replace_scripts(&project.scripts.path(), folder, &kept, &scripts, &script)?;
    let count = scripts.len();
    writeln!(
        io.out,
        "wrote {folder}/{name}: it does on an empty database what {count} scripts did"
    )?;
    match lasting {
        Some(script) => writeln!(
            io.out,
            "it has no down half, because `{}` has none: it cannot be downgraded",
            script.name()
        )?,
        None => writeln!(io.out, "careful: one downgrade of it takes back all of them")?,
    }
    writeln!(io.out, "moved these to {folder}/{kept}/")?;
    writeln!(
        io.out,
        "keep them until every database has run {}: one that stands between them needs the rest",
        last.name()
    )?;
    Ok(Exit::Passed)
}

/// True of a script whose down half does something.
fn has_down(script: &Script) -> bool {
    script.down().is_some_and(|down| !split_statements(down).is_empty())
}

/// Refuses a folder of originals for which no squashed script is there: a squash was cut while it moved them.
fn refuse_unfinished(project: &Project, scripts: &[Script]) -> anyhow::Result<()> {
    let folder = &project.scripts.name;
    for entry in fs::read_dir(project.scripts.path())? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(version) = name.strip_prefix(KEPT_SCRIPTS) else { continue };
        let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
        let mut squashed = scripts.iter().filter(|script| !script.squashes.is_empty());
        if is_version && !squashed.any(|script| script.stands_for(version)) {
            bail!(
                "a squash did not finish: scripts are in `{folder}/{name}/`, and none stands for them\n\
                 hint: move these back into `{folder}/`, remove the folder that is empty then, and squash again"
            );
        }
    }
    Ok(())
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
    if let Some(what) = find_difference(migrated, &made)? {
        return Err(anyhow!("one script cannot write what these wrote: {what} would differ").into());
    }
    Ok(())
}

/// Puts the new script in the place of the old ones, which go into a folder beside it. An error leaves all as it was.
fn replace_scripts(
    folder: &Path,
    shown: &str,
    kept: &str,
    scripts: &[Script],
    script: &Script,
) -> anyhow::Result<()> {
    let kept = folder.join(kept);
    if kept.exists() {
        bail!("`{}` is there already\nhint: move it elsewhere first", kept.display());
    }
    let name = script.name();
    let unmoved =
        format!("failed to write `{shown}/{name}`; every script is in `{shown}`, as before");
    // Written before anything is moved, under a name as long, so that what cannot be written changes nothing.
    let new = folder.join(name).with_extension("tmp");
    atomic::write(&new, script.file.text.as_bytes()).with_context(|| unmoved.clone())?;
    let mut moved = Vec::new();
    let done = fs::create_dir(&kept)
        .and_then(|()| move_scripts(folder, &kept, scripts, &mut moved))
        .and_then(|()| fs::rename(&new, folder.join(name)));
    let Err(error) = done else { return Ok(()) };
    moved.retain(|name| fs::rename(kept.join(name), folder.join(name)).is_err());
    // What stays of these two does no harm: the error that is told is the first.
    let _ = fs::remove_file(&new);
    let _ = fs::remove_dir(&kept);
    if moved.is_empty() {
        return Err(error).context(unmoved);
    }
    let names = moved.join(", ");
    let there = kept.display();
    let context = format!("failed to move all scripts; move these back from `{there}`: {names}");
    Err(error).context(context)
}

/// Moves scripts and notes the names of those that are moved.
fn move_scripts<'a>(
    folder: &Path,
    kept: &Path,
    scripts: &'a [Script],
    moved: &mut Vec<&'a str>,
) -> io::Result<()> {
    for old in scripts {
        fs::rename(folder.join(old.name()), kept.join(old.name()))?;
        moved.push(old.name());
    }
    Ok(())
}
