"""Numbers, months and plotly's own words as Finns write them; long words that part where a syllable begins."""

import json

import pytest

from charts import PLOTLY_CONFIG, Words, month_label, period_label
from charts.frames import cells, grid, labels, number, order, wrap
from charts.periods import ticks
from tests.charts.samples import SHARES, WORDS, classes, frame


@pytest.mark.parametrize(
    ("value", "decimals", "suffix", "said"),
    [
        (1234.5, 1, "", "1\u00a0234,5"),
        (1234567, 0, "", "1\u00a0234\u00a0567"),
        (12, 0, "\u00a0%", "12\u00a0%"),
        (-2.5, 1, "\u00a0%", "\u22122,5\u00a0%"),
        (0.5, 0, "", "1"),
        (2.5, 0, "", "3"),
        (7.545, 2, "", "7,55"),
        (-0.01, 1, "", "0,0"),
        (0, 0, "", "0"),
    ],
)
def test_a_number_is_written_the_finnish_way(value: float, decimals: int, suffix: str, said: str) -> None:
    assert Words("alle 5", "ei tietoa", decimals=decimals, suffix=suffix).number(value) == said


def test_another_language_brings_its_own_marks() -> None:
    english = Words("under 5", "no data", decimals=1, decimal=".", thousands=",")
    assert (english.number(1234.5), english.separators) == ("1,234.5", ".,")


def test_shares_counts_and_cells_have_their_words() -> None:
    assert [WORDS.percent(share) for share in (0, 0.004, 0.12, 0.625, 1)] == ["0\u00a0%", "0,4\u00a0%", "12\u00a0%", "63\u00a0%", "100\u00a0%"]
    assert Words("under 5", "no data", percent_sign="%").percent(0.26) == "26%"
    assert WORDS.count(1500) == "n\u00a0=\u00a01\u00a0500"
    assert [WORDS.cell(3.0, True), WORDS.cell(None, True), WORDS.cell(None, False), WORDS.cell(30.0, False)] == [
        "alle 5",
        "alle 5",
        "ei tietoa",
        "30",
    ]


def test_a_cell_is_scaled_and_a_hidden_number_is_dropped() -> None:
    found = cells(frame(value=[0.12, 3.0, float("nan")], hidden=[False, True, False]), SHARES)
    assert [(cell.value, cell.text) for cell in found] == [(12.0, "12\u00a0%"), (None, "alle 5"), (None, "ei tietoa")]


def test_numbers_that_are_none_are_not_drawn() -> None:
    assert [number(value) for value in (None, float("nan"), float("inf"), 3)] == [None, None, None, 3.0]


def test_a_frame_with_two_rows_for_one_place_is_refused() -> None:
    twice = classes(1, 2).assign(kind="A", other="B")
    with pytest.raises(ValueError, match="one row each"):
        grid(twice, "kind", "other", WORDS)


def test_order_puts_the_unknown_last() -> None:
    assert order(["Ei tiedossa", "A", "B", "A"], {"Ei tiedossa"}) == ["A", "B", "Ei tiedossa"]


@pytest.mark.parametrize(
    ("label", "width", "wrapped"),
    [
        ("Kela", 10, "Kela"),
        ("Sosiaalityön palvelutarpeen arviointi", 20, "Sosiaalityön<br>palvelutarpeen<br>arviointi"),
        ("Mielenterveys- ja päihdepalvelut", 20, "Mielenterveys- ja<br>päihdepalvelut"),
        ("Työllisyyspalvelut", 12, "Työllisyys-<br>palvelut"),
        ("Kainuu-Koillismaa", 10, "Kainuu-<br>Koillismaa"),
        ("Hanko-Inkoo-Raasepori", 16, "Hanko-Inkoo-<br>Raasepori"),
    ],
)
def test_long_words_part_where_they_may(label: str, width: int, wrapped: str) -> None:
    assert wrap(label, width) == wrapped


def test_a_word_a_little_too_long_stays_whole_when_allowed() -> None:
    assert wrap("Työllisyyspalvelut", 17, 3) == "Työllisyyspalvelut"


def test_markup_in_a_label_is_not_markup() -> None:
    assert labels(frame(kind=["<b>A&B</b>"], value=[1], hidden=[False]), "kind") == ["&lt;b&gt;A&amp;B&lt;/b&gt;"]


def test_periods_are_written_the_finnish_way() -> None:
    assert [period_label(code) for code in ("2025-01", "2025-12", "2025-Q3", "2025", "muu")] == ["1/2025", "12/2025", "Q3/2025", "2025", "muu"]
    assert month_label("2025-Q3") == "2025-Q3"


def test_a_crowded_axis_labels_januaries() -> None:
    months = [f"{year}-{month:02d}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13)][:46]
    assert [months[place] for place in ticks(months)] == ["2023-01", "2024-01", "2025-01", "2026-01"]
    assert [months[place] for place in ticks(months[7:20], 7)] == [months[place] for place in (1, 3, 5, 7, 9, 11)]
    quarters = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in range(1, 5)]
    assert [quarters[place] for place in ticks(quarters)] == ["2023-Q1", "2023-Q3", "2024-Q1", "2024-Q3", "2025-Q1", "2025-Q3"]
    assert ticks(["a", "b"]) == [0, 1]
    assert len(ticks([str(at) for at in range(500)])) <= 7


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_plotly_speaks_the_language_without_asking_anyone(lang: str) -> None:
    config = PLOTLY_CONFIG(lang, "kestot")
    pack = config["locales"][lang]
    assert config["locale"] == lang and config["toImageButtonOptions"]["filename"] == "kestot"
    assert (pack["format"]["decimal"], pack["format"]["thousands"], len(pack["format"]["months"])) == (",", "\u00a0", 12)
    assert "http" not in json.dumps(config)


def test_finnish_and_swedish_translate_the_same_words() -> None:
    packs = {lang: PLOTLY_CONFIG(lang)["locales"][lang]["dictionary"] for lang in ("fi", "sv")}
    assert set(packs["fi"]) == set(packs["sv"])
    assert packs["fi"]["Download plot as a PNG"] == "Lataa kuvio PNG-muodossa"
    assert "locale" not in PLOTLY_CONFIG("en")
