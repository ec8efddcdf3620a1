"""How old a source may be: paid-after-death allows death 40 days, so 2026-10-13 is the last good day for a run as of 2026-11-22."""
import os
from datetime import date, datetime, timezone
from pathlib import Path

from agency import DEATH, DONE, GAPS, Agency, check, equal

LAST_GOOD, STALE = "2026-10-13", "2026-10-12"


def expect(agency, state, why=None):
    agency.must(DONE if state == "ran" else GAPS, env={"TZ": "Asia/Shanghai"})
    rule = agency.rule("paid-after-death")
    equal((rule["state"], rule.get("why")), (state, why), "rule")
    if state != "ran":
        equal((rule["hits"], rule["claimed"]), (0, "0.00"), "a stale rule decides nothing")
        check(agency.summary()["status"] == "partial", "status")
    equal(agency.rule("paid-after-cremation")["state"], "ran", "another rule")


def stale(day, age):
    return f"death: received {day}, {age} days old, at most 40 allowed"


def with_file(folder, name, received=None, modified=None):
    agency = Agency(folder)
    path = agency.put("death", DEATH, name=name, received=received)
    if modified:
        moment = datetime.fromisoformat(modified).replace(tzinfo=timezone.utc).timestamp()
        os.utime(path, (moment, moment))
    return agency


def cases_received():
    """(name of the file, `received:`, file's time, state, why): hecha.yaml wins over the name, the name over the file's time."""
    for label, name, received, modified, state, why in (
            ("yaml-last-good-day", "death.csv", LAST_GOOD, None, "ran", None),
            ("yaml-one-day-more", "death.csv", STALE, None, "source-stale", stale(STALE, 41)),
            ("yaml-years-ago", "death.csv", "2000-01-01", None, "source-stale", stale("2000-01-01", 9822)),
            ("yaml-after-as-of", "death.csv", "2026-12-01", None, "ran", None),
            ("yaml-over-name", "death-20261012.csv", LAST_GOOD, None, "ran", None),
            ("name-last-good-day", "death-20261013.csv", None, "2020-01-01", "ran", None),
            ("name-one-day-more", "death-20261012.csv", None, "2026-11-20", "source-stale", stale(STALE, 41)),
            ("name-with-dashes", "death-2026-10-12.csv", None, "2026-11-20", "source-stale", stale(STALE, 41)),
            ("name-month-is-its-last-day", "death-202610.csv", None, "2020-01-01", "ran", None),
            ("name-month-before", "death-202609.csv", None, "2026-11-20", "source-stale", stale("2026-09-30", 53)),
            ("name-month-with-dash", "death-2026-09.csv", None, "2026-11-20", "source-stale", stale("2026-09-30", 53)),
            ("name-year-is-no-date", "death-2020.csv", None, "2026-11-20", "ran", None),
            ("name-area-is-no-date", "death-360702.csv", None, "2026-11-20", "ran", None),
            ("name-digits-before-date", "death-9920200101.csv", None, "2026-11-20", "ran", None),
            ("name-no-real-date", "death-20261341.csv", None, "2026-11-20", "ran", None),
            ("time-last-good-day", "death.csv", None, "2026-10-13T04:00", "ran", None),
            ("time-one-day-more", "death.csv", None, "2026-10-12T04:00", "source-stale", stale(STALE, 41)),
            ("time-is-local", "death.csv", None, "2026-10-12T17:00", "ran", None)):
        yield label, lambda folder, name=name, received=received, modified=modified, state=state, why=why: expect(
            with_file(folder, name, received, modified), state, why)


def test_newest_of_several_files(folder):
    """A supplement makes the list current; what it does not repeat is known from the older file."""
    agency = Agency(folder)
    agency.put("death", DEATH, name="death-20250101.csv", received=None)
    agency.file("death", "death-20261101.csv").write_text(DEATH.replace("2024-03-31", "2024-03-30"), encoding="utf-8")
    agency.name("death", "inbox/death-2*.csv", received=None)
    expect(agency, "ran")


def test_all_of_several_files_stale(folder):
    agency = Agency(folder)
    agency.put("death", DEATH, name="death-20250101.csv", received=None)
    agency.file("death", "death-20261012.csv").write_text(DEATH.replace("2024-03-31", "2024-03-30"), encoding="utf-8")
    agency.name("death", "inbox/death-2*.csv", received=None)
    expect(agency, "source-stale", stale(STALE, 41))


def test_as_of_of_the_command_line_counts(folder):
    agency = Agency(folder)
    agency.name("death", "inbox/death.csv", received=LAST_GOOD)
    day = date(2026, 11, 23)
    agency.must(GAPS, "--as-of", day.isoformat())
    equal(agency.rule("paid-after-death")["why"], stale(LAST_GOOD, 41), "why")


def test_rules_that_ask_for_hits_of_a_stale_rule(folder):
    """certified-after-death sees no hit of paid-after-death: that is said, since the rule could not look."""
    agency = Agency(folder)
    agency.name("death", "inbox/death.csv", received=STALE)
    run = agency.must(GAPS)
    note = "paid-after-death did not run; rules that ask for its hits did without"
    check(note in agency.notes() and note in run.out, agency.notes())
    agency.name("death", "inbox/death.csv", received=LAST_GOOD)
    agency.must(DONE)
    equal(agency.notes(), "", "notes")
    agency.must(GAPS, "--only", "certified-after-death")
    check(note in agency.notes(), agency.notes())


def test_missing_is_not_called_stale(folder):
    agency = Agency(folder)
    agency.name("death", "inbox/nowhere.csv", received=STALE)
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["state"], "source-missing", "state")


WITH_RULE = """\
hecha: 1
rule: last-check
version: 1
title: 最近一次认证
status: active
class: control
action: review
scope: any
basis:
  - {doc: 赣市人社发〔2020〕9号, article: 第二十六条}
with:
  last:
    from: alive_check a
    group: [a.id]
    select: {day: max(a.checked_on)}
  late:
    from: last l
    where: l.day > date '2026-01-01'
    select: {id: l.id, day: l.day}
from: payment p
match:
  - OPTIONAL late l on l.id = p.id
where: p.amount > 0.00
subject: {kind: person, key: p.id, county: min(p.county)}
severity:
  - {level: low}
message: "{l.day}"
false_positives: [无]
tests:
  - name: 没有认证
    given:
      payment: |
        id | amount
        P1 | 1.00
    expect:
      subjects: EXPECTED
"""


def test_a_table_only_behind_optional_matches_may_be_missing(folder):
    """Through `with` tables too; matched otherwise, the rule cannot run."""
    for optional, expected, state in (("optional", "[P1]", "ran"), ("", "[]", "source-missing")):
        agency = Agency(Path(folder) / state)
        own = agency.root / "own" / "control"
        own.mkdir(parents=True)
        text = WITH_RULE.replace("OPTIONAL ", f"{optional} ".lstrip()).replace("EXPECTED", expected)
        (own / "last-check.yaml").write_text(text, encoding="utf-8")
        agency.rules.append("own")
        agency.drop("alive_check")
        agency.must(GAPS, "--only", "last-check,large-payment-unreviewed")
        rule = agency.rule("last-check")
        equal((rule["state"], rule["subjects"] > 0), (state, state == "ran"), "rule")
