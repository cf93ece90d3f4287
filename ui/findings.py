"""The sentence over a chart, made from the protected answer it shows. Where nothing may be said, it says that."""

import pandas as pd

from metrics import Answer
from ui import numbers
from ui.view import View

NO_CLASS = ("unknown", "none")


def largest(view: View, answer: Answer, whole: Answer | None = None) -> str:
    """The class with the highest value that may be shown, with its share of `whole`; unknown classes are not findings."""
    frame = _said(answer)
    if frame.empty:
        return nothing(view, answer)
    dimension = answer.question.dimensions[-1]
    top = frame.nlargest(1, "value").iloc[0]
    values = {"name": view.label(dimension, top[dimension]), "value": view.show(top["value"], answer)}
    if whole is None or whole.hidden or not whole.value:
        return view.say("finding.largest", **values)
    share = numbers.percent(top["value"] / whole.value, view.language)
    return view.say("finding.largest_of", share=share, whole=view.show(whole.value, whole), **values)


def latest(view: View, answer: Answer) -> str:
    """The newest whole bucket beside the one before it: two numbers, no judgement."""
    grain = answer.question.grain
    frame = answer.frame[~answer.frame[grain].isin(view.unfinished(answer))]
    if frame.empty:
        return nothing(view, answer)
    last = frame.iloc[-1]
    said = view.say("finding.latest", when=numbers.bucket(last[grain]), value=view.show(last["value"], answer, last["hidden"]))
    if len(frame) < 2:
        return said
    before = frame.iloc[-2]
    when, value = numbers.bucket(before[grain]), view.show(before["value"], answer, before["hidden"])
    return f"{said} {view.say('finding.before', when=when, value=value)}"


def value(view: View, key: str, *answers: Answer) -> str:
    """A sentence with the single values of some answers as {a}, {b}, … and their n as {n_a}, {n_b}, …."""
    letters = "abcdefgh"
    values = {letter: view.shown(answer) for letter, answer in zip(letters, answers, strict=False)}
    counts = {f"n_{letter}": _n(view, answer) for letter, answer in zip(letters, answers, strict=False)}
    return view.say(key, **values, **counts)


def nothing(view: View, answer: Answer) -> str:
    """Why there is no finding: nothing to show, or nothing that may be shown."""
    return view.say("finding.hidden" if answer.frame["hidden"].any() else "finding.empty")


def _said(answer: Answer) -> pd.DataFrame:
    frame = answer.frame[~answer.frame["hidden"] & answer.frame["value"].notna() & (answer.frame["value"] != 0)]
    dimension = answer.question.dimensions[-1]
    return frame[~frame[dimension].isin(NO_CLASS)]


def _n(view: View, answer: Answer) -> str:
    return view.count(answer.n, answer)
