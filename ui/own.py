"""Sentences and tables of the coordinator's own figures. They are exact, so ends of a range may be told here and nowhere else."""

from datetime import date

import pandas as pd

from metrics import Answer, caseload
from metrics.caseload import Spread
from ui import findings, numbers
from ui.view import View

SCALE = range(11)


def summary(view: View, cases: pd.DataFrame) -> str:
    """How many are open, wait for a first meeting, have a measurement due, and have been quiet."""
    if cases.empty:
        return view.say("finding.empty")
    lists = {"waits": caseload.waiting(cases), "due": caseload.due(cases), "quiet": caseload.quiet(cases), "open": cases[cases["is_open"]]}
    counts = {name: numbers.decimal(len(rows), view.language) for name, rows in lists.items()}
    return view.say("page.own_cases.finding", days=caseload.QUIET_DAYS, **counts)


def ages(view: View, spread: Spread) -> str:
    """Youngest, oldest and mean age at the start."""
    values = {name: numbers.decimal(getattr(spread, name), view.language) for name in ("lowest", "highest", "mean", "n")}
    return view.say("page.own_cases.ages", **values)


def counted_to(view: View, cases: pd.DataFrame, today: date) -> str:
    """The day the lists are counted to, and a warning where the own records end long before it."""
    said = view.say("page.own_cases.counted_to", day=numbers.day(today, view.language))
    last = pd.to_datetime(cases["last_event_date"]).max()
    if pd.isna(last) or (pd.Timestamp(today) - last).days <= caseload.QUIET_DAYS:
        return said
    return f"{said} {view.say('page.own_cases.records_end', day=numbers.day(last.date(), view.language))}"


def onward(view: View, referrals: Answer, checks: Answer) -> str:
    """Onward referrals and health checks beside each other, with the warning that they overlap."""
    if not referrals.value:
        return findings.nothing(view, referrals)
    return view.say("chart.own_onward.finding", referrals=view.show(referrals.value, referrals), checks=view.show(checks.value, checks))


def durations(view: View, known: Answer, of_known: Answer, of_all: Answer) -> str:
    """How many durations are known, and over three years as a share of the known and of all: never one without the other."""
    if not known.n:
        return findings.nothing(view, known)
    return findings.value(view, "chart.own_durations.finding", known, of_known, of_all)


def feedback(view: View, spread: Spread, average: Answer) -> str:
    """Mean, number and range of the answers to the recommendation question."""
    ends = {name: numbers.decimal(getattr(spread, name), view.language) for name in ("lowest", "highest", "n")}
    return view.say("chart.own_feedback.finding", mean=view.shown(average), **ends)


def scale(answer: Answer) -> pd.DataFrame:
    """Every point of the scale 0-10 in order, with 0 where nobody gave it: `answer`, `value`, `hidden`; no rows without answers."""
    if answer.frame.empty:
        return answer.frame
    given = answer.frame.set_index(answer.frame["answer"].astype(int))["value"].reindex(SCALE, fill_value=0.0)
    return pd.DataFrame({"answer": [str(point) for point in SCALE], "value": given.to_numpy(), "hidden": False})


def scale_table(view: View, frame: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """The same as rows for reading."""
    values = [view.show(value, answer) for value in frame["value"]]
    return pd.DataFrame({view.say("dimension.answer"): frame["answer"], view.title(answer.metric): values})
