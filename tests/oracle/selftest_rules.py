"""Self-tests of the rules on hand-made agency folders."""

import contextlib
import gzip
import shutil
import tempfile
import unittest
from pathlib import Path

import cells
import oracle

PACK = Path(__file__).resolve().parents[2] / "rules"
PAYMENT = "id,name,fund,item,for_month,amount,state,county,account,operator,reviewer"


def person(number, born="19501010"):
    """A valid synthetic identity number."""
    first17 = f"360799{born}{number:03}"
    return first17 + cells.check_char(first17)


P1, P2, P3 = person(1), person(2), person(3)


def pay(who, month, amount="100.00", name="张三", fund="170", item="基础养老金", state="paid",
        county="360702", account="", operator="甲", reviewer="乙"):
    """One line of a payment extract."""
    return ",".join([who, name, fund, item, month, amount, state, county, account, operator, reviewer])


@contextlib.contextmanager
def agency(as_of="2026-11-22", level="city", extra="", **tables):
    """A temporary agency folder: table=(header, [lines])."""
    root = Path(tempfile.mkdtemp(prefix="oracle-test-"))
    try:
        (root / "inbox").mkdir()
        lines = ['region: "360700"', f"level: {level}", f"as_of: {as_of}", f"rules: [{PACK}]", extra, "extracts:"]
        for table, (header, rows) in tables.items():
            lines.append(f'  {table}: {{files: ["inbox/{table}-*.csv"], received: 2026-11-20}}')
            text = "\n".join([header, *rows, ""])
            (root / "inbox" / f"{table}-1.csv").write_text(text, encoding="utf-8")
        (root / "hecha.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield root
    finally:
        shutil.rmtree(root)


def outcome_of(rule, **folder):
    """The outcome of one rule in a temporary agency folder."""
    with agency(**folder) as root:
        result = oracle.evaluate(root, only={rule})
    return next(one for one in result.outcomes if one.rule.id == rule)


def claims(outcome):
    """{(person, county, month): fen} of an outcome."""
    return {(g.key, g.county, cells.month_text(g.month)): g.amount for g in outcome.groups}


class Files(unittest.TestCase):
    def test_same_content_and_repeated_globs_count_once(self):
        with agency(payment=(PAYMENT, [pay(P1, "2024-01"), pay(P1, "2024-01")])) as root:
            inbox = root / "inbox"
            shutil.copy(inbox / "payment-1.csv", inbox / "payment-2.csv")
            content = (inbox / "payment-1.csv").read_bytes()
            other = content.replace(P1.encode(), P2.encode())
            (inbox / "payment-3.csv.gz").write_bytes(gzip.compress(other[:50]) + gzip.compress(other[50:]))
            config = (root / "hecha.yaml").read_text(encoding="utf-8")
            config = config.replace('["inbox/payment-*.csv"]', '["inbox/payment-*.csv", "inbox/payment-*"]')
            (root / "hecha.yaml").write_text(config, encoding="utf-8")
            count = oracle.evaluate(root).tables["payment"]
        self.assertEqual((count.files, count.rows, count.kept, count.rejected), (2, 4, 4, 0))

    def test_rejects_trailer_and_mapping(self):
        with agency(payment=(PAYMENT.replace("for_month", "月份"), [
                pay(P1, "2024-01"), pay(P1, "2024-01") + ",x", pay(P1, "2024-01"), "合计,300"])) as root:
            config = (root / "hecha.yaml").read_text(encoding="utf-8")
            config = config.replace("received:", "trailer: control-total, columns: {for_month: 月份}, received:")
            (root / "hecha.yaml").write_text(config, encoding="utf-8")
            result = oracle.evaluate(root)
        count = result.tables["payment"]
        self.assertEqual((count.rows, count.kept, count.rejected), (3, 2, 1))
        self.assertEqual(len(list(result.claims())), 1)


class Death(unittest.TestCase):
    def outcome(self, payments, deaths, checks=(), **options):
        return outcome_of("paid-after-death", payment=(PAYMENT, payments), death=("id,name,date", deaths),
                          alive_check=("id,name,checked_on,mode,passed", list(checks)), **options)

    def test_month_after_death(self):
        out = self.outcome([pay(P1, "2024-03"), pay(P1, "2024-04", "150.00")], [f"{P1},张三,2024-03-31"])
        self.assertEqual(claims(out), {(P1, "360702", "2024-04"): 15000})

    def test_grace(self):
        out = self.outcome([pay(P1, "2024-04"), pay(P1, "2024-05")], [f"{P1},张三,2024-03-31"],
                           extra="params:\n  paid-after-death: {grace_months: 1}")
        self.assertEqual(list(claims(out)), [(P1, "360702", "2024-05")])

    def test_old_number_meets_new(self):
        old = "110105491231002"
        out = self.outcome([pay(old, "2024-04")], ["11010519491231002x,张三,2024-03-31"])
        self.assertEqual(list(claims(out)), [("11010519491231002X", "360702", "2024-04")])

    def test_reversal_nets_out(self):
        out = self.outcome([pay(P1, "2024-04"), pay(P1, "2024-04", "-100.00"), pay(P1, "2024-05"),
                            pay(P1, "2024-05", "-40.00")], [f"{P1},张三,2024-03-31"])
        self.assertEqual(claims(out), {(P1, "360702", "2024-05"): 6000})
        self.assertEqual((out.rows, out.subjects), (2, 1))

    def test_two_records_do_not_multiply(self):
        out = self.outcome([pay(P1, "2024-04")], [f"{P1},张三,2024-03-31", f"{P1},张三,2024-02-28"])
        self.assertEqual((out.claimed, out.rows), (10000, 1))

    def test_name_differs_by_first_satisfying_record(self):
        deaths = [f"{P1},张三,2024-05-31", f"{P1},李四,2024-03-31"]
        out = self.outcome([pay(P1, "2024-06")], deaths)
        self.assertEqual((len(out.groups), out.undecided), (1, {}))
        out = self.outcome([pay(P1, "2024-06"), pay(P1, "2024-04")], deaths)
        self.assertEqual((len(out.groups), out.undecided), (0, {"name-differs": 1}))

    def test_doubt_holds_for_its_case_only(self):
        out = self.outcome([pay(P1, "2024-04", name="李四"), pay(P1, "2024-04", county="360703")],
                           [f"{P1},张三,2024-03-31"])
        self.assertEqual(list(claims(out)), [(P1, "360703", "2024-04")])
        self.assertEqual(out.undecided, {"name-differs": 1})

    def test_seen_alive_later(self):
        payments, deaths = [pay(P1, "2024-04")], [f"{P1},张三,2024-03-31"]
        self.assertEqual(self.outcome(payments, deaths, [f"{P1},张三,2024-03-31,01,1"]).undecided, {})
        self.assertEqual(self.outcome(payments, deaths, [f"{P1},张三,2024-04-01,03,0"]).undecided,
                         {"seen-alive-later": 1})

    def test_stale_and_missing_source(self):
        self.assertEqual(self.outcome([], [f"{P1},张三,2024-03-31"], as_of="2026-12-30").state, "ran")
        self.assertEqual(self.outcome([], [f"{P1},张三,2024-03-31"], as_of="2026-12-31").state, "source-stale")
        self.assertEqual(outcome_of("paid-after-death", payment=(PAYMENT, [])).state, "source-missing")


class Cremation(unittest.TestCase):
    def outcome(self, checks):
        return outcome_of("paid-after-cremation", payment=(PAYMENT, [pay(P1, "2024-04")]),
                          cremation=("id,name,date", [f"{P1},张三,2024-03-31"]),
                          alive_check=("id,name,checked_on,mode,passed", checks))

    def test_only_a_face_to_face_check_contradicts(self):
        for mode, passed, decided in (("03", 1, True), ("01", 0, True), ("01", 1, False), ("", 1, False)):
            out = self.outcome([f"{P1},张三,2024-06-01,{mode},{passed}"])
            self.assertEqual(len(out.groups) == 1, decided, (mode, passed))

    def test_certified_after_death(self):
        rows = dict(payment=(PAYMENT, [pay(P1, "2024-04")]), cremation=("id,name,date", [f"{P1},张三,2024-03-31"]),
                    alive_check=("id,name,checked_on,mode,passed", [f"{P1},张三,2024-06-01,03,1"]))
        with agency(**rows) as root:
            result = oracle.evaluate(root)
        case = result.cases[("person", P1, "170", "360702")]
        self.assertEqual((case.rule_class, case.due), ("29.6", 10000))


class Custody(unittest.TestCase):
    def outcome(self, records, months):
        return outcome_of("paid-in-custody", payment=(PAYMENT, [pay(P1, month) for month in months]),
                          custody=("id,name,kind,from,until", records))

    def test_boundary_months(self):
        out = self.outcome([f"{P1},张三,有期徒刑,2024-01-15,2024-03-02"], ["2024-01", "2024-02", "2024-03", "2024-04"])
        self.assertEqual([key[2] for key in claims(out)], ["2024-02", "2024-03"])

    def test_open_end_and_overlap(self):
        out = self.outcome([f"{P1},张三,拘役,2024-01-15,", f"{P1},张三,有期徒刑,2023-01-15,2026-01-01"], ["2024-02"])
        self.assertEqual((len(out.groups), out.rows), (1, 1))

    def test_kinds_that_do_not_stop(self):
        for kind in ("缓刑", "管制", "假释", "未决羁押"):
            self.assertEqual(self.outcome([f"{P1},张三,{kind},2024-01-15,"], ["2024-02"]).groups, [])

    def test_served_outside(self):
        records = [f"{P1},张三,有期徒刑,2024-01-15,2026-01-01", f"{P1},张三,假释,2024-06-15,2024-08-15"]
        for month, codes in (("2024-06", {}), ("2024-07", {"served-outside": 1}), ("2024-08", {"served-outside": 1}),
                             ("2024-09", {})):
            self.assertEqual(self.outcome(records, [month]).undecided, codes, month)

    def test_release_that_cannot_be_read(self):
        out = self.outcome([f"{P1},张三,拘役,2024-01-15,不详"], ["2024-02"])
        self.assertEqual((out.groups, out.undecided), ([], {"release-unreadable": 1}))

    def test_disputed_fund(self):
        out = outcome_of("paid-in-custody", payment=(PAYMENT, [pay(P1, "2024-02", fund="410")]),
                         custody=("id,name,kind,from,until", [f"{P1},张三,拘役,2024-01-15,"]))
        self.assertEqual(out.undecided, {"fund-disputed": 1})

    def test_dates_in_disorder(self):
        out = self.outcome([f"{P1},张三,拘役,2024-01-15,2023-01-01"], ["2024-02"])
        self.assertEqual((out.groups, out.undecided), ([], {"dates-disorder": 1}))


class Payments(unittest.TestCase):
    def test_duplicates(self):
        rows = [pay(P1, "2024-01"), pay(P1, "2024-01"),                                # twice
                pay(P2, "2024-01"), pay(P2, "2024-01"), pay(P2, "2024-01", "-100.00"),  # reversed
                pay(P3, "2024-01"), pay(P3, "2024-01", "20.00")]                       # an adjustment
        out = outcome_of("duplicate-month-payment", payment=(PAYMENT, rows))
        self.assertEqual(claims(out), {(P1, "360702", "2024-01"): 10000})

    def test_dual_pension(self):
        rows = [pay(P1, "2024-01"), pay(P1, "2024-01", "3000.00", fund="110"),
                pay(P1, "2024-01", "50.00", item="个人账户养老金"), pay(P1, "2024-01", "50.00", item=""),
                pay(P2, "2024-01"), pay(P2, "2024-01", "3000.00", fund="120"),
                pay(P2, "2024-01", "-3000.00", fund="120"), pay(P3, "2024-01"), pay(P3, "2024-02", fund="110")]
        out = outcome_of("dual-pension", payment=(PAYMENT, rows))
        self.assertEqual(claims(out), {(P1, "360702", "2024-01"): 10000})

    def test_two_counties(self):
        rows = [pay(P1, "2024-01"), pay(P1, "2024-02"), pay(P1, "2024-02", "80.00", county="360703"),
                pay(P2, "2024-01"), pay(P2, "2024-01", "80.00", county="360703"),
                pay(P2, "2024-02", "60.00", county="360704"), pay(P2, "2024-02"),
                pay(P2, "2024-02", county="360703")]
        out = outcome_of("resident-pension-in-two-counties", payment=(PAYMENT, rows))
        self.assertEqual(claims(out), {(P1, "360703", "2024-02"): 8000, (P2, "360704", "2024-02"): 6000})
        self.assertEqual(out.undecided, {"same-start": 1})
        county = outcome_of("resident-pension-in-two-counties", payment=(PAYMENT, rows), level="county")
        self.assertEqual(county.state, "not-run-here")

    def test_shared_account(self):
        rows = [pay(person(n), month, account="6217") for n in range(5) for month in ("2025-11", "2026-11")]
        out = outcome_of("shared-account", payment=(PAYMENT, rows))
        self.assertEqual([(g.kind, g.key, g.rows) for g in out.groups], [("account", "6217", 5)])
        self.assertEqual(outcome_of("shared-account", payment=(PAYMENT, rows[:8])).groups, [])

    def test_exempt_account(self):
        rows = [pay(person(n), "2026-11", account="6217") for n in range(5)]
        for until, exempted in (("2026-11-22", 1), ("2026-11-21", 0), ("", 1)):
            with agency(payment=(PAYMENT, rows)) as root:
                (root / "lists" / "exempt").mkdir(parents=True)
                text = f"key,until,reason,author\n6217,{until},敬老院,甲\n"
                (root / "lists" / "exempt" / "accounts.csv").write_text(text, encoding="utf-8")
                result = oracle.evaluate(root)
            out = next(one for one in result.outcomes if one.rule.id == "shared-account")
            self.assertEqual((len(out.exempted), len(out.groups)), (exempted, 1 - exempted))

    def test_large_payment(self):
        rows = [pay(P1, "2024-01", "50000.00", reviewer="甲"), pay(P2, "2024-01", "50000.00"),
                pay(P3, "2024-01", "49999.99", reviewer="")]
        out = outcome_of("large-payment-unreviewed", payment=(PAYMENT, rows))
        self.assertEqual([g.key for g in out.groups], [P1])

    def test_damaged_extract(self):
        rows = [pay(person(n), "2024-01") for n in range(95)] + [pay("3.60799E+17", "2024-01")] * 5
        out = outcome_of("damaged-identity-numbers", payment=(PAYMENT, rows))
        self.assertEqual([(g.key, g.rows) for g in out.groups], [("payment-1.csv:id:scientific", 1)])
        mixed = rows[:98] + [pay("360799195001010000", "2024-01")] * 2
        self.assertEqual(outcome_of("damaged-identity-numbers", payment=(PAYMENT, mixed)).groups, [])
        self.assertEqual(outcome_of("damaged-identity-numbers", payment=(PAYMENT, rows[1:])).groups, [])
        self.assertEqual(outcome_of("damaged-identity-numbers", payment=(PAYMENT, rows[:99] + rows[:1])).groups, [])

    def test_due_once_and_never_above_net(self):
        rows = [pay(P1, "2024-02"), pay(P1, "2024-02"), pay(P1, "2024-02", "-120.00", item="其他")]
        with agency(payment=(PAYMENT, rows), death=("id,name,date", [f"{P1},张三,2024-01-01"])) as root:
            result = oracle.evaluate(root)
        case = result.cases[("person", P1, "170", "360702")]
        self.assertEqual((case.rules, case.rule_class, case.due),
                         ({"paid-after-death", "duplicate-month-payment", "net-below-zero"}, "29.4", 8000))


    def test_items_of_one_month_add_up_within_a_rule(self):
        rows = [pay(P1, "2024-02", amount, item=item) for item, amount in (("甲项", "100.00"), ("乙项", "30.00"))] * 2
        with agency(payment=(PAYMENT, rows)) as root:
            result = oracle.evaluate(root)
        self.assertEqual(result.cases[("person", P1, "170", "360702")].due, 13000)


class Persons(unittest.TestCase):
    HEADER = "id,name,birth,fund,county,state,benefit_from"

    def test_identity_or_birth_defect(self):
        rows = [f"{P1},张三,1950-10-10,170,360702,normal,2026-01", f"{P2},张三,1950-10-11,170,360702,normal,2026-01",
                f"{P3},张三,1950-13-10,170,360702,normal,2026-01", "36079919501010,张三,,170,360702,normal,2026-01",
                f"{person(4)},张三,,170,360702,normal,2026-01", "H12345678,张三,1950-10-11,170,360702,normal,2026-01"]
        out = outcome_of("identity-or-birth-defect", person=(self.HEADER, rows))
        self.assertEqual({g.key for g in out.groups}, {P2, P3, "36079919501010"})
        many = rows + [rows[3]] * 94
        self.assertEqual({g.key for g in outcome_of("identity-or-birth-defect", person=(self.HEADER, many)).groups}, {P2, P3})

    def test_certification(self):
        rows = [f"{person(n)},张三,,170,360702,{state},{start}" for n, state, start in (
            (1, "normal", "2015-01"), (2, "normal", "2015-01"), (3, "normal", "2025-11"), (4, "normal", "2025-10"),
            (5, "paused", "2015-01"), (6, "normal", "2026-01"))]
        checks = [f"{person(n)},{day},{passed}" for n, day, passed in (
            (1, "2025-11-01", 1), (2, "2025-10-31", 1), (2, "2026-05-01", 0), (6, "2025-01-01", 1))]
        out = outcome_of("certification-lapsed", person=(self.HEADER, rows),
                         alive_check=("id,checked_on,passed", checks))
        self.assertEqual([g.key for g in out.groups], [person(2), person(4), person(6)])

    def test_employers(self):
        rows = ["A,2026-10-22,open,360702", "B,2026-10-23,open,360702", "C,2020-01-01,open,360702",
                "D,2020-01-01,closed,360702"]
        out = outcome_of("employer-not-registered", employer=("uscc,founded_on,state,county", rows),
                         enrolment=("uscc,state", ["C,normal"]))
        self.assertEqual([g.key for g in out.groups], ["A"])
