"""What a county's own export calls things: its files, headers, codes and constants, beside those of the contract.

A mapping.toml that says anything the contract does not know is refused as a whole, key by key: half a mapping would lose columns in silence.
"""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data_access.fields import field as promise_of
from data_access.importing.contract import allowed, inputs
from data_access.importing.personal import is_hetu
from data_access.importing.problems import Problem, problem
from data_access.schema import INPUT_TABLES, METADATA


@dataclass(frozen=True)
class TableMapping:
    """How one table comes. `columns` leads from contract columns to the sender's headers, `values` from the sender's codes to ours, by
    contract column; `constants` fills a column of every row. `file` is a pattern in which * stands for the part; `sheet` is for XLSX and
    `query` for databases."""

    file: str = ""
    sheet: str = ""
    query: str = ""
    empty_allowed: bool = False
    columns: Map[str, str] = field(default_factory=dict)
    constants: Map[str, str] = field(default_factory=dict)
    values: Map[str, Map[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """The whole mapping of a delivery; an empty one means that everything is called as in the contract. `digest` is over its text."""

    pseudonymised: bool = False
    tables: Map[str, TableMapping] = field(default_factory=dict)
    digest: str = ""

    def of(self, table: str) -> TableMapping:
        """How a table comes."""
        return self.tables.get(table, TableMapping())


NONE = Mapping()
FILE = "mapping.toml"
TEXTS, MAPS = ("file", "sheet", "query"), ("columns", "constants", "values")


def load(path: Path) -> tuple[Mapping, list[Problem]]:
    """Reads a mapping.toml; with a problem for each key that means nothing, and no mapping then. Raises OSError where it cannot be opened."""
    raw = path.read_bytes()
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))
    except RecursionError:  # brackets within brackets without end
        return NONE, [problem(FILE, "mapping_broken")]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        return NONE, [problem(FILE, "mapping_broken", row=int(line[1]) if line else None)]
    except UnicodeDecodeError as error:
        return NONE, [problem(FILE, "encoding", row=1 + raw[: error.start].count(b"\n"))]
    wrong = [problem(FILE, "hetu")] if is_hetu(raw.decode("utf-8-sig")) else list(_wrong(content))
    if wrong:
        return NONE, wrong
    tables = {name: TableMapping(**entry) for name, entry in content.items() if isinstance(entry, dict)}
    return Mapping(content.get("pseudonymised", False), tables, hashlib.sha256(raw).hexdigest()), []


def _wrong(content: Map[str, Any]) -> Iterator[Problem]:
    for name, entry in content.items():
        if name == "pseudonymised":
            if not isinstance(entry, bool):
                yield problem(FILE, "mapping_type", column=name, wanted="true / false")
        elif name not in INPUT_TABLES or not isinstance(entry, dict):
            yield problem(FILE, "mapping_key", column=name)
        else:
            yield from _wrong_table(name, entry)


def _wrong_table(table: str, entry: Map[str, Any]) -> Iterator[Problem]:
    for key, value in entry.items():
        place = f"{table}.{key}"
        if key in TEXTS:
            if not isinstance(value, str):
                yield problem(FILE, "mapping_type", column=place, wanted='"..."')
        elif key == "empty_allowed":
            if not isinstance(value, bool):
                yield problem(FILE, "mapping_type", column=place, wanted="true / false")
        elif key not in MAPS or not isinstance(value, dict):
            yield problem(FILE, "mapping_key", column=place)
        else:
            yield from _wrong_columns(table, key, value)
    yield from _twice(table, entry)


def _wrong_columns(table: str, key: str, content: Map[str, Any]) -> Iterator[Problem]:
    for column, value in content.items():
        place = f"{table}.{key}.{column}"
        if column not in inputs(METADATA.tables[table]):
            yield problem(FILE, "mapping_key", column=place)
        elif key == "values":
            yield from _wrong_values(table, column, value, place)
        elif not isinstance(value, str):
            yield problem(FILE, "mapping_type", column=place, wanted='"..."')


def _wrong_values(table: str, column: str, content: Any, place: str) -> Iterator[Problem]:
    """A code of the sender may become one of ours, or the empty text: not known."""
    if not isinstance(content, dict):
        yield problem(FILE, "mapping_type", column=place, wanted=f"[{place}]")
        return
    codes = allowed(table, column) if promise_of(METADATA.tables[table].columns[column]).kind == "code" else None
    for theirs, value in content.items():
        if not isinstance(value, str):
            yield problem(FILE, "mapping_type", column=f"{place}.{theirs}", wanted='"..."')
        elif codes is not None and value and value not in codes:
            yield problem(FILE, "mapping_code", column=f"{place}.{theirs}", codes=", ".join(codes))


def _twice(table: str, entry: Map[str, Any]) -> Iterator[Problem]:
    """One header cannot fill two columns, and a column is not filled both from the file and with a constant."""
    columns, constants = (found if isinstance(found := entry.get(key), dict) else {} for key in ("columns", "constants"))
    headers = Counter(header.strip().casefold() for header in columns.values() if isinstance(header, str))
    for column, header in columns.items():
        if column in constants or (isinstance(header, str) and headers[header.strip().casefold()] > 1):
            yield problem(FILE, "mapping_twice", column=f"{table}.columns.{column}")
