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
    lists: dict = field(default_factory=dict)
    exempt: str = ""
    city_only: bool = False
    after_cases: bool = False


RULES = [
    Rule("paid-after-death", "29.4", True, {"payment": None, "death": 40}, also=("alive_check",),
         ints={"grace_months": 0}),
    Rule("paid-after-cremation", "29.4", True, {"payment": None, "cremation": 40}, also=("alive_check",),
         ints={"grace_months": 0}, lists={"remote_modes": ["02", "03", "05"]}),
    Rule("paid-in-custody", "29.4", True, {"payment": None, "custody": 40},
         ints={"start_after_months": 1},
         lists={"stop_kinds": ["拘役", "有期徒刑", "无期徒刑", "死缓"], "outside_kinds": ["监外执行", "假释"],
                "disputed_funds": ["410"]}),
    Rule("duplicate-month-payment", "29.1", True, {"payment": None}),
    Rule("dual-pension", "29.4", True, {"payment": None},
         lists={"major_funds": ["110", "120"], "account_items": ["个人账户养老金"]}),
    Rule("resident-pension-in-two-counties", "29.4", True, {"payment": None}, city_only=True),
    Rule("shared-account", "control", False, {"payment": None},
         ints={"months": 12, "min_persons": 5}, exempt="exempt/accounts.csv"),
    Rule("damaged-identity-numbers", "29.2", False, {"payment": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    Rule("identity-or-birth-defect", "29.1", False, {"person": None},
         ints={"min_rows": 100}, shares={"min_share": "0.05"}),
    Rule("employer-not-registered", "29.3", False, {"employer": None, "enrolment": 40}, ints={"days": 30}),
    Rule("certification-lapsed", "29.4", False, {"person": None, "alive_check": 40}, ints={"valid_months": 12}),
    Rule("large-payment-unreviewed", "control", False, {"payment": None}, money={"large_amount": "50000.00"}),
    Rule("certified-after-death", "29.6", False, {"payment": None, "alive_check": None},
         also=("death", "cremation"), after_cases=True),
]


def tables_read(rules):
    """The tables that these rules read."""
    return {table for rule in rules for table in (*rule.needs, *rule.also)}


def parameters(rule, overrides):
    """({name: whole number}, {name: list}) of a rule, with the agency's overrides applied."""
    scalars, lists = {}, {}
    for name, value in rule.ints.items():
        scalars[name] = int(overrides.get(name, value))
    for name, value in rule.money.items():
        scalars[name] = cells.parse_money(overrides.get(name, value))
    for name, value in rule.shares.items():
        share = Fraction(overrides.get(name, value)) * SHARE_UNIT
        if share.denominator != 1:
            raise ValueError(f"{rule.id}: {name} has more than four decimals")
        scalars[name] = int(share)
    for name, value in rule.lists.items():
        lists[name] = overrides.get(name, value)
    return scalars, lists
