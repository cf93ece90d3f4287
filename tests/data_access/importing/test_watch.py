"""Deliveries that come into a watched folder: when they are finished, in which order they are imported, and what becomes of each."""

import errno
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.exc import DataError, OperationalError

from data_access.importing import import_delivery
from data_access.importing.filing import put_away
from data_access.importing.lock import Busy, alone
from data_access.importing.problems import problem
from data_access.importing.report import Outcome, Report
from data_access.importing.watch import watch
from data_access.place import Unreachable
from tests.data_access.tiny import folder as delivery

ROOT = Path(__file__).resolve().parents[3]
PUBLISHED = Report(Outcome.PUBLISHED, 1, {}, (), ())
REFUSED = Report(Outcome.REFUSED, None, {}, (), (problem("team.csv", "file_missing"),))
# A pause is one nap of this length, so that a `sleep` of a test is called once a round.
EVERY = 0.5


class Bring:
    """Stands for the import: notes what it was given, and answers with the next of its answers (the last again and again)."""

    def __init__(self, *answers: Report | Exception) -> None:
        self.answers, self.asked = list(answers) or [PUBLISHED], list[str]()

    def __call__(self, path: Path) -> Report:
        self.asked.append(path.name)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


def put(path: Path, text: str = "a,b\n1,2\n", *, at: int = 0, done: bool = True) -> Path:
    """A file, finished by a mark beside it; `at` orders the marks in time."""
    path.write_text(text, encoding="utf-8")
    if done:
        mark = path.with_name(f"{path.name}.done")
        mark.touch()
        os.utime(mark, ns=(at * 10**9, at * 10**9))
    return path


def names(folder: Path) -> list[str]:
    """What lies in a folder, without the time of the move."""
    return sorted(path.name.partition("Z-")[2] or path.name for path in folder.iterdir())


def run(inbox: Path, bring: Callable[[Path], Report], *, rounds: int = 1, between: Callable[[int], object] = lambda n: None) -> list[str]:
    """Watches for so many rounds, with `between` called before each round but the first; gives what was said."""
    said: list[str] = []
    stop = threading.Event()
    seen = 0

    def sleep(seconds: float) -> None:
        nonlocal seen
        seen += 1
        if seen >= rounds:
            stop.set()
        else:
            between(seen)

    assert watch(inbox, every=EVERY, bring=bring, language="en", sleep=sleep, stop=stop, say=said.append) == 0
    return said


def test_a_marked_delivery_is_imported_at_once_and_put_away_with_its_mark_and_its_reports(inbox: Path) -> None:
    put(inbox / "team.csv", "the content")
    bring = Bring()
    said = run(inbox, bring)
    assert bring.asked == ["team.csv"] and names(inbox) == ["done", "refused"]
    assert names(inbox / "done") == ["1_team.csv", "1_team.csv.done", "1_team.csv.problems.csv", "1_team.csv.report.txt"]
    assert next((inbox / "done").glob("*_team.csv")).read_text(encoding="utf-8") == "the content"
    assert said[1].startswith("team.csv: The delivery is published as run 1. -> done/")


def test_a_refused_delivery_goes_to_refused_with_a_report_in_three_languages_and_its_problems(inbox: Path) -> None:
    put(inbox / "x.csv")
    run(inbox, Bring(REFUSED))
    assert names(inbox / "done") == []
    text = next((inbox / "refused").glob("*.report.txt")).read_text(encoding="utf-8")
    assert [text.index(words) for words in ("was refused", "hylättiin", "avvisades")] == sorted(
        text.index(words) for words in ("was refused", "hylättiin", "avvisades")
    )
    assert "file_missing" in next((inbox / "refused").glob("*.problems.csv")).read_text(encoding="utf-8-sig")


def test_without_a_mark_it_is_finished_when_two_looks_in_a_row_see_the_same(inbox: Path) -> None:
    put(inbox / "x.csv", done=False)
    bring = Bring()
    run(inbox, bring, rounds=1)
    assert bring.asked == []
    run(inbox, bring, rounds=2)
    assert bring.asked == ["x.csv"]


def test_what_is_still_growing_is_left_alone(inbox: Path) -> None:
    file = put(inbox / "x.csv", done=False)

    def grow(number: int) -> None:
        with file.open("a", encoding="utf-8") as stream:
            stream.write("3,4\n")

    bring = Bring()
    run(inbox, bring, rounds=4, between=grow)
    assert bring.asked == [] and file.exists()


def test_a_folder_to_which_files_are_still_added_is_left_alone(inbox: Path) -> None:
    (inbox / "night").mkdir()
    bring = Bring()
    run(inbox, bring, rounds=4, between=lambda number: put(inbox / "night" / f"{number}.csv", done=False))
    assert bring.asked == []


def test_a_file_rewritten_with_the_same_size_is_still_growing(inbox: Path) -> None:
    file = put(inbox / "x.csv", done=False)
    bring = Bring()
    run(inbox, bring, rounds=3, between=lambda number: os.utime(file, ns=(number, number)))
    assert bring.asked == []


@pytest.mark.parametrize("mark", [".done", "delivery.done", "export.done"])
def test_a_mark_inside_a_folder_finishes_it_and_moves_along(inbox: Path, mark: str) -> None:
    (inbox / "night").mkdir()
    put(inbox / "night" / "team.csv", done=False)
    (inbox / "night" / mark).touch()
    bring = Bring()
    run(inbox, bring)
    assert bring.asked == ["night"]
    assert names(next((inbox / "done").glob("*_night"))) == sorted([mark, "team.csv"])


def test_an_empty_folder_waits_for_its_mark(inbox: Path) -> None:
    (inbox / "night").mkdir()
    bring = Bring()
    run(inbox, bring, rounds=3)
    assert bring.asked == []
    (inbox / "night.done").touch()
    run(inbox, bring)
    assert bring.asked == ["night"]


def test_deliveries_are_imported_in_the_order_in_which_they_came_and_then_by_name(inbox: Path) -> None:
    for name, moment in (("c.csv", 10), ("b.zip", 30), ("a.xlsx", 20), ("d.csv", 20)):
        put(inbox / name, at=moment)
    bring = Bring()
    run(inbox, bring)
    assert bring.asked == ["c.csv", "a.xlsx", "d.csv", "b.zip"]


def test_what_is_no_delivery_is_left_where_it_is(inbox: Path) -> None:
    for name in (".hidden.csv", "~$book.xlsx", "notes.docx", "x.csv.part", "alone.done"):
        put(inbox / name, done=False)
    bring = Bring()
    run(inbox, bring, rounds=3)
    assert bring.asked == [] and len(names(inbox)) == 7


def test_deliveries_of_one_name_are_put_away_beside_each_other(inbox: Path) -> None:
    bring = Bring()
    for text in ("first", "second", "third"):
        put(inbox / "x.csv", text)
        run(inbox, bring)
    kept = [path.read_text(encoding="utf-8") for path in (inbox / "done").glob("*_x.csv")]
    assert sorted(kept) == ["first", "second", "third"]
    assert len(names(inbox / "done")) == 12


def test_a_very_long_name_is_shortened_in_the_middle_of_nothing(inbox: Path) -> None:
    put(inbox / f"{'ä' * 110}.csv")
    run(inbox, Bring())
    kept = [path.name for path in (inbox / "done").iterdir()]
    assert len(kept) == 4 and all(len(name.encode()) < 250 for name in kept)
    assert any(name.endswith("ä.csv") for name in kept)


@pytest.mark.parametrize(
    "trouble",
    [
        Busy("x"),
        Unreachable("x"),
        OSError(errno.ENOSPC, "No space left"),
        PermissionError(errno.EACCES, "no", "/elsewhere"),
        OperationalError("COPY", None, Exception("the server is gone")),
    ],
)
def test_when_no_import_can_be_made_deliveries_wait_and_that_is_told_once(inbox: Path, trouble: Exception) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    bring = Bring(trouble, trouble, trouble, PUBLISHED)
    said = run(inbox, bring, rounds=4)
    assert bring.asked == ["a.csv", "a.csv", "a.csv", "a.csv", "b.csv"]
    assert len(said) == 4  # the start, the trouble, and what became of each
    assert names(inbox) == ["done", "refused"] and names(inbox / "refused") == []


def test_a_delivery_that_cannot_be_read_is_refused_with_the_reason_and_the_next_is_imported(inbox: Path) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    bring = Bring(PermissionError(errno.EACCES, "Permission denied", str(inbox / "a.csv")), PUBLISHED)
    run(inbox, bring)
    assert bring.asked == ["a.csv", "b.csv"]
    text = next((inbox / "refused").glob("*_a.csv.report.txt")).read_text(encoding="utf-8")
    assert all(f"({words})" in text for words in ("no permission", "ei oikeuksia", "behörighet saknas")) and "denied" not in text
    assert list((inbox / "done").glob("*_b.csv"))


@pytest.mark.parametrize("fault", [ValueError("010190-123A"), DataError("COPY", None, Exception("010190-123A"))], ids=["program", "rows"])
def test_a_fault_of_the_program_in_one_delivery_does_not_keep_the_others_out_and_shows_no_value(inbox: Path, fault: Exception) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    run(inbox, Bring(fault, PUBLISHED))
    report = next((inbox / "refused").glob("*_a.csv.report.txt")).read_text(encoding="utf-8")
    assert "import_failed" in report and type(fault).__name__ in report and "010190" not in report
    assert list((inbox / "done").glob("*_b.csv"))


def test_a_delivery_that_changes_while_it_is_imported_stays_and_is_imported_again(inbox: Path) -> None:
    file = put(inbox / "x.csv")
    asked = []

    def bring(path: Path) -> Report:
        asked.append(path.read_text(encoding="utf-8"))
        if len(asked) == 1:
            file.write_text("longer than before", encoding="utf-8")
        return REFUSED if len(asked) == 1 else PUBLISHED

    said = run(inbox, bring, rounds=2)
    assert asked[1] == "longer than before" and names(inbox / "refused") == []
    assert any("changed while it was imported" in line for line in said)


def test_a_delivery_that_goes_away_meanwhile_is_nobodys_fault(inbox: Path) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)

    def bring(path: Path) -> Report:
        if path.name == "a.csv":
            path.unlink()
            raise FileNotFoundError(errno.ENOENT, "gone", str(path))
        return PUBLISHED

    run(inbox, bring)
    assert names(inbox / "refused") == [] and list((inbox / "done").glob("*_b.csv"))


def test_what_cannot_be_moved_is_not_imported_again_but_moved_when_that_works(inbox: Path) -> None:
    put(inbox / "x.csv")
    bring = Bring()

    def remove(number: int) -> None:
        if number == 2:
            (inbox / "done").unlink()

    def block(path: Path) -> Report:
        if not bring.asked:
            (inbox / "done").rmdir()
            (inbox / "done").write_text("in the way", encoding="utf-8")
        return bring(path)

    said = run(inbox, block, rounds=3, between=remove)
    assert bring.asked == ["x.csv"] and list((inbox / "done").glob("*_x.csv"))
    assert sum("cannot be moved" in line for line in said) == 1


def test_looking_once_takes_a_second_look_at_what_has_no_mark_and_gives_the_exit_code(inbox: Path) -> None:
    once = partial(watch, inbox, every=EVERY, once=True, sleep=lambda seconds: None, say=lambda line: None)
    assert once(bring=Bring()) == 0
    put(inbox / "a.csv", done=False)
    bring = Bring()
    assert once(bring=bring) == 0 and bring.asked == ["a.csv"]
    put(inbox / "b.csv")
    assert once(bring=Bring(Busy("x"))) == 2
    assert once(bring=Bring(REFUSED)) == 1


def test_it_ends_between_two_deliveries_when_it_is_told_to(inbox: Path) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    stop = threading.Event()

    def bring(path: Path) -> Report:
        stop.set()
        return PUBLISHED

    assert watch(inbox, bring=bring, stop=stop, say=lambda line: None) == 0
    assert names(inbox) == ["b.csv", "b.csv.done", "done", "refused"] and list((inbox / "done").glob("*_a.csv"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_between_two_deliveries_and_are_as_before_afterwards(inbox: Path, number: signal.Signals) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    before = signal.getsignal(number)

    def bring(path: Path) -> Report:
        os.kill(os.getpid(), number)
        return PUBLISHED

    assert watch(inbox, bring=bring, say=lambda line: None) == 0
    assert (inbox / "b.csv").exists() and list((inbox / "done").glob("*_a.csv"))
    assert signal.getsignal(number) is before


def test_a_folder_that_is_not_there_or_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        watch(tmp_path / "nowhere", bring=Bring())
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError, match="file"):
        watch(tmp_path / "file", bring=Bring())


def test_a_file_in_the_place_of_the_folder_for_what_is_done_is_told(inbox: Path) -> None:
    (inbox / "refused").touch()
    said: list[str] = []
    assert watch(inbox, once=True, bring=Bring(), language="en", say=said.append) == 2
    assert "cannot be made" in said[0] and "refused" in said[0]


def test_a_folder_that_goes_away_is_told_once_and_looked_for_again(inbox: Path) -> None:
    aside = inbox.with_name("aside")

    def move(number: int) -> None:
        if number == 1:
            inbox.rename(aside)
        if number == 3:
            put(aside / "x.csv")
            aside.rename(inbox)

    bring = Bring()
    said = run(inbox, bring, rounds=4, between=move)
    assert bring.asked == ["x.csv"] and sum("cannot be read" in line for line in said) == 1


def test_real_deliveries_are_imported_a_folder_and_a_zip(inbox: Path) -> None:
    delivery(inbox / "first")
    (inbox / "first.done").touch()
    second = delivery(inbox.parent / "second")
    with zipfile.ZipFile(inbox / "second.zip", "w") as archive:
        for file in second.iterdir():
            archive.write(file, file.name)
    said = run(inbox, import_delivery, rounds=2)
    assert [line.partition(": ")[0] for line in said[1:]] == ["first", "second.zip"]
    assert "run 1" in said[1] and "already in force as run 1" in said[2]


def test_a_real_delivery_waits_while_another_import_runs(inbox: Path, tmp_path: Path) -> None:
    delivery(inbox / "first")
    (inbox / "first.done").touch()
    with alone(tmp_path / "data"):
        said = run(inbox, import_delivery, rounds=2)
    assert sum("Another import is running" in line for line in said) == 1 and (inbox / "first").exists()
    run(inbox, import_delivery)
    assert list((inbox / "done").glob("*_first"))


def test_a_zip_with_a_name_too_long_for_the_disk_is_refused_and_the_next_is_imported(inbox: Path) -> None:
    with zipfile.ZipFile(inbox / "a.zip", "w") as archive:
        archive.writestr(f"case_event.{'x' * 260}.csv", "a")
    delivery(inbox / "b")
    for number, name in enumerate(("a.zip.done", "b.done")):
        (inbox / name).touch()
        os.utime(inbox / name, ns=(number * 10**9, number * 10**9))
    run(inbox, import_delivery)
    assert "zip_name" in next((inbox / "refused").glob("*_a.zip.report.txt")).read_text(encoding="utf-8")
    assert list((inbox / "done").glob("*_b"))


def test_a_name_that_is_too_long_is_never_taken_for_a_fault_of_the_machine(inbox: Path) -> None:
    put(inbox / "a.csv", at=1)
    put(inbox / "b.csv", at=2)
    run(inbox, Bring(OSError(errno.ENAMETOOLONG, "File name too long", "/elsewhere"), PUBLISHED))
    assert list((inbox / "refused").glob("*_a.csv")) and list((inbox / "done").glob("*_b.csv"))


def test_names_without_room_for_a_mark_and_links_to_themselves_are_no_hindrance(inbox: Path) -> None:
    put(inbox / f"{'x' * 250}.csv", done=False)
    (inbox / "night").mkdir()
    (inbox / "night" / "x.csv").symlink_to("x.csv")
    bring = Bring()
    run(inbox, bring, rounds=2)
    assert sorted(bring.asked) == ["night", f"{'x' * 250}.csv"] and len(list((inbox / "done").iterdir())) == 6


def test_what_lies_too_deep_to_be_asked_about_is_no_hindrance(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inbox / "night").mkdir()
    monkeypatch.chdir(inbox / "night")
    for _ in range(20):
        Path("x" * 250).mkdir()
        monkeypatch.chdir("x" * 250)
    (inbox / "night.done").touch()
    bring = Bring()
    run(inbox, bring)
    assert bring.asked == ["night"] and list((inbox / "done").glob("*_night"))


def test_a_name_that_is_not_utf8_is_put_away_as_it_came_and_told_without_its_odd_byte(inbox: Path) -> None:
    name = os.fsdecode(b"y\xf6.csv")
    put(inbox / name)
    said = run(inbox, Bring(Report(Outcome.REFUSED, None, {}, (), (problem(name, "file_missing"),))))
    assert said[1].startswith("y\ufffd.csv: ") and all(line.isprintable() for line in said)
    assert names(inbox / "refused") == [f"1_{name}", f"1_{name}.done", f"1_{name}.problems.csv", f"1_{name}.report.txt"]
    assert "y\ufffd.csv [file_missing]" in next((inbox / "refused").glob("*.report.txt")).read_text(encoding="utf-8")


def test_a_report_with_half_a_character_is_written_all_the_same(inbox: Path) -> None:
    target = put_away(put(inbox / "x.csv"), inbox / "done", {".report.txt": "y\udcf6"})
    assert target.with_name(f"{target.name}.report.txt").read_text(encoding="utf-8") == "y?"


@pytest.mark.parametrize("name", ["131052-308T.csv", "meikäläinen@esimerkki.fi.csv", "x\x1b[2J\x9b\ny.csv"])
def test_no_identity_and_nothing_that_steers_the_terminal_is_said_of_a_name(inbox: Path, name: str) -> None:
    put(inbox / name)
    moved = run(inbox, Bring(PUBLISHED))
    put(inbox / name)
    file = inbox / name

    def bring(path: Path) -> Report:
        file.write_text("longer than before", encoding="utf-8")
        return PUBLISHED

    said = [*moved, *run(inbox, bring)]
    assert any("published" in line for line in said) and any("changed while" in line for line in said)
    assert not any(odd in line for line in said for odd in ("308T", "meikäläinen", "\x1b", "\x9b", "\n"))


KILLED = """
import os, sys
from pathlib import Path
from data_access.importing import import_delivery
from data_access.importing.filing import put_away
from data_access.importing.watch import watch

def bring(path):
    report = import_delivery(path)
    assert report.published and not report.unchanged
    os.kill(os.getpid(), 9)

watch(Path(sys.argv[1]), bring=bring, say=lambda line: None)
"""


def test_killed_between_the_import_and_the_move_the_next_round_finds_it_in_force_and_moves_it(inbox: Path) -> None:
    delivery(inbox / "night")
    (inbox / "night.done").touch()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(inbox)], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL and (inbox / "night").exists()
    reports: list[Report] = []

    def bring(path: Path) -> Report:
        reports.append(import_delivery(path))
        return reports[-1]

    run(inbox, bring)
    assert [report.outcome for report in reports] == [Outcome.UNCHANGED]
    assert names(inbox / "done") == ["1_night", "1_night.done", "1_night.problems.csv", "1_night.report.txt"]
