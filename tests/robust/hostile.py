"""Values that try to break out: of a CSV cell, a file name, a spreadsheet, a calendar, a table in memory."""
import csv
import io
import os
import time

from agency import (AS_OF, CONFIG, DEATH, DEATH_HEADER, DONE, GAPS, GATE, MISSING, NO, OTHERS, P1, P2, PAYMENT, PAYMENT_HEADER, SECRETS, UNREADABLE,
                    USAGE, Agency, check, death_row, equal, lines, payment_row, person_id)
from configuration import RULE, own

PERSON_HEADER = "id,name,birth,fund,county,state,benefit_from"


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def whole_csv(agency):
    """Every published CSV has as many cells in each row as in its heading, and nothing a spreadsheet would run."""
    for path in agency.current.resolve().rglob("*.csv"):
        content = path.read_bytes()
        for_people = content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for row in rows:
            equal(len(row), len(rows[0]), f"cells of a row of {path.name}: {row}")
            formulas = [cell for cell in row if for_people and cell[:1] in tuple("=+-@\r") and not cell[1:2].isdigit()]
            check(not formulas, f"{path.name} holds formulas: {formulas}")


def inside(agency):
    """Nothing was written but below runs/."""
    names = {path.name for path in agency.root.iterdir()}
    check(names <= {"hecha.yaml", "inbox", "runs", "own"}, f"written: {names}")
    beside = {path.name for path in agency.root.parent.iterdir()}
    equal(beside, {agency.root.name}, "beside the agency folder")


EVIL = ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", '"', '""', "a\nb", "a\r\nb", "a,b", "\t=1", "'", "a'b", "<b>", "{x}", "\\",
        "\\n", "%s%n", "\x01\x1b[31m", "\u202e", "\ufeff", "\u2028", "😀", "a" * 5000, "；", "NaN", "1e5", "null ", "../..", "C:\\x", "$(id)", "`id`"]


def test_names(folder):
    """As names, accounts, operators, items: kept to the byte for machines, harmless for spreadsheets."""
    agency = Agency(folder)
    people = [person_id(number) for number in range(100, 100 + len(EVIL))]
    agency.put("payment", lines(PAYMENT_HEADER, *(
        ",".join([person, quoted(value), "170", quoted(value), "2026-10", "2026-10", "60000.00", "paid", "360702", quoted(value), quoted(value),
                  quoted(value)]) for person, value in zip(people, EVIL))))
    agency.put("death", lines(DEATH_HEADER, *(f"{person},{quoted(value)},2024-01-31,{quoted(value)}" for person, value in zip(people, EVIL))))
    agency.must(GAPS)  # one of them is null
    equal(agency.rule("paid-after-death")["hits"], len(EVIL), "hits")
    equal(agency.rule("large-payment-unreviewed")["hits"], len(EVIL), "hits of another rule")
    whole_csv(agency)
    inside(agency)
    messages = "".join(rule["message"] for case in agency.cases() for rule in case["rules"])
    for value in (value for value in EVIL if value != "null "):
        check(value.strip(" \t\r\n\v\f") in messages, f"lost: {value[:40]!r}")


def test_numbers_that_are_none(folder):
    """As identity numbers: the subject of a case is the cell as it stands."""
    agency = Agency(folder)
    people = [value for value in EVIL if value.strip("\t ")]
    agency.put("person", lines(PERSON_HEADER, f"{P2},孔无名,1950-01-01,170,360702,normal,2026-01", *(
        f"{quoted(value)},孔无名,1950-01-01,170,360702,normal,2026-01" for value in people)))
    agency.tail = "params: {identity-or-birth-defect: {min_rows: 1000}}\n"
    agency.must(GAPS)  # one of them is null
    keys = {case["subject"]["key"] for case in agency.cases() if case["class"] == "29.1"}
    equal(keys, {value.strip(" \t\r\n\v\f") for value in people} - {"null"}, "subjects")
    whole_csv(agency)
    inside(agency)


def test_accounts_of_5000_characters(folder):
    agency = Agency(folder)
    account = "6" * 5000
    people = [person_id(number) for number in range(200, 206)]
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(person, "2026-10", account=account) for person in people)))
    agency.must(DONE)
    equal([case["subject"]["key"] for case in agency.cases()], [account], "subject")
    whole_csv(agency)


COUNTIES = ["../../evil", "a/b", ".", "..", "/etc", "none", "x" * 300, "中" * 100, "%2F", "CON", "a\nb", "a:b*?", " x", "=1", "x.csv", "\x7f", "-"]


def test_county_codes(folder):
    """The county names the file of its cases; none leaves the folder, no two share one."""
    agency = Agency(folder)
    own(agency, "rule", text=RULE.format(name="rule", where="p.amount = 1.00", message="x").replace("min(p.county)", "min(p.account)"))
    people = [person_id(number) for number in range(300, 300 + len(COUNTIES))]
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(person, amount="1.00", account=quoted(county), name="某")
                                                  for person, county in zip(people, COUNTIES))))
    agency.must(DONE, "--only", "rule")
    equal({case["county"] for case in agency.cases()}, {county.strip() for county in COUNTIES}, "counties")
    files = [path for path in (agency.current / "cases").rglob("*") if path.is_file()]
    equal(len(files), len(COUNTIES), "files")
    equal({str(path.relative_to(agency.current / "cases").parent) for path in files}, {"control-chapter4"}, "folders")
    whole_csv(agency)
    inside(agency)


def test_county_that_is_no_code(folder):
    agency = Agency(folder)
    agency.put("payment", PAYMENT + lines(payment_row(P1, "2024-06", county="36/0702"), payment_row(P1, "2024-06", county="../x")))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["undecided"].get("missing:county"), 2, "missing:county")
    inside(agency)


# ---- names of files ----

def cases_extract_names():
    for label, name in (("blanks", "pay  ment 1.csv"), ("chinese", "待遇发放明细（六月）.csv"), ("quotes", "pay\"ment'.csv"), ("comma", "a,b;c.csv"),
                        ("newline", "a\nb.csv"), ("formula", "=1+1.csv"), ("dash", "-rf.csv"), ("dots", "a..b...csv"), ("percent", "%s%n.csv"),
                        ("backslash", "a\\b.csv"), ("long", "x" * 250 + ".csv"), ("hash", "#a: b.csv"), ("brace", "{a}.csv")):
        def test(folder, name=name):
            agency = Agency(folder)
            agency.put("payment", PAYMENT + lines(payment_row(month="")), name=name)
            agency.must(GAPS)
            equal({row["file"] for row in agency.table("evidence.csv")}, {f"inbox/{name}", "inbox/death.csv"}, "files of evidence.csv")
            check(f"inbox/{name}" in [extract["file"] for extract in agency.manifest()["inputs"]], "manifest.json lacks the file")
            whole_csv(agency)
            (agency.root / "post").mkdir()
            agency.file("payment", name).rename(agency.root / "post" / name)
            agency.name("payment", "post/*")
            agency.must(GAPS)
        yield label, test


def test_extract_name_that_is_no_utf_8(folder):
    """A name may be any bytes: outputs stay UTF-8."""
    agency = Agency(folder)
    os.rename(agency.file("death"), os.fsencode(agency.root) + b"/inbox/death-\xff\xd6.csv")
    agency.name("death", "inbox/death-*.csv")
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["hits"], 2, "hits")


def test_many_files(folder):
    """More files than a process may hold open."""
    agency = Agency(folder)
    for number in range(300):
        agency.file("payment", f"part-{number:03}.csv").write_text(
            lines(PAYMENT_HEADER, payment_row(P2, f"2025-{number % 12 + 1:02}", amount=f"{number + 1}.00", name="孔无名")), encoding="utf-8")
    agency.also("payment", "inbox/part-*.csv")
    agency.must(DONE, before=("bash", "-c", 'ulimit -n 64; exec "$0" "$@"'))
    equal((agency.counts("payment")["files"], agency.counts("payment")["rows"]), (301, 305), "files and rows")


# ---- calendars ----

def test_ends_of_the_calendar(folder):
    """1800 and 2199 are dates like others; a year beyond is malformed."""
    agency = Agency(folder)
    months = ["1800-01", "1800-02", "2199-12", "1799-12", "2200-01"]
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(month=month) for month in months)))
    agency.put("death", lines(DEATH_HEADER, death_row(date="1800-01-01")))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")
    equal(agency.rule("paid-after-death")["undecided"].get("missing:for_month"), 2, "missing:for_month")
    agency.put("death", lines(DEATH_HEADER, death_row(date="2199-12-31")))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["hits"], 0, "nobody is paid after the last month")
    for wrong in ("1799-12-31", "2200-01-01", "0000-00-00", "9999-12-31", "2024-02-30"):
        agency.put("death", lines(DEATH_HEADER, death_row(date=wrong)))
        agency.must(GAPS)
        equal(agency.counts("death")["malformed"], 1, f"malformed with {wrong}")


def cases_as_of():
    for day in ("1800-01-01", "2199-12-31", "2024-02-29", "2024-12-31"):
        def test(folder, day=day):
            agency = Agency(folder)
            run = agency.run("--as-of", day)
            if day < "2020":
                equal(run.code, CONFIG, "before the first value of a parameter")
                return
            check(run.code in (DONE, GAPS), f"{run!r}")
            agency.check_published()
            equal(os.readlink(agency.current), f"{day}.1", "current")
        yield day, test
    for day in ("1799-12-31", "2200-01-01", "today", "", "../x"):
        def refused(folder, day=day):
            agency = Agency(folder)
            equal(agency.run("--as-of", day).code, USAGE, "exit code")
            inside(agency)
        yield f"{day.replace('/', '-')}-refused", refused


def test_everything_at_the_ends_of_the_calendar(folder):
    agency = Agency(folder)
    agency.put("person", lines(PERSON_HEADER, *(f"{person_id(number, '18000101')},佘可见,1800-01-01,170,360702,normal,{month}"
                                                for number, month in enumerate(("1800-01", "2199-12", "", "2026-01"), 400))))
    agency.put("custody", lines("id,name,kind,from,until", f"{P1},丁不识,拘役,1800-01-01,2199-12-31"))
    agency.put("alive_check", lines("id,name,checked_on,mode,passed", f"{P2},孔无名,2199-12-31,01,1", f"{P2},孔无名,1800-01-01,01,1"))
    agency.put("employer", OTHERS["employer"].replace("2026-11-20", "2199-12-31"))
    run = agency.run()
    check(run.code in (DONE, GAPS), f"{run!r}")
    agency.check_published()
    equal(agency.rule("paid-in-custody")["hits"], 3, "hits")


# ---- amounts of data ----

def test_100000_deaths_of_one_person(folder):
    """Said to be too many, in time."""
    agency = Agency(folder)
    agency.put("death", lines(DEATH_HEADER, *[death_row()] * 100000))
    agency.put("payment", PAYMENT + lines(*[payment_row(month="2024-06", amount="1.00")] * 2000))
    start = time.monotonic()
    agency.must(GAPS)
    check(time.monotonic() - start < 60, "slow")
    equal(agency.rule("paid-after-death")["undecided"].get("too-many-matches"), 2003, "too-many-matches")


def test_100000_payments_of_one_person_and_month(folder):
    agency = Agency(folder)
    agency.put("payment", lines(PAYMENT_HEADER, *[payment_row(amount="0.01")] * 100000))
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["claimed"], "1000.00", "claimed")
    equal(agency.rule("duplicate-month-payment")["claimed"], "999.99", "claimed twice")
    equal(agency.summary()["due"], "1000.00", "one yuan is claimed once")
    case = next(case for case in agency.cases() if case["class"] == "29.4")
    equal(case["due"], "1000.00", "due")


def test_one_account_of_20000_persons(folder):
    agency = Agency(folder)
    people = [person_id(number % 1000, f"19{50 + number // 1000}0101") for number in range(20000)]
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(person, "2026-10") for person in people)))
    run = agency.run()
    check(run.code in (GAPS, DONE, GATE), f"{run!r}")
    SECRETS.difference_update(people[1:])


def test_nothing_but_nulls(folder):
    agency = Agency(folder)
    for table, text in {"payment": PAYMENT, "death": DEATH, **OTHERS}.items():
        header = text.split("\n", 1)[0]
        agency.put(table, lines(header, *[header.count(",") * "NULL," + "NULL"] * 3))
    run = agency.must(GAPS)
    equal(agency.summary()["cases"], 0, "cases")
    check(agency.summary()["undecided"] > 0, run.out)


def test_carriage_returns_only(folder):
    """The lines of an old Macintosh are one line: refused, with the reason."""
    agency = Agency(folder)
    agency.put("death", DEATH.replace("\n", "\r"))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["state"], "source-missing", "state")


def test_spellings_of_one_number(folder):
    """Apostrophes, full-width digits, blanks and 15 digits: one person."""
    agency = Agency(folder)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in P1)
    old = P1[:6] + P1[8:17]
    SECRETS.update((wide, old))
    agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(spelling, month) for spelling, month in (
        ("'" + P1, "2024-04"), (wide, "2024-05"), (f"  {P1}　", "2024-06"), (old, "2024-07"), (quoted(P1 + "\n"), "2024-08")))))
    agency.must(DONE)
    equal((agency.rule("paid-after-death")["hits"], agency.rule("paid-after-death")["subjects"]), (5, 1), "hits and persons")


# ---- other commands ----

def cases_commands():
    """(words, exit code): none of them shows a person on stderr, whatever goes wrong (Agency.call sees to that)."""
    for label, words, code in (
            ("case-list", ("case", "list"), DONE), ("case-show", ("case", "show", P1), DONE), ("case-show-nobody", ("case", "show", P2), NO),
            ("case-why", ("case", "why", P1), DONE), ("case-whynot", ("case", "whynot", P2), DONE), ("case-why-noise", ("case", "why", "=1\n"), DONE),
            ("source-check", ("source", "check", "{root}/inbox/payment.csv"), DONE),
            ("source-check-missing", ("source", "check", "{root}/inbox/nothing.csv"), MISSING),
            ("source-check-unknown-table", ("source", "check", "{root}/inbox/payment.csv", "--table", "x"), USAGE)):
        def test(folder, words=words, code=code):
            agency = Agency(folder)
            agency.must(DONE)
            run = agency.call(*(word.format(root=agency.root) if "{root}" in word else word for word in words), "-C", str(agency.root))
            equal(run.code, code, f"exit code {run!r}")
            check(bool(run.out) == (code == DONE), f"standard output of exit {code}: {run!r}")
        yield label, test


def test_case_verbs_before_the_first_run(folder):
    agency = Agency(folder)
    for words, code in ((("case", "list"), MISSING), (("case", "show", P1), MISSING), (("case", "why", P1), DONE)):
        run = agency.call(*words, "-C", str(agency.root))
        equal(run.code, code, f"{words}: {run!r}")


def cases_source_check_of_bad_files():
    for label, content in (("empty", b""), ("binary", b"\0"), ("workbook", b"PK\3\4"), ("wrong-header", b"a,b\n1,2\n"), ("gzip", b"\x1f\x8b\x08")):
        def test(folder, content=content):
            agency = Agency(folder)
            path = agency.put("death", content)
            run = agency.call("source", "check", str(path), "-C", str(agency.root))
            equal(run.code, UNREADABLE, f"exit code {run!r}")
            check("death.csv: " in run.err, run.err)
        yield label, test


def test_current_damaged(folder):
    """A case list that somebody cut is said to be no case list."""
    agency = Agency(folder)
    agency.must(DONE)
    path = agency.current / "cases.jsonl"
    path.write_bytes(path.read_bytes()[:100])
    run = agency.call("case", "list", "-C", str(agency.root))
    equal(run.code, UNREADABLE, f"exit code {run!r}")
    agency.must(DONE)
    equal(AS_OF, agency.summary()["as_of"], "as-of")
