"""Where names fit beside their marks on a narrow screen: pixels in, text positions out. A name that does not fit is not written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LETTER, LINE = 7.2, 16
NEAR = 12
AROUND = 7
STEPS = {"middle right": (1, 0), "middle left": (-1, 0), "top center": (0, -1), "bottom center": (0, 1)}
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Area:
    """A plot of `wide` x `high` pixels, y downwards."""

    wide: float
    high: float


def sides(names: Sequence[str], spots: Mapping[str, tuple[float, float]], area: Area) -> dict[str, str]:
    """plotly's `textposition` for each of `names` that fits, the first ones first; `spots` are the pixels of all marks by name.

    A name never lies over another one or over the mark of one of `names`; over other marks only where there is no better place.
    """
    taken: list[Box] = []
    found = {}
    for name in names:
        boxes = {side: _box(spots[name], len(name) * LETTER, step) for side, step in STEPS.items()}
        every = [_around(spot) for other, spot in spots.items() if other != name]
        named = [_around(spots[other]) for other in names if other != name]
        free = next((side for marks in (every, named) for side, box in boxes.items() if _fits(box, [*taken, *marks], area)), None)
        if free:
            found[name] = free
            taken.append(boxes[free])
    return found


def _around(spot: tuple[float, float]) -> Box:
    return spot[0] - AROUND, spot[1] - AROUND, spot[0] + AROUND, spot[1] + AROUND


def _box(spot: tuple[float, float], wide: float, step: tuple[int, int]) -> Box:
    x, y = spot[0] + step[0] * (wide / 2 + NEAR), spot[1] + step[1] * (LINE / 2 + NEAR)
    return x - wide / 2, y - LINE / 2, x + wide / 2, y + LINE / 2


def _fits(box: Box, taken: Iterable[Box], area: Area) -> bool:
    inside = box[0] >= 0 and box[2] <= area.wide and box[1] >= 0 and box[3] <= area.high
    return inside and not any(box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken)
