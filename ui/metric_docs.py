"""docs/metrics.md, written from the declarations and the texts: `python -m ui.metric_docs --write FILE` or `--check FILE`.

It lives here because metrics may not know the words of the pages. It reads no data.
"""

import argparse
import sys
from pathlib import Path

from metrics import METRICS, Metric
from metrics.dimensions import allowed
from texts import LANGUAGES, has, text

HEAD = """# Metrics

Written by `make docs` from `metrics/catalogue` and `texts`; do not edit by hand. How to add one: [add-a-metric.md](add-a-metric.md).
Ask any of them with `python -m metrics ask NAME [--by BREAKDOWN] [--where FILTER=VALUE] [--period 2025] [--as ROLE[:ID]]`.
"""


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 written or current, 1 the file differs from what would be written."""
    parser = argparse.ArgumentParser(prog="python -m ui.metric_docs", description=__doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", type=Path, metavar="FILE")
    action.add_argument("--check", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.write:
        options.write.write_text(document(), encoding="utf-8")
        return 0
    file: Path = options.check
    if file.is_file() and file.read_text(encoding="utf-8") == document():
        return 0
    sys.stderr.write(f"{file} is not what the metrics say. Write it with: make docs\n")
    return 1


def document() -> str:
    """The whole document as Markdown: every metric under its table, in the order of the catalogue."""
    tables = dict.fromkeys(metric.table for metric in METRICS.values())
    parts = [HEAD, *(_table(name, [metric for metric in METRICS.values() if metric.table == name]) for name in tables)]
    return "\n".join(parts)


def _table(name: str, metrics: list[Metric]) -> str:
    breakdowns = " ".join(f"`{one}`" for one in allowed(metrics[0]))
    return "\n".join([f"## {name}\n", f"Breakdowns and filters: {breakdowns}\n", *(_metric(metric) for metric in metrics)])


def _metric(metric: Metric) -> str:
    time = f"by {metric.date} ({metric.clock})"
    facts = f"unit {metric.unit} · {metric.statistic} · {time} · better {metric.better} · final after {metric.lag_months} months"
    said = [
        f"- {language}: **{_words(language, metric, 'title')}** ({_unit(language, metric)}). {_words(language, metric, 'definition')}"
        for language in LANGUAGES
    ]
    return "\n".join([f"### {metric.name}\n", f"{facts}\n", *said, ""])


def _words(language: str, metric: Metric, part: str) -> str:
    return text(language, f"metric.{metric.name}.{part}")


def _unit(language: str, metric: Metric) -> str:
    own = f"metric.{metric.name}.unit"
    return (text(language, own) if has(language, own) else "") or text(language, f"definition.unit.{metric.unit}")


if __name__ == "__main__":
    sys.exit(main())
