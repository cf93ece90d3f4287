"""The arrows between the packages hold, with no exception, and files stay small enough to be one idea."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("pages", "ui", "charts", "metrics", "texts", "data_access", "sample_data")
SOURCES = [ROOT / "dashboard.py", *(file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))]
LONG = 200


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_the_arrows_between_packages_hold() -> None:
    run = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    found = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout + found.stderr


def test_no_contract_has_an_exception() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    assert len(contracts) >= 5
    assert not [contract["id"] for contract in contracts if {"ignore_imports", "unmatched_ignore_imports_alerting"} & contract.keys()]


@pytest.mark.parametrize("file", SOURCES, ids=_name)
def test_a_file_says_what_it_is_for_and_a_long_one_why_it_is_longer(file: Path) -> None:
    code = file.read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(code)) or ""
    assert said
    lines = code.count("\n")
    assert lines <= LONG or "longer" in said.lower(), f"{lines} lines"


def test_no_page_lies_where_streamlit_would_run_it_by_itself() -> None:
    assert [file.name for file in (ROOT / "pages").glob("*.py")] == ["__init__.py"]
