"""What the page of unemployment durations says: sentences and tables that never leave out those whose duration is not known."""

from dataclasses import replace
from math import isnan

import pandas as pd

from metrics import Answer, Role
from metrics.dimensions import names
from metrics.methods.classes import complete
from metrics.methods.intervals import difference
from ui import findings, numbers
from ui.view import View

CLASS, LONGEST, UNKNOWN = "unemployment_class", "36-", "unknown"
MANY_UNKNOWN = 0.2


def classes(answer: Answer) -> Answer:
    """Counts by duration class with a row for every class of the code list, "not known" among them."""
    return replace(answer, frame=complete(answer.frame, CLASS, list(names(CLASS))))


def over_time(series: Answer, share: Answer) -> Answer:
    """A share over time, hidden whole where the `share` of all periods is: the gate judges each question alone, and the periods add
    up to what it hid."""
    if not share.hidden:
        return series
    nothing = float("nan")
    return replace(series, frame=series.frame.assign(value=nothing, n=nothing, hidden=True))


def summary(view: View, counts: Answer, of_known: Answer, of_all: Answer) -> str:
    """Over three years as a share of the known and of all, with both fractions, and how many are not known."""
    longest, unknown = (_written(view, counts, code) for code in (LONGEST, UNKNOWN))
    if not counts.frame["hidden"].any() and not counts.frame["value"].any():
        return findings.nothing(view, counts)
    if isnan(of_known.value) or isnan(of_all.value):
        return view.say("page.durations.finding_hidden", unknown=unknown)
    known, everybody = (numbers.decimal(answer.n, view.language) for answer in (of_known, of_all))
    shares = {"of_known": view.shown(of_known), "of_all": view.shown(of_all)}
    key = "finding_n" if counts.frame.set_index(CLASS)["hidden"][LONGEST] else "finding"
    return view.say(f"page.durations.{key}", longest=longest, known=known, all=everybody, unknown=unknown, **shares)


def caution(view: View, known: Answer) -> str:
    """What stands beside a key number when the duration of more than a fifth is not known, or when that cannot be said."""
    if known.hidden:
        return view.say("page.durations.caution_hidden")
    if not 1 - known.value > MANY_UNKNOWN:
        return ""
    return view.say("page.durations.caution", share=numbers.percent(1 - known.value, view.language))


def largest(view: View, counts: Answer, whole: Answer) -> str:
    """The largest known class, and how many are not known."""
    said = findings.largest(view, counts, whole)
    return f"{said} {view.say('chart.duration_classes.unknown', unknown=_written(view, counts, UNKNOWN))}"


def distribution(view: View, counts: Answer, of_known: Answer, of_all: Answer) -> pd.DataFrame:
    """Table: each class with its count, its share of the known and its share of all."""
    frame = counts.frame
    known = (frame["value"] / of_known.n).where(frame[CLASS] != UNKNOWN)
    shares = {"of_known": known, "of_all": frame["value"] / of_all.n}
    columns = {view.say(f"dimension.{CLASS}"): [view.label(CLASS, code) for code in frame[CLASS]], view.title(counts.metric): _values(view, counts)}
    columns |= {view.say(f"chart.duration_classes.{name}"): [numbers.percent(one, view.language) for one in share] for name, share in shares.items()}
    return pd.DataFrame(columns)


def comparison(view: View, rows: dict[str, tuple[Answer, Answer]]) -> pd.DataFrame:
    """For 100 % bars: the classes of each row, {name: (counts by class, all)}, with the row's total."""
    parts = [view.frame(counts).assign(row=name, total=whole.value) for name, (counts, whole) in rows.items()]
    return pd.concat(parts, ignore_index=True)


def comparison_table(view: View, rows: dict[str, tuple[Answer, Answer]]) -> pd.DataFrame:
    """Table: a row for each of `rows`, a column for each class, and n."""
    labels = [view.label(CLASS, code) for code in names(CLASS)]
    lines = []
    for name, (counts, whole) in rows.items():
        written = dict(zip(labels, _values(view, counts), strict=True))
        lines.append({view.say("chart.duration_compared.row"): name, **written, "n": view.show(whole.value, whole, whole.hidden)})
    return pd.DataFrame(lines)


def row_name(view: View, answer: Answer) -> str:
    """Whose counts a row holds, and from when where that is what tells the rows apart."""
    chosen = [view.label(dimension, code) for dimension, code in answer.question.where]
    own = view.viewer.role is Role.COORDINATOR
    name = " · ".join(chosen) or view.say("page.durations.own_cases" if own else "filter.whole_country")
    return name if view.filters.narrow else f"{name} {view.period_text(answer)}"


def compared(view: View, shares: dict[str, Answer]) -> str:
    """Over three years, of the known, in each row; with n."""
    said = [
        view.say("chart.duration_compared.one", name=name, share=view.shown(share), n=numbers.decimal(share.n, view.language))
        for name, share in shares.items()
        if not isnan(share.value)
    ]
    if len(said) < len(shares):
        return view.say("chart.duration_compared.unsaid")
    return view.say("chart.duration_compared.finding", rows="; ".join(said))


def employment(view: View, shares: Answer) -> str:
    """The shortest and the longest known duration that may be shown, side by side, and whether chance could make the difference."""
    seen = shares.frame[~shares.frame["hidden"] & shares.frame["value"].notna() & (shares.frame[CLASS] != UNKNOWN)]
    seen = seen.set_index(CLASS).reindex([code for code in names(CLASS) if code in set(seen[CLASS])])
    if len(seen) < 2:
        return findings.nothing(view, shares) if seen.empty else view.say("chart.duration_employment.one_class")
    ends = {"short": seen.iloc[0], "long": seen.iloc[-1]}
    words = {f"{end}_{part}": text for end, row in ends.items() for part, text in _said(view, row).items()}
    low, high = difference(*(row[part] for row in ends.values() for part in ("value", "n")))
    judged = view.say(f"chart.duration_employment.{'chance' if low <= 0 <= high else 'apart'}")
    return f"{view.say('chart.duration_employment.finding', **words)} {judged}"


def _said(view: View, row: pd.Series) -> dict[str, str]:
    name = view.label(CLASS, str(row.name))
    written = {"share": numbers.percent(row["value"], view.language), "n": numbers.decimal(row["n"], view.language)}
    return {"name": name[:1].lower() + name[1:], **written}


def _values(view: View, counts: Answer) -> list[str]:
    return [view.show(value, counts, hidden) for value, hidden in zip(counts.frame["value"], counts.frame["hidden"], strict=True)]


def _written(view: View, counts: Answer, code: str) -> str:
    """A count inside a sentence. A class can be hidden for another one's sake, so it is not said to be under the limit."""
    row = counts.frame[counts.frame[CLASS] == code].iloc[0]
    return view.say("value.hidden") if row["hidden"] else view.show(row["value"], counts)
