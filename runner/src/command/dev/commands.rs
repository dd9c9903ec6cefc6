//! `workbook dev commands`: the book's page on the commands, made from the help texts of the program.

use clap::ArgAction::{Help, Version};
use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};

use crate::cli::Cli;
use crate::command::Io;
use crate::exit::Exit;

/// Prints the page.
pub(crate) fn print_commands(io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let mut program = Cli::command();
    // Only what has been built knows its whole name.
    program.build();
    let mut page = INTRODUCTION.to_owned();
    write_section(&program, &[], &mut page);
    write!(io.file, "{page}")?;
    Ok(Exit::Passed)
}

/// A command and, below it, those it has. `known` are the options that the commands above it gave to all below.
fn write_section(command: &Command, known: &[&Arg], page: &mut String) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    // The program's own section and those of its commands stand side by side.
    let level = "#".repeat(name.split(' ').count().max(2));
    page.push_str(&format!("\n{level} `{name}`\n\n"));
    if let Some(about) = command.get_about() {
        page.push_str(&format!("{about}.\n\n"));
    }
    let usage = command.clone().render_usage().to_string();
    page.push_str(&format!(
        "```text,sketch\n{}\n```\n",
        usage.trim_start_matches("Usage: ").trim_end()
    ));
    let own = command.get_arguments().filter(|argument| {
        !known.iter().any(|other| other.get_id() == argument.get_id())
            && !argument.is_hide_set()
            && !matches!(argument.get_action(), Help | Version)
    });
    let (arguments, options): (Vec<&Arg>, Vec<&Arg>) =
        own.partition(|argument| argument.is_positional());
    if !arguments.is_empty() || !options.is_empty() {
        page.push('\n');
    }
    for argument in arguments.iter().chain(&options) {
        page.push_str(&list_item(argument));
    }
    write_end(command, page);
    let passed_on: Vec<&Arg> = known
        .iter()
        .chain(options.iter().filter(|option| option.is_global_set()))
        .copied()
        .collect();
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        write_section(below, &passed_on, page);
    }
}

/// An argument or an option, as a line of a list.
fn list_item(argument: &Arg) -> String {
    let mut line = format!("- `{}`", usage_of(argument));
    if let Some(help) = argument.get_help() {
        line.push_str(&format!(": {help}"));
    }
    let values = argument.get_possible_values();
    if argument.get_action().takes_values() && !values.is_empty() {
        let told: Vec<String> = values.iter().map(describe_value).collect();
        line.push_str(&format!(": {}", told.join(", ")));
    }
    if argument.get_action().takes_values()
        && let Some(default) = argument.get_default_values().first()
    {
        line.push_str(&format!(" [default: `{}`]", default.to_string_lossy()));
    }
    line.push('\n');
    line
}

/// An argument as it is written on the command line: `--rename <OLD=NEW>`.
fn usage_of(argument: &Arg) -> String {
    let names: Vec<&str> =
        argument.get_value_names().unwrap_or_default().iter().map(|name| name.as_str()).collect();
    let names = names.join(" ");
    let mut flags = Vec::new();
    flags.extend(argument.get_short().map(|short| format!("-{short}")));
    flags.extend(argument.get_long().map(|long| format!("--{long}")));
    match flags.join("`, `") {
        flags if flags.is_empty() => names,
        flags if argument.get_action().takes_values() => format!("{flags} <{names}>"),
        flags => flags,
    }
}

fn describe_value(value: &PossibleValue) -> String {
    match value.get_help() {
        Some(help) => format!("`{}` ({})", value.get_name(), lower_first_letter(&help.to_string())),
        None => format!("`{}`", value.get_name()),
    }
}

/// With a small first letter, unless it is an abbreviation.
fn lower_first_letter(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The examples as a list, and whatever else the help text ends with.
fn write_end(command: &Command, page: &mut String) {
    let Some(text) = command.get_after_help() else { return };
    for line in text.to_string().lines().filter(|line| !line.is_empty()) {
        let written =
            match line.strip_prefix("  ").map(|example| (example, example.split_once("  "))) {
                None if line == "Examples:" => "\nExamples:\n\n".to_owned(),
                None => format!("\n{line}\n"),
                Some((_, Some((example, what)))) => format!("- `{example}`: {}\n", what.trim()),
                Some((example, None)) => format!("- `{example}`\n"),
            };
        page.push_str(&written);
    }
}

const INTRODUCTION: &str = "\
# Commands

<!-- Made by `workbook dev commands`. -->

Everything `workbook` can do. What stands in square brackets may be left out, what has dots behind it may be given more
than once. A `SELECTOR` is a chapter such as `ch4`, an exercise such as `ch4/reverse-order`, or part of a name.
Every command also knows `--help`, or `-h`, which prints what is said here; an option that a command hands down to those
below it is listed once, with the command it belongs to.
";
