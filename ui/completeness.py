"""How complete each column is, worst first, in the words of the contract. Small numbers about persons are hidden, also by what is left."""

from collections.abc import Sequence

import pandas as pd

from metrics import METRICS
from metrics.described import is_public
from metrics.resting import Gap, Place, gaps, rests_on
from texts import has
from ui import coarse
from ui.view import View

LEAST = 0.2
COLUMNS = ("column", "known", "unknown", "rests")


def tables(*, public: bool) -> list[str]:
    """The tables that hold rows: the public ones, or those about persons."""
    return [table for table in dict.fromkeys(gap.table for gap in gaps().values() if gap.rows) if is_public(table) is public]


def chosen(text: str) -> Place:
    """The table and column that an address asks for as TABLE.COLUMN; empty texts where there are none such."""
    table, _, name = text.partition(".")
    return (table, name) if (table, name) in gaps() else ("", "")


def anchor(table: str) -> str:
    """The place on the page where a table is told of; the public ones are in one place."""
    return "taulu-julkiset" if is_public(table) else f"taulu-{table.replace('_', '-')}"


def column(view: View, place: Place) -> str:
    """The name of a column of the contract in the reader's language."""
    table, name = place
    own = f"contract.{table}-{name}"
    return view.say(own if has(view.language, own) else f"contract.{name}")


def of_table(view: View, table: str, chosen: Place = ("", "")) -> pd.DataFrame:
    """The columns of a table, worst first: name, share known, share not known, which key numbers rest on it. `chosen` is first, in bold."""
    rows = [(place == chosen, _sort(view, gap), _row(view, gap, bold=place == chosen)) for place, gap in gaps().items() if place[0] == table]
    rows.sort(key=lambda row: (not row[0], -row[1]))
    return pd.DataFrame([row for *_, row in rows], columns=[view.say(f"completeness.{one}") for one in COLUMNS])


def told(view: View, tables_: Sequence[str]) -> str:
    """The worst column of some tables in a sentence."""
    own = [gap for (table, _), gap in gaps().items() if table in tables_]
    worst = max(own, key=lambda gap: _sort(view, gap))
    if _sort(view, worst) <= 0:
        return view.say("completeness.all_known", columns=len(own))
    return view.say("completeness.worst", columns=len(own), name=column(view, (worst.table, worst.column)), share=_share(view, worst))


def poor(view: View) -> pd.DataFrame:
    """The columns about persons of which more than a fifth is not known, worst first: table, column, share."""
    found = [gap for gap in gaps().values() if not is_public(gap.table) and _sort(view, gap) > LEAST]
    found.sort(key=lambda gap: -_sort(view, gap))
    rows = [(view.say(f"table.{gap.table}"), column(view, (gap.table, gap.column)), _share(view, gap)) for gap in found]
    return pd.DataFrame(rows, columns=[view.say(f"completeness.{one}") for one in ("table", "column", "unknown")])


def _row(view: View, gap: Gap, *, bold: bool) -> list[str]:
    name = f"{column(view, (gap.table, gap.column))} ({gap.column})"
    known = coarse.share(view, gap.table, gap.rows - gap.unknown, gap.rows)
    return [f"**{name}**" if bold else name, known, _share(view, gap), _resting(view, (gap.table, gap.column))]


def _resting(view: View, place: Place) -> str:
    titles = [view.title(metric) for metric in METRICS.values() if place in rests_on(metric)]
    return ", ".join(titles[:3]) + (view.say("completeness.more", n=len(titles) - 3) if len(titles) > 3 else "")


def _share(view: View, gap: Gap) -> str:
    return coarse.share(view, gap.table, gap.unknown, gap.rows)


def _sort(view: View, gap: Gap) -> float:
    """The share as it is told: the order must say no more than the numbers do. A hidden one is small, so after those that are shown."""
    if not gap.rows or not gap.unknown:
        return 0.0
    return 1e-9 if coarse.hidden(view, gap.table, gap.unknown, gap.rows) else coarse.portion(gap.table, gap.unknown, gap.rows)
