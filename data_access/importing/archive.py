"""Unpacks a zip that came from outside, after looking at what it says of itself, and refuses what could fill the disk or leave its folder.

What the zip says may be untrue, so the bytes are counted again as they come out.
"""

import errno
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from data_access.importing.encoding import CHUNK
from data_access.importing.problems import Problem, problem

MAX_BYTES = 5_000_000_000
MAX_MEMBERS = 10_000  # the contract has some twenty tables; with monthly parts of ten years, a few thousand files
# Exports of registers pack 5 to 40 to one, and a column of one value over and over some 100 to one. Deflate reaches 1 030 to one, on nothing
# but equal bytes. A small member may pack as it likes: it does no harm.
MAX_RATIO, SMALL = 200, 50_000_000
TABLES = (".csv", ".txt", ".xlsx", ".parquet")
PACKED = (".zip", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".tgz")
LINK_OR_DEVICE = {stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK}
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, UnicodeError)


# What a file system says of a name that it does not take.
NO_NAME = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)


class BadLimit(ValueError):
    """TYOPOYTA_MAX_BYTES is no whole number."""


class TooLarge(Exception):
    """More bytes come out of a zip than it says, or than there may be."""


class BadName(Exception):
    """The file system takes no file of the name of a member."""


def max_bytes() -> int:
    """How many bytes a delivery may hold, unpacked. Raises BadLimit."""
    try:
        return int(os.environ.get("TYOPOYTA_MAX_BYTES", MAX_BYTES))
    except ValueError as error:
        raise BadLimit("TYOPOYTA_MAX_BYTES") from error


def unpack(path: Path, into: Path) -> list[Problem]:
    """Unpacks the files at the top of a zip, or in its one top folder, into a folder, which is made. On a problem the folder may hold a part.

    Raises OSError (the disk is full).
    """
    into.mkdir(parents=True)
    left = max_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            wrong = inspected(path.name, archive) or _passed_over(path.name, archive)
            if wrong:
                return wrong
            for member, name in _top(archive.infolist()):
                left -= _copy(archive, member, into / name, left)
    except TooLarge:
        return [problem(path.name, "too_large", limit=_gigabytes(max_bytes()))]
    except BadName:
        return [problem(path.name, "zip_name")]
    except DAMAGED:
        return [problem(path.name, "zip_damaged")]
    return []


def looked_into(path: Path) -> tuple[int, list[Problem]]:
    """How many bytes a zip (or a workbook, which is one) says it holds unpacked, and what is wrong with it. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist()), inspected(path.name, archive)
    except DAMAGED:
        return 0, [problem(path.name, "zip_damaged")]


def too_large(name: str, size: int) -> list[Problem]:
    """The problem of a delivery that is larger than it may be."""
    return [problem(name, "too_large", limit=_gigabytes(max_bytes()))] if size > max_bytes() else []


def inspected(name: str, archive: zipfile.ZipFile) -> list[Problem]:
    """The first thing that speaks against a zip, by what it says of itself."""
    members = archive.infolist()
    names = [_name(member).casefold() for member in members]
    faults = {
        "zip_encrypted": any(member.flag_bits & 1 for member in members),
        "zip_path": any(_leads_out(member) for member in members) or len(set(names)) < len(names),
        "zip_bomb": len(members) > MAX_MEMBERS or any(_bomb(member) for member in members),
        "zip_nested": any(each.endswith(PACKED) for each in names),
    }
    return [problem(name, rule) for rule, found in faults.items() if found][:1] or too_large(name, sum(member.file_size for member in members))


def _leads_out(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a link or a device, or its name leads elsewhere than below the folder, or nowhere."""
    name = _name(member).replace("\\", "/")
    kind = stat.S_IFMT(member.external_attr >> 16)
    parts = PurePosixPath(name).parts
    return kind in LINK_OR_DEVICE or name.startswith("/") or ":" in name or ".." in parts or not parts


def _bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member. Where the zip does not say that it is UTF-8, old Windows wrote it in the code page of DOS, and Macs in UTF-8."""
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _top(members: Iterable[zipfile.ZipInfo]) -> list[tuple[zipfile.ZipInfo, str]]:
    """The files at the top, or in the one folder that holds everything, and their names there."""
    files = [(member, PurePosixPath(_name(member).replace("\\", "/"))) for member in members if not member.is_dir()]
    files = [(member, path) for member, path in files if path.parts[0] != "__MACOSX"]
    folders = {path.parts[0] for _, path in files}
    depth = 2 if len(folders) == 1 and all(len(path.parts) > 1 for _, path in files) else 1
    return [(member, path.name) for member, path in files if len(path.parts) == depth]


def _passed_over(name: str, archive: zipfile.ZipFile) -> list[Problem]:
    """The problem of tables that lie in folders of a zip where nobody would look: left out in silence, they would be missed by nobody."""
    taken = {member.filename for member, _ in _top(archive.infolist())}
    tables = [member for member in archive.infolist() if member.filename.lower().endswith(TABLES) and "__MACOSX" not in member.filename]
    return [problem(name, "zip_folders")] if any(member.filename not in taken for member in tables) else []


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Writes one member and gives its size in bytes. Raises TooLarge as soon as it is over `most`, and BadName."""
    size = 0
    with archive.open(member) as source, _made(target) as stream:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise TooLarge
            stream.write(chunk)
    return size


def _made(target: Path) -> BinaryIO:
    try:
        return target.open("wb")
    except OSError as error:
        if error.errno in NO_NAME:
            raise BadName from error
        raise


def one_file(path: Path, name: str, into: Path) -> Path | None:
    """The file of that name at the top of a zip, unpacked into a folder; None where there is none or the zip is not to be trusted."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = [] if inspected(path.name, archive) else [member for member, each in _top(archive.infolist()) if each.lower() == name]
            into.mkdir(parents=True, exist_ok=True)
            for member in found:
                _copy(archive, member, into / name, SMALL)
            return into / name if found else None
    except (TooLarge, *DAMAGED):
        return None


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:g} GB"
