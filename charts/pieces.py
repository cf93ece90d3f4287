"""Rows of pieces laid end to end, shared by the 100 % bars and the Likert bars. Names stand above their bars: beside them, on a
phone, they would take half the width."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import Cell, grid, labels, number, order, wrap
from charts.words import Words

# Narrower pieces have no room for their print on a phone: "12 %" and "alle 5".
SHARE_ROOM, WORDS_ROOM = 0.085, 0.13
ROW, LINE, BAR = 66, 18, 32


@dataclass(frozen=True)
class Table:
    """Counts by row and part beside each row's total. A total of None means that the row's shares may not be known."""

    rows: list[str]
    parts: list[str]
    cells: dict[tuple[str, str], Cell]
    totals: dict[str, float | None]

    @classmethod
    def of(cls, frame: pd.DataFrame, rows: str, parts: str, total: str, words: Words) -> "Table":
        """From columns `rows`, `parts`, `value`, `hidden` and `total` (the same on each line of a row)."""
        names = labels(frame, rows)
        totals = {name: number(size) for name, size in zip(names, frame[total], strict=True)}
        return cls(order(names), order(labels(frame, parts)), grid(frame, rows, parts, words), totals)

    def share(self, row: str, part: str) -> float | None:
        """The part's share of its row, 0 to 1; None when hidden, absent or without a total."""
        cell, size = self.cells.get((row, part)), self.totals[row]
        return cell.value / size if cell and cell.value is not None and size else None

    def hidden(self, row: str) -> list[str]:
        """The parts of the row that are hidden."""
        return [part for part in self.parts if (cell := self.cells.get((row, part))) and cell.hidden]

    def rest(self, row: str) -> float | None:
        """What the visible parts leave over for the hidden ones, together; None when nothing is hidden or the total is."""
        if not self.hidden(row) or not self.totals[row]:
            return None
        return max(0.0, 1.0 - sum(self.share(row, part) or 0.0 for part in self.parts))

    def size(self, row: str, words: Words) -> str:
        """The row's n in words."""
        size = self.totals[row]
        return words.hidden_text if size is None else words.count(size)


@dataclass(frozen=True)
class Piece:
    """One part over all rows: where it starts, how long it is, what is printed in it and said on hover."""

    name: str
    starts: list[float]
    lengths: list[float | None]
    text: list[str]
    hover: list[str]
    marker: dict[str, Any]

    def trace(self, width: float) -> dict[str, Any]:
        """The bar trace, `width` of a row thick, without print."""
        place = {"orientation": "h", "y": list(range(len(self.starts))), "x": self.lengths, "base": self.starts, "width": width}
        return {"type": "bar", "name": self.name, "marker": self.marker, "hovertext": self.hover, "hovertemplate": HOVER} | place

    def notes(self) -> list[dict[str, Any]]:
        """The print in the pieces; on the open ground of a hidden piece it gets a patch of page colour."""
        hollow = self.marker["pattern"]["shape"] == theme.HIDDEN_PATTERN
        colour = theme.TEXT if hollow else theme.ink(self.marker["color"][0])
        base = {"showarrow": False, "font": {"size": 12, "color": colour}} | ({"bgcolor": theme.PAGE, "borderpad": 1} if hollow else {})
        spots = zip(range(len(self.starts)), self.starts, self.lengths, self.text, strict=True)
        return [base | {"x": start + length / 2, "y": row, "text": text} for row, start, length, text in spots if length and text]


HOVER = "%{hovertext}<extra></extra>"


def visible_piece(table: Table, part: str, starts: list[float], marker: dict[str, Any], words: Words) -> Piece:
    """The piece of one part: its share printed where it fits, count and share on hover."""
    found = [table.share(row, part) for row in table.rows]
    printed = [words.percent(share) if share is not None else "" for share in found]
    counts = [cell.text if (cell := table.cells.get((row, part))) else words.missing_text for row in table.rows]
    hover = [f"{part}: {count}" + (f" ({text})" if text else "") for count, text in zip(counts, printed, strict=True)]
    inside = [text if share and share >= SHARE_ROOM else "" for share, text in zip(found, printed, strict=True)]
    return Piece(part, starts, found, inside, hover, marker)


def rest_piece(table: Table, starts: list[float], words: Words) -> Piece:
    """The cross-hatched piece of each row's hidden parts."""
    lengths = [table.rest(row) for row in table.rows]
    hover = [f"{', '.join(table.hidden(row))}: {words.hidden_text}" for row in table.rows]
    text = [words.hidden_text if (length or 0.0) >= WORDS_ROOM else "" for length in lengths]
    return Piece(words.hidden_text, starts, lengths, text, hover, theme.hidden())


def after(starts: Sequence[float], lengths: Sequence[float | None]) -> list[float]:
    """Where the next piece begins."""
    return [start + (length or 0.0) for start, length in zip(starts, lengths, strict=True)]


def rows_of_pieces(table: Table, pieces: list[Piece], words: Words, height: int | None, *, middle: bool = False, **xaxis: Any) -> go.Figure:
    """The figure: a heading with name and n, and under it the bar, for each row; the legend below. `middle` marks zero in each bar."""
    drawn = [piece for piece in pieces if any(piece.lengths)]
    heads = [f"<b>{wrap(row, 42)}</b> {table.size(row, words)}" for row in table.rows]
    row = ROW + LINE * max(head.count("<br>") for head in heads)
    bar = BAR / row
    base = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left", "font": {"size": theme.SMALL}}
    notes = [base | {"y": place - bar / 2, "text": head} for place, head in enumerate(heads)]
    room, axis_room = theme.legend_room([piece.name for piece in drawn]), 28 if xaxis.get("tickvals") else 6
    plot = height - room - axis_room if height else row * len(heads)
    return theme.figure(
        [piece.trace(bar) for piece in drawn],
        words,
        height=plot + room + axis_room + 4,
        barmode="overlay",
        xaxis=theme.axis(**xaxis, ticklabeloverflow="allow"),
        yaxis=theme.axis(visible=False, range=[len(heads) - 1 + bar / 2 + 0.02, -1 + bar / 2]),
        annotations=notes + [note for piece in drawn for note in piece.notes()],
        shapes=[_middle(place, bar) for place, name in enumerate(table.rows) if middle and table.totals[name]],
        # Below the bars the classes, three lines of them on a phone, push nothing out of sight.
        legend=theme.LEGEND_ABOVE | {"y": -axis_room / plot, "yanchor": "top"},
        showlegend=True,
        margin={"l": 12, "r": 16, "t": 4, "b": room + axis_room},
    )


def _middle(place: int, bar: float) -> dict[str, Any]:
    line = {"color": theme.TEXT, "width": 2}
    return {"type": "line", "x0": 0, "x1": 0, "y0": place - 0.66 * bar, "y1": place + 0.66 * bar, "line": line, "layer": "below"}
