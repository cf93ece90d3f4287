"""How counties write dates, months and numbers: each notation that is certain is read, and one that is not is a fault, never a guess.

Takes cleaned text. A day is Finland's: a moment with a time zone is moved there before its date is taken.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta

from data_access.areas import HELSINKI

BLANKS = " \t\r\n\u00a0\u2007\u202f\u200b\u200c\u200d\u2060\ufeff"
# What systems write where a date is open.
OPEN_ENDED = (date(9999, 12, 31), date(2999, 12, 31), date(1900, 1, 1))
EXCEL_ORIGIN = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)
_TIME = r"(?:(?:T|[ \u00a0]+(?:klo[ \u00a0]+)?)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?[ \u00a0]?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}", re.ASCII)
_FINNISH = re.compile(rf"(\d{{1,2}})\.[ \u00a0]?(\d{{1,2}})\.[ \u00a0]?(\d{{4}}){_TIME}", re.ASCII)
_TWO_DIGITS = re.compile(rf"\d{{1,2}}([./-])[ \u00a0]?\d{{1,2}}\1[ \u00a0]?\d{{2}}{_TIME.replace('(?:T|', '(?:')}", re.ASCII)
_SLASHES = re.compile(rf"\d{{1,4}}/\d{{1,2}}(/\d{{1,4}})?{_TIME}", re.ASCII)
_EXCEL = re.compile(r"(\d{5})([.,]\d+)?", re.ASCII)
# Thousands are parted by one kind of space into groups of three; anything else might be two numbers.
_DIGITS = r"(?:\d{1,3}(?:([ \u00a0\u2007\u2009\u202f])\d{3}(?:\1\d{3})*)|\d+)"
_WHOLE = re.compile(rf"[-−+]?{_DIGITS}", re.ASCII)
_NUMBER = re.compile(rf"[-−+]?{_DIGITS}(?:[.,]\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_NOT_FINITE = re.compile(r"nan|[-−+]?inf(inity)?", re.IGNORECASE)
_SPACES = re.compile(r"\s")
# Texts that are no identifier, in patterns of Python and DuckDB alike: one that a spreadsheet rounded, and what programs write for no value.
ROUNDED = "[0-9](?:[.,][0-9]+)?[eE][+][0-9]{1,3}"
NO_VALUE = "#[A-ZÄÖÅ/0-9]+[!?]?|[nN]a[nN]|NaT|<NA>|[(]null[)]"


class Wrong(ValueError):
    """A value that cannot be read; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def cleaned(text: str) -> str:
    """A text in one form of its letters, without blanks or invisible marks around it."""
    return unicodedata.normalize("NFC", text).strip(BLANKS)


def day(text: str) -> date:
    """A date: `2026-10-01`, `1.10.2026`, either with a time, or the days of Excel. Raises Wrong."""
    if found := _ISO.fullmatch(text):
        return _local(found[1], found[2], found[3], found.groups()[3:])
    if found := _FINNISH.fullmatch(text):
        return _local(found[3], found[2], found[1], found.groups()[3:])
    if (found := _EXCEL.fullmatch(text)) and int(found[1]) in EXCEL_DAYS:
        return EXCEL_ORIGIN + timedelta(days=int(found[1]))
    if _TWO_DIGITS.fullmatch(text):
        raise Wrong("year_two_digits")
    raise Wrong("date_mixed" if _SLASHES.fullmatch(text) else "not_date")


def number(text: str) -> float:
    """A number, also one that is not finite: a comma or a point before the decimals, spaces between the thousands. Raises Wrong."""
    if text.endswith("%"):
        raise Wrong("percent")
    if not (_NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text)):
        raise Wrong("not_number")
    return float(_SPACES.sub("", text).replace(",", ".").replace("−", "-"))


def whole(text: str) -> int:
    """A whole number, with spaces between the thousands. Raises Wrong."""
    if text.endswith("%"):
        raise Wrong("percent")
    if not _WHOLE.fullmatch(text) or len(text) > 30:  # so long a number is an identifier, and int() has a limit of its own
        raise Wrong("not_whole")
    return int(_SPACES.sub("", text).replace("−", "-"))


def month(text: str) -> str:
    """A month as YYYY-MM; `10/2026` and `10.2026` are read too. Raises Wrong."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII):
        return text
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])[./](\d{4})", text, re.ASCII):
        return f"{found[2]}-{int(found[1]):02d}"
    raise Wrong("not_month")


def local_day(moment: datetime) -> date:
    """The day in Finland of a moment; one that knows no time zone is Finland's already, also in the hour that summer time skips."""
    if moment.tzinfo is None or moment.year in (1, 9999):  # the ends of the calendar, where no zone can be reckoned with
        return moment.date()
    return moment.astimezone(HELSINKI).date()


def _local(year: str, month_: str, day_: str, time: tuple[str | None, ...]) -> date:
    try:
        hour, minute, second = (int(part or 0) for part in time[:3])
        moment = datetime(int(year), int(month_), int(day_), hour, minute, second)
        if zone := time[3]:
            moment = datetime.fromisoformat(f"{moment.isoformat()}{'+00:00' if zone in ('Z', 'UTC') else zone}")
        return local_day(moment)
    except ValueError as error:
        raise Wrong("not_date") from error
