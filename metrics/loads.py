"""What is known of imports: what the one in force tells of itself, and the journal of every attempt, refused ones too."""

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from data_access import gate
from data_access.engine import data_version
from data_access.importing import journal
from data_access.scope import NoAccess, Role, Viewer


def loaded_columns() -> pd.DataFrame:
    """How complete each column of the contract is: table_name, column_name, rows, missing, unknown. The frame is shared: never changed."""
    return _of_newest("import_column", data_version())


def loaded_files() -> pd.DataFrame:
    """The files in force: table_name, part, file, sha256, since_run, since, rows_in, rows_aside, rows_repeated. Never changed."""
    return _of_newest("import_file", data_version())


def team_balance() -> pd.DataFrame:
    """team_id, month, holds: whether the team's open at the start + opened - closed = open at the end. By how many is not told."""
    frame = _of_newest("import_balance", data_version())
    return frame[["team_id", "month"]].assign(holds=frame["difference"] == 0)


def revised_months() -> list[str]:
    """Months that were complete in the import before the newest and whose numbers have changed since."""
    return list(_of_newest("import_revision", data_version())["month"])


def attempts(most: int = 20) -> pd.DataFrame | None:
    """The newest attempts to import, newest first, with the columns of import_attempt; None where the journal cannot be read."""
    try:
        return journal.attempts(most)
    except journal.JournalFailed:
        return None


def attempt_files(attempt: int) -> pd.DataFrame:
    """The files of an attempt: table_name, part, file, sha256, rows_in, rows_aside, rows_repeated."""
    return _or_none(journal.files, attempt)


def attempt_problems(attempt: int, viewer: Viewer) -> pd.DataFrame:
    """The problems of an attempt: file, row, column_name, rule, severity, rows, fi, sv, en. Raises NoAccess for anybody but a manager:
    they count single rows about persons."""
    if viewer.role is not Role.MANAGER:
        raise NoAccess("The problems of an import are for the manager.")
    return _or_none(journal.problems, attempt)


@lru_cache(maxsize=16)
def _of_newest(name: str, version: str) -> pd.DataFrame:
    return gate.of_newest(name)


def _or_none(read: Callable[[int], pd.DataFrame], attempt: int) -> pd.DataFrame:
    """Nothing where the journal cannot be read, which `attempts` tells."""
    try:
        return read(attempt)
    except journal.JournalFailed:
        return pd.DataFrame()
