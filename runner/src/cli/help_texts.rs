//! The texts of `--help` that are longer than a line: examples, notes, exit codes.

pub(super) const ABOUT: &str = "Grades the exercises of a workbook by what the database does";

pub(super) const EXAMPLES: &str = "\
Examples:
  workbook                       see where you are, and what to do next
  workbook check                 grade the next exercise
  workbook check ch1             grade a chapter
  workbook show first-table      read the task of an exercise
  workbook hint first-table      get one more hint
  workbook list                  see how far you are";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  workbook check                       the next exercise you have not passed
  workbook check ch2                   a chapter; what passed and has not changed is not run again
  workbook check ch2/price --keep      one exercise, keeping its database
  workbook check ch2/price --verbose   one exercise, step by step
  workbook check --all --format junit  everything, for continuous integration

Exit code: 0 when everything passed, 1 when something did not, 2 when the run itself broke.";

pub(super) const WATCH_NOTES: &str = "\
Examples:
  workbook watch            the next exercise, and each whose file you save
  workbook watch --follow   the same, going on as soon as one has passed
  workbook watch ch2        only the exercises of a chapter

Keys: h one more hint, s the task, o the solution after a pass, n the next exercise, l the list, i your database and the
expected one, r the untouched files after a question, f follow after a pass or not, c check again, q quit. Arrows and
Page Down move in what is longer than the screen; Esc brings the verdict back.

On network folders the files are looked at again and again without being asked to.
Where standard output is no terminal, one report follows the other, and there are no keys.";

pub(super) const DB_EXAMPLES: &str = "\
Examples:
  workbook db init                     start a folder of scripts here
  workbook db migrate -m add-price     write a script that makes the wanted schema
  workbook db migrate -m add-price --to-command 'cargo run -q --bin schema'
  workbook db upgrade                  run what is pending
  workbook db downgrade --backup       undo the last script, keeping a copy of the database
  workbook db history                  list the scripts
  workbook db upgrade --exercise ch6/add-price
  workbook db show product --database-url sqlite:shop.db

Exit code: 0 when done, 1 when a script failed or something disagrees, 2 when the command could not run.";

pub(super) const CLASS_EXAMPLES: &str = "\
Examples:
  workbook class init databases                      make the folder of a class
  workbook class grade handed-in --class databases   grade what was handed in
  workbook class export canvas --class databases     marks for a gradebook";

pub(super) const CLASS_GRADE_NOTES: &str = "\
Of each submission only the files that an exercise lets learners edit are taken; all else is the course's own.
Names of submissions may be those of Canvas, Moodle, Classroom 50, GitHub Classroom and nbgrader, or a learner's own.
What was graded is kept by its content: a second run grades only what is new.

Exit code: 0 when everything was graded, 1 when a submission could not be taken, 2 when the run itself broke.";

pub(super) const CLASS_SIMILAR_NOTES: &str = "\
What answers share with the starter, the solution, the answers that the course keeps and most of the class does not count.
Short answers say nothing, and are named as such. What is left is no proof: read the answers, and ask.

Exit code: 0, whatever was found; 2 when the command could not run.";

pub(super) const SQL_EXAMPLES: &str = "\
Examples:
  workbook db sql                               a prompt: `.tables` lists tables, `.quit` leaves
  workbook db sql 'SELECT * FROM product'       one statement, or several
  workbook db sql --write --file repair.sql     the statements of a file, up to the first that fails

Each statement is kept as it ends, unless you write BEGIN and COMMIT around several.
Exit code: 0 when every statement ran, 1 when one failed, 2 when the command could not run.";

pub(super) const DOCTOR_NOTES: &str = "\
With namespaces, the memory and the processor time of a program are summed over all its processes, 20 times a second.
One that has more than 2 GiB, or works longer than its exercise may take, is ended: what it takes in between is not seen.
The folder of its own, up to 256 MiB, and what the system keeps for its pipes are not counted.
Without namespaces, each of its processes has limits, and all together have none.

Exit code: 0 when programs run in a sandbox, 1 when they do not.";

pub(super) const RESET_EXAMPLES: &str = "\
Examples:
  workbook reset first-table
  workbook reset ch2
  workbook reset --all";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  workbook completions bash > ~/.local/share/bash-completion/completions/workbook
  workbook completions fish > ~/.config/fish/completions/workbook.fish";
