"""Writes a first draft of mapping.toml from the headers of the files, to be looked through by a person who knows them.

Shows headers and short codes only: no identifier, and nothing that looks like somebody's identity.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from data_access.codes import codes as list_of
from data_access.fields import NULL_MARKERS, field
from data_access.importing.contract import allowed, inputs
from data_access.importing.formats import cleaned
from data_access.importing.guessing import candidates, columns_of, table_of
from data_access.importing.header import folded
from data_access.importing.looking import Look, looks
from data_access.importing.mapping import NONE
from data_access.importing.personal import header_is_personal, looks_personal, masked
from data_access.importing.places import places_of
from data_access.schema import INPUT_TABLES, METADATA

LONGEST_CODE, MOST_CODES = 20, 40
START = """\
# Luonnos: tarkista jokainen rivi. Tyhjä "" koodin oikealla puolella = ei tiedossa. Poista # riviltä, jonka täydennät.
# Utkast: kontrollera varje rad. Ett tomt "" till höger om en kod = inte känt. Ta bort # från den rad du fyller i.
# A draft: look through each line. An empty "" to the right of a code = not known. Remove the # of a line you fill in.

# Henkilöiden ja työntekijöiden tunnisteet ovat jo pseudonyymejä / är redan pseudonymer / are pseudonyms already
# pseudonymised = true
"""


def draft(folder: Path) -> str:
    """The draft for the files of a folder or a zip, or for one file. Raises FileNotFoundError, OSError."""
    found, unread = looks(folder)
    tables: dict[str, list[Look]] = defaultdict(list)
    for look in found:
        tables[_table(look)].append(look)
    sections = [_section(table, tables[table]) for table in INPUT_TABLES if table in tables]
    unknown = [f"# {_quoted(look.file)} {_quoted(look.sheet) if look.sheet else ''}: ? [{', '.join(INPUT_TABLES[:8])}, ...]" for look in tables[""]]
    broken = [f"# {_quoted(name)}: ei voitu lukea / kunde inte läsas / could not be read" for name in unread]
    return "\n".join([START, *sections, *unknown, *broken]).rstrip("\n") + "\n"


def _table(look: Look) -> str:
    """The table of a file by its name in the contract, or by a guess; empty where nothing is plain."""
    named = places_of(look.file, NONE) or (places_of(f"{look.sheet}.xlsx", NONE) if look.sheet else [])
    return named[0][0] if named else table_of(look) or ""


def _section(table: str, ours: Sequence[Look]) -> str:
    """A table: where it comes from, its columns, and the codes that are not ours."""
    look = ours[0]
    columns = columns_of(table, look.headers)
    lines = [f"[{table}]", *_place(table, ours), "", f"[{table}.columns]", *_columns(table, look, columns), *_constants(table, columns)]
    for column, header in columns.items():
        values = list(_values(table, column, [value for each in ours if header in each.headers for value in each.column(header)]))
        lines += ["", f"[{table}.values.{column}]", *values] if values else []
    return "\n".join([*lines, ""])


def _place(table: str, ours: Sequence[Look]) -> Iterator[str]:
    """The file, where its name is not that of the contract; files of one name but for a date or a number are its parts."""
    look, names = ours[0], [one.file for one in ours]
    if not places_of(look.file, NONE) and folded(look.sheet) != table:
        pattern = _pattern(names)
        yield f"file = {_quoted(pattern or look.file)}"
        yield from (f"# file = {_quoted(name)}" for name in ([] if pattern else names[1:]))
    if look.sheet and folded(look.sheet) != table:
        yield f"sheet = {_quoted(look.sheet)}"


def _pattern(names: Sequence[str]) -> str:
    """What several names have in common with * for the rest, its digits too; empty where that is nothing."""
    if len(set(names)) < 2:
        return ""
    start = re.sub(r"\d[\d._-]*$", "", _common(names))
    end = re.sub(r"^[\d_-]*", "", _common([name[::-1] for name in names])[::-1])
    return f"{start}*{end}" if len(start) > 2 and "." in end else ""


def _common(names: Sequence[str]) -> str:
    """The letters all names begin with."""
    return "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))


def _columns(table: str, look: Look, columns: dict[str, str]) -> Iterator[str]:
    """A line for each column whose header is another; those without one, and headers without a column, as comments."""
    left = [header for header in look.headers if header and header not in columns.values()]
    free = [header for header in left if not header_is_personal(header)]
    for column in inputs(METADATA.tables[table]):
        if column not in columns:
            likely = candidates(column, free)
            yield from [f'# {column} = ""  # ? {", ".join(map(_quoted, likely))}'] if likely else []
        elif folded(columns[column]) != column:
            yield f"{column} = {_quoted(columns[column])}"
    if free:
        yield f"# ei käytössä / används inte / not used: {', '.join(map(_quoted, free))}"
    personal = [header for header in left if header not in free]
    if personal:
        yield f"# poista viennistä / ta bort ur exporten / leave out of the export: {', '.join(map(_quoted, personal))}"


def _constants(table: str, columns: dict[str, str]) -> Iterator[str]:
    """As comments, the columns that no header stands for: a column the sender does not have is filled with one value, or with nothing."""
    missing = [column for column in inputs(METADATA.tables[table]) if column not in columns]
    if missing:
        yield f"\n# [{table}.constants]  # sarake, jota ei ole / kolumn som saknas / a column that is not there"
        yield from (f'# {column} = ""' for column in missing)


def _values(table: str, column: str, raw: Sequence[str]) -> Iterator[str]:
    """A line for each code of the sender that is not one of ours, filled where it is a name of one in any of the three languages."""
    promise = field(METADATA.tables[table].columns[column])
    if promise.kind != "code":
        return
    ours = allowed(table, column)
    names = {name.casefold(): code for code in ours for name in list_of(promise.codes)[code].names.values()}
    known = {code.casefold() for code in ours}
    theirs = sorted({text for value in raw if (text := cleaned(value)) not in NULL_MARKERS and text.casefold() not in known})
    if len(theirs) > MOST_CODES:  # no codes, but something else
        return
    for text in theirs:
        if len(text) <= LONGEST_CODE and not looks_personal(text):
            yield f"{_quoted(text)} = {_quoted(names.get(text.casefold(), ''))}  # one of: {', '.join(ours)}"


def _quoted(text: str) -> str:
    """A text as TOML writes it, without what looks like somebody's identity."""
    return json.dumps(masked(text), ensure_ascii=False).replace("\x7f", "\\u007f")
