"""Works out the derived columns of checked tables and fills what is missing, so that no question needs a join or a date function.

Takes the typed frames of a whole batch and returns frames with exactly the columns of the schema. Refuses nothing: check first.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
from sqlalchemy import Table

from data_access import areas
from data_access.codes import class_of, codes
from data_access.fields import UNKNOWN, field
from data_access.importing.coded import classed, coded, first_known, looked_up, months, taken
from data_access.importing.contract import inputs
from data_access.importing.keys import keyed
from data_access.importing.links import places
from data_access.importing.timeline import case_timeline
from data_access.schema import METADATA

ALL = "all"
AREAS = ("municipality", "county", "employment_area")
RECORDED = "municipality_recorded"
SCOPE = ("team_id", "coordinator_id", "project", RECORDED, *AREAS)
PERSON = ("sex", "age_class")
GIVEN_UP = ("closed", "redirected", "interrupted")
DAYS = {
    ("client_case", "days_in_service"): ("opened_date", "closed_date"),
    ("case_event", "days_to_record"): ("event_date", "recorded_at"),
    ("service_episode", "days_to_start"): ("referred_date", "started_date"),
    ("service_episode", "days_in_service"): ("started_date", "ended_date"),
    ("job_spell", "days_in_job"): ("from_date", "to_date"),
}

Frames = Mapping[str, pd.DataFrame]


def derive(frames: Frames, key: bytes, day: date) -> dict[str, pd.DataFrame]:
    """All tables of the batch with their derived columns. `frames` holds every input table, empty ones too; `key` is the secret; `day`
    is the day of import, by whose division of areas everything is placed."""
    out = {name: _filled(METADATA.tables[name], frame) for name, frame in frames.items()}
    table = frames["area"].astype(object)
    division = areas.in_force(table, day)
    belongs = areas.belongs(division)
    out = {name: frame.assign(**_areas(frame, belongs, out["team"]), **_dates(METADATA.tables[name], frame)) for name, frame in out.items()}
    out["case_event"] = out["case_event"].assign(step=_step(out["case_event"]))
    out["client_case"] = _cases(out, key)
    figures = out["indicator_value"].assign(**_figures(out["indicator_value"], belongs))
    out["indicator_value"] = figures.assign(area_in_force=_in_force(figures, division, areas.moved(table, day)))
    out = {name: frame.assign(**_from_case(METADATA.tables[name], frame, out["client_case"])) for name, frame in out.items()}
    return {name: _finished(METADATA.tables[name], frame, key) for name, frame in out.items()}


def _filled(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The contract's default wherever a value is missing and has one."""
    defaults = {name: field(column).default for name, column in inputs(table).items() if field(column).default is not None}
    return frame.assign(**{name: first_known(frame[name], default=default) for name, default in defaults.items()})


def _areas(frame: pd.DataFrame, belongs: pd.DataFrame, team: pd.DataFrame) -> dict[str, pd.Series]:
    """The areas of the client's municipality in the division of the day, and its code as it came; where it is not known, the county
    of the team."""
    if not {"team_id", "municipality", "project"} <= set(frame.columns):
        return {}
    now = {name: looked_up(frame["municipality"], belongs[name].to_dict()) for name in AREAS}
    of_team = looked_up(frame["team_id"], dict(zip(team["team_id"], team["county"].astype(object), strict=True)))
    found = {name: first_known(column, *([of_team] if name == "county" else []), default=UNKNOWN) for name, column in now.items()}
    return {**found, RECORDED: frame["municipality"]}


def _dates(table: Table, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Each `x_month` from `x_date`, and the durations of DAYS in days; a duration against the order of time is no duration."""
    dated = {f"{name.removesuffix('_date')}_month": frame[name] for name in frame.columns if name.endswith("_date")}
    found = {name: months(days) for name, days in dated.items() if name in table.columns}
    for (owner, name), (first, last) in DAYS.items():
        if owner == table.name:
            days = (frame[last] - frame[first]).dt.days.astype(float)
            found[name] = days.where(days >= 0)
    return found


def _step(events: pd.DataFrame) -> pd.Series:
    """The step given, else the usual step of the event."""
    return first_known(events["step"], looked_up(events["event_code"], {code: entry.detail for code, entry in codes("event").items()}))


def _cases(frames: Frames, key: bytes) -> pd.DataFrame:
    cases = frames["client_case"]
    age = cases["opened_date"].fillna(cases["referred_date"]).dt.year - cases["birth_year"]
    classes = {
        "age_class": first_known(classed(age, lambda years: class_of("age_class", years)), default=UNKNOWN),
        "unemployment_class": first_known(classed(cases["unemployment_months"], lambda time: class_of("unemployment_class", time)), default=UNKNOWN),
    }
    timeline = case_timeline(cases, frames["case_event"], frames["service_episode"])
    return cases.assign(age_at_start=age, person_key=_person_key(cases["person_id"], key), **classes, **_ends(cases), **timeline)


def _person_key(persons: pd.Series, key: bytes) -> np.ndarray:
    places_, different = pd.factorize(persons)
    return keyed(key, "person", pd.Series(different))[places_]


def _ends(cases: pd.DataFrame) -> dict[str, pd.Series]:
    """Outcome and goal result where the file leaves them empty, told by the dates: going on, never opened, or ended without a word.

    A case that waits to be opened is going on, unless its status says that it was given up.
    """
    opened, closed = cases["opened_date"].notna(), cases["closed_date"].notna()
    never = ~opened & (closed | cases["status"].isin(GIVEN_UP))
    how = coded(np.select([never, closed], [0, 1], 2), ["not_opened", UNKNOWN, "open"])
    goal = coded(np.where(never | closed, 0, 1), [UNKNOWN, "open"])
    return {"outcome": first_known(cases["outcome"], how), "goal_result": first_known(cases["goal_result"], goal)}


def _from_case(table: Table, frame: pd.DataFrame, cases: pd.DataFrame) -> dict[str, pd.Series]:
    """The keys of scope and person from the case; a row without a case keeps its own scope and is nobody's."""
    if table is METADATA.tables["client_case"] or "case_id" not in table.columns:
        return {}
    place = places(frame["case_id"], cases["case_id"])
    of_case = {name: taken(cases[name], place) for name in (*SCOPE, *PERSON, "person_id", "person_key")}
    own = {name: [frame[name]] if name in SCOPE else [] for name in (*SCOPE, *PERSON)}
    return {**of_case, **{name: first_known(of_case[name], *column, default=UNKNOWN) for name, column in own.items()}}


def _figures(frame: pd.DataFrame, belongs: pd.DataFrame) -> dict[str, pd.Series]:
    """Month and areas of published figures. A municipality's row also names its county and employment area; other rows only their own."""
    own = {name: frame["area"].where(frame["area_type"] == name) for name in AREAS}
    home = own["municipality"].astype("category")
    found = {name: first_known(looked_up(home, belongs[name].to_dict()), own[name].astype("category"), default=ALL) for name in AREAS}
    return {**found, "period_month": _last_month(frame["period"], frame["period_months"])}


def _in_force(figures: pd.DataFrame, division: pd.DataFrame, moved: Mapping[tuple[str, str], date]) -> pd.Series:
    """Whether the area of a figure is on the map of the day. A county or employment area is not when it has ended, or when the figure
    was published before it got its present border (without a day of publication: when the figure ends before)."""
    places = list(zip(figures["area_type"].astype(object), figures["area"].astype(object), strict=True))
    there = set(zip(division["area_type"], division["area"], strict=True))
    ended = pd.to_datetime(figures["period_month"].astype(object)) + pd.offsets.MonthEnd()
    known = figures["published"].fillna(figures["fetched_at"]).fillna(ended)
    border = pd.to_datetime(pd.Series([moved.get(place) for place in places], dtype=object))
    return coded(np.where(np.array([place in there for place in places], dtype=bool) & ~(known < border), 0, 1), ["yes", "no"])


def _last_month(period: pd.Series, covered: pd.Series) -> pd.Series:
    """A year ends in December, or in the month it was covered to: eleven months of 2023 end in 2023-11."""
    text = period.astype(object)
    month = covered.fillna(12).astype(int).map("{:02d}".format)
    return text.where(text.str.len() == len("2025-03"), text + "-" + month)


def _finished(table: Table, frame: pd.DataFrame, key: bytes) -> pd.DataFrame:
    """The columns of the schema in its order, with the keyed hash of the row's identity."""
    if "record_key" in table.columns:
        parts = [frame[name].astype(object) for name in table.info["key"]]
        names = parts[0].str.cat(parts[1:], sep="|") if len(parts) > 1 else parts[0]
        frame = frame.assign(record_key=keyed(key, table.name, names))
    return frame[[column.name for column in table.columns]]
