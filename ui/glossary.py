"""Words explained: the terms of the field in three languages, the age limits, the numbers that are easily misread, and code lists."""

from datetime import date

import pandas as pd

from metrics.described import code_lists
from texts import LANGUAGES, has, text, words
from ui import numbers
from ui.definition import holds
from ui.view import View

UNBROKEN_DASH = "\u2060–\u2060"


def keys(view: View, table: str) -> list[str]:
    """The names inside a table of the texts, in their order there."""
    return [key.removeprefix(f"{table}.") for key in words(view.language) if key.startswith(f"{table}.")]


def terms(view: View, wanted: str = "") -> pd.DataFrame:
    """The terms that hold all words of `wanted`: in the reader's language first, then the others, then an explanation."""
    order = [view.language, *(language for language in LANGUAGES if language != view.language)]
    rows: list[list[str]] = [[*(text(language, f"glossary.{key}") for language in order), _about(view, key)] for key in keys(view, "glossary")]
    columns = [*(view.say(f"definition.language.{language}") for language in order), view.say("definition.about")]
    found = sorted((row for row in rows if holds(wanted, *row)), key=_first_word)
    return pd.DataFrame(found, columns=columns)


def age_limits(view: View) -> pd.DataFrame:
    """Which age limit is used where."""
    rows = [
        (view.say(f"age_limit.limits.{key}").replace("–", UNBROKEN_DASH), view.say(f"age_limit.wheres.{key}"))
        for key in keys(view, "age_limit.limits")
    ]
    return pd.DataFrame(rows, columns=[view.say("age_limit.limit"), view.say("age_limit.where")])


def traps(view: View) -> list[tuple[str, str]]:
    """Title and explanation of each number that is easily misread."""
    names = [key.removesuffix("_title") for key in keys(view, "trap") if key.endswith("_title")]
    return [(view.say(f"trap.{name}_title"), view.say(f"trap.{name}")) for name in names]


def changed_codes(view: View) -> pd.DataFrame:
    """The codes that came into use or went out of it."""
    lists = code_lists()
    changed = lists[lists["valid_from"].notna() | lists["valid_to"].notna()]
    return _codes(view, changed).assign(**{view.say("code.list"): [view.say(f"code_list.{name}") for name in changed["list"]]})


def codes(view: View, name: str) -> pd.DataFrame:
    """One code list with its names and validity."""
    lists = code_lists()
    return _codes(view, lists[lists["list"] == name])


def list_names(view: View) -> dict[str, str]:
    """{code list: title}, in the order of the titles."""
    titles = {str(name): view.say(f"code_list.{name}") for name in code_lists()["list"].unique()}
    return dict(sorted(titles.items(), key=lambda item: item[1]))


def _codes(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    columns = {
        view.say("code.code"): rows["code"].tolist(),
        view.say("code.name"): rows[f"name_{view.language}"].tolist(),
        view.say("code.valid_from"): [_day(view, value, "code.always") for value in rows["valid_from"]],
        view.say("code.valid_to"): [_day(view, value, "code.in_use") for value in rows["valid_to"]],
    }
    return pd.DataFrame(columns)


def _day(view: View, value: object, without: str) -> str:
    return numbers.day(value, view.language) if isinstance(value, date) and not pd.isna(value) else view.say(without)


def _about(view: View, key: str) -> str:
    about = f"glossary_about.{key}"
    return view.say(about) if has(view.language, about) else ""


def _first_word(row: list[str]) -> str:
    return row[0].casefold()
