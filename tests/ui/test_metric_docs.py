"""docs/metrics.md is what the metrics say, and the check notices when it is not."""

from pathlib import Path

import pytest

from metrics import METRICS
from tests.conftest import ROOT
from texts import LANGUAGES, text
from ui import metric_docs


def test_the_document_in_the_repository_is_current() -> None:
    assert metric_docs.main(["--check", str(ROOT / "docs" / "metrics.md")]) == 0


def test_every_metric_is_there_with_its_words_in_each_language() -> None:
    document = metric_docs.document()
    for name in METRICS:
        assert f"### {name}\n" in document
        for language in LANGUAGES:
            assert text(language, f"metric.{name}.title") in document
            assert text(language, f"metric.{name}.definition") in document


def test_a_written_document_passes_the_check_and_a_changed_or_missing_one_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "metrics.md"
    assert metric_docs.main(["--check", str(file)]) == 1
    assert metric_docs.main(["--write", str(file)]) == 0
    assert metric_docs.main(["--check", str(file)]) == 0
    file.write_text(file.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert metric_docs.main(["--check", str(file)]) == 1
    assert "make docs" in capsys.readouterr().err
