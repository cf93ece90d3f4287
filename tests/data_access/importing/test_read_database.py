"""The answer of a query becomes the same text a file would hold, from SQLite, DuckDB and PostgreSQL; a query only reads."""

import gc
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import duckdb
import pyarrow.parquet as pq
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import ArgumentError

from data_access.failures import sentence
from data_access.importing import read_database
from data_access.importing.mapping import Mapping, TableMapping
from data_access.importing.problems import LANGUAGES
from data_access.importing.read_database import NoDriver, SourceAway, is_select, sources, stage, text
from data_access.importing.staged import Source, Staged

TEAM = "SELECT tunnus AS team_id, nimi AS name, hva AS county, laji AS kind FROM tiimi ORDER BY 1"
RENAMED = "SELECT tunnus, nimi, hva, laji FROM tiimi ORDER BY 1"
COLUMNS = TableMapping(columns={"team_id": "tunnus", "name": "nimi", "county": "hva", "kind": "laji"})
ROWS = [("T1", "Tiimi ä 100 %", "13", "work_ability_team"), ("T2", None, "", "partner")]
Told = list[tuple[str | None, str]]


def sqlite(folder: Path) -> str:
    """A SQLite file with two teams."""
    with sqlite3.connect(folder / "lahde.db") as connection:
        connection.execute("CREATE TABLE tiimi (tunnus TEXT, nimi TEXT, hva TEXT, laji TEXT)")
        connection.executemany("INSERT INTO tiimi VALUES (?, ?, ?, ?)", ROWS)
    connection.close()
    return f"sqlite:///{folder / 'lahde.db'}"


def staged(folder: Path, url: str, query: str, table: str = "team", mapping: TableMapping | None = None) -> Staged:
    """The staged form of a query."""
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return stage(Source(table, "", f"{table} (query)", "query", query=query), mapping or TableMapping(), work, url)


def rows(found: Staged) -> list[tuple[object, ...]]:
    """The rows that were kept."""
    assert found.file is not None, told(found)
    return [tuple(row.values()) for row in pq.read_table(found.file).to_pylist()]


def told(found: Staged) -> Told:
    """Column and rule of each problem."""
    return [(one.column, one.rule) for one in found.problems]


def test_a_query_of_sqlite_is_staged_as_text(tmp_path: Path) -> None:
    found = staged(tmp_path, sqlite(tmp_path), TEAM)
    assert rows(found) == ROWS
    assert (found.known, found.others, found.rows_in, found.aside, found.problems) == (("team_id", "name", "county", "kind"), (), 2, 0, ())
    assert found.lines({0, 1}) == {0: 1, 1: 2}


def test_columns_are_renamed_and_the_rest_is_kept_aside_to_be_searched(tmp_path: Path) -> None:
    found = staged(tmp_path, sqlite(tmp_path), "SELECT tunnus, nimi, hva, laji, 1 AS huone FROM tiimi", mapping=COLUMNS)
    assert (found.known, found.others) == (("team_id", "name", "county", "kind"), ("huone",))
    assert told(found) == [("huone", "header_unknown")]


def test_the_hash_is_of_the_rows_and_not_of_the_query(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    first, again = staged(tmp_path, url, TEAM), staged(tmp_path, url, TEAM.replace("ORDER", "/* x */ ORDER") + " ;")
    assert len(first.source.sha256) == 64 and first.source.sha256 == again.source.sha256
    other = staged(tmp_path, url, TEAM.replace("hva", "coalesce(nimi, hva)"))
    assert other.source.sha256 != first.source.sha256


def test_a_missing_value_and_an_empty_one_do_not_hash_alike(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    null, empty = (staged(tmp_path, url, f"SELECT 'T1' AS team_id, {one} AS name, '13' AS county, 'x' AS kind") for one in ("NULL", "''"))
    assert null.source.sha256 != empty.source.sha256


def test_more_rows_than_come_at_once_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_database, "ROWS", 7)
    count = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i AS team_id, i AS name, i AS county, i AS kind FROM n"
    )
    found = staged(tmp_path, sqlite(tmp_path), count)
    assert found.rows_in == 100 and [row[0] for row in rows(found)] == [str(number) for number in range(1, 101)]


def test_a_query_of_postgresql_is_staged_as_text(tmp_path: Path, empty_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_database, "ROWS", 2)
    engine = create_engine(empty_postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE tapahtuma (id bigint, pvm date, hetki timestamptz, luku numeric(12,2), tosi boolean, avain uuid)")
        connection.exec_driver_sql(
            "INSERT INTO tapahtuma SELECT 9007199254740993 + i, DATE '2026-10-01', TIMESTAMPTZ '2025-12-31 22:30Z', 34.50, i = 1, "
            "'00000000-0000-0000-0000-000000000001' FROM generate_series(0, 4) AS i"
        )
    engine.dispose()
    query = (
        "SELECT id AS goal_id, avain AS case_id, pvm AS set_date, hetki AS scored_date, luku AS weight, luku AS score, tosi AS team_id, "
        "NULL AS coordinator_id, 'a%b:c' AS municipality, '' AS project FROM tapahtuma WHERE 'x%y' LIKE 'x%' ORDER BY id;"
    )
    found = staged(tmp_path, empty_postgres_url, query, "goal")
    assert found.rows_in == 5
    first = rows(found)[0]
    assert first[:3] == ("9007199254740993", "00000000-0000-0000-0000-000000000001", "2026-10-01")
    assert datetime.fromisoformat(str(first[3])) == datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    assert first[4:] == ("34.5", "34.5", "no", None, "a%b:c", "")


def test_postgresql_does_not_let_a_query_write(tmp_path: Path, empty_postgres_url: str) -> None:
    engine = create_engine(empty_postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x int)")
        connection.exec_driver_sql("CREATE FUNCTION grow() RETURNS int LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING x'")
    found = staged(tmp_path, empty_postgres_url, "SELECT grow() AS team_id")
    assert found.file is None and told(found) == [(None, "query_failed")]
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
    engine.dispose()


def test_a_query_of_duckdb_is_staged_as_text(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "lahde.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT 'T' || i AS team_id, 'x' AS name, '13' AS county, 'k' AS kind FROM range(3) AS r(i)")
    found = staged(tmp_path, f"duckdb:///{tmp_path / 'lahde.duckdb'}", "SELECT * FROM t ORDER BY team_id")
    assert rows(found) == [(f"T{number}", "x", "13", "k") for number in range(3)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", ""),
        (" ä ", " ä "),
        ("a\ud800", "a?"),
        (True, "yes"),
        (False, "no"),
        (9007199254740993, "9007199254740993"),
        (1987.0, "1987"),
        (0.1, "0.1"),
        (1e-05, "0.00001"),
        (1e16, "10000000000000000"),
        (float("nan"), "nan"),
        (Decimal("1987.00"), "1987"),
        (Decimal("34.50"), "34.5"),
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("NaN"), "NaN"),
        (date(2026, 10, 1), "2026-10-01"),
        (datetime(2026, 10, 1, 9, 5), "2026-10-01T09:05:00"),
        (datetime(2026, 10, 1, 9, 5, tzinfo=UTC), "2026-10-01T09:05:00+00:00"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (b"\x01\xff", "01ff"),
    ],
)
def test_a_value_is_written_as_in_a_file(value: object, expected: str | None) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    "query",
    [
        "select 1",
        "  SELECT 1 ; ",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "(SELECT 1) UNION (SELECT 2)",
        "-- delete\nSELECT 1",
        "/* drop; */ SELECT 'insert; into' AS \"update\", [delete], `merge` FROM t",
        "SELECT replace(updated_at, 'a', 'b'), deleted FROM t",
    ],
)
def test_a_query_that_reads_is_let_through(query: str) -> None:
    assert is_select(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "-- only a comment",
        "DELETE FROM tiimi",
        "UPDATE tiimi SET nimi = 'x'",
        "INSERT INTO tiimi SELECT 1",
        "DROP TABLE tiimi",
        "PRAGMA user_version = 5",
        "ATTACH 'x' AS y",
        "SELECT 1; DROP TABLE tiimi",
        "SELECT 1;DELETE FROM tiimi;",
        "SELECT * INTO kopio FROM tiimi",
        "WITH a AS (DELETE FROM tiimi RETURNING *) SELECT * FROM a",
        "WITH a AS (SELECT 1) DELETE FROM tiimi",
        "selectx 1",
        "EXEC poista",
        "'SELECT 1'; DROP TABLE tiimi",
    ],
)
def test_a_query_that_could_write_is_refused_and_never_sent(tmp_path: Path, query: str) -> None:
    url = sqlite(tmp_path)
    found = staged(tmp_path, url, query)
    assert found.file is None and told(found) == [(None, "query_not_select")]
    assert len(rows(staged(tmp_path, url, TEAM))) == 2


FAULTY = {
    "a column that is not": "SELECT salainen FROM tiimi",
    "a table that is not": "SELECT * FROM muistio",
    "broken SQL": "SELECT FROM WHERE 'Meikäläinen'",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_an_error_of_the_database_is_told_without_what_it_said(tmp_path: Path, fault: str) -> None:
    found = staged(tmp_path, sqlite(tmp_path), FAULTY[fault])
    assert found.file is None and told(found) == [(None, "query_failed")]
    for language in LANGUAGES:
        said = found.problems[0].told(language)
        assert "team" in said and not any(word in said for word in ("salainen", "muistio", "Meikäläinen"))


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql+psycopg://kayttaja:salasana123@127.0.0.1:1/x?connect_timeout=2", SourceAway),
        ("sqlite:///ei/ole/tiedostoa.db", FileNotFoundError),
        ("eiole://kayttaja:salasana123@palvelin/x", NoDriver),
        ("mssql+pyodbc://kayttaja:salasana123@palvelin/x", NoDriver),
        ("postgresql://kayttaja:salasana123@xyz:w0rd@palvelin/x", ArgumentError),
        ("salasana123", ArgumentError),
    ],
)
def test_a_database_that_cannot_be_reached_stops_the_import_without_its_password(tmp_path: Path, url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as said:
        staged(tmp_path, url, "SELECT 1")
    for words in (str(said.value), *(sentence(said.value, language) for language in LANGUAGES)):
        assert not any(part in words for part in ("salasana123", "xyz", "w0rd"))


@pytest.mark.filterwarnings("ignore:.* was deleted while still open:ResourceWarning")
def test_a_database_that_goes_away_in_the_middle_stops_the_import(tmp_path: Path, empty_postgres_url: str) -> None:
    with pytest.raises(SourceAway):
        staged(tmp_path, empty_postgres_url, "SELECT pg_terminate_backend(pg_backend_pid()) AS team_id")
    gc.collect()  # with the connection goes a cursor that nobody can close any more


def test_an_sqlite_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        staged(tmp_path, f"sqlite:///{tmp_path / 'uusi.db'}", "SELECT 1")
    assert not (tmp_path / "uusi.db").exists()


def test_an_error_in_the_middle_of_the_rows_gives_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_database, "ROWS", 1)
    broken = "CASE tunnus WHEN 'T2' THEN CAST(x'ff' AS TEXT) ELSE 'x' END"
    found = staged(tmp_path, sqlite(tmp_path), TEAM.replace("laji", broken))
    assert found.file is None and told(found) == [(None, "query_failed")]


def test_identifiers_as_floating_point_numbers_are_refused(tmp_path: Path) -> None:
    found = staged(tmp_path, sqlite(tmp_path), "SELECT 1.0 AS team_id, 'x' AS name, '13' AS county, 'k' AS kind")
    assert found.file is None and told(found) == [("team_id", "id_float")]


def test_the_header_of_an_answer_is_judged_as_that_of_a_file(tmp_path: Path) -> None:
    url = sqlite(tmp_path)
    assert told(staged(tmp_path, url, "SELECT 1 AS x")) == [(None, "header_absent")]
    assert ("kind", "header_missing") in told(staged(tmp_path, url, "SELECT tunnus AS team_id, nimi AS name, hva AS county FROM tiimi"))
    assert [rule for _, rule in told(staged(tmp_path, url, f"SELECT a.*, a.team_id FROM ({TEAM}) AS a"))] == ["header_duplicate"]


def test_an_empty_answer_must_be_declared(tmp_path: Path) -> None:
    url, query = sqlite(tmp_path), f"SELECT * FROM ({TEAM}) WHERE 1 = 0"
    assert told(staged(tmp_path, url, query)) == [(None, "no_rows")]
    found = staged(tmp_path, url, query, mapping=TableMapping(empty_allowed=True))
    assert told(found) == [] and rows(found) == []


def test_there_is_a_source_for_each_query_in_the_order_of_the_contract() -> None:
    mapping = Mapping(tables={"team": TableMapping(query=TEAM), "goal": TableMapping(file="x.csv"), "client_case": TableMapping(query="select 2")})
    assert [(one.table, one.name, one.kind, one.query) for one in sources(mapping)] == [
        ("client_case", "client_case (query)", "query", "select 2"),
        ("team", "team (query)", "query", TEAM),
    ]
    assert sources(Mapping()) == ()
