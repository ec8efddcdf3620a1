"""Both sides of every limit of include/hecha_limits.h that an input can reach."""
import json
import re

from agency import (CONFIG, DEATH, DEATH_HEADER, DONE, GAPS, GATE, P1, PAYMENT, PAYMENT_HEADER, ROOT, UNREADABLE, Agency, check, death_row,
                    equal, lines, payment_row)
from configuration import RULE, own

LIMITS = {name: eval(value.replace("ull", "").replace("u", "").replace("LL", ""))  # numbers and shifts
          for name, value in re.findall(r"^#define HECHA_(\w+) (.+)$", (ROOT / "include/hecha_limits.h").read_text(encoding="utf-8"), re.M)}


def good_or_refused(agency, good, message, codes=(CONFIG,)):
    """Rules or hecha.yaml at a limit."""
    run = agency.run("--only", "rule") if (agency.root / "own").exists() else agency.run()
    if good:
        check(run.code in (DONE, GAPS), f"inside the limit: {run!r}")
    else:
        check(run.code in codes, f"beyond the limit: {run!r}")
        check(message in run.err, f"no {message!r} in {run.err}")


def rule_with(folder, **changes):
    """The agency's own rule with keys replaced or added."""
    agency = Agency(folder)
    text = RULE.format(name="rule", where="p.amount = 185.00", message="x")
    for key, value in changes.items():
        new = f"{key}: {value}\n"
        old = re.search(rf"^{key}:.*\n(?:[ -].*\n)*", text, re.M)
        text = text.replace(old.group(), new) if old else text.replace("severity:", new + "severity:")
    own(agency, "rule", text=re.sub(r"^tests:.*", "tests: []\n", text, flags=re.S | re.M))
    return agency


def pair(name, test):
    """The same test just inside and just beyond a limit."""
    limit = LIMITS[name]
    yield f"{name}-{limit}", lambda folder: test(folder, limit, True)
    yield f"{name}-{limit + 1}", lambda folder: test(folder, limit + 1, False)


# ---- extracts ----

def padded(size, quoted):
    """A payment record of so many bytes, its line end included."""
    head, tail = payment_row(month="2024-06").split("62179900112233445")
    filling = "y" * (size - len((head + tail).encode()) - 1 - 2 * quoted)
    return head + (f'"{filling}"' if quoted else filling) + tail


def cases_record_bytes():
    """A record at the limit is a row; one byte more is taken for a quote without end, and its first line is rejected."""
    for quoted in (False, True):
        def test(folder, size, good, quoted=quoted):
            agency = Agency(folder, limits="{rejects: 100%}")
            agency.put("payment", PAYMENT + padded(size, quoted) + "\n" + payment_row(month="2024-07") + "\n")
            equal(agency.file("payment").read_bytes().count(b"\n"), 8, "test: lines")
            agency.must(GAPS if not good else DONE)
            equal((agency.counts("payment")["kept"], agency.counts("payment")["rejected"]), (7, 0) if good else (6, 1), "rows")
            if not good:
                equal(agency.table("rejects/payment.csv")[0]["reason"], "unbalanced-quote", "reason")
        for label, run in pair("RECORD_BYTES_MAX", test):
            yield f"{'quoted' if quoted else 'plain'}-{label}", run


def cases_line_bytes():
    """A line that fits memory is rejected, a longer one refuses the file: it is not made of lines."""
    def test(folder, size, good):
        agency = Agency(folder, limits="{rejects: 100%}")
        agency.put("death", DEATH.encode() + b"y" * (size - 1) + b"\n" + death_row(date="2024-03-30").encode() + b"\n")
        agency.must(GAPS)
        rule = agency.rule("paid-after-death")
        equal(rule["state"], "ran" if good else "source-missing", "state")
        if good:
            equal(agency.counts("death")["kept"], 2, "kept")
        else:
            check(f"inbox/death.csv: line 3 is longer than {LIMITS['LINE_BYTES_MAX']} bytes" in agency.notes(), agency.notes())
    yield from pair("LINE_BYTES_MAX", test)


def test_header_beyond_a_mebibyte(folder):
    agency = Agency(folder)
    agency.put("death", DEATH_HEADER.encode() + b"," + b"y" * (1 << 21))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["state"], "source-missing", "state")


def cases_rejects():
    def test(folder, count, good):
        agency = Agency(folder, limits="{rejects: 100%}")
        agency.put("payment", PAYMENT + "x\n" * count)
        run = agency.must(GAPS if good else GATE)
        if good:
            equal(agency.counts("payment")["rejected"], count, "rejected")
        else:
            check("more than 1000000 broken records" in run.err, run.err)
    yield from pair("REJECTS_MAX", test)


def cases_tuples_per_row():
    """A number that meets too many partner rows is undecided, never cut."""
    def test(folder, count, good):
        agency = Agency(folder)
        agency.put("death", lines(DEATH_HEADER, *[death_row()] * count))
        agency.must(DONE if good else GAPS)
        rule = agency.rule("paid-after-death")
        equal(rule["claimed"], "370.00" if good else "0.00", "claimed")
        equal(rule["undecided"].get("too-many-matches", 0), 0 if good else 3, "too-many-matches")
        if not good:
            rows = [row for row in agency.table("undecided.csv") if row["code"] == "too-many-matches"]
            equal({row["subject"] for row in rows}, {P1}, "subjects in undecided.csv")
    yield from pair("TUPLES_PER_ROW_MAX", test)


def matching(folder):
    """Nobody has two rows in a month, so all that the rule has to say of P1 is what it cannot decide."""
    return rule_with(folder, where="d.date < date '2026-01-01' and e.date < date '2026-01-01'",
                     match="\n  - death d on d.id = p.id\n  - optional death e on e.id = p.id",
                     group="[p.id, p.for_month]", having="count() > 1", subject="{kind: person, key: p.id}")


def undecided_of(agency):
    run = agency.run("--only", "rule")
    check(run.code in (DONE, GAPS), f"{run!r}")
    return [(row["code"], row["subject"]) for row in agency.table("undecided.csv") if row["rule"] == "rule"]


def cases_tuples_of_several_matches():
    """Values of which a rule needs nothing more are told in the first reading; what it has to report of them is not lost."""
    def test(folder, count):
        agency = matching(folder)
        agency.put("death", lines(DEATH_HEADER, *[death_row()] * count))
        equal(undecided_of(agency), [("too-many-matches", P1)] * (3 if count ** 2 > LIMITS["TUPLES_PER_ROW_MAX"] else 0), "undecided")
    for count in (64, 65):
        yield f"{count}", lambda folder, count=count: test(folder, count)


def test_null_of_a_partner(folder):
    agency = matching(folder)
    agency.put("death", lines(DEATH_HEADER, death_row(date="")))
    equal(undecided_of(agency), [("missing:date", P1)] * 3, "undecided")


def cases_evidence_rows():
    def test(folder, count, good):
        agency = Agency(folder)
        agency.put("payment", lines(PAYMENT_HEADER, *[payment_row(amount="1.00")] * count))
        agency.must(DONE)
        rule = agency.rule("paid-after-death")
        equal((rule["rows"], rule["claimed"]), (count, f"{count}.00"), "rows and claim")
        rows = [row for row in agency.table("evidence.csv") if row["rule"] == "paid-after-death"]
        equal(len([row for row in rows if row["file"] == "inbox/payment.csv"]), LIMITS["EVIDENCE_ROWS_MAX"], "evidence rows")
        equal([row["values"] for row in rows if not row["file"]], [] if good else ["… and 1 more rows"], "what is not listed")
    yield from pair("EVIDENCE_ROWS_MAX", test)


# ---- YAML ----

def cases_yaml_bytes():
    def test(folder, size, good):
        agency = Agency(folder)
        text = agency.config()
        (agency.root / "hecha.yaml").write_text(text + "#" * (size - len(text.encode()) - 1) + "\n", encoding="utf-8")
        run = agency.run(write=False)
        equal(run.code in (DONE,), good, f"exit code {run!r}")
        check(good or (run.code in (CONFIG, UNREADABLE) and "larger than" in run.err), f"{run!r}")
    yield from pair("YAML_BYTES_MAX", test)


def cases_yaml_depth():
    def test(folder, depth, good):
        agency = Agency(folder)
        agency.tail = "x: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"
        run = agency.run()
        equal(run.code, CONFIG, "exit code")
        equal(f"nested deeper than {LIMITS['YAML_DEPTH_MAX']} levels" in run.err, not good, f"depth is minded: {run.err}")
    yield from pair("YAML_DEPTH_MAX", test)


# ---- rules ----

def cases_expression_depth():
    def test(folder, depth, good):
        agency = rule_with(folder, where="(" * (depth - 1) + "p.amount = 185.00" + ")" * (depth - 1))
        good_or_refused(agency, good, "nested deeper")
    yield from pair("EXPR_DEPTH_MAX", test)


def cases_expression_bytes():
    def test(folder, size, good):
        text = "p.amount = 185.00"
        agency = rule_with(folder, where='"' + text.replace("= ", "=" + " " * (size - len(text) + 1)) + '"')
        good_or_refused(agency, good, f"longer than {LIMITS['EXPR_BYTES_MAX']} bytes")
    yield from pair("EXPR_BYTES_MAX", test)


def cases_with():
    def test(folder, count, good):
        tables = "".join(f"\n  t{number}: {{from: payment q{number}, group: [q{number}.id], select: {{n: count()}}}}" for number in range(count))
        good_or_refused(rule_with(folder, **{"with": tables}), good, "more than 3 tables under with")
    yield from pair("WITH_MAX", test)


def cases_match():
    def test(folder, count, good):
        matches = "".join(f"\n  - optional alive_check a{number} on a{number}.id = p.id" for number in range(count))
        good_or_refused(rule_with(folder, match=matches), good, "more than 8 matches")
    yield from pair("MATCH_MAX", test)


COLUMNS = ["id", "name", "fund", "item", "for_month", "paid_month", "paid_on", "amount", "state", "county", "agency", "account",
           "account_name", "card", "operator", "handled_on", "reviewer"]


def cases_group_keys():
    def test(folder, count, good):
        agency = rule_with(folder, group="[" + ", ".join(f"p.{column}" for column in COLUMNS[:count]) + "]",
                           subject="{kind: person, key: p.id}")
        header = PAYMENT_HEADER + ",paid_on,agency,account_name,card,handled_on"
        agency.put("payment", lines(header, payment_row() + ",2024-04-10,某局,丁不识,1,2024-04-01"))
        good_or_refused(agency, good, "more than 16 expressions in one group")
    yield from pair("KEY_MAX", test)


def cases_match_keys():
    def test(folder, count, good):
        keys = " and ".join(f"d.{column} = p.{column}" for column in (COLUMNS + ["line"])[:count])
        agency = rule_with(folder, match=f'\n  - "optional payment d on {keys}"')
        header = PAYMENT_HEADER + ",paid_on,agency,account_name,card,handled_on"
        agency.put("payment", lines(header, payment_row() + ",2024-04-10,某局,丁不识,1,2024-04-01"))
        good_or_refused(agency, good, "more than 16")
    yield from pair("KEY_MAX", test)


def cases_values():
    """Keys and arguments that a rule keeps of a row: one is the key, the county another, the rest stand in the message."""
    def test(folder, count, good):
        message = "".join(f"{{min(p.amount + {number}.00)}}" for number in range(1, count - 1))
        good_or_refused(rule_with(folder, message=f'"{message}"'), good, "more than 128 different columns and expressions")
    yield from pair("VALUES_MAX", test)


def cases_undecided():
    def test(folder, count, good):
        codes = "".join(f"\n  - {{code: c{number}, when: p.amount = {number}.00}}" for number in range(count))
        good_or_refused(rule_with(folder, undecided=codes), good, "more than 32 undecided codes")
    yield from pair("UNDECIDED_MAX", test)


def cases_table_columns():
    """Of a table, not of a file: 512 columns that a rule may name."""
    def test(folder, count, good):
        agency = Agency(folder)
        tables = agency.root / "own" / "tables"
        tables.mkdir(parents=True)
        columns = "".join(f"  c{number}: {{type: text, title: 列{number}}}\n" for number in range(count))
        (tables / "wide.yaml").write_text(f"table: wide\ntitle: 宽表\ncolumns:\n{columns}", encoding="utf-8")
        agency.rules.append("own")
        agency.put("wide", ",".join(f"c{number}" for number in range(min(count, 512))) + "\n" + "," * 511 + "\n")
        run = agency.run()
        equal(run.code, DONE if good else CONFIG, f"exit code {run!r}")
        check(good or "more than 512 columns" in run.err, run.err)
    yield from pair("COLUMNS_MAX", test)


# ---- money ----

def test_money_of_18_digits(folder):
    """The largest amount is exact; one digit more is malformed; a sum beyond it is no claim but undecided, never wrapped."""
    largest = "9999999999999999.99"
    agency = Agency(folder)
    agency.put("payment", lines(PAYMENT_HEADER, payment_row(amount=largest)))
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["claimed"], largest, "claimed")
    equal(agency.summary()["due"], largest, "due")
    agency.put("payment", lines(PAYMENT_HEADER, payment_row(amount="1" + largest)))
    agency.must(GAPS)
    equal(agency.counts("payment")["malformed"], 1, "malformed")


def test_money_sums_beyond_the_limit(folder):
    agency = Agency(folder)
    for count in (2, 10, 100):
        agency.put("payment", lines(PAYMENT_HEADER, *[payment_row(amount="9999999999999999.99")] * count))
        run = agency.run()
        check(run.code in (GAPS, DONE), f"{run!r}")
        rule = agency.rule("paid-after-death")
        check(not rule["claimed"].startswith("-") and not agency.summary()["due"].startswith("-"), f"a wrapped sum: {json.dumps(rule)}")
        check(rule["hits"] == 0 and sum(rule["undecided"].values()) > 0 and run.code == GAPS,
              f"a sum that cannot be said is neither claimed nor undecided ({count} rows): {json.dumps(rule, ensure_ascii=False)}")


def test_money_of_cases_beyond_the_limit(folder):
    """Each claim can be said, their total cannot: nothing is published."""
    agency = Agency(folder)
    agency.must(DONE)
    for count in (2, 10, 14):
        months = [f"2024-{number:02}" if number < 13 else f"2025-{number - 12:02}" for number in range(4, 4 + count)]
        agency.put("payment", lines(PAYMENT_HEADER, *(payment_row(month=month, amount="9999999999999999.99") for month in months)))
        run = agency.must(GATE)
        check("more than 18 digits" in run.err, run.err)


def test_control_total_beyond_the_limit(folder):
    agency = Agency(folder)
    agency.put("payment", lines(PAYMENT_HEADER, *[payment_row(month="2024-03", amount="9999999999999999.99")] * 100, "合计,100,,,,,1.00"),
               trailer="control-total")
    agency.must(GAPS)
    check("the rows add up to more than 9999999999999999.99" in agency.notes(), agency.notes())
