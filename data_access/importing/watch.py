"""Imports each finished delivery that comes into a folder, and puts it away with a report beside it. Nothing is deleted or overwritten.

The folder is looked at again and again instead of asking the system for news of it: over network shares, where exports come, no news
arrives. A delivery that cannot be imported now (another import runs, the database or the disk is away) stays and is tried again.
"""

import errno
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import duckdb
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from data_access import failures
from data_access.importing.arrivals import DONE, REFUSED, Arrival, Look, arrivals, look_again
from data_access.importing.filing import put_away
from data_access.importing.journal import JournalFailed
from data_access.importing.keys import BadSecret
from data_access.importing.lock import Busy
from data_access.importing.names import plain, shown
from data_access.importing.problems import LANGUAGES
from data_access.importing.report import Outcome, Report
from data_access.importing.stopping import pause, stopped_by_signals
from data_access.importing.telling import problems_csv, told
from data_access.importing.watch_words import WORDS
from data_access.place import Unreachable

Bring = Callable[[Path], Report]
# What is wrong with the rows is never the database that is away.
OF_THE_ROWS = (DataError, IntegrityError)
AWAY = (Busy, Unreachable, JournalFailed, BadSecret, SQLAlchemyError, duckdb.IOException)
# What is wrong with this machine and not with the delivery; a name that is too long came with the delivery, whatever file it was to become.
OURS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM)


def watch(
    folder: Path,
    *,
    every: float = 10,
    once: bool = False,
    bring: Bring,
    language: str = "fi",
    sleep: Callable[[float], object] = time.sleep,
    stop: Event | None = None,
    say: Callable[[str], object] | None = None,
) -> int:
    """Looks into the folder every so many seconds until it is stopped (SIGTERM, SIGINT or `stop`, between deliveries), or `once`: then it
    looks twice where something has no mark, and ends. `bring` imports one delivery; `say` hears each line.

    Gives 0; with `once` also 1 where a delivery was refused and 2 where one could not be imported now; 2 where the folders for what is done
    cannot be made. Raises FileNotFoundError or NotADirectoryError where there is no such folder.
    """
    watched = _Watch(folder, bring, language, stop or Event(), say or _line)
    if not folder.is_dir():
        wrong, number = (NotADirectoryError, errno.ENOTDIR) if folder.exists() else (FileNotFoundError, errno.ENOENT)
        raise wrong(number, os.strerror(number), str(folder))
    if not watched.ready():
        return 2
    with stopped_by_signals(watched.stop):
        watched.say(plain(WORDS[language]["start"].format(folder=folder)))
        watched.round()
        while not watched.stop.is_set() and (not once or watched.waits):
            pause(every, sleep, watched.stop)
            watched.round()
            if once:
                break
    return watched.code if once else 0


@dataclass
class _Watch:
    """What a watcher remembers from round to round: how each delivery looked, what has been told, and what could not be put away."""

    folder: Path
    bring: Bring
    language: str
    stop: Event
    say: Callable[[str], object]
    seen: dict[str, Look] = field(default_factory=dict)
    growing: bool = False
    away: bool = False
    refused: bool = False
    troubles: set[str] = field(default_factory=set)
    unmoved: dict[Arrival, Report] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        """Whether a second look would tell more."""
        return self.growing and not self.away

    @property
    def code(self) -> int:
        """The exit code of one round."""
        return 2 if self.away or self.unmoved else 1 if self.refused else 0

    def ready(self) -> bool:
        """Makes the folders for what is done and refused."""
        for name in (DONE, REFUSED):
            try:
                (self.folder / name).mkdir(exist_ok=True)
            except OSError as error:
                self.say(self._words("no_folder", folder=self.folder / name, why=failures.why(error, self.language)))
                return False
        return True

    def round(self) -> None:
        """Looks once, and imports what is finished in the order in which it came."""
        self.away = False
        try:
            found = arrivals(self.folder)
        except OSError as error:
            self._trouble("unseen", folder=self.folder, why=failures.why(error, self.language))
            return
        finished = [one for one in found if one.marked or (one.look and self.seen.get(one.path.name) == one.look)]
        self.growing = any(one.look for one in found if one not in finished)
        self.seen = {one.path.name: one.look for one in found}
        self.unmoved = {one: report for one, report in self.unmoved.items() if one in found}
        for one in finished:
            if self.stop.is_set() or self.away:
                return
            self._take(one)

    def _take(self, one: Arrival) -> None:
        report = self.unmoved.get(one) or self._report(one)
        if report is None:
            return
        if one not in self.unmoved and not look_again(one):
            self.growing = True
            self.say(self._words("changed", name=shown(one.path.name)))
            return
        self.refused |= not report.published
        self._put(one, report)

    def _report(self, one: Arrival) -> Report | None:
        """What became of it; None where it cannot be imported now."""
        try:
            report = self.bring(one.path)
        except Exception as error:  # a fault of ours in one delivery must not keep the others out
            if not one.path.exists():
                return None  # the sender took it back, or another watcher was faster
            if _not_its_fault(error, one.path):
                self._trouble("away", why=failures.sentence(error, self.language))
                return None
            report = Report(Outcome.FAILED, None, {}, (), (failures.of_delivery(one.path.name, error),))
        self.troubles.clear()
        return report

    def _put(self, one: Arrival, report: Report) -> None:
        home = self.folder / (DONE if report.published else REFUSED)
        languages = sorted(LANGUAGES, key=lambda each: each != self.language)
        whole = "\n\n----\n\n".join(told(report, each) for each in languages)
        try:
            target = put_away(one.path, home, {".report.txt": f"{whole}\n", ".problems.csv": problems_csv(report, self.language)})
        except OSError as error:
            self.unmoved[one] = report
            self._tell_once("unmoved", name=shown(one.path.name), why=failures.why(error, self.language))
            return
        self.unmoved.pop(one, None)
        heading = told(report, self.language).splitlines()[0]
        self.say(f"{shown(one.path.name)}: {heading} -> {home.name}/{shown(target.name)}")

    def _trouble(self, key: str, **words: object) -> None:
        """Something outside the deliveries is in the way: the rest of them waits for the next round."""
        self.away = True
        self._tell_once(key, **words)

    def _tell_once(self, key: str, **words: object) -> None:
        sentence = self._words(key, **words)
        if sentence not in self.troubles:
            self.troubles.add(sentence)
            self.say(sentence)

    def _words(self, key: str, **words: object) -> str:
        return plain(WORDS[self.language][key].format(**words))


def _not_its_fault(error: Exception, delivery: Path) -> bool:
    """Whether it is not the delivery that fails: the disk is full, say, or the file an error speaks of is another."""
    if isinstance(error, OF_THE_ROWS):
        return False
    if isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in OURS):
        return True
    if not isinstance(error, OSError) or not isinstance(error.filename, str) or error.errno == errno.ENAMETOOLONG:
        return False
    return not Path(error.filename).resolve().is_relative_to(delivery.resolve())


def _line(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
