"""On which line of a CSV file a row stands, when rows were left out and values hold line breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Lines:
    """`header` is the line the header ends on; `simple`: each record is one line and no line is empty, so that nothing need be read again.

    `left_out` are the records (0 = the first after the header, ascending) that are not among the rows that were kept.
    """

    path: Path
    header: int
    simple: bool
    left_out: NDArray[np.int64]

    def of_rows(self, positions: set[int]) -> Mapping[int, int]:
        """The line of each position among the rows that were kept. Reads the file again where it must, up to the last one asked for."""
        kept_before = self.left_out - np.arange(len(self.left_out))
        records = {position: position + int(np.searchsorted(kept_before, position, side="right")) for position in positions}
        lines = self.of_records(set(records.values()))
        return {position: lines[record] for position, record in records.items()}

    def of_records(self, records: set[int]) -> Mapping[int, int]:
        """The line each record begins on, whether it was kept or not."""
        if self.simple:
            return {record: self.header + record + 1 for record in records}
        begins = islice(_begins(self.path), 1, max(records, default=-1) + 2)  # the first is the header
        return {record: line for record, line in enumerate(begins) if record in records}


def _begins(path: Path) -> Iterator[int]:
    """The line each record begins on; an empty line is none. Quotation marks stand in pairs (csv_scan has seen to it)."""
    inside = False
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line, text in enumerate(stream, 1):
            if not inside and text.strip("\r\n"):
                yield line
            inside ^= text.count('"') % 2 == 1
