"""Outcomes: how cases end, whether goals were reached, and how areas compare. Says what happened, not why."""

from charts.bars import bars
from charts.trend import trend
from metrics.methods.parts import of_whole
from ui import area_charts, blocks, findings, numbers, outcomes, shares
from ui.view import View

STEPS = {"": ("quarter", "year"), "year": ("quarter",), "quarter": ("month",), "month": ("month",)}
MOST_HIDDEN = 0.5


def draw(view: View) -> None:
    """Key numbers with their denominators, then how cases ended, over time and by area."""
    closed, employed, goal = view.answers("cases_closed", "employed_share", "goal_reached_share")
    said = [shares.told(view, "page.outcomes.finding", closed)]
    said += [shares.told(view, "page.outcomes.employed", employed), shares.told(view, "page.outcomes.goal", goal)]
    blocks.head(view, " ".join(filter(None, said)))
    blocks.cards(view, closed, employed, *view.answers("education_share", "goal_reached_share", "dropped_out_share", "days_in_service"))
    left, right = blocks.two()
    with left:
        _how_they_end(view)
    with right:
        _goals(view)
        _over_time(view)
    area_charts.by_area(view, "employed_share", "cases_closed", "goal_reached_share", "dropped_out_share", "days_in_service")
    blocks.definitions(view, "cases_closed", *outcomes.SHARES, "goal_reached_share", "days_in_service")


def _how_they_end(view: View) -> None:
    answer, whole = view.ask("cases_closed", "outcome"), view.ask("cases_closed")
    frame = outcomes.by_outcome(view)
    said = f"{findings.largest(view, answer, whole)} {outcomes.adds_up(view, frame, whole)}".strip()
    shares.parts(view, "outcome_parts", answer, whole.value, outcomes.named(view, frame, "outcome"), shares.no_cause(view, said))


def _goals(view: View) -> None:
    answer = view.ask("cases_closed", "goal_result")
    known = answer.frame[~answer.frame["goal_result"].isin(outcomes.NOT_CLOSED)]
    frame = outcomes.named(view, known, "goal_result")
    figure = bars(frame, "goal_result", words=view.words(answer), unknown=view.unknown("goal_result"))
    said = shares.told(view, "chart.goal_results.finding", view.ask("goal_reached_share")) or findings.nothing(view, answer)
    table = shares.parts_table(view, of_whole(frame, view.ask("cases_closed").value), answer)
    blocks.chart(view, "goal_results", figure, answer, finding=shares.no_cause(view, said), table=table)


def _over_time(view: View) -> None:
    """Quarters, because a month has few closed cases, and years where most quarters are hidden; the n of each stands under its name."""
    for grain in STEPS[view.filters.period.grain]:
        answer = view.ask("employed_share", grain)
        if not answer.frame["hidden"].mean() > MOST_HIDDEN:
            break
    sizes = dict(zip(answer.frame[grain], answer.frame["n"], strict=True))
    late = view.unfinished(answer)
    figure = trend(
        answer.frame,
        grain,
        words=view.words(answer),
        incomplete=late,
        incomplete_text=view.say("chart.incomplete"),
        label=lambda code: f"{numbers.bucket(code)}<br>n = {view.count(sizes[code], answer)}",
    )
    blocks.chart(view, "employed_over_time", figure, answer, finding=shares.no_cause(view, shares.latest(view, "chart.employed_over_time", answer)))
