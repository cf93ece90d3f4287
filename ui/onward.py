"""Referrals onward as frames and tables with names: what was planned, what has started, and why not."""

import pandas as pd

from metrics import Answer
from metrics.methods.flows import OTHER
from metrics.methods.parts import planned_and_started, tighten
from ui import findings, numbers
from ui.view import View

NOT_A_REASON = "none"


def planned(view: View, share: Answer, whole: Answer, most: int) -> pd.DataFrame:
    """Services with names: `service`, `referred`, `started`, `value` (share not started), `n`, `hidden`."""
    frame = planned_and_started(share.frame, (whole.n, whole.value), "service", most)
    rest = view.say("chart.planned_started.rest_hidden" if share.frame["hidden"].any() else "chart.planned_started.rest")
    return frame.assign(service=[rest if code == OTHER else view.label("service", code) for code in frame["service"]])


def side_by_side(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows service, `series`, `value`, `hidden` for bars side by side."""
    names = view.phrases("chart.planned_started", "referred", "started")
    long = frame.melt(id_vars=["service", "hidden"], value_vars=list(names), var_name="series", value_name="count")
    return long.rename(columns={"count": "value"}).assign(series=long["series"].map(names))


def table(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Service, referred, started, share that has not started."""
    columns: dict[str, object] = {view.say("dimension.service"): frame["service"]}
    for name in ("referred", "started"):
        columns[view.say(f"chart.planned_started.{name}")] = [numbers.decimal(value, view.language) for value in frame[name]]
    columns[view.say("chart.not_started.column")] = [numbers.percent(value, view.language) for value in frame["value"]]
    return pd.DataFrame(columns)


def waiting_finding(view: View, whole: Answer) -> str:
    """How large a share of all referrals has not started."""
    if whole.hidden or pd.isna(whole.value):
        return findings.nothing(view, whole)
    share, n = numbers.percent(1 - whole.value, view.language), numbers.decimal(whole.n, view.language)
    return view.say("chart.not_started.finding", share=share, n=n)


def not_started(whole: Answer) -> float:
    """How many referrals have not started, from the protected share; NaN where it is hidden."""
    return float(whole.n - round(whole.value * whole.n)) if not whole.hidden and not pd.isna(whole.value) else float("nan")


def reasons(view: View, answer: Answer, waiting: float) -> pd.DataFrame:
    """Reasons recorded, with names, largest first. The number not started stands on the same page: it must not give a reason away."""
    frame = answer.frame[answer.frame["reason"] != NOT_A_REASON].reset_index(drop=True)
    # The gate knows no tie between a reason and a start: those without one are those not started, whose number a share tells.
    if answer.threshold > 1 and not answer.rounded and not pd.isna(waiting):
        frame = tighten(frame, "reason", [(tuple(frame["reason"]), waiting)], answer.threshold)
    frame = frame[frame["hidden"] | (frame["value"] > 0)].sort_values("value", ascending=False, na_position="last")
    return frame.assign(reason=[view.label("reason", code) for code in frame["reason"]])


def reasons_finding(view: View, frame: pd.DataFrame, answer: Answer, waiting: float) -> str:
    """The most common reason among those that have not started."""
    shown = frame[~frame["hidden"]]
    if shown.empty or pd.isna(waiting) or not waiting:
        return findings.nothing(view, answer)
    top = shown.iloc[0]
    values = {
        "name": top["reason"],
        "value": numbers.decimal(top["value"], view.language),
        "share": numbers.percent(top["value"] / waiting, view.language),
    }
    return view.say("chart.not_started_reasons.finding", waiting=numbers.decimal(waiting, view.language), **values)
