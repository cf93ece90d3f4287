"""Feedback of clients: statements item by item, the recommendation 0-10 as a mean, and apart from it the net promoter score."""

from charts.bars import bars
from charts.dots import dots
from charts.likert import likert
from charts.trend import trend
from metrics import Answer
from ui import area_charts, blocks, feedback, findings
from ui.view import View


def draw(view: View) -> None:
    """What clients answered, with n at everything."""
    answered, mean, nps = view.answers("recommendation_answers", "recommendation_mean", "recommendation_nps")
    parts = view.ask("statement_answers", "item", "answer")
    agreed = view.ask("agree_share", "item")
    blocks.head(view, feedback.summary(view, mean))
    notes = view.phrases("page.feedback.note", "mean", "score")
    named = {"recommendation_mean": notes["mean"], "recommendation_nps": notes["score"]}
    blocks.cards(view, mean, nps, answered, feedback.overall(view.ask("agree_share"), agreed), notes=named)
    left, right = blocks.two()
    with left:
        _statements(view, parts, agreed)
    with right:
        figure = dots(feedback.agreement(view, agreed), "item", words=view.words(agreed), n="n")
        blocks.chart(view, "agreement", figure, agreed, finding=view.say("chart.agreement.finding"))
    left, right = blocks.two()
    with left:
        _scores(view, answered)
    with right:
        _over_time(view)
    area_charts.by_area(view, "recommendation_mean", "recommendation_answers", "agree_share")
    blocks.definitions(view, "recommendation_mean", "recommendation_nps", "recommendation_answers", "statement_answers", "agree_share")


def _statements(view: View, parts: Answer, agreed: Answer) -> None:
    wholes = view.ask("statement_answers", "item")
    frame = feedback.statements(view, parts, wholes)
    figure = likert(frame, "item", "answer", "total", answers=feedback.steps(view), words=view.words(parts))
    finding = feedback.spread_of_agreement(view, agreed, "statements")
    blocks.chart(view, "statements", figure, parts, wholes, finding=finding, table=feedback.statement_table(view, frame, parts))


def _scores(view: View, answered: Answer) -> None:
    answer = feedback.scores(view.ask("recommendation_answers", "answer"))
    figure = bars(answer.frame[::-1], "answer", words=view.words(answer))
    finding = feedback.commonest(view, answer, answered)
    blocks.chart(view, "scores", figure, answer, finding=finding, table=feedback.score_table(view, answer))


def _over_time(view: View) -> None:
    answer = view.ask("recommendation_mean", view.grain)
    figure = trend(
        answer.frame,
        view.grain,
        words=view.words(answer),
        incomplete=view.unfinished(answer),
        incomplete_text=view.say("chart.incomplete"),
        label=feedback.period_with_n(view, answer),
    )
    blocks.chart(view, "recommendation_over_time", figure, answer, finding=findings.latest(view, answer))
