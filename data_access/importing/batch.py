"""Everything an import reads: the files of the delivery and the parts of tables that stay in force, all staged as Parquet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data_access import areas
from data_access.importing import before
from data_access.importing.contract import REQUIRED_TABLES, file_name, input_tables, inputs
from data_access.importing.delivery import Delivery
from data_access.importing.fingerprint import after, replaced
from data_access.importing.mapping import NONE, Mapping, TableMapping
from data_access.importing.personal import free_text_sql, header_is_personal, personal_sql
from data_access.importing.problems import Problem, problem
from data_access.importing.pseudonyms import key_id
from data_access.importing.reader import stage
from data_access.importing.report import FileReport, Outcome, Report
from data_access.importing.staged import Control, Source, Staged
from data_access.importing.steps import Stage, Step, Tell
from data_access.importing.typed import Reading
from data_access.importing.work import name, text
from data_access.place import location
from data_access.schema import METADATA


@dataclass(frozen=True)
class Batch:
    """What an import works on. `readings` by table: files delivered first, then what is kept. `in_force` are the rows of import_file after
    the import, without counts for the files delivered. `problems` are of files as a whole."""

    name: str
    folder: Path
    sources: tuple[Source, ...]
    readings: dict[str, tuple[Reading, ...]]
    in_force: list[dict[str, Any]]
    controls: tuple[Control, ...]
    problems: tuple[Problem, ...]
    day: date


def prepare(delivery: Delivery, names: Mapping, folder: Path, key: bytes, day: date, tell: Tell, url: str = "") -> Batch:
    """Stages every source of a delivery, looks for personal data in what the contract does not know, and exports what stays in force."""
    readings: dict[str, list[Reading]] = defaultdict(list)
    problems, sources = [*delivery.problems], []
    for place, source in enumerate(delivery.sources):
        tell(Step(Stage.READ, source.name, place / len(delivery.sources)))
        staged = stage(source, names.of(source.table), folder, url)
        readings[source.table].append(Reading(staged, names.of(source.table), names.pseudonymised))
        problems += [*staged.problems, *_personal(staged)]
        sources.append(staged.source)
    kept = _kept(sources, folder)
    for staged in kept:
        readings[staged.source.table].append(Reading(staged, TableMapping(), True))
    problems += [*_absent(readings, url), *_lost(sources), *_other_key(kept, key)]
    if not readings["area"]:
        readings["area"] = [Reading(_areas(folder), TableMapping())]
    found = {table.name: tuple(readings[table.name]) for table in input_tables()}
    return Batch(delivery.name, folder, tuple(sources), found, after(sources, names), delivery.controls, tuple(problems), day)


def unread(delivery: Delivery, problems: Sequence[Problem]) -> Report:
    """The report of a delivery that was refused before any of its rows was read."""
    files = tuple(FileReport(one.table, one.part, one.name, one.sha256, 0) for one in delivery.sources)
    return Report(Outcome.REFUSED, None, {}, files, tuple(problems))


def _kept(sources: Sequence[Source], folder: Path) -> list[Staged]:
    """The parts in force that the delivery does not replace, each table as one file with a column `part`."""
    staying: dict[str, list[str]] = defaultdict(list)
    for row in after(sources, NONE):
        if not any((row["table_name"], row["part"]) == (one.table, one.part) for one in sources):
            staying[row["table_name"]].append(row["part"])
    found = []
    for table, parts in staying.items():
        file = folder / f"kept_{table}.parquet"
        rows = before.export(table, parts, file)
        known = tuple(inputs(METADATA.tables[table]))
        found.append(Staged(Source(table, "", file_name(table), "kept"), file, known, rows_in=rows))
    return found


def _areas(folder: Path) -> Staged:
    """The bundled areas of Finland, for a delivery that brings none."""
    return stage(Source("area", "", areas.FILE.name, "csv", areas.FILE), TableMapping(), folder, "")


def _absent(readings: dict[str, list[Reading]], url: str) -> list[Problem]:
    """Tables that must be there, and of which nothing comes or is in force; `url` is the database of an import by queries."""
    absent = [table for table in REQUIRED_TABLES if not readings[table]]
    return [problem(f"{table} (query)", "query_missing", table=table) if url else problem(file_name(table), "file_missing") for table in absent]


def _lost(sources: Sequence[Source]) -> list[Problem]:
    """What is in force, cannot be read any more, and does not come with the delivery either."""
    lost = before.lost()
    files = [Path(location()).name] if lost is None else [row["file"] for row in lost if not replaced(row, sources)]
    return [problem(file, "before_unreadable") for file in files]


def _other_key(kept: Sequence[Staged], key: bytes) -> list[Problem]:
    """Tables about clients that stay in force hold pseudonyms of the key they were imported with."""
    newest = before.newest()
    if newest is None or newest["key_id"] == key_id(key):
        return []
    clients = (one.source.table for one in kept if not METADATA.tables[one.source.table].info["public"] and one.rows_in)
    return [problem(file_name(table), "key_changed") for table in clients]


def _personal(staged: Staged) -> list[Problem]:
    """Columns the contract does not know are not used, and still must not hold anybody's identity."""
    found = []
    for column in staged.others:
        if header_is_personal(column):
            found.append(problem(staged.source.name, "personal_column", row=1, column=column))
        elif staged.file and _holds_identity(staged.file, column):
            found.append(problem(staged.source.name, "personal_value", column=column))
    return found


def _holds_identity(file: Path, column: str) -> bool:
    value = f"CAST({name(column)} AS VARCHAR)"
    with duckdb.connect(":memory:") as connection:
        rows = f"SELECT 1 FROM read_parquet({text(str(file))}) WHERE {personal_sql(value)} OR {free_text_sql(value)} LIMIT 1"
        return connection.execute(rows).fetchone() is not None
