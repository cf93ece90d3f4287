"""What a reader hands on: the rows of one file, sheet or query as a Parquet file whose columns have the names of the contract.

Every kind of input becomes this one form, on disk and not in memory, so that what comes after knows nothing of formats.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data_access.importing.problems import Problem


@dataclass(frozen=True)
class Control:
    """What the sender told of a file: how many rows it has (`column` None), or the sum of a column."""

    name: str
    column: str | None
    value: float


@dataclass(frozen=True)
class Source:
    """One file, sheet or query that fills a table, not yet read.

    `part` is empty where it is the whole table. `name` is what a person calls it; `kind` is csv, xlsx, parquet or query; `sheet` names the
    sheet of a workbook, `query` the SQL of a database; `sha256` is over the bytes of the file (of a query: over its rows, so empty until
    it was read), and `state` is the size and time of change (ns) that the file had then.
    """

    table: str
    part: str
    name: str
    kind: str
    path: Path | None = None
    sheet: str = ""
    query: str = ""
    sha256: str = ""
    state: tuple[int, int] | None = None


def first_lines(positions: set[int]) -> dict[int, int]:
    """The row of the file (the header is 1) of each position where every row is one line."""
    return {position: position + 2 for position in positions}


@dataclass(frozen=True)
class Staged:
    """A source as read. `file` is Parquet with a column for each column of the file, under the name of the contract (after renaming);
    None where the source could not be read at all, and then `problems` says why.

    Values are as they came (text, untrimmed, null only where the cell was empty) or, from Parquet, in their own type. `known` are the columns
    of the contract that are there, `others` those that are not of it (kept only to be searched for personal data). `rows_in` counts all
    rows of the source, `aside` those the reader set aside itself (they are not in `file`). `lines` gives the row of the source for
    positions in `file`.
    """

    source: Source
    file: Path | None
    known: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    rows_in: int = 0
    aside: int = 0
    problems: tuple[Problem, ...] = ()
    lines: Callable[[set[int]], Mapping[int, int]] = field(default=first_lines, compare=False)
