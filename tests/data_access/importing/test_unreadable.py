"""A table that others lean on and that cannot be read, or does not have what they name, ends in problems to mend, never in an error."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_access.importing import Outcome, Report, import_delivery
from data_access.importing.contract import inputs
from data_access.schema import INPUT_TABLES, METADATA
from tests.data_access.test_next_division import bundled
from tests.data_access.tiny import OPEN, folder

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize("table", INPUT_TABLES)
def test_a_table_that_cannot_be_read_is_refused_whatever_leans_on_it(tmp_path: Path, table: str) -> None:
    base = folder(tmp_path / "in", client_case=[{**OPEN, "project": "P1"}])
    (base / f"{table}.csv").write_text(f'{",".join(inputs(METADATA.tables[table]))}\n"1,\n', encoding="utf-8")
    report = import_delivery(base, now=NOW)
    assert report.outcome is Outcome.REFUSED
    assert {(one.file, one.rule) for one in report.refusals} == {(f"{table}.csv", "quote_open")}


def brought(path: Path, *kinds: str) -> Report:
    """Imports the base folder with a table of areas that has these types only."""
    return import_delivery(folder(path / "in", area=[one for one in bundled() if one["area_type"] in kinds]), accept=["all"], now=NOW)


@pytest.mark.parametrize("kept", [False, True], ids=["first", "later"])
def test_a_type_of_area_that_is_not_there_at_all_has_no_areas(tmp_path: Path, kept: bool) -> None:
    if kept:
        assert import_delivery(folder(tmp_path / "in"), now=NOW).run == 1
    no_homes = brought(tmp_path, "county")
    assert no_homes.published and _rules(no_homes) >= {("client_case.csv", "municipality", "area_unknown")}
    no_county = brought(tmp_path, "country")
    assert not no_county.published and _rules(no_county) >= {("team.csv", "county", "area_unknown")}
    assert brought(tmp_path, "municipality", "county", "employment_area").published


def _rules(report: Report) -> set[tuple[str, str | None, str]]:
    return {(one.file, one.column, one.rule) for one in report.problems}
