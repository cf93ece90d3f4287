"""Stages a source of any kind as Parquet in the columns of the contract."""

import tempfile
from pathlib import Path

from data_access.importing.mapping import TableMapping
from data_access.importing.staged import Source, Staged


def stage(source: Source, mapping: TableMapping, work: Path, url: str = "") -> Staged:
    """The rows of a source, in a folder of their own under `work`. `url` is the database of a query.

    Raises OSError where it cannot be opened, ValueError for a kind there is not. Each format is imported when it comes: a night's CSV needs
    neither the reader of workbooks nor that of databases.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"{source.table}.", dir=work))
    match source.kind:
        case "csv":
            from data_access.importing import read_csv

            return read_csv.stage(source, mapping, folder)
        case "xlsx":
            from data_access.importing import read_xlsx

            return read_xlsx.stage(source, mapping, folder)
        case "parquet":
            from data_access.importing import read_parquet

            return read_parquet.stage(source, mapping, folder)
        case "query":
            from data_access.importing import read_database

            return read_database.stage(source, mapping, folder, url)
    raise ValueError(f"no reader for {source.kind}")
