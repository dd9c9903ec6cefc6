//! `CREATE TABLE` of any depth is parsed or refused; so are the catalogue entries of a database that holds it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use workbook_core::schema::inspect;
use workbook_core::snapshot::load;
use workbook_core::sql::create_table::parse_create_table;

fuzz_target!(|text: &str| {
    parse_create_table(text);
    let sql = format!("CREATE TABLE t ({text}");
    parse_create_table(&sql);
    // Whatever SQLite takes is read from its catalogue.
    if sql.len() < 2000
        && let Ok(connection) = load(&sql)
    {
        _ = inspect::schema(&connection);
    }
});
