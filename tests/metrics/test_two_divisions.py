"""The same total in both divisions: every metric by county and by employment area, for a viewer whose numbers are exact.

The small sample is given to one coordinator, with a client in Åland, clients whose municipality is not known, and a person with two cases
in two areas. The figures are invented for every municipality of today and before.
"""

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_access import areas
from data_access.engine import fetch
from data_access.importing import import_delivery
from data_access.importing.contract import inputs
from data_access.schema import METADATA
from metrics import METRICS, Question, Statistic, Viewer, ask
from metrics.figures import WhyNot, why_not
from sample_data.__main__ import write_sample

ONE = Viewer.parse("coordinator:ONE")
DIVISIONS = ("county", "employment_area")
ALAND = {"county": areas.ALAND, "employment_area": "46"}
MARIEHAMN, KUOPIO, MIKKELI = "478", "297", "491"
OF_CASES = [name for name, metric in METRICS.items() if metric.statistic is not Statistic.FIGURE]
ADDED_UP = [name for name in OF_CASES if METRICS[name].statistic in (Statistic.COUNT, Statistic.SHARE) and not METRICS[name].persons]
PERSONS = [name for name in OF_CASES if METRICS[name].persons]
FIGURES = [name for name, metric in METRICS.items() if metric.statistic is Statistic.FIGURE]
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample that is one coordinator's."""
    folder, data = tmp_path_factory.mktemp("one_csv"), tmp_path_factory.mktemp("one")
    write_sample(folder, 400, 1)
    for file in folder.glob("*.csv"):
        rewritten(file, lambda rows: [{**row, "coordinator_id": "ONE"} if "coordinator_id" in row else row for row in rows])
    rewritten(folder / "client_case.csv", placed)
    rewritten(folder / "indicator_value.csv", lambda _rows: [figure(name, kind, code) for name in FIGURES for kind, code in PLACES])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TYOPOYTA_DATA", str(data))
        report = import_delivery(folder, sample=True)
        assert report.published, [str(problem) for problem in report.problems[:5]]
    return data


@pytest.fixture(autouse=True)
def on_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests of this file read that sample."""
    monkeypatch.setenv("TYOPOYTA_DATA", str(home))


# Every municipality there has been, and one county.
PLACES = [("municipality", code) for code in areas.belongs(areas.reference()).index] + [("county", "13")]


def figure(name: str, area_type: str, code: str) -> dict[str, str]:
    """A figure of 2018, when the three municipalities that have merged since were still there."""
    told = {"producer": "X", "licence": "X", "source": "X", "value_state": "ok"}
    return {"indicator": name, "area_type": area_type, "area": code, "period": "2018", "value": str(10 + int(code) % 7), **told}


def placed(rows: Rows) -> Rows:
    """The first client in Åland, the next two not known where, and two cases of one person in two counties."""
    homes = (MARIEHAMN, "", "", KUOPIO, MIKKELI)
    moved = [{**row, "municipality": home} for row, home in zip(rows, homes, strict=False)]
    moved[4]["person_id"] = moved[3]["person_id"]
    return [*moved, *rows[len(homes) :]]


def rewritten(file: Path, change: Callable[[Rows], Rows]) -> None:
    """The file with its rows changed."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = change(list(csv.DictReader(stream)))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(inputs(METADATA.tables[file.stem])), restval="")
        writer.writeheader()
        writer.writerows(rows)


def by(metric: str, level: str) -> pd.DataFrame:
    """The answer by a level, by its codes."""
    return ask(Question(metric, (level,)), ONE).frame.set_index(level)


def total(metric: str, level: str, *, mainland: bool = True) -> tuple[float, float]:
    """(sum of values, or of the numerators of a share; sum of n) over the classes of a level, "not known" among them."""
    frame = by(metric, level).drop(index=ALAND[level], errors="ignore") if mainland else by(metric, level)
    assert not frame["hidden"].any()
    share = METRICS[metric].statistic is Statistic.SHARE
    return float((frame["value"] * (frame["n"] if share else 1)).sum()), float(frame["n"].sum())


@pytest.mark.parametrize("metric", ADDED_UP)
def test_counts_and_both_halves_of_shares_add_up_to_the_same_in_both_divisions(metric: str) -> None:
    counties, employment_areas = (total(metric, level) for level in DIVISIONS)
    assert counties == pytest.approx(employment_areas)
    answer = ask(Question(metric), ONE)
    everywhere = total(metric, "county", mainland=False)
    assert everywhere == pytest.approx((answer.value * (answer.n if METRICS[metric].statistic is Statistic.SHARE else 1), answer.n))
    assert everywhere == pytest.approx(total(metric, "employment_area", mainland=False))


def test_the_sample_has_what_could_make_the_totals_differ() -> None:
    counties, employment_areas = (by("referrals", level)["value"] for level in DIVISIONS)
    assert counties["91"] == employment_areas["46"] >= 1
    assert employment_areas["unknown"] >= 2 and "unknown" not in counties.index, "where the home is not known the county is the team's"


@pytest.mark.parametrize("metric", PERSONS)
def test_a_person_is_counted_once_in_each_area_where_they_have_a_row(metric: str) -> None:
    rows = fetch(METADATA.tables[METRICS[metric].table].select())
    rows = rows[rows[METRICS[metric].date].notna()]
    for level in DIVISIONS:
        assert total(metric, level, mainland=False)[0] == len(rows[["person_key", level]].drop_duplicates())


def test_a_person_with_cases_in_two_areas_is_one_more_in_the_sum_of_areas() -> None:
    sums = [total("clients", level, mainland=False)[0] for level in DIVISIONS]
    assert min(sums) > ask(Question("clients"), ONE).value


@pytest.mark.parametrize("metric", [name for name in OF_CASES if name not in (*ADDED_UP, *PERSONS)])
def test_medians_and_means_are_made_anew_from_the_same_rows(metric: str) -> None:
    counties, employment_areas = (by(metric, level).drop(index=ALAND[level], errors="ignore") for level in DIVISIONS)
    assert counties["n"].sum() == employment_areas["n"].sum()


@pytest.mark.parametrize("metric", [name for name in FIGURES if METRICS[name].additive])
def test_an_additive_figure_adds_up_to_the_same_in_both_divisions(metric: str) -> None:
    values = {level: by(metric, level)["value"].drop(index=ALAND[level]) for level in DIVISIONS}
    assert (len(values["county"]), len(values["employment_area"])) == (22, 45)
    home = areas.belongs(areas.reference())["county"]
    mainland = sum(10 + int(code) % 7 for code in home.index if home[code] != areas.ALAND)
    assert values["county"].sum() == values["employment_area"].sum() == mainland, "one county's own figure does not stand beside sums"


@pytest.mark.parametrize("metric", [name for name in FIGURES if not METRICS[name].additive])
def test_a_rate_that_cannot_be_split_anew_is_refused_with_the_reason(metric: str) -> None:
    assert list(by(metric, "county").index) == ["13"]
    assert by(metric, "employment_area").empty
    assert why_not(METRICS[metric], "county") is None
    assert why_not(METRICS[metric], "employment_area") is WhyNot.NOT_ADDITIVE


@pytest.mark.parametrize("metric", OF_CASES)
def test_what_is_counted_from_cases_can_always_be_split(metric: str) -> None:
    assert {why_not(METRICS[metric], level) for level in ("municipality", *DIVISIONS)} == {None}


def test_the_bundled_figures_say_why_they_are_not_there(duckdb_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATA", str(duckdb_home))
    asked = (("population", "employment_area"), ("laid_off", "county"), ("health_check_coverage", "employment_area"))
    assert [why_not(METRICS[name], level) for name, level in asked] == [None, WhyNot.NOT_EVERY_MUNICIPALITY, WhyNot.NOT_ADDITIVE]
    assert why_not(METRICS["rehabilitative_work_starters"], "county") is WhyNot.NOT_PUBLISHED
