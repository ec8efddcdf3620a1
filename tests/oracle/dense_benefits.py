"""Dense rows of the tables that only the rules on benefits (29.4) read: injuries, survivors, unemployment, retirement …

Births, ages and months are chosen so that the boundaries fall into the few months that dense.py pays for.
"""

BIRTH_YEARS = [1950, 1950, 1966, 1971, 1976, 1981, 2008]        # 60, 55, 50, 45 and 18 in the as-of year
PENSION_ITEMS = ["基本养老金", "基本养老金", "丧葬补助金", "职业年金", ""]
BENEFITS = [("210", ["失业保险金", "失业保险金", "技能提升补贴", ""]), ("110", PENSION_ITEMS), ("120", PENSION_ITEMS),
            ("410", ["伤残津贴", "伤残津贴差额", "生活护理费", "供养亲属抚恤金", "供养亲属抚恤金", ""])]
RETIRED = ["2024-12-31", "2025-01-01", "2029-12-31", "2030-06-01", "2031-01-01", "2045-01-01"]
UNITS = ["甲厂", "甲厂", "乙厂", ""]


def families(random):
    """The benefits that one agency pays beside resident pensions; sometimes none, so that the others meet more densely."""
    return random.sample(BENEFITS, random.choice([0, 1, 2, 2, 4]))


def makers(dense):
    """{table: maker of one row} of the tables of this module."""
    return {table: lambda make=make: make(dense) for table, make in {
        "injury": _injury, "survivor": _survivor, "unemployment": _unemployment, "retirement": _retirement,
        "departure": _departure, "contribution": _contribution}.items()}


def settings(dense):
    """Lines under `params:` in hecha.yaml."""
    pick, count = dense.random.choice, dense.random.randint
    return [f"  stop-entered-too-late: {{stopped_after: {count(0, 2)}, paused_after: {count(0, 2)}}}",
            f"  injury-benefit-after-death: {{grace_months: {count(0, 1)}}}",
            f"  detained-without-judgment: {{start_after_months: {count(0, 1)}}}",
            f"  increase-on-probation: {{funds: [{pick(['110', '110, 120, 170'])}]}}",
            f"  back-paid-for-served-months: {{start_after_months: {count(0, 1)}}}",
            f"  two-employee-pensions: {{other_items: [丧葬补助金{pick(['', ', 职业年金'])}]}}",
            f"  unemployment-beside-pension: {{pension_funds: [{pick(['110, 120', '110'])}]}}",
            f"  unemployment-beside-job: {{start_after_months: {count(0, 1)}, job_funds: [{pick(['110, 410', '110'])}]}}",
            f"  unemployment-over-cap: {{extend_months: {pick([0, 2, 12, 12])}}}",
            f"  unemployed-in-army-or-abroad: {{start_after_months: {count(0, 1)}}}",
            f"  survivor-lost-condition: {{start_after_months: {count(0, 1)}}}",
            f"  pension-before-delayed-age: {{elastic_months: {pick([0, 2, 36])}, yearly_more: {pick([5, 6])}}}",
            f"  resident-contributions-too-short: {{scheme_start: {pick(['2011-07', '2026-03'])}}}"]


def payment(dense):
    """What makes a payment one of the benefits above; often nothing."""
    if not dense.benefits or dense.random.random() < 0.2:
        return {}
    fund, items = dense.random.choice(dense.benefits)
    return {"fund": fund, "item": dense.random.choice(items)}


def person(dense):
    """What makes an entry of the register one of a fresh employee pension; mostly nothing."""
    return {"fund": "110", "benefit_from": dense.month(6)} if dense.random.random() < 0.3 else {}


def _number(dense, *choices):
    """A whole number, now and then none or one that cannot be read."""
    return dense.random.choice(["", "三", "1.5"]) if dense.random.random() < 0.04 else str(dense.random.choice(choices))


def _yes(dense, share):
    """A yes or no in some spelling; `share` of the readable ones are yes."""
    if dense.random.random() < 0.05:
        return dense.random.choice(["", "?"])
    return dense.random.choice(["1", "是", "true"] if dense.random.random() < share else ["0", "否", "N"])


def _seldom(dense, share):
    return dense.date() if dense.random.random() < share else ""


def _own_birth(dense, number, share):
    """The birth date inside the number, with `share` another one, often none."""
    if dense.random.random() < share:
        return dense.date()
    return dense.birth_of(number) if dense.random.random() < 0.3 else ""


def _birthday(dense, number):
    """The birthday of a number in the as-of year, where it has one."""
    birth = dense.birth_of(number)
    return "2026" + birth[4:] if birth.isdigit() else dense.date()


def _injury(dense):
    pick = dense.random.choice
    return {"id": dense.id(), "name": dense.name(), "county": dense.county(), "grade": _number(dense, 1, 3, 4, 4, 5, 10),
            "allowance": pick(["150.00", "200", "80.00", "300.00", "", "壹佰"]),
            "died_on": pick([dense.date(), dense.date(), ""]), "missing": _yes(dense, 0.1)}


def _survivor(dense):
    pick, number = dense.random.choice, dense.id()
    return {"id": number, "name": dense.name(), "sex": pick(["1", "2", "女", "", "", ""]),
            "birth": _own_birth(dense, number, 0.1),
            "relation": pick(["spouse", "child", "配偶", "女儿", "父亲", "grandparent", "孙子女", "sibling", "表亲", ""]),
            "disabled": _yes(dense, 0.2), "granted_on": pick([dense.date(), "2015-01-10", _birthday(dense, number)]),
            "employed_on": _seldom(dense, 0.2), "remarried_on": _seldom(dense, 0.3), "adopted_on": _seldom(dense, 0.1),
            "county": dense.county()}


def _unemployment(dense):
    pick = dense.random.choice
    return {"id": dense.id(), "name": dense.name(), "unit": pick(UNITS), "from": dense.month(pick([12, None])),
            "until": pick(["", dense.month(1), dense.month()]), "actual_months": _number(dense, 11, 11, 11, 12, 59, 60, 119, 120),
            "deemed_months": _number(dense, 0, 0, 0, 1),
            "carried_months": _number(dense, -17, -11, -10, 0, 0, 0, 1, 3),    # below zero: caps of a few months
            "county": dense.county()}


def _retirement(dense):
    pick, number = dense.random.choice, dense.id()
    return {"id": number, "name": dense.name(), "sex": pick(["1", "2", "", "", "", ""]),
            "birth": _own_birth(dense, number, 0.05), "fund": pick(["110", "110", "110", "120", "170", "170", "150", ""]),
            "kind": pick(["normal", "正常", "elastic", "弹性", "elastic", "late", "special", "特殊工种", "病退", "other",
                          "x", ""]),
            "age_group": pick(["men60", "女干部", "women55", "women50", ""]),
            "retired_on": pick([dense.date(), dense.date(), pick(RETIRED)]),
            "contributed_months": _number(dense, 0, 1, 3, 4, 179, 180, 185, 186, 191, 192, 239, 240),
            "special_kind": pick(["高空", "heavy", "井下", "heat", "toxic", "其他", ""]),
            "special_months": _number(dense, 95, 96, 107, 108, 119, 120), "county": dense.county()}


def _departure(dense):
    pick = dense.random.choice
    began = dense.date()
    return {"id": dense.id(), "name": dense.name(), "kind": pick(["参军", "army", "abroad", "出境定居", "旅游", ""]),
            "from": began, "until": pick([dense.date(), dense.date(), began, "", "不详"])}


def _contribution(dense):
    pick = dense.random.choice
    return {"id": dense.id(), "name": dense.name(), "unit": pick(UNITS), "fund": pick(["110"] * 6 + ["410", "170", ""]),
            "for_month": dense.month(), "amount": pick(["100.00", "100.00", dense.amount()]),
            "kind": pick(["正常缴费", "正常缴费", "", "补缴", "灵活就业"])}
