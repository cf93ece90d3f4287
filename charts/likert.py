"""Five-step answers by item: disagreement to the left of the middle, agreement to the right, n at each item."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.pieces import Piece, Table, after, rest_piece, rows_of_pieces, visible_piece
from charts.words import Words


def likert(frame: pd.DataFrame, item: str, answer: str, total: str, *, answers: Sequence[str], words: Words, height: int | None = None) -> go.Figure:
    """Diverging bars; the middle answer lies half on each side of the middle line.

    `frame`: one row per (item, answer): columns `item`, `answer` (labels), `value` (count), `hidden` and `total` (the item's
    protected n; NaN when hidden: the item then shows only words). `answers` are the five labels from worst to best.
    Answers hidden within an item stand together, cross-hatched, at the right end: on which side they belong is not told.
    """
    if frame.empty:
        return theme.saying(words.missing_text, words)
    if len(answers) != len(theme.LIKERT):
        raise ValueError(f"a Likert chart has {len(theme.LIKERT)} answers, not {len(answers)}")
    table = Table.of(frame, item, answer, total, words)
    pieces = _pieces(table, answers, words)
    left = min(start for piece in pieces for start in piece.starts)
    right = max(end for piece in pieces for end in after(piece.starts, piece.lengths))
    axis = {"showticklabels": False, "showgrid": False, "range": [left - 0.01, max(right, 0.01) + 0.01]}
    return rows_of_pieces(table, pieces, words, height, middle=True, **axis)


def _pieces(table: Table, answers: Sequence[str], words: Words) -> list[Piece]:
    starts = [_left_edge(table, row, answers) for row in table.rows]
    pieces = []
    for fill, answer in zip(theme.LIKERT, answers, strict=True):
        pieces.append(visible_piece(table, answer, starts, theme.marker([fill] * len(starts), [""] * len(starts)), words))
        starts = after(starts, pieces[-1].lengths)
    return [*pieces, rest_piece(table, starts, words)]


def _left_edge(table: Table, row: str, answers: Sequence[str]) -> float:
    middle = len(answers) // 2
    left = sum(table.share(row, answer) or 0.0 for answer in answers[:middle])
    return -left - (table.share(row, answers[middle]) or 0.0) / 2
