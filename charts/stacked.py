"""Bars of equal length cut into the shares of each class, one row per group, with n at the row.

Hidden parts are one cross-hatched gap with its words; the class "not known" is striped grey and always last.
"""

from collections.abc import Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import order
from charts.pieces import Piece, Table, after, rest_piece, rows_of_pieces, visible_piece
from charts.words import Words

QUARTERS = (0, 0.25, 0.5, 0.75, 1)


def stacked_share(
    frame: pd.DataFrame,
    rows: str,
    parts: str,
    total: str,
    *,
    words: Words,
    unknown: Collection[str] = (),
    ordered: bool = True,
    height: int | None = None,
) -> go.Figure:
    """Each row's parts as shares of its own total.

    `frame`: one row per (row, part): columns `rows`, `parts` (labels), `value` (count), `hidden` and `total` (the row's protected
    count, the same on each line of the row; NaN when it is hidden: the row then shows only words). Parts with an order (durations)
    get a ramp from light to dark, others (`ordered=False`) colours and patterns. Hidden parts of a row are drawn together, as what
    the visible ones leave over.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    table = Table.of(frame, rows, parts, total, words)
    pieces = _pieces(table, unknown, ordered, words)
    axis: dict[str, Any] = {"tickvals": QUARTERS, "ticktext": [words.percent(share) for share in QUARTERS], "range": [0, 1.005]}
    return rows_of_pieces(table, pieces, words, height, **axis)


def _pieces(table: Table, unknown: Collection[str], ordered: bool, words: Words) -> list[Piece]:
    parts = order(table.parts, unknown)
    known = [part for part in parts if part not in unknown]
    length = len(table.rows)
    pieces: list[Piece] = []
    starts = [0.0] * length
    for place, part in enumerate(known):
        pieces.append(visible_piece(table, part, starts, _look(place, len(known), length, ordered), words))
        starts = after(starts, pieces[-1].lengths)
    pieces.append(rest_piece(table, starts, words))
    starts = after(starts, pieces[-1].lengths)
    for part in parts[len(known) :]:
        pieces.append(visible_piece(table, part, starts, theme.unknown(length), words))
        starts = after(starts, pieces[-1].lengths)
    return pieces


def _look(place: int, parts: int, length: int, ordered: bool) -> dict[str, Any]:
    if not ordered:
        return theme.category(place, length)
    look = theme.marker([theme.ramp(parts)[place]] * length, [""] * length)
    return look | {"line": {"color": theme.BORDER, "width": 1}}
