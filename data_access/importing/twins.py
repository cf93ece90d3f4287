"""Rows with one key: the same row again is read once, rows that differ are all wrong (in public tables: all but the first).

A row in force stays where it is when the same comes in another part. A part that is delivered over a table in force as a whole renews the
rows with its keys: there the old row gives way without a word.
"""

from sqlalchemy import Table

from data_access.fields import field
from data_access.importing.before import as_it_came
from data_access.importing.contract import inputs
from data_access.importing.typed import Typed
from data_access.importing.work import Work, name, text

# What stands in the place of a fault's number for rows whose keys stand twice.
DIFFERENT, SAME, RENEWED = -1, -2, -3
RULES = {DIFFERENT: "key_duplicate", SAME: "key_repeated"}


def find_twins(work: Work, typed: Typed, bad: str) -> None:
    """Adds to the working table `bad` the rows that are left out because of their key."""
    key = [_keyed(typed.table, one) for one in typed.table.info["key"]]
    if _all_differ(work, typed, key, bad):
        return
    _keep_twins(work, typed, key, bad)
    work.sql.execute(f"INSERT INTO {bad} SELECT _file, _row, {RENEWED} FROM twins WHERE gone")
    earlier = ", ".join(str(place) for place, one in enumerate(typed.readings) if one.staged.source.kind == "kept") or "-1"
    kept = "n > 1" if typed.table.info["public"] else "true"
    work.sql.execute(
        f"INSERT INTO {bad} SELECT _file, _row, CASE WHEN kinds = 1 THEN {SAME} ELSE {DIFFERENT} END FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY key ORDER BY _file NOT IN ({earlier}), _file, _row) AS n, "
        "max(c) OVER (PARTITION BY key) AS kinds FROM ("
        "SELECT *, dense_rank() OVER (PARTITION BY key ORDER BY content) AS c FROM twins WHERE NOT gone)) "
        f"WHERE (kinds = 1 AND n > 1) OR (kinds > 1 AND {kept})"
    )


def _all_differ(work: Work, typed: Typed, key: list[str], bad: str) -> bool:
    """One pass over the keys spares the usual table, in which none stands twice, all else."""
    rows = _good(typed.select(typed.table.info["key"]), bad)
    return bool(work.rows(f"SELECT count(DISTINCT hash({', '.join(key)})) = count(*) FROM ({rows})")[0][0])


def _keep_twins(work: Work, typed: Typed, key: list[str], bad: str) -> None:
    """Keeps as `twins` every row whose key stands twice: `_file`, `_row`, hashes of its key and content, and whether a newer row replaces it."""
    columns = inputs(typed.table)
    content = [as_it_came(typed.table, one, name(one.name)) for one in columns.values()]
    numbered = [f"{one} AS key_{place}" for place, one in enumerate(key)]
    same = " AND ".join(f"k.key_{place} = {one}" for place, one in enumerate(key))
    kept = (place for place, one in enumerate(typed.readings) if one.staged.source.kind == "kept")
    old = " OR ".join(f"(_file = {place} AND _part = '')" for place in kept) or "false"
    found = f"_file, _row, hash({', '.join(content)}) AS content, hash({', '.join(key)}) AS key, ({old}) AS old"
    work.sql.execute(
        f"CREATE OR REPLACE TEMP TABLE twins AS WITH r AS MATERIALIZED ({_good(typed.select(columns), bad)}), "
        f"k AS (SELECT {', '.join(numbered)} FROM r GROUP BY ALL HAVING count(*) > 1), "
        f"t AS (SELECT {found} FROM r SEMI JOIN k ON {same}) "
        "SELECT *, old AND bool_or(NOT old) OVER (PARTITION BY key) AS gone FROM t"
    )


def _good(rows: str, bad: str) -> str:
    return f"SELECT t.* FROM ({rows}) AS t ANTI JOIN {bad} AS b ON b._file = t._file AND b._row = t._row"


def _keyed(table: Table, column: str) -> str:
    """A part of a key as it will be: with its default where it is missing."""
    default = field(table.columns[column]).default
    return f"coalesce({name(column)}, {text(default)})" if default is not None else name(column)
