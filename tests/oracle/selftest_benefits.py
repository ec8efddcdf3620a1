"""Self-tests of the rules on benefits (29.4) and of ages by the identity number."""

import unittest

import ages
import cells
import ruletests
from selftest_rules import PACK, PAYMENT, claims, outcome_of, pay, person

P1 = person(1)
MAN66, WOMAN76, CHILD08 = person(1, "19660615"), person(2, "19760615"), person(1, "20080615")


class Ages(unittest.TestCase):
    def test_retirement_month(self):
        for group, born, month in (
                ("men60", "1964-12-31", "2024-12"), ("men60", "1965-01-01", "2025-02"), ("men60", "1965-04-30", "2025-05"),
                ("men60", "1965-05-01", "2025-07"), ("men60", "1965-09-01", "2025-12"), ("men60", "1976-08-01", "2039-07"),
                ("men60", "1976-09-01", "2039-09"), ("men60", "1990-01-01", "2053-01"), ("women55", "1969-12-01", "2024-12"),
                ("women55", "1970-01-01", "2025-02"), ("women55", "1981-09-01", "2039-09"), ("women50", "1975-02-28", "2025-03"),
                ("women50", "1975-03-01", "2025-05"), ("women50", "1984-10-01", "2039-09"), ("women50", "1984-11-01", "2039-11")):
            self.assertEqual(cells.month_text(ages.retirement_month(born, group)), month, (group, born))
        self.assertIsNone(ages.retirement_month("1965-01-01", "women60"))

    def test_sex(self):
        self.assertEqual((ages.id_sex(MAN66), ages.id_sex(WOMAN76), ages.id_sex("H12345678")), ("1", "2", None))

    def test_age(self):
        for birth, on, years in (("2008-06-15", "2026-06-14", 17), ("2008-06-15", "2026-06-15", 18),
                                 ("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18)):
            self.assertEqual(ages.age(birth, on), years)


class Pack(unittest.TestCase):
    def test_the_rules_own_tests(self):
        """Every *.test.yaml of a rule that the oracle knows, drafts too."""
        count = 0
        for rule, name, problems in ruletests.run_tests(PACK):
            count += 1
            self.assertEqual(problems, [], f"{rule}: {name}")
        self.assertGreater(count, 0)


class Benefits(unittest.TestCase):
    """One case per rule; the boundaries are in the rules' own tests."""

    def months(self, rule, payments, **tables):
        """The months claimed."""
        return [key[2] for key in claims(outcome_of(rule, payment=(PAYMENT, payments), **tables))]

    def keys(self, rule, **tables):
        """The subjects found."""
        return [group.key for group in outcome_of(rule, **tables).groups]

    def test_stop_entered_too_late(self):
        header = "id,name,fund,county,state,stopped_from"
        for state, month, late in (("stopped", "2024-04", False), ("stopped", "2024-05", True), ("paused", "2024-05", True)):
            found = self.keys("stop-entered-too-late", person=(header, [f"{P1},张三,170,360702,{state},{month}"]),
                              death=("id,name,date", [f"{P1},张三,2024-03-31"]))
            self.assertEqual(bool(found), late, (state, month))

    def test_injury_benefit_after_death(self):
        rows = [pay(P1, month, fund="410", item="伤残津贴") for month in ("2024-03", "2024-04")]
        found = self.months("injury-benefit-after-death", rows, injury=("id,name,died_on", [f"{P1},张三,2024-03-01"]))
        self.assertEqual(found, ["2024-04"])

    def test_detained(self):
        tables = dict(payment=(PAYMENT, [pay(P1, "2024-02")]), person=("id,fund,county,state", [f"{P1},170,360702,normal"]))
        for until, found in (("", [P1]), ("2026-11-22", [P1]), ("2026-11-21", [])):
            record = f"{P1},张三,未决羁押,2024-01-15,{until}"
            self.assertEqual(self.keys("detained-without-judgment", custody=("id,name,kind,from,until", [record]), **tables), found)

    def test_increase_on_probation(self):
        rows = [pay(P1, month, amount, fund="110") for month, amount in (
            ("2024-01", "100.00"), ("2024-02", "100.00"), ("2024-03", "120.00"), ("2024-04", "130.00"))]
        out = outcome_of("increase-on-probation", payment=(PAYMENT, rows),
                         custody=("id,name,kind,from,until", [f"{P1},张三,缓刑,2024-01-15,2024-03-01"]))
        self.assertEqual(claims(out), {(P1, "360702", "2024-03"): 2000})

    def test_back_paid(self):
        rows = [pay(P1, "2024-02") + f",{paid}" for paid in ("2024-03", "2024-04")]
        out = outcome_of("back-paid-for-served-months", payment=(PAYMENT + ",paid_month", rows),
                         custody=("id,name,kind,from,until", [f"{P1},张三,拘役,2024-01-15,2024-03-01"]))
        self.assertEqual((claims(out), out.rows), ({(P1, "360702", "2024-02"): 10000}, 1))

    def test_two_employee_pensions(self):
        rows = [pay(P1, "2024-01", fund="110"), pay(P1, "2024-01", fund="120"), pay(P1, "2024-02", fund="110")]
        out = outcome_of("two-employee-pensions", payment=(PAYMENT, rows))
        self.assertEqual([(g.fund, g.rows) for g in out.groups], [("110", 1), ("120", 1)])

    def test_unemployment_beside_pension(self):
        rows = [pay(P1, "2024-01", fund="210", item="失业保险金"), pay(P1, "2024-01", fund="110"),
                pay(P1, "2024-01", "-300.00"), pay(P1, "2024-02", fund="210", item="失业保险金")]
        self.assertEqual(self.months("unemployment-beside-pension", rows), ["2024-01"])
        rows[1:2] = []
        rows[1] = pay(P1, "2024-01")
        self.assertEqual(outcome_of("unemployment-beside-pension", payment=(PAYMENT, rows)).undecided, {"resident-only": 1})

    def test_injury_allowance(self):
        rows = [pay(P1, "2024-01", fund="410", item="伤残津贴"), pay(P1, "2024-01", "80.00", fund="110")]
        out = outcome_of("injury-allowance-beside-pension", payment=(PAYMENT, rows),
                         injury=("id,name,grade,allowance", [f"{P1},张三,4,90.00", f"{P1},张三,7,"]))
        self.assertEqual(claims(out), {(P1, "360702", "2024-01"): 9000})

    def test_unemployment_beside_job(self):
        rows = [pay(P1, month, fund="210", item="失业保险金") for month in ("2024-01", "2024-02", "2024-03")]
        paid = [f"{P1},张三,甲厂,110,{month},100.00" for month in ("2024-01", "2024-02")]
        found = self.months("unemployment-beside-job", rows, contribution=("id,name,unit,fund,for_month,amount", paid))
        self.assertEqual(found, ["2024-02"])

    def test_unemployment_over_cap(self):
        months = [f"{2022 + n // 12}-{n % 12 + 1:02}" for n in range(15)]
        rows = [pay(P1, month, fund="210", item="失业保险金") for month in months]
        header = "id,name,from,actual_months,deemed_months,carried_months"
        for numbers, claimed in (("12,0,0", 3), ("59,0,2", 1), ("60,0,0", 0), ("11,0,14", 1), ("11,1,0", 3)):
            found = self.months("unemployment-over-cap", rows, unemployment=(header, [f"{P1},张三,2022-01,{numbers}"]))
            self.assertEqual(found, months[15 - claimed:], numbers)

    def test_army_or_abroad(self):
        rows = [pay(P1, month, fund="210", item="失业保险金") for month in ("2024-01", "2024-02", "2024-03", "2024-04")]
        found = self.months("unemployed-in-army-or-abroad", rows,
                            departure=("id,name,kind,from,until", [f"{P1},张三,参军,2024-01-15,2024-03-01"]))
        self.assertEqual(found, ["2024-02", "2024-03"])

    def test_survivor_lost_condition(self):
        rows = [pay(CHILD08, month, fund="410", item="供养亲属抚恤金") for month in ("2026-06", "2026-07")]
        found = self.months("survivor-lost-condition", rows, survivor=("id,name,relation,disabled", [f"{CHILD08},张三,child,0"]))
        self.assertEqual(found, ["2026-07"])

    def test_survivor_never_qualified(self):
        rows = [pay(WOMAN76, month, fund="410", item="供养亲属抚恤金") for month in ("2031-05", "2031-06")]
        survivor = [f"{WOMAN76},张三,spouse,0,2026-01-01"]
        found = self.months("survivor-never-qualified", rows, survivor=("id,name,relation,disabled,granted_on", survivor))
        self.assertEqual(found, ["2031-05"])

    def test_pension_before_lawful_age(self):
        rows = [pay(WOMAN76, month, fund="110", item="基本养老金") for month in ("2021-05", "2021-06", "2026-05", "2026-06")]
        for approvals, found in (([], ["2021-05"]), ([f"{WOMAN76},张三,110,normal"], ["2021-05", "2021-06", "2026-05"])):
            retirement = ("id,name,fund,kind", approvals)
            self.assertEqual(self.months("pension-before-lawful-age", rows, retirement=retirement), found)

    def test_pension_before_delayed_age(self):
        header = "id,name,fund,county,state,benefit_from"
        for month, early in (("2026-10", True), ("2026-11", False)):            # 60 in 2026-06, five months later
            found = self.keys("pension-before-delayed-age", person=(header, [f"{MAN66},张三,110,360702,normal,{month}"]),
                              retirement=("id,name,fund,kind", []))
            self.assertEqual(bool(found), early, month)

    def test_special_retirement(self):
        header = "id,fund,county,kind,retired_on,special_kind,special_months"
        for day, months, found in (("2021-06-01", 96, []), ("2021-05-31", 96, [MAN66]), ("2021-06-01", 95, [MAN66])):
            row = f"{MAN66},110,360702,special,{day},toxic,{months}"
            self.assertEqual(self.keys("special-retirement-unqualified", retirement=(header, [row])), found)

    def test_resident_pension(self):
        rows = [pay(MAN66, month) for month in ("2026-05", "2026-06")]
        self.assertEqual(self.months("resident-pension-before-age", rows), ["2026-05"])
        for months, found in ((178, [MAN66]), (179, [])):               # from 2011-07 to the 60th birthday in 2026-06
            row = f"{MAN66},张三,170,360702,{months}"
            self.assertEqual(self.keys(
                "resident-contributions-too-short", retirement=("id,name,fund,county,contributed_months", [row]),
                person=("id,name,fund,county,state", [f"{MAN66},张三,170,360702,normal"])), found)
