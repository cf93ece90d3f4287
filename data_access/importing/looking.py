"""The headers and the first rows of the files of a delivery, read loosely: enough to draft a mapping from, and never for an import."""

import csv
import io
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pyarrow import parquet

from data_access.importing.archive import unpack
from data_access.importing.csv_start import SEPARATORS
from data_access.importing.file_format import KINDS, format_problems

ROWS = 1000
BYTES = 1 << 20


@dataclass(frozen=True)
class Look:
    """What a file, or a sheet of a workbook, looks like: its headers and at most ROWS rows of text below them."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, header: str) -> list[str]:
        """The first values of a column."""
        place = self.headers.index(header)
        return [row[place] for row in self.rows if place < len(row)]


def looks(path: Path) -> tuple[list[Look], list[str]]:
    """The files of a folder or a zip (or one file) that can hold data, and the names of those that could not be read.

    Raises FileNotFoundError, OSError.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if path.suffix.lower() != ".zip":
        return _looks(sorted(path.iterdir()) if path.is_dir() else [path])
    with tempfile.TemporaryDirectory() as folder:
        wrong = unpack(path, Path(folder) / "unpacked")
        return ([], [path.name]) if wrong else _looks(sorted((Path(folder) / "unpacked").iterdir()))


def _looks(files: Iterable[Path]) -> tuple[list[Look], list[str]]:
    found: list[Look] = []
    unread: list[str] = []
    for file in files:
        kind = KINDS.get(file.suffix.lower())
        if kind is None or not file.is_file() or file.name.lower().startswith((".", "~$", "readme")):
            continue
        ours = [] if format_problems(file) else _look_into(file, kind)
        found += ours
        unread += [] if ours else [file.name]
    return found, unread


def _look_into(file: Path, kind: str) -> list[Look]:
    """The tables in a file; none where it cannot be read."""
    try:
        return [look for look in READERS[kind](file) if any(look.headers)]
    except OSError as error:
        if error.errno:  # Arrow's own have no number
            raise
        return []
    except Exception:  # the readers let out whatever a broken file provokes, and the import says what is wrong with it
        return []


def _csv(file: Path) -> Iterator[Look]:
    with file.open("rb") as stream:
        raw = stream.read(BYTES)
    whole = raw if len(raw) < BYTES else raw[: raw.rfind(b"\n") + 1]
    text = _decoded(whole).replace("\0", "")
    mark = max(SEPARATORS, key=lambda one: len(next(_records(text, one), [])))
    yield _look(file.name, "", _records(text, mark))


def _records(text: str, mark: str) -> Iterator[list[str]]:
    return (record for record in csv.reader(io.StringIO(text, newline=""), delimiter=mark) if any(record))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _xlsx(file: Path) -> Iterator[Look]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drawings and extensions, which hold no data
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            for sheet in book.worksheets:
                yield _look(file.name, sheet.title, (record for record in sheet.iter_rows(values_only=True) if any(record)))
        finally:
            book.close()


def _parquet(file: Path) -> Iterator[Look]:
    with parquet.ParquetFile(file) as content:
        names = content.schema_arrow.names
        batch = next(content.iter_batches(batch_size=ROWS), None)
        rows = zip(*(column.to_pylist() for column in batch.columns), strict=True) if batch is not None else ()
        yield _look(file.name, "", iter([names, *rows]))


def _look(file: str, sheet: str, records: Iterator[Iterable[object]]) -> Look:
    headers = _texts(next(records, ()))
    return Look(file, sheet, headers, tuple(_texts(record) for record in islice(records, ROWS)))


def _texts(record: Iterable[object]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value).strip() for value in record)


READERS = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}
