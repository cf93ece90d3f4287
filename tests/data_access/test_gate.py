"""The only reader of the facts: what comes out is protected, a filter is a slice, and nothing raw is let through."""

import inspect
import itertools
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest

from data_access import gate
from data_access import tally as tallies
from data_access.engine import fetch
from data_access.scope import NoAccess, Viewer
from data_access.statements import counted
from data_access.tally import Bucket, Clock, Tally, Where

MANAGER, STEERING, OWN = (Viewer.parse(text) for text in ("manager", "steering_group", "coordinator:TYTTI-1"))
OPENED = Tally("client_case", "opened_month")
Answers = dict[tuple[str, ...], pd.DataFrame]
SOURCES = ("county", "referral_source")
pytestmark = pytest.mark.usefixtures("on_duckdb")


def raw(tally: Tally) -> pd.DataFrame:
    """The true counts behind a tally, as nobody is shown them."""
    return fetch(counted(tally, MANAGER))


def asked(*by: str, **only: str) -> pd.DataFrame:
    return gate.count(Tally("client_case", "opened_month", by=by, only=tuple(only.items())), MANAGER)


@pytest.mark.parametrize("viewer", [MANAGER, STEERING], ids=str)
@pytest.mark.parametrize("filtered", ["county", "referral_source", "outcome"])
def test_a_filter_is_a_slice_of_the_broken_down_answer(viewer: Viewer, filtered: str) -> None:
    whole = gate.count(Tally("client_case", "opened_month", by=("sex", filtered)), viewer)
    for value in whole[filtered].unique():
        part = gate.count(Tally("client_case", "opened_month", by=("sex",), only=((filtered, value),)), viewer)
        expected = whole[whole[filtered] == value].drop(columns=filtered).reset_index(drop=True)
        pd.testing.assert_frame_equal(part, expected[part.columns])


@pytest.mark.parametrize("viewer", [MANAGER, STEERING], ids=str)
def test_one_value_at_a_time_tells_no_more_than_the_table(viewer: Viewer) -> None:
    whole = gate.count(Tally("client_case", "opened_month", by=("employment_area",)), viewer).set_index("employment_area")
    for value, row in whole.iterrows():
        one = gate.count(Tally("client_case", "opened_month", only=(("employment_area", str(value)),)), viewer)
        assert one["hidden"].tolist() == [row["hidden"]] and (one["n"].tolist() == [row["n"]] or row["hidden"])


def test_nothing_is_left_of_the_counting_but_protected_numbers() -> None:
    shares = Tally("client_case", "closed_month", by=("sex",), hits=(Where("outcome", ("education",)),))
    assert list(gate.count(OPENED, MANAGER)) == ["n", "hidden"]
    assert list(gate.count(shares, MANAGER)) == ["sex", "n", "hidden", "hits", "hits_hidden"]
    assert list(gate.balanced((OPENED, OPENED, OPENED), 0, MANAGER)) == ["n", "hidden"]


def test_no_argument_turns_scope_or_protection_off() -> None:
    allowed = {"tally", "viewer", "flows_and_stock", "place", "least", "table"}
    for name, function in inspect.getmembers(gate, inspect.isfunction):
        if function.__module__ == gate.__name__ and not name.startswith("_"):
            assert set(inspect.signature(function).parameters) <= allowed, name


@pytest.mark.parametrize("table", ["client_case", "case_event", "measurement", "feedback_answer"])
def test_rows_about_persons_are_never_handed_out(table: str) -> None:
    with pytest.raises(NoAccess, match=table):
        gate.rows(table)
    with pytest.raises(NoAccess, match=table):
        gate.published(Tally(table, "opened_month", value="n"))
    with pytest.raises(NoAccess, match=table):
        gate.of_newest(table)


def test_nothing_counted_is_zero_and_not_hidden_for_every_viewer() -> None:
    nothing = Tally("case_event", "event_month", where=(Where("event_code", ("NO_SUCH",)),))
    for viewer in (MANAGER, STEERING, OWN):
        assert gate.count(nothing, viewer).to_dict("records") == [{"n": 0.0, "hidden": False}]


def test_a_stricter_limit_hides_more_and_a_laxer_one_changes_nothing() -> None:
    by_county = Tally("client_case", "closed_month", by=("county", "outcome"))
    usual, mean = gate.count(by_county, MANAGER), gate.count(by_county, MANAGER, least="mean_needs")
    assert usual["hidden"].sum() < mean["hidden"].sum() and not mean["n"].between(1, 9).any()
    pd.testing.assert_frame_equal(gate.count(by_county, MANAGER, least="share_needs"), usual)


def test_a_numerator_is_hidden_with_its_complement() -> None:
    tally = Tally("client_case", "closed_month", by=("team_id",), hits=(Where("outcome", ("education",)),))
    true = raw(tally).set_index(["team_id", "_hit"])["n"].unstack(fill_value=0)
    shown = gate.count(tally, MANAGER).set_index("team_id")
    small = true.apply(lambda column: column.between(1, 4)).any(axis=1)
    assert shown.loc[small[small].index, "hits_hidden"].all() and small.any() and not shown["hits_hidden"].all()
    told = shown[~shown["hits_hidden"]]
    assert (told["hits"] == true.loc[told.index, "yes"]).all()


def test_a_spread_leaves_out_what_has_too_few_rows() -> None:
    tally = Tally(
        "client_case",
        "opened_month",
        by=("county", "referral_source"),
        value="age_at_start",
        where=(Where("age_at_start", test=tallies.Test.PRESENT),),
    )
    times = gate.spread(tally, MANAGER, least="median_needs").groupby(list(SOURCES))["times"].sum()
    true = raw(tally).set_index(list(SOURCES))["n"]
    assert times.min() >= 20 and set(times.index) == set(true[true >= 20].index)


def test_spells_are_counted_once_for_persons_and_at_the_end_for_cases() -> None:
    year = (Bucket("2023", "2023-01", "2023-12"), Bucket("2024", "2024-01", "2024-12"))
    spell = Tally("client_case", "opened_month", until="closed_month", time="year", buckets=year, person=True, clock=Clock.DURING)
    persons = gate.count(spell, OWN).set_index("time")["n"].to_dict()
    assert persons["2024"] == 96 > persons["2023"]


def test_no_source_by_county_can_be_worked_out_from_the_tables_of_source_and_county() -> None:
    """All a manager can ask of cases opened by these two: the pair, each alone, each filtered by the other, and the total.

    Not protected by this: other breakdowns of the same cases (source by county beside source by age class), see docs/decisions.md.
    """
    answers: Answers = {cells: asked(*cells) for cells in ((), ("county",), ("referral_source",), SOURCES)}
    unknown = {key: place for place, key in enumerate(hidden_cells(answers))}
    true = raw(Tally("client_case", "opened_month", by=SOURCES)).set_index(list(SOURCES))["n"]
    small = [place for (cells, key), place in unknown.items() if cells == SOURCES and true[key] < 5]
    assert len(small) > 20
    assert not set(small) & solvable(equations(answers, unknown), len(unknown))


def test_the_solver_finds_what_can_be_worked_out() -> None:
    assert solvable([{0}, {1, 2}], 3) == {0}
    assert solvable([{0, 1}, {1, 2}, {0, 1, 2}], 3) == {0, 1, 2}


@pytest.mark.parametrize("pair", list(itertools.permutations(("county", "referral_source", "outcome", "sex"), 2)), ids="-".join)
def test_no_two_shown_numbers_differ_by_a_hidden_small_one(pair: tuple[str, str]) -> None:
    """Total of a class less the only other part, over every line of the pair."""
    table, totals = asked(*pair), asked(pair[0]).set_index(pair[0])["hidden"]
    true = raw(Tally("client_case", "opened_month", by=pair)).set_index(list(pair))["n"]
    for value, line in table.groupby(pair[0]):
        hidden = line[line["hidden"]]
        if len(hidden) == 1 and not totals[value]:
            assert true[tuple(hidden.iloc[0][list(pair)])] >= 5, (value, "a small number is the total less what is shown")


def hidden_cells(answers: Answers) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    for cells, frame in answers.items():
        for key in frame[frame["hidden"]][list(cells)].itertuples(index=False, name=None):
            yield cells, key


def equations(answers: Answers, unknown: dict) -> list[set[int]]:
    """For each total and its parts, the places of the hidden ones among them."""
    found = []
    for (parts, frame), whole in itertools.product(answers.items(), answers):
        if len(whole) != len(parts) - 1 or not set(whole) <= set(parts):
            continue
        for key, line in frame.groupby(list(whole)) if whole else [((), frame)]:
            places = {unknown.get((parts, own)) for own in line[list(parts)].itertuples(index=False, name=None)}
            found.append({place for place in {*places, unknown.get((whole, key))} if place is not None})
    return [one for one in found if one]


def solvable(rows: list[set[int]], many: int) -> set[int]:
    """The unknowns that have one value only: those that no solution of the equations with zero on the right can change.

    The sign of a total among its parts does not matter: an unknown with its sign turned has one value just as well.
    """
    matrix = np.zeros((len(rows), many))
    for place, row in enumerate(rows):
        matrix[place, list(row)] = 1
    free = np.eye(many) - np.linalg.pinv(matrix) @ matrix
    return {place for place in range(many) if abs(free[place, place]) < 1e-8}
