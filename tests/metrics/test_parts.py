"""Parts of a whole: the rest is what the shown leave over, hidden stays hidden, and no total gives a hidden part away."""

import math

import pandas as pd
import pytest

from metrics.methods.flows import OTHER
from metrics.methods.parts import by_group, largest, of_whole, planned_and_started, tighten, top_and_rest

NAN = float("nan")


def _counts(column: str, **counts: float) -> pd.DataFrame:
    """Counts by class; NaN is hidden."""
    values = list(counts.values())
    return pd.DataFrame({column: list(counts), "value": values, "n": values, "hidden": [math.isnan(value) for value in values]})


def _times(**rows: tuple[float | None, ...]) -> pd.DataFrame:
    """Counts by quarter and class; NaN is hidden, None has no row."""
    cells = [(f"2025-Q{place + 1}", name, value) for name, values in rows.items() for place, value in enumerate(values) if value is not None]
    frame = pd.DataFrame(cells, columns=["quarter", "source", "value"])
    return frame.assign(hidden=frame["value"].isna())


def test_a_share_keeps_the_count_behind_it_and_a_hidden_count_has_none() -> None:
    frame = of_whole(_counts("source", a=30, b=NAN), 40)
    assert frame["value"].iloc[0] == 0.75 and frame["n"].iloc[0] == 30
    assert frame.loc[1, ["value", "n"]].isna().all()


def test_nothing_of_nothing_is_no_share() -> None:
    assert of_whole(_counts("source", a=0), 0)["value"].isna().all()


def test_the_largest_are_the_largest_that_may_be_shown_and_are_known() -> None:
    assert largest(_counts("source", a=3, b=NAN, c=9, unknown=50, d=0), "source", 3, without=("unknown",)) == ["c", "a"]


def test_lines_and_the_rest_add_up_to_the_whole_in_every_period() -> None:
    whole = _times(all=(20, 30)).drop(columns="source")
    out = top_and_rest(_times(a=(9, NAN), b=(None, 6), c=(5, 7)), whole, "quarter", "source", ["a", "b"])
    cells = out.set_index(["source", "quarter"])["value"]
    assert cells["b", "2025-Q1"] == 0
    assert math.isnan(cells["a", "2025-Q2"]) and out.set_index(["source", "quarter"])["hidden"]["a", "2025-Q2"]
    assert cells[OTHER].tolist() == [20 - 9 - 0, 30 - 6]


def test_the_rest_of_a_hidden_whole_is_hidden() -> None:
    whole = _times(all=(20, NAN)).drop(columns="source")
    out = top_and_rest(_times(a=(9, 8)), whole, "quarter", "source", ["a"])
    assert out[out["source"] == OTHER]["hidden"].tolist() == [False, True]


def test_where_all_are_shown_there_is_no_rest() -> None:
    whole = _times(all=(9, 8)).drop(columns="source")
    assert set(top_and_rest(_times(a=(9, 8)), whole, "quarter", "source", ["a"])["source"]) == {"a"}


def test_planned_and_started_add_up_to_all_referrals_with_what_is_hidden_in_the_rest() -> None:
    shares = pd.DataFrame({"service": list("dbca"), "value": [0.25, 0.8, NAN, 0.5], "hidden": [False, False, True, False], "n": [20.0, 10, 50, 40]})
    out = planned_and_started(shares, (120.0, 0.5), "service", 2)
    assert out["service"].tolist() == ["a", "d", OTHER]
    assert (out["referred"].sum(), out["started"].sum()) == (120, 60)
    assert out["value"].tolist() == pytest.approx([0.5, 0.75, 1 - 35 / 60])


def test_a_hidden_whole_leaves_no_rest_to_work_out() -> None:
    shares = pd.DataFrame({"service": ["a"], "value": [0.5], "hidden": [False], "n": [40.0]})
    assert planned_and_started(shares, (120.0, NAN), "service", 2)["service"].tolist() == ["a"]


def test_rounded_numbers_that_do_not_fit_leave_no_rest() -> None:
    shares = pd.DataFrame({"service": ["a"], "value": [1.0], "hidden": [False], "n": [39.0]})
    assert planned_and_started(shares, (42.0, 36 / 42), "service", 2)["service"].tolist() == ["a"]


def test_each_row_of_groups_adds_up_to_its_total() -> None:
    pairs = pd.DataFrame(
        {"source": ["a", "a", "b"], "outcome": ["education", "pension", "education"], "value": [10, 5, NAN], "hidden": [False, False, True]}
    )
    hits = pd.DataFrame({"source": ["a", "b"], "value": [0.25, 0.5], "n": [40.0, 30], "hidden": [False, False]})
    out = by_group(pairs, hits, pd.DataFrame({"source": ["a", "b"], "value": [40.0, 30]}), "source", "outcome", "employed")
    cells = out.set_index(["source", "outcome"])
    assert cells["value"]["a"].to_dict() == {"employed": 10, "education": 10, "pension": 5, OTHER: 15}
    assert cells["hidden"]["b"].to_dict() == {"employed": False, "education": True, OTHER: True}
    assert cells["value"]["b"].isna().to_dict() == {"employed": False, "education": True, OTHER: True}
    assert cells["total"]["b"].eq(30).all()


def test_a_source_that_is_not_among_the_totals_is_left_out() -> None:
    hits = pd.DataFrame({"source": ["a", "b"], "value": [0.25, 0.5], "n": [40.0, 30], "hidden": [False, False]})
    out = by_group(hits.head(0).assign(outcome=""), hits, pd.DataFrame({"source": ["a"], "value": [40.0]}), "source", "outcome", "employed")
    assert set(out["source"]) == {"a"}


def test_a_total_beside_its_parts_does_not_give_the_one_hidden_part_away() -> None:
    frame = _counts("outcome", work=10, subsidy=6, own=NAN, pension=NAN, other=9)
    out = tighten(frame, "outcome", [(("work", "subsidy", "own"), 18), (("pension", "other"), 11)], below=5)
    assert out[out["hidden"]]["outcome"].tolist() == ["subsidy", "own", "pension", "other"]
    assert out[out["hidden"]][["value", "n"]].isna().all(axis=None)


def test_hidden_parts_that_are_many_enough_together_hide_nothing_more() -> None:
    frame = _counts("outcome", work=10, own=NAN, subsidy=NAN)
    assert tighten(frame, "outcome", [(("work", "subsidy", "own"), 15)], below=5)["hidden"].sum() == 2


def test_a_total_without_hidden_parts_hides_nothing() -> None:
    frame = _counts("outcome", work=3, own=1)
    assert not tighten(frame, "outcome", [(("work", "own"), 4)], below=5)["hidden"].any()


def test_where_everything_is_hidden_already_there_is_nothing_more_to_hide() -> None:
    frame = _counts("outcome", work=NAN, own=NAN)
    assert tighten(frame, "outcome", [(("work", "own"), 4)], below=5)["hidden"].all()
