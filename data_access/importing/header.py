"""The header of a file against the contract: which column is which, which are missing, and which the contract does not know.

Names are compared without regard to case, composed letters, and spaces or invisible marks around them; nothing else is forgiven.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from data_access.fields import field
from data_access.importing.contract import derived_names, inputs
from data_access.importing.mapping import TableMapping
from data_access.importing.personal import header_is_personal, looks_personal
from data_access.importing.problems import Problem, problem

INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
UNREADABLE = ("header_absent", "header_duplicate", "nul_byte")


@dataclass(frozen=True)
class Header:
    """`names` has a distinct name (also when case is ignored) for each column of the file: that of the contract, or the sender's own.

    `known` are those of the contract, `others` all else.
    """

    names: tuple[str, ...]
    known: tuple[str, ...]
    others: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def readable(self) -> bool:
        """Whether it is certain which column is which."""
        return all(one.rule not in UNREADABLE for one in self.problems)


def plain(name: str) -> str:
    """A header as it is shown: composed, without invisible marks and spaces around it."""
    return unicodedata.normalize("NFC", name).translate(INVISIBLE).strip()


def folded(name: str) -> str:
    """A header as it is compared."""
    return plain(name).casefold()


def contract_names(table: Table, mapping: TableMapping) -> dict[str, str]:
    """Column of the contract by the folded header it comes under. A renamed column is looked for under its new name only."""
    return {folded(mapping.columns.get(name, name)): name for name in inputs(table)}


def judged(file: str, headers: Sequence[str], table: Table, mapping: TableMapping) -> Header:
    """Every column of a file under its name, and what is wrong with the header. `file` is what a person calls the file."""
    if any("\0" in header for header in headers):
        return Header((), (), (), (problem(file, "nul_byte", row=1),))
    ours = contract_names(table, mapping)
    found = [ours.get(folded(header)) for header in headers]
    if not any(found):  # the row may be data: its values are not repeated
        return Header((), (), (), (problem(file, "header_absent", row=1),))
    names = _distinct([name or plain(header) or str(place) for place, (name, header) in enumerate(zip(found, headers, strict=True), 1)], found)
    others = tuple(name for name, known in zip(names, found, strict=True) if known is None)
    # columns without a name, which spreadsheets leave behind, are not each other's doubles
    twice = {name: times for name, times in Counter(map(folded, headers)).items() if name and times > 1}
    strange = [name for name, known, header in zip(names, found, headers, strict=True) if known is None and folded(header) not in twice]
    personal = [(place, name) for place, (name, header) in enumerate(zip(found, headers, strict=True), 1) if _personal(name, header, table)]
    missing = [name for name in inputs(table) if name not in found and name not in mapping.constants]
    wrong = (
        *(problem(file, "header_duplicate", row=1, column=_shown(name, headers), times=times) for name, times in twice.items()),
        *(problem(file, _why(name, table), row=1, column=name) for name in strange),
        *(problem(file, "personal_column", row=1, column=name or str(place)) for place, name in personal),
        *(problem(file, "header_missing", row=1, column=name) for name in missing),
    )
    return Header(names, tuple(name for name in found if name), others, wrong)


def may_be_called(column: str, header: str, table: Table) -> bool:
    """Whether a column of the contract may come under a header: that of a person's name is for none, but where a public table has names."""
    own = table.columns[column]
    words = table.info["public"] and field(own).kind == "text" and column not in table.info["key"] and not field(own).refers
    return words or not header_is_personal(header)


def _personal(name: str | None, header: str, table: Table) -> bool:
    """Whether a header is somebody's identity, or what the mapping leads to a column of the contract is called as that of a person is."""
    return looks_personal(header) or (name is not None and not may_be_called(name, header, table))


def _shown(name: str, headers: Sequence[str]) -> str:
    """A header as it is first written."""
    return next(plain(header) for header in headers if folded(header) == name)


def _why(name: str, table: Table) -> str:
    return "header_derived" if name.casefold() in derived_names(table) else "header_unknown"


def _distinct(names: list[str], found: Sequence[str | None]) -> tuple[str, ...]:
    """The names with a number after those that another has; the contract's own are kept."""
    taken, distinct = {name for name in found if name}, []
    for name, known in zip(names, found, strict=True):
        number, fresh = 2, name
        while known is None and fresh.casefold() in taken:
            fresh, number = f"{name}_{number}", number + 1
        taken.add(fresh.casefold())
        distinct.append(fresh)
    return tuple(distinct)
