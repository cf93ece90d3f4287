"""What is in the repository fits any machine and fits together: no path or registry of one machine, documents that name what exists."""

import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from texts import LANGUAGES, words

BINARY = (".woff2", ".png", ".duckdb", ".parquet")
OUTSIDE = (".git", ".venv", "data", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".hypothesis")
MACHINE = re.compile(r"(?<![\w.])/(work|home|root|Users|mnt)/\w")
REGISTRY = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host|pypi\.org|pythonhosted|registry\.npmjs|artifactory|nexus", re.IGNORECASE)
COMMAND = re.compile(r"(?:^|[`\s])make ([a-z]+)\b")
CALL = re.compile(r"""(?:\btext\([^,()]+(?:\([^()]*\))?,\s*|\.say\(\s*)(["'])([a-z_]+(?:\.[a-z0-9_]+)+)\1""")
THIS = Path(__file__).resolve()


def _files() -> list[Path]:
    """All files that are, or would be, in the repository."""
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        listed = subprocess.run([git, "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        names = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        names = [file for file in ROOT.rglob("*") if not set(OUTSIDE) & set(file.relative_to(ROOT).parts)]
    return sorted(file for file in names if file.is_file() and file.suffix not in BINARY and file != THIS)


FILES = _files()
SOURCES = [file for file in FILES if file.suffix == ".py" and file.relative_to(ROOT).parts[0] not in ("tests", "bench")]


def _found(pattern: re.Pattern[str]) -> list[str]:
    said = []
    for file in FILES:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := pattern.search(line):
                said.append(f"{file.relative_to(ROOT)}:{number}: {match[0]}")
    return said


def _none(wrong: list[str]) -> None:
    assert not wrong, "\n" + "\n".join(wrong)


def test_no_file_names_a_path_of_one_machine() -> None:
    _none(_found(MACHINE))


def test_no_file_names_a_package_registry() -> None:
    _none(_found(REGISTRY))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_fetched_from_nowhere_in_particular(name: str) -> None:
    lines = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(lines) > 10
    assert [line for line in lines if line != "-r requirements.txt" and not re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[\w.]+", line)] == []


def test_every_make_command_in_a_document_exists() -> None:
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {match for file in FILES if file.suffix == ".md" for match in COMMAND.findall(_commands(file))}
    assert {"run", "test", "check"} <= named
    assert named - rules == set()


def _commands(file: Path) -> str:
    """What a document sets as code: `...` and fenced blocks."""
    whole = file.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", whole, re.DOTALL))


def test_every_picture_and_file_a_document_links_to_is_there() -> None:
    link = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
    links = [(file, target) for file in FILES if file.suffix == ".md" for target in link.findall(file.read_text(encoding="utf-8"))]
    _none([f"{file.relative_to(ROOT)} -> {target}" for file, target in links if not (file.parent / target).exists()])


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_texts_have_the_same_keys_in_every_language(language: str) -> None:
    _none(sorted(set(words(language)) ^ set(words(LANGUAGES[0]))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_have_the_same_values_to_fill_in_every_language(language: str) -> None:
    first, other = words(LANGUAGES[0]), words(language)
    _none([key for key in first if key in other and _values(first[key]) != _values(other[key])])


def _values(words_with_gaps: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words_with_gaps) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    # a count has no denominator, a score no unit; a published figure's value can bring its sign with it
    may_be_empty = re.compile(r"metric\.\w+\.(denominator|unit)|page\.indicators\.unit\.\w+")
    _none([key for key, said in words(language).items() if not said.strip() and not may_be_empty.fullmatch(key)])


def test_every_text_that_code_asks_for_by_name_is_there() -> None:
    asked = {(file, key) for file in SOURCES for _, key in CALL.findall(file.read_text(encoding="utf-8"))}
    assert len(asked) > 10
    _none(sorted(f"{file.relative_to(ROOT)}: {key}" for file, key in asked if key not in words(LANGUAGES[0])))
