"""The rules the oracle knows: class, sources, parameters and their defaults.

Written from the working semantics of the rules, not read from rules/*.yaml; only which of them are active is.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import cells

CLASS_ORDER = ["29.6", "29.5", "29.4", "29.3", "29.2", "29.1", "control"]   # gravest first
SHARE_UNIT = 10000                                                          # shares count in ten-thousandths


@dataclass
class Rule:
    """One rule: `needs` maps a source table to its greatest age in days, or None for any age; `also` may be missing."""
    id: str
    rule_class: str
    claims: bool
    needs: dict
    also: tuple = ()
    ints: dict = field(default_factory=dict)
    money: dict = field(default_factory=dict)
    shares: dict = field(default_factory=dict)
    months: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    months: dict = field(default_factory=dict)
    exempt: str = ""
    city_only: bool = False
    after_cases: bool = False


STOP_KINDS = ["拘役", "有期徒刑", "无期徒刑", "死缓"]
NOT_OWN_PENSION = ["丧葬补助金", "抚恤金", "供养亲属抚恤金", "遗属生活困难补助", "一次性补贴"]

RULES = [
    Rule("paid-after-death", "29.4", True, {"payment": None, "death": 40}, also=("alive_check",),
         ints={"grace_months": 0}),
    Rule("paid-after-cremation", "29.4", True, {"payment": None, "cremation": 40}, also=("alive_check",),
         ints={"grace_months": 0}, lists={"remote_modes": ["02", "03", "05"]}),
    Rule("paid-in-custody", "29.4", True, {"payment": None, "custody": 40},
         ints={"start_after_months": 1},
         lists={"stop_kinds": STOP_KINDS, "outside_kinds": ["监外执行", "假释"],
                "disputed_funds": ["410"]}),
    Rule("duplicate-month-payment", "29.1", True, {"payment": None}),
    Rule("dual-pension", "29.4", True, {"payment": None},
         lists={"major_funds": ["110", "120"], "account_items": ["个人账户养老金"]}),
    Rule("resident-pension-in-two-counties", "29.4", True, {"payment": None}, city_only=True),
    Rule("stop-entered-too-late", "29.4", False, {"person": None, "death": 40}, also=("alive_check",),
         ints={"stopped_after": 1, "paused_after": 1}),
    Rule("injury-benefit-after-death", "29.4", True, {"payment": None, "injury": None}, also=("alive_check",),
         ints={"grace_months": 0}, lists={"periodic_items": ["伤残津贴", "伤残津贴差额", "生活护理费"]}),
    Rule("detained-without-judgment", "29.4", False, {"payment": None, "custody": 40, "person": 40},
         ints={"start_after_months": 1},
         lists={"pending_kinds": ["未决羁押", "通缉"], "disputed_funds": ["410"],
                "judged_kinds": [*STOP_KINDS, "管制", "缓刑", "监外执行", "假释"]}),
    Rule("increase-on-probation", "29.4", True, {"payment": None, "custody": 40},
         lists={"frozen_kinds": ["管制", "缓刑", "监外执行", "假释"], "funds": ["110"],
                "other_items": ["丧葬补助金", "抚恤金", "供养亲属抚恤金", "一次性补贴"]}),
    Rule("back-paid-for-served-months", "29.4", True, {"payment": None, "custody": 40},
         ints={"start_after_months": 1},
         lists={"stop_kinds": STOP_KINDS, "outside_kinds": ["监外执行", "假释"], "disputed_funds": ["410"]}),
    Rule("two-employee-pensions", "29.4", False, {"payment": None},
         lists={"funds": ["110", "120"], "other_items": [*NOT_OWN_PENSION, "职业年金"]}),
    Rule("unemployment-beside-pension", "29.4", True, {"payment": None},
         lists={"benefit_items": ["失业保险金"], "pension_funds": ["110", "120"], "unclear_funds": ["170"],
                "pension_items_not": NOT_OWN_PENSION}),
    Rule("injury-allowance-beside-pension", "29.4", True, {"payment": None, "injury": None},
         lists={"allowance_items": ["伤残津贴", "伤残津贴差额"], "pension_funds": ["110", "120"],
                "other_items": NOT_OWN_PENSION}),
    Rule("unemployment-beside-job", "29.4", True, {"payment": None, "contribution": 70}, also=("unemployment",),
         ints={"start_after_months": 1},
         lists={"benefit_items": ["失业保险金"], "job_funds": ["110", "120", "210", "410"],
                "other_kinds": ["灵活就业", "个体缴费", "补缴", "一次性补缴", "失业人员代缴"]}),
    Rule("unemployment-over-cap", "29.4", True, {"payment": None, "unemployment": None},
         ints={"extend_months": 12}, lists={"benefit_items": ["失业保险金"]}),
    Rule("unemployed-in-army-or-abroad", "29.4", True, {"payment": None, "departure": 100},
         ints={"start_after_months": 1}, lists={"benefit_items": ["失业保险金"]}),
    Rule("survivor-lost-condition", "29.4", True, {"payment": None, "survivor": 100}, also=("custody", "departure"),
         ints={"adult_age": 18, "start_after_months": 1},
         lists={"items": ["供养亲属抚恤金"], "stop_kinds": STOP_KINDS}),
    Rule("survivor-never-qualified", "29.4", True, {"payment": None, "survivor": 100},
         ints={"man_age": 60, "woman_age": 55, "adult_age": 18}, lists={"items": ["供养亲属抚恤金"]}),
    Rule("pension-before-lawful-age", "29.4", True, {"payment": None}, also=("retirement",),
         ints={"man_age": 60, "cadre_age": 55, "woman_age": 50, "special_man": 55, "special_woman": 45,
               "illness_man": 50, "illness_woman": 45},
         lists={"funds": ["110"], "other_items": [*NOT_OWN_PENSION, "病残津贴"]}),
    Rule("pension-before-delayed-age", "29.4", False, {"person": None, "retirement": 100},
         ints={"elastic_months": 36, "min_contributed": 180, "yearly_more": 6}, lists={"funds": ["110"]}),
    Rule("special-retirement-unqualified", "29.4", False, {"retirement": None},
         ints={"special_man": 55, "special_woman": 45, "illness_man": 50, "illness_woman": 45,
               "height_months": 120, "underground_months": 108, "toxic_months": 96}),
    Rule("resident-pension-before-age", "29.4", True, {"payment": None}, also=("person",),
         ints={"age": 60}, lists={"other_items": ["丧葬补助金", "重度残疾人补助", "一次性退保"]}),
    Rule("resident-contributions-too-short", "29.4", False, {"retirement": 400, "person": None},
         ints={"required_months": 180, "age": 60}, months={"scheme_start": "2011-07"}),
    Rule("shared-account", "control", False, {"payment": None},
         ints={"months": 12, "min_persons": 5}, exempt="exempt/accounts.csv"),
    Rule("dead-by-name-and-birth", "control", False, {"person": None, "death": 40}, ints={"max_namesakes": 3}),
    Rule("damaged-identity-numbers", "29.2", False, {"payment": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    Rule("identity-or-birth-defect", "29.1", False, {"person": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    Rule("employer-not-registered", "29.3", False, {"employer": None, "enrolment": 40}, ints={"days": 30}),
    Rule("certification-lapsed", "29.4", False, {"person": None, "alive_check": 40}, ints={"valid_months": 12}),
    Rule("large-payment-unreviewed", "control", False, {"payment": None}, money={"large_amount": "50000.00"}),
    Rule("certified-after-death", "29.6", False, {"payment": None, "alive_check": None},
         also=("death", "cremation"), after_cases=True),
    # 第二十九条（一）、（二）
    Rule("account-name-differs", "29.1", False, {"payment": None}, ints={"months": 12}, exempt="exempt/accounts.csv"),
    Rule("death-evidence-disagrees", "29.1", False, {"person": None, "death": 40},
         also=("cremation", "alive_check", "contribution"), ints={"max_gap_days": 31, "cremation_days": 31}),
    Rule("dead-account-open", "29.1", False, {"account": None, "death": 40}, also=("person", "alive_check"),
         ints={"months": 12}, money={"min_balance": "0.01"}),
    Rule("one-number-several-names", "29.1", False, {"person": None}),
    Rule("one-person-two-numbers", "29.1", False, {"person": None}),
    Rule("impossible-dates", "29.1", False, {"person": None}, also=("death",), ints={"max_age": 120}),
    Rule("unknown-code-in-payment", "29.1", False, {"payment": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    Rule("net-below-zero", "29.1", False, {"payment": None}),
    Rule("paid-above-standard", "29.1", False, {"payment": None, "person": None}, ints={"times": 3},
         lists={"other_items": ["丧葬补助金", "抚恤金", "一次性补贴", "一次性伤残补助金", "一次性工亡补助金", "一次性退保"]}),
    Rule("survivor-share-too-high", "29.1", False, {"survivor": None},
         ints={"spouse_percent": 40, "other_percent": 30, "alone_percent": 10}),
    Rule("survivor-shares-over-wage", "29.1", False, {"survivor": None}),
    Rule("allowance-owed-by-employer", "29.1", False, {"payment": None, "injury": None},
         lists={"allowance_items": ["伤残津贴", "伤残津贴差额"]}),
    Rule("damaged-register-numbers", "29.2", False, {"person": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    *(Rule(f"unknown-{column}-in-extract", "29.2", False, {"payment": None},
           ints={"min_rows": 100}, shares={"min_share": "0.05"}) for column in ("fund", "county", "state")),
    Rule("totals-differ", "29.2", False, {"finance_total": None, "payment": 40}),
    # 第二十九条（五）、（六）
    Rule("overdue-and-not-covered", "29.5", False, {"payment": None, "notice": 40, "refund": 40, "account": 400},
         also=("person",), ints={"offset_months": 12}, money={"large_amount": "10000.00"}, texts={"reading": "sum"},
         after_cases=True),
    Rule("worked-as-child", "29.6", False, {"retirement": None}, ints={"min_age": 16}),
    Rule("name-and-number-both-changed", "29.6", False, {"change": None}, ints={"days": 30},
         lists={"name_fields": ["姓名", "AAC003"],
                "number_fields": ["社会保障号码", "身份证号", "身份证号码", "公民身份号码", "证件号码", "AAC002", "AAC147"]}),
    Rule("account-changed-around-death", "29.6", False, {"change": None, "death": 40, "person": None},
         ints={"months": 3}, lists={"account_fields": ["银行账号", "账号", "AAE010"]}),
    Rule("bulk-back-payment-before-retirement", "29.6", False, {"person": None, "contribution": None},
         ints={"min_months": 36, "before_months": 24}),
    # 第四章、第三十条、第三十一条
    Rule("not-through-social-card", "control", False, {"payment": None}, ints={"months": 3},
         months={"since": "2020-07"}, exempt="exempt/accounts.csv"),
    Rule("operator-is-reviewer", "control", False, {"payment": None}, ints={"months": 12}, lists={"automatic": ["系统"]}),
    Rule("post-too-long", "control", False, {"post": 100}, ints={"years": 5}),
    Rule("post-not-formal", "control", False, {"post": 100}),
    Rule("certifications-by-one-operator", "control", False, {"alive_check": None, "person": None},
         ints={"min_persons": 100, "months": 12}, lists={"automatic": ["系统", "自助", "数据比对"]}),
    Rule("certifications-by-one-phone", "control", False, {"alive_check": None, "person": None},
         ints={"min_persons": 5, "months": 12}),
    Rule("dishonesty-proposal", "control", False, {"payment": None, "notice": 40, "refund": 40}, also=("person",),
         ints={"months": 6}, money={"amount": "10000.00"}, after_cases=True),
    Rule("incident-immediate", "control", False, {"payment": None}, money={"major_amount": "500000.00"},
         after_cases=True),
    Rule("incident-half-year", "control", False, {"payment": None},
         money={"report_amount": "10000.00", "major_amount": "500000.00"}, after_cases=True),
    Rule("incident-account-immediate", "control", False, {"payment": None, "person": 40}, money={"major_amount": "500000.00"},
         exempt="exempt/accounts.csv", after_cases=True),
    Rule("incident-account-half-year", "control", False, {"payment": None, "person": 40},
         money={"report_amount": "10000.00", "major_amount": "500000.00"}, exempt="exempt/accounts.csv", after_cases=True),
]


def tables_read(rules):
    """The tables that these rules read."""
    return {table for rule in rules for table in (*rule.needs, *rule.also)}


def parameters(rule, overrides):
    """({name: whole number or text}, {name: list}) of a rule, with the agency's overrides applied."""
    scalars, lists = {}, {}
    for name, value in rule.ints.items():
        scalars[name] = int(overrides.get(name, value))
    for name, value in rule.money.items():
        scalars[name] = cells.parse_money(overrides.get(name, value))
    for name, value in rule.months.items():
        scalars[name] = cells.parse_month(overrides.get(name, value))
    for name, value in rule.shares.items():
        share = Fraction(overrides.get(name, value)) * SHARE_UNIT
        if share.denominator != 1:
            raise ValueError(f"{rule.id}: {name} has more than four decimals")
        scalars[name] = int(share)
    for name, value in rule.texts.items():
        scalars[name] = overrides.get(name, value)
    for name, value in rule.months.items():
        scalars[name] = cells.parse_month(overrides.get(name, value))
    for name, value in rule.lists.items():
        lists[name] = overrides.get(name, value)
    return scalars, lists
