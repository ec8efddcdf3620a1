#!/usr/bin/env python3
"""The rule pack's own tests (rules/*/<rule>.test.yaml), run through the oracle.

    python3 tests/oracle/ruletests.py [RULES_FOLDER]

The rows and expectations were written by hand beside the rules; the oracle's SQL
knows nothing of them.  `missing:<column>` expectations are left to the engine.
"""

import re
import sys
import tempfile
from pathlib import Path

import catalogue
import cells
import oracle
from yamlite import read_yaml

PACK = Path(__file__).resolve().parents[2] / "rules"
DEFAULT_AS_OF = "2024-06-30"


def run_tests(pack):
    """Yields (rule, test name, list of problems) for every test of a rule the oracle knows."""
    known = {rule.id for rule in catalogue.RULES}
    for path in sorted(pack.glob("*/*.test.yaml")):
        rule = path.name.removesuffix(".test.yaml")
        for test in read_yaml(path)["tests"] if rule in known else ():
            yield rule, test["name"], list(_problems(pack, rule, test))


def _problems(pack, rule, test):
    with tempfile.TemporaryDirectory() as folder:
        _write_agency(Path(folder), pack, rule, test)
        result = oracle.evaluate(folder, only={rule, *test.get("rules", [])})
    outcome = next(one for one in result.outcomes if one.rule.id == rule)
    expect = test["expect"]
    found = [{"person": g.key, "kind": g.kind, "key": g.key, "fund": g.fund, "county": g.county,
              "month": cells.month_text(g.month), "amount": g.amount} for g in outcome.groups]
    yield from _compare("claims or subjects", expect.get("claims", expect.get("subjects", [])), found)
    doubts = [{"code": code, "person": key, "key": key, "fund": fund, "county": county}
              for code, _, key, fund, county in outcome.doubts]
    explicit = [entry for entry in expect.get("undecided", []) if not entry["code"].startswith("missing:")]
    yield from _compare("undecided", explicit, doubts)
    if len(outcome.exempted) != int(expect.get("exempted", 0)):
        yield f"exempted {len(outcome.exempted)}"


def _write_agency(root, pack, rule, test):
    """An agency folder that holds the test's rows; tables that are not given are there and empty."""
    params = ", ".join(f"{name}: {value}" for name, value in test.get("params", {}).items())
    lines = ['region: "360700"', f"as_of: {test.get('as_of', DEFAULT_AS_OF)}", f"rules: [{pack}]",
             f"params: {{{rule}: {{{params}}}}}", "extracts:"]
    for path in sorted(pack.glob("tables/*.yaml")):
        columns = read_yaml(path)["columns"]
        (root / path.stem).write_text(_table_text(columns, test["given"].get(path.stem)), encoding="utf-8")
        lines.append(f"  {path.stem}: {{files: {path.stem}, received: {test.get('as_of', DEFAULT_AS_OF)}}}")
    (root / "hecha.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table_text(columns, given):
    """The `|` table of a test as a CSV with all columns; those left out take their `test` default."""
    lines = [line for written in (given or "").splitlines() for line in _each_person(written)]
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    text = ",".join(columns) + "\n"
    for row in rows[1:]:
        cell = dict(zip(rows[0], row))
        text += ",".join(_number(cell.get(name, spec.get("test", ""))) for name, spec in columns.items()) + "\n"
    return text


def _each_person(line):
    """`P1..P95` in a line stands for one line each."""
    found = re.search(r"\bP([0-9]+)\.\.P([0-9]+)\b", line)
    if not found:
        return [line]
    first, last = (int(group) for group in found.groups())
    return [line.replace(found.group(), f"P{number}") for number in range(first, last + 1)]


def _number(text):
    """P1, P2 … stand for valid synthetic identity numbers."""
    if not re.fullmatch("P[0-9]+", text):
        return text
    first17 = f"36079919480315{int(text[1:]):03}"
    return first17 + cells.check_char(first17)


def _compare(what, expected, found):
    """Expected entries against found ones, in any order; fields left out are not compared, nor severity and message, which the oracle has not."""
    left = list(found)
    for entry in expected:
        fields = [(name, value) for name, value in entry.items() if name not in ("severity", "message")]
        match = next((one for one in left if all(_equal(one[name], name, value) for name, value in fields)), None)
        if match is None:
            yield f"{what}: no {entry}"
        else:
            left.remove(match)
    for entry in left:
        yield f"{what}: unexpected {entry}"


def _equal(found, name, value):
    return found == (cells.parse_money(value) if name == "amount" else _number(value))


def main():
    count = failed = 0
    for rule, name, problems in run_tests(Path(sys.argv[1]) if len(sys.argv) > 1 else PACK):
        count += 1
        failed += bool(problems)
        for problem in problems:
            print(f"{rule}: {name}: {problem}")
    print(f"rule tests: {count} run, {failed} failed")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
