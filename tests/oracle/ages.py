"""Sex, birth and age by the identity number, and the lawful month of retirement.

Dates are ISO texts, months are year * 12 + month - 1, as in cells.py; a null or an unusable argument gives None.
"""

import cells

# group -> (old age in years, births per month of delay, most months of delay); decision of 2024-09-13
_GROUPS = {"men60": (60, 4, 36), "women55": (55, 4, 36), "women50": (50, 2, 60)}
_REFORM_YEAR = 2025


def _digits(key):
    """The 17 digits of an 18-character key: citizens', but also residence permits' and foreigners'."""
    return key[:17] if key and len(key) == 18 and key[:17].isdigit() else None


def id_born(key):
    """The birth date inside an 18-character number."""
    digits = _digits(key)
    return digits and f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}"


def id_sex(key):
    """'1' a man, '2' a woman: the 17th digit is odd or even."""
    digits = _digits(key)
    return digits and ("1" if int(digits[16]) % 2 else "2")


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
