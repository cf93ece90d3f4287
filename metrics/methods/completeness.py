"""How much of a breakdown is not known: a pure function of protected answers. What is hidden stays hidden."""

import pandas as pd

UNKNOWN = "unknown"


def unknown_share(classes: pd.DataFrame, dimension: str, whole: float) -> tuple[float, bool]:
    """The share of `whole` that is in the class `unknown`, and whether it is hidden. 0 where the class is empty; NaN without a whole.

    `classes` has the columns `dimension`, `value`, `hidden`.
    """
    found = classes[classes[dimension] == UNKNOWN]
    if pd.isna(whole) or found["hidden"].any():
        return float("nan"), True
    return (float(found["value"].sum()) / whole, False) if whole else (float("nan"), False)
