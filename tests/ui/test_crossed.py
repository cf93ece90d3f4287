"""The two divisions crossed: the fifty pairs that share municipalities, protected, in a matrix and in a table that says the same."""

import math

import pytest

from charts.frames import cells
from charts.matrix import matrix
from metrics import Period, Viewer
from metrics.library import area_table
from metrics.library import pairs as shared
from texts import LANGUAGES
from ui import crossed
from ui.filters import Filters
from ui.lens import DIVISIONS, Lens
from ui.view import View

pytestmark = pytest.mark.usefixtures("on_duckdb")
LENSES = [Lens("clients"), Lens("clients", True), Lens("employed_share"), Lens("wait_to_plan"), Lens("population"), Lens("unemployed", True)]
HIDDEN = {"manager": "peitetty", "steering_group": "alle 10"}


def view(role: str = "manager", language: str = "fi", **where: str) -> View:
    return View(Viewer.parse(role), language, Filters(Period.parse("2025"), where), "map")


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: f"{lens.measure}-{lens.relative}")
@pytest.mark.parametrize("role", HIDDEN)
def test_the_table_has_the_fifty_pairs_and_says_what_the_matrix_says(lens: Lens, role: str) -> None:
    made = crossed.pairs(view(role), lens)
    assert len(made.frame) == len(made.table) == 50 == len(made.frame["pair"].unique())
    assert made.table.iloc[:, :2].to_numpy().tolist() == made.frame[list(DIVISIONS)].to_numpy().tolist()
    assert list(made.table.iloc[:, -1]) == [cell.text for cell in cells(made.frame, made.words)]
    figure = matrix(made.frame, "employment_area", "county", words=made.words, crossing="x")
    told = " ".join(str(trace.to_plotly_json()) for trace in figure.data)
    assert all(repr(said)[1:-1] in told for said in made.table.iloc[:, -1])


def test_the_pairs_are_those_of_the_area_table_in_the_order_of_the_counties() -> None:
    frame, places = crossed.pairs(view(), Lens("clients")).frame, shared(area_table())
    assert set(frame["pair"]) == set(places["county"] + "|" + places["employment_area"])
    codes = [pair.split("|")[0] for pair in frame["pair"]]
    assert codes == sorted(codes) and "91" not in codes, "Åland shares nothing with the mainland"


@pytest.mark.parametrize("role", HIDDEN)
@pytest.mark.parametrize("relative", [False, True])
def test_a_hidden_pair_is_nowhere_told(role: str, relative: bool) -> None:
    shown = view(role)
    answer = shown.ask("clients", *DIVISIONS).frame
    hidden = {f"{row['county']}|{row['employment_area']}" for row in answer[answer["hidden"]].to_dict("records")}
    made = crossed.pairs(shown, Lens("clients", relative))
    rows = made.frame[made.frame["pair"].isin(hidden)]
    assert len(rows) > 5 and rows["hidden"].all() and rows["value"].isna().all() and rows["n"].isna().all()
    assert set(made.table.loc[rows.index].iloc[:, -1]) == {HIDDEN[role]}


def test_the_number_of_a_pair_is_its_answer_and_its_rate_is_over_its_own_inhabitants() -> None:
    shown = view()
    clients, people = (
        shown.ask(name, *DIVISIONS, period=period).frame.set_index(list(DIVISIONS)) for name, period in (("clients", None), ("population", Period()))
    )
    pair = ("13", "17")
    count, inhabitants = float(clients["value"].to_dict()[pair]), float(people["value"].to_dict()[pair])
    plain, rate = (crossed.pairs(shown, Lens("clients", relative)).frame.set_index("pair")["value"].to_dict()["13|17"] for relative in (False, True))
    assert plain == count > 0 and math.isclose(rate, count / inhabitants * 10_000)


def test_a_pair_nobody_was_counted_in_is_zero_and_a_figure_nobody_published_is_not_known() -> None:
    tytti = crossed.pairs(view(project="TYTTI"), Lens("clients")).frame
    assert (tytti["value"] == 0).sum() > 40
    for relative in (False, True):
        unknown = crossed.pairs(view(), Lens("unemployed", relative))
        assert unknown.frame["value"].isna().all() and not unknown.frame["hidden"].any() and set(unknown.table.iloc[:, -1]) == {"ei tietoa"}


def test_inhabitants_of_the_pairs_are_those_of_the_mainland() -> None:
    total = crossed.pairs(view(), Lens("population")).frame["value"].sum()
    people = view().ask("population", "county", period=Period()).frame.set_index("county")["value"]
    assert total == people.drop("91").sum()


def test_the_area_chosen_cuts_nothing_out() -> None:
    narrow, whole = (crossed.pairs(one, Lens("cases_opened")) for one in (view(county="13"), view()))
    assert narrow.table.equals(whole.table)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_its_headings_in_every_language(language: str) -> None:
    shown = view(language=language)
    table = crossed.pairs(shown, Lens("clients", True)).table
    assert list(table.columns)[:3] == [shown.say(key) for key in ("dimension.county", "dimension.employment_area", "card.municipalities")]
    assert shown.title("clients") in table.columns[3] and table.iloc[:, 2].astype(int).sum() == 292
