//! Given: opens the cookie shop in several environments, and notes in which file its sale is found. You never need to edit it.

mod config;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::process::Command;
use std::{env, fs, io};

const SERVER: (&str, &str) = ("DATABASE_URL", "sqlite://server.db?mode=rwc");
const TILL: (&str, &str) = ("DATABASE_URL", "sqlite://till.db?mode=rwc");
const EMPTY: (&str, &str) = ("DATABASE_URL", "");
const PRODUCTION: (&str, &str) = ("SHOP_ENV", "production");

const DESK: &str =
    "# Settings of the desk\nSHOP_NAME=\"The Oat House\"\nDATABASE_URL=sqlite://desk.db?mode=rwc\n";
const CELLAR: &str = "# DATABASE_URL=sqlite://attic.db?mode=rwc\n\
    OLD_DATABASE_URL=sqlite://old.db?mode=rwc\n\
    DATABASE_URL=sqlite://cellar.db?mode=rwc\n";
const NO_ADDRESS: &str = "SHOP_NAME=\"The Oat House\"\n";
const EMPTY_ADDRESS: &str = "DATABASE_URL=\nSHOP_NAME=\"The Oat House\"\n";

const QUOTED: &str = "A=1\nDATABASE_URL=\"mysql://shop@db.example/Oat\"\n\nB=2\n";

/// Variables, and the text of a file.
type ShopSetting = (&'static [(&'static str, &'static str)], Option<&'static str>);

/// Settings that are easily mistaken for others.
const SETTINGS: [ShopSetting; 15] = [
    (&[("SHOP_ENV", "Production")], None),
    (&[("SHOP_ENV", "PRODUCTION")], Some(NO_ADDRESS)),
    (&[("SHOP_ENV", "production-test")], None),
    (&[("SHOP_ENV", "production ")], None),
    (&[("SHOP_ENV", "")], None),
    (&[PRODUCTION], None),
    (&[PRODUCTION], Some(EMPTY_ADDRESS)),
    (&[PRODUCTION], Some(QUOTED)),
    (&[PRODUCTION, EMPTY], Some(DESK)),
    (&[PRODUCTION, EMPTY], None),
    (&[("SHOP_ENV", "test"), EMPTY], Some(QUOTED)),
    (&[], Some(QUOTED)),
    (&[("DATABASE_URL", "sqlite://Shop2.db?mode=rwc")], Some(DESK)),
    (&[("DATABASE_URL", "postgres://shop@db.example/Shop")], None),
    (&[PRODUCTION, ("DATABASE_URL", "other")], Some(QUOTED)),
];

const FALLBACK: &str = "sqlite://shop.db?mode=rwc";

/// Values of `SHOP_ENV`; `made-up` is another word each time.
const ENVIRONMENTS: [Option<&str>; 10] = [
    None,
    Some("production"),
    Some("Production"),
    Some("production "),
    Some("live"),
    Some("development"),
    Some("test"),
    Some("staging"),
    Some(""),
    Some("made-up"),
];

/// Texts of a file `.env`, and the address that each of them names; none of both is no file.
const FILES: [(&str, Option<&str>, Option<&str>); 9] = [
    ("no file", None, None),
    ("no address", Some("SHOP_NAME=Oat\n# DATABASE_URL=old\n"), None),
    ("empty", Some("A=1\nDATABASE_URL=\n"), Some("")),
    ("plain", Some("DATABASE_URL=sqlite://made-up.db\nA=1\n"), Some("sqlite://made-up.db")),
    ("export", Some("A=1\nexport DATABASE_URL=postgres://made-up\n"), Some("postgres://made-up")),
    (
        "single quotes",
        Some("DATABASE_URL='sqlite://made-up 1.db'\n"),
        Some("sqlite://made-up 1.db"),
    ),
    (
        "double quotes",
        Some("OLD_DATABASE_URL=\"old\"\nDATABASE_URL=\"mysql://b@made-up/c=d\"\n"),
        Some("mysql://b@made-up/c=d"),
    ),
    (
        "export and quotes",
        Some("# the desk\n\nexport DATABASE_URL=\"made-up\"\nexport B=2"),
        Some("made-up"),
    ),
    ("the fallback", Some("DATABASE_URL=sqlite://shop.db?mode=rwc\n"), Some(FALLBACK)),
];

/// Values of `DATABASE_URL`, each of which is an address as it stands.
const ADDRESSES: [&str; 11] = [
    FALLBACK,
    "sqlite://shop.db",
    "sqlite:made-up.db",
    "sqlite://made-up.db?mode=ro",
    "sqlite://made-up.db?mode=rwc ",
    " sqlite://Made-Up.db",
    "sqlite::memory:",
    "postgres://shop@made-up/Shop",
    "mysql://made-up",
    "\"made-up\"",
    "made-up",
];

fn on_the_server(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[PRODUCTION, SERVER], None, "oat")
}

fn at_the_desk(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[], Some(DESK), "ginger")
}

fn in_the_cellar(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[PRODUCTION], Some(CELLAR), "spelt")
}

fn at_the_desk_with_a_variable(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[TILL], Some(DESK), "lemon")
}

fn nothing_set(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[], None, "rye")
}

fn no_address_at_home(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[("SHOP_ENV", "development")], Some(NO_ADDRESS), "walnut")
}

fn no_address_in_a_rehearsal(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[("SHOP_ENV", "pre-production")], None, "hazelnut")
}

fn no_address_in_production(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[PRODUCTION], Some(NO_ADDRESS), "anise")
}

fn empty_address(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[EMPTY], Some(DESK), "almond")
}

fn empty_address_alone(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[EMPTY], None, "honey")
}

fn empty_address_in_the_file(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[], Some(EMPTY_ADDRESS), "clove")
}

fn empty_address_that_is_not_asked(db: &DatabaseConnection) -> Result<(), DbErr> {
    open(db, &[SERVER], Some(EMPTY_ADDRESS), "poppy")
}

/// Prints the address for each of `SETTINGS`.
fn settings_of_all_sorts(_: &DatabaseConnection) -> Result<(), DbErr> {
    (0..SETTINGS.len()).try_for_each(|number| ask_elsewhere("one_setting", number))
}

/// Prints where the address comes from, for each of `ENVIRONMENTS` with each of `FILES`.
fn all_combinations(_: &DatabaseConnection) -> Result<(), DbErr> {
    (0..ENVIRONMENTS.len() * FILES.len())
        .try_for_each(|number| ask_elsewhere("one_combination", number))
}

/// Asks in another process, since the file may be read once in a process.
fn ask_elsewhere(function: &str, number: usize) -> Result<(), DbErr> {
    let failed = |error: io::Error| DbErr::Custom(error.to_string());
    let mut program = Command::new(env::current_exe().map_err(failed)?);
    program.arg(function).env("SETTING", number.to_string()).env_remove("WORKBOOK_DONE");
    if !program.status().map_err(failed)?.success() {
        return Err(DbErr::Custom(format!("the setting {number} could not be tried")));
    }
    Ok(())
}

fn setting_number() -> Option<usize> {
    env::var("SETTING").ok()?.parse().ok()
}

/// Asks without the variable first, as long as no file can have been read, and then with each value of it.
fn one_combination(_: &DatabaseConnection) -> Result<(), DbErr> {
    let number = setting_number().ok_or_else(|| DbErr::Custom("no setting".to_string()))?;
    let environment = ENVIRONMENTS[number / FILES.len()];
    let (kind, text, in_file) = FILES[number % FILES.len()];
    let word = format!("w{}", RandomState::new().hash_one(number));
    let spell = |text: &str| text.replace("made-up", &word);
    let shop_env = environment.map(spell);
    let text = text.map(spell);
    let ask = |address: Option<&str>| ask_with(shop_env.as_deref(), address, text.as_deref());

    let unset = match ask(None)? {
        Some(found) if Some(&found) == in_file.map(spell).as_ref() => "file".to_string(),
        Some(found) if found == FALLBACK => "fallback".to_string(),
        found => describe(found),
    };
    let name = environment.map_or_else(|| "not set".to_string(), |name| format!("{name:?}"));
    let empty = describe(ask(Some(""))?);
    let mut line = format!("{name}, {kind}: {unset}; empty: {empty}");
    for (address, shown) in ADDRESSES.map(spell).iter().zip(ADDRESSES) {
        match ask(Some(address))? {
            Some(found) if found == *address => (),
            found => line += &format!("; {shown:?}: {}", describe(found).replace(&word, "made-up")),
        }
    }
    println!("{line}");
    Ok(())
}

fn ask_with(
    shop_env: Option<&str>,
    address: Option<&str>,
    file: Option<&str>,
) -> Result<Option<String>, DbErr> {
    let shop_env = shop_env.map(|name| ("SHOP_ENV", name));
    let address = address.map(|address| ("DATABASE_URL", address));
    let variables: Vec<_> = shop_env.into_iter().chain(address).collect();
    prepare(&variables, file)?;
    Ok(config::database_url().ok())
}

fn describe(found: Option<String>) -> String {
    found.map_or_else(|| "an error".to_string(), |address| format!("{address:?}"))
}

fn one_setting(_: &DatabaseConnection) -> Result<(), DbErr> {
    let setting = setting_number().and_then(|number| SETTINGS.get(number));
    let (variables, file) = setting.ok_or_else(|| DbErr::Custom("no setting".to_string()))?;
    prepare(variables, *file)?;
    let found = config::database_url().unwrap_or_else(|_| "an error".to_string());
    println!("{variables:?}, {}: {found}", file.unwrap_or("no file").trim_end().escape_debug());
    Ok(())
}

/// Sells a cookie in an empty folder, with these variables and this file `.env`, and notes where the sale is then.
fn open(
    db: &DatabaseConnection,
    variables: &[(&str, &str)],
    file: Option<&str>,
    cookie: &str,
) -> Result<(), DbErr> {
    prepare(variables, file)?;
    let sold = sell(cookie);
    note(db)?;
    sold
}

/// Goes into an empty folder with this file `.env`, and sets these variables only.
fn prepare(variables: &[(&str, &str)], file: Option<&str>) -> Result<(), DbErr> {
    empty_folder(file).map_err(|error| DbErr::Custom(error.to_string()))?;
    // SAFETY: this program has one thread, so nobody reads the environment at the same moment.
    unsafe {
        for name in ["DATABASE_URL", "SHOP_ENV", "SHOP_NAME", "OLD_DATABASE_URL", "A", "B"] {
            env::remove_var(name);
        }
        for (name, value) in variables {
            env::set_var(name, value);
        }
    }
    Ok(())
}

fn empty_folder(file: Option<&str>) -> io::Result<()> {
    if env::current_dir()?.ends_with("shop") {
        env::set_current_dir("..")?;
    }
    if fs::exists("shop")? {
        fs::remove_dir_all("shop")?;
    }
    fs::create_dir("shop")?;
    env::set_current_dir("shop")?;
    file.map_or(Ok(()), |text| fs::write(".env", text))
}

fn sell(cookie: &str) -> Result<(), DbErr> {
    // The shop is closed by `database_url`: an address that no connection takes is a mistake found too late.
    let closed = |error| DbErr::Custom(format!("the shop stays closed: {error}"));
    let shop = Database::connect(config::database_url().map_err(closed)?)?;
    shop.execute_unprepared("CREATE TABLE sale (cookie TEXT NOT NULL)")?;
    shop.execute_raw(statement("INSERT INTO sale (cookie) VALUES (?)", &[cookie]))?;
    Ok(())
}

/// Looks into every database in the folder.
fn note(db: &DatabaseConnection) -> Result<(), DbErr> {
    let files = fs::read_dir(".").map_err(|error| DbErr::Custom(error.to_string()))?.flatten();
    for file in files
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != ".env")
    {
        let shop = Database::connect(format!("sqlite://{file}?mode=ro"))?;
        for row in shop.query_all_raw(statement("SELECT cookie FROM sale", &[]))? {
            let cookie: String = row.try_get_by_index(0)?;
            db.execute_raw(statement(
                "INSERT INTO sale (cookie, found_in) VALUES (?, ?)",
                &[&cookie, &file],
            ))?;
        }
    }
    Ok(())
}

fn statement(sql: &str, values: &[&str]) -> Statement {
    Statement::from_sql_and_values(
        DbBackend::Sqlite,
        sql,
        values.iter().map(|value| (*value).into()),
    )
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("on_the_server", on_the_server),
        ("at_the_desk", at_the_desk),
        ("in_the_cellar", in_the_cellar),
        ("at_the_desk_with_a_variable", at_the_desk_with_a_variable),
        ("nothing_set", nothing_set),
        ("no_address_at_home", no_address_at_home),
        ("no_address_in_a_rehearsal", no_address_in_a_rehearsal),
        ("no_address_in_production", no_address_in_production),
        ("empty_address", empty_address),
        ("empty_address_alone", empty_address_alone),
        ("empty_address_in_the_file", empty_address_in_the_file),
        ("empty_address_that_is_not_asked", empty_address_that_is_not_asked),
        ("settings_of_all_sorts", settings_of_all_sorts),
        ("one_setting", one_setting),
        ("all_combinations", all_combinations),
        ("one_combination", one_combination),
    ])
}
