"""Commands for the people who run the system: import a folder, tell what is loaded, fetch from a public source, write the contract."""

import argparse
import sys
from pathlib import Path

import duckdb
from sqlalchemy.exc import SQLAlchemyError

from data_access.importing import Busy, Report, import_folder
from data_access.importing.document import contract
from data_access.importing.keys import BadSecret
from data_access.importing.status import status
from data_access.place import Unreachable, location
from data_access.sources import SourceFailed

DONE, REFUSED, FAILED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 refused (or the document differs), 2 could not run."""
    asked = _parser().parse_args(arguments)
    try:
        code, words = asked.run(asked)
    except NotADirectoryError as error:
        return _failed(f"There is no folder {error}.")
    except Busy:
        return _failed("Another import is running. Wait until it has ended.")
    except BadSecret as error:
        return _failed(f"{error} does not hold a secret of 32 bytes in hexadecimal. Restore it, or remove it to have a new one made.")
    except Unreachable as error:
        return _failed(f"The database cannot be reached: {error}")
    except SourceFailed as error:
        return _failed(f"{error} Nothing was changed.")
    except (OSError, SQLAlchemyError, duckdb.Error) as error:
        return _failed(f"Could not read the files or write to {location()}: {type(error).__name__}. The data in force was not changed.")
    sys.stdout.write(words)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_access", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    load = commands.add_parser("import", help="check a folder of CSV files and publish it in one step")
    load.add_argument("folder", type=Path, metavar="DIR", help="folder with files named in docs/data-contract.md")
    load.add_argument("--sample", action="store_true", help="mark the data as invented")
    load.set_defaults(run=_import)
    commands.add_parser("status", help="tell what is loaded").set_defaults(run=_status)
    _add_sources(commands.add_parser("fetch", help="take data of a public source into use"))
    document = commands.add_parser("contract", help="write the data contract")
    document.add_argument("--check", type=Path, metavar="FILE", help="write nothing; exit 1 when the file differs from the contract")
    document.set_defaults(run=_contract)
    return parser


def _add_sources(parser: argparse.ArgumentParser) -> None:
    sources = parser.add_subparsers(required=True, metavar="SOURCE")
    geodata = sources.add_parser("geodata", help="official outlines of municipalities, counties and employment areas from Statistics Finland")
    geodata.add_argument("--from", dest="address", metavar="URL", help="address of the WFS, where it is not Statistics Finland's own")
    geodata.add_argument("--year", type=int, help="year of the division; without it this year's, or the one before when that is not there yet")
    geodata.set_defaults(run=_geodata)


def _import(asked: argparse.Namespace) -> tuple[int, str]:
    report = import_folder(asked.folder, sample=asked.sample)
    return (DONE if report.published else REFUSED), f"{told(report)}\n"


def told(report: Report) -> str:
    """What became of an import, in words."""
    if not report.published:
        heading = f"Refused, nothing was changed. Problems: {len(report.problems)}. / Hylätty, mitään ei muutettu. Ongelmia: {len(report.problems)}."
        return "\n".join([heading, *map(str, report.problems)])
    if report.unchanged:
        return f"These files are already in force as run {report.run}. Nothing was changed."
    rows = "\n".join(f"{name:<24}{count:>12}" for name, count in report.rows.items() if count)
    return f"Published as run {report.run}.\n{rows}"


def _status(asked: argparse.Namespace) -> tuple[int, str]:
    return DONE, f"{status()}\n"


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
