"""Stages a Parquet file in its own types: as it lies where its columns have the names of the contract, else as a renamed copy.

Refuses what would lose values in silence: identifiers as floating-point numbers, raw bytes and nested values in columns of the contract.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import compute, parquet, types
from sqlalchemy import Table

from data_access.fields import field
from data_access.importing.header import Header, judged
from data_access.importing.mapping import TableMapping
from data_access.importing.problems import Problem, problem
from data_access.importing.staged import Source, Staged
from data_access.schema import METADATA

ROWS = 65_536
ENCRYPTED = b"PARE"
PATTERN = set("*?[]{}")  # DuckDB takes a name with these for several files
KEPT = (
    types.is_null,
    types.is_boolean,
    types.is_integer,
    types.is_floating,
    types.is_decimal128,
    types.is_date,
    types.is_timestamp,
    types.is_string,
    types.is_large_string,
    types.is_string_view,
)


def stage(source: Source, mapping: TableMapping, work: Path) -> Staged:
    """The file itself, or a copy in `work`; none where it cannot be read. Rows count from 1, as a Parquet file has no header row. Raises OSError."""
    assert source.path is not None
    with source.path.open("rb") as stream:  # what is missing or may not be read is told as that
        start = stream.read(len(ENCRYPTED))
    if start == ENCRYPTED:
        return Staged(source, None, problems=(problem(source.name, "parquet_encrypted"),))
    try:
        with parquet.ParquetFile(source.path, pre_buffer=False, buffer_size=1 << 20) as file:
            next(file.iter_batches(batch_size=1), None)  # a footer may be whole and the pages behind it damaged or encrypted
            return _staged(source, source.path, file, mapping, work)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk is full; Arrow's own have no number
            raise
        rule = "parquet_encrypted" if "crypt" in str(error).lower() else "parquet_unreadable"
        return Staged(source, None, problems=(problem(source.name, rule),))


def undecodable(source: Source) -> list[Problem]:
    """The text columns of a Parquet file that are not in UTF-8. Nobody asks before the database has failed on it, for every byte is read."""
    if source.kind != "parquet" or source.path is None:
        return []
    found: dict[str, Problem] = {}
    with parquet.ParquetFile(source.path) as file:
        for batch in file.iter_batches(batch_size=ROWS):
            for column, values in zip(batch.schema.names, batch.columns, strict=True):
                try:
                    values.validate(full=True)
                except pa.ArrowInvalid:
                    found[column] = problem(source.name, "encoding", column=column)
    return list(found.values())


def _staged(source: Source, path: Path, file: parquet.ParquetFile, mapping: TableMapping, work: Path) -> Staged:
    schema, table = file.schema_arrow, METADATA.tables[source.table]
    header = judged(source.name, schema.names, table, mapping)
    wrong = _types(source, file, header, table) if header.readable else []
    if not header.readable or wrong:
        return Staged(source, None, problems=(*header.problems, *wrong))
    rows = file.metadata.num_rows
    none = [] if rows or mapping.empty_allowed else [problem(source.name, "no_rows")]
    as_it_is = header.names == tuple(schema.names) and not PATTERN & set(str(path))
    staged = path if as_it_is else _copy(file, header, work / f"{source.table}.parquet")
    return Staged(source, staged, header.known, header.others, rows, 0, (*header.problems, *none), _lines)


def _lines(positions: set[int]) -> Mapping[int, int]:
    return {position: position + 1 for position in positions}


def _types(source: Source, file: parquet.ParquetFile, header: Header, table: Table) -> list[Problem]:
    """The columns of the contract whose type cannot be read, or not without loss. A column of which every value is missing loses nothing,
    whatever its type: pandas writes one as floating-point numbers."""
    found = []
    for place, name in enumerate(header.names):
        kind = _plain(file.schema_arrow.field(place).type)
        if name not in header.known:
            continue
        if not any(kept(kind) for kept in KEPT):
            found.append(problem(source.name, "parquet_type", column=name, type=kind))
        elif types.is_floating(kind) and field(table.columns[name]).kind == "text" and not _nothing_in(file, place):
            found.append(problem(source.name, "id_float", column=name, type=kind))
    return found


def _nothing_in(file: parquet.ParquetFile, place: int) -> bool:
    """Whether every value of a plain column is missing."""
    name = file.schema_arrow.names[place]
    batches = file.iter_batches(batch_size=ROWS, columns=[name])
    return all(compute.count(batch.column(0)).as_py() == 0 for batch in batches)


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type of the values behind a dictionary."""
    return kind.value_type if types.is_dictionary(kind) else kind


def _copy(file: parquet.ParquetFile, header: Header, to: Path) -> Path:
    """The file under the names of the contract, without dictionary types, a batch of rows at a time."""
    schema = pa.schema([(name, _plain(one.type)) for name, one in zip(header.names, file.schema_arrow, strict=True)])
    with parquet.ParquetWriter(to, schema, compression="lz4") as writer:
        for batch in file.iter_batches(batch_size=ROWS):
            columns = [column.cast(_plain(column.type)) for column in batch.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return to
