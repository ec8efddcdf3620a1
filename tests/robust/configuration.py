"""hecha.yaml, rules, options: an error in what people write runs nothing, publishes nothing, and shows every place at once."""
import os
import shutil

from agency import CONFIG, DONE, GAPS, MISSING, PAYMENT, UNREADABLE, USAGE, Agency, check, equal, lines, payment_row

RULE = """\
hecha: 1
rule: {name}
version: 1
title: 试验
status: active
class: control
action: review
scope: any
basis:
  - {{doc: 赣市人社发〔2020〕9号, article: 第二十六条}}
from: payment p
where: {where}
subject: {{kind: person, key: p.id, county: min(p.county)}}
severity:
  - {{level: low}}
message: "{message}"
false_positives: [无]
tests:
  - name: 一行
    given:
      payment: |
        id | amount
        P1 | 1.00
    expect:
      subjects: []
"""


def own(agency, name, where="p.amount = 1.00", message="一行", text=None):
    """One more rule, in the agency's own folder."""
    folder = agency.root / "own" / "control"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text or RULE.format(name=name, where=where, message=message), encoding="utf-8")
    if "own" not in agency.rules:
        agency.rules.append("own")


def refused(folder, change, code, *words):
    """Something is changed in a folder that ran well; then nothing runs, and the message has these words."""
    agency = Agency(folder)
    agency.must(DONE)
    agency.write()
    change(agency)
    run = agency.must(code, write=False)
    for word in words:
        check(word in run.err, f"no {word!r} in: {run.err}")
    equal(run.out, "", "standard output")
    return run


def rewrite(agency, old, new):
    path = agency.root / "hecha.yaml"
    text = path.read_text(encoding="utf-8")
    check(old in text, f"test: no {old!r}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cases_hecha_yaml():
    """(name, text to replace, by what, what the message says)."""
    for label, old, new, *words in (
            ("bad-yaml", "extracts:", "extracts: [", "hecha.yaml:"), ("tab", "  payment:", "\tpayment:", "hecha.yaml:5:"),
            ("unknown-key", "as_of:", "asof:", "hecha.yaml:2:1: error H2001: unknown key 'asof'", "did you mean 'as_of'"),
            ("duplicate-key", "as_of:", "region: \"360700\"\nas_of:", "hecha.yaml:2:1", "region"),
            ("region", '"360700"', "3607", "hecha.yaml:1:9", "division code"), ("no-extracts", "extracts:", "extracts: {}\nx:", "hecha.yaml"),
            ("as-of", "2026-11-22", "2026-11-31", "hecha.yaml:2:8"), ("unknown-table", "  payment:", "  payments:", "hecha.yaml:5:3",
             "unknown table 'payments'", "did you mean 'payment'"),
            ("unknown-column", "      received", "      columns: {amuont: 金额}\n      received", "hecha.yaml:7:17", "'amuont'", "'amount'"),
            ("unknown-option", "      received", "      colums: {amount: 金额}\n      received", "hecha.yaml:7:7", "columns"),
            ("encoding", "      received", "      encoding: latin-1\n      received", "hecha.yaml:7:17", "gb18030"),
            ("delimiter", "      received", "      delimiter: x\n      received", "hecha.yaml:7:18"),
            ("trailer", "      received", "      trailer: maybe\n      received", "hecha.yaml:7:16", "control-total"),
            ("received", "received: 2026-11-20", "received: gestern", "hecha.yaml:7:17"),
            ("files", "files: [\"inbox/payment.csv\"]", "files: []", "hecha.yaml:6"),
            ("unknown-rule-of-params", "extracts:", "params: {paid-after-dead: {grace_months: 1}}\nextracts:", "hecha.yaml:4", "paid-after-death"),
            ("unknown-param", "extracts:", "params: {paid-after-death: {grace_month: 1}}\nextracts:", "hecha.yaml:4", "grace_months"),
            ("param-beyond-range", "extracts:", "params: {paid-after-death: {grace_months: 4}}\nextracts:", "hecha.yaml:4", "0..3"),
            ("param-of-another-type", "extracts:", "params: {paid-after-death: {grace_months: two}}\nextracts:", "hecha.yaml:4", "two"),
            ("memory", "extracts:", "memory: much\nextracts:", "hecha.yaml:4:9"),
            ("memory-below-minimum", "extracts:", "memory: 16383K\nextracts:", "hecha.yaml:4:9", "16 MiB"),
            ("threads-257", "extracts:", "threads: 257\nextracts:", "hecha.yaml:4:10", "256"),
            ("limits-unknown", "extracts:", "limits: {reject: 1%}\nextracts:", "hecha.yaml:4", "rejects"),
            ("limits-no-percentage", "extracts:", "limits: {rejects: 1}\nextracts:", "hecha.yaml:4:19", "1%"),
            ("limits-101%", "extracts:", "limits: {rejects: 101%}\nextracts:", "hecha.yaml:4:19"),
            ("limits-too-fine", "extracts:", "limits: {rejects: 0.01%}\nextracts:", "hecha.yaml:4:19"),
            ("rule-folder-missing", "rules: [", 'rules: ["nowhere", ', "hecha.yaml:3", "nowhere"),
            ("not-utf-8", "region", "\udcffregion", "hecha.yaml")):
        def test(folder, old=old, new=new, words=words):
            def change(agency):
                if "\udcff" in new:
                    path = agency.root / "hecha.yaml"
                    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(errors="surrogateescape"), 1))
                else:
                    rewrite(agency, old, new)
            refused(folder, change, CONFIG, *words)
        yield label, test


def test_no_hecha_yaml(folder):
    refused(folder, lambda agency: (agency.root / "hecha.yaml").unlink(), MISSING, "hecha.yaml")


def test_no_folder(folder):
    agency = Agency(folder)
    run = agency.call("run", "-C", str(folder / "nowhere"), write=False)
    equal(run.code, MISSING, "exit code")
    check(not (folder / "nowhere").exists(), "a folder was made")


def test_hecha_yaml_is_a_folder(folder):
    def change(agency):
        (agency.root / "hecha.yaml").unlink()
        (agency.root / "hecha.yaml").mkdir()
    refused(folder, change, UNREADABLE, "not a regular file")


def test_empty_hecha_yaml(folder):
    refused(folder, lambda agency: (agency.root / "hecha.yaml").write_text(""), CONFIG, "empty")


def test_rules_default_to_the_folder_beside(folder):
    agency = Agency(folder)
    agency.write()
    rewrite(agency, next(line for line in agency.config().split("\n") if line.startswith("rules:")) + "\n", "")
    run = agency.must(CONFIG, write=False)
    check("rule folder 'rules' is not there" in run.err, run.err)
    (agency.root / "rules").symlink_to(agency.rules[0])
    agency.must(DONE, write=False)
    equal(agency.rule("paid-after-death")["claimed"], "370.00", "claimed")


def test_empty_rules_folder(folder):
    """Without tables no extract can be read: an error, not a night without findings."""
    def change(agency):
        (agency.root / "none").mkdir()
        agency.rules = ["none"]
        agency.write()
    refused(folder, change, CONFIG, "no rules, tables or lists", "none")


def test_rules_folder_with_tables_only(folder):
    """Nothing to decide is said."""
    agency = Agency(folder)
    (agency.root / "own").mkdir()
    for name in ("tables", "lists"):
        shutil.copytree(os.path.join(agency.rules[0], name), agency.root / "own" / name)
    agency.rules = ["own"]
    run = agency.run()
    check(run.code in (DONE, CONFIG), f"{run!r}")
    check(run.code or "0" in run.out, run.out)


def cases_options():
    for label, words, code, message in (
            ("as-of", ("--as-of", "2026-02-30"), USAGE, "2026-02-30"), ("only", ("--only", "paid-after-dead"), USAGE, "paid-after-death"),
            ("unknown", ("--olny", "x"), USAGE, "--olny"), ("memory-word", ("--memory", "much"), USAGE, "much"),
            ("memory-too-little", ("--memory", "16383K"), USAGE, "16M"), ("threads-257", ("--threads", "257"), USAGE, "256"),
            ("threads-word", ("--threads", "-1"), USAGE, "--threads"), ("argument", ("x",), USAGE, "too many arguments")):
        def test(folder, words=words, code=code, message=message):
            agency = Agency(folder)
            agency.must(DONE)
            run = agency.must(code, *words)
            check(message in run.err, run.err)
        yield label, test


def test_limits_of_options_inside(folder):
    agency = Agency(folder)
    agency.must(DONE)
    wanted = agency.table("claims.csv")
    for words in (("--memory", "16M"), ("--threads", "256"), ("--threads", "1")):
        agency.must(DONE, *words)
        equal(agency.table("claims.csv"), wanted, f"claims with {words}")


# ---- rules ----

def test_every_error_of_every_rule(folder):
    """Wrong columns, types, functions and words in several files: all shown, each with its place."""
    def change(agency):
        own(agency, "a-unknown-column", where="p.amuont = 1.00")
        own(agency, "b-type", where="p.amount = 'x'")
        own(agency, "c-function", where="moth(p.paid_on) = month '2024-01'")
        own(agency, "d-message", message="{p.naem}")
        agency.write()
    run = refused(folder, change, CONFIG, "a-unknown-column.yaml:12:8", "'amount'", "b-type.yaml:12:", "c-function.yaml:12:", "month()",
                  "d-message.yaml:16:", "'name'", "^")
    check(str(folder) in run.err, "places are to be opened: they need the folder")


def test_every_file_that_cannot_be_read(folder):
    """YAML and schema errors in several files."""
    def change(agency):
        own(agency, "a-yaml", text="hecha: 1\nrule: [\n")
        own(agency, "b-key", text=RULE.format(name="b-key", where="p.amount = 1.00", message="x").replace("title", "titel"))
        own(agency, "c-name", text=RULE.format(name="another", where="p.amount = 1.00", message="x"))
        own(agency, "d-expression", where="p.amount = = 1.00")
        agency.write()
    refused(folder, change, CONFIG, "a-yaml.yaml:", "b-key.yaml:4:1", "'title'", "c-name.yaml:2:", "d-expression.yaml:12:")


def cases_rule():
    """(name, where, what the message says)."""
    for label, where, *words in (
            ("unknown-table-alias", "q.amount = 1.00", "'q'"), ("text-with-number", "p.name > 5", "rule.yaml:12:8"),
            ("month-with-date", "p.for_month = p.paid_on", "rule.yaml:12:"), ("float", "p.amount > 1.005", "rule.yaml:12:"),
            ("aggregate-in-where", "sum(p.amount) > 1.00", "rule.yaml:12:8"), ("not-a-condition", "p.amount", "rule.yaml:12:8"),
            ("unknown-param", "p.amount > limit", "limit"), ("unknown-code", "p.fund = '999'", "'999'"),
            ("bad-regex", "p.name ~ '('", "rule.yaml:12:"), ("unclosed-text", "p.name = 'x", "rule.yaml:12:"),
            ("bad-date", "p.paid_on = date '2024-02-30'", "rule.yaml:12:"), ("too-many-arguments", "year(p.paid_on, 1) = 2", "year"),
            ("money-overflow", "p.amount > 99999999999999999999.00", "rule.yaml:12:")):
        def test(folder, where=where, words=words):
            def change(agency):
                own(agency, "rule", where=where)
                agency.write()
            refused(folder, change, CONFIG, *words)
        yield label, test


def test_rule_of_one_id_twice_in_one_folder(folder):
    def change(agency):
        own(agency, "rule")
        other = agency.root / "own" / "29.1"
        other.mkdir()
        (other / "rule.yaml").write_bytes((agency.root / "own/control/rule.yaml").read_bytes())
        agency.write()
    refused(folder, change, CONFIG, "rule.yaml")


def test_later_folder_replaces(folder):
    """A rule of the same file name in a later folder stands for the earlier one."""
    agency = Agency(folder)
    own(agency, "shared-account", where="p.amount = 185.00")
    agency.must(DONE)
    equal(agency.rule("shared-account")["subjects"], 2, "subjects")


def test_rule_file_unreadable_kind(folder):
    """A dangling link among the rules is a rule that is missing, not one less to run."""
    agency = Agency(folder)
    own(agency, "rule")
    (agency.root / "own/control/gone.yaml").symlink_to("nowhere.yaml")
    run = agency.run()
    check(run.code in (CONFIG, UNREADABLE, MISSING), f"a dangling rule file passed: {run.code}")


# ---- exemption lists ----

ACCOUNT = "62179900112233445"


def exempting(folder, text):
    agency = Agency(folder)
    path = agency.root / "lists" / "exempt"
    path.mkdir(parents=True)
    if text is not None:
        (path / "accounts.csv").write_text(text, encoding="utf-8")
    return agency


def cases_exemptions():
    good = f"key,until,reason,author\n{ACCOUNT},2026-12-31,敬老院,某甲\n"
    for label, text, code in (
            ("good", good, DONE), ("none", None, DONE), ("header-only", "key,until,reason,author\n", DONE), ("empty", "", DONE),
            ("bad-date", good.replace("2026-12-31", "2026-02-30"), CONFIG), ("no-reason", good.replace("敬老院", ""), CONFIG),
            ("no-author", good.replace("某甲", ""), CONFIG), ("field-more", good.replace("某甲", "某甲,x"), CONFIG),
            ("wrong-header", good.replace("until", "to"), CONFIG)):
        def test(folder, text=text, code=code):
            agency = exempting(folder, text)
            run = agency.must(code)
            if code == CONFIG:
                check("lists/exempt/accounts.csv:" in run.err, run.err)
        yield label, test


def test_exemption_ends(folder):
    people = "".join(payment_row(str(number), "2026-10").replace(str(number), f"A{number:05}", 1) + "\n" for number in range(6))
    for until, hits in (("2026-11-22", 0), ("2026-11-21", 1)):
        agency = exempting(folder / until, f"key,until,reason,author\n{ACCOUNT},{until},敬老院,某甲\n")
        agency.put("payment", PAYMENT + people)
        agency.must(DONE)
        equal(agency.rule("shared-account")["hits"], hits, f"hits, exempt until {until}")
        equal(agency.rule("shared-account")["exempted"]["hits"], 1 - hits, "exempted")
        equal(len(agency.table("exempted.csv")), 1 - hits, "exempted.csv")


def test_stale_previous_runs_of_other_shape(folder):
    """Whatever lies in runs/ that hecha did not make is left alone."""
    agency = Agency(folder)
    (agency.root / "runs/2026-11-22.x").mkdir(parents=True, mode=0o700)
    (agency.root / "runs").chmod(0o700)
    (agency.root / "runs/2026-11-22.7").mkdir(mode=0o700)
    equal(agency.run().code, DONE, "exit code")
    equal(os.readlink(agency.current), "2026-11-22.8", "the next number")
    check((agency.root / "runs/2026-11-22.x").is_dir(), "a foreign folder went away")


def test_partial_is_said_for_gaps_only(folder):
    agency = Agency(folder)
    agency.must(DONE)
    equal(agency.summary()["status"], "complete", "status")
    agency.put("payment", PAYMENT + lines(payment_row(month="")))
    agency.must(GAPS)
    equal(agency.summary()["status"], "partial", "status")
