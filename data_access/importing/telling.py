"""What became of an import in plain words, for the terminal, for the report beside a delivery, and as a file to send back.

Tells only what the report holds: no value about a person is in it, and none can come out of it.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from data_access.importing.names import plain
from data_access.importing.problems import Problem, Severity
from data_access.importing.report import FileReport, Outcome, Report
from data_access.importing.telling_words import COLUMNS, FILE_HEADER, HEADINGS, IN_FORCE, OTHER, SEVERITIES, TITLES

BOM = "\ufeff"
# A cell that starts with one of these is taken for a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@")
BREAKS = re.compile(r"[\x00-\x1f\x7f]+")


def told(report: Report, language: str) -> str:
    """The outcome, the files, the tables in force and every problem, as lines without a line end at the end. `language` is fi, sv or en."""
    blocks = [[_heading(report, language)], _files(report.files, language), _tables(report, language), *_problems(report, language)]
    return "\n\n".join("\n".join(map(plain, block)) for block in blocks if block)


def problems_csv(report: Report, language: str) -> str:
    """The problems as CSV for a spreadsheet: a mark of UTF-8 first, semicolons, one row for each problem; no cell can be a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS[language])
    for one in report.problems:
        place = (one.file, one.row or "", one.column or "")
        writer.writerow(map(_plain, (*place, one.rule, SEVERITIES[language][one.severity], one.rows, one.how[language])))
    return BOM + text.getvalue()


def _heading(report: Report, language: str) -> str:
    return HEADINGS[language][report.outcome].format(run=report.run)


def _files(files: Sequence[FileReport], language: str) -> list[str]:
    if not files:
        return []
    numbers = _number(language)
    rows = [(one.name, *map(numbers, (one.rows_in, one.rows_aside, one.rows_repeated))) for one in files]
    return _aligned([FILE_HEADER[language], *rows])


def _tables(report: Report, language: str) -> list[str]:
    """Rows in force after it; tables without rows are not told."""
    there = {table: rows for table, rows in report.rows.items() if rows}
    title = IN_FORCE[language]["checked" if report.outcome is Outcome.CHECKED else "published"]
    return _aligned([(title, OTHER[language]["rows"]), *((table, _number(language)(rows)) for table, rows in there.items())]) if there else []


def _problems(report: Report, language: str) -> list[list[str]]:
    """A block for each kind: what refused it, what was let pass, rows set aside, rows read once, what is only told."""
    refused = {id(one) for one in report.refusals}
    rest = [one for one in report.problems if id(one) not in refused]
    by_severity = {severity: [one for one in rest if one.severity is severity] for severity in Severity}
    refusals = _block("refuse", report.refusals, language)
    later = (Severity.CONFIRM, Severity.ASIDE, Severity.COLLAPSE, Severity.WARN)
    return [refusals, _accept(report, language), *(_block(severity.value, by_severity[severity], language) for severity in later)]


def _block(kind: str, problems: Sequence[Problem], language: str) -> list[str]:
    if not problems:
        return []
    count = _number(language)(sum(one.rows for one in problems))
    return [f"{TITLES[language][kind]} ({count})", *(f"  {one.told(language)}" for one in problems)]


def _accept(report: Report, language: str) -> list[str]:
    """What to write to let the differences pass; nothing where something else refuses the delivery all the same."""
    refusals = report.refusals
    rules = dict.fromkeys(one.rule for one in refusals if one.severity is Severity.CONFIRM)
    if not rules:
        return []
    options = " ".join(f"--accept {rule}" for rule in rules)
    first = any(one.severity is Severity.REFUSE for one in refusals)
    return [OTHER[language]["mend_first" if first else "accept"].format(options=options)]


def _aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns under each other: the first to the left, numbers to the right."""
    whole = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*whole, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]) for row in whole]


def _number(language: str) -> Callable[[int], str]:
    return lambda number: f"{number:,}".replace(",", "," if language == "en" else "\u00a0")


def _plain(cell: object) -> str:
    text = plain(BREAKS.sub(" ", str(cell))).strip()
    return f"'{text}" if text.startswith(FORMULA) else text
