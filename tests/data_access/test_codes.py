"""The code lists: complete, named in three languages, with classes that leave no gap."""

from datetime import date
from itertools import pairwise

import pytest

from data_access.codes import LANGUAGES, bounds, class_of, codes, lists


@pytest.mark.parametrize("name", lists())
def test_every_code_has_a_name_in_each_language_and_its_own_place(name: str) -> None:
    entries = list(codes(name).values())
    assert all(entry.names[language].strip() for entry in entries for language in LANGUAGES)
    assert [entry.sort for entry in entries] == list(range(1, len(entries) + 1))
    assert all(entry.valid_from is None or entry.valid_to is None or entry.valid_from <= entry.valid_to for entry in entries)


@pytest.mark.parametrize("name", ["age_class", "unemployment_class"])
def test_classes_follow_each_other_without_a_gap(name: str) -> None:
    ends = bounds(name)
    assert ends[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(ends))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("age_class", 17, "0-17"),
        ("age_class", 18, "18-24"),
        ("age_class", 64, "55-64"),
        ("age_class", 65, "65-"),
        ("age_class", 200, "unknown"),
        ("age_class", -1, "unknown"),
        ("age_class", None, "unknown"),
        ("unemployment_class", 2.99, "0-3"),
        ("unemployment_class", 3, "3-6"),
        ("unemployment_class", 36, "36-"),
        ("unemployment_class", float("nan"), "unknown"),
    ],
)
def test_the_lower_bound_belongs_to_the_class(name: str, value: float | None, expected: str) -> None:
    assert class_of(name, value) == expected


def test_validity_includes_both_ends() -> None:
    te_services, tym = codes("referral_source")["te_services"], codes("referral_source")["tym"]
    assert te_services.valid_on(date(2024, 12, 31)) and not te_services.valid_on(date(2025, 1, 1))
    assert tym.valid_on(date(2025, 1, 1)) and not tym.valid_on(date(2024, 12, 31))


def test_a_list_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        codes("colour")
