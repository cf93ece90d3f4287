"""Numbers and dates as Finns write them: 1 234,5 and 12 % and 6.5.2024, with a no-break space. English text gets English marks."""

import math
from datetime import date

from metrics import Unit

NBSP = "\u00a0"
MARKS = {"fi": (",", NBSP), "sv": (",", NBSP), "en": (".", ",")}


def decimal(value: float, language: str, digits: int = 0) -> str:
    """`value` with `digits` decimals; an en dash where there is no value."""
    if value is None or math.isnan(value):
        return "–"
    point, thousands = MARKS[language]
    text = f"{abs(value):,.{digits}f}".translate(str.maketrans(",.", thousands + point))
    return f"−{text}" if value < 0 and float(f"{value:.{digits}f}") else text


def percent(share: float, language: str) -> str:
    """A share 0-1 as whole per cent, with one decimal under ten per cent."""
    if math.isnan(share):
        return "–"
    digits = 1 if 0 < share < 0.0995 else 0
    return decimal(100 * share, language, digits) + ("%" if language == "en" else f"{NBSP}%")


def shown(value: float, unit: Unit, language: str) -> str:
    """A value in its unit, without the unit's word."""
    if unit is Unit.SHARE:
        return percent(value, language)
    if unit is Unit.PERCENT:
        return decimal(value, language, 1) + (f"{NBSP}%" if language != "en" else "%")
    return decimal(value, language, {Unit.SCORE: 2, Unit.DAYS: 0}.get(unit, 0))


def day(value: date, language: str) -> str:
    """6.5.2024; in English 6 May 2024."""
    return f"{value.day} {value:%B} {value.year}" if language == "en" else f"{value.day}.{value.month}.{value.year}"


def bucket(label: str) -> str:
    """A month, quarter or year as on an axis: 3/2025, Q1/2025, 2025."""
    if len(label) == len("2025"):
        return label
    if "Q" in label:
        return f"Q{label[-1]}/{label[:4]}"
    return f"{int(label[5:])}/{label[:4]}"


def stretch(first: str, last: str) -> str:
    """Two months as a period: 1–10/2026, 8/2023–5/2024, or one month alone."""
    if first == last:
        return bucket(first)
    if first[:4] == last[:4]:
        return first[:4] if (first[5:], last[5:]) == ("01", "12") else f"{int(first[5:])}–{int(last[5:])}/{last[:4]}"
    return f"{bucket(first)}–{bucket(last)}"
