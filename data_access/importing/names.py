"""Names that came from outside, as they may be told: on a terminal, in a report, in a log or a database. Refuses nothing.

A file system keeps any bytes in a name: what is no text, or would steer the terminal that shows it, gives way to a sign that says so.
"""

import re

from data_access.importing.personal import masked

# Halves of characters, which stand for bytes that are no UTF-8; controls; and marks that break a line or turn the way it is read.
UNTOLD = re.compile("[\ud800-\udfff\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
INSTEAD = "\ufffd"


def plain(line: str) -> str:
    """One line as it may be told; as long as it was."""
    return UNTOLD.sub(INSTEAD, line)


def shown(name: str) -> str:
    """A name of a file or folder as it may be told, without what looks like somebody's identity."""
    return masked(plain(name))


def is_text(name: str) -> bool:
    """Whether a name or a path is text in UTF-8, which is all that the readers of files take."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
