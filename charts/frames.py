"""From a protected frame to what may be drawn. The only place charts read `value` and `hidden`: a hidden number stops here."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from charts.words import Words

_SYLLABLE = re.compile(r"(?=[bcdfghjklmnpqrstvwxz][aeiouyäöå])", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One value ready to draw: `value` is scaled, and None when it is hidden or does not exist; `text` says which."""

    value: float | None
    text: str
    hidden: bool


def cells(frame: pd.DataFrame, words: Words) -> list[Cell]:
    """The cells of the columns `value` and `hidden`, in row order. A number in a hidden row is dropped unseen."""
    return [_cell(value, bool(hidden), words) for value, hidden in zip(frame["value"], frame["hidden"], strict=True)]


def labels(frame: pd.DataFrame, column: str) -> list[str]:
    """A label column as text, safe to print: plotly reads < and > as markup."""
    return [escape(str(label), quote=False) for label in frame[column]]


def order(items: Sequence[str], last: Collection[str] = ()) -> list[str]:
    """Each item once, in order of first appearance, those of `last` at the end."""
    once = list(dict.fromkeys(items))
    return [item for item in once if item not in last] + [item for item in once if item in last]


def grid(frame: pd.DataFrame, row: str, column: str, words: Words) -> dict[tuple[str, str], Cell]:
    """Cells by (row label, column label). Two rows of the frame for one place are an error: one of them would be lost."""
    places = list(zip(labels(frame, row), labels(frame, column), strict=True))
    if len(set(places)) < len(places):
        raise ValueError(f"{row} x {column} does not name one row each")
    return dict(zip(places, cells(frame, words), strict=True))


def number(value: Any) -> float | None:
    """A finite float, or None for NaN, NA, None and infinity."""
    if value is None or value is pd.NA:
        return None
    return float(value) if math.isfinite(value) else None


def wrap(label: str, width: int = 20, slack: int = 0) -> str:
    """A label in lines of about `width` characters joined by <br>; a word longer than `width + slack` parts before a syllable."""
    lines: list[str] = []
    for word in label.split(" "):
        pieces = _pieces(word, width) if len(word) > width + slack else [word]
        if lines and len(lines[-1]) + 1 + len(pieces[0]) <= width:
            lines[-1] += " " + pieces.pop(0)
        lines.extend(pieces)
    return "<br>".join(lines)


def _pieces(word: str, width: int) -> list[str]:
    """A word cut where it may be: after its own hyphen, else before a consonant and vowel, else where the line is full."""
    pieces = []
    while len(word) > width:
        hyphen = word.rfind("-", 1, width) + 1
        syllables = [match.start() for match in _SYLLABLE.finditer(word) if 2 < match.start() < min(width, len(word) - 2)]
        cut = hyphen or (syllables[-1] if syllables else width - 1)
        pieces.append(word[:cut] + ("" if hyphen else "-"))
        word = word[cut:]
    return [*pieces, word]


def _cell(value: Any, hidden: bool, words: Words) -> Cell:
    found = None if hidden else number(value)
    drawn = None if found is None else found * words.scale
    return Cell(drawn, words.cell(drawn, hidden), hidden)
