"""The public tables behind the layers of the map, as loaded: surveys of counties, programmes, teams with their posts and municipalities."""

from datetime import date

import pandas as pd

from data_access import areas, gate


def table(name: str) -> pd.DataFrame:
    """All rows of a public table. Raises NoAccess for any other."""
    return gate.rows(name)


def classes(code_list: str) -> dict[str, dict[str, str]]:
    """{code: {fi, sv, en}} of a code list, in its order."""
    rows = gate.rows("code_list")
    found = rows[rows["list"] == code_list].sort_values("sort")
    return {row["code"]: {language: row[f"name_{language}"] for language in ("fi", "sv", "en")} for row in found.to_dict("records")}


def belongs() -> pd.DataFrame:
    """Indexed by every municipality code there has been: today's `municipality`, its `county` and `employment_area`."""
    return areas.belongs(areas.current())


def last_day() -> date:
    """The last day the loaded data tells of; the day of the import where it has no dated fact."""
    newest = gate.loaded()
    last = newest["last_day"]
    return last if isinstance(last, date) else date.fromisoformat(str(newest["imported_at"])[:10])
