"""Outcomes of rules -> cases, and totals per class.

A case is one (subject kind, subject key, fund, county).  What is due for a
month is the largest claim for it, never the sum over rules and never more than
was paid net in that month.  A claim is what one rule says of a month: its groups
for that month (two items, say) have no row in common and add up.
"""

from dataclasses import dataclass, field

import catalogue


@dataclass
class Case:
    """One case: its rules and, per month, the claim of each and what was paid net."""
    key: tuple
    rules: set = field(default_factory=set)
    claimed: dict = field(default_factory=dict)      # month -> {rule: claim}
    net: dict = field(default_factory=dict)          # month -> net paid

    @property
    def rule_class(self):
        own = {rule.rule_class for rule in catalogue.RULES if rule.id in self.rules}
        return next(name for name in catalogue.CLASS_ORDER if name in own)

    def due_for(self, month):
        return max(0, min(max(self.claimed[month].values()), self.net.get(month, 0)))

    @property
    def due(self):
        return sum(map(self.due_for, self.claimed))

    @property
    def months_due(self):
        """How many months were overdrawn: one that came back whole is claimed, but nothing of it is due."""
        return sum(1 for month in self.claimed if self.due_for(month))


def build_cases(connection, outcomes):
    """{case key: Case} of all hits."""
    cases = {}
    for outcome in outcomes:
        for group in outcome.groups:
            case = cases.setdefault(group.case, Case(group.case))
            case.rules.add(outcome.rule.id)
            if outcome.rule.claims:
                month = case.claimed.setdefault(group.month, {})
                month[outcome.rule.id] = month.get(outcome.rule.id, 0) + group.amount
    _add_net(connection, cases)
    return cases


def _add_net(connection, cases):
    """Puts the net paid of each month into the cases that claim something."""
    for person, fund, county, month, net in connection.execute(
            "SELECT id, fund, county, for_month, sum(amount) FROM payment WHERE state = 'paid'"
            " AND id IS NOT NULL GROUP BY id, fund, county, for_month"):
        case = cases.get(("person", person, fund, county))
        if case and month in case.claimed:
            case.net[month] = net or 0


def class_totals(cases):
    """{class: (number of cases, due)}."""
    totals = {}
    for case in cases.values():
        count, due = totals.get(case.rule_class, (0, 0))
        totals[case.rule_class] = (count + 1, due + case.due)
    return totals
