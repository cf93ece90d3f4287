"""The code lists: complete, named in three languages, with classes that leave no gap."""

from itertools import pairwise

import pytest

from data_access.codes import LANGUAGES, bounds, codes, lists


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


def test_a_list_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        codes("colour")
