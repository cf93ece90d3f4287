"""What the gate may be asked: values, never SQL. A tally counts the rows or the persons of one table.

Time is counted in whole months. A tally is placed in time by one month column (`Clock.AT`), or by a spell that begins in
`date` and ends in `until`: anything open in the bucket (`DURING`) or open at its end (`AT_END`).
"""

from dataclasses import dataclass
from enum import StrEnum

MONTH, QUARTER, YEAR = GRAINS = ("month", "quarter", "year")


class Clock(StrEnum):
    """How a row is placed in time."""

    AT = "at"
    DURING = "during"
    AT_END = "at_end"


class Test(StrEnum):
    """What a condition asks of its column."""

    IN = "in"
    NOT_IN = "not in"
    PRESENT = "present"
    MISSING = "missing"


@dataclass(frozen=True)
class Where:
    """One condition on one column."""

    column: str
    values: tuple[str, ...] = ()
    test: Test = Test.IN


@dataclass(frozen=True)
class Bucket:
    """A stretch of whole months, `first` and `last` included, and the label it is shown under."""

    label: str
    first: str
    last: str


@dataclass(frozen=True)
class Tally:
    """A count of one table.

    `person` counts persons once in each cell instead of rows; `hits` are the conditions of a numerator; `value` is the number
    whose spread or sum is asked. `by` holds columns of the table; `only` the filters, each one column and one value. `time` is
    the grain it is counted by (or empty), `buckets` the calendar of that grain, and `keep` the labels wanted of it (empty = all).
    `groups` are classes (a column and its values) whose sum can be asked elsewhere, so that hiding has to hold inside each.
    """

    table: str
    date: str
    by: tuple[str, ...] = ()
    only: tuple[tuple[str, str], ...] = ()
    where: tuple[Where, ...] = ()
    hits: tuple[Where, ...] = ()
    value: str = ""
    person: bool = False
    until: str = ""
    clock: Clock = Clock.AT
    time: str = ""
    buckets: tuple[Bucket, ...] = ()
    keep: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The breakdowns and the filters, whose siblings protection has to see; time apart."""
        return tuple(dict.fromkeys((*self.by, *(column for column, _ in self.only))))
