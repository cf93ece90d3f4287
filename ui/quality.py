"""The state of the data in words: the last import, rows and unknown values by table, how much is not known, how much is hidden."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from metrics import Answer
from metrics.methods.completeness import unknown_share
from ui import coarse, findings, numbers
from ui.view import View

HELSINKI = ZoneInfo("Europe/Helsinki")
FRESH_DAYS = 45


def moment(view: View, imported_at: str) -> str:
    """A moment in UTC as a date and a time in Finland, which it says."""
    return _clock(view, "quality.clock", imported_at)


def short_moment(view: View, imported_at: str) -> str:
    """The same where it is said once for many that the times are those of Finland."""
    return _clock(view, "loads.clock", imported_at)


def age_in_days(loaded: Mapping[str, Any]) -> int | None:
    """Days from the last day of the data to the import; None where all of the data lies after the import."""
    last = loaded["last_day"]
    imported = datetime.fromisoformat(loaded["imported_at"]).astimezone(HELSINKI).date()
    return (imported - last).days if isinstance(last, date) else None


def last_import(view: View, loaded: Mapping[str, Any]) -> pd.DataFrame:
    """The import in force as rows: number, moment, who, from where, sample or own, months, last day, age."""
    age = age_in_days(loaded)
    rows = {
        "run": str(loaded["run"]),
        "when": moment(view, loaded["imported_at"]),
        "who": loaded["imported_by"],
        "source": loaded["source"],
        "sample": view.say("quality.is_sample" if loaded["sample"] == "yes" else "quality.is_own"),
        "months": numbers.stretch(loaded["first_month"], loaded["last_month"]),
        "last_day": view.say("value.missing") if age is None else numbers.day(loaded["last_day"], view.language),
        "age": view.say("value.missing") if age is None else view.say("quality.days", n=numbers.decimal(age, view.language)),
    }
    return pd.DataFrame({view.say("quality.item"): [view.say(f"quality.{name}") for name in rows], view.say("quality.value"): list(rows.values())})


def freshness(view: View, loaded: Mapping[str, Any]) -> str:
    """Whether the data was fresh when it was imported, in a sentence."""
    age = age_in_days(loaded)
    return view.say("quality.fresh" if age is not None and age <= FRESH_DAYS else "quality.stale", limit=FRESH_DAYS)


def unknown_of_all(view: View, tables: pd.DataFrame) -> str:
    """The share of all code values that say nothing is known."""
    return numbers.percent(float(tables["unknown"].sum()) / max(1.0, float(tables["code_values"].sum())), view.language)


def tables(view: View, loaded_tables: pd.DataFrame) -> pd.DataFrame:
    """Rows and unknown values of each table that holds anything; those about persons in tens, small ones hidden."""
    kept = loaded_tables[loaded_tables["rows"] > 0].sort_values("rows", ascending=False)
    rows = [_table(view, str(row["table_name"]), int(row["rows"]), int(row["unknown"]), int(row["code_values"])) for row in kept.to_dict("records")]
    return pd.DataFrame(rows, columns=[view.say(f"quality.tables.{name}") for name in ("table", "rows", "unknown", "share")])


def unknown_shares(view: View, metric: str, dimensions: tuple[str, ...]) -> pd.DataFrame:
    """The share not known for each dimension: `field` (its name), `value` (share), `hidden`, largest first."""
    whole = view.ask(metric)
    found = [(view.say(f"dimension.{name}"), *unknown_share(view.ask(metric, name).frame, name, whole.value)) for name in dimensions]
    frame = pd.DataFrame(found, columns=["field", "value", "hidden"])
    return frame.sort_values("value", ascending=False, kind="stable", na_position="last", ignore_index=True)


def most_missing(view: View, frame: pd.DataFrame, whole: Answer) -> str:
    """Which field is missing most often."""
    shown = frame[~frame["hidden"] & (frame["value"] > 0)]
    if shown.empty:
        return findings.nothing(view, whole)
    top = shown.iloc[0]
    share = numbers.percent(float(top["value"]), view.language)
    return view.say("chart.unknown_shares.finding", name=str(top["field"]).lower(), share=share, n=view.show(whole.value, whole))


def shares_table(view: View, frame: pd.DataFrame, whole: Answer) -> pd.DataFrame:
    """The shares as rows for reading, each with what it is a share of."""
    shown = [
        view.hidden_text(whole) if hidden else numbers.percent(value, view.language)
        for value, hidden in zip(frame["value"], frame["hidden"], strict=True)
    ]
    columns = {view.say("chart.unknown_shares.field"): frame["field"], view.say("chart.unknown_shares.measure"): shown}
    return pd.DataFrame(columns).assign(n=view.show(whole.value, whole, whole.hidden))


def hidden_share(answer: Answer) -> float:
    """The share of the cells that hold anything whose number is hidden; NaN where nothing is there."""
    filled = answer.frame[answer.frame["hidden"] | (answer.frame["value"] > 0)]
    return float(filled["hidden"].mean()) if len(filled) else float("nan")


def _clock(view: View, key: str, moment_: str) -> str:
    local = datetime.fromisoformat(moment_).astimezone(HELSINKI)
    return view.say(key, day=numbers.day(local.date(), view.language), hour=local.hour, minute=f"{local.minute:02d}")


def _table(view: View, name: str, rows: int, unknown: int, values: int) -> list[str]:
    title = f"{view.say(f'table.{name}')} ({name})"
    if not values:
        return [title, coarse.shown(view, name, rows), "", ""]
    return [title, coarse.shown(view, name, rows), coarse.shown(view, name, unknown), coarse.share(view, name, unknown, values)]
