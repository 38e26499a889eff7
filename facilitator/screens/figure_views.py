"""The two figures in words and bars, as the patterns and the home screen show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from textual.content import Content

from facilitator.config.settings import Settings
from facilitator.domain.figure_types import Headline, Share, TrendPoint, Verdict
from facilitator.domain.targets import LEAST_COMPARED, Change, Earlier, Target, earlier
from facilitator.domain.verdict_words import VERDICT_LABELS
from facilitator.text import counted
from facilitator.widgets.bar_plot import Bar, BarPlot
from facilitator.widgets.figure_panel import FigureView
from facilitator.widgets.glyphs import FALLING, RISING

MONTHS_OF_A_YEAR = 12
NO_VERDICTS: Mapping[Verdict, int] = MappingProxyType({})
CHANGE_SIGNS = {Change.UP: RISING, Change.DOWN: FALLING}


def repeat_view(
    trend: Sequence[TrendPoint],
    settings: Settings,
    causes_key: str,
    verdicts: Mapping[Verdict, int] = NO_VERDICTS,
) -> FigureView:
    """Return the repeat incident rate.

    Args:
        trend: The rates at the end of each month, oldest first.
        settings: The settings, which hold the target and the length of the window.
        causes_key: The key that leads to the incidents that are not classified.
        verdicts: How many of the repeats have each verdict, where that is known.
    """
    now = trend[-1].repeat
    target = Target(settings.target_repeat_rate, is_ceiling=True)
    facts = [
        Content(f"{now.n} of {counted(now.of, 'incident')}"),
        Content(
            f"{now.unclassified} unclassified (press {causes_key})" if now.unclassified else ""
        ),
        Content(f"{now.preventable} preventable" if now.n else ""),
        *_verdict_facts(verdicts),
    ]
    points = [(point.last, point.repeat) for point in trend]
    return _view("Repeat incident rate", points, target, settings.months, facts)


def _verdict_facts(verdicts: Mapping[Verdict, int]) -> list[Content]:
    """Return why the repeats came back, counted: `3 open, 2 dropped` and `1 no action, 1 done`.

    Two short lines, since a panel has no room for a long one.
    """
    known = [
        f"{verdicts[verdict]} {label}"
        for verdict, label in VERDICT_LABELS.items()
        if verdicts.get(verdict)
    ]
    return [
        Content(f"{lead}{', '.join(pair)}")
        for lead, pair in (("why: ", known[:2]), ("", known[2:]))
        if pair
    ]


def completion_view(
    trend: Sequence[TrendPoint], headline: Headline, settings: Settings
) -> FigureView:
    """Return the action items done.

    Args:
        trend: The rates at the end of each month, oldest first.
        headline: The figures of today, for the open action items.
        settings: The settings, which hold the target and the length of the window.
    """
    now = trend[-1].completion
    target = Target(settings.target_completion, is_ceiling=False)
    late = (f" · {headline.overdue:,} overdue", "bold $text-error") if headline.overdue else ""
    facts = [
        Content(f"{now.n} of {counted(now.of, 'item')}"),
        Content.assemble(f"{headline.open_actions:,} open", late),
        Content(f"{now.dropped} dropped" if now.dropped else ""),
        Content(f"{now.not_due} not yet due" if now.not_due else ""),
    ]
    points = [(point.last, point.completion) for point in trend]
    return _view("Action items done", points, target, settings.months, facts)


def course_view(
    name: str,
    course: Sequence[tuple[date, Share]],
    target: Target | None,
    months: int,
    facts: Sequence[str],
) -> FigureView:
    """Return any share with its course.

    Args:
        name: What it is called.
        course: The share at the end of each month with that day, oldest first.
        target: Its target; None where it has none.
        months: The length of each window.
        facts: What it counts first, and what else there is to say.
    """
    return _view(name, course, target, months, [Content(fact) for fact in facts])


def _view(
    name: str,
    points: Sequence[tuple[date, Share]],
    target: Target | None,
    months: int,
    facts: Sequence[Content],
) -> FigureView:
    """Return a figure with its course, what it was, and how it compares with its target.

    Args:
        name: What the figure is called.
        points: The figure at the end of each month with that day, oldest first.
        target: The target of the figure; None where it has none.
        months: The length of the window.
        facts: What it counts, and what else there is to say; empty ones are left out.
    """
    rate = points[-1][1].rate
    bars = [
        Bar(last, share.rate, target is not None and target.is_met(share.rate))
        for last, share in points
    ]
    before = earlier(points, months)
    what_it_counts, *others = facts
    was = Content("") if before is None else _was(before, target, months)
    return FigureView(
        name=name,
        window="last month" if months == 1 else f"rolling {months} months",
        target="" if target is None else _against_target(rate, target),
        rate=rate,
        is_good=target is not None and target.is_met(rate),
        facts=[fact for fact in (what_it_counts, was, *others) if fact.plain],
        plot=BarPlot(bars, None if target is None else target.rate),
    )


def _against_target(rate: float | None, target: Target) -> str:
    """Return how a rate compares with its target: in words, since a colour alone says nothing."""
    if rate is None:
        return f"target {target.rate:.0%}"
    if target.is_met(rate):
        return f"target {target.rate:.0%} met"
    return f"{'over' if target.is_ceiling else 'under'} target {target.rate:.0%}"


def _was(before: Earlier, target: Target | None, months: int) -> Content:
    """Return what a figure was: `▼ was 47% in May`; where that was over little, over how much."""
    month = f"{before.last:%b}" if months < MONTHS_OF_A_YEAR else f"{before.last:%b %Y}"
    words = f"was {before.share.rate or 0:.0%} in {month}"
    if before.change is not None:
        return Content.styled(
            f"{CHANGE_SIGNS[before.change]} {words}", _style(before.change, target)
        )
    if before.share.of < LEAST_COMPARED:
        words += f" ({before.share.n} of {before.share.of})"
    return Content.styled(words, "$text-muted")


def _style(change: Change, target: Target | None) -> str:
    """Return the colour of a change: whether it is good, only a target can say."""
    if target is None:
        return "bold"
    return "bold $text-success" if target.is_better(change) else "bold $text-error"
