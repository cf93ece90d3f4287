"""Where the data is: TYOPOYTA_DATA, TYOPOYTA_DATABASE_URL and TYOPOYTA_KEY_FILE, read at each call; and why it cannot be read."""

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

POINTER = "current"


class NoData(Exception):
    """Nothing has been imported yet."""


class Outdated(NoData):
    """What is loaded was imported by an older version of the program and lacks columns of this one: import it again."""


class Unreachable(Exception):
    """The database cannot be reached, not even at the second try, or what TYOPOYTA_DATABASE_URL holds is not its address."""


@dataclass(frozen=True)
class Settings:
    """Where the data is: `url` of PostgreSQL, or empty for DuckDB files in `folder`. `key_file` holds the secret of the record keys."""

    folder: Path
    url: str
    key_file: Path


def settings() -> Settings:
    """The settings in force now. Raises Unreachable where the address of the database cannot be read."""
    folder = Path(os.environ.get("TYOPOYTA_DATA") or Path(__file__).parent.parent / "data")
    key_file = Path(os.environ.get("TYOPOYTA_KEY_FILE") or folder / "secret.key")
    return Settings(folder, _with_driver(os.environ.get("TYOPOYTA_DATABASE_URL", "")), key_file)


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
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is None or address.get_backend_name() != "postgresql":
        raise Unreachable("TYOPOYTA_DATABASE_URL is not an address of the form postgresql://user:password@host:port/database")
    return address.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
