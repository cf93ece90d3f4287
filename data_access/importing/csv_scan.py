"""One look over the bytes of a CSV file (as UTF-8) before it is parsed, for what a parser would swallow in silence.

A quotation mark that opens in one row and closes in another takes the rows between into one value, with the right number of fields: so
marks may stand only around a whole value. Text that was decoded wrongly before it came, and NUL bytes, are refused here too.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_access.importing.encoding import BOM, CHUNK, row_at
from data_access.importing.problems import Problem, problem

QUOTE, LF, CR = 34, 10, 13
# What becomes of UTF-8 read as Windows-1252 (Ã, Â or â€ and then a letter that stands for a byte of 80-BF) or as a DOS code page (├),
# and the mark that stands for a letter already lost. No word of Finnish, Swedish or English holds any of these.
CONTINUED = "".join(bytes([byte]).decode("cp1252", errors="ignore") + chr(byte) for byte in range(0x80, 0xC0))
GARBLED = re.compile(f"(?:Ã|Â)(?:{'|'.join(map(re.escape, dict.fromkeys(CONTINUED)))})|â€|├|\ufffd".encode())
LONGEST = 6
RARE = (b"\x82", b"\x83", b"\xe2", b"\xef")  # one of these stands in each of them; looking for one byte is fast


@dataclass(frozen=True)
class Scan:
    """What was seen. `broken`: a line break stands inside quotes; `blank`: a line is empty; `ended`: the last line has its line end."""

    problem: Problem | None = None
    broken: bool = False
    blank: bool = False
    ended: bool = False


@dataclass
class _State:
    offset: int = 0  # of the chunk in the file
    before: bytes = b"\n"  # the last bytes before the chunk
    inside: int = 0  # 1 where the chunk begins within quotes
    opened: int = 0  # where the last quotation mark that opens stands
    seen: Scan = field(default_factory=Scan)


def scan(path: Path, name: str, mark: str) -> Scan:
    """Looks at the whole file, a little at a time. `mark` separates the fields."""
    state = _State()
    with path.open("rb") as stream:
        if stream.read(len(BOM)) != BOM:
            stream.seek(0)
        state.offset = stream.tell()
        while chunk := stream.read(CHUNK):
            while chunk.endswith(b'"') and (next_byte := stream.read(1)):  # what follows a mark decides what it is
                chunk += next_byte
            found = _text(state, chunk) or _marks(state, chunk, ord(mark))
            if found:
                return Scan(problem(name, found[0], row=row_at(path, found[1])))
            state.offset, state.before = state.offset + len(chunk), (state.before + chunk)[-LONGEST:]
    if state.inside:
        return Scan(problem(name, "quote_open", row=row_at(path, state.opened)))
    return replace(state.seen, ended=state.before.endswith((b"\n", b"\r")))


def _text(state: _State, chunk: bytes) -> tuple[str, int] | None:
    """The rule that the characters of a chunk break, and where in the file."""
    if b"\0" in chunk:
        return "nul_byte", state.offset + chunk.index(b"\0")
    text = chunk if chunk.isascii() and state.before.isascii() else state.before + chunk
    if text is not chunk and any(byte in text for byte in RARE) and (found := GARBLED.search(text)):
        return "mojibake", state.offset + found.start() - len(state.before)
    return None


def _marks(state: _State, chunk: bytes, mark: int) -> tuple[str, int] | None:
    """The first quotation mark that does not stand around a whole value, and what the line breaks of the chunk tell."""
    text = np.frombuffer(state.before[-1:] + chunk + b"\n", np.uint8)  # the line end is asked for at the end of the file only
    marks = np.flatnonzero(text == QUOTE) if b'"' in chunk else np.zeros(0, np.intp)
    first = state.offset - 1
    opens, closes = marks[state.inside :: 2], marks[1 - state.inside :: 2]
    edges = (mark, LF, CR, QUOTE)
    stray = opens[~np.isin(text[opens - 1], edges)][:1]
    early = closes[~np.isin(text[closes + 1], edges)][:1]
    if early.size and not (stray.size and stray[0] < early[0]):
        before = opens[opens < early[0]]
        return "quote_open", first + int(before[-1]) if before.size else state.opened
    if stray.size:
        return "quote_stray", first + int(stray[0])
    _breaks(state, text[:-1], marks, alone=b"\r" not in chunk and state.before[-1:] != b"\r")
    state.opened = first + int(opens[-1]) if opens.size else state.opened
    state.inside = (state.inside + len(marks)) % 2
    return None


def _breaks(state: _State, text: NDArray[np.uint8], marks: NDArray[np.intp], *, alone: bool) -> None:
    """Notes whether a line is empty, and whether a line break stands inside quotes. `alone`: lines end with LF only."""
    breaks = np.flatnonzero(text == LF if alone else (text == LF) | (text == CR))
    after = breaks[1:][np.diff(breaks) == 1]
    blank = bool((~((text[after - 1] == CR) & (text[after] == LF))).any())
    ours = breaks[breaks > 0]  # the first byte was seen with the chunk before
    broken = bool(((np.searchsorted(marks, ours) + state.inside) % 2).any()) if marks.size else bool(state.inside and ours.size)
    state.seen = replace(state.seen, blank=state.seen.blank or blank, broken=state.seen.broken or broken)
