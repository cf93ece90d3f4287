"""What became of an import: which files came, how many rows are in force or set aside, and every problem."""

from dataclasses import dataclass
from enum import StrEnum

from data_access.importing.problems import Problem, Severity


class Outcome(StrEnum):
    """How an import ended. `checked` is a dry run that would have been published; `failed` could not run."""

    PUBLISHED = "published"
    UNCHANGED = "unchanged"
    CHECKED = "checked"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True)
class FileReport:
    """One file of the delivery: rows in it, set aside, and standing there more than once (and read once)."""

    table: str
    part: str
    name: str
    sha256: str
    rows_in: int
    rows_aside: int = 0
    rows_repeated: int = 0


@dataclass(frozen=True)
class Report:
    """What became of an import. `run` and `rows` (table -> rows in force) tell of the data in force after it; None and empty where
    the delivery was refused. `accepted` names the rules that were let pass; `content_hash` is that of import_run."""

    outcome: Outcome
    run: int | None
    rows: dict[str, int]
    files: tuple[FileReport, ...]
    problems: tuple[Problem, ...]
    accepted: tuple[str, ...] = ()
    content_hash: str = ""

    @property
    def published(self) -> bool:
        """Whether what was delivered is what readers see."""
        return self.outcome in (Outcome.PUBLISHED, Outcome.UNCHANGED)

    @property
    def unchanged(self) -> bool:
        """Whether it was so already, and nothing was done."""
        return self.outcome is Outcome.UNCHANGED

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """The problems because of which it was refused."""
        refusing = (Severity.REFUSE, Severity.CONFIRM)
        return tuple(one for one in self.problems if one.severity in refusing and one.rule not in self.accepted)

    @property
    def rows_in(self) -> int:
        """Rows in all the files of the delivery."""
        return sum(one.rows_in for one in self.files)

    @property
    def rows_aside(self) -> int:
        """Rows set aside in all the files of the delivery."""
        return sum(one.rows_aside for one in self.files)

    @property
    def warned(self) -> int:
        """How many things were only told."""
        return sum(one.rows for one in self.problems if one.severity is Severity.WARN)
