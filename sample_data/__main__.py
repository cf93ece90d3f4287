"""python -m sample_data --cases N --out DIR [--seed S]: writes the example data as CSV files of the import contract."""

import argparse
import sys
from pathlib import Path

from sample_data import surveys, teams
from sample_data.invented import invented
from sample_data.pilot import pilot
from sample_data.published import indicator_records, value_records
from sample_data.write import Bulk, Record, write_tables

BUNDLED_CASES = 6000


def write_sample(folder: Path, cases: int, seed: int) -> None:
    """Write every table of the contract into `folder`: the pilot, `cases` invented cases and the published figures."""
    records: dict[str, list[Record]] = {
        **pilot(seed),
        "indicator": indicator_records(),
        "indicator_value": value_records(),
        "team": teams.team_records(),
        "team_area": teams.team_area_records(),
        "team_member": teams.team_member_records(),
        "project": teams.project_records(),
        "area_programme": teams.area_programme_records(),
        "maturity_status": surveys.maturity_records(),
        "network_structure": surveys.structure_records(),
    }
    bulk: dict[str, Bulk] = invented(cases, seed)
    write_tables(folder, {table: (records.get(table, []), bulk.get(table)) for table in {**records, **bulk}})


def _number_of_cases(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("from 0 to 1000000")
    return number


def main() -> int:
    """Read the command line and write the files. Exit codes: 0 written, 2 the folder cannot be written."""
    parser = argparse.ArgumentParser(prog="python -m sample_data", description=__doc__)
    parser.add_argument("--cases", type=_number_of_cases, default=BUNDLED_CASES, help="invented cases, in addition to the 96 of the pilot")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "csv", help="folder to write to")
    parser.add_argument("--seed", type=int, default=1, help="the same seed and number of cases give the same files")
    given = parser.parse_args()
    try:
        write_sample(given.out, given.cases, given.seed)
    except OSError as error:
        print(f"Cannot write to {given.out}: {error.strerror}. Choose another folder with --out.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
