"""Text from outside (names of files, of people who imported) as Markdown that shows it letter by letter."""

import re

LINES = re.compile(r"[\r\n\t]+")
MARKS = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~$:&]")


def plain(cell: object) -> object:
    """The same words with every sign escaped that Markdown or Streamlit gives a meaning; what is no text is left as it is."""
    return MARKS.sub(r"\\\g<0>", LINES.sub(" ", cell)) if isinstance(cell, str) else cell
