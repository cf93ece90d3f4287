"""The secret of this installation, with which pseudonyms and record keys are made. It is never in the database.

Without the secret nobody can work out the pseudonym of a person, nor how the counts with a record in them are rounded.
"""

import os
import re
import secrets
import stat
from pathlib import Path

LENGTH = 32
# What nobody but the owner may do; the group may read, because that is how containers are handed their secrets.
OPEN_TO_OTHERS = stat.S_IRWXO | stat.S_IWGRP


class BadSecret(Exception):
    """The file of the secret does not hold 32 bytes in hexadecimal; the text is its path."""


class OpenSecret(BadSecret):
    """Others than its owner may read or write the file of the secret; the text is its path."""


def secret(file: Path) -> bytes:
    """The secret in `file`, 32 random bytes in hexadecimal; made at first use, readable by its owner only. Raises BadSecret, OSError."""
    if not file.exists():
        _make(file)
    if os.name == "posix" and file.stat().st_mode & OPEN_TO_OTHERS:
        raise OpenSecret(str(file))
    text = file.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(f"[0-9a-fA-F]{{{2 * LENGTH}}}", text):
        raise BadSecret(str(file))
    return bytes.fromhex(text)


def _make(file: Path) -> None:
    """Writes a new secret in one step: whole or not at all, and never over one that another process makes meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        _put(part, file)
    finally:
        part.unlink(missing_ok=True)


def _put(part: Path, file: Path) -> None:
    try:
        os.link(part, file)
    except FileExistsError:
        return
    except OSError:  # a disk that knows no second name of a file
        if not file.exists():
            part.rename(file)
