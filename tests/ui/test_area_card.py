"""The card of an area: what it meets, what it holds and what its parts hold, with hidden counts hidden in it too."""

import re

import pandas as pd
import pytest

from metrics import Period, Viewer
from metrics.library import area_table, crossing, municipalities, pairs
from metrics.methods.divisions import partners
from texts import LANGUAGES
from ui import area_card
from ui.filters import Filters
from ui.lens import DIVISIONS, OTHER
from ui.maps import codes_of, short
from ui.numbers import NBSP
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
KAINUU_KOILLISMAA, NORTH_OSTROBOTHNIA, CENTRAL_OSTROBOTHNIA, ALAND = "10", "19", "18", "91"
HIDDEN = {"manager": "peitetty", "steering_group": "alle 10"}
# Some of each kind: coterminous, split and crossed; across two counties, inside one and the same as one.
SOME = {"county": ("18", "05", "19", "01", "12"), "employment_area": ("10", "38", "13", "17", "12")}
SHARE, CLIENTS, UNEMPLOYED = "Asukkaista", "Asiakkaat", "Työttömiä"


def view(role: str = "manager", language: str = "fi", period: str = "2025", **where: str) -> View:
    return View(Viewer.parse(role), language, Filters(Period.parse(period), where), "map")


def parts(level: str, code: str, role: str = "manager") -> pd.DataFrame:
    """The table of a card, by the names of its parts."""
    table, _ = area_card.parts(view(role), level, code)
    return table.set_index(table.columns[0])


def plain(name: object) -> str:
    """A part without what it reaches."""
    return str(name).split(" (")[0]


def shares(table: pd.DataFrame) -> list[float]:
    return [float(one.removesuffix(f"{NBSP}%").replace(",", ".")) for one in table[SHARE]]


def test_kainuu_koillismaa_lists_its_two_counties_with_their_shares_of_its_inhabitants() -> None:
    table = parts("employment_area", KAINUU_KOILLISMAA)
    assert [plain(name) for name in table.index] == ["Kainuun hva", "Pohjois-Pohjanmaan hva"]
    assert shares(table) == [79, 21]
    sentence = area_card.relation(view(), "employment_area", KAINUU_KOILLISMAA)
    assert "ulottuu 2 hyvinvointialueelle" in sentence and "Kainuun" in sentence and "Pohjois-Pohjanmaan" in sentence


def test_a_county_lists_its_employment_areas_largest_first_and_names_what_crosses_its_border() -> None:
    table = parts("county", NORTH_OSTROBOTHNIA)
    assert [plain(name) for name in table.index] == ["Oulun seutu", "Raahe", "Ylivieska-Kalajoki-Nivala", "Kainuu-Koillismaa"]
    assert [name for name in table.index if "(" in name] == ["Kainuu-Koillismaa (ulottuu myös: Kainuun)"]
    assert area_card.relation(view(), "county", NORTH_OSTROBOTHNIA).endswith("Rajan ylittää Kainuu-Koillismaa.")


@pytest.mark.parametrize(("level", "code"), [(level, code) for level, codes in SOME.items() for code in codes])
def test_a_card_lists_the_areas_it_shares_municipalities_with_and_their_shares_add_up(level: str, code: str) -> None:
    shown, others = view(), partners(pairs(area_table()), level, OTHER[level])[code]
    table = parts(level, code)
    assert {plain(name) for name in table.index} == {short(shown, shown.label(OTHER[level], one)) for one in others}
    assert sum(shares(table)) == pytest.approx(100, abs=0.5 * len(table)) and shares(table) == sorted(shares(table), reverse=True)
    across = {shown.label("employment_area", one) for one in crossing(area_table())}
    assert level != "county" or {plain(name) for name in table.index if "ulottuu myös" in name} == across & {plain(name) for name in table.index}


@pytest.mark.parametrize("role", HIDDEN)
@pytest.mark.parametrize("level", SOME)
def test_a_count_that_is_hidden_is_hidden_in_the_card(role: str, level: str) -> None:
    shown, other, hidden = view(role), OTHER[level], 0
    for code in SOME[level]:
        answer = shown.narrowed(level, code).ask("clients", other).frame.set_index(other)
        said = {plain(name): one for name, one in parts(level, code, role)[CLIENTS].items()}
        for part in set(partners(pairs(area_table()), level, other)[code]) & set(answer.index):
            row = answer.loc[part]
            assert said[short(shown, shown.label(other, part))] == (HIDDEN[role] if row["hidden"] else f"{row['value']:.0f}")
            hidden += bool(row["hidden"])
    assert hidden > 1


@pytest.mark.parametrize("role", HIDDEN)
def test_hidden_counts_are_explained_by_the_answers_behind_the_card(role: str) -> None:
    table, answers = area_card.parts(view(role), "employment_area", KAINUU_KOILLISMAA)
    assert HIDDEN[role] in set(table[CLIENTS]) and any(answer.frame["hidden"].any() for answer in answers)


def test_what_nobody_published_is_not_known_and_a_part_without_clients_has_none() -> None:
    assert set(parts("county", NORTH_OSTROBOTHNIA)[UNEMPLOYED]) == {"ei tietoa"}
    tytti, _ = area_card.parts(view(period="all", project="TYTTI"), "county", CENTRAL_OSTROBOTHNIA)
    assert list(tytti[CLIENTS]) == ["0"]


def test_the_card_does_not_depend_on_which_area_is_chosen() -> None:
    one, other = (area_card.parts(view(**where), "county", NORTH_OSTROBOTHNIA)[0] for where in ({}, {"municipality": "091"}))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("level", DIVISIONS)
def test_the_municipalities_listed_are_those_of_the_area_table(level: str) -> None:
    shown, now = view(), municipalities()
    for code in codes_of(level):
        names = area_card.names_inside(shown, level, code).split(", ")
        assert sorted(names) == names and set(names) == set(now.loc[now[level] == code, "name_fi"])
        assert code not in SOME[level] or area_card.facts(shown, level, code)["Kuntia"] == str(len(names))


def test_the_inhabitants_of_a_card_are_those_of_its_municipalities() -> None:
    facts = area_card.facts(view(), "county", NORTH_OSTROBOTHNIA)
    people = view().ask("population", "municipality", period=Period(), county=NORTH_OSTROBOTHNIA).frame
    assert facts["Väkiluku (2022)"] == f"{people['value'].sum():,.0f}".replace(",", NBSP) and facts["Kuntia"] == str(len(people)) == "30"


@pytest.mark.parametrize(
    ("level", "code", "languages"),
    [
        ("county", CENTRAL_OSTROBOTHNIA, "suomi (8/8 kuntaa), ruotsi (1/8 kuntaa)"),
        ("county", NORTH_OSTROBOTHNIA, "suomi (30/30 kuntaa)"),
        ("county", ALAND, "ruotsi (16/16 kuntaa)"),
        ("municipality", "091", "suomi (1/1 kuntaa), ruotsi (1/1 kuntaa)"),
        ("employment_area", KAINUU_KOILLISMAA, "suomi (10/10 kuntaa)"),
    ],
)
def test_languages_are_told_with_the_number_of_municipalities(level: str, code: str, languages: str) -> None:
    assert area_card.facts(view(), level, code)["Kielet"] == languages


def test_a_municipality_is_told_by_its_two_areas() -> None:
    facts = area_card.facts(view(), "municipality", "305")
    assert (facts["Hyvinvointialue"], facts["Työllisyysalue"]) == ("Pohjois-Pohjanmaan hyvinvointialue", "Kainuu-Koillismaa")
    assert "Kuntia" not in facts and re.fullmatch(rf"\d+{NBSP}\d\d\d", facts["Väkiluku (2022)"])


def test_the_service_area_of_kela_is_not_known_until_somebody_fills_it() -> None:
    assert {area_card.facts(view(), "county", code)["Kelan palvelualue"] for code in SOME["county"]} == {"ei tietoa"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (CENTRAL_OSTROBOTHNIA, "Keski-Pohjanmaan hyvinvointialue ja työllisyysalue Keski-Pohjanmaa kattavat samat kunnat."),
        (ALAND, "Ahvenanmaa: oma järjestelmänsä, ei jaettu Manner-Suomen alueiden kanssa."),
    ],
)
def test_a_county_says_how_it_meets_the_employment_areas(code: str, said: str) -> None:
    assert area_card.relation(view(), "county", code) == said


def test_aland_has_no_parts() -> None:
    assert area_card.parts(view(), "county", ALAND)[0].empty and area_card.parts(view(), "employment_area", "46")[0].empty


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("level", DIVISIONS)
def test_every_area_has_a_sentence_and_a_card_in_every_language(level: str, language: str) -> None:
    shown = view(language=language)
    for code in (*SOME[level], "91" if level == "county" else "46"):
        sentence, facts = area_card.relation(shown, level, code), area_card.facts(shown, level, code)
        assert sentence.endswith(".") and shown.label(level, code).split(" ")[0] in sentence and "{" not in sentence
        assert len(facts) == 6 and all(facts.values()) and "nan" not in " ".join(facts.values())
