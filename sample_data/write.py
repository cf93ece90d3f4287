"""Writes tables as CSV files of the import contract: UTF-8, comma, line feed, ISO dates, nothing for a missing value.

Refuses a column the contract does not have.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data_access.fields import input_columns
from data_access.schema import INPUT_TABLES, METADATA

CHUNK_ROWS = 200_000
MAPPING = "# The persons and workers of the example are invented: their identifiers are shown as they are.\npseudonymised = true\n"
Record = dict[str, str]


@dataclass(frozen=True)
class Coded:
    """A long column kept as places in a short list of labels; the last label is empty, so place -1 is a missing value."""

    labels: np.ndarray
    places: np.ndarray

    def texts(self, start: int, stop: int) -> list[str]:
        """The values of rows start..stop-1 as text."""
        return self.labels[self.places[start:stop]].tolist()


Bulk = dict[str, Coded]


def coded(labels: Sequence[str], places: np.ndarray) -> Coded:
    """A column from its labels and each row's place among them (-1 = missing)."""
    return Coded(np.array([*labels, ""], dtype=object), places)


def numbered(prefix: str, count: int) -> list[str]:
    """Identifiers PREFIX0000001 ... of one width, so that their text order is their number order."""
    return [f"{prefix}{number:07d}" for number in range(1, count + 1)]


def column_names(table: str) -> list[str]:
    """The header of a table's file."""
    return [column.name for column in input_columns(METADATA.tables[table])]


def write_table(folder: Path, table: str, records: Iterable[Record] = (), bulk: Bulk | None = None) -> None:
    """Write folder/table.csv: the records first, then the bulk rows. ValueError for a column outside the contract."""
    names = column_names(table)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for record in records:
            _refuse_others(table, names, record)
            writer.writerow([record.get(name, "") for name in names])
        for rows in _chunks(bulk or {}, table, names):
            writer.writerows(rows)


def write_tables(folder: Path, tables: dict[str, tuple[Iterable[Record], Bulk | None]]) -> None:
    """Write every table of the contract that has rows, and the mapping; `area` the application brings itself."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    for table in INPUT_TABLES:
        records, bulk = tables.get(table, ((), None))
        if table != "area" and (records or bulk):
            write_table(folder, table, records, bulk)


def _refuse_others(table: str, names: list[str], given: Iterable[str]) -> None:
    others = sorted(set(given) - set(names))
    if others:
        raise ValueError(f"{table} has no column {', '.join(others)}")


def _chunks(bulk: Bulk, table: str, names: list[str]) -> Iterator[Iterable[tuple[str, ...]]]:
    _refuse_others(table, names, bulk)
    length = max((len(column.places) for column in bulk.values()), default=0)
    for start in range(0, length, CHUNK_ROWS):
        stop = min(start + CHUNK_ROWS, length)
        empty = [""] * (stop - start)
        yield zip(*(bulk[name].texts(start, stop) if name in bulk else empty for name in names), strict=True)
