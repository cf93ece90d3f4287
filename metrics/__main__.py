"""`python -m metrics list | ask`: the same answers as on the pages, through the same gate."""

import argparse
import json
import sys
from collections.abc import Hashable, Mapping

import pandas as pd

from data_access import gate
from metrics import METRICS, GrammarError, NoAccess, NoData, Period, Question, Role, Unreachable, Viewer, ask
from metrics.ask import span
from metrics.dimensions import allowed


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 answered, 1 refused (outside the grammar, or no access), 2 the data cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        print(_list() if options.command == "list" else _ask(options))
    except (GrammarError, NoAccess) as error:
        print(f"Refused: {error}", file=sys.stderr)
        return 1
    except (NoData, Unreachable) as error:
        print(f"Cannot read the data: {error}. Import a delivery first, or see that the database runs: python -m data_access status", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m metrics", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the metrics, their unit, table and breakdowns")
    one = commands.add_parser("ask", help="answer a question")
    one.add_argument("metric")
    one.add_argument("--by", action="append", default=[], metavar="BREAKDOWN")
    one.add_argument("--where", action="append", default=[], metavar="FILTER=VALUE")
    one.add_argument("--period", default="all", help="all, 2025, 2025-Q3 or 2025-09")
    one.add_argument("--as", dest="viewer", default="manager", metavar="ROLE[:ID]", help="manager, steering_group or coordinator:ID")
    one.add_argument("--format", choices=("table", "csv", "json"), default="table")
    return parser


def _list() -> str:
    rows = [
        f"{name:28} {metric.unit:10} {metric.statistic:8} {metric.table:16} {' '.join(allowed(metric))}" for name, metric in sorted(METRICS.items())
    ]
    return "\n".join(rows)


def _ask(options: argparse.Namespace) -> str:
    where = tuple(_filter(text) for text in options.where)
    question = Question(options.metric, tuple(options.by), where, Period.parse(options.period))
    answer = ask(question, _known(Viewer.parse(options.viewer)))
    if answer.first_month > answer.last_month:
        raise GrammarError(f"The data holds nothing of {options.period}: it begins in {span()[0]} and ends in {span()[1]}.")
    frame = answer.frame[[*question.by, "value", "hidden"]]
    if options.format == "json":
        return json.dumps([_plain(row) for row in frame.to_dict("records")], ensure_ascii=False)
    if options.format == "csv":
        return frame.to_csv(index=False).rstrip("\n")
    if frame.empty:
        return "no rows"
    shown = frame.assign(value=frame["value"].astype(object).where(~frame["hidden"], "hidden")).drop(columns="hidden")
    return shown.to_string(index=False, na_rep="-")


def _known(viewer: Viewer) -> Viewer:
    """A mistyped coordinator would be answered with zeros, which are wrong numbers."""
    if viewer.role is Role.COORDINATOR and gate.my_cases(viewer).empty:
        raise NoAccess(f"The data holds no case of coordinator '{viewer.ident}'.")
    return viewer


def _filter(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise GrammarError(f"'{text}' is not a filter. Write --where county=13.")
    return name, value


def _plain(row: Mapping[Hashable, object]) -> dict[str, object]:
    """JSON has no NaN: a value that is hidden or not there is null. Whole numbers are written as such."""
    value = row["value"]
    number = None if not isinstance(value, float) or pd.isna(value) else int(value) if value.is_integer() else value
    return {**{str(key): item for key, item in row.items()}, "value": number, "hidden": bool(row["hidden"])}


if __name__ == "__main__":
    sys.exit(main())
