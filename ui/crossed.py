"""The two divisions crossed: a measure for each county and employment area that share municipalities, as a matrix and as a table."""

from dataclasses import dataclass, replace

import pandas as pd

from charts.frames import cells
from charts.words import Words
from metrics import METRICS, Answer, Period, Statistic
from metrics.library import area_table
from metrics.library import pairs as shared
from metrics.methods import rates
from ui import numbers
from ui.lens import DIVISIONS, INHABITANTS, Lens
from ui.maps import short
from ui.view import View

PAIR = "pair"


@dataclass(frozen=True)
class Pairs:
    """`frame`: a row for each pair with the names `county` and `employment_area`, `value`, `hidden`; in the order of the counties."""

    frame: pd.DataFrame
    words: Words
    answers: tuple[Answer, ...]
    table: pd.DataFrame


def pairs(view: View, chosen: Lens) -> Pairs:
    """The measure of a lens for the pairs of the mainland, from protected answers."""
    whole, metric = view.whole_country, METRICS[chosen.measure]
    published = metric.statistic is Statistic.FIGURE
    answer = whole.ask(metric.name, *DIVISIONS, period=Period()) if published else whole.ask(metric.name, *DIVISIONS)
    frame, words = _keyed(answer), whole.words(answer)
    if chosen.relative:
        people = whole.ask(INHABITANTS, *DIVISIONS, period=Period())
        frame = rates.per_inhabitants(frame, _keyed(people), PAIR, counted=not published)
        measure = view.say("lens.of_inhabitants", title=view.title(metric), per=numbers.decimal(rates.PER, view.language))
        words = replace(words, measure=measure, decimals=1)
    places = shared(area_table()).sort_values(list(DIVISIONS), ignore_index=True)
    counted = metric.statistic is Statistic.COUNT and not chosen.relative
    frame = rates.every_area(frame, PAIR, _key(places), counted=counted).assign(**{one: places[one] for one in DIVISIONS})
    names = {one: frame[one].map(lambda code, one=one: short(view, view.label(one, code))) for one in DIVISIONS}
    drawn = frame.assign(**names)
    return Pairs(drawn, words, (answer,), _table(view, drawn, words, places))


def _table(view: View, frame: pd.DataFrame, words: Words, places: pd.DataFrame) -> pd.DataFrame:
    said = [cell.text for cell in cells(frame, words)]
    columns = {view.say(f"dimension.{one}"): frame[one] for one in DIVISIONS}
    return pd.DataFrame({**columns, view.say("card.municipalities"): places["municipalities"].astype(str), words.measure: said})


def _keyed(answer: Answer) -> pd.DataFrame:
    return answer.frame.assign(**{PAIR: _key(answer.frame)})


def _key(frame: pd.DataFrame) -> pd.Series:
    return frame[DIVISIONS[0]] + "|" + frame[DIVISIONS[1]]
