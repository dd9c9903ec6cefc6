//! Explains each kind of finding in plainer words, for a learner who was told of one twice. Never the answer.

/// One kind of finding, explained.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    pub kind: &'static str,
    /// The rule, what the database does without it, where to look: one sentence on each line.
    pub gently: &'static str,
    /// Advice on what to try, for an exercise that has no hint of its own for this kind.
    pub hint: &'static str,
    pub taught: Taught,
}

/// Tells kinds that a chapter can teach from those that none can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taught {
    InTheBook,
    /// It is about files and machines, and its own sentences say it all.
    Nowhere,
}

/// Finds the explanation of a kind; None for an unknown one.
pub fn of(kind: &str) -> Option<&'static Explained> {
    KINDS.iter().find(|explained| explained.kind == kind)
}

const fn taught(kind: &'static str, gently: &'static str, hint: &'static str) -> Explained {
    Explained { kind, gently, hint, taught: Taught::InTheBook }
}

const fn untaught(kind: &'static str, gently: &'static str, hint: &'static str) -> Explained {
    Explained { kind, gently, hint, taught: Taught::Nowhere }
}

/// Every kind, as the book's page on reports lists them.
pub const KINDS: &[Explained] = &[
    taught(
        "missing_table",
        "A database holds only the tables that a statement or a model has made, each under exactly one name.
As long as the table is not there, nothing can be put into it, so everything after it has to wait.
Look first whether your file makes a table at all, then at the letters of its name.",
        "Read the name of the table in the task aloud, then the name your file makes: one letter more or less, or a plural, makes another table.",
    ),
    taught(
        "extra_table",
        "What your file makes stays in the database, also what was only a try.
The task counts its tables: one more than it asks for is a difference, even an empty one.
Look for the statement or the model that makes the table named here, and ask whether the task speaks of it.",
        "Go through your file from the top and tick each table against the task; the one without a tick goes, or has a slip in its name.",
    ),
    taught(
        "missing_column",
        "A table has exactly the columns it was made with, and those that were added to it later.
A row has no place for a value whose column is not there, so the database refuses statements that name it.
Look at where your file lists the columns of this table, and compare that list with the task's, name by name.",
        "Count the columns in the task, count those in your file, and see which name has no partner.",
    ),
    taught(
        "extra_column",
        "A column is part of every row of its table, whether a row has something to put there or not.
A column that nobody asked for is one that every reader has to wonder about.
Look whether its name is a slip of one the task asks for, or whether a step that should have taken it away did not.",
        "Compare the names of the columns with the task's, one by one; after a downgrade, ask what the up half had added.",
    ),
    taught(
        "type",
        "The type of a column says which kind of value it is for: text, whole numbers, numbers with a fraction.
SQLite does not refuse other values, it turns them into the column's kind where it can, and what was stored is then not what was meant.
Look at the word that stands right behind the column's name, or at the Rust type of the field.",
        "Ask what you would do with the values of this column: read them, count with them, or compare them as dates? The table of types in the book has a word for each.",
    ),
    taught(
        "nullability",
        "NULL means that there is no value, which is neither 0 nor an empty text.
A column takes NULL or refuses it, and the database goes by what the column was declared with, not by what a program hopes for.
Look at the line of this column, and at the task: may a row be without this value, or must every row have one?",
        "Find the two kinds of column in the task, those that must have a value and those that may be empty, and see how your file tells one kind from the other.",
    ),
    taught(
        "default",
        "A default is the value a row gets in a column it does not mention; a row that does mention it keeps its own value.
Without a default such a row gets NULL there, or is refused where NULL is.
Look at the line of this column: does it say what a silent row gets, and is it the value and the kind of value the task names?",
        "Think of a new row that says nothing about this column: what does the task want to find there, and where does your file say so? '0' in quotes is a text, 0 is a number.",
    ),
    taught(
        "collation",
        "Whether `a` and `A` are the same letter is a rule of the column, and every comparison and every order goes by it.
Without another word SQLite takes them for different letters.
Look at the line of this column, and ask what the task wants two texts to be that differ only in large and small letters.",
        "See what the chapter says about large and small letters when texts are put in order; the same words can stand behind a column's type.",
    ),
    taught(
        "primary_key",
        "The primary key is the column that tells one row from every other, so it never repeats and is never empty.
Only a key that is declared in SQLite's own way also gives each new row its number by itself.
Look at the line of this column, and read the words behind its name against those in the chapter.",
        "Compare the words behind the key's name with the first table of the chapter, one word at a time: a word that means the same to you may not to SQLite.",
    ),
    taught(
        "unique",
        "A column can be declared so that no two rows have the same value in it; for several columns together it is the combination that counts.
Without that the database takes the same value as often as it comes, and a program that looks first can still be too late.
Look at which columns your file makes so, and at which ones the task does.",
        "Write down two rows that the task does not want side by side, and two that it does; then see which of them your file tells apart.",
    ),
    taught(
        "index",
        "An index is a sorted list that the database keeps beside a table, to find rows by a column without reading them all.
Nothing is wrong without it, only slow, so nothing but a look at the schema shows that it is missing.
Look for the statement that makes it: which table, which columns, in which order?",
        "An index is not part of the table's own statement here: look for one of its own, and at the columns in its brackets.",
    ),
    taught(
        "foreign_key",
        "A reference is a column that holds the key of a row in another table.
Unless it is declared as one, the database takes any number there, also that of a row that was never there.
Look at the column that should point to the other table: what says where it points?",
        "Follow one row by hand: which column holds the other row's key, and where does your file say that it is one? For a row that dangles, ask which of the two rows should have come, or gone, first.",
    ),
    taught(
        "foreign_key_action",
        "A reference can say what becomes of the rows that point to a row when that row is deleted.
If it says nothing, the row cannot be deleted as long as others point to it.
Look at the end of the reference in your file, and at what the task wants to be left after a delete.",
        "Picture one row and the two that point to it; delete the first, and say what the task wants to see of the other two.",
    ),
    taught(
        "check",
        "A table can be given rules of its own about the values of a row, and it refuses every row that breaks one.
Such a rule is right or wrong at its edge: at the last value it lets in and the first one it keeps out.
Look at where your file says what may be in this column, and try the statement of the report by hand.",
        "Write the last allowed value and the first forbidden one on paper, from the task; then say which of the two your rule lets in.",
    ),
    taught(
        "trigger",
        "A trigger is work that the database does by itself when a row comes, changes or goes.
Nobody sees it in the statement that sets it off, so only the rows afterwards tell what it did.
Look at which event your file names, on which table, and at what is done then.",
        "Run the statement of the report by hand and look at all tables before and after it.",
    ),
    taught(
        "view",
        "A view is a question with a name: it holds no rows, and asks anew each time it is read.
With the few rows of the task two different questions can have one answer; with other rows they differ.
Look at which rows your view leaves out, and at which it shows twice.",
        "Think of a row without a partner in the other table, and of one with two: how often does your view show each?",
    ),
    taught(
        "unrelated_models",
        "Tables that know nothing of each other are lists, and a list needs no database.
What makes them one application is that rows of the one belong to rows of the other, and that the database checks it.
Look at which of your models holds the key of the other, and whether it says that this is a reference.",
        "Say a sentence about your application with the word `of` or `belongs` in it: its two nouns are two models, and the one that belongs gets the reference.",
    ),
    taught(
        "too_few_scripts",
        "A history has steps, and each script is one of them.
The rule asks for three: that is enough for one that makes a table and one that changes it later.
Look at what your models have that could have come later than the rest.",
        "Which field of your models could an application do without in its first week? It can come with a script of its own.",
    ),
    taught(
        "empty_script",
        "A script that changes nothing still counts as applied, in every database, for ever.
Who reads the history stops at it and asks what it was for.
Look below its line `-- migrate:up`: there is no statement, or the statements take each other back.",
        "Either write what the script is for, or delete the file; nothing has run it yet but this check.",
    ),
    taught(
        "several_things",
        "A script is run as a whole and taken back as a whole, so what is in it stands or falls together.
With one thing in it, it can be named, read, and undone without touching anything else.
Look at the list in the message: each entry of it could be a script.",
        "Try to name the script by what it does. Where the name needs an `and`, there are two scripts.",
    ),
    taught(
        "no_table_changed",
        "Making tables is the easy half, since nobody has put anything into them yet.
What an application needs later is a change to a table that is in use.
Look for a script that gives a column to a table of an earlier script, takes one away, or changes its rules; an index or a view beside the table is none.",
        "Imagine your application after a year: what would you like to know about each row that you did not ask for at the start?",
    ),
    taught(
        "fails_on_rows",
        "On an empty table nearly every statement runs, because there is no row that could be in its way.
A table in use has rows of every kind that its rules allow, also with nothing in the columns that may be empty.
Look at the row in the message, and follow it through the script, statement by statement.",
        "Put the row of the message into the table by hand, on a database of your own, and run the script there.",
    ),
    taught(
        "no_rows_made",
        "A script is tried on rows that are made up from the rules of the table.
Some rules are too particular for that, and then nothing is known about how the script does with rows.
Look at the checks of this table, and let `populate` add a row that they allow.",
        "Let `populate` add a row to this table: your own rows are then used in the place of made-up ones.",
    ),
    taught(
        "no_way_back",
        "A script that cannot be undone closes the door behind it: the only way back is a copy of the database.
The down half undoes what the up half does, in reverse order, and has to run where the up half has just run.
Look at the last statement of the up half: its opposite is the first of the down half.",
        "Write the opposite of each statement of the up half, the last one first.",
    ),
    taught(
        "not_restored",
        "After up and down the tables must be what they were, because the scripts before count on that.
A statement that is left out, or a rebuild that forgets a rule, shows only later, when somebody relies on it.
Look at what the message names, and at which statement of the down half should have brought it back or taken it away.",
        "Compare the table before the script with the one after up and down, rule by rule: required, unique, default, reference, check, index.",
    ),
    taught(
        "models_disagree",
        "The models are what your program believes, the scripts are what the database is.
Where they differ, the program asks for what is not there, or leaves out what the database demands.
Look at the table and column in the message, in the models and in the scripts, side by side.",
        "Let `workbook db migrate` compare the two for you: the script it writes is the difference.",
    ),
    taught(
        "not_populated",
        "An application with empty tables shows nothing, and nobody can try it.
One row in each of two related tables, and one reference between them, is the least that shows whether they work together.
Look at what `populate` inserts, and at which column holds the key of the other table.",
        "Insert the one first, ask it for its key, and put that key into the many.",
    ),
    taught(
        "populated_anew",
        "A function that fills the database is run again and again: after an error, by a colleague, on the server.
What it adds each time is there twice, and what it empties or overwrites may be somebody's work.
Look for what tells it that a row is there already.",
        "Which columns make a row the same row? Make them unique and say what happens on a conflict, or ask for such a row before you insert it.",
    ),
    taught(
        "virtual_table",
        "A virtual table looks like a table and is a program behind it, with tables of its own.
A script can make one, but it cannot be filled with made-up rows and compared like the others.
Look for `CREATE VIRTUAL TABLE`.",
        "Make it an ordinary table for this exercise, or leave it out.",
    ),
    untaught(
        "column_order",
        "The columns of a table stand in the order in which they were made.
It seldom matters, but here the task asks for one: a statement without names of columns goes by it.
Look at the list in the task, and at the order of the lines in your file.",
        "Put the lines of your file into the order of the list in the task.",
    ),
    taught(
        "strict",
        "SQLite stores whatever it is given, and the type of a column is only a wish.
A table can be declared so that it takes no value of another type than its column's.
Look at the very end of the statement that makes the table, behind the last bracket.",
        "See in chapter 1 how a table can be made that refuses a text in a column of numbers.",
    ),
    taught(
        "missing_row",
        "The rows of a table are compared with those the task asks for, value by value.
A row counts as missing when it is not there, and also when one of its values is another: a blank, a capital or a quote is enough.
Look whether you wrote this row at all, and if you did, at each of its values.",
        "Find the line in your file that should make this row and compare it with the row named in the report, character by character; NULL, '' and 0 are three different values.",
    ),
    taught(
        "extra_row",
        "Every statement that adds a row adds one, also when the same row is there already.
A row that should not be there is often the right row with a slip in it, or the right row a second time.
Look at the line in your file that adds it, or at what should have taken it away.",
        "See whether the row named in the report is a twin of one that the task asks for; if so, compare the two.",
    ),
    taught(
        "different_row",
        "The row is there, with the right key, and one of its values is not what the task asks for.
The database keeps a value as it was given: the number 0, the text '0', the empty text '' and NULL are four different values.
Look at where your file gives this column its value, and at the kind of value it is.",
        "Look at the quotes: a number stands without them, a text with them, and NULL is a word without quotes.",
    ),
    taught(
        "wrong_order",
        "A table has no order of its own: without a word about it, a question is answered in whatever order is quickest.
What comes in the right order today by luck may come in another tomorrow.
Look at the end of your query: what says by which column, and in which direction?",
        "Take the first two rows of your result and ask which should come first, and by which column one can tell.",
    ),
    taught(
        "wrong_columns",
        "A result has the columns that the question asks for, under the names that the question gives them.
A star asks for all of them, and a computed column has its own text for a name unless it is given another.
Look at what stands between `SELECT` and `FROM` in your file.",
        "Write the names of the columns the task asks for in a row, and the ones you ask for below them.",
    ),
    taught(
        "data_lost",
        "A downgrade gives back the old shape of the tables, and everything that still has a place in it should still be there.
Dropping a table or a column throws away what is in it, and making it again brings back only its shape.
Look at each statement of the down half and ask which values are gone after it that the old shape had a place for.",
        "Follow one row through the up half and the down half on paper; where is the value named in the report for the last time?",
    ),
    taught(
        "other_rows",
        "A database changes every day, so an answer has to be right for whatever rows are there.
Yours was right on the rows of the task and was then tried on others, where it was not.
Look for what you know only because you have seen the rows: a name, a number, an id, how many there are.",
        "Go through your answer and ask of every text and every number in it: would it still be there if the tables held other rows?",
    ),
    taught(
        "wrong_output",
        "What your program prints is compared line by line with what the task asks for.
A blank more, a label nobody asked for or another order makes a line another one.
Look first at how many lines there should be and which comes first, and only then at the words of a line.",
        "Run through your function with the first row in your head and write down what it prints, letter by letter.",
    ),
    taught(
        "should_fail",
        "A rule is worth something only when the database refuses what breaks it.
Here something was tried that must not be possible, and it went through: the rule is not there, or is not about this case.
Look at which value in the statement is the bad one, and at what your file says about the column it is in.",
        "Find the one value in the statement that should be refused and say why in a sentence; that sentence is the rule to write.",
    ),
    taught(
        "should_not_fail",
        "A rule can also say too much, and then it refuses what is right.
Here something was tried that must be possible, and the database's own words name the rule that was in the way.
Look for that rule in your file, and for the border between what it should refuse and what it should not.",
        "The message in the report names a table, a column or a rule: find it in your file and ask what the task says about it.",
    ),
    taught(
        "failed_otherwise",
        "That something fails is not enough: which error comes out tells the caller what went wrong.
Another error came than the one the task asks for, so something else went wrong first, or the right error was replaced on its way.
Look at the two messages in the report, and at the line that makes the first of them.",
        "Read the error that came as if you had never seen the task: which line of yours says that?",
    ),
    taught(
        "sql_error",
        "The database stops at a word that cannot stand there or that it does not know, and also when a rule refuses a row.
Nothing after that place was run, and what the same script did before it was taken back.
Where the message names a rule, look at the rows that the statement meets. Otherwise look at the marked word and the one before it: commas, brackets, quotes, and the spelling of names.",
        "Copy the statement to a new line and rebuild it piece by piece from a sample in the chapter, checking after each piece.",
    ),
    untaught(
        "not_allowed",
        "An exercise works on one throwaway database, and what it may do to it is limited, so that each check begins the same way.
The marked statement reaches beyond that, or begins or ends a transaction that is not its own.
Look whether the task needs it at all; it can be solved without.",
        "Take the marked statement out and check again; what is still missing then is what the task is about.",
    ),
    taught(
        "migration_script",
        "A script is a file with a number in front of its name and two halves in it, each below a line that marks it.
The halves are found by these two lines, which must be there once each, spelt exactly so, the way up first.
Look at the name of the file, at the two marks, and at what stands below each of them.",
        "Compare the lines that begin with `-- migrate:` with those in the chapter, then see that below each of them stands what belongs to it.",
    ),
    untaught(
        "answer_file",
        "Your answer is read from the files that the exercise names, as plain text.
One of them is not there, is empty, or is something other than a text, so there is nothing to grade yet.
Look whether the file was moved, renamed or saved in another place; the untouched one can be brought back.",
        "Bring the file back with `workbook reset` and the exercise's name; what it replaces is kept aside.",
    ),
    untaught(
        "given_file",
        "Some files of an exercise are given: your answer is graded together with them, as they were.
One of them has been changed, so what fails may fail because of that and not because of your answer.
Look at what you changed there; the untouched file can be brought back.",
        "Bring the given file back with `workbook reset` and the exercise's name, and make your change in the file the task names.",
    ),
    untaught(
        "database_file",
        "A SQLite database is one file, and only SQLite knows how to write to it.
What is in that place now can no longer be opened as a database, or has grown far beyond what the task needs.
Look for what writes to the file by another way, or for what adds rows and never stops.",
        "Look for a loop that adds rows without an end, or for code that opens, moves or writes the database's file by itself.",
    ),
    untaught(
        "compile_error",
        "The compiler has to understand the whole program before any of it can run, so there is nothing to grade yet.
Its first error is the one to read: later ones are often only its echo.
Look at the line it points to, and at the words after `help:`, which are often the repair.",
        "Go back to the last state that compiled, and make your change again in steps so small that you know which one breaks it.",
    ),
    untaught(
        "panic",
        "A panic ends the program on the spot, in the middle of its work, and the caller cannot do anything about it.
Functions in this course return their errors instead, so that whoever called them can decide.
Look at the line in the message: what was expected to be there, and was not?",
        "Find every `unwrap` and `expect` in your file, and ask of each what happens when there is nothing to unwrap.",
    ),
    untaught(
        "program_error",
        "Your function came back with an error, or the program ended before it could come back at all.
The words of the message are those of whoever made the error: the database, which names a table or a rule, a field whose type does not fit, or a line of your own.
Look at which of your calls can have led to these words.",
        "Ask of the message who says it: the database, a type or your own code? Then find the line of yours that hands it on.",
    ),
    untaught(
        "time_limit",
        "A check is stopped when it takes far longer than the task can need.
Most often something never ends: a loop, a question that pairs every row with every row, or a program that waits for something that never comes.
Look for what is repeated, and for what would stop it.",
        "Look for a loop whose end never comes, and for a call to the database itself while a transaction on it is open.",
    ),
    untaught(
        "output_limit",
        "What a question or a program may give back is limited, far above what the task needs.
Most often something is repeated without an end, or every row is paired with every row.
Look for what is repeated, and for what would stop it.",
        "Ask how many lines or rows the task expects, and find where yours come to be so many more.",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_kind_is_explained_once_in_two_or_three_sentences() {
        let kinds: BTreeSet<&str> = KINDS.iter().map(|explained| explained.kind).collect();
        assert_eq!(kinds.len(), KINDS.len());
        for Explained { kind, gently, hint, .. } in KINDS {
            assert!(matches!(gently.lines().count(), 2 | 3), "{kind}");
            assert!(gently.lines().all(|line| line.ends_with(['.', '?'])), "{kind}: {gently}");
            assert!(hint.ends_with(['.', '?']), "{kind}: {hint}");
        }
    }

    #[test]
    fn a_kind_is_found_by_its_name() {
        assert_eq!(of("nullability").map(|explained| explained.taught), Some(Taught::InTheBook));
        assert!(of("no_such_kind").is_none());
    }
}
