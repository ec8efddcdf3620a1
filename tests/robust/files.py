"""Files that cannot be used: named in the notes with what was expected; their rules are source-missing, never zero hits.

Each case is tried on death (exit 3, published with a gap) and on payment (compulsory: exit 4, the last run stays byte for byte).
"""
import gzip
import io
import os
import re
import shutil
import zipfile

import configuration
from agency import (DEATH, DEATH_HEADER, DONE, GAPS, GATE, OTHERS, PAYMENT, PAYMENT_HEADER, Agency, Skip, check, death_row, equal, lines,
                    payment_row, person_id)

OF_DEATH = ("paid-after-death",)
EXTRACT = "an extract as CSV text"


def as_nobody(folder):
    """setpriv words that run hecha as another user who owns the folder; nothing when we are not root anyway."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        raise Skip("root reads everything, and setpriv is not there to become somebody else")
    for path, _, names in os.walk(folder):
        for each in [path, *(os.path.join(path, name) for name in names)]:
            os.chown(each, 65534, 65534, follow_symlinks=False)
    while str(folder) != "/tmp" and os.path.dirname(folder) != "/":
        folder = os.path.dirname(folder)
        os.chmod(folder, os.stat(folder).st_mode | 0o711)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


def cut(content, at=-9):
    return gzip.compress(content.encode(), mtime=0)[:at]


def noise(size):
    """Text that does not compress, so that cutting a .gz loses rows in the middle."""
    return "".join(f"{number * 2654435761 % 4294967296:08x}\n" for number in range(size // 9))


def too_many_fields(header):
    return header + "".join(f",x{number}" for number in range(513 - header.count(",") - 1)) + "\n"


def contents(table, text):
    """(name, bytes of the file, what the note says): every way in which bytes are no extract of this table."""
    key = text.split("\n", 1)[0].split(",", 1)[0]
    yield "empty", b"", "empty"
    yield "blank-lines-only", b"\n\r\n  \n", "empty"
    yield "mark-only", b"\xef\xbb\xbf", "empty"
    yield "binary-at-start", b"\0\1\2" + text.encode(), "NUL byte at byte 0"
    yield "binary-behind-rows", text.encode() + b"ab\0c", "NUL byte"
    yield "xlsx", workbook(), ".xlsx workbook"
    yield "empty-zip", b"PK\5\6" + b"\0" * 18, "zip archive"
    yield "xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls workbook"
    yield "utf-16-le", b"\xff\xfe" + text.encode("utf-16-le"), "UTF-16"
    yield "utf-16-be", b"\xfe\xff" + text.encode("utf-16-be"), "UTF-16"
    yield "utf-16-no-mark", text.encode("utf-16-le"), "NUL byte"
    yield "pdf", b"%PDF-1.4\n" + text.encode(), "PDF"
    yield "rar", b"Rar!\x1a\7\0abc", "RAR"
    yield "zstd", b"\x28\xb5\x2f\xfdabcd", "zstd"
    yield "gzip-in-gzip", gzip.compress(gzip.compress(text.encode())), "gzip data inside gzip"
    yield "gzip-of-nothing", gzip.compress(b""), "empty"
    yield "gzip-header-only", b"\x1f\x8b\x08", "truncated gzip"
    yield "gzip-truncated", cut(text), "truncated gzip"
    yield "gzip-truncated-late", cut(text + noise(2000000), -100000), "truncated gzip"
    packed = bytearray(gzip.compress(text.encode()))
    packed[-8] ^= 1
    yield "gzip-damaged", bytes(packed), "damaged gzip"
    yield "gzip-garbage-behind", gzip.compress(text.encode()) + b"not gzip at all", "garbage behind gzip member 1"
    yield "gzip-second-member-truncated", gzip.compress(text.encode()) + cut(text), "inside member 2"
    yield "wrong-header", b"a,b,c\n1,2,3\n", f"expected for table '{table}'"
    yield "no-header", text.split("\n", 1)[1].encode(), f"expected for table '{table}'"
    yield "no-key-column", text.replace(key, "nothing", 1).encode(), f"no field for the key column '{key}'"
    yield "two-fields-for-one-column", text.replace("\n", ",x\n").replace("x", "AAC003", 1).encode(), "are both column 'name'"
    yield "header-not-utf-8-nor-gb18030", b"id,\xff\xff\xff,name\n1,2,3\n", "header line is not"
    yield "header-open-quote", ('"' + text).encode(), "quote"
    yield "513-columns", too_many_fields(text.split("\n", 1)[0]).encode(), "513 fields, more than 512"


def of_death(folder, what, rule="paid-after-death", shown="inbox/death.csv", change=None):
    """death cannot be used: published with a gap that is named."""
    agency = Agency(folder)
    agency.must(DONE)
    change(agency)
    run = agency.must(GAPS)
    notes = agency.notes()
    check(f"{shown}: " in notes and what in notes, f"notes name neither {shown} nor {what!r}: {notes}")
    check("expected" in notes or "are both" in notes, f"notes do not say what was expected: {notes}")
    check(str(agency.root) not in notes, f"notes hold the path of this machine: {notes}")
    check(shown in run.out, f"the summary does not name it: {run.out}")
    equal(agency.rule(rule)["state"], "source-missing", rule)
    equal(agency.rule(rule)["why"], f"death: {shown}", f"why of {rule}")
    equal(agency.summary()["status"], "partial", "status")
    equal(agency.rule("paid-after-cremation")["state"], "ran", "a rule that does not need it")


def of_payment(folder, what, shown="inbox/payment.csv", change=None):
    """payment cannot be used: nothing is published, and the message names it."""
    agency = Agency(folder)
    agency.must(DONE)
    change(agency)
    run = agency.must(GATE)
    check(f"{shown}: " in run.err and what in run.err and "payment" in run.err, f"stderr does not name it: {run.err}")
    check(str(agency.root) not in run.err, f"the message holds the path of this machine: {run.err}")


def cases_unusable():
    for name, content, what in contents("death", DEATH):
        yield f"death-{name}", lambda folder, content=content, what=what: of_death(
            folder, what, change=lambda agency: agency.put("death", content))
    for name, content, what in contents("payment", PAYMENT):
        yield f"payment-{name}", lambda folder, content=content, what=what: of_payment(
            folder, what, change=lambda agency: agency.put("payment", content))


def remove(agency, table):
    agency.file(table).unlink()


def make_folder(agency, table):
    agency.file(table).unlink()
    agency.file(table).mkdir()


def make_pipe(agency, table):
    agency.file(table).unlink()
    os.mkfifo(agency.file(table))


def make_dangling_link(agency, table):
    agency.file(table).unlink()
    agency.file(table).symlink_to("nowhere")


def make_loop(agency, table):
    agency.file(table).unlink()
    agency.file(table).symlink_to(agency.file(table).name)


def map_absent(agency, table):
    agency.put(table, agency.file(table).read_bytes(), columns="{name: 姓名之列}")


def cases_places():
    for name, change, what in (("missing", remove, "no such file"), ("folder", make_folder, "is a folder"),
                               ("pipe", make_pipe, "no regular file"), ("dangling-link", make_dangling_link, "no such file"),
                               ("link-to-itself", make_loop, "cannot open"), ("mapped-header-absent", map_absent, "no field '姓名之列'")):
        yield f"death-{name}", lambda folder, change=change, what=what: of_death(folder, what, change=lambda agency: change(agency, "death"))
        yield f"payment-{name}", lambda folder, change=change, what=what: of_payment(folder, what,
                                                                                     change=lambda agency: change(agency, "payment"))


def test_glob_without_match(folder):
    of_death(folder, "no file matches", shown="inbox/dead-*.csv", change=lambda agency: agency.name("death", "inbox/dead-*.csv"))


def test_glob_without_match_payment(folder):
    of_payment(folder, "no file matches", shown="inbox/pay-*.csv", change=lambda agency: agency.name("payment", "inbox/pay-*.csv"))


def test_glob_of_folder_that_is_not_there(folder):
    of_death(folder, "no file matches", shown="post/*.csv", change=lambda agency: agency.name("death", "post/*.csv"))


def test_table_not_configured(folder):
    agency = Agency(folder)
    agency.drop("death")
    agency.must(GAPS)
    equal((agency.rule("paid-after-death")["state"], agency.rule("paid-after-death")["why"]), ("source-missing", "death: no extract"), "rule")


def test_one_of_two_files_missing(folder):
    """A list of deaths that is half there decides nothing."""
    agency = Agency(folder)
    agency.name("death", "inbox/death.csv", "inbox/death-2.csv")
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["why"], "death: inbox/death-2.csv", "why")
    check("inbox/death-2.csv: no such file" in agency.notes(), agency.notes())


def test_optional_table_missing(folder):
    """alive_check is consulted if there: the rules run, the gap is said."""
    agency = Agency(folder)
    agency.drop("alive_check")
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["state"], "ran", "rule")
    check("alive_check: no extract" in agency.notes(), agency.notes())


def test_optional_table_broken(folder):
    """A broken file of contradicting evidence is no absent one: claims it could contradict are not raised."""
    agency = Agency(folder)
    agency.put("alive_check", b"\0")
    agency.must(GAPS)
    equal((agency.rule("paid-after-death")["state"], agency.rule("paid-after-death")["why"]),
          ("source-missing", "alive_check: inbox/alive_check.csv"), "rule")


def test_nothing_but_missing(folder):
    """No rule can run: that is no result."""
    agency = Agency(folder)
    agency.must(DONE)
    for table in list(agency.entries):
        if table != "payment":
            agency.drop(table)
    run = agency.must(GATE, "--only", "paid-after-death,paid-after-cremation")
    check("no rule could run" in run.err, run.err)


def test_unreadable_file(folder):
    agency = Agency(folder)
    agency.must(DONE)
    user = as_nobody(agency.root)
    agency.file("death").chmod(0)
    agency.must(GAPS, before=user)
    check("inbox/death.csv: no permission" in agency.notes(), agency.notes())
    equal(agency.rule("paid-after-death")["why"], "death: inbox/death.csv", "why")


def test_unreadable_file_payment(folder):
    agency = Agency(folder)
    agency.must(DONE)
    user = as_nobody(agency.root)
    agency.file("payment").chmod(0)
    run = agency.must(GATE, before=user)
    check("inbox/payment.csv: no permission" in run.err, run.err)


def test_unreadable_folder(folder):
    agency = Agency(folder)
    agency.must(DONE)
    (agency.root / "post").mkdir()
    agency.file("death").rename(agency.root / "post/death.csv")
    agency.name("death", "post/*.csv")
    user = as_nobody(agency.root)
    (agency.root / "post").chmod(0)
    agency.must(GAPS, before=user)
    check("post/*.csv: the folder cannot be read" in agency.notes(), agency.notes())


def test_header_only(folder):
    """A file without rows is a statement: nobody died. Nothing is missing."""
    agency = Agency(folder)
    agency.put("death", DEATH_HEADER + "\n")
    agency.must(DONE)
    equal((agency.counts("death")["rows"], agency.rule("paid-after-death")["state"], agency.rule("paid-after-death")["hits"]),
          (0, "ran", 0), "empty table")


def test_header_only_without_line_end(folder):
    agency = Agency(folder)
    agency.put("death", DEATH_HEADER)
    agency.must(DONE)


def test_header_only_payment(folder):
    agency = Agency(folder)
    agency.put("payment", PAYMENT_HEADER + "\n")
    agency.must(DONE)
    equal(agency.summary()["cases"], 0, "cases")


def test_header_only_everywhere(folder):
    agency = Agency(folder)
    for table, text in {"payment": PAYMENT, "death": DEATH, **OTHERS}.items():
        agency.put(table, text.split("\n", 1)[0] + "\n")
    agency.must(DONE)
    equal([table["rows"] for table in agency.summary()["tables"] if table["rows"]], [], "rows")


def test_gzip_members(folder):
    """Members one behind another are one text, wherever they are cut; an empty one between them is nothing."""
    agency = Agency(folder)
    agency.must(DONE)
    wanted = agency.table("claims.csv")
    content = PAYMENT.encode()
    for at in (0, 1, 40, len(content) - 1, len(content)):
        agency.put("payment", gzip.compress(content[:at]) + gzip.compress(b"") + gzip.compress(content[at:]))
        agency.must(DONE)
        equal(agency.table("claims.csv"), wanted, f"claims when cut at {at}")


def test_gzip_without_suffix_and_plain_with(folder):
    """Extracts arrive misnamed: the first bytes decide."""
    agency = Agency(folder)
    agency.put("payment", gzip.compress(PAYMENT.encode()), name="payment.csv")
    agency.put("death", DEATH, name="death.csv.gz")
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")


def test_512_columns(folder):
    agency = Agency(folder)
    count = 512 - PAYMENT_HEADER.count(",") - 1
    head = PAYMENT_HEADER + "".join(f",x{number}" for number in range(count))
    agency.put("payment", lines(head, *(row + ",1" * count for row in PAYMENT.split("\n")[1:-1])))
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")


def test_column_a_rule_needs(folder):
    """An extract without a column that decides is as good as none, for the rules that decide by it."""
    agency = Agency(folder)
    agency.put("death", DEATH.replace("date", "day"))
    agency.must(GAPS)
    rule = agency.rule("paid-after-death")
    equal((rule["state"], rule["why"]), ("source-missing", "death: inbox/death.csv has no column 'date'"), "rule")


def test_broken_halfway_is_not_half_used(folder):
    """Rows read before the damage raise nothing."""
    agency = Agency(folder)
    rows = PAYMENT + lines(*(payment_row(month="2024-06") for _ in range(20)))
    agency.put("cremation", gzip.compress(lines("id,name,date", *(death_row(date="2024-03-31").rsplit(",", 1)[0] for _ in range(50000)))
                                          .encode(), 1)[:-2000])
    agency.put("payment", rows)
    agency.must(GAPS)
    equal(agency.rule("paid-after-cremation")["state"], "source-missing", "rule")
    equal(agency.rule("paid-after-cremation")["hits"], 0, "hits")


def test_broken_halfway_does_not_feed_others_twice(folder):
    """A table was loaded for a rule that a broken file then stops: the other rules over it have had its rows."""
    agency = Agency(folder)
    checks = lines("id,name,checked_on,mode,passed", *(f"{person_id(each % 900)},孔无名,2026-05-01,01,1" for each in range(60000)))
    agency.put("alive_check", gzip.compress(checks.encode(), 1)[:-2000], name="alive_check.csv.gz")
    configuration.own(agency, "dead", text=re.sub("(?s)^tests:.*", "tests: []\n", configuration.RULE.format(
        name="dead", where="p.id is not null", message="一行").replace("from: payment p", "from: death p").replace(", county: min(p.county)", ""), flags=re.M))
    agency.must(GAPS)
    equal(agency.rule("paid-after-death")["state"], "source-missing", "rule that matches it")
    equal(agency.rule("dead")["rows"], DEATH.count("\n") - 1, "rows of the rule that reads it")


def test_same_bytes_under_two_names(folder):
    agency = Agency(folder)
    agency.must(DONE)
    wanted = (agency.summary()["due"], agency.counts("payment")["rows"], agency.table("claims.csv"))
    agency.file("payment", "payment-copy.csv").write_text(PAYMENT, encoding="utf-8")
    agency.name("payment", "inbox/payment.csv", "inbox/payment-copy.csv")
    run = agency.must(DONE)
    equal((agency.summary()["due"], agency.counts("payment")["rows"], agency.table("claims.csv")), wanted, "figures")
    check("inbox/payment-copy.csv: same content as inbox/payment.csv, read once" in agency.notes(), agency.notes())
    check("payment-copy.csv" in run.out, run.out)
    agency.also("payment", "inbox/payment*.csv")
    agency.must(DONE)
    equal((agency.summary()["due"], agency.counts("payment")["rows"]), wanted[:2], "figures when one file is named twice")


def test_same_size_is_not_same(folder):
    agency = Agency(folder)
    agency.file("payment", "payment-2.csv").write_text(PAYMENT.replace("2024-05", "2024-06"), encoding="utf-8")
    agency.name("payment", "inbox/payment.csv", "inbox/payment-2.csv")
    agency.must(DONE)
    equal(agency.counts("payment")["rows"], 10, "rows")


def test_agency_folder_with_pattern_characters(folder):
    agency = Agency(folder.parent / "city[1] *?")
    agency.name("death", "inbox/dea*.csv")
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["hits"], 2, "hits")


def test_file_name_with_pattern_characters(folder):
    agency = Agency(folder)
    agency.put("death", DEATH, name="death[1].csv")
    agency.must(DONE)
    equal(agency.rule("paid-after-death")["hits"], 2, "hits")
