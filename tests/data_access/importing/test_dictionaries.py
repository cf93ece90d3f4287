"""Codes, areas, teams and projects are dictionaries in DuckDB and texts in PostgreSQL, and read and sort alike in both."""

from pathlib import Path

import duckdb
import pytest
from sqlalchemy import select

from data_access.codes import codes
from data_access.engine import fetch, writer
from data_access.fields import field
from data_access.importing import import_delivery
from data_access.importing.dictionaries import TYPES
from data_access.schema import METADATA, case_event, client_case
from tests.data_access.tiny import CLOSED, OPEN, WAITING, folder

FACTS = [table for table in METADATA.tables.values() if not table.info["public"]]
LISTED = {"area": ("297", "13", "17", "unknown"), "team": ("T1",), "project": ("none",)}


def imported(tmp_path: Path) -> None:
    cases = [{**OPEN, "municipality": "297"}, {**CLOSED, "municipality": "049"}, {**WAITING, "municipality": ""}]
    assert import_delivery(folder(tmp_path / "in", client_case=cases)).published


def test_in_duckdb_a_code_lists_every_code_and_an_area_every_area_in_the_order_of_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "data"))
    imported(tmp_path)
    with duckdb.connect(str(next((tmp_path / "data").glob("tyopoyta.*.duckdb"))), read_only=True) as connection:
        for table in FACTS:
            for column in table.columns:
                (kind,) = (
                    connection.execute(f"SELECT any_value(typeof({column.name})) FROM (SELECT 1) LEFT JOIN {table.name} ON true").fetchone() or ()
                )
                coded = field(column).kind == "code" or column.name in TYPES
                assert kind.startswith("ENUM") == coded, (table.name, column.name)
                if coded:
                    asked = f"SELECT unnest(enum_range(CAST(NULL AS {kind})))"
                    listed = [value for (value,) in connection.execute(asked).fetchall()]
                    assert listed == sorted(listed), (table.name, column.name)
                    wanted = codes(field(column).codes) if field(column).kind == "code" else LISTED[TYPES[column.name]]
                    assert set(wanted) <= set(listed), (table.name, column.name)


def test_both_databases_read_and_sort_them_as_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str) -> None:
    found = {}
    for name, url in ("duckdb", ""), ("postgresql", empty_postgres_url):
        monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / name))
        monkeypatch.setenv("TYOPOYTA_DATABASE_URL", url)
        imported(tmp_path / name)
        for column in (client_case.c.municipality, client_case.c.outcome, client_case.c.case_id, client_case.c.opened_month, case_event.c.step):
            found[name, column.name] = fetch(select(column).order_by(column.is_(None), column))[column.name].tolist()
        assert found[name, "municipality"] == ["049", "297", "unknown"]
        assert not fetch(select(client_case).where(client_case.c.county == "a code there is none of")).size
    assert {key: found["duckdb", key] for _, key in found} == {key: found["postgresql", key] for _, key in found}


def test_postgres_sorts_by_letters_and_indexes_what_a_coordinator_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_postgres_url: str
) -> None:
    monkeypatch.setenv("TYOPOYTA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TYOPOYTA_DATABASE_URL", empty_postgres_url)
    imported(tmp_path)
    with writer(empty_postgres_url).connect() as connection:
        asked = "SELECT DISTINCT data_type, collation_name FROM information_schema.columns WHERE table_schema = 'tyopoyta_1' AND data_type = 'text'"
        assert connection.exec_driver_sql(asked).all() == [("text", "C")]
        indexed = connection.exec_driver_sql("SELECT tablename FROM pg_indexes WHERE schemaname = 'tyopoyta_1'").scalars().all()
    assert sorted(indexed) == sorted(table.name for table in FACTS if table.name != "case_event")
