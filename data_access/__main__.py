"""Commands for the people who run the system: import, watch a folder, templates, what is loaded, public sources, the contract."""

import argparse
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from data_access import failures
from data_access.importing import Outcome, Report, import_delivery
from data_access.importing.document import contract
from data_access.importing.formats import cleaned
from data_access.importing.init_mapping import draft
from data_access.importing.keys import secret
from data_access.importing.names import plain
from data_access.importing.problems import LANGUAGES, Severity, rules
from data_access.importing.pseudonyms import pseudonym
from data_access.importing.status import status
from data_access.importing.steps import Tell
from data_access.importing.telling import problems_csv, told
from data_access.importing.template import write as write_template
from data_access.importing.watch import watch
from data_access.place import settings

DONE, REFUSED, FAILED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 refused (or the document differs), 2 could not run."""
    _let_any_text_out()
    asked = _parser().parse_args(arguments)
    try:
        code, words = asked.run(asked)
    except failures.KINDS as error:
        return _failed(failures.sentence(error, getattr(asked, "lang", "en")))
    sys.stdout.write(words)
    return code


def _let_any_text_out() -> None:
    """A sign that the terminal or the log has no code for is written as an escape: an import that is done must not end in an error of words."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _path(given: str) -> Path:
    """A path as it is given. Refuses an empty one, which would be the current folder."""
    if not given:
        raise argparse.ArgumentTypeError("no such path: ''")
    return Path(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_import(commands.add_parser("import", help="check a delivery (folder, zip, file or database) and publish it in one step"))
    _add_watch(commands.add_parser("watch", help="import each finished delivery that comes into a folder"))
    loaded = commands.add_parser("status", help="tell what is loaded")
    _add_language(loaded)
    loaded.set_defaults(run=_status)
    template = commands.add_parser("template", help="write empty files of the contract (CSV and XLSX)")
    template.add_argument("folder", type=_path, metavar="DIR")
    _add_language(template)
    template.set_defaults(run=_template)
    first = commands.add_parser("init-mapping", help="write a first draft of mapping.toml from the files' headers")
    first.add_argument("path", type=_path, metavar="PATH", help="folder, zip or single file")
    _add_language(first)
    first.set_defaults(run=_draft)
    who = commands.add_parser("pseudonym", help="the pseudonym of each identifier given on standard input, a line each")
    who.add_argument("whose", choices=("worker", "person"))
    who.set_defaults(run=_pseudonym)
    _add_sources(commands.add_parser("fetch", help="take data of a public source into use"))
    document = commands.add_parser("contract", help="write the data contract")
    document.add_argument("--check", type=_path, metavar="FILE", help="write nothing; exit 1 when the file differs from the contract")
    document.set_defaults(run=_contract)
    return parser


def _add_import(load: argparse.ArgumentParser) -> None:
    where = load.add_mutually_exclusive_group(required=True)
    where.add_argument("path", type=_path, nargs="?", metavar="PATH", help="folder, zip or single file; see docs/data-contract.md")
    where.add_argument("--from", dest="url", metavar="URL", help="address of a database, with a mapping that holds the queries")
    _add_how(load)
    load.add_argument("--dry-run", action="store_true", help="check everything and publish nothing")
    load.add_argument("--sample", action="store_true", help="mark the data as invented")
    load.add_argument("--problems", type=_path, metavar="FILE", help="write the problems as a CSV file too, to send to whoever made the export")
    load.set_defaults(run=_import)


def _add_watch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=_path, metavar="DIR")
    parser.add_argument("--every", type=float, default=10, metavar="SECONDS", help="how often to look (10)")
    parser.add_argument("--once", action="store_true", help="look once and end, for a timer")
    _add_how(parser)
    parser.set_defaults(run=_watch)


def _add_how(parser: argparse.ArgumentParser) -> None:
    confirm = sorted(name for name, rule in rules().items() if rule.severity is Severity.CONFIRM)
    parser.add_argument("--map", type=_path, dest="mapping", metavar="FILE", help="mapping.toml; by default the one in the delivery")
    parser.add_argument(
        "--accept", action="append", default=[], choices=[*confirm, "all"], metavar="RULE", help=f"let pass: {', '.join(confirm)} or all"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="whose import it is; by default the user of the machine")
    _add_language(parser)


def _add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of what is told (fi)")


def _add_sources(parser: argparse.ArgumentParser) -> None:
    sources = parser.add_subparsers(required=True, metavar="SOURCE")
    geodata = sources.add_parser("geodata", help="official outlines of municipalities, counties and employment areas from Statistics Finland")
    geodata.add_argument("--from", dest="address", metavar="URL", help="address of the WFS, where it is not Statistics Finland's own")
    geodata.add_argument("--year", type=int, help="year of the division; without it this year's, or the one before when that is not there yet")
    geodata.set_defaults(run=_geodata)


def _import(asked: argparse.Namespace) -> tuple[int, str]:
    how = {"mapping": asked.mapping, "accept": asked.accept, "by": asked.by, "dry_run": asked.dry_run, "sample": asked.sample}
    with _progress(asked.lang) as tell:
        report = import_delivery(asked.path if asked.url is None else asked.url, **how, tell=tell)
    if asked.problems:
        _keep(asked.problems, report, asked.lang)
    return _code(report), f"{told(report, asked.lang)}\n"


def _keep(file: Path, report: Report, language: str) -> None:
    """Writes the file of problems. Where it cannot be written the import stands all the same, so its outcome is still told."""
    try:
        file.write_text(problems_csv(report, language), encoding="utf-8")
    except OSError as error:
        print(failures.unwritten(file, error, language), file=sys.stderr)


def _code(report: Report) -> int:
    return DONE if report.published or report.outcome is Outcome.CHECKED else REFUSED


@contextmanager
def _progress(language: str) -> Iterator[Tell]:
    """A bar on the terminal that names the step; nothing where nobody looks."""
    columns = (TextColumn("{task.description:<40}", markup=False), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step: bar.update(task, description=plain(step.told(language)), completed=step.done)


def _watch(asked: argparse.Namespace) -> tuple[int, str]:
    bring = partial(import_delivery, mapping=asked.mapping, accept=asked.accept, by=asked.by)
    return watch(asked.folder, every=asked.every, once=asked.once, bring=bring, language=asked.lang), ""


def _status(asked: argparse.Namespace) -> tuple[int, str]:
    return DONE, f"{status(asked.lang)}\n"


def _template(asked: argparse.Namespace) -> tuple[int, str]:
    return DONE, "".join(f"{file}\n" for file in write_template(asked.folder))


def _draft(asked: argparse.Namespace) -> tuple[int, str]:
    return DONE, draft(asked.path)


def _pseudonym(asked: argparse.Namespace) -> tuple[int, str]:
    key = secret(settings().key_file)
    return DONE, "".join(f"{pseudonym(key, asked.whose, who)}\n" for line in sys.stdin if (who := cleaned(line)))


def _geodata(asked: argparse.Namespace) -> tuple[int, str]:
    from data_access.sources import geodata  # geometry takes long to load, and the other commands do without

    return DONE, f"{geodata.fetch(asked.address or geodata.ADDRESS, asked.year)}\n"


def _contract(asked: argparse.Namespace) -> tuple[int, str]:
    if asked.check is None:
        return DONE, contract()
    if asked.check.exists() and asked.check.read_text(encoding="utf-8") == contract():
        return DONE, ""
    return REFUSED, f"{asked.check} differs from the contract. Write it anew: python -m data_access contract > {asked.check}\n"


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
