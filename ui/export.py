"""Tables as files for Excel in Finland: semicolons, a byte-order mark, and no cell that a spreadsheet would run."""

import pandas as pd

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv(table: pd.DataFrame, notes: list[str]) -> bytes:
    """The table with its notes (period, filters, source) above it. Cells that start like a formula get an apostrophe."""
    safe = table.map(_inert)
    safe.columns = [_inert(name) for name in table.columns]
    head = "".join(f"# {' '.join(note.splitlines())}\r\n" for note in notes)
    return ("\ufeff" + head + safe.to_csv(index=False, sep=";", lineterminator="\r\n")).encode("utf-8")


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNS) else cell
