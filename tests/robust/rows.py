"""Rows that are none, cells that do not parse, bytes that do not decode, control totals: counted, shown, never dropped unsaid."""
import gzip

from agency import (DEATH, DONE, GAPS, GATE, P1, P2, P3, PAYMENT, PAYMENT_HEADER, SECRETS, Agency, check, equal, lines, payment_row,
                    person_id)

SOUND = payment_row(P2, "2024-04", name="孔无名")


def rows_of(good, bad, broken="x"):
    """A payment extract of so many sound and broken rows."""
    return lines(PAYMENT_HEADER, *([SOUND] * good + [broken] * bad))


def rejects(agency, table="payment"):
    return agency.table(f"rejects/{table}.csv")


# ---- rejects ----

def test_rejects_in_full(folder):
    """File, line, byte, reason and the record as it stood, in order; blank lines are no records."""
    agency = Agency(folder, limits="{rejects: 100%}")
    parts = [PAYMENT_HEADER, SOUND, "too,few", "", SOUND + ",one more", f'"{P1},open quote,1,2', SOUND, 'a "b" c', '"a\nb",2']
    content = lines(*parts)
    agency.put("payment", content)
    agency.must(GAPS)
    offset = content.encode().index
    wanted = [("3", "field-count", "too,few"), ("5", "field-count", SOUND + ",one more"),
              ("6", "unbalanced-quote", f'"{P1},open quote,1,2'), ("8", "field-count", 'a "b" c'), ("9", "unbalanced-quote", '"a'),
              ("10", "field-count", 'b",2')]
    found = rejects(agency)
    equal([(row["line"], row["reason"], row["raw"]) for row in found], wanted, "rejects")
    for row in found:
        equal(int(row["byte"]), offset(b"\n" + row["raw"].encode()) + 1, f"byte of line {row['line']}")
        equal(row["file"], "inbox/payment.csv", "file")
    counts = agency.counts("payment")
    equal((counts["rows"], counts["kept"], counts["rejected"]), (8, 2, 6), "rows")


def test_rejects_of_gz_count_inflated_bytes(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    content = rows_of(5, 1).encode()
    agency.put("payment", gzip.compress(content), name="payment.csv.gz")
    agency.must(GAPS)
    equal((rejects(agency)[0]["byte"], rejects(agency)[0]["line"]), (str(len(content) - 2), "7"), "place")


def test_rejects_of_many_files_and_tables(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    agency.file("payment", "payment-2.csv").write_text(rows_of(3, 2, "a,b"), encoding="utf-8")
    agency.put("payment", rows_of(3, 1))
    agency.name("payment", "inbox/payment.csv", "inbox/payment-2.csv")
    agency.put("death", DEATH + "x\n")
    agency.must(GAPS)
    equal([row["file"] for row in rejects(agency)], ["inbox/payment.csv"] + ["inbox/payment-2.csv"] * 2, "files")
    equal(len(rejects(agency, "death")), 1, "rejects of death")
    equal(agency.rule("paid-after-death")["state"], "ran", "rule")


def test_raw_of_a_reject_that_does_not_decode(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    agency.put("payment", rows_of(3, 0).encode() + "中\n".encode() + b"\xff\xfe\xd6\n")
    agency.must(GAPS)
    equal([row["raw"] for row in rejects(agency)], ["中", "\\xFF\\xFE\\xD6"], "raw")


def test_raw_of_a_reject_in_gb18030(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    agency.put("payment", (rows_of(3, 0) + "多,余\n").encode("gb18030"))
    agency.must(GAPS)
    equal([row["raw"] for row in rejects(agency)], ["多,余"], "raw")


def test_long_reject_is_cut_and_says_so(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    agency.put("payment", rows_of(3, 1, "y" * 70000))
    agency.must(GAPS)
    equal(rejects(agency)[0]["raw"], "y" * 65536 + " ... and 4464 more bytes", "raw")


def cases_reject_limit():
    """(limit, sound rows, broken rows, exit code): a share exactly at the limit is under it."""
    for label, limit, good, bad, code in (
            ("default-at", None, 99, 1, GAPS), ("default-over", None, 98, 1, GATE), ("1%-at", "1%", 198, 2, GAPS),
            ("1%-over", "1%", 197, 2, GATE), ("0.1%-at", "0.1%", 999, 1, GAPS), ("0.1%-over", "0.1%", 998, 1, GATE),
            ("0%-none", "0%", 1, 0, DONE), ("0%-one", "0%", 5000, 1, GATE), ("100%-all", "100%", 0, 3, GAPS), ("1%-all", "1%", 0, 3, GATE)):
        def test(folder, limit=limit, good=good, bad=bad, code=code):
            agency = Agency(folder)
            agency.must(DONE)
            if limit:
                agency.head["limits"] = f'{{rejects: "{limit}"}}'
            agency.put("payment", rows_of(good, bad))
            run = agency.must(code)
            if code == GATE:
                check(f"{bad} of {good + bad} rows" in run.err, run.err)
            else:
                equal(agency.counts("payment")["rejected"], bad, "rejected")
        yield label, test


def test_reject_limit_is_per_table(folder):
    """Broken deaths do not hide behind many sound payments."""
    agency = Agency(folder)
    agency.put("payment", rows_of(1000, 0))
    agency.put("death", DEATH + "x\n")
    run = agency.must(GATE)
    check("table 'death': 1 of 2 rows" in run.err, run.err)


# ---- cells ----

def test_malformed_cells(folder):
    """Null and malformed, counted, the row stays."""
    agency = Agency(folder)
    agency.put("payment", PAYMENT + lines(payment_row(P1[:17] + "X", "2024-06"), payment_row(P1, "2024-13"),
                                          payment_row(P1, "2024-06", amount="1.005"), payment_row(P1, "2024-06", state="maybe")))
    agency.must(GAPS)
    equal(agency.counts("payment")["kept"], 9, "kept")
    equal(agency.counts("payment")["malformed"], 5, "malformed")  # 2024-13 stands in both months
    undecided = agency.rule("paid-after-death")["undecided"]
    for column in ("id", "for_month", "amount", "state"):
        equal(undecided.get(f"missing:{column}"), 1, f"missing:{column} in {undecided}")


def test_null_words_are_not_malformed(folder):
    agency = Agency(folder)
    agency.put("payment", PAYMENT + lines(*(payment_row(P2, "2024-06", amount=word) for word in ("", "NULL", "null", "无", "/", "\\N", " "))))
    agency.must(GAPS)
    equal(agency.counts("payment")["malformed"], 0, "malformed")


def shown_raw(folder, content, wanted, **options):
    """The cell of a register row that does not decode: a person's number, shown with the lost characters marked."""
    agency = Agency(folder)
    agency.put("person", content, **options)
    agency.must(DONE)
    equal(agency.counts("person")["rejected"], 0, "rejected")
    check(agency.counts("person")["malformed"] >= 1, "malformed is not counted")
    equal([case["subject"]["key"] for case in agency.cases() if case["class"] == "29.1"], [wanted], "subjects of class 29.1")


PERSON_ROWS = lines("id,name,birth,fund,county,state,benefit_from", f"{P2},孔无名,1950-01-01,170,360702,normal,2026-01",
                    "BAD,孔无名,1950-01-01,170,360702,normal,2026-01")


def test_undecodable_utf_8(folder):
    shown_raw(folder, PERSON_ROWS.encode().replace(b"BAD", b"3607\xff99\xe4\xb8"), "3607\ufffd99\ufffd\ufffd")


def test_undecodable_gb18030(folder):
    shown_raw(folder, PERSON_ROWS.encode("gb18030").replace(b"BAD", b"3607\xff99"), "3607\ufffd99", encoding="gb18030")


def test_undecodable_gb18030_with_bars(folder):
    shown_raw(folder, PERSON_ROWS.replace(",", "|").encode("gb18030").replace(b"BAD", b"3607\xff99"), "3607\ufffd99", encoding="gb18030")


def test_undecodable_name_is_null(folder):
    """A name nobody can read differs from nobody's, and is counted."""
    for encoding, delimiter in (("utf-8", ","), ("gb18030", ","), ("gb18030", "|")):
        agency = Agency(folder / f"{encoding}{ord(delimiter)}")
        content = PAYMENT.replace(",", delimiter).encode(encoding).replace("丁不识".encode(encoding), b"\xff\xff")
        agency.put("payment", content, encoding=encoding)
        agency.must(DONE)
        equal(agency.counts("payment")["malformed"], 3, f"malformed in {encoding} {delimiter}")
        equal(agency.rule("paid-after-death")["undecided"]["name-differs"], 0, "name-differs")
        equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")


def test_account_that_does_not_decode_is_no_account(folder):
    """Five persons with unreadable accounts do not share one."""
    agency = Agency(folder)
    people = [person_id(number) for number in range(50, 56)]
    content = lines(PAYMENT_HEADER, *(payment_row(each, "2026-10", account="账户") for each in people))
    agency.put("payment", content)
    agency.must(DONE)
    equal(agency.rule("shared-account")["hits"], 1, "hits of a readable account")
    for encoding, delimiter in (("utf-8", ","), ("gb18030", ","), ("gb18030", "|")):
        agency.put("payment", content.replace(",", delimiter).encode(encoding).replace("账户".encode(encoding), b"\xff6217\xff"),
                   encoding=encoding)
        agency.run()
        equal(agency.rule("shared-account")["hits"], 0, f"hits of an unreadable one in {encoding} {delimiter}")


# ---- control totals ----

TOTAL = "合计,5,,,,,925.00,,,,,"


def cases_control_total():
    """(name, last line, exit code, what the note says)."""
    for label, last, code, what in (
            ("right", TOTAL, DONE, None), ("blank-lines-behind", TOTAL + "\n\r\n ", DONE, None),
            ("thousands-comma", TOTAL.replace("925.00", '"000,925.00"').replace("000,", ""), DONE, None),
            ("count-only", "合计,5", DONE, None), ("sum-only", "合计,,,,,,925.00", DONE, None),
            ("wrong-count", TOTAL.replace(",5,", ",6,"), GAPS, "says 6 rows, the file has 5"),
            ("wrong-sum", TOTAL.replace("925.00", "925.01"), GAPS, "says amount 925.01, the rows add up to 925.00"),
            ("no-figures", "合计,,,,,,,,,,,", GAPS, "holds no figure"), ("no-amount", TOTAL.replace("925.00", "九百"), GAPS, "no amount under amount"),
            ("missing", None, GAPS, "the last line is a row like the others"),
            ("number-of-no-rows", TOTAL.replace(",5,", ",62179900112233445,"), GAPS, "says another number of rows"),
            ("negative-count", TOTAL.replace(",5,", ",-5,"), GAPS, "says -5 rows")):
        def test(folder, last=last, code=code, what=what):
            agency = Agency(folder)
            agency.put("payment", PAYMENT + (last + "\n" if last else ""), trailer="control-total")
            agency.must(code)
            counts = agency.counts("payment")
            equal(counts["rows"], 5 if last else 4, "rows without the control-total line")
            equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")
            if what:
                check(f"inbox/payment.csv: the control-total line" in agency.notes() and what in agency.notes(), agency.notes())
                shown = [secret for secret in SECRETS if secret in agency.notes()]
                check(not shown, f"notes show {shown}")
        yield label, test


def test_control_total_of_nothing(folder):
    agency = Agency(folder)
    agency.put("payment", lines(PAYMENT_HEADER, "合计,0,,,,,0.00,,,,,"), trailer="control-total")
    agency.must(DONE)
    agency.put("payment", PAYMENT_HEADER + "\n", trailer="control-total")
    agency.must(GAPS)
    check("control-total line is missing" in agency.notes(), agency.notes())


def test_control_total_counts_rejects(folder):
    agency = Agency(folder, limits="{rejects: 100%}")
    agency.put("payment", PAYMENT + "x\n" + TOTAL.replace(",5,", ",6,") + "\n", trailer="control-total")
    agency.must(GAPS)
    check("control-total" not in agency.notes(), agency.notes())


def test_control_total_that_does_not_decode(folder):
    agency = Agency(folder)
    agency.put("payment", PAYMENT.encode() + b"\xff\xff,5\n", trailer="control-total", encoding="utf-8")
    agency.must(GAPS)
    check("inbox/payment.csv:7: the control-total line: the line does not decode as UTF-8" in agency.notes(), agency.notes())


# ---- the number of a row ----

ROW_RULE = """\
hecha: 1
rule: row-number
version: 1
title: 行号
status: active
class: control
action: review
scope: any
basis:
  - {doc: 赣市人社发〔2020〕9号, article: 第二十六条}
from: payment p
where: p.amount = 1.00
subject: {kind: person, key: p.id, county: min(p.county)}
severity:
  - {level: low}
message: "第{min(p.row)}条第{min(p.line)}行"
false_positives: [无]
tests:
  - name: 一行
    given:
      payment: |
        id | amount
        P1 | 1.00
    expect:
      subjects: [P1]
"""


def test_row_is_the_number_of_the_record(folder):
    """Quoted line ends, blank lines, rejected records and the header do not shift it, nor does the size of the file."""
    agency = Agency(folder, limits="{rejects: 100%}")
    own = agency.root / "own" / "control"
    own.mkdir(parents=True)
    (own / "row-number.yaml").write_text(ROW_RULE, encoding="utf-8")
    agency.rules.append("own")
    wanted = payment_row(P3, amount="1.00", name="佘可见")
    quoted = SOUND.replace("孔无名", '"孔\n无\n名"')
    agency.put("payment", "\n\n" + lines(PAYMENT_HEADER, SOUND, quoted, "", "  ", "rejected", wanted))
    agency.must(GAPS, "--only", "row-number")
    equal(message(agency), "第4条第11行", "message")
    agency.put("payment", lines(PAYMENT_HEADER, *([SOUND, "", quoted] * 12345), wanted))
    agency.must(GAPS if agency.summary()["undecided"] else DONE, "--only", "row-number")
    equal(message(agency), f"第{2 * 12345 + 1}条第{12345 * 5 + 2}行", "message in a long file")
    agency.put("payment", lines(PAYMENT_HEADER, *([SOUND, ""] * 23456), wanted))
    agency.must(DONE, "--only", "row-number")
    equal(message(agency), f"第{23456 + 1}条第{23456 * 2 + 2}行", "message in a long file without quotes")


def message(agency):
    return agency.cases()[0]["rules"][0]["message"]
