"""One value at a time: what counties write is read as they meant it, and what is not certain is a fault that shows nobody."""

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Table

from data_access.importing.notations import Notations
from data_access.importing.problems import LANGUAGES, problem, rules
from data_access.importing.values import Fault, judge
from data_access.schema import area, area_programme, client_case, goal, indicator_value, job_spell, maturity_status, measurement, team

OPENED, REFERRED = client_case.c.opened_date, client_case.c.referred_date
DAY = date(2026, 10, 1)


def read(column: object, value: object, known: frozenset[str] | None = None) -> object:
    """The value, or the rule it breaks."""
    found = judge(column.table, column, value, known)  # type: ignore[attr-defined, arg-type]
    return found.rule if isinstance(found, Fault) else found


def column_faults(table: Table, column: Column, values: list[Any]) -> list[Fault]:
    """What is wrong with a column as a whole, whether its values are seen at once or one after another."""
    once, apart = Notations(table, column), Notations(table, column)
    once.see(values, [judge(table, column, value) for value in values])
    for value in values:
        apart.see([value], [judge(table, column, value)])
    assert once.faults() == apart.faults()
    return once.faults()


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01",
        "1.10.2026",
        "01.10.2026",
        "1. 10. 2026",
        " 1.10.2026\u00a0",
        "\ufeff2026-10-01\u200b",
        "2026-10-01T23:59",
        "2026-10-01 00:00:00",
        "2026-10-01 08:15:30.123456789",
        "1.10.2026 klo 9.05",
        "1.10.2026 9:05",
        "2026-10-01T20:59:59Z",
        "2026-09-30T22:00:00+00:00",
        "2026-09-30 22:00:00 UTC",
        "2026-10-01 00:30 +03:00",
        "2026-10-01T00:30+03",
        "46296",
        "46296.75",
        "46296,75",
        46296,
        46296.75,
        Decimal("46296"),
        DAY,
        datetime(2026, 10, 1, 23, 59),
        datetime(2026, 9, 30, 21, 30, tzinfo=UTC),
        datetime(2026, 10, 1, 6, 30, tzinfo=timezone(timedelta(hours=9))),
    ],
)
def test_a_day_is_read_in_every_certain_notation(text: object) -> None:
    assert read(OPENED, text) == DAY


def test_the_day_comes_before_the_month() -> None:
    assert read(OPENED, "3.4.2025") == date(2025, 4, 3)


def test_an_excel_serial_counts_from_the_end_of_1899() -> None:
    assert read(OPENED, "46300") == date(2026, 10, 5)


@pytest.mark.parametrize("text", ["2026-03-29T03:30", "2026-10-25T03:30", datetime(2026, 3, 29, 3, 30), datetime(2026, 10, 25, 3, 30)])
def test_an_hour_that_is_not_there_or_is_there_twice_keeps_its_date(text: object) -> None:
    found = read(OPENED, text)
    assert isinstance(found, date) and found.month in (3, 10)


def test_the_last_hours_of_the_year_in_utc_are_next_year_in_finland() -> None:
    assert read(OPENED, "2025-12-31T22:30:00Z") == date(2026, 1, 1)
    assert read(OPENED, datetime(2025, 12, 31, 22, 30, tzinfo=UTC)) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("29.2.2026", "not_date"),
        ("2026-02-29", "not_date"),
        ("31.4.2026", "not_date"),
        ("2026-13-01", "not_date"),
        ("2026-10-01 25:00", "not_date"),
        ("1.10.", "not_date"),
        ("huomenna", "not_date"),
        ("2026", "not_date"),
        ("20261001", "not_date"),
        ("10000", "not_date"),
        (True, "not_date"),
        (float("inf"), "not_date"),
        ("01/13", "date_mixed"),
        ("03/11/2025", "date_mixed"),
        ("2025/03/11", "date_mixed"),
        ("1.10.26", "year_two_digits"),
        ("1.10.68", "year_two_digits"),
        ("1/10/26", "year_two_digits"),
        ("01-10-26", "year_two_digits"),
        ("1.10.26 9:05", "year_two_digits"),
        ("1989-12-31", "range"),
        ("2100-01-01", "range"),
        ("21000", "range"),
        (date(1, 1, 1), "range"),
        (datetime(9999, 12, 30, 23, tzinfo=UTC), "range"),
        ("٢٠٢٦-١٠-٠١", "not_date"),
    ],
)
def test_what_is_not_certainly_a_day_is_a_fault(text: object, rule: str) -> None:
    assert read(OPENED, text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "9999-12-31",
        "31.12.9999",
        "1900-01-01",
        "1.1.1900",
        "9999-12-31 23:59:59",
        "9999-12-31T22:00:00Z",
        date(9999, 12, 31),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
    ],
)
def test_a_day_that_stands_for_an_open_end_is_missing_unless_a_day_is_required(text: object) -> None:
    assert read(OPENED, text) is None
    assert read(REFERRED, text) == "range"


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\ufeff", "NA", "N/A", "null", "NULL", "None", "..", "-", " NA ", None, float("nan")])
def test_only_the_listed_marks_mean_missing(text: object) -> None:
    assert read(client_case.c.sex, text) is None
    assert read(client_case.c.project, text) is None


def test_what_is_not_a_listed_mark_is_a_value() -> None:
    assert read(client_case.c.project, "na") == "na"
    assert read(client_case.c.project, "?") == "?"
    assert read(client_case.c.sex, "ei tiedossa") == "code_unknown"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3.5", 3.5),
        ("3,5", 3.5),
        ("0", 0),
        ("41", 41),
        ("+7", 7),
        ("1e1", 10),
        ("0\u00a0100,5", 100.5),
        ("0\u202f100", 100),
        ("0 100", 100),
        (Decimal("3.50"), 3.5),
        (3, 3),
    ],
)
def test_numbers_are_read_with_comma_or_point_and_with_spaces_between_thousands(text: object, number: float) -> None:
    assert read(client_case.c.unemployment_months, text) == number


def test_thousands_and_minus_signs_of_every_kind() -> None:
    value = indicator_value.c.value
    assert read(value, "1\u00a0234\u00a0567,25") == 1234567.25
    assert read(value, "−5,5") == read(value, "-5.5") == -5.5
    assert read(goal.c.score, "−2") == -2


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("1 00", "not_number"),
        ("12 5", "not_number"),
        ("1 234\u00a0567", "not_number"),
        ("1.234,5", "not_number"),
        ("1,234.5", "not_number"),
        ("viisi", "not_number"),
        ("3,5 kk", "not_number"),
        (True, "not_number"),
        (date(2026, 1, 1), "not_number"),
        ("34 %", "percent"),
        ("34%", "percent"),
        ("nan", "range"),
        ("NaN", "range"),
        ("inf", "range"),
        ("-Infinity", "range"),
        (float("nan"), "range"),
        (float("inf"), "range"),
        (Decimal("NaN"), "range"),
        ("-1", "range"),
        ("721", "range"),
        ("1e400", "range"),
        (10**400, "range"),
    ],
)
def test_what_is_not_certainly_a_number_in_its_range_is_a_fault(text: object, rule: str) -> None:
    assert read(client_case.c.unemployment_months, text) == rule


@pytest.mark.parametrize("value", ["1987", " 1987 ", "1 987", 1987, 1987.0, Decimal("1987"), Decimal("1987.0")])
def test_a_whole_number_is_whole_in_every_type(value: object) -> None:
    found = read(client_case.c.birth_year, value)
    assert found == 1987 and isinstance(found, int)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("1987,0", "not_whole"),
        ("1987.0", "not_whole"),
        (1987.5, "not_whole"),
        ("19 87", "not_whole"),
        ("1" * 5000, "not_whole"),
        (False, "not_whole"),
        ("34 %", "percent"),
        ("1929", "range"),
        ("2016", "range"),
        (float("inf"), "range"),
        (10**400, "range"),
    ],
)
def test_what_is_not_a_whole_number_in_its_range_is_a_fault(value: object, rule: str) -> None:
    assert read(client_case.c.birth_year, value) == rule


def test_the_words_of_a_range_are_its_limits() -> None:
    assert judge(measurement, measurement.c.score, "126") == Fault("range", {"low": "0", "high": "125"})
    assert judge(client_case, OPENED, "1989-12-31") == Fault("range", {"low": "1990-01-01", "high": "2099-12-31"})
    assert judge(area, area.c.population, "3000000000") == Fault("range", {"low": "0", "high": "2147483647", "shown": "3000000000"})


def test_codes_are_read_in_our_spelling_whatever_their_case() -> None:
    assert read(client_case.c.sex, " FEMALE\u200b") == "female"
    assert read(client_case.c.labour_status, "02") == "02"
    assert read(job_spell.c.subsidised, True) == read(job_spell.c.subsidised, "TRUE") == read(job_spell.c.subsidised, "Yes") == "yes"
    assert read(job_spell.c.subsidised, False) == "no"
    assert read(measurement.c.planned_point, 0) == read(measurement.c.planned_point, 0.0) == "0"


@pytest.mark.parametrize("value", ["N", "2", 2, "true", "all"])
def test_a_code_that_is_not_of_the_list_is_a_fault(value: object) -> None:
    assert read(client_case.c.sex, value) == "code_unknown"


def test_a_status_that_lost_its_zero_is_not_guessed() -> None:
    assert read(client_case.c.labour_status, 2) == "code_unknown"


@pytest.mark.parametrize("value", ["49", "5", 49, 49.0, Decimal("49")])
def test_a_municipality_that_lost_its_zero_is_told_and_not_padded(value: object) -> None:
    assert judge(client_case, client_case.c.municipality, value) == Fault("area_unknown", {"type": "municipality"})


def test_an_area_with_all_its_digits_is_kept_as_text() -> None:
    assert read(client_case.c.municipality, "049") == "049"
    assert read(client_case.c.municipality, 297) == "297"
    assert read(client_case.c.municipality, "unknown") == "unknown"
    assert read(area_programme.c.area, "13") == "13"
    assert judge(area_programme, area_programme.c.area, 7) == Fault("area_unknown", {"type": "county", "shown": "7"})


def test_letters_are_compared_in_one_form() -> None:
    assert read(client_case.c.team_id, unicodedata.normalize("NFD", "Tä1"), frozenset({"Tä1"})) == "Tä1"


def test_a_key_that_is_nowhere_is_a_fault_and_the_default_is_not() -> None:
    known = frozenset({"TYTTI"})
    assert read(client_case.c.project, "TYTTI", known) == "TYTTI"
    assert read(client_case.c.project, "none", known) == "none"
    assert read(client_case.c.project, "", known) is None
    assert judge(client_case, client_case.c.project, "tytti", known) == Fault("reference", {"target": "project.csv"})


def test_months_and_periods() -> None:
    assert read(maturity_status.c.version, "2025-03") == "2025-03"
    assert read(maturity_status.c.version, "3/2025") == read(maturity_status.c.version, date(2025, 3, 1)) == "2025-03"
    assert read(maturity_status.c.version, "2025-13") == read(maturity_status.c.version, date(2025, 3, 2)) == "not_month"
    assert read(indicator_value.c.period, "2021") == read(indicator_value.c.period, 2021) == "2021"
    assert read(indicator_value.c.period, "2021-01") == "2021-01"
    assert read(indicator_value.c.period, "21") == "not_period"


@pytest.mark.parametrize("text", ["131052-308T", "hlö 131052-308T.", "131052A308T", "131052-308t"])
def test_a_personal_identity_code_is_found_in_a_column_of_any_kind(text: str) -> None:
    for column in (client_case.c.sex, client_case.c.project, client_case.c.unemployment_months, OPENED, team.c.name):
        assert judge(column.table, column, text) == Fault("hetu", {})


def test_a_value_is_shown_in_public_tables_only() -> None:
    found = judge(team, team.c.kind, "outo")
    assert isinstance(found, Fault) and found.words["shown"] == "outo"
    for column in (client_case.c.sex, OPENED, client_case.c.birth_year, client_case.c.municipality):
        found = judge(client_case, column, "7 Meikäläinen")
        assert not isinstance(found, Fault) or "Meikäläinen" not in str(found)


def test_two_notations_of_percentages_in_a_column_refuse_it() -> None:
    assert column_faults(measurement, measurement.c.score, ["34 %", "35", ""]) == [Fault("percent_mixed", {})]
    assert column_faults(measurement, measurement.c.score, ["34 %", "35%", "NA"]) == []
    assert column_faults(measurement, measurement.c.score, ["34", 35.0]) == []


def test_slashes_and_years_of_two_digits_refuse_a_column_of_days() -> None:
    assert column_faults(client_case, OPENED, ["13.01.2025", "01/13/2025"]) == [Fault("date_mixed", {})]
    assert column_faults(client_case, OPENED, ["13.01.", "01/13"]) == [Fault("date_mixed", {})]
    assert column_faults(client_case, OPENED, ["1.10.2026", "1.10.26"]) == [Fault("year_two_digits", {})]
    assert column_faults(client_case, OPENED, ["1.10.2026", "2026-10-02", None, "46300", "29.2.2026"]) == []


def test_days_of_a_workbook_that_counts_from_1904_are_told() -> None:
    early = [date(2024, 3, 1) - timedelta(days=1462 * 4 + place) for place in range(5)]
    assert column_faults(client_case, REFERRED, early) == [Fault("dates_implausible", {})]
    assert column_faults(client_case, REFERRED, [*early, DAY]) == []
    assert column_faults(client_case, REFERRED, ["2009-05-05 09:00", "2009-05-05 10:00"]) == []
    assert column_faults(client_case, OPENED, early) == []
    assert column_faults(area, area.c.valid_from, early) == []


def test_every_fault_has_its_sentence_in_each_language() -> None:
    told = [
        judge(client_case, OPENED, "x"),
        judge(client_case, OPENED, "1.1.25"),
        judge(client_case, OPENED, "1/1/2025"),
        judge(client_case, client_case.c.sex, "x"),
        judge(client_case, client_case.c.birth_year, "x"),
        judge(client_case, client_case.c.birth_year, "1"),
        judge(client_case, client_case.c.municipality, "1"),
        judge(client_case, client_case.c.project, "x", frozenset()),
        judge(measurement, measurement.c.score, "1 %"),
        judge(measurement, measurement.c.score, "x"),
        *column_faults(measurement, measurement.c.score, ["1 %", "1"]),
        *column_faults(client_case, REFERRED, [date(2001, 1, 1), date(2001, 1, 2)]),
    ]
    for fault in told:
        assert isinstance(fault, Fault) and fault.rule in rules()
        words: dict[str, Any] = {**fault.words}
        how = problem("client_case.csv", fault.rule, **words).how
        assert set(how) == set(LANGUAGES) and not any("{" in sentence for sentence in how.values())
