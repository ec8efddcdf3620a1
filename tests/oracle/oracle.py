#!/usr/bin/env python3
"""The independent oracle: an agency folder's result by SQLite and plain SQL.

    python3 tests/oracle/oracle.py AGENCY_DIR [--as-of DATE]            print the result as JSON
    python3 tests/oracle/oracle.py AGENCY_DIR --run RUN_DIR [--json]    compare with a published run

With --run: exit 0 when the run agrees, 1 when it does not.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import cases as casebook
import compare
import folder
import load
import published
import rules
from cells import money_text, month_text


@dataclass
class Result:
    """Everything the oracle computed for one agency folder."""
    as_of: str
    tables: dict        # name -> load.TableCount
    outcomes: list      # rules.Outcome
    cases: dict         # case key -> cases.Case

    def claims(self):
        """Yields (outcome, group) of every claim that stands."""
        for outcome in self.outcomes:
            for group in outcome.groups if outcome.rule.claims else ():
                yield outcome, group


def evaluate(agency_dir, as_of=None, only=None):
    """Reads the folder, runs the active rules (or `only` these, whatever their status), merges the cases."""
    agency = folder.open_agency(agency_dir, as_of)
    connection, counts = load.load_agency(agency)
    chosen = folder.active_rules(agency) if only is None else only
    outcomes = rules.run_rules(connection, agency, chosen)
    cases = casebook.build_cases(connection, outcomes)
    connection.close()
    return Result(agency.as_of.isoformat(), counts, outcomes, cases)


def result_json(result):
    """The result in the shape of summary.json, with claims and cases added."""
    return {
        "as_of": result.as_of,
        "tables": [{"table": name, **vars(count)} for name, count in sorted(result.tables.items())],
        "rules": [_rule_json(outcome) for outcome in result.outcomes],
        "classes": [{"class": name, "cases": count, "due": money_text(due)}
                    for name, (count, due) in sorted(casebook.class_totals(result.cases).items())],
        "cases": len(result.cases),
        "due": money_text(sum(case.due for case in result.cases.values())),
        "claim_list": [_claim_json(outcome, group) for outcome, group in result.claims()],
        "case_list": [_case_json(case) for _, case in sorted(result.cases.items())],
    }


def _rule_json(outcome):
    return {"rule": outcome.rule.id, "state": outcome.state, "rows": outcome.rows, "hits": len(outcome.groups),
            "subjects": outcome.subjects, "claimed": money_text(outcome.claimed),
            "undecided": outcome.undecided, "exempted": len(outcome.exempted)}


def _claim_json(outcome, group):
    return {"rule": outcome.rule.id, "person": group.key, "fund": group.fund, "month": month_text(group.month),
            "county": group.county, "amount": money_text(group.amount)}


def _case_json(case):
    kind, key, fund, county = case.key
    return {"kind": kind, "key": key, "fund": fund, "county": county, "class": case.rule_class,
            "rules": sorted(case.rules), "due": money_text(case.due),
            "months": {month_text(month): money_text(case.due_for(month)) for month in sorted(case.claimed)}}


def main():
    parser = argparse.ArgumentParser(description="independent oracle for hecha")
    parser.add_argument("agency", help="agency folder (holds hecha.yaml)")
    parser.add_argument("--run", help="published run folder to compare with; 'current' means runs/current")
    parser.add_argument("--as-of", help="as-of date; with --run the run's own date is used")
    parser.add_argument("--json", action="store_true", help="differences as JSON")
    options = parser.parse_args()
    if not options.run:
        print(json.dumps(result_json(evaluate(options.agency, options.as_of)), ensure_ascii=False, indent=1))
        return 0
    path = Path(options.agency, "runs", "current") if options.run == "current" else Path(options.run)
    run = published.read_run(path)
    differences = compare.compare(evaluate(options.agency, options.as_of or run.as_of), run)
    if options.json:
        print(json.dumps(differences, ensure_ascii=False, indent=1))
    else:
        print("\n".join(differences) if differences else f"equal: {path}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
