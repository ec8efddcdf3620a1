"""Dense rows for the rules on data errors, extracts, audit, fraud and control: the tables and columns that only they read.

Values are chosen so that the boundaries fall into the few people, months and amounts of dense.py.
"""

import cells

AS_OF, DAY_BEFORE = "2026-11-22", "2026-11-21"
FIELDS = ["身份证号", "AAC002", "姓名", "AAC003", "银行账号", "账号", "手机", ""]
FIVE_YEARS_AGO = ["2021-11-21", "2021-11-22", "2021-11-23", "2010-01-01"]
OLD_BIRTHS = ["1905-11-22", "1905-11-23", "1950-01-01", "1950-01-01", "1950-01-01", "2026-11-22", "2026-11-23", "2026-12-01"]
SHARES = ["2000.00", "2000.01", "1333.33", "1333.34", "1333.35", "1500.00", "1510.00", "2500", "2510"]


def makers(dense):
    """{table: maker of one row} of the tables that only these rules read."""
    return {table: lambda make=make: make(dense) for table, make in {
        "account": _account, "change": _change, "notice": _notice, "refund": _refund,
        "finance_total": _finance_total, "post": _post}.items()}


def widened(dense, table, row):
    """A row of another table with more columns; in agencies with debtors some values in place of its own."""
    add = {"payment": _payment, "person": _person, "death": _death, "cremation": _cremation, "alive_check": _check,
           "contribution": _contribution, "injury": _injury, "survivor": _survivor, "retirement": _retirement}.get(table)
    more = add(dense, row) if add else {}
    return {**row, **more} if dense.debtors else {**more, **row}


def settings(dense):
    """Lines under `params:` in hecha.yaml."""
    pick, count = dense.random.choice, dense.random.randint
    share = pick(["0.05", "0.1", "0.25"])
    return [f"  account-name-differs: {{months: {count(1, 12)}}}",
            f"  death-evidence-disagrees: {{max_gap_days: {pick([0, 31, 60])}, cremation_days: {pick([3, 31])}}}",
            f"  dead-account-open: {{months: {count(1, 4)}, min_balance: {pick(['0.01', '100.00'])}}}",
            f"  impossible-dates: {{max_age: {pick([120, 120, 100])}}}",
            f"  unknown-code-in-payment: {{min_rows: 20, min_share: {share}}}",
            *(f"  unknown-{column}-in-extract: {{min_rows: 20, min_share: {share}}}" for column in ("fund", "county", "state")),
            f"  damaged-register-numbers: {{min_rows: 5, min_share: {share}}}",
            f"  paid-above-standard: {{times: {count(2, 4)}, other_items: [丧葬补助金{pick(['', ', 个人账户养老金'])}]}}",
            f"  survivor-share-too-high: {{alone_percent: {pick([0, 10])}}}",
            f"  overdue-and-not-covered: {{large_amount: {pick(['80.00', '100.00', '150.01'])},"
            f" reading: {pick(['sum', 'any'])}, offset_months: {count(0, 2)}}}",
            f"  name-and-number-both-changed: {{days: {pick([0, 30, 60])}}}",
            f"  account-changed-around-death: {{months: {count(0, 3)}}}",
            f"  bulk-back-payment-before-retirement: {{min_months: 2, before_months: {pick([0, 2, 24])}}}",
            f"  not-through-social-card: {{months: {count(1, 6)}, since: {pick(['2020-07', '2026-10'])}}}",
            f"  operator-is-reviewer: {{months: {count(1, 12)}, automatic: [{pick(['系统', '乙'])}]}}",
            f"  certifications-by-one-operator: {{min_persons: {count(2, 3)}, automatic: [{pick(['系统', '乙'])}]}}",
            f"  certifications-by-one-phone: {{min_persons: {count(2, 4)}, months: {count(1, 12)}}}",
            f"  dishonesty-proposal: {{months: {count(1, 3)}, amount: {pick(['100.00', '150.00', '10000.00'])}}}",
            f"  incident-half-year: {{report_amount: {pick(['80.00', '100.00'])}, major_amount: 50000.00}}",
            f"  incident-account-half-year: {{report_amount: {pick(['80.00', '100.00'])}, major_amount: 50000.00}}",
            f"  incident-account-immediate: {{major_amount: {pick(['49999.99', '300.00', '200.00'])}}}",
            f"  incident-immediate: {{major_amount: {pick(['49999.99', '50000.00', '200.00'])}}}"]


def _yes(dense, share):
    """A yes or no in some spelling, now and then unreadable or empty; `share` of the others are yes."""
    if dense.random.random() < 0.05:
        return dense.random.choice(["", "?"])
    return dense.random.choice(["1", "是", "yes"] if dense.random.random() < share else ["0", "否", "n"])


def _instead(dense, share, column, *choices):
    """{column: one of the choices} in `share` of the rows, else nothing."""
    return {column: dense.random.choice(choices)} if dense.random.random() < share else {}


def _debtor(dense, share, fund="170"):
    """In `share` of the rows one of the three people in whom claims, notices, registers and accounts meet."""
    if dense.random.random() >= share:
        return {}
    return {"id": dense.random.choice(dense.ids[:3]), "name": "张三", "fund": fund, "county": "360702"}


def _payment(dense, _row):
    owing = _debtor(dense, 0.2)
    return {"account_name": dense.random.choice([dense.name(), dense.name(), "李四", ""]), "card": _yes(dense, 0.8),
            **owing, **({"item": "基础养老金"} if owing else {})}


def _person(dense, _row):
    pick = dense.random.choice
    if dense.random.random() < 0.2:
        return {"account": "", "monthly": "10.00", **_debtor(dense, 1)}
    if dense.random.random() < 0.2:
        return {"account": "", "monthly": "", **_debtor(dense, 1, "110"), "benefit_from": pick(["2026-10", "2026-11"])}
    return {"account": pick(dense.accounts), "monthly": pick(["80.00", "30.00", "100", "0.00", "-1", "", "壹佰"]),
            **_instead(dense, 0.2, "fund", "110", "170"), **_instead(dense, 0.15, "birth", *OLD_BIRTHS),
            **_instead(dense, 0.15, "benefit_from", "2026-09", "2026-10", "2026-11", "1940-01", "2026-00")}


def _death(dense, _row):
    return {**_instead(dense, 0.1, "id", *dense.ids[:3]), **_instead(dense, 0.06, "date", "2026-11-23", AS_OF, "1949-12-31")}


def _cremation(dense, row):
    return {"died_on": dense.random.choice([row["date"], dense.date(), ""])}


def _check(dense, _row):
    pick = dense.random.choice
    return {"operator": pick(["甲", "甲", "乙", "系统", ""]), "phone": pick(["138A", "138A", "138B", "139", ""]),
            **_instead(dense, 0.6, "checked_on", "2026-10-15", "2026/10/15", DAY_BEFORE)}


def _contribution(dense, _row):
    pick = dense.random.choice
    back_paid = {"fund": "110", "unit": "甲厂", "paid_month": pick(["2026-10", "202610", "2026-09"])}
    if dense.random.random() < 0.5:
        return {"paid_month": dense.month(5)}
    return {**back_paid, "id": pick(dense.ids[:3])} if dense.random.random() < 0.8 else back_paid


def _injury(dense, _row):
    return _instead(dense, 0.4, "grade", "5", "6")


def _survivor(dense, _row):
    pick = dense.random.choice
    return {"deceased": pick([*dense.ids[:2], dense.id(), ""]), "alone": _yes(dense, 0.3),
            "granted": pick(SHARES + ["", "二千"]), "wage": pick(["5000.00", "5000.00", "3333.33", "4000", "", "五千"])}


def _retirement(dense, row):
    """Work began on, or a day beside, the 16th birthday."""
    key = cells.parse_id(cells.trim(row["id"])) or ""
    if len(key) != 18 or dense.random.random() < 0.3:
        return {"started_on": dense.date()}
    day = dense.random.choice([max(1, int(key[12:14]) - 1), int(key[12:14])])
    return {"started_on": dense.random.choice([f"{int(key[6:10]) + 16}-{key[10:12]}-{day:02}", "1970-01-01", "", "不详"])}


def _of_person(dense):
    """The key of a case, often a debtor's."""
    return {"id": dense.id(), "name": dense.name(), "fund": dense.fund(), "county": dense.county(), **_debtor(dense, 0.5)}


def _account(dense):
    pick = dense.random.choice
    return {**_of_person(dense), "balance": pick(["0.00", "20.00", "20", "99.99", "100.00", "50000", "", "一百"]),
            "lump_sum": pick(["0.00", "0", "0", "20.00", "100.00", ""]), "at": pick([dense.date(-4), dense.date(-4), "", "不详"])}


def _change(dense):
    pick = dense.random.choice
    return {"id": pick([dense.id(), pick(dense.ids[:3])]), "field": pick(FIELDS), "old": pick(["张三", "李四", "A", "B", "B", ""]),
            "new": pick(["张三", "张 三", "李四", "A", "B", ""]), "changed_on": dense.date(-5), "operator": pick(["甲", "乙"]),
            "channel": "前台", "county": dense.county()}


def _notice(dense):
    pick = dense.random.choice
    return {**_of_person(dense), "number": pick(["1号", "2号", ""]),
            "served_on": pick([dense.date(-4)] * 16 + ["", "不详"]),
            "due_on": pick([dense.date(-3)] * 10 + [DAY_BEFORE] * 6 + [AS_OF, "2026-12-31", ""])}


def _refund(dense):
    pick = dense.random.choice
    return {**_of_person(dense), "received_on": dense.date(-3), "amount": pick(["50.00", "99.99", "10", "10", "1.00", "-5.00"] * 3 + ["100.00", "", "一百"]),
            "kind": pick(["refund", "1", "抵扣", "退回"] * 4 + ["分期", "x", ""])}


def _finance_total(dense):
    return {"fund": dense.fund(), "county": dense.county(), "paid_month": dense.month(3),
            "rows": dense.random.choice(["1", "1", "2", "3", "", "一"]), "amount": dense.amount()}


def _post(dense):
    pick = dense.random.choice
    return {"operator": pick(["甲", "乙", "丙", "丁", ""]), "post": "待遇发放", "high_risk": _yes(dense, 0.8),
            "formal": _yes(dense, 0.5), "from": pick([*FIVE_YEARS_AGO, dense.date(), "2026-11-23", AS_OF, "", "不详"]),
            "until": pick(["", "", AS_OF, DAY_BEFORE, "2027-01-01", "不详"]), "county": dense.county()}
