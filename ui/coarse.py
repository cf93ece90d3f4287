"""Numbers of rows as the page on data quality may tell them: exact for public tables; for those about persons in tens, small ones hidden.

Exact counts over all columns, less the columns that are shown elsewhere, would give away a hidden one.
"""

from metrics import Role
from metrics.described import is_public, limits
from ui import numbers
from ui.view import View

TENS = 10


def shown(view: View, table: str, n: int) -> str:
    """A number of rows or values in words; a small one of a table about persons is hidden."""
    if _small(view, table, n):
        return view.say("value.under", threshold=below(view))
    return numbers.decimal(number(table, n), view.language)


def share(view: View, table: str, n: int, of: int) -> str:
    """A share in words, empty where there is nothing to have a share of; hidden where it, or the rest, is of a small number."""
    if not of:
        return ""
    return view.say("value.hidden") if hidden(view, table, n, of) else numbers.percent(portion(table, n, of), view.language)


def hidden(view: View, table: str, n: int, of: int) -> bool:
    """Whether a share is hidden."""
    return _small(view, table, n) or _small(view, table, of - n)


def portion(table: str, n: int, of: int) -> float:
    """A share from 0 to 1 of the numbers as they are told, so that it tells no more than they do."""
    return 1.0 if n == of else min(1.0, number(table, n) / number(table, of))


def number(table: str, n: int) -> int:
    """Exact for public tables, whole tens for the others."""
    return n if is_public(table) or not n else max(TENS, TENS * round(n / TENS))


def below(view: View) -> int:
    """The limit under which a number is hidden here. A coordinator's exactness is for own cases, and these are everybody's."""
    return limits(Role.MANAGER if view.viewer.role is Role.MANAGER else Role.STEERING_GROUP)["below"]


def _small(view: View, table: str, n: int) -> bool:
    return not is_public(table) and 0 < n < below(view)
