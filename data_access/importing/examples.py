"""An example of what may stand in each column of the contract, and a complete small delivery, for those who write the export.

The examples of one table fit together as one row would, as far as its columns can all be filled.
"""

from pathlib import Path

from sqlalchemy import Column, Table

from data_access.fields import Field, field
from data_access.importing.contract import allowed, area_type_of
from data_access.schema import METADATA

FOLDER = Path(__file__).parent / "contract_files"
DELIVERY = FOLDER / "example"
MAPPING = FOLDER / "mapping.toml"

AREAS = {"municipality": "297", "county": "13", "employment_area": "17"}
# By column, or by table and column where a name means several things.
GIVEN = {
    "client_case.person_id": "4711",
    "client_case.coordinator_id": "81",
    "coordinator_id": "81",
    "opened_date": "2025-03-24",
    "closed_date": "2025-11-28",
    "recorded_at": "2025-03-17",
    "started_date": "2025-04-22",
    "ended_date": "2025-09-30",
    "to_date": "2025-12-31",
    "scored_date": "2025-10-14",
    "fetched_at": "2025-03-20",
    "spell_id": "L0000012",
    "job_id": "J0000034",
    "hours_per_week": "25",
    "measurement_id": "M0000078",
    "measurement.score": "54",
    "goal_id": "G0000056",
    "weight": "3",
    "goal.score": "1",
    "response_id": "R0000091",
    "feedback_answer.value": "9",
    "indicator.name_fi": "Työttömät",
    "indicator.name_sv": "Arbetslösa",
    "indicator.name_en": "Unemployed people",
    "definition_fi": "Alueella asuvat työttömät työnhakijat kuukauden lopussa.",
    "definition_sv": "Arbetslösa arbetssökande som bor i området i slutet av månaden.",
    "definition_en": "Unemployed jobseekers who live in the area, at the end of the month.",
    "expected_lag_months": "1",
    "producer": "TEM, työnvälitystilasto",
    "source_url": "https://stat.fi",
    "period_months": "3",
    "indicator_value.value": "9351",
    "numerator": "9351",
    "denominator": "102480",
    "licence": "CC BY 4.0",
    "indicator_value.source": "Työnvälitystilasto, taulu 12r5",
    "area.area_type": "municipality",
    "area.area": "749",
    "area.name_fi": "Siilinjärvi",
    "area.name_sv": "Siilinjärvi",
    "area.name_en": "Siilinjärvi",
    "kela_area": "Itäinen",
    "population": "21232",
    "seat_lon": "27.6609",
    "seat_lat": "63.0749",
    "valid_from": "2023-01-01",
    "valid_to": "2026-12-31",
    "successor": "297",
    "team.name": "Työkyvyn tuen tiimi, Kuopio",
    "member_id": "M-T13-1-2",
    "fte": "0.5",
    "project.name_fi": "Työkyvyn tuen tiimi -hanke",
    "project.name_sv": "Projektet Team för stöd för arbetsförmågan",
    "project.name_en": "Work ability support team project",
    "source": "Hankesuunnitelma 2023",
    "goal": "Ohjaukset kulkevat yhtä reittiä",
    "action": "Yhteinen lähetelomake",
    "owner": "Hyvinvointialue",
    "measure": "Lomakkeella tulleiden ohjausten osuus",
    "note": "Lomake on käytössä kahdella alueella kolmesta",
    "recommendation": "S1",
}


def example(table: Table, column: Column) -> str:
    """A value that a file may hold in the column; every column has one."""
    promise = field(column)
    given = GIVEN.get(f"{table.name}.{column.name}", GIVEN.get(column.name, ""))
    if (given and promise.kind != "code") or f"{table.name}.{column.name}" in GIVEN:
        return given
    area_type = area_type_of(table.name, column)
    if area_type or promise.refers == "area":
        return AREAS[area_type or "county"]
    return promise.example or _of_key(promise) or _code(table, column, promise)


def _of_key(promise: Field) -> str:
    """What the row that is referred to is called there."""
    if not promise.refers:
        return ""
    owner = METADATA.tables[promise.refers]
    return example(owner, owner.columns[owner.info["key"][0]])


def _code(table: Table, column: Column, promise: Field) -> str:
    """The first code of the list that is in use without end."""
    if promise.kind != "code":
        return ""
    return next(code for code, entry in allowed(table.name, column.name).items() if entry.valid_to is None)
