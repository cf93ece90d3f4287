"""A Parquet file keeps its own types; what its types cannot hold without loss is refused by name."""

import base64
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
import pytest

from data_access.importing import read_parquet
from data_access.importing.mapping import TableMapping
from data_access.importing.staged import Source, Staged

TEAM = {"team_id": ["T1", "T2"], "name": ["Tiimi 1", "Tiimi 2"], "county": ["13", "13"], "kind": ["work_ability_team"] * 2}
GOAL = ["goal_id", "case_id", "set_date", "scored_date", "weight", "score", "team_id", "coordinator_id", "municipality", "project"]
Told = list[tuple[int | None, str | None, str]]


def staged(folder: Path, content: pa.Table | bytes, table: str = "team", mapping: TableMapping | None = None) -> Staged:
    """The staged form of a file."""
    path, work = folder / f"{table}.parquet", folder / "work"
    work.mkdir(exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        pq.write_table(content, path)
    return read_parquet.stage(Source(table, "", path.name, "parquet", path), mapping or TableMapping(), work)


def rows(found: Staged) -> list[tuple[object, ...]]:
    """The rows that were kept, as the import reads them."""
    assert found.file is not None
    return duckdb.connect().execute("FROM read_parquet(?)", [str(found.file)]).fetchall()


def told(found: Staged) -> Told:
    """Row, column and rule of each problem."""
    return [(problem.row, problem.column, problem.rule) for problem in found.problems]


def goal(**columns: pa.Array) -> pa.Table:
    """Two rows of the table goal, empty but for these columns."""
    return pa.table({name: columns.get(name, pa.nulls(2, pa.string())) for name in GOAL})


def test_a_file_of_the_contract_is_read_where_it_lies(tmp_path: Path) -> None:
    found = staged(tmp_path, pa.table(TEAM))
    assert found.file == tmp_path / "team.parquet"
    assert (found.known, found.others, found.rows_in, found.aside, found.problems) == (tuple(TEAM), (), 2, 0, ())
    assert found.lines({0, 1}) == {0: 1, 1: 2}


def test_columns_are_renamed_in_a_copy(tmp_path: Path) -> None:
    renamed = pa.table({"Tunnus": TEAM["team_id"], " NAME": TEAM["name"], "county": TEAM["county"], "kind": TEAM["kind"], "lisä": [1, 2]})
    found = staged(tmp_path, renamed, mapping=TableMapping(columns={"team_id": "tunnus"}))
    assert found.file != tmp_path / "team.parquet"
    assert pq.read_schema(found.file).names == [*TEAM, "lisä"]
    assert rows(found)[1] == ("T2", "Tiimi 2", "13", "work_ability_team", 2)
    assert (found.others, told(found)) == (("lisä",), [(1, "lisä", "header_unknown")])


def test_a_file_whose_name_is_a_pattern_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "team [1].parquet"
    pq.write_table(pa.table(TEAM), path)
    found = read_parquet.stage(Source("team", "", path.name, "parquet", path), TableMapping(), tmp_path)
    assert found.file != path
    assert len(rows(found)) == 2


@pytest.mark.parametrize("names", [list(TEAM), ["TEAM_ID", "name", "county", "kind"]], ids=["as it lies", "copied"])
def test_26_dictionary_types_are_decoded(tmp_path: Path, names: list[str]) -> None:
    columns = [pa.array(values).dictionary_encode() for values in TEAM.values()]
    assert rows(staged(tmp_path, pa.table(dict(zip(names, columns, strict=True)))))[0] == ("T1", "Tiimi 1", "13", "work_ability_team")


@pytest.mark.parametrize("kept", [0, 3, 40, -1, -9])
def test_26_a_truncated_file_is_refused(tmp_path: Path, kept: int) -> None:
    pq.write_table(pa.table(TEAM), tmp_path / "whole")
    assert told(staged(tmp_path, (tmp_path / "whole").read_bytes()[:kept])) == [(None, None, "parquet_unreadable")]


def test_26_damaged_pages_behind_a_whole_footer_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table(TEAM), tmp_path / "whole")
    content = (tmp_path / "whole").read_bytes()
    assert told(staged(tmp_path, content[:4] + b"\xff" * 120 + content[124:])) == [(None, None, "parquet_unreadable")]


def test_26_what_is_not_parquet_is_refused(tmp_path: Path) -> None:
    assert told(staged(tmp_path, b"team_id,name,county,kind\nT1,x,13,y\n")) == [(None, None, "parquet_unreadable")]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"a": [1], "b": [2]}, [(1, None, "header_absent")]),
        ({name: values for name, values in TEAM.items() if name != "kind"}, [(1, "kind", "header_missing")]),
        ({**TEAM, "Name": TEAM["name"]}, [(1, "name", "header_duplicate")]),
    ],
)
def test_26_another_schema_is_told(tmp_path: Path, columns: dict[str, list[object]], expected: Told) -> None:
    assert told(staged(tmp_path, pa.table(columns))) == expected


def test_a_missing_column_may_be_a_constant_of_the_mapping(tmp_path: Path) -> None:
    columns = {name: values for name, values in TEAM.items() if name != "kind"}
    assert told(staged(tmp_path, pa.table(columns), mapping=TableMapping(constants={"kind": "work_ability_team"}))) == []


@pytest.mark.parametrize(
    "column",
    [
        pa.array([b"T1", b"T2"]),
        pa.array([["T1"], []]),
        pa.array([{"id": "T1"}, None]),
        pa.array([1, 2], pa.duration("s")),
        pa.array([1, 2], pa.time32("ms")),
    ],
    ids=["binary", "list", "struct", "duration", "time"],
)
def test_26_bytes_and_nested_values_are_refused_by_column_and_type(tmp_path: Path, column: pa.Array) -> None:
    found = staged(tmp_path, pa.table({**TEAM, "name": column}))
    assert (found.file, told(found)) == (None, [(None, "name", "parquet_type")])
    assert str(column.type).partition("<")[0] in found.problems[0].how["fi"]


def test_nested_values_in_a_column_the_contract_does_not_know_are_only_told(tmp_path: Path) -> None:
    assert told(staged(tmp_path, pa.table({**TEAM, "tags": [["a"], []]}))) == [(1, "tags", "header_unknown")]


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
def test_40_floating_point_identifiers_are_refused_with_or_without_nulls(tmp_path: Path, kind: pa.DataType) -> None:
    for values in ([1, 2], [1, None]):
        found = staged(tmp_path, goal(goal_id=pa.array(["G1", "G2"]), case_id=pa.array(values, kind)), "goal")
        assert (found.file, told(found)) == (None, [(None, "case_id", "id_float")])


def test_40_whole_number_identifiers_beyond_2_to_53_keep_their_digits(tmp_path: Path) -> None:
    found = staged(tmp_path, goal(goal_id=pa.array([2**53 + 1, 2**64 - 1], pa.uint64())), "goal")
    assert [row[0] for row in rows(found)] == [9007199254740993, 18446744073709551615]


def test_floating_point_measures_are_kept(tmp_path: Path) -> None:
    found = staged(tmp_path, goal(goal_id=pa.array(["G1", "G2"]), weight=pa.array([1.0, 2.5])), "goal")
    assert (told(found), [row[4] for row in rows(found)]) == ([], [1.0, 2.5])


def test_26_a_time_zone_is_kept(tmp_path: Path) -> None:
    moment = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    found = staged(tmp_path, goal(goal_id=pa.array(["G1", "G2"]), set_date=pa.array([moment, None], pa.timestamp("us", "UTC"))), "goal")
    described = duckdb.connect().execute("SELECT typeof(set_date), epoch(set_date) FROM read_parquet(?)", [str(found.file)]).fetchall()
    assert described[0] == ("TIMESTAMP WITH TIME ZONE", moment.timestamp())


def test_19_no_rows_are_refused_unless_the_mapping_allows_it(tmp_path: Path) -> None:
    none = pa.table(TEAM).slice(0, 0)
    assert told(staged(tmp_path, none)) == [(None, None, "no_rows")]
    assert told(staged(tmp_path, none, mapping=TableMapping(empty_allowed=True))) == []


class Keys(pe.KmsClient):
    """Keeps keys as they are: enough for a file that nobody is to read."""

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
        return base64.b64decode(wrapped_key)


@pytest.mark.parametrize("plaintext_footer", [True, False])
def test_26_an_encrypted_file_is_refused(tmp_path: Path, plaintext_footer: bool) -> None:
    settings = pe.EncryptionConfiguration(footer_key="k", column_keys={"k": list(TEAM)}, plaintext_footer=plaintext_footer)
    properties = pe.CryptoFactory(lambda _: Keys()).file_encryption_properties(pe.KmsConnectionConfig(), settings)
    path = tmp_path / "team.parquet"
    with pq.ParquetWriter(path, pa.table(TEAM).schema, encryption_properties=properties) as writer:
        writer.write_table(pa.table(TEAM))
    assert told(staged(tmp_path, path.read_bytes())) == [(None, None, "parquet_encrypted")]
