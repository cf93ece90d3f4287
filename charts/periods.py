"""Month, quarter and year codes as Finns write them, and which of them get a label on a crowded axis."""

import re
from collections.abc import Sequence

MAX_TICKS = 7


def month_label(code: str) -> str:
    """ "2025-01" -> "1/2025"; anything else comes back unchanged."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", code)
    return f"{int(match[2])}/{match[1]}" if match else code


def period_label(code: str) -> str:
    """A month, quarter or year code: "2025-01" -> "1/2025", "2025-Q3" -> "Q3/2025", "2025" -> "2025"."""
    match = re.fullmatch(r"(\d{4})-(Q[1-4])", code)
    return f"{match[2]}/{match[1]}" if match else month_label(code)


def ticks(codes: Sequence[str], limit: int = MAX_TICKS) -> list[int]:
    """Positions of at most `limit` labels at an even stride, on January or the first quarter where there is one.

    Seven labels of the width "12/2025" fit a phone; plotly would turn more of them on end.
    """
    if len(codes) <= limit:
        return list(range(len(codes)))
    strides = (2, 3, 4, 6, 12, 24, 48) if re.fullmatch(r"\d{4}-\d{2}", codes[0]) else (2, 4, 8, 16, 32, 64)
    stride = next((step for step in strides if _count(codes, step) <= limit), len(codes))
    return list(range(_start(codes, stride), len(codes), stride))


def _start(codes: Sequence[str], stride: int) -> int:
    firsts = [place for place, code in enumerate(codes) if code.endswith(("-01", "-Q1"))]
    return firsts[0] % stride if firsts else 0


def _count(codes: Sequence[str], stride: int) -> int:
    return len(range(_start(codes, stride), len(codes), stride))
