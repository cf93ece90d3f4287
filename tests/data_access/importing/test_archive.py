"""A zip from outside is looked into before it is unpacked, and is not believed while it is unpacked."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from data_access.importing import archive

TEAM = "team_id,name,county,kind\nT1,Tiimi 1,13,work_ability_team\n"


def zipped(path: Path, **members: bytes | str) -> Path:
    """A zip with these members by name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def rules(path: Path, into: Path) -> list[str]:
    """The rules that unpacking breaks."""
    return [problem.rule for problem in archive.unpack(path, into / "out")]


def files(into: Path) -> list[str]:
    """What was unpacked."""
    return sorted(file.relative_to(into / "out").as_posix() for file in (into / "out").rglob("*"))


def test_files_at_the_top_are_unpacked_and_deeper_ones_left(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM, "old/team.md": "x"})
    assert (rules(path, tmp_path), files(tmp_path)) == ([], ["team.csv"])
    assert (tmp_path / "out" / "team.csv").read_text(encoding="utf-8") == TEAM


def test_one_folder_around_everything_is_taken_off_whatever_a_mac_adds(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"vienti/team.csv": TEAM, "vienti/old/team.md": "x", "__MACOSX/vienti/._team.csv": "x"})
    assert (rules(path, tmp_path), files(tmp_path)) == ([], ["team.csv"])


def test_names_that_windows_wrote_in_its_old_code_page_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"tyXt.csv": TEAM})
    path.write_bytes(path.read_bytes().replace(b"tyXt.csv", "työt.csv".encode("cp850")))
    assert (rules(path, tmp_path), files(tmp_path)) == ([], ["työt.csv"])


@pytest.mark.parametrize("name", ["../team.csv", "/etc/team.csv", "a/../../team.csv", "C:/team.csv", "..\\team.csv", "."])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "a.zip", **{name: TEAM})
    assert (rules(path, tmp_path), files(tmp_path)) == (["zip_path"], [])


def test_a_name_that_is_too_long_for_the_disk_is_a_fault_of_the_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM, f"case_event.{'x' * 260}.csv": "x"})
    assert rules(path, tmp_path) == ["zip_name"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("team.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(link, "/etc/passwd")
    assert rules(tmp_path / "a.zip", tmp_path) == ["zip_path"]


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM, "TEAM.csv": "x"})
    assert rules(path, tmp_path) == ["zip_path"]


@pytest.mark.parametrize("inner", ["b.zip", "b.tar", "team.csv.gz", "b.7Z"])
def test_a_packed_file_inside_is_refused(tmp_path: Path, inner: str) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM, inner: "x"})
    assert rules(path, tmp_path) == ["zip_nested"]


def test_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM})
    raw = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + place] |= 1
    path.write_bytes(raw)
    assert rules(path, tmp_path) == ["zip_encrypted"]


def test_23_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": bytes(60_000_000)})
    assert path.stat().st_size < 100_000
    assert (rules(path, tmp_path), files(tmp_path)) == (["zip_bomb"], [])


def test_23_a_file_that_only_repeats_itself_is_no_bomb_while_it_is_small(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": bytes(1_000_000)})
    assert rules(path, tmp_path) == []


def test_23_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    assert rules(zipped(tmp_path / "a.zip", a="", b="", c=""), tmp_path) == ["zip_bomb"]


def test_23_a_zip_larger_than_the_limit_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "1000")
    path = zipped(tmp_path / "a.zip", **{"team.csv": "x" * 600, "client_case.csv": "y" * 600})
    assert (rules(path, tmp_path), files(tmp_path)) == (["too_large"], [])


def test_23_a_zip_that_understates_its_size_writes_no_more_than_it_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": bytes(3_000_000)})
    raw = path.read_bytes()
    path.write_bytes(raw.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 500)))
    assert rules(path, tmp_path) == ["zip_damaged"]
    assert all((tmp_path / "out" / name).stat().st_size <= 500 for name in files(tmp_path))


def test_23_bytes_are_counted_as_they_come_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "2000000")
    monkeypatch.setattr(archive, "inspected", lambda name, opened: [])
    path = zipped(tmp_path / "a.zip", **{"team.csv": bytes(30_000_000)})
    assert rules(path, tmp_path) == ["too_large"]
    assert (tmp_path / "out" / "team.csv").stat().st_size <= 2_000_000


@pytest.mark.parametrize("cut", [0, 10, 0.5, 0.95])
def test_a_zip_that_breaks_off_is_refused(tmp_path: Path, cut: float) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM * 100})
    raw = path.read_bytes()
    path.write_bytes(raw[: int(cut * len(raw)) if cut < 1 else int(cut)])
    assert rules(path, tmp_path) == ["zip_damaged"]


def test_a_zip_with_a_changed_byte_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"team.csv": TEAM * 100})
    raw = bytearray(path.read_bytes())
    raw[60] ^= 0xFF
    path.write_bytes(raw)
    assert rules(path, tmp_path) == ["zip_damaged"]


def test_a_limit_that_is_no_number_is_an_error_and_no_fault_of_the_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOPOYTA_MAX_BYTES", "5 GB")
    with pytest.raises(archive.BadLimit, match="TYOPOYTA_MAX_BYTES"):
        archive.unpack(zipped(tmp_path / "a.zip", **{"team.csv": TEAM}), tmp_path / "out")
