//! Reads the address of a SQLite database, as SeaORM and dbmate read it. It opens nothing.

use std::path::{Path, PathBuf};

/// The file of a database and how it may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) path: PathBuf,
    pub(crate) mode: Mode,
}

/// The `mode` of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// `mode=ro`
    ReadOnly,
    /// `mode=rw`: it must be there.
    ReadWrite,
    /// `mode=rwc`, and when no mode is given: it is made when it is not there.
    Create,
}

/// A text that is not the address of a SQLite database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AddressError {
    #[error(
        "`{0}` is not the address of a SQLite database\nhint: write it as `sqlite:app.db`, or `sqlite:///` and a full path"
    )]
    NotSqlite(String),
    #[error(
        "`{0}` names no file\nhint: write it as `sqlite:app.db`, or `sqlite:///` and a full path"
    )]
    NoFile(String),
    #[error("`mode={0}` is not known\nhint: it is `ro`, `rw` or `rwc`")]
    Mode(String),
    #[error(
        "a database in memory would be gone when the command ends\nhint: name a file, as in `sqlite:app.db`"
    )]
    Memory,
}

/// Reads an address. `sqlite:app.db` and `sqlite://app.db` are relative to `folder`, `sqlite:///…` is absolute.
pub(crate) fn parse(folder: &Path, text: &str) -> Result<Address, AddressError> {
    let rest = ["sqlite:", "sqlite3:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let rest = rest.ok_or_else(|| AddressError::NotSqlite(without_secrets(text)))?;
    let (file, options) = rest.split_once('?').unwrap_or((rest, ""));
    let file = file.strip_prefix("//").unwrap_or(file);
    let mode = match options.split('&').find_map(|option| option.strip_prefix("mode=")) {
        None | Some("rwc") => Mode::Create,
        Some("rw") => Mode::ReadWrite,
        Some("ro") => Mode::ReadOnly,
        Some("memory") => return Err(AddressError::Memory),
        Some(other) => return Err(AddressError::Mode(other.to_owned())),
    };
    match file {
        "" => Err(AddressError::NoFile(text.to_owned())),
        ":memory:" => Err(AddressError::Memory),
        file => Ok(Address { path: folder.join(file), mode }),
    }
}

/// Another database's address may hold a password, which belongs on no screen.
fn without_secrets(text: &str) -> String {
    text.split_once("://").map_or_else(|| text.to_owned(), |(scheme, _)| format!("{scheme}://…"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, mode: Mode) {
        assert_eq!(
            parse(Path::new("/home/me"), text),
            Ok(Address { path: PathBuf::from(path), mode })
        );
    }

    #[test]
    fn two_slashes_are_relative_and_three_absolute() {
        check("sqlite:app.db", "/home/me/app.db", Mode::Create);
        check("sqlite://app.db", "/home/me/app.db", Mode::Create);
        check("sqlite://data/app.db?mode=rw", "/home/me/data/app.db", Mode::ReadWrite);
        check("sqlite:///srv/app.db?mode=ro", "/srv/app.db", Mode::ReadOnly);
        check("sqlite:/srv/app.db?cache=shared&mode=rwc", "/srv/app.db", Mode::Create);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "app.db",
            "postgres://localhost/app",
            "sqlite:",
            "sqlite://?mode=ro",
            "sqlite::memory:",
            "sqlite:a?mode=x",
        ] {
            parse(Path::new("/"), text).expect_err(text);
        }
    }
}
