"""A reader who knows every shown number and every total of a table and looks for a hidden number that can have one value only."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

Parents = Mapping[str, Sequence[Mapping[str, str]]]


def lines_of(frame: pd.DataFrame, cells: Sequence[str], parents: Parents) -> Iterator[list[int]]:
    """The places of the cells that add up to one total: along each column, inside each of its parents."""
    for along in cells:
        for parent in parents.get(along, ()) or ({},):
            keys = [
                tuple(parent.get(row[name], "") if name == along else row[name] for name in cells) for row in frame[list(cells)].to_dict("records")
            ]
            for key in dict.fromkeys(keys):
                yield [place for place, own in enumerate(keys) if own == key]


def other_value(frame: pd.DataFrame, hidden: pd.Series, target: int, cells: Sequence[str], parents: Parents, below: int) -> bool:
    """Whether the hidden count at `target` could be another whole number, with every shown number and total as it is.

    The reader knows that a hidden class is not empty, and that a total not shown is 1 to `below` - 1. Tries everything.
    """
    counts = [int(n) for n in frame["n"]]
    unknown = [place for place, mark in enumerate(hidden) if mark]
    unknown.sort(key=lambda place: place != target)
    rules = []
    for line in lines_of(frame, cells, parents):
        total = sum(counts[place] for place in line)
        inside = [place for place in line if hidden.iloc[place]]
        if inside:
            left = sum(counts[place] for place in inside)
            rules.append((set(inside), (left, left) if total >= below else (1, below - 1)))

    def fits(found: dict[int, int]) -> bool:
        for inside, (low, high) in rules:
            known = sum(found[place] for place in inside if place in found)
            missing = sum(place not in found for place in inside)
            if known + missing > high or (not missing and known < low):
                return False
        return True

    def search(found: dict[int, int]) -> bool:
        if len(found) == len(unknown):
            return True
        place = unknown[len(found)]
        most = min(high for inside, (_, high) in rules if place in inside)
        values = sorted(range(1, most + 1), key=lambda n: abs(n - counts[place]))
        return any(
            fits({**found, place: value}) and search({**found, place: value}) for value in values if place != target or value != counts[target]
        )

    return search({})
