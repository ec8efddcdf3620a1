"""Oracle's result against a published run: one line of text per difference."""

import cases as casebook
import catalogue
from cells import money_text, month_text


def compare(result, run):
    """All differences as 'place: oracle X, run Y' lines; empty when the run agrees."""
    differences = []
    _compare_tables(result, run, differences)
    _compare_rules(result, run, differences)
    _compare_totals(result, run, differences)
    _compare_claims(result, run, differences)
    _compare_cases(result, run, differences)
    _compare_undecided(result, run, differences)
    return differences


def _differ(differences, place, expected, found):
    if expected != found:
        differences.append(f"{place}: oracle {expected}, run {found}")


def _compare_tables(result, run, differences):
    read = catalogue.tables_read(outcome.rule for outcome in result.outcomes if outcome.state == "ran")
    for name, count in result.tables.items():
        if name not in read:
            continue                                # the engine does not read what no running rule asks for
        found = run.tables.get(name, {})
        for field in ("files", "rows", "kept", "rejected"):
            _differ(differences, f"table {name} {field}", getattr(count, field), found.get(field))


def _compare_rules(result, run, differences):
    for outcome in result.outcomes:
        place = f"rule {outcome.rule.id}"
        found = run.rules.get(outcome.rule.id)
        if found is None:
            differences.append(f"{place}: not in the run")
            continue
        _differ(differences, f"{place} state", outcome.state, found["state"])
        _differ(differences, f"{place} rows", outcome.rows, found["rows"])
        _differ(differences, f"{place} hits", len(outcome.groups), found["hits"])
        _differ(differences, f"{place} subjects", outcome.subjects, found["subjects"])
        _differ(differences, f"{place} claimed", money_text(outcome.claimed), money_text(found["claimed"]))
        explicit = {code: count for code, count in found["undecided"].items() if count and _is_explicit(code)}
        _differ(differences, f"{place} undecided", outcome.undecided, explicit)


def _compare_totals(result, run, differences):
    expected = casebook.class_totals(result.cases)
    for name in sorted(expected.keys() | run.classes.keys()):
        count, due = expected.get(name, (0, 0))
        run_count, run_due = run.classes.get(name, (0, 0))
        _differ(differences, f"class {name} cases", count, run_count)
        _differ(differences, f"class {name} due", money_text(due), money_text(run_due))
    _differ(differences, "cases", len(result.cases), run.case_count)
    _differ(differences, "due", money_text(sum(case.due for case in result.cases.values())), money_text(run.due))


def _compare_claims(result, run, differences):
    expected = {}
    for outcome, group in result.claims():
        key = (outcome.rule.id, group.key, group.fund, group.county, group.month)
        expected.setdefault(key, []).append(group.amount)
    for key in sorted(expected.keys() | run.claims.keys()):
        rule, person, fund, county, month = key
        _differ(differences, f"claim {rule} {person} {fund} {county} {month_text(month)}",
                _amounts(sorted(expected.get(key, []))), _amounts(run.claims.get(key)))
    _compare_claim_due(result, run, differences)


def _compare_claim_due(result, run, differences):
    """Each month is due once: on its largest claim, or on every claim of it with the same figure."""
    for case in result.cases.values():
        kind, person, fund, county = case.key
        for month in case.claimed if kind == "person" else ():
            found = run.claim_due.get((person, fund, county, month), [])
            due = case.due_for(month)
            if sum(found) != due and set(found) != {due}:
                place = f"claim due {person} {fund} {county} {month_text(month)}"
                _differ(differences, place, money_text(due), _amounts(found))


def _amounts(amounts):
    return " + ".join(map(money_text, amounts)) if amounts else "none"


def _compare_cases(result, run, differences):
    expected = {key: (case.rule_class, case.rules, case.due) for key, case in result.cases.items()}
    for key in sorted(expected.keys() | run.cases.keys()):
        _differ(differences, "case " + " ".join(key), _case_text(expected.get(key)), _case_text(run.cases.get(key)))


def _is_explicit(code):
    """Codes that the rule itself names; the engine's own are not computed here."""
    return not code.startswith(("missing:", "source-")) and code != "too-many-matches"


def _compare_undecided(result, run, differences):
    expected = {(outcome.rule.id, code, key) for outcome in result.outcomes for code, _, key, _, _ in outcome.doubts}
    found = {entry for entry in run.undecided if _is_explicit(entry[1])}
    differences += [f"undecided {' '.join(entry)}: not in the run" for entry in sorted(expected - found)]
    differences += [f"undecided {' '.join(entry)}: only in the run" for entry in sorted(found - expected)]


def _case_text(case):
    if case is None:
        return "none"
    rule_class, rules, due = case
    return f"[{rule_class} due {money_text(due)} by {', '.join(sorted(rules))}]"
