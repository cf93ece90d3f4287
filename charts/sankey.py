"""Who goes where: bands from stage to stage (source, service, outcome) whose widths are counts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.frames import cells, labels, wrap
from charts.words import Words

GAP = 0.012
EDGE = 0.001
Node = tuple[int, str]
Link = tuple[Node, Node, float, str]
STAGE_COLOURS = (theme.BLUE, theme.VIOLET, theme.TEAL, theme.OLIVE)


def sankey(
    links: pd.DataFrame,
    *,
    words: Words,
    last: Collection[str] = (),
    grey: Collection[str] = (),
    colours: Mapping[str, str] | None = None,
    orders: Sequence[Sequence[str]] = (),
    height: int | None = None,
) -> go.Figure:
    """A flow chart whose node labels carry their numbers.

    `links`: one row per band: columns `stage` (where it starts, 0 at the left), `source`, `target` (labels; the same label on two
    stages is two nodes), `value` (count), `hidden` and, for bands that pass by a stage, `to_stage` (otherwise the next stage).
    Hidden rows are not drawn: merge them beforehand into a class such as "Muut" if the widths are to sum to the whole. Labels in
    `grey` (merged, not known) are grey, in `last` stand last; others stand by size, or as `orders[stage]` says. `colours` gives
    single labels a "#rrggbb" that the bands into them take too.
    """
    found = _links(links, words)
    if not found:
        return theme.saying(words.hidden_text if len(links) else words.missing_text, words)
    sizes = node_sizes(found)
    stages = [_stage(sizes, stage, orders, last) for stage in range(max(stage for stage, _ in sizes) + 1)]
    nodes = [node for stage in stages for node in stage]
    paint = {node: _paint(node, grey, colours or {}) for node in nodes}
    trace = {"type": "sankey", "arrangement": "fixed", "textfont": {"size": theme.SMALL, "color": theme.TEXT}, "valueformat": ".0f"}
    trace |= {"node": _nodes(nodes, stages, sizes, paint, words), "link": _bands(found, nodes, paint, grey, colours or {}, words)}
    tall = height or max(380, 36 * max(len(stage) for stage in stages) + 40)
    return theme.figure([trace], words, height=tall, margin={"l": 4, "r": 4, "t": 16, "b": 16})


def node_sizes(links: Sequence[Link]) -> dict[Node, float]:
    """What passes through each node: the larger of what comes in and what goes out, for a band may be missing on one side."""
    into: dict[Node, float] = {}
    out: dict[Node, float] = {}
    for source, target, value, _ in links:
        out[source] = out.get(source, 0.0) + value
        into[target] = into.get(target, 0.0) + value
    return {node: max(into.get(node, 0.0), out.get(node, 0.0)) for node in dict.fromkeys([*out, *into])}


def _links(frame: pd.DataFrame, words: Words) -> list[Link]:
    ends = frame["to_stage"] if "to_stage" in frame else frame["stage"] + 1
    rows = zip(frame["stage"], ends, labels(frame, "source"), labels(frame, "target"), cells(frame, words), strict=True)
    return [((int(start), source), (int(end), target), cell.value, cell.text) for start, end, source, target, cell in rows if cell.value]


def _stage(sizes: dict[Node, float], stage: int, orders: Sequence[Sequence[str]], last: Collection[str]) -> list[Node]:
    wanted = list(orders[stage]) if stage < len(orders) else []
    nodes = [node for node in sizes if node[0] == stage]
    return sorted(nodes, key=lambda node: (node[1] in last, wanted.index(node[1]) if node[1] in wanted else len(wanted), -sizes[node], node[1]))


def _paint(node: Node, grey: Collection[str], colours: Mapping[str, str]) -> str:
    return theme.GREY if node[1] in grey else colours.get(node[1], STAGE_COLOURS[node[0] % len(STAGE_COLOURS)])


def _nodes(nodes: list[Node], stages: list[list[Node]], sizes: dict[Node, float], paint: dict[Node, str], words: Words) -> dict[str, Any]:
    spots = {node: spot for stage in stages for node, spot in _heights(stage, stages, sizes).items()}
    names = [f"{wrap(name, 17, 3)} <b>{words.number(sizes[stage, name])}</b>" for stage, name in nodes]
    widest = max(1, len(stages) - 1)
    return {
        "label": names,
        "color": [paint[node] for node in nodes],
        "x": [min(1 - EDGE, max(EDGE, stage / widest)) for stage, _ in nodes],
        "y": [spots[node] for node in nodes],
        "thickness": 14,
        "pad": 12,
        "line": {"width": 0},
        "customdata": [f"{name}: {words.number(sizes[stage, name])}" for stage, name in nodes],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _heights(stage: list[Node], stages: list[list[Node]], sizes: dict[Node, float]) -> dict[Node, float]:
    """The middle of each node, 0 at the top: stacked with even gaps, on the scale of the largest stage."""
    gaps = GAP * max(len(nodes) for nodes in stages)
    whole = max(sum(sizes[node] for node in nodes) for nodes in stages) / max(0.1, 1 - gaps)
    top = 0.0
    middles = {}
    for node in stage:
        middles[node] = min(1 - EDGE, max(EDGE, top + sizes[node] / whole / 2))
        top += sizes[node] / whole + gaps / max(1, len(stage) - 1)
    return middles


def _bands(
    links: list[Link], nodes: list[Node], paint: dict[Node, str], grey: Collection[str], colours: Mapping[str, str], words: Words
) -> dict[str, Any]:
    place = {node: at for at, node in enumerate(nodes)}

    def colour(source: Node, target: Node) -> str:
        if source[1] in grey or target[1] in grey:
            return theme.tint(theme.GREY, 0.3)
        return theme.tint(paint[target if target[1] in colours else source], 0.4)

    return {
        "source": [place[source] for source, *_ in links],
        "target": [place[target] for _, target, *_ in links],
        "value": [value for *_, value, _ in links],
        "color": [colour(source, target) for source, target, *_ in links],
        "customdata": [f"{source[1]} → {target[1]}: {text}" for source, target, _, text in links],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
