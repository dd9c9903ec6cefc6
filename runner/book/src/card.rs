//! The card of an exercise in the book: its section with its goal, its starters, its hints and its command, read from
//! the exercise's own files so that nothing is told twice.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use workbook_authors::book::{section, workplace};
use workbook_authors::course::{self, Course};
use workbook_core::exercise::{Exercise, Tree};

/// The buttons that make a card a workplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doors {
    Shown,
    /// What they load is not beside the page.
    LeftOut,
}

/// Returns the page with a card in the place of each exercise's section.
pub(crate) fn insert_cards(page: &str, course: &Course, doors: Doors) -> Result<String> {
    let mut text = page.to_owned();
    for section in section::sections(page).into_iter().rev() {
        let exercise = course.entries().find(|entry| section::id_of(&entry.id) == section.id);
        if let Some(Ok(exercise)) = exercise.map(|entry| entry.exercise()) {
            let starters = read_starters(exercise, course)?;
            let card = render_card(
                exercise,
                &starters,
                &page[section.heading.clone()],
                &page[section.body.clone()],
                doors,
            );
            text.replace_range(section.heading.start..section.body.end, &card);
        }
    }
    Ok(text)
}

/// A file that the learner edits, as it was given.
struct Starter {
    name: String,
    text: String,
}

/// Reads the files that the learner edits as they were given.
fn read_starters(exercise: &Exercise, course: &Course) -> Result<Vec<Starter>> {
    let folder = exercise.starter();
    let read = |name: String| {
        let path = folder.join(&name);
        let text = course::read_text(&course.root.join(&path));
        let text =
            text.with_context(|| format!("failed to read the starter `{}`", path.display()))?;
        Ok(Starter { name, text })
    };
    course::edited_files(exercise, &course.root.join(&folder)).into_iter().map(read).collect()
}

/// Renders the card of an exercise: its section as it stands, and around it what the exercise's files add. Its
/// heading names the card for those who hear the page.
fn render_card(
    exercise: &Exercise,
    starters: &[Starter],
    heading: &str,
    body: &str,
    doors: Doors,
) -> String {
    let id = section::id_of(&exercise.id);
    let (edit, task) = split_edit_and_task(body);
    let mut card = format!(
        "<section class=\"exercise-card\" aria-labelledby=\"{id}\">\n\n{}\n\n",
        heading.trim_end()
    );
    if let Some(goal) = &exercise.goal {
        _ = writeln!(card, "**Goal:** {}\n", goal.trim());
    }
    if !edit.is_empty() {
        _ = writeln!(card, "{edit}\n");
    }
    for file in exercise.files.iter().filter(|file| !is_named_in(edit, exercise, file)) {
        _ = writeln!(
            card,
            "**Edit:** `{}`\n",
            course::shown(&exercise.folder(Tree::Exercises).join(file))
        );
    }
    for starter in starters {
        card.push_str(&render_starter(starter));
    }
    card.push_str(&append_command(task, &exercise.id));
    if doors == Doors::Shown && workplace::is_possible(exercise) {
        _ = writeln!(
            card,
            "<button type=\"button\" class=\"workplace-door\" data-exercise=\"{id}\" hidden>Do it here</button>\n"
        );
    }
    card.push_str(&render_hints(&exercise.hints));
    // A starter that passes is the solution already.
    if exercise.first_message.is_some() {
        let id = &exercise.id;
        _ = writeln!(
            card,
            "Passed? `workbook show --solution {id}` shows how the course solves it, and why so.\n"
        );
    }
    card.push_str("</section>\n\n");
    card
}

/// Splits a section into what names the files to edit, up to the end of that paragraph, and the task. The starters stand between the two.
fn split_edit_and_task(body: &str) -> (&str, &str) {
    let end = body
        .find("\n**Edit:**")
        .map(|start| body[start..].find("\n\n").map_or(body.len(), |length| start + length));
    let (edit, task) = body.split_at(end.unwrap_or(0));
    (edit.trim(), task.trim())
}

/// True if a paragraph names a file of the exercise, or the folder it is in as a whole.
fn is_named_in(paragraph: &str, exercise: &Exercise, file: &str) -> bool {
    let path = exercise.folder(Tree::Exercises).join(file);
    let folder = path.parent().map(course::shown).unwrap_or_default();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    paragraph.contains(&*name) || paragraph.contains(&format!("`{folder}/`"))
}

/// Renders the text of a starter, folded.
fn render_starter(starter: &Starter) -> String {
    let Starter { name, text } = starter;
    let language = if name.ends_with(".rs") { "rust" } else { "sql" };
    let mut fence = String::from("```");
    while text.contains(&fence) {
        fence.push('`');
    }
    let text = text.trim_end();
    format!(
        "<details class=\"starter\">\n<summary><code>{name}</code> as it is before you edit it</summary>\n\n\
         {fence}{language}\n{text}\n{fence}\n\n</details>\n\n"
    )
}

/// Returns the task, with the command that checks it at its end when it does not name it.
fn append_command(task: &str, id: &str) -> String {
    let command = format!("```console\n$ workbook check {id}\n```");
    if task.contains(&command) { format!("{task}\n\n") } else { format!("{task}\n\n{command}\n\n") }
}

/// Renders the hints. Each lies inside the fold of the one before, so that one is offered at a time, also where no script runs.
fn render_hints(hints: &[String]) -> String {
    if hints.is_empty() {
        return String::new();
    }
    let count = hints.len();
    let mut text = String::from(
        "<div class=\"hints\">\n\nStuck? Open one hint, try again, and only then open the next.\n\n",
    );
    for (number, hint) in (1..).zip(hints) {
        let summary = format!("<summary>Hint {number} of {count}</summary>");
        _ = writeln!(text, "<details>\n{summary}\n\n{}\n", hint.trim());
    }
    text.push_str(&"</details>\n".repeat(count));
    text.push_str("\n</div>\n\n");
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;

    const MANIFEST: &str = "title = \"A table\"\ngoal = \"Make a table.\"\nfiles = [\"a.sql\"]\n\
        first_message = \"there is no table\"\nhints = [\"Look.\", \"Look *again*.\"]\n[[steps]]\nsql_file = \"a.sql\"\n";

    /// The page of a course with the one exercise `ch1/it`, with its card.
    fn page_with_card(manifest: &str, starter: &str, page: &str) -> String {
        let folder = TempDir::new().expect("a folder can be made");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("it is in a folder"))
                .expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        };
        write("exercises/ch01-one/it/exercise.toml", manifest);
        write("tests/starters/ch01-one/it/a.sql", starter);
        write("book/ch01-one.md", page);
        let course = course::open(folder.path()).expect("the course can be opened");
        insert_cards(page, &course, Doors::LeftOut).unwrap_or_else(|error| format!("{error:#}"))
    }

    #[test]
    fn a_card_has_what_the_exercise_says_of_itself() {
        let page = "# One\n\n### It {#ch1-it}\n\n**Edit:** `exercises/ch01-one/it/a.sql`\n\nMake it.\n\n\
                    ```console\n$ workbook check ch1/it\n```\n\n### More\n\nMore.\n";
        insta::assert_snapshot!(page_with_card(MANIFEST, "-- Here: ```\n", page), @r##"
        # One

        <section class="exercise-card" aria-labelledby="ch1-it">

        ### It {#ch1-it}

        **Goal:** Make a table.

        **Edit:** `exercises/ch01-one/it/a.sql`

        <details class="starter">
        <summary><code>a.sql</code> as it is before you edit it</summary>

        ````sql
        -- Here: ```
        ````

        </details>

        Make it.

        ```console
        $ workbook check ch1/it
        ```

        <div class="hints">

        Stuck? Open one hint, try again, and only then open the next.

        <details>
        <summary>Hint 1 of 2</summary>

        Look.

        <details>
        <summary>Hint 2 of 2</summary>

        Look *again*.

        </details>
        </details>

        </div>

        Passed? `workbook show --solution ch1/it` shows how the course solves it, and why so.

        </section>

        ### More

        More.
        "##);
    }

    #[test]
    fn what_the_page_does_not_name_the_card_adds() {
        let manifest =
            "title = \"A table\"\nfiles = [\"a.sql\"]\n[[steps]]\nsql_file = \"a.sql\"\n";
        insta::assert_snapshot!(page_with_card(manifest, "SELECT 1;\n", "# One\n\n### It {#ch1-it}\n\nMake it.\n"), @r##"
        # One

        <section class="exercise-card" aria-labelledby="ch1-it">

        ### It {#ch1-it}

        **Edit:** `exercises/ch01-one/it/a.sql`

        <details class="starter">
        <summary><code>a.sql</code> as it is before you edit it</summary>

        ```sql
        SELECT 1;
        ```

        </details>

        Make it.

        ```console
        $ workbook check ch1/it
        ```

        </section>
        "##);
    }

    #[test]
    fn a_folder_or_a_name_is_enough_to_name_a_file() {
        let edit = |paragraph: &str| {
            let page =
                format!("# One\n\n### It {{#ch1-it}}\n\n**Edit:** {paragraph}\n\nMake it.\n");
            page_with_card(MANIFEST, "", &page).matches("**Edit:**").count()
        };
        assert_eq!(edit("`a.sql` in `exercises/ch01-one/it/`"), 1);
        assert_eq!(edit("both files in `exercises/ch01-one/it/`"), 1);
        assert_eq!(edit("`exercises/ch01-one/it/b.sql`"), 2);
        let page = "### It {#ch1-it}\n\n**Edit:** `a.sql`\n";
        assert_eq!(page_with_card(MANIFEST, "", page).matches("**Edit:**").count(), 1);
    }

    #[test]
    fn a_command_stays_where_the_page_has_it() {
        let page = "### It {#ch1-it}\n\nCheck it:\n\n```console\n$ workbook check ch1/it\n```\n\nThen undo it.\n";
        let card = page_with_card(MANIFEST, "", page);
        assert!(
            card.contains(
                "Check it:\n\n```console\n$ workbook check ch1/it\n```\n\nThen undo it.\n"
            ),
            "{card}"
        );
        assert_eq!(card.matches("workbook check ch1/it").count(), 1, "{card}");
    }

    #[test]
    fn a_starter_that_cannot_be_read_is_named() {
        let manifest = MANIFEST.replace("a.sql", "b.sql");
        let error = page_with_card(&manifest, "", "### It {#ch1-it}\n\nMake it.\n");
        assert!(
            error.starts_with("failed to read the starter `tests/starters/ch01-one/it/b.sql`: "),
            "{error}"
        );
    }
}
