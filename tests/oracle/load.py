"""Typed rows into SQLite: one table per table file of the pack, rows in (file, line) order.

Besides its typed value every column c has c_malformed (0/1); id columns and
`birth` keep the cell's text as c_raw (NULL for a null cell).  `extract` is the
file's base name, `line` the line the record starts at; rowid is the row's
place in (file, line) order.
"""

import sqlite3
from dataclasses import dataclass

import ages
import cells
import folder
import reader


@dataclass
class TableCount:
    """How many files and rows of one table were read, kept and rejected."""
    files: int = 0
    rows: int = 0
    kept: int = 0
    rejected: int = 0


def load_agency(agency, database=":memory:"):
    """Loads every extract; returns (connection, {table: TableCount})."""
    connection = sqlite3.connect(database)
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    counts = {}
    for table in agency.tables.values():
        _create(connection, table)
        files = agency.extracts.get(table.name, [])
        if files:
            counts[table.name] = _load_table(connection, table, files)
        _index(connection, table)
    connection.execute("COMMIT")
    register_functions(connection)
    return connection, counts


def keeps_raw(column):
    """Columns whose cell text the rules may ask for."""
    return column.type == "id" or column.name == "birth"


def _stored(column):
    """The SQLite columns of one column."""
    kind = "INTEGER" if column.type in ("month", "money", "int", "bool") else "TEXT"
    stored = [f'"{column.name}" {kind}', f'"{column.name}_malformed" INTEGER']
    return stored + [f'"{column.name}_raw" TEXT'] if keeps_raw(column) else stored


def _create(connection, table):
    stored = ['"extract" TEXT', '"line" INTEGER']
    for column in table.columns:
        stored += _stored(column)
    connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(stored)})')


def _index(connection, table):
    for column in table.columns:
        if column.name in ("id", "uscc"):
            connection.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')


def _load_table(connection, table, files):
    count = TableCount(files=len(files))
    width = 2 + sum(len(_stored(column)) for column in table.columns)
    insert = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * width)})'
    for file in files:
        connection.executemany(insert, _typed_rows(table, file, count))
    return count


def _typed_rows(table, file, count):
    """Yields the typed rows of one file and keeps `count`."""
    text = reader.decode(file.content, file.options.get("encoding", "auto"))
    rows = reader.records(text, _delimiter(file, text))
    header = next(rows, (1, []))[1]
    bound = list(zip(table.columns, folder.bind_header(table, header, file.options.get("columns"))))
    if file.options.get("trailer") == "control-total":
        rows = _without_last(rows)
    for line, fields in rows:
        count.rows += 1
        if fields is None or len(fields) != len(header):
            count.rejected += 1
            continue
        count.kept += 1
        yield _typed_row(bound, fields, file.path.name, line)


def _delimiter(file, text):
    declared = file.options.get("delimiter", "auto")
    if declared == "auto":
        return reader.detect_delimiter(reader.header_line(text))
    return "\t" if declared == "tab" else declared


def _without_last(rows):
    held = None
    for row in rows:
        if held is not None:
            yield held
        held = row


def _typed_row(bound, fields, extract, line):
    row = [extract, line]
    for column, index in bound:
        text = "" if index is None else cells.trim(fields[index])
        null = text in cells.NULL_TOKENS
        value = None if null else column.parse(text)
        row += [value, int(value is None and not null)]
        if keeps_raw(column):
            row.append(None if null else reader.shown(text))
    return row


def register_functions(connection):
    """The functions the rules' SQL may call."""
    for name, arguments, function in (
            ("same_name", 2, cells.same_name), ("name_like", 2, cells.name_like), ("grade", 4, cells.grade),
            ("name_key", 1, cells.name_key), ("month_of", 1, cells.month_of),
            ("month_text", 1, cells.month_text), ("id_form", 1, cells.id_form),
            ("id_birth", 1, cells.id_birth), ("id_damage", 1, cells.id_damage),
            ("key_birth", 1, cells.key_birth), ("add_years", 2, cells.add_years),
            ("id_sex", 1, ages.id_sex), ("age", 2, ages.age),
            ("retirement_month", 2, ages.retirement_month)):
        connection.create_function(name, arguments, function, deterministic=True)
