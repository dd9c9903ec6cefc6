"""Runs ten changes of a schema on rows with workbook, dbmate and Alembic, and prints a table of what each of them keeps.

Needs Python with Alembic, and the programs that `WORKBOOK` and `DBMATE` name; CONTRIBUTING.md has the commands.

dbmate runs what somebody writes. Here that is `ALTER TABLE` where SQLite has it, and else a new table, the rows copied, the
old one dropped and the new one renamed. Alembic writes its script from the tables of the wanted database, in batch mode.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

MAKER = "CREATE TABLE maker (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
PRODUCT = """CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  code TEXT,
  name TEXT,
  price INTEGER CHECK (price >= 0),
  note TEXT,
  maker_id INTEGER REFERENCES maker (id) ON DELETE CASCADE
);"""
OTHERS = """CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE,
  stars INTEGER NOT NULL
);
CREATE TABLE log (id INTEGER PRIMARY KEY, line TEXT);"""
INDEXES = """CREATE INDEX by_name ON product (name);
CREATE INDEX cheap_ones ON product (price) WHERE price < 100;
CREATE TRIGGER touched AFTER UPDATE ON product BEGIN INSERT INTO log (line) VALUES (new.id); END;"""
VIEW = "CREATE VIEW cheap AS SELECT id, name FROM product WHERE price < 100;"
# What reads the table; the view is left out of the second table of results, since it stops most rebuilds by itself.
READERS = [INDEXES, VIEW]
ROWS = """INSERT INTO maker VALUES (1, 'Ada'), (2, 'Bo');
INSERT INTO product VALUES (1, '007', 'kettle', 90, 'blue', 1), (2, '12', 'whisk', 250, NULL, 2),
  (70, 'x', 'egg timer', NULL, 'old', NULL);
INSERT INTO review VALUES (1, 1, 5), (2, 1, 3), (3, 70, 4);"""

COLUMNS = ["id", "code", "name", "price", "note", "maker_id"]

# Name, wanted table (with its readers), statements of `ALTER TABLE` up and down for dbmate, flags for workbook.
CHANGES = [
    ("add a column", lambda t: t.replace("note TEXT", "note TEXT,\n  colour TEXT"),
     ("ALTER TABLE product ADD COLUMN colour TEXT;", "ALTER TABLE product DROP COLUMN colour;"), []),
    ("add a required column with a default",
     lambda t: t.replace("note TEXT", "note TEXT,\n  stock INTEGER NOT NULL DEFAULT 0"),
     ("ALTER TABLE product ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;",
      "ALTER TABLE product DROP COLUMN stock;"), []),
    ("drop a column", lambda t: t.replace("  note TEXT,\n", ""),
     ("ALTER TABLE product DROP COLUMN note;", "ALTER TABLE product ADD COLUMN note TEXT;"), []),
    ("rename a column", lambda t: t.replace("note TEXT", "remark TEXT"),
     ("ALTER TABLE product RENAME COLUMN note TO remark;",
      "ALTER TABLE product RENAME COLUMN remark TO note;"), ["--rename", "product.note=remark"]),
    ("rename a table", lambda t: re.sub(r"\bproduct\b", "item", t),
     ("ALTER TABLE product RENAME TO item;", "ALTER TABLE item RENAME TO product;"),
     ["--rename", "product=item"]),
    ("make a column required", lambda t: t.replace("name TEXT,\n  price", "name TEXT NOT NULL,\n  price"),
     None, []),
    ("add a check", lambda t: t.replace("code TEXT", "code TEXT CHECK (length(code) < 9)"), None, []),
    ("make a text of a number", lambda t: t.replace("price INTEGER", "price TEXT"), None, []),
    ("make a column unique", lambda t: t.replace("code TEXT", "code TEXT UNIQUE"), None, []),
    ("drop a foreign key", lambda t: t.replace(" REFERENCES maker (id) ON DELETE CASCADE", ""), None, []),
]


def make_schema(change=lambda text: text):
    others = OTHERS + "\n" + "\n".join(READERS)
    is_table_rename = change("product") != "product"
    return f"{MAKER}\n{change(PRODUCT)}\n{change(others) if is_table_rename else others}\n"


def run(command, folder, **environment):
    result = subprocess.run(
        [str(word) for word in command], cwd=folder, capture_output=True, text=True,
        stdin=subprocess.DEVNULL, env={**os.environ, **environment})
    if result.returncode != 0:
        lines = (result.stdout + result.stderr).strip().splitlines()
        told = [line for line in lines if "rror" in line and "Background" not in line]
        raise RuntimeError((told or lines or ["failed"])[-1])


def observe(database):
    """What a database has: its objects, its rules as SQLite applies them, and its rows by column."""
    connection = sqlite3.connect(database)
    found = {}
    sql = """SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%'
        AND name NOT IN ('schema_migrations', 'alembic_version')"""
    for kind, name, text in connection.execute(sql).fetchall():
        if kind != "table":
            found[f"{kind} {name}"] = True
            if kind == "view":
                found[f"view {name} works"] = works(connection, name)
            continue
        for column in connection.execute(f"PRAGMA table_info('{name}')"):
            _, label, declared, required, default, key = column
            found[f"{name}.{label}"] = (declared.upper(), required or key, default, key)
        for key in connection.execute(f"PRAGMA foreign_key_list('{name}')"):
            found[f"key {name}.{key[3]}"] = tuple(key[2:])
        uniques = [index for index in connection.execute(f"PRAGMA index_list('{name}')") if index[2]]
        found[f"unique in {name}"] = sorted(
            [column[2] for column in connection.execute(f"PRAGMA index_info('{index[1]}')")]
            for index in uniques)
        found[f"checks of {name}"] = len(re.findall(r"\bCHECK\b", text, re.IGNORECASE))
        found[f"rows of {name}"] = read_rows(connection, name)
    return found


def works(connection, name):
    try:
        return bool(connection.execute(f"SELECT * FROM {name}").fetchall() or True)
    except sqlite3.Error:
        return False


def read_rows(connection, table):
    cursor = connection.execute(f"SELECT * FROM {table} ORDER BY id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, map(repr, row))) for row in cursor]


def compare(found, wanted):
    """Names what is in one database and not in another."""
    lost = []
    for what, value in wanted.items():
        if what not in found:
            lost.append(f"no {what}")
        elif found[what] != value:
            if what.startswith("rows") and len(found[what]) != len(value):
                lost.append(f"{len(value) - len(found[what])} {what}")
            else:
                lost.append(f"{what} differ" if what.startswith(("rows", "checks")) else f"{what} differs")
    return lost


def make_database(path, schema, rows=""):
    connection = sqlite3.connect(path)
    connection.executescript(schema + rows)
    connection.close()


def expect_rows(name, change, folder):
    """The wanted database with the rows as they should be."""
    path = folder / "expected.db"
    make_database(path, make_schema(change))
    connection = sqlite3.connect(path)
    rows = ROWS
    if name == "rename a table":
        rows = rows.replace("INTO product", "INTO item")
    elif name == "drop a column":
        rows = rows.replace(", 'blue'", "").replace(", NULL, 2)", ", 2)").replace(", 'old'", "")
    elif name.startswith("add a"):
        named = f"INTO product ({', '.join(COLUMNS)}) VALUES"
        rows = rows.replace("INTO product VALUES", named)
    connection.executescript(rows)
    connection.close()
    return observe(path)


def try_workbook(change, statements, flags, folder):
    workbook = os.environ["WORKBOOK"]
    run([workbook, "db", "init"], folder)
    (folder / "schema.sql").write_text(make_schema())
    run([workbook, "db", "migrate", "-m", "first"], folder)
    run([workbook, "db", "upgrade"], folder)
    make_database(folder / "app.db", "", ROWS)
    (folder / "schema.sql").write_text(make_schema(change))
    run([workbook, "db", "migrate", "-m", "next", *flags], folder)
    yield lambda: run([workbook, "db", "upgrade"], folder)
    yield lambda: run([workbook, "db", "downgrade"], folder)


def write_rebuild(table):
    """A rebuild as it is mostly written: the table itself and nothing that belongs to it."""
    new = table.replace("TABLE product", "TABLE product_new")
    names = ", ".join(COLUMNS)
    return (f"{new}\nINSERT INTO product_new ({names}) SELECT {names} FROM product;\n"
            "DROP TABLE product;\nALTER TABLE product_new RENAME TO product;")


def try_dbmate(change, statements, flags, folder):
    make_database(folder / "app.db", make_schema(), ROWS)
    up, down = statements or (write_rebuild(change(PRODUCT)), write_rebuild(PRODUCT))
    (folder / "migrations").mkdir()
    (folder / "migrations/0002_next.sql").write_text(f"-- migrate:up\n{up}\n-- migrate:down\n{down}\n")
    command = [os.environ["DBMATE"], "--url", f"sqlite:app.db{os.environ.get('DBMATE_OPTIONS', '')}",
               "--migrations-dir", "migrations", "--no-dump-schema"]
    yield lambda: run([*command, "up"], folder)
    yield lambda: run([*command, "down"], folder)


ENVIRONMENT = """from alembic import context
from sqlalchemy import MetaData, create_engine
wanted = MetaData(naming_convention={
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s"})
wanted.reflect(create_engine("sqlite:///wanted.db"))
with create_engine("sqlite:///app.db").connect() as connection:
    context.configure(connection=connection, target_metadata=wanted, render_as_batch=True,
                      compare_type=True, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
"""


def try_alembic(change, statements, flags, folder):
    make_database(folder / "app.db", make_schema(), ROWS)
    make_database(folder / "wanted.db", make_schema(change))
    command = [sys.executable, "-m", "alembic"]
    run([*command, "init", "alembic"], folder)
    (folder / "alembic/env.py").write_text(ENVIRONMENT)
    run([*command, "revision", "--autogenerate", "-m", "next"], folder)
    yield lambda: run([*command, "upgrade", "head"], folder)
    yield lambda: run([*command, "downgrade", "-1"], folder)


def try_tool(tool, name, change, statements, flags):
    folder = Path(tempfile.mkdtemp(prefix="comparison-"))
    try:
        expected = expect_rows(name, change, folder)
        make_database(folder / "before.db", make_schema(), ROWS)
        before = observe(folder / "before.db")
        steps = tool(change, statements, flags, folder)
        next(steps)()
        up = compare(observe(folder / "app.db"), expected)
        try:
            next(steps)()
            down = compare(observe(folder / "app.db"), before)
        except RuntimeError as error:
            down = [f"fails: {error}"]
        return describe(up), describe(down)
    except RuntimeError as error:
        return f"fails: {error}", ""
    finally:
        shutil.rmtree(folder)


def describe(lost):
    return "; ".join(lost).replace("|", "/") if lost else "all"


def main():
    tools = [("workbook", try_workbook), ("dbmate", try_dbmate), ("Alembic", try_alembic)]
    for title in ["With a view on the table", "Without a view"]:
        print(f"\n{title}\n")
        print_table(tools)
        READERS[:] = [INDEXES]


def print_table(tools):
    print("| change | " + " | ".join(f"{tool}: up | {tool}: down" for tool, _ in tools) + " |")
    print("|---" * 7 + "|")
    for change in CHANGES:
        cells = [cell for _, tool in tools for cell in try_tool(tool, *change)]
        print(f"| {change[0]} | " + " | ".join(cells) + " |", flush=True)


main()
