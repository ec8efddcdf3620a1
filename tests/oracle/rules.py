"""Runs the rules' SQL and counts.

A rule's script (rules/<rule>.sql) leaves
    candidate(kind, key, fund, county, month, amount, rows, exempt)   one row per group that could be a hit
    doubt(code, kind, key, fund, county)                              optional: cases it cannot decide
Here the common law of counting is applied to them: a claim of nothing is no
hit, one doubt withholds all the rule's groups in that case, exempted groups
are listed but not counted.
"""

from dataclasses import dataclass, field
from pathlib import Path

import cases as casebook
import catalogue
import cells
import folder
import reader

_FOLDER = Path(__file__).resolve().parent / "rules"
_TEMP_OBJECTS = ("SELECT type, name FROM sqlite_temp_master"
                 " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'")


@dataclass
class Group:
    """One hit: a claim when it has a month and an amount."""
    kind: str
    key: str
    fund: str
    county: str
    month: int
    amount: int
    rows: int

    @property
    def case(self):
        return (self.kind, self.key, self.fund or "", self.county or "")


@dataclass
class Outcome:
    """What one rule found."""
    rule: catalogue.Rule
    state: str
    groups: list = field(default_factory=list)
    exempted: list = field(default_factory=list)
    doubts: set = field(default_factory=set)         # (code, kind, key, fund, county)

    @property
    def rows(self):
        return sum(group.rows for group in self.groups)

    @property
    def subjects(self):
        return len({group.key for group in self.groups})

    @property
    def claimed(self):
        return sum(group.amount for group in self.groups if self.rule.claims)

    @property
    def undecided(self):
        """code -> number of distinct subjects."""
        subjects = {(code, kind, key) for code, kind, key, _, _ in self.doubts}
        codes = sorted({code for code, _, _ in subjects})
        return {code: sum(1 for one in subjects if one[0] == code) for code in codes}


def run_rules(connection, agency, chosen):
    """Outcomes of the rules whose id is in `chosen`, those that look at cases last."""
    _prepare(connection, agency)
    known = [rule for rule in catalogue.RULES if rule.id in chosen]
    outcomes = [_run_rule(connection, agency, rule) for rule in known if not rule.after_cases]
    _store_cases(connection, outcomes)
    return outcomes + [_run_rule(connection, agency, rule) for rule in known if rule.after_cases]


def _prepare(connection, agency):
    day = agency.as_of
    connection.create_function("as_of", 0, day.isoformat, deterministic=True)
    connection.create_function("as_of_month", 0, lambda: day.year * 12 + day.month - 1, deterministic=True)
    connection.execute("CREATE TABLE param_list (name TEXT, value TEXT)")
    connection.execute("CREATE TABLE exempt_key (rule TEXT, key TEXT)")
    connection.execute("CREATE TABLE case_rule (kind TEXT, key TEXT, fund TEXT, county TEXT, rule TEXT)")
    connection.execute("CREATE TABLE case_file (kind TEXT, key TEXT, fund TEXT, county TEXT, class TEXT,"
                       " claimed INTEGER, months INTEGER)")


def _run_rule(connection, agency, rule):
    state = _source_state(agency, rule)
    outcome = Outcome(rule, state)
    if state != "ran":
        return outcome
    _set_parameters(connection, agency, rule)
    _drop_temporaries(connection)
    connection.executescript((_FOLDER / f"{rule.id}.sql").read_text(encoding="utf-8"))
    names = {name for _, name in connection.execute(_TEMP_OBJECTS)}
    if "doubt" in names:
        outcome.doubts = set(connection.execute("SELECT code, kind, key, fund, county FROM doubt"))
    _sort_out(connection, outcome)
    return outcome


def _source_state(agency, rule):
    if rule.city_only and agency.level != "city":
        return "not-run-here"
    files = {table: agency.extracts.get(table) for table in rule.needs}
    if not all(files.values()):
        return "source-missing"
    for table, max_age in rule.needs.items():
        if max_age is not None:
            newest = max(folder.received_on(file) for file in files[table])
            if (agency.as_of - newest).days > max_age:
                return "source-stale"
    return "ran"


def _set_parameters(connection, agency, rule):
    scalars, lists = catalogue.parameters(rule, agency.params.get(rule.id) or {})
    connection.create_function("param", 1, scalars.__getitem__, deterministic=True)
    connection.execute("DELETE FROM param_list")
    for name, values in lists.items():
        connection.executemany("INSERT INTO param_list VALUES (?, ?)", [(name, value) for value in values])
    connection.execute("DELETE FROM exempt_key")
    keys = _exempt_keys(agency, rule) if rule.exempt else ()
    connection.executemany("INSERT INTO exempt_key VALUES (?, ?)", [(rule.id, key) for key in keys])


def _exempt_keys(agency, rule):
    """Keys in force on the as-of date, of the first list found: the agency's, then the later pack's."""
    for base in [agency.root, *reversed(agency.rule_folders)]:
        path = base / "lists" / rule.exempt
        if path.is_file():
            return [cells.trim(entry["key"]) for entry in reader.csv_rows(path) if _in_force(entry, agency.as_of)]
    return []


def _in_force(entry, as_of):
    until = cells.trim(entry.get("until", ""))
    return not until or (cells.parse_date(until) or "") >= as_of.isoformat()


def _drop_temporaries(connection):
    objects = connection.execute(_TEMP_OBJECTS).fetchall()
    for kind, name in sorted(objects, reverse=True):            # views before tables
        connection.execute(f'DROP {kind} temp."{name}"')


def _sort_out(connection, outcome):
    doubtful = {(kind, key, fund or "", county or "") for _, kind, key, fund, county in outcome.doubts}
    for *fields, exempt in connection.execute(
            "SELECT kind, key, fund, county, month, amount, rows, exempt FROM candidate"):
        group = Group(*fields)
        if outcome.rule.claims and (group.amount is None or group.amount <= 0):
            continue
        if group.case in doubtful:
            continue
        (outcome.exempted if exempt else outcome.groups).append(group)


def _store_cases(connection, outcomes):
    """The cases of the rules so far, for the rules that look at cases: these see none of each other's."""
    cases = casebook.build_cases(connection, outcomes)
    connection.executemany("INSERT INTO case_rule VALUES (?, ?, ?, ?, ?)",
                           [(*case.key, rule) for case in cases.values() for rule in case.rules])
    connection.executemany("INSERT INTO case_file VALUES (?, ?, ?, ?, ?, ?, ?)",
                           [(*case.key, case.rule_class, case.due, case.months_due) for case in cases.values()])
