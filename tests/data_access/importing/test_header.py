"""A header is known by its name whatever an editor did to it, and every column that is not of the contract keeps a name of its own."""

import pytest

from data_access.importing.header import Header, judged
from data_access.importing.mapping import TableMapping
from data_access.schema import METADATA

TEAM = ["team_id", "name", "county", "kind"]


def header(*names: str, table: str = "team", mapping: TableMapping | None = None) -> Header:
    """The judged header of a file."""
    return judged("county.csv", names, METADATA.tables[table], mapping or TableMapping())


def told(found: Header) -> list[tuple[str | None, str]]:
    """Column and rule of each problem."""
    return [(problem.column, problem.rule) for problem in found.problems]


@pytest.mark.parametrize("written", ["TEAM_ID", " team_id\t", "\ufeffteam_id", "team\u200b_id", "team_id\u00a0"])
def test_27_case_spaces_and_invisible_marks_do_not_matter(written: str) -> None:
    found = header(written, *TEAM[1:])
    assert (found.names, found.problems, found.readable) == (tuple(TEAM), (), True)


def test_27_a_composed_and_a_decomposed_letter_are_the_same() -> None:
    mapping = TableMapping(columns={"name": "Tiimin nimi ä"})
    assert header("team_id", "tiimin nimi a\u0308", "county", "kind", mapping=mapping).names == tuple(TEAM)


def test_18_the_order_is_free() -> None:
    assert header(*reversed(TEAM)).names == tuple(reversed(TEAM))


def test_18_a_constant_of_the_mapping_stands_for_a_column() -> None:
    assert told(header(*TEAM[:3])) == [("kind", "header_missing")]
    assert told(header(*TEAM[:3], mapping=TableMapping(constants={"kind": "work_ability_team"}))) == []


def test_17_a_renamed_column_twice_is_not_readable() -> None:
    found = header("team_id", "Nimi", "nimi ", "county", "kind", mapping=TableMapping(columns={"name": "nimi"}))
    assert (told(found), found.readable) == ([("Nimi", "header_duplicate")], False)


def test_columns_of_no_name_or_a_taken_one_get_a_name_of_their_own() -> None:
    found = header("team_id", "nimi", "name", "county", "kind", "", "", mapping=TableMapping(columns={"name": "nimi"}))
    assert found.names == ("team_id", "name", "name_2", "county", "kind", "6", "7")
    assert found.others == ("name_2", "6", "7")


def test_a_column_that_is_worked_out_is_told_and_not_known() -> None:
    found = header("goal_id", "age_class", table="goal", mapping=TableMapping(constants=dict.fromkeys(METADATA.tables["goal"].columns.keys(), "x")))
    assert (told(found), found.known, found.others) == ([("age_class", "header_derived")], ("goal_id",), ("age_class",))


def test_a_row_that_names_no_column_is_not_repeated() -> None:
    found = header("131052-308T", "Matti")
    assert (told(found), found.names, found.readable) == ([(None, "header_absent")], (), False)
    assert not any("Matti" in sentence for sentence in found.problems[0].how.values())
