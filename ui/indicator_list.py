"""The published indicators in words: name, definition, unit, direction, producer and how late they come."""

from collections.abc import Hashable, Mapping
from typing import Any

from metrics import METRICS, described, library
from ui.definition import DOT, holds
from ui.view import View


def indicators(view: View, wanted: str) -> list[str]:
    """Those that hold all words of `wanted` and are not metrics themselves, as Markdown."""
    rows = library.indicators().sort_values(f"name_{view.language}").to_dict("records")
    texts = [(row, str(row[f"name_{view.language}"]), str(row[f"definition_{view.language}"])) for row in rows if row["indicator"] not in METRICS]
    lists = described.code_lists()
    units = {str(row["code"]): str(row[f"name_{view.language}"]) for row in lists[lists["list"] == "unit"].to_dict("records")}
    return [
        f"**{name}** `{row['indicator']}`  \n{definition}  \n:small[{DOT.join(_facts(view, row, units))}]"
        for row, name, definition in texts
        if holds(wanted, str(row["indicator"]), name, definition)
    ]


def _facts(view: View, row: Mapping[Hashable, Any], units: dict[str, str]) -> list[str]:
    return [
        str(units.get(row["unit"], row["unit"])),
        view.say("definition.row_better", better=view.say(f"definition.better.{row['better']}")),
        view.say("definition.producer", producer=row["producer"]),
        view.say("definition.published_lag", months=int(row["expected_lag_months"])),
    ]
