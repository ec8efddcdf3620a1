"""Self-tests of the rules on data errors, extracts, audit, fraud and control.

One finding and one lawful neighbour per rule; the boundaries are in the rules' own tests (selftest_benefits.Pack).
"""

import unittest

import oracle
from selftest_rules import PAYMENT, agency, outcome_of, pay, person

P1, P2 = person(1), person(2)
PERSON = "id,name,fund,county,state,birth,benefit_from,stopped_from,monthly,account"
DEAD = ("id,name,date", [f"{P1},张三,2026-01-31"])
NOTICE = "id,name,fund,county,served_on,due_on"


def listed(who=P1, name="张三", fund="170", birth="", start="2015-01", end="", monthly="", account=""):
    """One line of the register."""
    return f"{who},{name},{fund},360702,normal,{birth},{start},{end},{monthly},{account}"


class Found(unittest.TestCase):
    def check(self, rule, hit, near, **both):
        """The tables of `hit` give a subject, those of `near` none; `both` goes with either."""
        found = outcome_of(rule, **both, **hit)
        self.assertGreater(len(found.groups), 0, found)
        clear = outcome_of(rule, **both, **near)
        self.assertEqual((clear.state, clear.groups), ("ran", []))

    def rows(self, rule, table, header, hit, near, **both):
        """The same for one row of one table."""
        self.check(rule, {table: (header, [hit])}, {table: (header, [near])}, **both)

    def register(self, rule, hit, near, **both):
        self.check(rule, {"person": (PERSON, hit)}, {"person": (PERSON, near)}, **both)

    def test_account_name_differs(self):
        header = PAYMENT + ",account_name"
        self.rows("account-name-differs", "payment", header, pay(P1, "2026-11") + ",李四", pay(P1, "2026-11") + ",张 三")

    def test_death_evidence_disagrees(self):
        for died_on, both in (("2026-03-03", True), ("2026-03-04", False)):
            self.assertEqual(len(outcome_of("death-evidence-disagrees", person=(PERSON, [listed()]), death=DEAD, cremation=(
                "id,name,date,died_on", [f"{P1},张三,2026-02-03,{died_on}"])).groups) == 0, both)

    def test_dead_account_open(self):
        self.rows("dead-account-open", "account", "id,fund,county,balance,at", f"{P1},170,360702,5.00,2027-02-01",
                  f"{P1},170,360702,5.00,2027-01-31", death=DEAD)

    def test_several_names(self):
        self.register("one-number-several-names", [listed(), listed(name="李四", fund="110")], [listed(), listed(name="")])

    def test_two_numbers(self):
        one = listed(birth="1950-01-01", account="A")
        self.register("one-person-two-numbers", [one, listed(P2, birth="1950-01-01", account="A")],
                      [one, listed(P2, birth="1950-01-01")])

    def test_impossible_dates(self):
        self.register("impossible-dates", [listed(birth="1905-11-22")], [listed(birth="1905-11-23")])
        foreign = outcome_of("impossible-dates", person=(PERSON, [listed(end="2014-12")]),
                             death=("id,name,date", [f"{P1},李四,2026-12-01"]))
        self.assertEqual(foreign.undecided, {"name-differs": 1})

    def test_unknown_codes(self):
        wrong, right = pay(P1, "2026-11", fund="999"), pay(P1, "2026-11", fund="150")
        self.rows("unknown-code-in-payment", "payment", PAYMENT, wrong, right)
        for column, cell in (("fund", "999"), ("county", "999999"), ("state", "9")):
            wrong = pay(P1, "2026-11", **{column: cell})
            self.check(f"unknown-{column}-in-extract", {"payment": (PAYMENT, [right] * 95 + [wrong] * 5)},
                       {"payment": (PAYMENT, [right] * 96 + [wrong] * 5)})

    def test_net_below_zero(self):
        self.check("net-below-zero", {"payment": (PAYMENT, [pay(P1, "2026-11"), pay(P1, "2026-11", "-100.01")])},
                   {"payment": (PAYMENT, [pay(P1, "2026-11"), pay(P1, "2026-11", "-100.00")])})

    def test_paid_above_standard(self):
        self.register("paid-above-standard", [listed(monthly="33.33")], [listed(monthly="33.33"), listed(monthly="33.34")],
                      payment=(PAYMENT, [pay(P1, "2026-11")]))

    def test_survivors(self):
        header = "id,deceased,relation,alone,granted,wage,county"
        self.rows("survivor-share-too-high", "survivor", header, f"{P1},,spouse,0,1333.35,3333.33,360702",
                  f"{P1},,spouse,0,1333.34,3333.33,360702")
        shares = [f"{P1},{P2},spouse,0,{share},2000.00,360702" for share in ("1000.00", "1000.01", "1000.00")]
        self.check("survivor-shares-over-wage", {"survivor": (header, shares[:2])}, {"survivor": (header, shares[::2])})

    def test_allowance_owed_by_employer(self):
        self.rows("allowance-owed-by-employer", "injury", "id,name,grade", f"{P1},张三,6", f"{P1},张三,4",
                  payment=(PAYMENT, [pay(P1, "2026-11", fund="410", item="伤残津贴")]))

    def test_damaged_register(self):
        self.register("damaged-register-numbers", [listed()] * 95 + [listed("3.6E+17")] * 5,
                      [listed()] * 96 + [listed("3.6E+17")] * 5)

    def test_totals_differ(self):
        header = PAYMENT + ",paid_month"
        self.rows("totals-differ", "finance_total", "fund,county,paid_month,rows,amount", "170,360702,2026-11,1,100.01",
                  "170,360702,2026-11,1,100.00", payment=(header, [pay(P1, "2026-11") + ",2026-11"]))

    def test_worked_as_child(self):
        self.rows("worked-as-child", "retirement", "id,fund,county,started_on", f"{P1},110,360702,1966-10-09",
                  f"{P1},110,360702,1966-10-10")

    def test_both_changed(self):
        changes = [f"{P1},身份证号,A,B,2026-03-01,360702", f"{P1},姓名,张三,李四,2026-03-31,360702",
                   f"{P1},姓名,张三,李四,2026-04-01,360702"]
        header = "id,field,old,new,changed_on,county"
        self.check("name-and-number-both-changed", {"change": (header, changes[:2])}, {"change": (header, changes[::2])})

    def test_account_changed(self):
        self.rows("account-changed-around-death", "change", "id,field,old,new,changed_on,county",
                  f"{P1},账号,A,B,2025-10-01,360702", f"{P1},账号,A,B,2025-09-30,360702",
                  person=(PERSON, [listed()]), death=DEAD)

    def test_bulk_back_payment(self):
        months = [f"{P1},张三,U1,110,{2010 + month // 12}-{month % 12 + 1},2024-01,500.00" for month in range(36)]
        header = "id,name,unit,fund,for_month,paid_month,amount"
        self.check("bulk-back-payment-before-retirement", {"contribution": (header, months)},
                   {"contribution": (header, months[1:])}, person=(PERSON, [listed(fund="110", start="2026-01")]))

    def test_payments(self):
        self.rows("not-through-social-card", "payment", PAYMENT + ",card", pay(P1, "2026-09") + ",0", pay(P1, "2026-08") + ",0")
        self.rows("operator-is-reviewer", "payment", PAYMENT, pay(P1, "2025-12", reviewer="甲"), pay(P1, "2025-11", reviewer="甲"))

    def test_posts(self):
        header = "operator,high_risk,formal,from,until,county"
        self.rows("post-too-long", "post", header, "甲,1,1,2021-11-21,,360702", "甲,1,1,2021-11-22,,360702")
        self.rows("post-not-formal", "post", header, "甲,1,0,2026-11-22,,360702", "甲,1,0,2026-11-23,,360702")

    def test_certifications(self):
        people = (PERSON, [listed(person(n)) for n in range(100)])
        header = "id,checked_on,passed,operator,phone"
        passed = [f"{person(n)},2026-11-0{day},1,甲,138" for n, day in [*((n, 1) for n in range(99)), (99, 1), (99, 2)]]
        self.check("certifications-by-one-operator", {"alive_check": (header, passed[:100])},
                   {"alive_check": (header, passed[:99] + passed[100:])}, person=people)
        self.check("certifications-by-one-phone", {"alive_check": (header, passed[:5])},
                   {"alive_check": (header, passed[:4])}, person=people)


class AfterCases(unittest.TestCase):
    def test_one_account_behind_several(self):
        """Two persons whose register names one account owe together."""
        for second, account, found in (("5000.00", "A", True), ("4999.99", "A", False), ("5000.00", "B", False)):
            with agency(payment=(PAYMENT, [pay(P1, "2026-02", "5000.00"), pay(P2, "2026-02", second)]),
                        death=("id,name,date", [f"{P1},张三,2026-01-01", f"{P2},张三,2026-01-01"]),
                        person=(PERSON, [listed(account="A"), listed(P2, account=account)])) as root:
                result = oracle.evaluate(root, only={"paid-after-death", "incident-account-half-year"})
            self.assertEqual(("account", "A", "", "360702") in result.cases, found, (second, account))

    def rules_of(self, rules, amount, **tables):
        """The rules of the case of one person paid once after death, when these rules run."""
        with agency(payment=(PAYMENT, [pay(P1, "2026-02", amount)]), death=DEAD, person=(PERSON, [listed(monthly="1.00")]),
                    refund=("id,fund,county,amount,kind", []), account=("id,fund,county,balance,lump_sum", [
                        f"{P1},170,360702,0.00,0.00"]), **tables) as root:
            result = oracle.evaluate(root, only={"paid-after-death", *rules})
        return result.cases[("person", P1, "170", "360702")].rules - {"paid-after-death"}

    def test_they_do_not_see_each_other(self):
        """What 29.5 proposes changes the class only afterwards."""
        rules = {"overdue-and-not-covered", "dishonesty-proposal", "incident-half-year", "incident-immediate"}
        late, in_time = f"{P1},张三,170,360702,2026-10-01,2026-11-21", f"{P1},张三,170,360702,2026-10-01,2026-11-22"
        for amount, limit, found in (
                ("9999.99", late, set()), ("10000.00", in_time, {"incident-half-year"}),
                ("10000.00", late, {"overdue-and-not-covered", "incident-half-year"}),
                ("10000.01", late, {"overdue-and-not-covered", "dishonesty-proposal", "incident-half-year"}),
                ("500000.00", in_time, {"incident-immediate"})):
            self.assertEqual(self.rules_of(rules, amount, notice=(NOTICE, [limit])), found, (amount, limit))
