"""Which table, and which part of it, a file or a sheet of a workbook fills, by its name: that of the contract or the pattern in the mapping."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from data_access.importing.file_format import KINDS
from data_access.importing.header import folded
from data_access.importing.mapping import Mapping
from data_access.importing.problems import Problem, problem
from data_access.importing.staged import Source
from data_access.schema import INPUT_TABLES

Place = tuple[str, str]


def places_of(name: str, mapping: Mapping) -> list[Place]:
    """The tables and parts a file fills by its name: `case_event.2025-03.csv` is the part `2025-03` of case_event. A pattern in the mapping
    replaces the name of the contract; several tables may be taken from one file."""
    found = []
    for table in INPUT_TABLES:
        pattern = mapping.of(table).file
        match = _pattern(pattern).fullmatch(folded(name)) if pattern else _contract_name(table, folded(Path(name).stem))
        if match:
            found.append((table, ".".join(part for part in match.groups() if part)))
    return found


def sources_of(path: Path, mapping: Mapping) -> tuple[list[Source], list[Problem]]:
    """The sources in one data file, without their hashes; none and a problem where the contract does not know it."""
    kind, named = KINDS[path.suffix.lower()], places_of(path.name, mapping)
    if kind == "xlsx":
        return _sheets_of(path, named, mapping)
    found = [Source(table, part, path.name, kind, path) for table, part in named]
    return found, [] if found else [problem(path.name, "file_unknown")]


def clashes(sources: Sequence[Source]) -> list[Problem]:
    """Tables that come whole and in parts, or a part of which comes twice: which of them is true cannot be known."""
    tables: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        tables[source.table].append(source)
    found = []
    for table, ours in tables.items():
        parts = Counter(source.part for source in ours)
        names = ", ".join(sorted({source.name for source in ours if source.part == "" or parts[source.part] > 1}))
        if max(parts.values()) > 1:
            found.append(problem(names, "source_twice", table=table))
        elif "" in parts and len(parts) > 1:
            found.append(problem(names, "whole_and_part", table=table))
    return found


def _unread(path: Path, sheets: Sequence[str]) -> list[Problem]:
    from data_access.importing import xlsx_book  # as below

    return [problem(path.name, "hetu")] if sheets and xlsx_book.holds_hetu(path, sheets) else []


def sheets_in(path: Path) -> list[str]:
    """The sheets of a workbook."""
    from data_access.importing import read_xlsx  # a delivery without workbooks does not need it

    return read_xlsx.sheets(path)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(map(re.escape, folded(pattern).split("*"))))


def _contract_name(table: str, name: str) -> re.Match[str] | None:
    return re.fullmatch(rf"{table}(?:\.(.+))?", name)


def _sheets_of(path: Path, named: list[Place], mapping: Mapping) -> tuple[list[Source], list[Problem]]:
    sheets = sheets_in(path)
    if not sheets:  # it cannot be read, or holds nothing: the reader says which
        made = [Source(table, part, path.name, "xlsx", path) for table, part in named]
        return made, [] if made else [problem(path.name, "workbook_unreadable")]
    places: list[tuple[str, str, str]] = []
    wrong: list[Problem] = []
    for table in INPUT_TABLES:
        parts = [part for each, part in named if each == table]
        ours, fault = _sheets_for(table, sheets, bool(parts), mapping)
        places += [(table, part or (parts or [""])[0], sheet) for sheet, part in ours]
        wrong += [problem(path.name, fault, table=table, sheet=mapping.of(table).sheet)] if fault else []
    alone = len(places) == 1
    made = [Source(table, part, path.name if alone else f"{path.name} ({sheet})", "xlsx", path, sheet) for table, part, sheet in places]
    wrong += _unread(path, [sheet for sheet in sheets if sheet not in {one.sheet for one in made}])
    return made, wrong or ([] if made else [problem(path.name, "file_unknown")])


def _sheets_for(table: str, sheets: Sequence[str], named: bool, mapping: Mapping) -> tuple[list[Place], str]:
    """The sheets that fill a table with their parts, or the rule they break. `named`: the workbook has the name of the table."""
    wanted = mapping.of(table)
    if wanted.sheet:
        ours = [(sheet, "") for sheet in sheets if folded(sheet) == folded(wanted.sheet)]
        return ours if named or not wanted.file else [], "sheet_missing" if named and not ours else ""
    matched = [(sheet, _contract_name(table, folded(sheet))) for sheet in sheets if named or not wanted.file]
    ours = [(sheet, match.group(1) or "") for sheet, match in matched if match]
    if ours or not named:
        return ours, ""
    return ([(sheets[0], "")], "") if len(sheets) == 1 else ([], "sheet_which")
