"""The share not known comes from protected numbers and stays hidden where they are."""

import math

import pandas as pd
import pytest

from metrics.methods.completeness import unknown_share

NAN = float("nan")


def _classes(unknown: float | None, hidden: bool = False) -> pd.DataFrame:
    rows = [("self", 30.0, False)] + ([("unknown", unknown, hidden)] if unknown is not None else [])
    return pd.DataFrame(rows, columns=["referral_source", "value", "hidden"])


@pytest.mark.parametrize(("unknown", "share"), [(10.0, 0.25), (None, 0.0)])
def test_the_share_is_the_unknown_class_over_the_whole(unknown: float | None, share: float) -> None:
    assert unknown_share(_classes(unknown), "referral_source", 40) == (share, False)


def test_a_hidden_class_or_whole_hides_the_share() -> None:
    for classes, whole in ((_classes(NAN, hidden=True), 40.0), (_classes(10), NAN)):
        share, hidden = unknown_share(classes, "referral_source", whole)
        assert math.isnan(share) and hidden


def test_nothing_at_all_has_no_share() -> None:
    share, hidden = unknown_share(_classes(None).iloc[:0], "referral_source", 0)
    assert math.isnan(share) and not hidden
