"""Whether each month adds up, in words: open at the start + opened - closed = open at the end."""

import pandas as pd

from metrics import Answer
from ui import numbers
from ui.view import View

WORDS = {True: "ok", False: "mismatch"}


def verdict(view: View, frame: pd.DataFrame, answer: Answer) -> str:
    """One sentence on all months of a balance; numbers rounded at random cannot be checked."""
    if answer.rounded:
        return view.say("chart.monthly_balance.rounded")
    held, broken, unsaid = (int(frame["holds"].map(lambda one, wanted=wanted: one is wanted).sum()) for wanted in (True, False, None))
    checked = numbers.decimal(held + broken, view.language)
    said = view.say("chart.monthly_balance.broken" if broken else "chart.monthly_balance.holds", broken=broken, checked=checked)
    return f"{said} {view.say('chart.monthly_balance.partly', unsaid=unsaid)}" if unsaid else said


def lines(view: View, frame: pd.DataFrame) -> str:
    """The months of each year on a line, each with OK, not, or cannot be said. `frame` has the columns `month` and `holds`."""
    words = {
        month: view.say(f"chart.monthly_balance.{WORDS.get(held, 'unsaid')}") for month, held in zip(frame["month"], frame["holds"], strict=True)
    }
    years = dict.fromkeys(month[:4] for month in words)
    return "  \n".join(" · ".join(f"{view.label('month', month)} {word}" for month, word in words.items() if month[:4] == year) for year in years)
