"""The generator's truth.csv against what was found (by the oracle or in a published run).

A truth row says what was planted and what must come of it: `claim` (with month
and amount), `subject`, `undecided:<code>`, or `none` for what only looks wrong.
"""

from dataclasses import dataclass

import cells
import reader


@dataclass
class Findings:
    """What a run found, reduced to what truth speaks about."""
    rules: set          # those that ran: what truth says of drafts is not asked
    claims: dict        # (rule, subject, fund, county, month) -> list of amounts
    subjects: set       # (rule, subject, fund, county)
    undecided: set      # (rule, code, subject)
    has_missing: bool   # whether undecided holds the missing:<column> codes too


def findings_of_result(result):
    """Findings of the oracle's own result."""
    claims, subjects, undecided = {}, set(), set()
    for outcome in result.outcomes:
        rule = outcome.rule.id
        undecided |= {(rule, code, key) for code, _, key, _, _ in outcome.doubts}
        for group in outcome.groups:
            _, key, fund, county = group.case
            subjects.add((rule, key, fund, county))
            if outcome.rule.claims:
                claims.setdefault((rule, key, fund, county, group.month), []).append(group.amount)
    return Findings({outcome.rule.id for outcome in result.outcomes}, claims, subjects, undecided, has_missing=False)


def findings_of_run(run):
    """Findings of a published run."""
    claims = {(rule, person, fund, county, month): amounts
              for (rule, person, fund, county, month), amounts in run.claims.items()}
    subjects = {(rule, key, fund, county)
                for (_, key, fund, county), (_, rules, _) in run.cases.items() for rule in rules}
    return Findings(set(run.rules), claims, subjects, run.undecided, has_missing=True)


def check_truth(path, findings):
    """Yields one line per truth row that the findings contradict, and per finding that nobody planted."""
    rows = list(reader.csv_rows(path))
    yield from _unplanted(rows, findings)
    for line, row in enumerate(rows, 2):
        problem = _contradiction(row, findings) if row["rule"] in findings.rules else None
        if problem:
            place = " ".join(filter(None, (row["subject"], row["fund"], row["county"], row["month"])))
            yield f"truth {line} {row['rule']} {place}: expected {row['expect']}, {problem} ({row['why']})"


def _unplanted(rows, findings):
    """Claims, subjects and undecided codes that truth does not have; damaged cells make missing:<column> codes by themselves."""
    claims = {_claim_key(row) for row in rows if row["expect"] == "claim"}
    subjects = {(row["rule"], row["subject"]) for row in rows if row["expect"] in ("claim", "subject")}
    for key in sorted(findings.claims.keys() - claims):
        yield f"claim nobody planted: {' '.join(key[:4])} {cells.month_text(key[4])}"
    for rule, subject, fund, county in sorted(findings.subjects):
        if (rule, subject) not in subjects:
            yield f"subject nobody planted: {rule} {subject} {fund} {county}"
    undecided = {(row["rule"], row["expect"].removeprefix("undecided:"), row["subject"]) for row in rows}
    for rule, code, subject in sorted(findings.undecided - undecided):
        if not code.startswith("missing:"):
            yield f"undecided nobody planted: {rule} {code} {subject}"


def _contradiction(row, findings):
    """What is wrong with one truth row, or None."""
    expect = row["expect"]
    if expect == "claim":
        return _claim_problem(row, findings)
    if expect == "subject":
        return None if _subject_found(row, findings) else "not found"
    if expect == "none":
        return "found" if _anything_found(row, findings) else None
    code = expect.removeprefix("undecided:")
    unknown = code.startswith("missing:") and not findings.has_missing
    if not unknown and (row["rule"], code, row["subject"]) not in findings.undecided:
        return "not undecided"
    return "found too" if _anything_found(row, findings) else None


def _claim_key(row):
    month = cells.parse_month(row["month"]) if row["month"] else None
    return row["rule"], row["subject"], row["fund"], row["county"], month


def _claim_problem(row, findings):
    amounts = findings.claims.get(_claim_key(row), [])
    wanted = cells.parse_money(row["amount"])
    if wanted in amounts or sum(amounts) == wanted:
        return None
    return "claimed " + (" + ".join(map(cells.money_text, amounts)) or "nothing")


def _subject_found(row, findings):
    """A truth row may leave fund or county open."""
    key = (row["rule"], row["subject"], row["fund"], row["county"])
    return key in findings.subjects or (not row["county"] and any(
        found[:2] == key[:2] and (not row["fund"] or found[2] == row["fund"]) for found in findings.subjects))


def _anything_found(row, findings):
    if row["month"]:
        return bool(findings.claims.get(_claim_key(row)))
    return _subject_found(row, findings)
