"""What is wrong with a delivery, where, what happens because of it, and how to mend it, in Finnish, Swedish and English.

A problem never holds a value from a table about persons: the file, the row and the column are enough to find it.
"""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from data_access.importing.personal import masked

LISTED = 20
LANGUAGES = ("fi", "sv", "en")
FILE = Path(__file__).parent / "rules.toml"


class Severity(StrEnum):
    """What a problem does: refuses the delivery, refuses it until accepted, sets a row aside, reads equal rows once, or only tells."""

    REFUSE = "refuse"
    CONFIRM = "confirm"
    ASIDE = "aside"
    COLLAPSE = "collapse"
    WARN = "warn"


@dataclass(frozen=True)
class Rule:
    """One rule of rules.toml: its severity and its sentence in each language."""

    severity: Severity
    sentences: dict[str, str]


@cache
def rules() -> dict[str, Rule]:
    """All rules by name."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: Rule(Severity(entry["severity"]), {language: entry[language] for language in LANGUAGES}) for name, entry in content.items()}


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `row` counts as a person does (the header is row 1); None = the whole file. `rows` is how many rows it speaks of.

    `rule` is a key of rules.toml, `how` its sentence by language.
    """

    file: str
    row: int | None
    column: str | None
    rule: str
    severity: Severity
    how: dict[str, str]
    rows: int = 1

    def told(self, language: str) -> str:
        """Place and sentence on one line."""
        row, column = PLACE[language]
        place = ", ".join([self.file, *([f"{row} {self.row}"] if self.row else []), *([f"{column} {self.column}"] if self.column else [])])
        return f"{place} [{self.rule}]: {self.how[language]}"


PLACE = {"fi": ("rivi", "sarake"), "sv": ("rad", "kolumn"), "en": ("row", "column")}
EARLIER = {
    "fi": "Kyse on aiemmin tuodusta rivistä.",
    "sv": "Det gäller en rad som importerats tidigare.",
    "en": "It is about a row imported earlier.",
}
NOW = {"fi": "nyt", "sv": "nu", "en": "now"}


def problem(file: str, rule: str, *, row: int | None = None, column: str | None = None, public: bool = False, **words: object) -> Problem:
    """A problem with its sentences made from rules.toml. `shown` may hold the value, for `public` tables only: there a row is never set
    aside, it refuses the delivery. What looks like somebody's identity is cut out, also of the names of files and columns."""
    found = rules()[rule]
    file, column = masked(file), None if column is None else masked(column)
    words = {name: masked(word) if isinstance(word, str) else word for name, word in words.items()}
    value = words.pop("shown", "") if public else (words.pop("shown", ""), "")[1]
    how = {
        language: sentence.format_map({**words, "shown": f" ({NOW[language]}: {value})" if value else ""})
        for language, sentence in found.sentences.items()
    }
    severity = Severity.REFUSE if public and found.severity is Severity.ASIDE else found.severity
    return Problem(file, row, column, rule, severity, how)


def of_earlier(one: Problem) -> Problem:
    """The problem of a row that was imported earlier and would stay in force: it stands in no file that anybody could open."""
    return replace(one, row=None, how={language: f"{sentence} {EARLIER[language]}" for language, sentence in one.how.items()})


def more(first: Problem, count: int) -> list[Problem]:
    """The line that stands for `count` problems like `first` beyond those listed; none where there are none."""
    words = problem(first.file, "more", count=count).how
    return [Problem(first.file, None, first.column, first.rule, first.severity, words, count)] if count > 0 else []


def listed(found: Iterable[Problem], counted: Callable[[Problem], int]) -> list[Problem]:
    """Problems, at most LISTED of each rule and column, and then how many more there are by `counted`."""
    groups: dict[tuple[str, str | None, str], list[Problem]] = {}
    for one in found:
        groups.setdefault((one.file, one.column, one.rule), []).append(one)
    return [each for group in groups.values() for each in (*group[:LISTED], *more(group[0], counted(group[0]) - len(group[:LISTED])))]
