"""The steps of an import, told to whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """What an import does, in order."""

    OPEN = "open"
    READ = "read"
    CHECK = "check"
    WRITE = "write"
    COMPARE = "compare"
    PUBLISH = "publish"
    DONE = "done"


# How much of an import is done when a stage begins (0-1): measured with bench/importing, between DuckDB, for which publishing is a moment, and
# PostgreSQL, for which it is half of all.
STARTS = {
    Stage.OPEN: 0.0,
    Stage.READ: 0.02,
    Stage.CHECK: 0.12,
    Stage.WRITE: 0.35,
    Stage.COMPARE: 0.75,
    Stage.PUBLISH: 0.78,
    Stage.DONE: 1.0,
}
WORDS = {
    "fi": {
        Stage.OPEN: "Avataan toimitus",
        Stage.READ: "Luetaan {of}",
        Stage.CHECK: "Tarkistetaan {of}",
        Stage.WRITE: "Kirjoitetaan {of}",
        Stage.COMPARE: "Verrataan edelliseen",
        Stage.PUBLISH: "Julkaistaan",
        Stage.DONE: "Valmis",
    },
    "sv": {
        Stage.OPEN: "Leveransen öppnas",
        Stage.READ: "Läser {of}",
        Stage.CHECK: "Kontrollerar {of}",
        Stage.WRITE: "Skriver {of}",
        Stage.COMPARE: "Jämför med den förra",
        Stage.PUBLISH: "Publicerar",
        Stage.DONE: "Klar",
    },
    "en": {
        Stage.OPEN: "Opening the delivery",
        Stage.READ: "Reading {of}",
        Stage.CHECK: "Checking {of}",
        Stage.WRITE: "Writing {of}",
        Stage.COMPARE: "Comparing with the one before",
        Stage.PUBLISH: "Publishing",
        Stage.DONE: "Done",
    },
}


@dataclass(frozen=True)
class Step:
    """A step that begins: its stage, the file or table it is about, and how much of the stage is done (0-1)."""

    stage: Stage
    of: str = ""
    part: float = 0.0

    @property
    def done(self) -> float:
        """How much of the whole import is done (0-1); never less than at the step before."""
        stages = list(Stage)
        begins = STARTS[self.stage]
        ends = STARTS[stages[min(stages.index(self.stage) + 1, len(stages) - 1)]]
        return begins + (ends - begins) * self.part

    def told(self, language: str) -> str:
        """The step in words, in fi, sv or en."""
        return WORDS[language][self.stage].format(of=self.of)


Tell = Callable[[Step], None]


def silent(step: Step) -> None:
    """Tells nothing."""
