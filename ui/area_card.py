"""The card of one area: how it meets the other division, what is in it, and what its parts hold. Names and borders from the area table."""

import pandas as pd

from metrics import Answer, Period
from metrics.library import area_table, crossing, municipalities, pairs
from metrics.methods.divisions import partners
from ui import divisions, numbers
from ui.divisions import listed
from ui.lens import INHABITANTS, OTHER, Lens
from ui.maps import Paint, short
from ui.standing import UNKNOWN
from ui.view import View

UNEMPLOYED = "unemployed"
LANGUAGES = ("fi", "sv")


def relation(view: View, level: str, code: str) -> str:
    """How the area meets the areas of the other division, in a sentence with their names."""
    touching = partners(pairs(area_table()), level, OTHER[level]).get(code, [])
    named = listed(view, OTHER[level], touching)
    if not touching:
        return view.say("card.apart", name=view.label(level, code))
    key = f"card.{level}.{divisions.kinds(level)[code]}"
    across = [one for one in touching if one in crossing(area_table())]
    return view.say(key, name=view.label(level, code), count=len(touching), others=named, across=listed(view, "employment_area", across))


def facts(view: View, level: str, code: str) -> dict[str, str]:
    """{name: value} of what an area is: inhabitants, municipalities or its own areas, languages, Kela's service area."""
    own = inside(level, code)
    people = view.narrowed(level, code).ask(INHABITANTS, period=Period())
    unemployed, clients = view.narrowed(level, code).ask(UNEMPLOYED, period=Period()), view.narrowed(level, code).ask("clients")
    found = {
        f"{view.title('clients')} ({view.period_text(clients)})": view.show(clients.value, clients, clients.hidden),
        f"{view.title(INHABITANTS)} ({view.period_text(people)})": view.show(people.value, people),
        view.say("card.unemployed"): view.show(unemployed.value, unemployed),
    }
    if level == "municipality":
        row = own.iloc[0]
        found |= {view.say(f"dimension.{one}"): view.label(one, row[one]) for one in OTHER}
    else:
        found[view.say("card.municipalities")] = str(len(own))
    return found | {view.say("card.languages"): _languages(view, own), view.say("card.kela_area"): _kela(view, own)}


def title(view: View, level: str, code: str) -> str:
    """The name of an area with its kind, for a municipality and an employment area can have the same."""
    name = view.label(level, code)
    return name if level == "county" else f"{name} ({view.say(f'filter.kind.{level}')})"


def measured(view: View, chosen: Lens, paint: Paint, level: str, code: str) -> str:
    """What the map shows of the area, in a sentence: value, and whether it stands out; empty where the map shows another level or layer."""
    row = paint.frame[paint.frame["area"] == code]
    if chosen.layer or level != chosen.level or row.empty:
        return ""
    place = row["apart"].iloc[0]
    judged = "" if place == UNKNOWN else f" ({view.say(f'standing.{place}').lower()})"
    return f"{paint.words.measure}: **{row['said'].iloc[0]}**{judged}"


def parts(view: View, level: str, code: str) -> tuple[pd.DataFrame, tuple[Answer, ...]]:
    """Table: the areas of the other division that share municipalities with this one, the share of its inhabitants who live in each,
    unemployed and our clients there, and where else the part's area reaches; with the answers behind it."""
    other, own = OTHER[level], view.narrowed(level, code)
    people, unemployed = (own.ask(name, other, period=Period()) for name in (INHABITANTS, UNEMPLOYED))
    clients, together = own.ask("clients", other), own.ask(INHABITANTS, period=Period()).value
    shared, homes = pairs(area_table()), partners(pairs(area_table()), other, level)
    known = f" ({view.period_text(unemployed)})" if len(unemployed.frame) else ""
    living = people.frame.set_index(other)["value"].reindex(sorted(shared.loc[shared[level] == code, other]))
    lines = [
        {
            view.say(f"dimension.{other}"): _reaching(view, other, one, [home for home in homes[one] if home != code]),
            view.say("card.share_of_people"): numbers.percent(living[one] / together, view.language),
            f"{view.say('card.unemployed')}{known}": _cell(view, unemployed, other, one, view.say("value.missing")),
            view.title("clients"): _cell(view, clients, other, one, numbers.decimal(0, view.language)),
        }
        for one in living.sort_values(ascending=False, na_position="last").index
    ]
    return pd.DataFrame(lines), (clients,)


def inside(level: str, code: str) -> pd.DataFrame:
    """The rows of the area table for the municipalities of today in an area."""
    now = municipalities()
    return now[now["area" if level == "municipality" else level] == code]


def names_inside(view: View, level: str, code: str) -> str:
    """The municipalities of an area by name."""
    return ", ".join(sorted(view.label("municipality", one) for one in inside(level, code)["area"]))


def _reaching(view: View, level: str, code: str, others: list[str]) -> str:
    """The name of a part, and where else it reaches."""
    name = short(view, view.label(level, code))
    return view.say(f"card.reaches.{level}", name=name, others=listed(view, OTHER[level], others)) if others else name


def _cell(view: View, answer: Answer, other: str, code: str, absent: str) -> str:
    row = answer.frame[answer.frame[other] == code]
    return view.show(row["value"].iloc[0], answer, bool(row["hidden"].iloc[0])) if len(row) else absent


def _languages(view: View, own: pd.DataFrame) -> str:
    """The official languages and in how many municipalities each is one."""
    counts = {one: int(own["languages"].fillna("").str.split("-").map(lambda known, one=one: one in known).sum()) for one in LANGUAGES}
    return ", ".join(view.say(f"card.language.{one}", count=count, all=len(own)) for one, count in counts.items() if count)


def _kela(view: View, own: pd.DataFrame) -> str:
    known = sorted(set(own["kela_area"].dropna()))
    return ", ".join(known) or view.say("value.missing")
