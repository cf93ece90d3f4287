"""Classes of a map: breaks, the colour of each class and its words. Hidden and absent values have classes of their own, never the lowest.

The breaks come from protected values only, for a break is a number of the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from charts import theme
from charts.frames import Cell
from charts.words import Words

HIDDEN, MISSING = "hidden", "missing"
HIDDEN_FILL = {False: "#e3e5e8", True: "#39434c"}
MISSING_FILL = {False: "#f7f8f9", True: "#161f27"}
CATEGORY_FILLS = {
    False: ("#d9ecf7", "#f2b766", "#5a7fb5", "#9c4f86", "#efe37a", "#4d3a6e"),
    True: ("#2b4152", "#a8681c", "#5f8fd0", "#d58ac0", "#e8dc8a", "#6d5a8e"),
}


@dataclass(frozen=True)
class Swatch:
    """One line of a legend: words, fill "#rrggbb", and the pattern of what has no number: HIDDEN, MISSING or none."""

    label: str
    fill: str
    pattern: str = ""


@dataclass(frozen=True)
class Scale:
    """Which class a cell belongs to, by its value as it is written. `breaks` are inner limits (a value on a limit belongs above it)."""

    breaks: tuple[float, ...]
    swatches: tuple[Swatch, ...]
    hidden: Swatch
    missing: Swatch
    words: Words

    def swatch(self, cell: Cell) -> Swatch:
        """The legend line a cell falls under."""
        if cell.hidden:
            return self.hidden
        if cell.value is None or not self.swatches:
            return self.missing
        written = self.words.rounded(cell.value, self.words.decimals)
        return self.swatches[sum(written >= limit for limit in self.breaks)]


def classify(values: Sequence[float], k: int = 5, method: str = "quantile") -> tuple[float, ...]:
    """Inner limits of at most `k` classes: "quantile" (equally many areas in each) or "natural" (Jenks: areas that are alike).

    Fewer come back when there are fewer different values: one value gives no limit, so that equal areas never differ in colour.
    """
    ordered = sorted(values)
    k = min(k, len(set(ordered)))
    if k < 2:
        return ()
    if method == "natural":
        return _natural(ordered, k)
    if method != "quantile":
        raise ValueError(f"no classification is called {method!r}")
    limits = {ordered[round(place * len(ordered) / k)] for place in range(1, k)}
    return tuple(sorted(limits - {ordered[0]}))


def numeric_scale(values: Sequence[float], words: Words, *, k: int = 5, method: str = "quantile", dark: bool = False) -> Scale:
    """A ramp over drawn values; the words of a class are its lowest and highest value that occur ("12–18 %").

    Values are taken as they are written, so that no number stands in two classes.
    """
    values = [words.rounded(value, words.decimals) for value in values]
    breaks = classify(values, k, method)
    ramp = theme.SEQUENTIAL_DARK if dark else theme.SEQUENTIAL
    steps = len(breaks) + 1
    fills = [ramp[round(place * (len(ramp) - 1) / max(1, steps - 1))] for place in range(steps)]
    groups = [[value for value in values if sum(value >= limit for limit in breaks) == place] for place in range(steps)]
    swatches = [Swatch(_span(group, words), fill) for group, fill in zip(groups, fills, strict=True) if group]
    return Scale(breaks, tuple(swatches), *_without_value(words, dark), words)


def category_scale(labels: Sequence[str], words: Words, *, dark: bool = False) -> Scale:
    """Up to six named classes; a cell's value is the place of its label in `labels` (0, 1 …)."""
    fills = CATEGORY_FILLS[dark]
    if len(labels) > len(fills):
        raise ValueError(f"a map tells {len(fills)} classes apart, not {len(labels)}")
    swatches = tuple(Swatch(label, fill) for label, fill in zip(labels, fills, strict=False))
    return Scale(tuple(range(1, len(labels))), swatches, *_without_value(words, dark), words)


def legend(scale: Scale, drawn: Sequence[Swatch]) -> tuple[Swatch, ...]:
    """The legend of a map: all classes, then hidden and missing if some area of `drawn` has them."""
    return scale.swatches + tuple(extra for extra in (scale.hidden, scale.missing) if extra in drawn)


def legend_html(swatches: Sequence[Swatch], title: str = "") -> str:
    """The legend as an HTML list with inline styles (no script, no class, words escaped): boxes with a border of 3:1 and their words."""
    box = f"display:inline-block;width:1.6rem;height:1rem;border:1px solid {theme.BORDER}"
    items = "".join(
        f'<li style="display:flex;align-items:center;gap:.4rem;margin:0">'
        f'<span aria-hidden="true" style="{box};background:{_background(swatch)}"></span>{escape(swatch.label)}</li>'
        for swatch in swatches
    )
    head = f'<div style="font-weight:600">{escape(title)}</div>' if title else ""
    return f'{head}<ul style="list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:0">{items}</ul>'


def _background(swatch: Swatch) -> str:
    if not swatch.pattern:
        return swatch.fill
    angle, gap = ("135deg", 4) if swatch.pattern == HIDDEN else ("45deg", 8)
    return f"repeating-linear-gradient({angle},{swatch.fill} 0 {gap}px,{theme.BORDER} {gap}px {gap + 1.5}px)"


def _without_value(words: Words, dark: bool) -> tuple[Swatch, Swatch]:
    return Swatch(words.hidden_text, HIDDEN_FILL[dark], HIDDEN), Swatch(words.missing_text, MISSING_FILL[dark], MISSING)


def _span(group: Sequence[float], words: Words) -> str:
    low, high = words.plain(min(group), words.decimals), words.plain(max(group), words.decimals)
    return (low if low == high else f"{low}–{high}") + words.suffix


def _natural(ordered: list[float], k: int) -> tuple[float, ...]:
    """Fisher's exact search for the limits that leave the least variance inside classes; areas are few (22 or 45)."""
    sums, squares = [0.0], [0.0]
    for value in ordered:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def within(start: int, end: int) -> float:
        return squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / (end - start)

    # best[end] is the cheapest way so far to cut the first `end` values, with the places of its cuts.
    best: dict[int, tuple[float, tuple[int, ...]]] = {end: (within(0, end), ()) for end in range(1, len(ordered) + 1)}
    for classes in range(2, k + 1):
        best = {
            end: min((best[cut][0] + within(cut, end), (*best[cut][1], cut)) for cut in range(classes - 1, end))
            for end in range(classes, len(ordered) + 1)
        }
    return tuple(sorted({ordered[cut] for cut in best[len(ordered)][1]} - {ordered[0]}))
