"""Reads a published run folder (summary.json, claims.csv, cases.jsonl) as it stands.

The only place that knows the names the engine gives things in these files.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import cells
import reader


@dataclass
class Run:
    """A published run; money in fen, months as month numbers."""
    as_of: str
    tables: dict        # name -> {files, rows, kept, rejected}
    rules: dict         # id -> {state, rows, hits, subjects, claimed, undecided}
    classes: dict       # class -> (cases, due)
    case_count: int
    due: int
    claims: dict        # (rule, person, fund, county, month) -> sorted list of amounts
    claim_due: dict     # (person, fund, county, month) -> due of that month
    cases: dict         # (kind, key, fund, county) -> (class, rules, due)
    undecided: set      # (rule, code, subject)


def read_run(path):
    """Reads a run folder; `path` may be runs/current, a link or a file that names the folder."""
    path = Path(path)
    if path.is_file():
        path = path.parent / path.read_text(encoding="utf-8").strip()
    summary = json.loads((path / "summary.json").read_text(encoding="utf-8"))
    claims, claim_due = _read_claims(path / "claims.csv")
    return Run(
        as_of=summary["as_of"],
        tables={entry["table"]: entry for entry in summary["tables"]},
        rules={entry["rule"]: {**entry, "claimed": _fen(entry["claimed"])} for entry in summary["rules"]},
        classes={entry["class"]: (entry["cases"], _fen(entry["due"])) for entry in summary["classes"]},
        case_count=summary["cases"], due=_fen(summary["due"]),
        claims=claims, claim_due=claim_due, cases=_read_cases(path / "cases.jsonl"),
        undecided={(row["rule"], row["code"], row["subject"]) for row in reader.csv_rows(path / "undecided.csv")})


def _fen(text):
    return cells.parse_money(str(text))


def _read_claims(path):
    claims, claim_due = {}, {}
    for row in reader.csv_rows(path):
        month = cells.parse_month(row["month"])
        place = (row["person"], row["fund"], row["county"], month)
        claims.setdefault((row["rule"], *place), []).append(_fen(row["amount"]))
        claim_due.setdefault(place, []).append(_fen(row["due"]))
    return {key: sorted(amounts) for key, amounts in claims.items()}, claim_due


def _read_cases(path):
    cases = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        subject = entry["subject"]
        key = tuple(str(part or "") for part in (
            subject["kind"], subject["key"], entry.get("fund", subject.get("fund")),
            entry.get("county", subject.get("county"))))
        names = {rule["rule"] if isinstance(rule, dict) else rule for rule in entry["rules"]}
        cases[key] = (entry["class"], names, _fen(entry["due"]))
    return cases
