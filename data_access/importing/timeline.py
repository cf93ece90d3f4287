"""Walks the events and episodes of each case once, at import, so that no question has to walk them again.

Only events that were held count. What happened before the referral reaches a step but measures no waiting time.
"""

import numpy as np
import pandas as pd

from data_access.importing.coded import coded
from data_access.importing.links import places

STEPS = range(1, 7)
MEETINGS = ("INTAKE", "CONTACT")
NEVER = np.iinfo(np.int64).max
DAY = "datetime64[D]"


def case_timeline(cases: pd.DataFrame, events: pd.DataFrame, episodes: pd.DataFrame) -> dict[str, pd.Series]:
    """`reached_step`, `last_event_date`, `days_to_step_2`..`6`, `days_to_first_meeting` and `first_service` of each case.

    Days are counted from the referral and are missing where nothing came of it; a case without events has reached step 1.
    """
    held = _held(cases, events)
    steps = {f"days_to_step_{step}": _first(len(cases), held[held["step"] == step]) for step in STEPS if step > 1}
    meeting = _first(len(cases), held[held["meeting"]])
    return {**_furthest(cases, held), **steps, "days_to_first_meeting": meeting, "first_service": _first_service(cases, episodes)}


def _held(cases: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The held events of known cases: `case` (position), `step`, `day`, `days` from the referral, `meeting`."""
    case = places(events["case_id"], cases["case_id"])
    kept = (case >= 0) & (events["status"] == "held").to_numpy()
    day = events["event_date"].to_numpy().astype(DAY).astype(np.int64)[kept]
    referred = cases["referred_date"].to_numpy().astype(DAY).astype(np.int64)[case[kept]]
    step = np.array([*map(int, events["step"].cat.categories)], dtype=np.int64)[events["step"].cat.codes.to_numpy()[kept]]
    meeting = events["event_code"].isin(MEETINGS).to_numpy()[kept]
    return pd.DataFrame({"case": case[kept], "step": step, "day": day, "days": day - referred, "meeting": meeting})


def _first(count: int, held: pd.DataFrame) -> pd.Series:
    """Days to the first of these events on or after the referral, for each of `count` cases."""
    waited = held[held["days"] >= 0]
    days = np.full(count, NEVER)
    np.minimum.at(days, waited["case"].to_numpy(), waited["days"].to_numpy())
    return pd.Series(np.where(days == NEVER, np.nan, days))


def _furthest(cases: pd.DataFrame, held: pd.DataFrame) -> dict[str, pd.Series]:
    step, day = np.zeros(len(cases), dtype=np.int64), np.full(len(cases), -NEVER)
    np.maximum.at(step, held["case"].to_numpy(), held["step"].to_numpy() - 1)
    np.maximum.at(day, held["case"].to_numpy(), held["day"].to_numpy())
    last = np.where(day == -NEVER, np.datetime64("NaT", "D"), day.astype(DAY)).astype("datetime64[s]")
    return {"reached_step": coded(step, [str(step) for step in STEPS]), "last_event_date": pd.Series(last)}


def _first_service(cases: pd.DataFrame, episodes: pd.DataFrame) -> pd.Series:
    """The service of the episode that started first; of two on one day the one with the smaller identifier."""
    started = episodes[episodes["started_date"].notna()].sort_values(["started_date", "episode_id"]).drop_duplicates("case_id")
    place = places(cases["case_id"], started["case_id"])
    code = np.array([*started["service"].cat.codes, -1])[place]
    services = [*started["service"].cat.categories]
    return coded(np.where(code < 0, len(services), code), [*services, "none"])
