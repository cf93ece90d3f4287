"""Notes an import in the journal from its beginning to its end, whatever the end."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from data_access.importing import journal
from data_access.importing.journal import JournalFailed
from data_access.importing.problems import problem
from data_access.importing.report import Report


@dataclass
class Note:
    """The attempt in the journal, and what became of it."""

    attempt: int
    report: Report | None = None


@contextmanager
def noted(source: str, by: str) -> Iterator[Note]:
    """An import in the journal. A journal that cannot be written stops no import: the report says so."""
    note, broken = Note(0), False
    try:
        note.attempt = journal.begin(source, by)
    except JournalFailed:
        broken = True
    try:
        yield note
    except BaseException as error:
        with suppress(JournalFailed):
            if not broken:
                journal.failed(note.attempt, type(error).__name__)
        raise
    assert note.report is not None
    try:
        if not broken:
            journal.end(note.attempt, note.report, note.report.content_hash)
    except JournalFailed:
        broken = True
    if broken:
        note.report = replace(note.report, problems=(*note.report.problems, problem(journal.FILE, "journal_failed")))
