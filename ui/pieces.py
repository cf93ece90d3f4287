"""Words for bars laid end to end, where all hidden parts of a row stand together: that piece may hold many, so it is not "under 5"."""

from dataclasses import replace

from charts.words import Words
from metrics import Answer
from ui.view import View


def words(view: View, answer: Answer) -> Words:
    """The words of the answer's chart, with a hidden piece said to be hidden, whatever its size."""
    return replace(view.words(answer), hidden_text=view.say("value.too_few"))
