"""Published figures in words: value, area, period, age, producer, licence and source. Public, so nothing is hidden; nothing is invented."""

from dataclasses import dataclass

import pandas as pd

from charts.words import Words
from metrics import METRICS, Period
from metrics.described import code_lists
from metrics.dimensions import AREAS
from metrics.library import indicators, loaded, published_figures
from metrics.methods import published
from ui import numbers
from ui.view import View

SHOWN = 6
WHOLE_COUNTRY = "SSS"


@dataclass(frozen=True)
class Figures:
    """What the page shows. `newest`: a row for each indicator, area, sex and age class; `series`: rows of areas with many periods;
    `without`: indicators that no source gives a value for. All rows carry the names, unit and group of their indicator."""

    catalogue: pd.DataFrame
    newest: pd.DataFrame
    series: pd.DataFrame

    @property
    def without(self) -> pd.DataFrame:
        return self.catalogue[~self.catalogue["indicator"].isin(self.newest["indicator"])]

    @property
    def late(self) -> pd.Series:
        """Indicators whose newest figure of all is older than they usually are when published."""
        youngest = self.newest.groupby("indicator").agg(age=("age", "min"), lag=("expected_lag_months", "first"))
        return youngest[youngest["age"] > youngest["lag"]]["age"]


def read(view: View) -> Figures:
    """The figures of the area chosen where an indicator has any, with the country beside them; else of every area."""
    figures = published_figures()
    figures = pd.concat([figures, _sums(view, figures)], ignore_index=True)
    kept = pd.concat([_of_area(view, part) for _, part in figures.groupby("indicator", sort=False)], ignore_index=True)
    newest = published.newest(kept)
    ages = [published.age(month, str(loaded()["last_month"])) for month in newest["period_month"]]
    catalogue = indicators()
    order = catalogue["indicator"].map({name: place for place, name in enumerate(METRICS)}).sort_values(kind="stable").index
    return Figures(catalogue.loc[order], newest.assign(age=ages), published.long_series(kept))


def groups(view: View, figures: Figures) -> dict[str, str]:
    """{code: name} of the groups that hold any indicator, in the order of the screen."""
    lists = code_lists().query("list == 'indicator_group'")
    names = dict(zip(lists["code"], lists[f"name_{view.language}"], strict=True))
    return {code: str(name) for code, name in names.items() if code in set(figures.catalogue["indicator_group"])}


def few(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows a card has room for: where there are many municipalities, only what is above them."""
    return rows if len(rows) <= SHOWN else rows[rows["area_type"] != "municipality"].head(SHOWN)


def spread(figures: Figures, names: list[str], columns: int) -> list[list[str]]:
    """The indicators that have values over columns of about the same height, in order."""
    size = {one: 3 + 3 * len(few(figures.newest[figures.newest["indicator"] == one])) for one in names}
    found: list[list[str]] = [[] for _ in range(columns)]
    for one in (one for one in names if size[one] > 3):
        min(found, key=lambda column: sum(size[each] for each in column)).append(one)
    return found


def line(view: View, row: pd.Series) -> str:
    """Value, area and period in one line."""
    return f"**{value(view, row)}** · {area(view, row)} · {period(view, row)}"


def name(view: View, row: pd.Series) -> str:
    """The name of the row's indicator."""
    return str(row[f"name_{view.language}"])


def value(view: View, row: pd.Series) -> str:
    """The value with as many decimals as were published; percent and euro signs with it."""
    digits = 0 if float(row["value"]).is_integer() else min(2, len(str(row["value"]).partition(".")[2]))
    return numbers.decimal(row["value"], view.language, digits) + suffix(view, str(row["unit"]))


def suffix(view: View, unit: str) -> str:
    """What is written after a value of a unit."""
    return {"percent": view.say("value.percent_sign"), "euros": f"{numbers.NBSP}€"}.get(unit, "")


def area(view: View, row: pd.Series) -> str:
    """The area, and the sex and age class where the figure is of a part of its people."""
    where = view.say("filter.whole_country") if row["area_type"] == "country" else view.label(row["area_type"], row["area"])
    return ", ".join([where, *(view.label(split, row[split]).lower() for split in ("sex", "age_class") if row[split] != "all")])


def period(view: View, row: pd.Series) -> str:
    """2021, 1/2021, or 1–11/2023 (11 kk) where a year was not covered to its end."""
    if published.partial(row["period"], row["period_months"]):
        months = numbers.stretch(f"{row['period']}-01", row["period_month"])
        return view.say("page.indicators.partial", period=months, months=int(row["period_months"]))
    return numbers.bucket(row["period"])


def age(view: View, row: pd.Series) -> str:
    """The age of a figure, and in words when that is more than it usually is at publication."""
    key = "late" if row["age"] > row["expected_lag_months"] else "age"
    return view.say(f"page.indicators.{key}", age=int(row["age"]), lag=int(row["expected_lag_months"]))


def origin(row: pd.Series) -> str:
    """Producer, licence and publication."""
    return " · ".join(str(row[part]) for part in ("producer", "licence", "source"))


def words(view: View, row: pd.Series) -> Words:
    """The words and number format of a chart of the row's indicator."""
    point, thousands = numbers.MARKS[view.language]
    unit = str(row["unit"])
    missing = view.say("value.missing")
    decimals = 1 if unit == "percent" else 0
    return Words(missing, missing, name(view, row), decimals=decimals, suffix=suffix(view, unit), decimal=point, thousands=thousands)


def table(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows as a person reads them, each with period, age and source."""
    parts = {"name": name, "value": value, "area": area, "period": period, "age": age}
    made = [
        {view.say(f"page.indicators.{key}_column"): say(view, row) for key, say in parts.items() if key in row or key != "age"}
        for _, row in rows.iterrows()
    ]
    sources = [
        {view.say(f"page.indicators.{part}_column"): str(row[part]) for part in ("producer", "licence", "source")} for _, row in rows.iterrows()
    ]
    return pd.DataFrame([one | source for one, source in zip(made, sources, strict=True)])


def _of_area(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    chosen = next(((name, code) for name, code in view.filters.where.items() if name in AREAS), None)
    own = rows[(rows["area_type"] == chosen[0]) & (rows["area"] == chosen[1])] if chosen else rows
    return rows if own.empty or not chosen else pd.concat([own, rows[rows["area_type"] == "country"]])


def _sums(view: View, figures: pd.DataFrame) -> pd.DataFrame:
    """Figures added up from all municipalities of the area chosen, for indicators that allow it and are not published so."""
    level, code = next(((name, code) for name, code in view.filters.where.items() if name in AREAS), ("country", WHOLE_COUNTRY))
    made = []
    for indicator, rows in figures[figures["area_type"] == "municipality"].groupby("indicator"):
        answer = view.ask(str(indicator), period=Period()) if indicator in METRICS and METRICS[str(indicator)].additive else None
        parts = rows[rows["period_month"] == answer.last_month] if answer else rows.head(0)
        same = figures[(figures["indicator"] == indicator) & (figures["area_type"] == level) & (figures["area"] == code)]
        if answer and not pd.isna(answer.value) and len(parts) and answer.last_month not in set(same["period_month"]):
            source = view.say("page.indicators.added_up", source="; ".join(sorted(set(parts["source"]))))
            made.append(parts.iloc[0].to_dict() | {"area_type": level, "area": code, "value": answer.value, "source": source})
    return pd.DataFrame(made, columns=figures.columns)
