"""Which names fit on a map: inside their own area, inside what is shown, and never over each other; larger areas first."""

import math
from collections.abc import Iterable
from typing import Any

from charts.outlines import Box, Ring, label_point

LETTER, LINE = 6.2, 16.0
OVERHANG = 1.25


def placed(areas: Iterable[tuple[str, list[list[Ring]]]], pixels: float, box: Box) -> list[dict[str, Any]]:
    """[{"at": [lon, lat], "name": text in lines}] of the (name, polygons) whose names fit where a degree of longitude is `pixels` wide."""
    spots = sorted(((name.split(" "), *label_point(polygons)) for name, polygons in areas), key=lambda spot: -spot[2])
    taken: list[Box] = []
    found = []
    for lines, point, width in spots:
        across, high = LETTER * max(len(line) for line in lines), LINE * len(lines)
        if not (box[0] < point[0] < box[2] and box[1] < point[1] < box[3]) or across > OVERHANG * width * pixels:
            continue
        room = _room(point, across / pixels, high * math.cos(math.radians(point[1])) / pixels)
        if not any(_touch(room, other) for other in taken):
            taken.append(room)
            found.append({"at": point, "name": "\n".join(lines)})
    return found


def _room(point: list[float], width: float, height: float) -> Box:
    return point[0] - width / 2, point[1] - height / 2, point[0] + width / 2, point[1] + height / 2


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
