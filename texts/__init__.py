"""Every word a person sees, from fi.toml, sv.toml and en.toml, which have the same keys."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("fi", "sv", "en")


def text(language: str, key: str, **values: object) -> str:
    """The words of `key` (dotted) with `values` put in. Raises KeyError for a key that is not in the file."""
    return words(language)[key].format(**values)


def has(language: str, key: str) -> bool:
    """Whether there are words for `key`; for words that may be left out."""
    return key in words(language)


@cache
def words(language: str) -> dict[str, str]:
    """All words of a language by dotted key."""
    file = Path(__file__).with_name(f"{language if language in LANGUAGES else LANGUAGES[0]}.toml")
    return dict(_flat("", tomllib.loads(file.read_text(encoding="utf-8"))))


def _flat(prefix: str, tree: dict[str, object]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in tree.items():
        found += _flat(f"{prefix}{name}.", value) if isinstance(value, dict) else [(f"{prefix}{name}", str(value))]
    return found
