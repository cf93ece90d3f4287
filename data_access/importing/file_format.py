"""Whether a file is what its name says: a table as CSV text, an XLSX workbook or Parquet. What is not is refused with advice, and never tried."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from data_access.importing.archive import PACKED, looked_into
from data_access.importing.names import is_text
from data_access.importing.problems import Problem, problem

KINDS = {".csv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
MACRO, OLD = (".xlsm", ".xlsb", ".xltm"), (".xls", ".ods")
# Data in a form the import does not read: passing over it in silence would lose it.
OTHER = (".tsv", ".tab", ".dat", ".json", ".jsonl", ".xml", ".sav", ".dta", ".sas7bdat", ".dbf", ".mdb", ".accdb", ".feather", ".arrow", ".orc")
ZIP, OLE, PARQUET = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0", b"PAR1"
SIGNATURES = {
    OLE: "XLS",
    PARQUET: "Parquet",
    b"PARE": "Parquet",
    b"\x1f\x8b": "GZIP",
    b"7z\xbc\xaf": "7Z",
    b"Rar!": "RAR",
    b"%PDF": "PDF",
    b"SQLi": "SQLite",
}


def is_data(path: Path) -> bool:
    """Whether a file holds data by its name, read by the import or not; documents, pictures and the like do not."""
    return path.suffix.lower() in {*KINDS, *MACRO, *OLD, *OTHER, *PACKED}


def weight(path: Path) -> int:
    """Bytes of a file as it is read: of a workbook, those it says it holds unpacked."""
    return looked_into(path)[0] if path.suffix.lower() == ".xlsx" else path.stat().st_size


def format_problems(path: Path) -> list[Problem]:
    """What speaks against opening a file with the reader its name asks for."""
    if not is_text(str(path)):
        return [problem(path.name, "name_encoding")]
    suffix = path.suffix.lower()
    for suffixes, rule in ((MACRO, "macro"), (OLD, "format_old"), (PACKED, "zip_nested"), (OTHER, "file_unknown")):
        if suffix in suffixes:
            return [problem(path.name, rule)]
    content = _content(path)
    if content == "":
        return [problem(path.name, "file_empty")]
    if suffix == ".xlsx" and content == "XLS":  # a workbook with a password is packed in the old format
        return [problem(path.name, "workbook_locked")]
    if content != {".xlsx": "XLSX", ".parquet": "Parquet"}.get(suffix, "CSV"):
        return [problem(path.name, "wrong_extension", found=content, suffix=suffix)]
    return _workbook_problems(path) if suffix == ".xlsx" else []


def _content(path: Path) -> str:
    """What a file is by its first bytes; nothing where it is empty. What has no signature is taken for text."""
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(ZIP):
        return "XLSX" if path.suffix.lower() == ".xlsx" or _is_workbook(path) else "ZIP"
    return next((shown for signature, shown in SIGNATURES.items() if head.startswith(signature)), "CSV") if head else ""


def _is_workbook(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False


def _workbook_problems(path: Path) -> list[Problem]:
    _, wrong = looked_into(path)
    if wrong:
        return wrong
    with ZipFile(path) as archive:
        macro = any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())
    return [problem(path.name, "macro")] if macro else []
