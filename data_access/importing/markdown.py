"""The few pieces of Markdown that the documents are made of."""

from collections.abc import Iterable


def quoted(names: Iterable[str]) -> list[str]:
    """Names as code."""
    return [f"`{name}`" for name in names]


def quoted_line(names: Iterable[str]) -> str:
    """Names as code, with commas between."""
    return ", ".join(quoted(names))


def rows(title: tuple[str, ...], cells: Iterable[tuple[str, ...]]) -> list[str]:
    """The lines of a table."""
    return [_line(title), _line(("---",) * len(title)), *map(_line, cells)]


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
