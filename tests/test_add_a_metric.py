"""docs/add-a-metric.md does what it says: applied to a copy of the code, the metric answers and the page draws, in under 30 lines."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "add-a-metric.md"
BLOCK = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
MOST_LINES = 30
COPIED = ("charts", "data_access", "metrics", "pages", "sample_data", "texts", "ui", "dashboard.py", "static", ".streamlit")
DRAW = """
from streamlit.testing.v1 import AppTest

app = AppTest.from_string('''
from metrics import Period, Viewer
from pages import PAGES
from ui.filters import Filters
from ui.view import View
page = next(one for one in PAGES if one.url == "suunnitelmat")
page.draw(View(Viewer.parse("manager"), "fi", Filters(Period("all"), {}), page.name))
''', default_timeout=60).run()
assert not app.exception, app.exception
print(app.title[0].value, "|", app.metric[0].value)
"""


def _blocks() -> list[str]:
    return BLOCK.findall(DOCUMENT.read_text(encoding="utf-8"))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the code with the document's blocks put where it says."""
    for name in COPIED:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    metric, fi, sv, en, page, entry = _blocks()
    _before_the_end_of(tmp_path / "metrics/catalogue/events.py", "METRICS = (", metric)
    for language, words in (("fi", fi), ("sv", sv), ("en", en)):
        with (tmp_path / f"texts/{language}.toml").open("a", encoding="utf-8") as file:
            file.write(f"\n{words}")
    (tmp_path / "pages/leadership/plans.py").write_text(page, encoding="utf-8")
    _before_the_end_of(tmp_path / "pages/__init__.py", "PAGES = (", entry)
    entries = tmp_path / "pages/__init__.py"
    entries.write_text(entries.read_text(encoding="utf-8").replace("outcomes, overview", "outcomes, plans, overview"), encoding="utf-8")
    return tmp_path


def _before_the_end_of(file: Path, start: str, line: str) -> None:
    text = file.read_text(encoding="utf-8")
    end = text.index("\n)", text.index(start)) + 1
    file.write_text(text[:end] + line + text[end:], encoding="utf-8")


def _run(folder: Path, home: Path, *arguments: str) -> str:
    environment = {**os.environ, "TYOPOYTA_DATA": str(home)}
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_costs_under_thirty_lines() -> None:
    lines = [line for block in _blocks() for line in block.splitlines() if line.strip()]
    assert len(lines) < MOST_LINES


def test_the_new_metric_answers(changed: Path, duckdb_home: Path) -> None:
    answer = json.loads(_run(changed, duckdb_home, "-m", "metrics", "ask", "plans_made", "--by", "year", "--format", "json"))
    assert {row["year"] for row in answer} == {"2023", "2024", "2025", "2026"}
    assert all(row["value"] > 0 and not row["hidden"] for row in answer)


def test_the_new_page_draws(changed: Path, duckdb_home: Path) -> None:
    title, number = _run(changed, duckdb_home, "-c", DRAW).strip().splitlines()[-1].split(" | ")
    assert title == "Suunnitelmat"
    assert int(number.replace("\u00a0", "")) > 0
