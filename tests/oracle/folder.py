"""The agency folder: hecha.yaml, the table files of the pack, the extract files.

Knows where things are and what columns are called; does not read rows.
"""

import datetime
import glob
import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import cells
import reader
from yamlite import read_yaml

_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_STATUS = re.compile(r"^status:[ ]*([a-z]+)", re.MULTILINE)
_PARSERS = {"id": cells.parse_id, "text": cells.parse_text, "date": cells.parse_date,
            "month": cells.parse_month, "money": cells.parse_money, "int": cells.parse_int,
            "bool": cells.parse_bool}


@dataclass
class Column:
    """One column of a table: its type, its parser and every header it answers to."""
    name: str
    type: str
    parse: object
    headers: set


@dataclass
class Table:
    """One table file of the pack."""
    name: str
    columns: list


@dataclass
class ExtractFile:
    """One file of an extract and how hecha.yaml says to read it."""
    path: Path
    options: dict
    content: bytes


@dataclass
class Agency:
    """Everything hecha.yaml says, with paths resolved."""
    root: Path
    region: str
    level: str
    as_of: datetime.date
    rule_folders: list
    params: dict
    tables: dict
    extracts: dict = field(default_factory=dict)


def open_agency(root, as_of=None):
    """Reads hecha.yaml and the pack it names; `as_of` (ISO text) wins over the file's."""
    root = Path(root)
    config = read_yaml(root / "hecha.yaml")
    region = config.get("region", "")
    day = as_of or config.get("as_of")
    folders = [root / folder for folder in _listed(config.get("rules", "rules"))]
    agency = Agency(
        root=root, region=region,
        level=config.get("level") or ("city" if region.endswith("00") else "county"),
        as_of=datetime.date.fromisoformat(day) if day else datetime.date.today(),
        rule_folders=folders, params=config.get("params") or {}, tables=_read_tables(folders))
    for table, entries in (config.get("extracts") or {}).items():
        agency.extracts[table] = _extract_files(root, _listed(entries))
    return agency


def _listed(value):
    """A single value or a list of values, as a list."""
    return value if isinstance(value, list) else [value]


def _read_tables(folders):
    lists, tables = {}, {}
    for folder in folders:
        for path in sorted(folder.glob("lists/*.yaml")):
            entry = read_yaml(path)
            lists[entry["list"]] = entry
    for folder in folders:
        for path in sorted(folder.glob("tables/*.yaml")):
            entry = read_yaml(path)
            columns = [_column(name, spec, lists) for name, spec in entry["columns"].items()]
            tables[entry["table"]] = Table(entry["table"], columns)
    return tables


def _column(name, spec, lists):
    headers = {name, spec.get("title", name), *spec.get("names", [])}
    if spec["type"] != "code":
        return Column(name, spec["type"], _PARSERS[spec["type"]], headers)
    values, alias = spec["values"], dict(spec.get("alias") or {})
    if isinstance(values, str):
        alias = {**(lists[values].get("alias") or {}), **alias}
        values = lists[values]["values"]
    return Column(name, "code", cells.code_parser(values, alias), headers)


def _extract_files(root, entries):
    """Files in the order of the globs; a path or a content seen before is not read again."""
    files, paths, digests = [], set(), set()
    for options in entries:
        options = options if isinstance(options, dict) else {"files": options}
        for pattern in _listed(options["files"]):
            for name in sorted(glob.glob(str(root / pattern))):
                path = Path(name)
                if os.path.realpath(path) in paths or not path.is_file():
                    continue
                paths.add(os.path.realpath(path))
                content = reader.read_bytes(path)
                digest = hashlib.sha256(content).digest()
                if digest not in digests:
                    digests.add(digest)
                    files.append(ExtractFile(path, options, content))
    return files


def active_rules(agency):
    """Ids of the rules that are switched on.  The status is all that is read of a rule file; a later folder wins."""
    status = {}
    for base in agency.rule_folders:
        for path in base.glob("*/*.yaml"):
            found = _STATUS.search(path.read_text(encoding="utf-8"))
            if found:
                status[path.stem] = found.group(1)
    return {rule for rule, word in status.items() if word == "active"}


def received_on(file):
    """The day a file was received: hecha.yaml, else a date in its name, else its time."""
    declared = file.options.get("received")
    if declared:
        return datetime.date.fromisoformat(declared)
    for match in _NAME_DATE.finditer(file.path.name):
        try:
            return datetime.date(*map(int, match.groups()))
        except ValueError:
            continue
    return datetime.date.fromtimestamp(file.path.stat().st_mtime)


def bind_header(table, header, mapping):
    """For each column of `table` the index of its cell, or None: hecha.yaml's mapping first, then known names."""
    names = [cells.trim(cell) for cell in header]
    bound = []
    for column in table.columns:
        wanted = (mapping or {}).get(column.name)
        found = [i for i, name in enumerate(names) if name == wanted]
        found += [i for i, name in enumerate(names) if name in column.headers]
        bound.append(found[0] if found else None)
    return bound
