"""Cells: what one field of an extract means, type by type.

Each parser takes the trimmed text of a cell that is not null and returns the
typed value, or None when the cell is malformed.

    id     the 18-character key, or the permit number as it stands
    date   ISO text 'YYYY-MM-DD'        month  year * 12 + month - 1
    money  integer fen                  bool   0 or 1
"""

import calendar
import re
from functools import lru_cache

NULL_TOKENS = frozenset(["", "NULL", "null", "无", "/", "\\N"])
BLANKS = " \t\n\r\v\f\u00a0\u3000"
FIRST_YEAR, LAST_YEAR = 1800, 2199
INT64_MAX = 2**63 - 1
MOST_FEN = 10**18 - 1                # a larger amount is malformed, never wrapped

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
# Traditional, variant and private-use characters that the made data holds; the engine's own table is longer.
_USUAL = str.maketrans(dict(zip(
    "劉陳黃張謝鍾賴溫楊吳羅鄧葉孫藍趙許韓馮鄭盧華國榮貴發東軍強財慶長遠輝濤學義禮傳萬興蘭鳳蓮連紅雲貞瑋昞峯\ue863",
    "刘陈黄张谢钟赖温杨吴罗邓叶孙蓝赵许韩冯郑卢华国荣贵发东军强财庆长远辉涛学义礼传万兴兰凤莲连红云贞玮昞峰䶮")))
_LOST = re.compile("[?\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE_FORMS = [re.compile(form + _TIME, re.ASCII) for form in (
    r"(\d{4})(\d{2})(\d{2})", r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{4})/(\d{1,2})/(\d{1,2})",
    r"(\d{4})\.(\d{1,2})\.(\d{1,2})", r"(\d{4})年(\d{1,2})月(\d{1,2})日")]
_MONTH_FORMS = [re.compile(form, re.ASCII) for form in (
    r"(\d{4})(\d{2})", r"(\d{4})-(\d{1,2})", r"(\d{4})/(\d{1,2})", r"(\d{4})\.(\d{1,2})",
    r"(\d{4})年(\d{1,2})月")]
_MONEY = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?", re.ASCII)
_INT = re.compile(r"[+-]?\d+", re.ASCII)
_BOOL = {"1": 1, "true": 1, "是": 1, "y": 1, "yes": 1, "0": 0, "false": 0, "否": 0, "n": 0, "no": 0}
_CITIZEN_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9]+(\.[0-9]+)?E[+-]?[0-9]+")
_OLD_PERMIT = re.compile(r"[A-Z]{3}[0-9]{12}")
_TRAVEL_PERMIT = re.compile(r"[HM][0-9]{8,10}")
_OTHER = re.compile(r"[A-Z0-9()-]{5,20}")
_DIGITS_X = re.compile(r"[0-9X]+")
_NAME_DROPS = re.compile("[\\s\u200b\ufeff·•‧・･．.]")


def trim(text):
    """The cell without blanks at both ends."""
    return text.strip(BLANKS)


def real_date(year, month, day):
    """True for a date of the calendar inside the years hecha knows."""
    return (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
            and 1 <= day <= calendar.monthrange(year, month)[1])


@lru_cache(maxsize=None)
def parse_date(text):
    """'2024年3月1日 08:00' -> '2024-03-01'."""
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match:
            year, month, day = map(int, match.groups())
            return f"{year:04}-{month:02}-{day:02}" if real_date(year, month, day) else None
    return None


def add_years(date, years):
    """'2020-02-29', 1 -> '2021-02-28': the same day so many years later; None stays None."""
    if date is None:
        return None
    year, month, day = int(date[:4]) + years, int(date[5:7]), int(date[8:])
    return f"{year:04}-{month:02}-{min(day, calendar.monthrange(year, month)[1]):02}"


@lru_cache(maxsize=None)
def parse_month(text):
    """'2024.3' -> month number 2024 * 12 + 2."""
    for form in _MONTH_FORMS:
        match = form.fullmatch(text)
        if match:
            year, month = map(int, match.groups())
            return year * 12 + month - 1 if real_date(year, month, 1) else None
    return None


def month_of(date):
    """The month number of an ISO date; None stays None."""
    return None if date is None else int(date[:4]) * 12 + int(date[5:7]) - 1


def month_text(number):
    """Month number -> 'YYYY-MM'."""
    return None if number is None else f"{number // 12:04}-{number % 12 + 1:02}"


@lru_cache(maxsize=None)
def parse_money(text):
    """'1,234.50' -> 123450 fen; more than two decimals only when they are zero."""
    match = _MONEY.fullmatch(text)
    if not match:
        return None
    sign, whole, decimals = match.groups()
    decimals = decimals or ""
    if decimals[2:].strip("0"):
        return None
    fen = int(whole.replace(",", "")) * 100 + int((decimals + "00")[:2])
    return None if fen > MOST_FEN else (-fen if sign == "-" else fen)


def money_text(fen):
    """Fen -> '1234.50'."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def parse_int(text):
    """A whole number with an optional sign."""
    if not _INT.fullmatch(text) or abs(int(text)) > INT64_MAX:
        return None
    return int(text)


def parse_bool(text):
    """1/0, true/false, 是/否, Y/N, yes/no in any case."""
    return _BOOL.get(text.lower())


def parse_text(text):
    """Text stays, unless a byte of it could not be decoded (a lone surrogate)."""
    return None if any("\ud800" <= char <= "\udfff" for char in text) else text


def code_parser(values, alias):
    """A parser for a dictionary: key, alias or label."""
    known = {label: key for key, label in values.items()}
    known.update(alias)
    known.update({key: key for key in values})
    return known.get


def normal_id(text):
    """The id cell without a leading apostrophe, in half-width capitals."""
    if text[:1] in ("'", "‘", "’", "`"):
        text = text[1:]
    return trim(text.translate(_FOLD).translate(_UPPER))


def check_char(first17):
    """The MOD 11-2 check character of 17 digits."""
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS)) % 11]


def _date_digits(digits):
    return real_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


@lru_cache(maxsize=None)
def classify_id(text):
    """(key, form) of an id cell; (None, None) when it is malformed."""
    number = normal_id(text)
    if _CITIZEN_SHAPE.fullmatch(number):
        if not _date_digits(number[6:14]) or check_char(number[:17]) != number[17]:
            return None, None
        return number, _form18(number)
    if re.fullmatch("[0-9]{15}", number):
        return _upgrade(number)
    if _OLD_PERMIT.fullmatch(number):
        return number, "foreign"
    if (_OTHER.fullmatch(number) and re.search("[A-Z]", number)
            and not _DIGITS_X.fullmatch(number) and not _SCIENTIFIC.fullmatch(number)):
        return number, "hmt" if _TRAVEL_PERMIT.fullmatch(number) else "other"
    return None, None


def _form18(number):
    if number[0] == "9":
        return "foreign"
    return "hmt" if number[:2] in ("81", "82", "83") else "citizen18"


def _upgrade(number):
    if not _date_digits("19" + number[6:12]):
        return None, None
    century = "18" if 996 <= int(number[12:]) <= 999 else "19"
    first17 = number[:6] + century + number[6:]
    return first17 + check_char(first17), "citizen15"


def parse_id(text):
    """The key of an id cell."""
    return classify_id(text)[0]


def id_form(raw):
    """citizen18, citizen15, hmt, foreign, other; None when null or malformed."""
    return None if raw is None else classify_id(raw)[1]


def id_birth(raw):
    """The birth date inside a citizen number, as ISO text."""
    if id_form(raw) not in ("citizen18", "citizen15"):
        return None
    key = classify_id(raw)[0]
    return f"{key[6:10]}-{key[10:12]}-{key[12:14]}"


def key_birth(key):
    """The birth date inside a number of 18 characters (citizens, residence permits, new permits), as ISO text."""
    if key is None or not _CITIZEN_SHAPE.fullmatch(key):
        return None
    return f"{key[6:10]}-{key[10:12]}-{key[12:14]}"


def id_damage(raw):
    """none, scientific, rounded, one-digit or other; None for a null cell."""
    if raw is None:
        return None
    if classify_id(raw)[0] is not None:
        return "none"
    number = normal_id(raw)
    if _SCIENTIFIC.fullmatch(number):
        return "scientific"
    if _CITIZEN_SHAPE.fullmatch(number):
        return "rounded" if _looks_rounded(number) else "one-digit"
    return "other"


def _looks_rounded(number):
    """True for 18 digits that a spreadsheet cell (a double) could have produced."""
    if not number.isdigit():
        return False
    value = int(number)
    step = 32 if value < 2**58 else 64 if value < 2**59 else 128
    return number.endswith("000") or value % step == 0


@lru_cache(maxsize=None)
def normal_name(name):
    """A name in half-width capitals and usual glyphs without blanks and name dots."""
    return _NAME_DROPS.sub("", name.translate(_FOLD).translate(_UPPER).translate(_USUAL))


def name_key(name):
    """The normal name; None when nothing is left of it."""
    return normal_name(name) or None if name is not None else None


def same_name(a, b):
    """1 or 0; None when a side is null."""
    if a is None or b is None:
        return None
    return int(normal_name(a) == normal_name(b))


def name_like(a, b):
    """same_name, or one character differs, or any number were lost; something must be really equal."""
    if a is None or b is None:
        return None
    left, right = normal_name(a), normal_name(b)
    if left == right:
        return 1
    pairs = [pair for pair in zip(left, right) if pair[0] != pair[1]]
    lost = sum(bool(_LOST.search(x + y)) for x, y in pairs)
    differ = len(pairs) - lost
    alike = len(left) == len(right) > len(pairs) and (differ == 0 or (differ == 1 and lost == 0))
    return int(alike)


def grade(id_a, id_b, name_a, name_b):
    """A to F of two records from the id cells as they stand and the names; None: not one person."""
    (key_a, form_a), (key_b, form_b) = ((None, None) if raw is None else classify_id(raw) for raw in (id_a, id_b))
    same, like = same_name(name_a, name_b), name_like(name_a, name_b)
    if key_a and key_a == key_b:
        if (form_a == "citizen15") != (form_b == "citizen15"):
            return "D" if same else "C"
        return "A" if same else "C" if like == 0 else "B"
    if not same:
        return None
    if key_a and key_b:
        citizens = len(key_a) == len(key_b) == 18
        return "E" if citizens and sum(x != y for x, y in zip(key_a[:17], key_b[:17])) == 1 else None
    return "F" if id_a is None or id_b is None else "E"
