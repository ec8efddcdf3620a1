"""Sex by the identity number, age, and the lawful month of retirement.

Dates are ISO texts, months are year * 12 + month - 1, as in cells.py; a null or an unusable argument gives None.
"""

import cells

# group -> (old age in years, births per month of delay, most months of delay); decision of 2024-09-13
_GROUPS = {"men60": (60, 4, 36), "women55": (55, 4, 36), "women50": (50, 2, 60)}
_REFORM_YEAR = 2025


def id_sex(key):
    """'1' a man, '2' a woman: the 17th digit of an 18-character number is odd or even."""
    return None if cells.key_birth(key) is None else "12"[int(key[16]) % 2 == 0]


def age(birth, on):
    """Whole years on a day; who was born on 29 February has the birthday on 1 March in other years."""
    if birth is None or on is None:
        return None
    return int(on[:4]) - int(birth[:4]) - (on[5:] < birth[5:])


def retirement_month(birth, group):
    """The lawful month of retirement of one born on `birth`, delay included (DOMAIN 4)."""
    if birth is None or group not in _GROUPS:
        return None
    base, step, cap = _GROUPS[group]
    month = int(birth[5:7])
    affected = (int(birth[:4]) + base - _REFORM_YEAR) * 12 + month
    delay = min(-(-affected // step), cap) if affected > 0 else 0
    return cells.month_of(birth) + base * 12 + delay
