"""Counties, employment areas and their pairs do not tell each other's small numbers: nobody can solve for one from all three tables."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access import linked
from data_access.engine import fetch
from data_access.linked import LEVELS, PAIR, link
from data_access.scope import Viewer
from data_access.statements import counted
from data_access.tally import Tally
from metrics import METRICS, Period, Question, ask
from metrics.ask import _tally, span

BELOW = 5
PEOPLE = Tally("client_case", "opened_month")
OTHER = Tally("service_episode", "started_month")
MANAGER = Viewer.parse("manager")
KEYS = {"county": ["county"], "employment_area": ["employment_area"], PAIR: ["county", "employment_area"], "municipality": ["municipality"]}


def tables(pairs: dict[tuple[str, str], int]) -> dict[str, pd.DataFrame]:
    """The three tables of some pairs with their counts."""
    inner = pd.DataFrame([(*key, float(n)) for key, n in pairs.items()], columns=["county", "employment_area", "n"])
    return {name: inner.groupby(list(columns), as_index=False).agg(n=("n", "sum")) for name, columns in LEVELS.items()}


def small(frames: dict[str, pd.DataFrame]) -> dict[str, pd.Series]:
    return {name: frame["n"].between(1, BELOW - 1) for name, frame in frames.items()}


def hidden_after(frames: dict[str, pd.DataFrame], tally: Tally = OTHER) -> dict[str, set[str]]:
    """level -> the hidden cells by name, small ones and those hidden besides."""
    marks = small(frames)
    more = link(frames, marks, [], BELOW, tally)
    return {name: {"-".join(row) for row in frame.loc[marks[name] | more[name], KEYS[name]].to_numpy()} for name, frame in frames.items()}


def solved(frames: dict[str, pd.DataFrame], hidden: dict[str, pd.Series]) -> list[tuple[str, int]]:
    """(level, place) of the hidden cells that have only one value when all sums hold: what a patient reader could work out."""
    cells = [(name, int(place)) for name, marks in hidden.items() for place in np.flatnonzero(marks)]
    at = {cell: column for column, cell in enumerate(cells)}

    def together(parts: Iterable[tuple[str, int]], total: tuple[str, int] | None = None) -> np.ndarray:
        line = np.zeros(len(cells))
        line[[at[cell] for cell in parts if cell in at]] = 1
        if total in at:
            line[at[total]] = -1
        return line

    lines = []
    for name in ("county", "employment_area"):
        lines.append(together((name, place) for place in range(len(frames[name]))))
        for place, code in enumerate(frames[name][name]):
            lines.append(together(((PAIR, int(one)) for one in np.flatnonzero(frames[PAIR][name] == code)), (name, place)))
    if "municipality" in frames:
        pairs, inner = (frames[name]["county"] + "-" + frames[name]["employment_area"] for name in (PAIR, "municipality"))
        for place, code in enumerate(pairs):
            lines.append(together((("municipality", int(one)) for one in np.flatnonzero(inner == code)), (PAIR, place)))
    system = np.array(lines)
    if not cells:
        return []
    _, sizes, basis = np.linalg.svd(system)
    free = basis[(sizes > 1e-9).sum() :]
    return [cell for cell, moves in zip(cells, np.abs(free).max(axis=0, initial=0.0), strict=True) if moves < 1e-9]


def test_a_pair_that_is_a_whole_employment_area_is_hidden_where_the_area_is() -> None:
    hidden = hidden_after(tables({("04", "43"): 51, ("04", "15"): 3, ("01", "15"): 30, ("01", "29"): 40}))
    assert "04-15" in hidden[PAIR]
    assert ("04-43" in hidden[PAIR]) == ("43" in hidden["employment_area"])


def test_what_is_left_of_a_county_is_not_told_by_its_other_employment_areas() -> None:
    hidden = hidden_after(tables({("04", "43"): 51, ("04", "15"): 3, ("01", "15"): 30, ("01", "29"): 40}))
    assert "04" in hidden["county"] or "43" in hidden["employment_area"]


def test_a_city_is_not_hidden_for_two_clients_whose_home_is_not_known() -> None:
    pairs = {("90", "08"): 340, ("90", "unknown"): 2, ("13", "17"): 200, ("13", "unknown"): 9}
    assert hidden_after_small_people(pairs) == {"county": set(), "employment_area": set(), PAIR: set()}
    assert "90-08" in hidden_after(tables(pairs))[PAIR], "but where more is told of them, it is"


def hidden_after_small_people(pairs: dict[tuple[str, str], int]) -> dict[str, set[str]]:
    frames = tables(pairs)
    marks = {name: one & ~linked.harmless(frames[name], PEOPLE) for name, one in small(frames).items()}
    more = link(frames, marks, [], BELOW, PEOPLE)
    return {name: {"-".join(row) for row in frame.loc[marks[name] | more[name], KEYS[name]].to_numpy()} for name, frame in frames.items()}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("123456")), st.integers(0, 30), min_size=3, max_size=14))
def test_no_small_number_has_only_one_possible_value(pairs: dict[tuple[str, str], int]) -> None:
    frames = tables(pairs)
    marks = small(frames)
    more = link(frames, marks, [], BELOW, OTHER)
    hidden = {name: marks[name] | more[name] for name in frames}
    told = [(name, place) for name, place in solved(frames, hidden) if marks[name].iloc[place]]
    # Where nothing is left to hide behind (all cells with anybody in them are hidden already), the total tells what it tells.
    assert not told or all((hidden[name] | frame["n"].eq(0)).all() for name, frame in frames.items()), (frames, hidden, told)


@pytest.mark.usefixtures("on_duckdb")
@pytest.mark.parametrize("period", ["2025", "2026", "2026-Q3"])
@pytest.mark.parametrize("metric", ["clients", "cases_opened", "cases_closed", "cases_open"])
def test_a_manager_cannot_solve_for_a_small_number_from_all_tables_of_areas(metric: str, period: str, on_duckdb: Path) -> None:
    frames, hidden, few = {}, {}, {}
    for level, columns in {**LEVELS, "municipality": linked.AREAS}.items():
        question = Question(metric, tuple(columns), (), Period.parse(period))
        tally = _tally(question, METRICS[metric], *span())
        true = fetch(counted(tally, MANAGER))
        true = true[true["time"].isin(tally.keep)].reset_index(drop=True)
        shown = ask(question, MANAGER).frame
        joined = true.merge(shown, how="left", on=list(columns), validate="1:1", suffixes=("", "_shown"))
        frames[level], hidden[level] = true, joined["hidden"].eq(True)
        few[level] = true["n"].between(1, BELOW - 1) & ~linked.harmless(true, tally)
        assert (hidden[level] | ~few[level]).all()
    told = [(level, frames[level].loc[place].to_dict()) for level, place in solved(frames, hidden) if few[level].iloc[place]]
    assert not told
