"""What one metric hides another does not tell: shares and means beside counts, for a manager and for the steering group."""

import numpy as np
import pandas as pd
import pytest

from metrics import METRICS, Question, Statistic, ask, telling
from metrics.dimensions import allowed
from metrics.methods.classes import blocks, gives_away
from tests.metrics.small import MANAGER, STEERING

WITHIN = [name for name, metric in METRICS.items() if metric.balance and name not in metric.balance]
MEANS = [name for name, metric in METRICS.items() if metric.statistic in (Statistic.MEAN, Statistic.NPS)]
FLOW_OF = {"opened_month": "cases_opened", "closed_month": "cases_closed"}
COARSE = {Statistic.MEAN: 1, Statistic.NPS: 0, Statistic.MEDIAN: 0, Statistic.P90: 0}
SHARES = [metric for metric in METRICS.values() if metric.statistic is Statistic.SHARE and telling.dimension(Question(metric.name), metric)]
CLASSED = [share.name for share in SHARES if telling.counts(share).name != share.name]
pytestmark = pytest.mark.usefixtures("on_small")


@pytest.mark.parametrize("by", [("month",), ("county",), ("quarter", "county")], ids="-".join)
@pytest.mark.parametrize("metric", WITHIN)
def test_the_n_of_a_share_is_hidden_where_the_flow_it_is_of_is(metric: str, by: tuple[str, ...]) -> None:
    flow = ask(Question(FLOW_OF[METRICS[metric].date], by), MANAGER).frame.set_index(list(by))["hidden"]
    part = ask(Question(metric, by), MANAGER).frame.set_index(list(by))
    inside = part[flow.reindex(part.index).eq(True)]
    assert (len(inside) or by == ("county",)) and inside["n"].isna().all() and inside["hidden"].all() and inside["value"].isna().all()


def test_shares_and_means_of_the_flows_are_all_tied_to_them() -> None:
    flows = {name for name, metric in METRICS.items() if metric.table == "client_case" and metric.date in FLOW_OF and not metric.until}
    assert flows == {*WITHIN, "cases_opened", "cases_closed"}


@pytest.mark.parametrize("metric", CLASSED)
def test_a_share_does_not_leave_too_few_for_the_classes_that_are_hidden(metric: str) -> None:
    share, name = METRICS[metric], telling.dimension(Question(metric), METRICS[metric])
    column, by = share.hits[0].column, tuple({"county", "item"} & set(allowed(share)))
    counts = ask(Question(telling.counts(share).name, (*by, name)), MANAGER).frame
    whole = ask(Question(metric, by), MANAGER).frame.dropna(subset="value")
    hits, misses, _ = blocks(share, column, [str(code) for code in counts[name].unique()])
    for row in whole.to_dict("records"):
        mine = counts[(counts[list(by)] == pd.Series({key: row[key] for key in by})).all(axis=1)].assign(code=lambda part: part[name].map(str))
        assert not gives_away(mine, "code", [(hits, row["value"] * row["n"]), (misses, row["n"] * (1 - row["value"]))], 5), row


@pytest.mark.parametrize("metric", MEANS)
def test_a_mean_of_too_few_cannot_be_had_from_the_mean_of_all(metric: str) -> None:
    """Mean times n adds up: so a hidden one has a second one hidden beside it, and together they are ten or more."""
    whole = ask(Question(metric), MANAGER)
    for by in {"county", "sex", "age_class", "project"} & set(allowed(METRICS[metric])):
        frame = ask(Question(metric, (by,)), MANAGER).frame
        assert frame["n"].isna().equals(frame["hidden"]) and not frame["n"].between(1, 9).any()
        assert frame["hidden"].sum() != 1 and (not frame["hidden"].any() or whole.n - frame["n"].sum() >= 10), by
        assert whole.threshold == 10


@pytest.mark.parametrize("metric", [name for name, metric in METRICS.items() if metric.statistic in COARSE])
def test_beside_rounded_counts_means_and_medians_are_rounded_too(metric: str) -> None:
    """7.5434782... would tell that 46 answered, not 45 or 48."""
    values = ask(Question(metric, ("project",)), STEERING).frame["value"].dropna()
    decimals = COARSE[METRICS[metric].statistic]
    pd.testing.assert_series_equal(values, values.round(decimals))
    assert np.isfinite(values).all()
