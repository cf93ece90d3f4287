"""Whether a delivery is in force already: a hash over the files in force, the mappings they were read with, and all that shapes the result."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from data_access import areas, codes
from data_access.engine import data_version, fetch
from data_access.fields import field
from data_access.importing import before
from data_access.importing.mapping import Mapping as Names
from data_access.importing.pseudonyms import key_id
from data_access.importing.staged import Source
from data_access.place import Outdated
from data_access.schema import METADATA

Row = Mapping[str, Any]
# Raise it when the same files are judged or worked out otherwise than before: then they are imported again, and not taken for what is in force.
IMPORTER = 1


def content_hash(files: Iterable[Row], key: bytes, sample: bool) -> str:
    """SHA-256 over the files in force (table, part, hash, mapping), our own reference files, the schema, the number of the importer, the key's id
    and the sample mark."""
    digest = hashlib.sha256(f"{IMPORTER} {key_id(key)} {sample}\n".encode())
    for table in METADATA.sorted_tables:
        digest.update(f"{table.name}: {[(column.name, field(column).kind) for column in table.columns]}\n".encode())
    for file in (areas.FILE, codes.FILE):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for one in sorted((row["table_name"], row["part"], row["sha256"], row["mapping"]) for row in files):
        digest.update(f"{one}\n".encode())
    return digest.hexdigest()


def after(sources: Sequence[Source], names: Names) -> list[dict[str, Any]]:
    """What would be in force after a delivery: what is kept as it is, and the files delivered in the place of what they replace."""
    new = [{"table_name": one.table, "part": one.part, "file": one.name, "sha256": one.sha256, "mapping": names.digest} for one in sources]
    return [*(row for row in before.files() if not replaced(row, sources)), *new]


def same_as_in_force(sources: Sequence[Source], names: Names, key: bytes, day: date, sample: bool) -> bool:
    """Whether the newest import would come out the same on `day`: the same content, in tables of this version, and no area has changed since."""
    newest = before.newest()
    if newest is None or not sources or not all(one.sha256 for one in sources):
        return False
    if newest["content_hash"] != content_hash(after(sources, names), key, sample):
        return False
    try:
        data_version()
    except Outdated:
        return False
    then = areas.day_of(datetime.fromisoformat(newest["imported_at"]))
    return not any(then < turn <= day for turn in areas.turns(fetch(select(METADATA.tables["area"]))))


def replaced(row: Row, sources: Sequence[Source]) -> bool:
    """A file replaces its own part; a whole table replaces all of its parts."""
    return any(one.table == row["table_name"] and one.part in ("", row["part"]) for one in sources)
