"""The list of figures: the name of each, its value, and what it counts."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from facilitator.domain.figure_definitions import DEFINITIONS
from facilitator.domain.figure_types import TIME_TO, Figures, Share
from facilitator.domain.group_words import group_in_words
from facilitator.domain.timeline import format_duration
from facilitator.domain.verdict_words import VERDICT_LABELS
from facilitator.domain.verdicts import count_verdicts
from facilitator.text import counted, shortened
from facilitator.widgets.text import line
from facilitator.widgets.title_line import spread

NOTHING = "–"
"""What stands for a figure over nothing."""
MOST_NAME = 14
"""How many characters of a name stand in a row at most."""


def figure_row(key: str, figures: Figures, width: int) -> Content:
    """Return the name of a figure at the left of so many cells, and its value at the right."""
    value, counts = figure_value(key, figures)
    words = Content.assemble((value, "bold"), (f" {counts}" if counts else "", "$text-muted"))
    name = DEFINITIONS[key].name
    if len(name) + 1 + words.cell_length > width:
        words = Content.styled(value, "bold")
    return spread(line(name), words, width)


def figure_value(key: str, figures: Figures) -> tuple[str, str]:
    """Return the value of a figure, and in a few characters what it counts."""
    if key in TIME_TO:
        spread_of = figures.time_to[key]
        value = NOTHING if spread_of.median is None else format_duration(spread_of.median)
        return value, f"of {spread_of.n}"
    if key.startswith("by_"):
        groups = figures.groups[key.removeprefix("by_")]
        known = [group for group in groups if group.name is not None]
        if not known:
            return NOTHING, ""
        most = max(known, key=lambda group: group.incidents)
        name = group_in_words(key.removeprefix("by_"), most.name)
        return shortened(name, MOST_NAME), f"{most.incidents}/{figures.incidents}"
    return _VALUES[key](figures)


def _share(share: Share) -> tuple[str, str]:
    value = NOTHING if share.rate is None else f"{share.rate:.0%}"
    return value, f"{share.n}/{share.of}"


def _preventable(figures: Figures) -> tuple[str, str]:
    return str(figures.repeat.preventable), f"of {figures.repeat.n}"


def _verdicts(figures: Figures) -> tuple[str, str]:
    counts = count_verdicts(figures.repeats)
    if not figures.repeats:
        return NOTHING, ""
    most = max(VERDICT_LABELS, key=lambda verdict: counts[verdict])
    return f"{counts[most]} {VERDICT_LABELS[most]}", f"of {len(figures.repeats)}"


def _recurrence(figures: Figures) -> tuple[str, str]:
    quick = sum(repeat.is_quick for repeat in figures.repeats)
    return f"{quick} quick", f"of {len(figures.repeats)}"


def _open_age(figures: Figures) -> tuple[str, str]:
    ages = figures.ages
    value = NOTHING if ages.median is None else f"{ages.median:g} days"
    return value, f"of {ages.n}"


_VALUES: dict[str, Callable[[Figures], tuple[str, str]]] = {
    "repeat_incident_rate": lambda figures: _share(figures.repeat),
    "preventable": _preventable,
    "verdicts": _verdicts,
    "recurrence": _recurrence,
    "completion": lambda figures: _share(figures.completion),
    "on_time": lambda figures: _share(figures.on_time),
    "reviewed_in_time": lambda figures: _share(figures.reviewed_in_time),
    "checks": lambda figures: _share(figures.checks),
    "prevention": lambda figures: _share(figures.prevention),
    "open_age": _open_age,
    "coverage": lambda figures: _share(figures.coverage),
}


def figure_facts(key: str, figures: Figures) -> list[str]:
    """Return what else is to be said of a figure, what matters most first."""
    if key in TIME_TO:
        spread_of = figures.time_to[key]
        if spread_of.mean is None:
            return ["no incident has both times"]
        facts = [f"mean {format_duration(spread_of.mean)}", counted(spread_of.n, "incident")]
        if spread_of.negative:
            facts.append(f"{spread_of.negative} left out: negative")
        if spread_of.since_alert:
            facts.append(f"{spread_of.since_alert} since the first alert")
        return facts
    return _FACTS[key](figures) if key in _FACTS else []


def _coverage_facts(figures: Figures) -> list[str]:
    coverage = figures.coverage
    facts = [f"{coverage.n} of {counted(coverage.of, 'incident')}"]
    if coverage.median_days is not None:
        facts += [
            f"median {coverage.median_days:g} days",
            f"95 % within {coverage.p95_days} days",
        ]
    return facts


def _verdict_facts(figures: Figures) -> list[str]:
    counts = count_verdicts(figures.repeats)
    return [f"{counts[verdict]} {label}" for verdict, label in VERDICT_LABELS.items()]


def _age_facts(figures: Figures) -> list[str]:
    oldest = figures.ages.oldest
    if oldest is None:
        return ["no action item is open"]
    return [f"oldest {counted(oldest, 'day')}", f"{figures.overdue} overdue"]


_FACTS: dict[str, Callable[[Figures], list[str]]] = {
    "repeat_incident_rate": lambda figures: [
        f"{figures.repeat.n} of {counted(figures.repeat.of, 'incident')}",
        f"{figures.repeat.preventable} preventable",
        f"{figures.repeat.unclassified} unclassified",
    ],
    "verdicts": _verdict_facts,
    "recurrence": lambda figures: [
        f"{sum(repeat.is_quick for repeat in figures.repeats)} quick",
        f"{sum(not repeat.is_quick for repeat in figures.repeats)} late",
    ],
    "completion": lambda figures: [
        f"{figures.completion.n} of {counted(figures.completion.of, 'item')}",
        f"{figures.completion.dropped} dropped",
        f"{figures.completion.not_due} not yet due",
    ],
    "on_time": lambda figures: [f"{figures.on_time.n} of {counted(figures.on_time.of, 'item')}"],
    "reviewed_in_time": lambda figures: [
        f"{figures.reviewed_in_time.n} of {counted(figures.reviewed_in_time.of, 'item')}"
    ],
    "checks": lambda figures: [
        f"{figures.checks.n} of {counted(figures.checks.of, 'item')} checked",
        f"{figures.checks.done} done",
    ],
    "prevention": lambda figures: [
        f"{figures.prevention.n} of {counted(figures.prevention.of, 'item')}"
    ],
    "open_age": _age_facts,
    "coverage": _coverage_facts,
}
