"""The tables of the journal of imports. They stand apart from the star, because an import replaces the star."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, MetaData, Table, Text

from data_access.importing.problems import LANGUAGES

METADATA = MetaData()


def _texts(*names: str) -> list[Column]:
    return [Column(name, Text) for name in names]


def _counts(*names: str) -> list[Column]:
    return [Column(name, BigInteger) for name in names]


def _key(*columns: Column) -> list[Column]:
    return [Column("attempt", ForeignKey("import_attempt.id"), primary_key=True), *columns]


# The number orders the attempts, never the clock; it is not given twice.
import_attempt = Table(
    "import_attempt",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    *_texts("began_at", "ended_at", "imported_by", "source", "outcome"),
    *_counts("run"),
    *_texts("content_hash", "accepted"),
    *_counts("rows_in", "rows_aside", "rows_repeated", "warned", "refusals"),
    Column("seconds", Double),
    *_texts("reason"),
    sqlite_autoincrement=True,
)
import_attempt_file = Table(
    "import_attempt_file",
    METADATA,
    *_key(Column("table_name", Text, primary_key=True), Column("part", Text, primary_key=True)),
    *_texts("file", "sha256"),
    *_counts("rows_in", "rows_aside", "rows_repeated"),
)
import_attempt_problem = Table(
    "import_attempt_problem",
    METADATA,
    *_key(Column("place", Integer, primary_key=True)),
    *_texts("file"),
    *_counts("row"),
    *_texts("column_name", "rule", "severity"),
    *_counts("rows"),
    *_texts(*LANGUAGES),
)
