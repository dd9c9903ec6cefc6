//! The notes themselves: which error of the compiler, and what in a learner's code leads to it.

use super::Note;

/// All notes; the first one that fits is said.
pub const NOTES: &[&[Note]] =
    &[GIVEN, TRAITS, TYPES, MODELS, ATTRIBUTES, RELATIONS, COLUMNS, QUESTIONS, ROWS, RESULTS];

const fn on(error: &'static str, shown: &'static str, says: &'static str) -> Note {
    Note { error, shown, says }
}

/// Errors in a `main.rs`, which is given and right.
const GIVEN: &[Note] = &[
    on(
        "error*main.rs:",
        "found future",
        "your function is `async`, and the given `main.rs` calls it as an ordinary one; in this course nothing is `async`",
    ),
    on(
        "error[E0603]: *main.rs:",
        "",
        "the given `main.rs` uses something of your file that is visible only inside it: look for a missing `pub`",
    ),
    on(
        "error[E0616]: *main.rs:",
        "",
        "the given `main.rs` reads a field that is visible only inside your file: look for a missing `pub`",
    ),
    on(
        "error[E0308]*main.rs:",
        "",
        "the given `main.rs` calls your function as it was at first: the line with `pub fn` has to stay as it was",
    ),
    on(
        "error[E0061]*main.rs:",
        "",
        "the given `main.rs` calls your function as it was at first: the line with `pub fn` has to stay as it was",
    ),
    on(
        "error[E0277]: `*` doesn't implement `*Display` at *main.rs:",
        "",
        "the given `main.rs` prints a field, which now has the type `{0}` and cannot be printed as it is: compare the types of your fields with the task",
    ),
    on(
        "error*main.rs:",
        "",
        "`main.rs` is given and not at fault: what it asks of your file is not there, so compare the names and types in your file with those in the task",
    ),
];

/// Methods whose trait is not in scope; the compiler names it at the end of a long text.
const TRAITS: &[Note] = &[on(
    "error[E0599]: ",
    "in scope; perhaps you want to import it",
    "the method is there, but no `use` line brings in the trait it belongs to; the end of the message names that trait",
)];

/// Fields of types that no column can hold.
const TYPES: &[Note] = &[
    on(
        "error[E0277]: the trait bound `*Value: From<fn(*models.rs:",
        "",
        "the text in quotes names a function without calling it: look for missing round brackets in a line `#[sea_orm(...)]`",
    ),
    on(
        "error[E0277]: the trait bound `*Value: From<Vec<*::Entity>>` *models.rs:",
        "",
        "a field says `Vec<{1}::Entity>`, but a column holds one value; for the many rows of another model SeaORM has a type of its own",
    ),
    on(
        "error[E0277]: the trait bound `*::Entity: Nullable` ",
        "",
        "a field is an `Option` of the other model's `Entity`, and a column cannot hold a whole row; look at how the chapter writes the two ends of a relationship",
    ),
    on(
        "error[E0277]: the trait bound `Option<*>: Nullable` ",
        "",
        "a field has an `Option` inside an `Option`; a column is either NULL or holds a value, which one `Option` says",
    ),
    on(
        "error[E0277]: the trait bound `*Value: From<*>` is not satisfied at *models.rs:",
        "",
        "a field has the type `{1}`, which no column can hold; look for it among your fields, and at the table of types in chapter 2",
    ),
    on(
        "error[E0277]: the trait bound `Option<*>: TryGetable` ",
        "",
        "a field has the type `{0}`, which cannot be read from a column; look for it among your fields, and at the table of types in chapter 2",
    ),
    on(
        "error[E0106]: missing lifetime specifier",
        "struct Model",
        "`&str` only borrows a text, and a row has to own what it holds; the answer is another type for the field, not the lifetime that the help speaks of",
    ),
    on(
        "error: proc-macro derive panicked",
        "field type error: Error(\"unexpected end of input",
        "the type of a field begins with `&`, so it only borrows its value; a row has to own what it holds",
    ),
    on(
        "error: proc-macro derive panicked",
        "field type error",
        "a field has a type that no column can hold; look for it among your fields, and at the table of types in chapter 2",
    ),
    on(
        "error[E0107]: missing generics for enum `Option`",
        "",
        "`Option` alone does not say what there may be: the type of the value goes into the angle brackets, where the help writes `T`",
    ),
    on(
        "error[E0425]: cannot find type `Utc` ",
        "",
        "`DateTime<Utc>` is not known in this module; SeaORM has one name for a moment in UTC, in the table of types in chapter 2",
    ),
    on(
        "error[E0425]: cannot find type `*` in this scope at *models.rs:",
        "pub ",
        "Rust has no type `{0}`; it may be one of SQL or of another language. The table of types in chapter 2 has what a field can be",
    ),
];

/// Attributes and derives that have to stand around the fields.
const MODELS: &[Note] = &[
    on(
        "error[E0277]: the trait bound `ActiveModel: *ActiveModelBehavior` ",
        "",
        "below the struct stands a line `impl ActiveModelBehavior for ...`: it is missing, or the name behind `for` is another one",
    ),
    on(
        "error: Entity must have a primary key column",
        "",
        "no field is marked as the primary key; a misspelt word in `#[sea_orm(...)]` is passed over, so compare the line above `id` letter by letter",
    ),
    on(
        "error: proc-macro derive panicked",
        "Struct name must be Model",
        "SeaORM finds the struct by its name, which is always `Model`; the names that are yours are those of the module and of the table",
    ),
    on(
        "error[E0425]: cannot find type `Relation` ",
        "derive(",
        "one of the lines above the struct is gone: compare them with those of a model in chapter 2",
    ),
    on(
        "error: cannot find attribute `sea_orm` ",
        "a crate, not an attribute",
        "only `DeriveEntityModel` understands `#[sea_orm(...)]`: look whether it stands in a `#[derive(...)]` line above the struct",
    ),
    on(
        "error: cannot find derive macro `DeriveEntityModel` ",
        "",
        "the names of SeaORM are not known in this module; a `use` line holds only inside the `mod { ... }` it stands in",
    ),
    on(
        "error[E0277]: `*::Model` doesn't implement `Debug`",
        "ModelTrait",
        "SeaORM needs more than one word in the line `#[derive(...)]`: compare it with that of a model in chapter 2",
    ),
    on(
        "error[E0277]: the trait bound `*::Model: Clone` ",
        "ModelTrait",
        "SeaORM needs more than one word in the line `#[derive(...)]`: compare it with that of a model in chapter 2",
    ),
    on(
        "error: expected identifier, found keyword `type`",
        "struct Model",
        "`type` is a word of the Rust language; a column may be called so while its field has another name, see the part on names in chapter 2",
    ),
    on(
        "error: expected identifier, found `}`",
        "struct Model",
        "a line `#[...]` is about the field that follows it, and here none follows: look at the line before this bracket",
    ),
    on(
        "error: expected identifier, found `[`",
        "struct Model",
        "a note to the macro begins with two characters, of which the second is `[`; the first is missing",
    ),
];

/// Words inside `#[sea_orm(...)]`.
const ATTRIBUTES: &[Note] = &[
    on(
        "error: expected literal",
        "#[sea_orm(",
        "a value in `#[sea_orm(...)]` stands in double quotes, also when it is a piece of Rust or SQL; only numbers, `true` and `false` go without",
    ),
    on(
        "error: expected string literal",
        "#[sea_orm(",
        "a value in `#[sea_orm(...)]` stands in double quotes, also when it is a name",
    ),
    on(
        "error: expected `,`",
        "#[sea_orm(",
        "in `#[sea_orm(...)]` there is a comma between one word and the next; a word is either alone, like `unique`, or followed by `=` and a value",
    ),
    on(
        "error: expected `,`",
        " = ",
        "a field has a name and a type, but no value; what a column starts with is said in a line `#[sea_orm(...)]` above it",
    ),
    on(
        "error: expected `=`",
        "#[sea_orm(",
        "in `#[sea_orm(...)]` a word and its value are joined by `=`",
    ),
    on(
        "error: expected parentheses",
        "#[sea_orm(",
        "in `#[sea_orm(...)]` a word and its value are joined by `=`",
    ),
    on(
        "error[E0765]: unterminated double quote string",
        "",
        "everything from the marked quote to the end of the file was read as one text: a quote is missing, at the end of this text or at the beginning of the one before",
    ),
    on(
        "error: Invalid column_type ",
        "",
        "the value behind the marked word has to be a text in quotes, with Rust code in it; a plain number belongs to another word",
    ),
    on(
        "error[E0599]: no variant or associated item named `*` found for enum `ColumnType`",
        "",
        "the text of `column_type` is Rust, not SQL, and SeaORM knows no column type `{0}`; the part on length in chapter 2 has one",
    ),
    on(
        "error[E0308]: mismatched types at *models.rs:",
        "expected `StringLen`",
        "in the text of `column_type`, what stands inside `String(...)` is not the bare length; the part on length in chapter 2 shows what goes around it",
    ),
    on(
        "error[E0277]: the trait bound `fn(StringLen) -> ColumnType",
        "",
        "the text of `column_type` says `String` without a length in round brackets behind it",
    ),
    on(
        "error[E0599]: no variant or associated item named `*` found for enum `*Expr`",
        "derive(",
        "the text of `default_expr` calls `{0}`, which is no function of `Expr`: compare it letter by letter with those the chapter names",
    ),
    on(
        "error[E0433]: cannot find type `*` ",
        "derive(",
        "`{0}` stands in the quotes of a line `#[sea_orm(...)]`, where Rust code is expected, and Rust knows no such name there",
    ),
    on(
        "error[E0425]: cannot find value `*` ",
        "derive(",
        "`{0}` stands in the quotes of a line `#[sea_orm(...)]`, where Rust code is expected, and Rust knows no such name there; is it SQL?",
    ),
    on(
        "error: cannot find attribute `*` ",
        "",
        "there is no attribute `{0}`; what a model says about a column stands inside the brackets of `#[sea_orm(...)]`",
    ),
];

/// The two ends of a relationship.
const RELATIONS: &[Note] = &[
    on(
        "error[E0433]: cannot find module or crate `*` *models.rs:",
        "<",
        "`{0}` is not inside this module but beside it, and a path out of a module begins with `super::`",
    ),
    on(
        "error[E0277]: the trait bound `*::Entity: *Related<*>` ",
        "",
        "SeaORM finds no way from `{0}` to the other model: look at the lines with `has_many` and `belongs_to` in both",
    ),
    on(
        "error[E0599]: no variant or associated item named `*` found for enum `ForeignKeyAction`",
        "",
        "`on_delete` takes SeaORM's name for the rule, not SQL's: compare the capitals with those in the chapter",
    ),
    on(
        "error[E0599]: no variant or associated item named `*` found for enum `*::Column` in the current scope at *models.rs:",
        "",
        "a line with `from` and `to` names a column `{0}` (with the capitals of a Rust type) that the model `{1}` does not have",
    ),
];

/// How a column is named and compared.
const COLUMNS: &[Note] = &[
    on(
        "error[E0423]: expected value, found enum `*::Column`",
        "",
        "there are two ways to name a column: `COLUMN` with a dot and small letters, `Column` with two colons and a capital; here they are mixed",
    ),
    on(
        "error[E0433]: cannot find `COLUMN` in ",
        "",
        "there are two ways to name a column: `COLUMN` with a dot and small letters, `Column` with two colons and a capital; here they are mixed",
    ),
    on(
        "error[E0277]: the trait bound `*Column<*>: *ColumnTrait` ",
        "",
        "this method takes a column by its other name, `Column` with two colons and a capital, not by `COLUMN` with a dot",
    ),
    on(
        "error[E0277]: the trait bound `*: IntoSimpleExpr` ",
        "",
        "a text in quotes is a value, not a column; a column is named through its model",
    ),
    on(
        "error[E0277]: the trait bound `*: NumericValue` ",
        "",
        "the column holds numbers, and here it is compared with a `{0}`: compare it with a number, perhaps with one of its fields",
    ),
    on(
        "error[E0277]: the trait bound `*String: From<*>` ",
        "StringColumn",
        "the column holds text, and here it is compared with something else, of the type `{1}`",
    ),
    on(
        "error[E0277]: the trait bound `*Condition: From<*Column<*>>` ",
        "",
        "a filter needs a whole comparison, and a column alone is none; the comparison is a method of the column",
    ),
    on(
        "error[E0369]: binary operation `*` cannot be applied to type `*Column<*>`",
        "",
        "`{0}` compares two values in your program; the database is asked with a method of the column, see the filters in chapter 4",
    ),
    on(
        "error[E0369]: binary operation `*` cannot be applied to type `*::Column`",
        "",
        "`{0}` compares two values in your program; the database is asked with a method of the column, see the filters in chapter 4",
    ),
    on(
        "error[E0282]: type annotations needed",
        ".filter(|",
        "this `filter` is a part of the question that the database answers: it takes a comparison with a column, not a closure",
    ),
    on(
        "error[E0425]: cannot find value `*` in this scope",
        "order_by",
        "`{0}` alone is a variable of your program; a column is named through its model",
    ),
];

/// How a question is begun and sent.
const QUESTIONS: &[Note] = &[
    on(
        "error[E0283]: type annotations needed",
        "eq(None)",
        "`eq(None)` does not say what there is none of, and nothing equals NULL anyway: a question for NULL has a function of its own",
    ),
    on(
        "error[E0433]: cannot find module or crate `*` ",
        "",
        "`{0}` is one of the given models, which are in `crate::models`; a `use` line below the first comment brings it in",
    ),
    on(
        "error[E0433]: cannot find type `*` ",
        "::find(",
        "no type is called `{0}`: a model is a module in small letters, and what is asked is the `Entity` in it",
    ),
    on(
        "error[E0425]: cannot find function `find` in module `*`",
        "",
        "`{0}` is the module of the model; what is asked is the `Entity` in it",
    ),
    on(
        "error[E0599]: `*::Model` is not an iterator",
        "find",
        "`{0}::Model` is one row; the table, which is what you ask, is `Entity`",
    ),
    on(
        "error[E0423]: expected value, found module `*`",
        "",
        "`{0}` is the module of the model; in it are `Entity` for the table, `Model` for a row and `COLUMN` for the columns",
    ),
    on(
        "error[E0423]: expected value, found struct `*::Model`",
        "",
        "`{0}::Model` is the type of one row; where a table is asked for, `Entity` stands for it",
    ),
    on(
        "error[E0423]: expected value, found enum `*::Relation`",
        "",
        "`Relation` is the tie between two tables; where the table itself is asked for, `Entity` stands for it",
    ),
    on(
        "error[E0277]: `*Select<*>` is not an iterator",
        "",
        "this is a question that was never sent, so there are no rows yet; look at how the questions in chapter 4 end",
    ),
    on(
        "error[E0277]: the `?` operator can only be applied",
        "Select<",
        "this is a question that was never sent, so nothing can have failed yet; look at how the questions in chapter 4 end",
    ),
    on(
        "error[E0599]: no method named `iter` found for struct `*Select<",
        "",
        "this is a question that was never sent, so there are no rows yet; look at how the questions in chapter 4 end",
    ),
    on(
        "error[E0599]: no method named `order_by*` found for struct `Vec<",
        "",
        "the rows were fetched already, and a list of rows is no question any more; what the database is to do stands before the question is sent",
    ),
    on(
        "error[E0277]: the trait bound `&*: ConnectionTrait` ",
        "",
        "the function was given a reference already, and `&` makes a reference to a reference of it",
    ),
    on(
        "error[E028*]: type annotations needed",
        "into_tuple",
        "what a row of `into_tuple` becomes is yours to choose, so the variable needs a written type, as in chapter 4",
    ),
    on(
        "error[E0277]: the trait bound `str: StatementBuilder` ",
        "",
        "this method takes a statement that was built from Rust; the ones that take SQL as a text have `raw` or `unprepared` in their names",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `Statement`, found `&str`",
        "SQL as a text has to become a `Statement` first, which also knows for which database it is",
    ),
];

/// Rows on their way in, and rows that came back.
const ROWS: &[Note] = &[
    on(
        "error[E0308]: mismatched types ",
        "found fn item `fn() -> _ {<_ as std::default::Default>::default}`",
        "`Default::default` is named here without being called: round brackets are missing behind it",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `ActiveValue<",
        "a field of an `ActiveModel` does not hold a plain value: it is set, unchanged or not set, and has to say which",
    ),
    on(
        "error[E0308]: mismatched types",
        "found `ActiveValue<",
        "this is a field of an `ActiveModel`, which may not be set; the row as the database stored it is what `insert` gives back",
    ),
    on(
        "error[E0063]: missing field*in initializer of `*ActiveModel`",
        "",
        "an `ActiveModel` names every field; one short line at its end, in every example of chapter 3, stands for those the database fills in",
    ),
    on(
        "error[E0277]: the trait bound `*::Model: *ActiveModelTrait` ",
        "",
        "`{0}::Model` is a row that the table has already; a row on its way in is an `ActiveModel`",
    ),
    on(
        "error[E0599]: no method named `*` found for struct `*::Model`",
        "items from traits can only be used",
        "`{1}::Model` is a row that was read, and has no `{0}`; what begins with the table is asked of `Entity`, and what is written is an `ActiveModel`",
    ),
    on(
        "error[E0609]: no field `*` on type `*::Model`",
        "available fields",
        "a row has a field for each of its own columns and no others; what stands in another table has to be asked for",
    ),
    on(
        "error[E0609]: no field `*` on type `Vec<",
        "",
        "here is a whole list where you expect one row; if this is inside a `for`, what it loops over may be a `Result` that holds the list",
    ),
    on(
        "error[E0277]: `*::Model` doesn't implement `*Display`",
        "",
        "a whole row has no text of its own; print the fields that the task asks for",
    ),
    on(
        "error[E0277]: `Vec<*::Model>` doesn't implement `*Display`",
        "",
        "a whole list of rows has no text of its own; go through it, and print the fields that the task asks for",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `String`, found `&str`",
        "this text is borrowed (`&str`, as every text in quotes is), and here one is needed that is owned (`String`); the examples in chapter 3 make one of the other",
    ),
    on(
        "error[E0599]: no method named `commit` found for reference `&*DatabaseConnection`",
        "",
        "`db` is the connection; the transaction is what `begin` gave you",
    ),
];

/// `Result`, `Option` and the end of a function.
const RESULTS: &[Note] = &[
    on(
        "error[E0728]: `await` is only allowed",
        "",
        "the SeaORM of this course works without `async`: a call gives its result at once, so there is nothing to await",
    ),
    on(
        "error[E0277]: `Result<*>` is not a future",
        "",
        "the SeaORM of this course works without `async`: a call gives its result at once, so there is nothing to await",
    ),
    on(
        "error[E0277]: the trait bound `Result<*>: ConnectionTrait` ",
        "",
        "this may still be an error in place of a connection, since beginning can fail: look at the line that made it",
    ),
    on(
        "error[E0609]: no field `*` on type `Result<",
        "",
        "this may still be an error in place of a row: look at the line that made it. `unwrap`, as the help has it, would end the program; the function is to return the error",
    ),
    on(
        "error[E0599]: no method named `*` found for enum `Option<",
        "",
        "`one` gives an `Option`, since there may be no such row; say first what happens then",
    ),
    on(
        "error[E0609]: no field `*` on type `Option<",
        "",
        "`one` gives an `Option`, since there may be no such row; say first what happens then",
    ),
    on(
        "error[E0599]: no method named `*` found for enum `Result<",
        "",
        "this may still be an error in place of what you expect: look at the end of the call before it",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `Result<Option<",
        "`one` answers two questions: whether the database could be asked (`Result`), and whether there is such a row (`Option`); the first is still open here",
    ),
    on(
        "error[E0308]: mismatched types",
        "TransactionError",
        "`transaction` has an error type of its own around that of the closure, and the function promises a plain `DbErr`",
    ),
    on(
        "error[E0277]: `?` couldn't convert the error",
        "TransactionError",
        "`transaction` has an error type of its own around that of the closure, and the function promises a plain `DbErr`",
    ),
    on(
        "error[E0277]: `?` couldn't convert the error",
        "From<&str>",
        "only a `DbErr` can leave this function, and a text alone is none; the task names the kind of `DbErr` that carries it",
    ),
    on(
        "error[E0277]: `?` couldn't convert the error",
        "From<fn(",
        "this kind of `DbErr` carries a text, which is missing: look for its round brackets",
    ),
    on(
        "error[E0308]: mismatched types",
        "found `DbErr`",
        "an error that is only named goes nowhere: it leaves the function as the `Err` of a `Result` that is returned",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `()`, found `Vec<",
        "the function promises a `Result` with nothing in it, `()`: the task wants the rows printed, not returned",
    ),
    on(
        "error[E0308]: mismatched types",
        "found `Result<Vec<",
        "the function promises a `Result` with nothing in it, `()`: the task wants the rows printed, not returned",
    ),
    on(
        "error[E0308]: mismatched types",
        "expected `Result<(), DbErr>`, found `()`",
        "the function promises a `Result`, and its last line gives none; that all went well has to be said too",
    ),
];
