"""`python -m bench.questions [--cases N]`: what the leaders' questions cost through the gate, beside reading the rows into pandas.

Builds a throw-away DuckDB of N invented cases, asks each question a few times and prints the middle time and its ratio to a naive answer
that reads every row of the table and counts in pandas.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import select

from data_access.engine import fetch
from data_access.importing import import_delivery
from data_access.schema import METADATA
from metrics import METRICS, Period, Question, Viewer, ask
from sample_data.__main__ import write_sample

QUESTIONS = (
    Question("cases_opened", ("month", "county")),
    Question("cases_open", ("month",)),
    Question("clients", ("quarter",)),
    Question("cases_closed", ("referral_source", "outcome"), (("county", "13"),)),
    Question("cases_opened", ("unemployment_class", "county")),
    Question("wait_to_first_meeting", ("month",)),
    Question("employed_share", ("county",), (), Period("2025")),
    Question("onward_referrals", ("service",)),
)


def main() -> None:
    """Prints one line a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TYOPOYTA_DATA"] = str(Path(folder) / "data")
        write_sample(Path(folder) / "csv", options.cases, seed=1)
        import_delivery(Path(folder) / "csv", sample=True)
        for question in QUESTIONS:
            asked = _middle(partial(ask, question, Viewer.parse("manager")), options.times)
            naive = _middle(partial(_rows, question), 1)
            print(f"{str(question)[:70]:70} {asked * 1000:8.0f} ms  {naive / asked:6.1f} times faster than reading the rows")


def _rows(question: Question) -> None:
    """The naive way: all rows of the table, counted in pandas."""
    metric = METRICS[question.metric]
    fetch(select(METADATA.tables[metric.table])).groupby(metric.date).size()


def _middle(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main()
