"""What the cells of a workbook need to be understood: its sheets, its shared texts, where its calendar begins, and which formats are dates.

Nothing is run or fetched: formulas, links and macros are not looked at. What openpyxl cannot make sense of is refused as unreadable.
"""

import re
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZipFile

from openpyxl.packaging.relationship import Relationship
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.escape import unescape
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from data_access.importing.archive import DAMAGED as BROKEN
from data_access.importing.personal import is_hetu

TAG = f"{{{SHEET_MAIN_NS}}}"
DAMAGED = (*BROKEN, ParseError, ValueError, KeyError)
LARGEST = 500_000_000  # bytes of shared texts, which are held in memory: about two gigabytes there
UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.')  # what a format shows as it is, or leaves room for
DATE, TIME, PERCENT = "date", "time", "%"


class Unreadable(Exception):
    """A workbook that cannot be read; the argument is the rule of rules.toml it breaks."""


@dataclass(frozen=True)
class Sheet:
    """A sheet by name, its file in the zip, and whether Excel hides it."""

    name: str
    member: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """An open workbook. `formats` has for each style `date`, `time`, `%`, zeros as many as the digits it shows at least, or nothing."""

    archive: ZipFile
    sheets: tuple[Sheet, ...]
    formats: tuple[str, ...]
    epoch: datetime
    shared: str

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells name by number. Raises Unreadable where they are too many to hold."""
        if not self.shared:
            return []
        if self.archive.getinfo(self.shared).file_size > LARGEST:
            raise Unreadable("workbook_large")
        with self.archive.open(self.shared) as stream:
            events = iterparse(stream, events=("start", "end"))
            _, root = next(events)
            return list(_strings(events, root))

    def holds_hetu(self) -> bool:
        """Whether a personal identity code is anywhere in the shared texts or the comments, also of sheets nobody asked for. Raises Unreadable."""
        return any(map(is_hetu, self.strings)) or any(map(is_hetu, self._comments()))

    def texts(self, sheet: Sheet) -> Iterator[str]:
        """The texts and numbers that stand in a sheet itself."""
        with self.archive.open(sheet.member) as stream:
            for _, element in iterparse(stream):
                if element.tag in (f"{TAG}t", f"{TAG}v") and element.text:
                    yield element.text
                elif element.tag == f"{TAG}row":
                    element.clear()

    def _comments(self) -> Iterator[str]:
        for member in self.archive.infolist():
            if "comment" in member.filename.lower() and member.file_size <= LARGEST:
                with self.archive.open(member) as stream:
                    for _, element in iterparse(stream):
                        if element.tag.endswith(("}comment", "}threadedComment")):
                            yield "".join(element.itertext())
                            element.clear()


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """The workbook in a file. Raises Unreadable, OSError."""
    path.open("rb").close()  # what is missing or may not be read is told as that
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drawings and extensions, which hold no data
        try:
            reader = ExcelReader(str(path), read_only=True, data_only=True, keep_links=False)
            book = _book(reader)
        except Exception as error:  # openpyxl lets out whatever a broken file provokes: KeyError, TypeError, ParseError and more
            raise Unreadable("workbook_unreadable") from error
    with book.archive:
        yield book


def holds_hetu(path: Path, names: Collection[str]) -> bool:
    """Whether a personal identity code is in these sheets, which nobody else reads; not where they cannot be read. Raises OSError."""
    try:
        with opened(path) as book:
            return any(is_hetu(text) for sheet in book.sheets if sheet.name in names for text in book.texts(sheet))
    except (Unreadable, *DAMAGED):
        return False


def plain_text(element: Element) -> str:
    """The text of a shared or inline string, of all its runs; reading aids of Japanese are left out."""
    texts = [node.text or "" for part in element if part.tag in (f"{TAG}t", f"{TAG}r") for node in part.iter(f"{TAG}t")]
    whole = "".join(texts)
    return unescape(whole) if "_x" in whole else whole


def _strings(events: Iterator[tuple[str, Element]], root: Element) -> Iterator[str]:
    for event, element in events:
        if event == "end" and element.tag == f"{TAG}si":
            yield plain_text(element)
            root.clear()


def _book(reader: ExcelReader) -> Book:
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    sheets = tuple(Sheet(sheet.name, rel.target, sheet.state != "visible") for sheet, rel in reader.parser.find_sheets() if _is_table(rel))
    if not sheets:
        raise Unreadable("workbook_unreadable")
    shared = reader.package.find(SHARED_STRINGS)
    return Book(reader.archive, sheets, tuple(_formats(reader)), reader.wb.epoch, shared.PartName[1:] if shared else "")


def _is_table(relation: Relationship) -> bool:
    return relation.Type.endswith("/worksheet")


def _formats(reader: ExcelReader) -> Iterator[str]:
    book = reader.wb
    for place, style in enumerate(book._cell_styles):
        number = style.numFmtId
        shown = BUILTIN_FORMATS.get(number, "") if number < BUILTIN_FORMATS_MAX_SIZE else book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
        dated = TIME if place in book._timedelta_formats else DATE if place in book._date_formats else ""
        yield dated or (PERCENT if "%" in UNSHOWN.sub("", shown) else shown if re.fullmatch("00+", shown) else "")
