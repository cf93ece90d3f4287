"""Where the data is: TYOPOYTA_DATA, TYOPOYTA_DATABASE_URL and TYOPOYTA_KEY_FILE, read at each call; and why it cannot be read."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

POINTER = "current"


class NoData(Exception):
    """Nothing has been imported yet."""


class Outdated(NoData):
    """What is loaded was imported by an older version of the program and lacks columns of this one: import it again."""


class Unreachable(Exception):
    """The database cannot be reached, not even at the second try, or what TYOPOYTA_DATABASE_URL holds is not its address."""


class BadAddress(Unreachable):
    """What TYOPOYTA_DATABASE_URL holds is not the address of a PostgreSQL database."""


@dataclass(frozen=True)
class Settings:
    """Where the data is: `url` of PostgreSQL, or empty for DuckDB files in `folder`. `key_file` holds the secret of the record keys."""

    folder: Path
    url: str
    key_file: Path


def settings() -> Settings:
    """The settings in force now. Raises BadAddress where the address of the database cannot be read."""
    folder = data_folder()
    key_file = Path(os.environ.get("TYOPOYTA_KEY_FILE") or folder / "secret.key")
    return Settings(folder, _with_driver(os.environ.get("TYOPOYTA_DATABASE_URL", "")), key_file)


def data_folder() -> Path:
    """The folder of the data, whatever the other settings are."""
    return Path(os.environ.get("TYOPOYTA_DATA") or Path(__file__).parent.parent / "data")


def address(url: str) -> URL:
    """The address of a database in its parts. Raises ArgumentError, which repeats nothing of it: it may hold a password.

    An @ in a password that is not written as %40 ends the password too early, and its rest would be shown as a part of the host.
    """
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise ArgumentError("not an address of a database") from None
    if "@" in (found.host or "") or (found.host and "@" in (found.database or "")):
        raise ArgumentError("not an address of a database")
    return found


def location() -> str:
    """Where the data is read from, for the people who run the system: a file or folder, or a database address without its password."""
    now = settings()
    if now.url:
        return make_url(now.url).render_as_string(hide_password=True)
    pointer = now.folder / POINTER
    return str(now.folder / pointer.read_text(encoding="utf-8")) if pointer.exists() else str(now.folder)


def _with_driver(url: str) -> str:
    """Administrators know the address as postgresql://; the driver is our business. What is wrong is not repeated: it may hold a password."""
    if not url:
        return ""
    try:
        found = address(url)
    except ArgumentError:
        found = None
    if found is None or found.get_backend_name() != "postgresql":
        raise BadAddress("TYOPOYTA_DATABASE_URL is not an address of the form postgresql://user:password@host:port/database")
    return found.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
