"""Which characters the bytes of a text file stand for: UTF-8, UTF-16 with its mark, or Windows-1252 where that is plainly Finnish or Swedish.

Nothing else is guessed: DOS, Mac and Baltic files decode as Windows-1252 without an error and hold other letters, so they are refused.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data_access.importing.problems import Problem, problem

CHUNK = 1 << 20
BOM = codecs.BOM_UTF8
LETTERS = "äöåÄÖÅéÉüÜ"
# Seen in names and units. Š, š, Ž and ž are let in beside the letters above only: Mac files hold them where ä and ö should be.
BESIDE = "ŠšŽžáàâãçèêëíîïñóôõøúæßÁÀÂÇÈÊËÍÎÏÑÓÔÕØÚÆ"
MARKS = "€…‘’“”–—•£§«»°±²³µ·½\u00a0"
ODD = re.compile(b"[" + re.escape(bytes({*range(0x80, 0x100)} - {*(LETTERS + BESIDE + MARKS).encode("cp1252")})) + b"]")


def as_utf8(path: Path, name: str, work: Path) -> Path | Problem:
    """The file as UTF-8: itself, or a copy in `work`. A problem where its characters cannot be known. Raises OSError."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _copied(path, name, work, "utf-16")
    wrong = _first_not_utf8(path)
    if wrong is None:
        return path
    odd = _first_odd(path)
    if odd is None and _scandinavian(path):
        return _copied(path, name, work, "cp1252")
    if wrong == path.stat().st_size:  # all is UTF-8 but the last letter, of which a byte is missing
        return problem(name, "truncated", row=row_at(path, wrong))
    return problem(name, "encoding", row=row_at(path, wrong if odd is None else odd))


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a little at a time."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def row_at(path: Path, offset: int) -> int:
    """The line a byte stands on; the first is 1. Line ends may be of any kind and mixed."""
    row, last = 1, b""
    with path.open("rb") as stream:
        while offset > 0 and (chunk := stream.read(min(CHUNK, offset))):
            row += chunk.count(b"\n") + chunk.count(b"\r") - (last + chunk).count(b"\r\n")
            offset, last = offset - len(chunk), chunk[-1:]
    return row


def _first_not_utf8(path: Path) -> int | None:
    """Where UTF-8 ends; the size of the file where its last letter is cut."""
    decoder, offset = codecs.getincrementaldecoder("utf-8")(), 0
    for chunk in chunks(path):
        held = len(decoder.getstate()[0])
        if held or not chunk.isascii():
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return offset - held + error.start
        offset += len(chunk)
    return offset if decoder.getstate()[0] else None


def _first_odd(path: Path) -> int | None:
    """Where the first byte stands that no Finnish or Swedish text in Windows-1252 holds."""
    offset = 0
    for chunk in chunks(path):
        if found := ODD.search(chunk):
            return offset + found.start()
        offset += len(chunk)
    return None


def _scandinavian(path: Path) -> bool:
    """Whether at least three of four letters beyond ASCII are those of Finnish and Swedish; without letters, only hard spaces will do."""
    seen = sum((np.bincount(np.frombuffer(chunk, np.uint8), minlength=256) for chunk in chunks(path)), np.zeros(256, np.int64))
    ours, beside = (int(seen[list(letters.encode("cp1252"))].sum()) for letters in (LETTERS, BESIDE))
    return ours >= 3 * beside if ours + beside else int(seen[0x80:].sum()) == int(seen[0xA0])


def _copied(path: Path, name: str, work: Path, encoding: str) -> Path | Problem:
    copy, decoder = work / f"{path.name}.utf8", codecs.getincrementaldecoder(encoding)()
    with copy.open("wb") as target:
        try:
            for chunk in chunks(path):
                target.write(decoder.decode(chunk).encode())
            target.write(decoder.decode(b"", final=True).encode())
        except UnicodeError:
            target.flush()
            return problem(name, "encoding", row=row_at(copy, copy.stat().st_size))
    return copy
