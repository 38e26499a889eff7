"""The command `metrics`: the figures of a window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from facilitator.commands.open_store import open_store
from facilitator.commands.output import put
from facilitator.commands.period_options import PeriodOptions, chosen_period
from facilitator.commands.table import put_table
from facilitator.documents.write.figures_json import figures_object
from facilitator.documents.write.json import dump
from facilitator.domain.figure_types import QUICK, TIME_TO, Figures, Share, Spread
from facilitator.domain.figures import compute_figures
from facilitator.domain.group_words import group_in_words
from facilitator.domain.periods import Period, needed_since
from facilitator.domain.systemic_issues import systemic_issues
from facilitator.domain.timeline import format_duration
from facilitator.domain.verdict_words import counts_in_words, reason
from facilitator.domain.verdicts import count_verdicts
from facilitator.text import counted

if TYPE_CHECKING:
    from datetime import tzinfo

    from db.store import Store

Row = tuple[str, str, str]


def show_metrics(database: str | None, options: PeriodOptions, as_json: bool) -> None:
    """Write the figures of a window to standard output.

    Args:
        database: The value of `--database`.
        options: Which window.
        as_json: Whether to write a JSON object instead of a table.

    Raises:
        Failure: The options choose no window that has begun.
    """
    with open_store(database) as (store, settings):
        period = chosen_period(options, settings)
        figures = read_figures(store, period, settings.timezone)
        themes = store.themes.all().result()
    if as_json:
        issues = systemic_issues(themes, period.last, settings.timezone)
        put(dump(figures_object(figures, issues)))
    else:
        put_table(("figure", "value", ""), list(_rows(figures, period)))


def read_figures(store: Store, period: Period, zone: tzinfo) -> Figures:
    """Return the figures of a period from what the store holds now.

    Args:
        store: The open store.
        period: The period.
        zone: The team's time zone.
    """
    since, overview = needed_since(period), store.overview
    numbers = overview.numbers_to_measure(since).result()
    records = overview.measured_outlines(numbers, since).result()
    return compute_figures(records, period, zone, overview.first_meetings(since).result())


def _rows(figures: Figures, period: Period) -> Iterator[Row]:
    """Yield the name of each figure, its value, and what is counted beside it."""
    window, repeat, completion = figures.window, figures.repeat, figures.completion
    yield "window", f"{window.first} to {window.last}", period.name
    none = "none began in this window" if not figures.incidents else ""
    yield "incidents", str(figures.incidents), none
    repeat_notes = f"{repeat.unclassified} not classified, {repeat.preventable} preventable"
    yield "repeat incident rate", _percent(repeat), repeat_notes
    yield from _verdict_rows(figures)
    counts = f"{completion.not_due} not yet due, {completion.dropped} dropped"
    yield "completion", _percent(completion), counts
    yield "on time", _percent(figures.on_time), ""
    yield "reviewed in time", _percent(figures.reviewed_in_time), ""
    for name in TIME_TO:
        spread = figures.time_to[name]
        value = "–" if spread.median is None else f"median {format_duration(spread.median)}"
        yield f"time to {name}", value, _spread_notes(spread)
    yield "open action items", str(figures.open_actions), f"{figures.overdue} overdue"
    ages, coverage = figures.ages, figures.coverage
    if ages.median is not None and ages.oldest is not None:
        yield "age of open items", f"median {_days(ages.median)}", f"oldest {_days(ages.oldest)}"
    else:
        yield "age of open items", "–", ""
    checks = figures.checks
    checked = f"{checks.of} of the {checks.done} items done were checked"
    yield "checked, and held", _percent(checks), checked
    yield "not come back", _percent(figures.prevention), "of the items done, by their cause"
    yield "with a meeting", _percent(coverage), _coverage_notes(figures)
    yield from _group_rows(figures)


def _verdict_rows(figures: Figures) -> Iterator[Row]:
    """Yield why the repeats of the window came back, together and one by one."""
    yield "why they came back", counts_in_words(count_verdicts(figures.repeats)), ""
    quick = sum(repeat.is_quick for repeat in figures.repeats)
    late = len(figures.repeats) - quick
    yield "recurrence", f"{quick} quick, {late} late", f"quick: within {QUICK.days} days"
    for repeat in figures.repeats:
        finding = repeat.finding
        yield f"#{repeat.number} repeats #{finding.earlier}", repeat.cause, reason(finding)


def _group_rows(figures: Figures) -> Iterator[Row]:
    for name, groups in figures.groups.items():
        for group in groups:
            notes = [counted(group.incidents, "incident")]
            if group.repeat.of:
                notes.append(f"{group.repeat.n} of {group.repeat.of} classified ones repeat")
            yield f"by {name}", group_in_words(name, group.name), ", ".join(notes)


def _spread_notes(spread: Spread) -> str:
    notes = []
    if spread.mean is not None:
        notes += [f"mean {format_duration(spread.mean)}", counted(spread.n, "incident")]
    if spread.negative:
        notes.append(f"{spread.negative} left out: negative")
    if spread.since_alert:
        notes.append(f"{spread.since_alert} counted from the first alert")
    return ", ".join(notes)


def _coverage_notes(figures: Figures) -> str:
    coverage = figures.coverage
    if coverage.median_days is None or coverage.p95_days is None:
        return ""
    return f"median {_days(coverage.median_days)}, 95 % within {_days(coverage.p95_days)}"


def _days(days: float) -> str:
    return f"{days:g} {'day' if days == 1 else 'days'}"


def _percent(share: Share) -> str:
    """Return a share with its counts, such as `17 % (2/12)`."""
    rate = share.rate
    return f"– (0/{share.of})" if rate is None else f"{rate:.0%} ({share.n}/{share.of})"
