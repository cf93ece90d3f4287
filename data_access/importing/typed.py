"""The rows of a table in the types of the contract, as SQL over the staged files: nothing is copied, and nothing is held in memory.

A column of few different values is judged once per value, in Python, and joined by its value; identifiers are cleaned in SQL. What is wrong
with a value stands beside the row as the number of a fault, and a table without faults pays nothing for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Table

from data_access.fields import field as promise_of
from data_access.importing.arrow import python_values
from data_access.importing.contract import inputs
from data_access.importing.mapping import TableMapping
from data_access.importing.staged import Staged
from data_access.importing.values import Fault
from data_access.importing.work import Work, name, text

SQL_TYPES = {"date": "DATE", "whole": "INTEGER", "number": "DOUBLE"}


@dataclass(frozen=True)
class Reading:
    """How the rows of one source are to be read: its mapping, and whether its person and worker ids are pseudonyms already."""

    staged: Staged
    mapping: TableMapping
    pseudonymised: bool = False


@dataclass
class Typed:
    """A table in the types of the contract, filled by judging.py; what is keyed by a file and a column says so of each file.

    `faults[k]` is the column and rule behind the fault number k, `refused` what is wrong with a whole column. `lookups` has the working table of
    a column's judged values and the SQL of what they were judged by, `expressions` the SQL of each column (`pseudonyms`: where it is to be a
    pseudonym), `refused_in` the columns in which any value was refused, and how one is judged again. `simple` are the identifiers that need no
    cleaning.
    """

    table: Table
    readings: Sequence[Reading]
    faults: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[int, str, Fault]] = field(default_factory=list)
    lookups: dict[tuple[int, str], tuple[str, str]] = field(default_factory=dict)
    refused_in: dict[tuple[int, str], Callable[[object], object]] = field(default_factory=dict)
    simple: set[str] = field(default_factory=set)
    expressions: dict[tuple[int, str], str] = field(default_factory=dict)
    pseudonyms: dict[tuple[int, str], str] = field(default_factory=dict)

    def select(self, columns: Iterable[str], *, faults: bool = False) -> str:
        """SQL of the rows: `_file`, `_row`, `_part`, the columns, and with `faults` a column `_f_x` for each column x that has any, with the
        number of the fault. Only with faults, where nothing is kept, identifiers are as they came and not yet pseudonyms."""
        wanted = list(columns)
        return "\nUNION ALL ".join(self._of(place, wanted, faults) for place in range(len(self.readings))) or self._nothing(wanted)

    @property
    def faulty(self) -> list[str]:
        """The columns in which any value was refused."""
        return sorted({column for _, column in self.refused_in})

    def words(self, work: Work, file: int, row: int, column: str) -> dict[str, str]:
        """What the sentence says of the value that was refused in a row."""
        wanted = f"SELECT {name(column)} FROM {self.rows(file)} WHERE file_row_number = {row}"
        (raw,) = python_values(work.sql.execute(wanted).to_arrow_table().column(0).combine_chunks())
        fault = self.refused_in[file, column](raw)
        assert isinstance(fault, Fault), "the same value is judged as it was"
        return dict(fault.words)

    def _of(self, place: int, wanted: Sequence[str], faults: bool) -> str:
        names = dict.fromkeys([*wanted, *(self.faulty if faults else ())])
        joins = [
            f"LEFT JOIN {table} AS {alias_of(one)} ON {alias_of(one)}.raw = {by}"
            for one in names
            for table, by in [self.lookups.get((place, one), ("", ""))]
            if table
        ]
        expressions = self.expressions if faults else {**self.expressions, **self.pseudonyms}
        chosen = [f"{expressions[place, one]} AS {name(one)}" for one in wanted]
        marks = [f"{alias_of(one)}.fault" if (place, one) in self.refused_in else "CAST(NULL AS INTEGER)" for one in self.faulty]
        marked = [f"{mark} AS {name(f'_f_{one}')}" for mark, one in zip(marks, self.faulty, strict=True)] if faults else []
        start = [f"{place} AS _file", "r.file_row_number AS _row", f"{self._part(place)} AS _part"]
        return f"SELECT {', '.join([*start, *chosen, *marked])} FROM {self.rows(place)} AS r {' '.join(joins)}"

    def _part(self, place: int) -> str:
        source = self.readings[place].staged.source
        return "r.part" if source.kind == "kept" else text(source.part)

    def rows(self, place: int) -> str:
        """SQL of the staged rows of a file, with their positions."""
        return f"read_parquet({text(str(self.readings[place].staged.file))}, file_row_number = true)"

    def _nothing(self, wanted: Sequence[str]) -> str:
        columns = inputs(self.table)
        chosen = [f"CAST(NULL AS {sql_type(columns[one])}) AS {name(one)}" for one in wanted]
        return f"SELECT {', '.join(['0 AS _file', '0 AS _row', chr(39) * 2 + ' AS _part', *chosen])} WHERE false"


def sql_type(column: Column) -> str:
    """The type of a column in the working tables."""
    return SQL_TYPES.get(promise_of(column).kind, "VARCHAR")


def alias_of(column: str) -> str:
    """The name under which the judged values of a column are joined."""
    return name(f"l_{column}")
