"""The worked example of docs/next-division.md through the real importer: an invented change of 2027 changes all that depends on the division."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data_access import areas, gate, lines
from data_access.importing import Report, import_delivery
from data_access.importing.status import status
from data_access.scope import Role, Viewer
from data_access.tally import Tally
from metrics import Question, ask, dimensions
from metrics.library import crossing, pairs, relations
from tests.data_access.tiny import FIGURE, INDICATOR, OPEN, Row, folder, write

BEFORE, AFTER = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, 8, tzinfo=UTC)
NAMES = ("name_fi", "name_sv", "name_en")
KUOPIO, LEPPAVIRTA, SIILINJARVI, RAUTALAMPI, SUONENJOKI = "297", "420", "749", "686", "778"
EXACT = Viewer(Role.COORDINATOR, "K1")


def bundled() -> list[Row]:
    """The bundled areas as rows of a file."""
    with areas.FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def row(code: str, kind: str = "municipality") -> Row:
    return next(one for one in bundled() if (one["area_type"], one["area"]) == (kind, code))


def changed() -> list[Row]:
    """On 1.1.2027 Siilinjärvi goes over to employment area 45, Rautalampi becomes a part of Suonenjoki, Leppävirta gets an employment
    area of its own (47), and employment area 17 a new name."""
    ended = {"valid_to": "2026-12-31"}
    begun = {"valid_from": "2027-01-01", "valid_to": ""}
    last = {
        ("municipality", SIILINJARVI): ended,
        ("municipality", LEPPAVIRTA): ended,
        ("municipality", RAUTALAMPI): {**ended, "successor": SUONENJOKI},
        ("employment_area", "17"): ended,
    }
    return [
        *({**one, **last.get((one["area_type"], one["area"]), {})} for one in bundled()),
        {**row(SIILINJARVI), **begun, "employment_area": "45"},
        {**row(LEPPAVIRTA), **begun, "employment_area": "47"},
        {**row("17", "employment_area"), **begun, **dict.fromkeys(NAMES, "Kuopion seutu")},
        {**row("17", "employment_area"), **begun, "area": "47", **dict.fromkeys(NAMES, "Leppävirta")},
    ]


def brought(path: Path, table: list[Row], now: datetime) -> Report:
    """Imports five cases of 2025 and two figures of 2025 with an area table."""
    homes = (KUOPIO, LEPPAVIRTA, SIILINJARVI, RAUTALAMPI, SUONENJOKI)
    cases = [{**OPEN, "case_id": f"C{number}", "person_id": f"P{number}", "municipality": home} for number, home in enumerate(homes, 1)]
    rate = {**INDICATOR, "indicator": "unemployment_rate", "unit": "percent", "additive": "no"}
    count = {"area_type": "municipality", "period": "2025"}
    figures = [{**FIGURE, **count, "area": RAUTALAMPI, "value": "30"}, {**FIGURE, **count, "area": SUONENJOKI, "value": "70"}]
    figures += [
        {**FIGURE, "indicator": "unemployment_rate", "area_type": "employment_area", "area": area, "period": "2025", "published": "2026-01-20"}
        for area in ("17", "29")
    ]
    tables: dict[str, list[Row] | None] = {"client_case": cases, "indicator": [INDICATOR, rate], "indicator_value": figures, "area": table}
    return import_delivery(folder(path / "in", **tables), now=now)


def by(metric: str, dimension: str) -> dict[object, float]:
    frame = ask(Question(metric, (dimension,)), EXACT).frame
    return dict(zip(frame[dimension], frame["value"], strict=True))


@pytest.fixture
def on_the_day(tmp_path: Path) -> None:
    """The changed table was imported on the day on which it comes into force."""
    assert brought(tmp_path, changed(), AFTER).published


def test_until_its_day_a_change_that_is_in_the_table_changes_nothing(tmp_path: Path) -> None:
    brought(tmp_path, bundled(), BEFORE)
    division, counts = areas.belongs(areas.current()), by("cases_opened", "employment_area")
    brought(tmp_path, changed(), BEFORE)
    assert areas.belongs(areas.current()).equals(division) and by("cases_opened", "employment_area") == counts == {"17": 4, "13": 1}
    assert dimensions.names("employment_area")["17"]["fi"] == "Kuopio" and "47" not in dimensions.names("employment_area")
    assert "46 employment areas, 308 municipalities in force on 2026-10-01; changes on 2027-01-01, import again then" in status("en")


def test_the_same_files_are_counted_anew_when_the_day_has_come(tmp_path: Path) -> None:
    assert brought(tmp_path, changed(), BEFORE).run == 1
    assert brought(tmp_path, changed(), datetime(2026, 12, 31, 21, 59, tzinfo=UTC)).unchanged
    midnight_in_finland = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    assert brought(tmp_path, changed(), midnight_in_finland).run == 2
    assert brought(tmp_path, changed(), AFTER).unchanged


@pytest.mark.usefixtures("on_the_day")
class TestOnTheDayOfTheChange:
    def test_history_is_told_on_the_new_map(self) -> None:
        assert by("cases_opened", "employment_area") == {"17": 3, "45": 1, "47": 1}
        assert by("cases_opened", "county") == {"13": 5}
        assert by("cases_opened", "municipality") == {KUOPIO: 1, LEPPAVIRTA: 1, SIILINJARVI: 1, SUONENJOKI: 2}

    def test_the_code_that_came_is_kept_and_is_no_breakdown(self) -> None:
        cases = gate.my_cases(EXACT).set_index("case_id")
        placed = [cases[name]["C4"] for name in ("municipality_recorded", "municipality", "employment_area")]
        assert placed == [RAUTALAMPI, SUONENJOKI, "17"]
        assert "municipality_recorded" not in {one.column for one in dimensions.DIMENSIONS.values()}
        figures = gate.rows("indicator_value")
        assert set(figures["area"][figures["municipality"] == SUONENJOKI]) == {RAUTALAMPI, SUONENJOKI}

    def test_counts_of_merged_municipalities_are_added_up(self) -> None:
        assert by("unemployed", "municipality") == {SUONENJOKI: 100}

    def test_a_rate_of_an_area_with_another_border_is_left_out_not_averaged(self) -> None:
        assert by("unemployment_rate", "employment_area") == {"29": 12.5}

    def test_names_follow(self) -> None:
        names = dimensions.names("employment_area")
        assert (names["17"]["fi"], names["47"]["sv"]) == ("Kuopion seutu", "Leppävirta")
        assert RAUTALAMPI not in dimensions.names("municipality")

    def test_pairs_of_the_divisions_follow(self) -> None:
        before = areas.in_force(areas.reference(), BEFORE.date())
        told = {tuple(pair) for pair in pairs(areas.current())[["county", "employment_area"]].itertuples(index=False)}
        assert told - {tuple(pair) for pair in pairs(before)[["county", "employment_area"]].itertuples(index=False)} == {("13", "47")}
        assert pairs(areas.current())["municipalities"].sum() == pairs(before)["municipalities"].sum() - 1

    def test_protection_adds_up_in_the_new_areas(self) -> None:
        county, employment_area = lines.parents(["municipality"], Tally("client_case", "opened_month", by=("municipality",)))["municipality"]
        assert (employment_area[SIILINJARVI], employment_area[LEPPAVIRTA], employment_area[KUOPIO]) == ("45", "47", "17")
        assert county[RAUTALAMPI] == "13"


def test_a_municipality_that_goes_over_to_another_county_makes_its_area_a_crossing_one(tmp_path: Path) -> None:
    moved = {**row(SUONENJOKI), "valid_from": "2027-01-01", "county": "15"}
    table = [{**one, "valid_to": "2026-12-31"} if one["area"] == SUONENJOKI else one for one in bundled()]
    assert brought(tmp_path, [*table, moved], AFTER).published
    assert "17" in crossing(areas.current()) and "17" not in crossing(areas.in_force(areas.reference(), AFTER.date()))
    assert relations(areas.current())["15"] == "crossed"
    assert by("cases_opened", "county") == {"13": 4, "15": 1}
    assert lines.parents(["municipality"], Tally("client_case", "opened_month"))["municipality"][0][SUONENJOKI] == "15"


def edited(code: str, *more: Row, **values: str) -> list[Row]:
    """The bundled municipalities with one row changed, and rows added."""
    return [*({**one, **values} if (one["area_type"], one["area"]) == ("municipality", code) else one for one in bundled()), *more]


LATER = {"valid_from": "2027-01-01"}
MISTAKES = {
    "periods overlap": (edited(KUOPIO, {**row(KUOPIO), **LATER}), ("valid_from", "area_overlap")),
    "periods overlap by a day": (edited(KUOPIO, {**row(KUOPIO), **LATER}, valid_to="2027-01-01"), ("valid_from", "area_overlap")),
    "a gap between periods": (edited(KUOPIO, {**row(KUOPIO), **LATER}, valid_to="2026-12-30"), ("valid_from", "area_gap")),
    "an end without a successor": (edited(KUOPIO, valid_to="2026-12-31"), ("successor", "area_without_successor")),
    "a successor without an end": (edited(KUOPIO, successor=SUONENJOKI), ("valid_to", "area_merged_in_force")),
    "a successor and a later row": (
        edited(KUOPIO, {**row(KUOPIO), **LATER}, valid_to="2026-12-31", successor=SUONENJOKI),
        ("successor", "area_goes_on"),
    ),
    "an unknown successor": (edited(KUOPIO, valid_to="2026-12-31", successor="999"), ("successor", "area_unknown")),
    "an unknown county": (edited(KUOPIO, county="99"), ("county", "area_unknown")),
    "an unknown employment area": (edited(KUOPIO, employment_area="99"), ("employment_area", "area_unknown")),
    "no employment area": (edited(KUOPIO, employment_area=""), ("employment_area", "required")),
    "mergers in a circle": (edited(RAUTALAMPI, valid_to="2026-12-31", successor=RAUTALAMPI), ("successor", "area_successor")),
    "a successor that begins a day late": (
        edited(RAUTALAMPI, {**row(KUOPIO), "area": "998", "valid_from": "2027-01-02"}, valid_to="2026-12-31", successor="998"),
        ("successor", "area_successor"),
    ),
    "an employment area that is not there yet": (
        edited("420", {**row("17", "employment_area"), "area": "47", **LATER}, employment_area="47"),
        ("employment_area", "area_home"),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_area_table_is_refused_with_exactly_its_problem(tmp_path: Path, mistake: str) -> None:
    table, place = MISTAKES[mistake]
    problems = import_delivery(folder(tmp_path / "in", area=table), now=BEFORE).problems
    assert [(one.file, one.column, one.rule) for one in problems] == [("area.csv", *place)], [str(one) for one in problems]


def test_an_area_that_ends_while_municipalities_still_belong_to_it_is_told_with_its_day(tmp_path: Path) -> None:
    table = [{**one, "valid_to": "2026-12-31"} if (one["area_type"], one["area"]) == ("employment_area", "43") else one for one in bundled()]
    (problem,) = import_delivery(folder(tmp_path / "in", area=table), now=BEFORE).problems
    assert problem.rule == "area_home" and "Area 43" in problem.how["en"] and "2027-01-01" in problem.how["en"] and "Alue 43" in problem.how["fi"]


def test_a_client_of_a_municipality_that_is_not_there_yet_is_refused_until_its_day(tmp_path: Path) -> None:
    table = [*bundled(), {**row(KUOPIO), "area": "998", "valid_from": "2027-01-01"}]
    base = folder(tmp_path / "in", area=table, client_case=[{**OPEN, "municipality": "998"}], case_event=None, service_episode=None)
    report = import_delivery(base, now=BEFORE)
    (problem,) = report.problems
    assert (problem.file, problem.row, problem.rule) == ("client_case.csv", 2, "area_not_in_force") and "998" not in str(problem)
    assert report.rows["client_case"] == 0
    later = import_delivery(base, now=AFTER)
    assert later.problems == () and later.rows["client_case"] == 1


def test_an_area_table_may_be_brought_by_hand(tmp_path: Path) -> None:
    write(tmp_path / "area.csv", "area", changed())
    report = import_delivery(tmp_path, now=AFTER)
    assert {one.file for one in report.problems} == {"client_case.csv", "team.csv"} and not report.published
