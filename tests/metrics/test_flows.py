"""Stock and flow, funnel and Sankey links from protected counts, by hand."""

import math

import pandas as pd
import pytest

from metrics.methods import flows
from metrics.methods.flows import JUNCTION, OTHER

NAN = math.nan


def counts(column: str, **values: float) -> pd.DataFrame:
    """An answer's frame; NaN is a hidden value."""
    return pd.DataFrame({column: list(values), "value": list(values.values()), "hidden": [math.isnan(value) for value in values.values()]})


def months(*values: float) -> pd.DataFrame:
    return counts("month", **{f"2025-0{place}": value for place, value in enumerate(values, start=1)})


def test_open_at_the_start_and_opened_less_closed_is_open_at_the_end() -> None:
    frame = flows.balance(months(10, 5, 7), months(2, 5, 1), months(20, 20, 26), "month")
    assert frame["start"].tolist() == [12, 20, 20]
    assert frame["holds"].tolist() == [True, True, True]


def test_a_month_that_does_not_add_up_is_told() -> None:
    assert flows.balance(months(10, 5), months(2, 5), months(20, 21), "month")["holds"].tolist() == [True, False]


def test_a_month_with_a_hidden_number_is_neither_right_nor_wrong() -> None:
    assert flows.balance(months(10, NAN, 7), months(2, NAN, 1), months(20, 21, 27), "month")["holds"].tolist() == [True, None, True]


def test_a_flow_without_a_row_counts_as_nothing_and_not_as_hidden() -> None:
    frame = flows.balance(months(10), months(2, 5), months(20, 15), "month")
    assert frame["opened"].tolist() == [10, 0] and frame["holds"].tolist() == [True, True]


def test_a_step_holds_all_who_came_at_least_so_far() -> None:
    frame = flows.funnel(counts("step", **{"1": 500, "2": 250, "3": 250}), "step", ["1", "2", "3"])
    assert frame["value"].tolist() == [1000, 500, 250] and not frame["hidden"].any()


def test_a_hidden_step_hides_every_sum_it_is_in() -> None:
    frame = flows.funnel(counts("step", **{"1": 500, "2": NAN, "3": 250}), "step", ["1", "2", "3"])
    assert frame["hidden"].tolist() == [True, True, False]


PAIRS = pd.DataFrame(
    [("a", "x", 30.0), ("a", "y", 20.0), ("b", "x", 25.0), ("b", "z", NAN), ("c", "y", 6.0), ("c", "z", NAN)], columns=["from", "to", "value"]
).assign(hidden=lambda frame: frame["value"].isna())
WHOLE = 90.0


def links() -> pd.DataFrame:
    sources = flows.sides(counts("from", a=50, b=28, c=12), "from", WHOLE, 2)
    targets = flows.sides(counts("to", x=55, y=26, z=9), "to", WHOLE, 2)
    return flows.links(PAIRS, "from", "to", sources, targets)


def test_classes_without_a_node_of_their_own_are_other() -> None:
    assert flows.sides(counts("from", a=50, b=28, c=12), "from", WHOLE, 2).to_dict() == {"a": 50, "b": 28, OTHER: 12}


def test_every_cut_through_the_links_is_the_whole() -> None:
    found = links()
    assert found.loc[found["source"] != JUNCTION, "value"].sum() == WHOLE
    assert found.loc[found["target"] != JUNCTION, "value"].sum() == WHOLE


@pytest.mark.parametrize(
    ("node", "side", "count"), [("a", "source", 50), ("b", "source", 28), (OTHER, "source", 12), ("x", "target", 55), (OTHER, "target", 9)]
)
def test_every_node_keeps_its_own_count(node: str, side: str, count: float) -> None:
    found = links()
    assert found.loc[found[side] == node, "value"].sum() == count


def test_only_what_is_hidden_runs_through_the_junction() -> None:
    found = links()
    assert found.loc[found["target"] == JUNCTION].set_index("source")["value"].to_dict() == {"b": 3, OTHER: 6}
