"""The workbook of the template: a sheet for each table with its columns ready in their formats, lists to choose codes from, and a guide."""

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from sqlalchemy import Column, Table

from data_access.fields import Field, field
from data_access.importing.contract import EARLIEST, LATEST, allowed, area_type_of, file_name, inputs

NAME = "tyokyvyn-tuki-malli.xlsx"
GUIDE, CODES = "ohje", "codes"
LAST_ROW = 1_048_576
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
NEEDED = PatternFill("solid", fgColor="DCE6F2")
FORMATS = {"date": "yyyy-mm-dd", "whole": "0", "number": "General"}  # all else is text: a code keeps its leading zeros, and 2025-03 is no date

HOW = (
    "Täytä taulukot, joista sinulla on tietoja, ja poista muut taulukot. Otsikot säilyvät ennallaan. Pakolliset sarakkeet ovat sinisellä.",
    "Fyll i de blad som du har uppgifter för och ta bort de andra. Ändra inte rubrikerna. Obligatoriska kolumner är blå.",
    "Fill the sheets you have data for, and delete the others. Leave the headers as they are. Required columns are blue.",
)
TITLES = (
    "taulu / tabell / table",
    "sarake / kolumn / column",
    "merkitys / betydelse / meaning",
    "tyyppi / typ / type",
    "yksikkö / enhet / unit",
    "pakollinen / obligatorisk / required",
    "sallitut arvot / tillåtna värden / allowed values",
    "kun arvo puuttuu / när värdet saknas / when missing",
    "esimerkki / exempel / example",
)
YES, NO = "kyllä / ja / yes", "ei / nej / no"
REQUIRED_TABLE = "pakollinen taulu / obligatorisk tabell / required table"
REFUSED = "riviä ei tuoda / raden importeras inte / the row is not imported"
MISSING = "jää puuttuvaksi / förblir tomt / stays missing"
WIDTHS = (22, 22, 60, 10, 14, 18, 60, 34, 30)


def book(tables: Sequence[Table], required: Sequence[str]) -> Workbook:
    """The workbook, not yet saved: the guide, a sheet for each table, and the hidden sheet the lists of codes lie on."""
    made = Workbook()
    _guide(made.active, tables, required)
    lists = made.create_sheet(CODES)
    lists.sheet_state = "hidden"
    places: dict[tuple[str, ...], str] = {}
    for table in tables:
        _sheet(made.create_sheet(table.name, len(made.sheetnames) - 1), table, lists, places)
    return made


def _guide(sheet: Any, tables: Sequence[Table], required: Sequence[str]) -> None:
    sheet.title = GUIDE
    for sentence in HOW:
        sheet.append([sentence])
    sheet.append([])
    sheet.append(TITLES)
    for table in tables:
        sheet.append([table.name, REQUIRED_TABLE if table.name in required else "", table.comment])
        for column in inputs(table).values():
            sheet.append([table.name, *_described(table, column)])
    for cell in sheet[len(HOW) + 2]:
        cell.font = BOLD
    for row in sheet.iter_rows(min_row=len(HOW) + 3):
        for cell in row:
            cell.alignment = WRAPPED
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(len(HOW) + 3, 1)


def _described(table: Table, column: Column) -> list[str]:
    """What the guide says of a column, from its name on."""
    promise = field(column)
    missing = REFUSED if promise.required else promise.default if promise.default is not None else MISSING
    needed = YES if promise.required else NO
    return [column.name, column.comment or "", promise.kind, promise.unit, needed, _values(table, column, promise), missing, promise.example]


def _values(table: Table, column: Column, promise: Field) -> str:
    area = area_type_of(table.name, column)
    if promise.kind == "code":
        return ", ".join(allowed(table.name, column.name))
    if area or promise.refers:
        return f"area.csv ({area})" if area else file_name(promise.refers)
    if promise.kind == "date":
        return f"{EARLIEST} – {LATEST}"
    low, high = ("" if end is None else f"{end:g}" for end in (promise.low, promise.high))
    return f"{low} – {high}" if low or high else ""


def _sheet(sheet: Any, table: Table, lists: Any, places: dict[tuple[str, ...], str]) -> None:
    """A sheet with only its header, in which Excel keeps what is written as it was meant."""
    sheet.freeze_panes = "A2"
    for place, column in enumerate(inputs(table).values(), 1):
        promise, letter = field(column), get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.name) + 4)
        sheet.column_dimensions[letter].number_format = FORMATS.get(promise.kind, "@")
        head = sheet.cell(1, place, column.name)
        head.font, head.number_format = BOLD, "@"
        if promise.required:
            head.fill = NEEDED
        rule = _rule(table, column, promise, lists, places)
        if rule:
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def _rule(table: Table, column: Column, promise: Field, lists: Any, places: dict[tuple[str, ...], str]) -> DataValidation | None:
    """What Excel lets into a column: the codes of its list, or days of the contract."""
    if promise.kind == "code":
        codes = tuple(allowed(table.name, column.name))
        if codes not in places:
            places[codes] = _listed(lists, len(places) + 1, promise.codes, codes)
        return DataValidation("list", formula1=places[codes], allow_blank=True, showErrorMessage=True)
    if promise.kind == "date":
        first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (EARLIEST, LATEST))
        return DataValidation("date", operator="between", formula1=first, formula2=last, allow_blank=True, showErrorMessage=True)
    return None


def _listed(lists: Any, place: int, name: str, codes: Sequence[str]) -> str:
    """Writes a list of codes as a column of the hidden sheet, and gives its address."""
    letter = get_column_letter(place)
    for row, text in enumerate((name, *codes), 1):
        lists.cell(row, place, text).number_format = "@"
    return f"{CODES}!${letter}$2:${letter}${len(codes) + 1}"
