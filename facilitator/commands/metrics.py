"""The command `metrics`: the figures of a window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facilitator.commands.days import past_day
from facilitator.commands.open_store import Failure, open_store
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents.write.figures_json import figures_object
from facilitator.documents.write.json import dump
from facilitator.domain.figure_types import TIME_TO, Figures, Share, Spread
from facilitator.domain.figures import compute_figures, records_needed_since
from facilitator.domain.timeline import format_duration

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""The bounds of `--as-of`: the calendar ends not far beyond, and windows reach further back."""


def show_metrics(database: str | None, months: int | None, as_of: str, as_json: bool) -> None:
    """Write the figures of a window to standard output.

    Args:
        database: The value of `--database`.
        months: The length of the window; None for the one in the settings.
        as_of: The last day of the window as typed; "" for today.
        as_json: Whether to write a JSON object instead of a table.

    Raises:
        Failure: `as_of` is no day, or out of bounds.
    """
    with open_store(database) as (store, settings):
        day, months = past_day("--as-of", as_of, settings), months or settings.months
        if not EARLIEST <= day <= LATEST:
            raise Failure(f"--as-of {as_of}: expected a day from {EARLIEST} to {LATEST}")
        records = store.overview.measured_outlines(records_needed_since(day, months)).result()
    figures = compute_figures(records, day, months, settings.timezone)
    if as_json:
        put(dump(figures_object(figures)))
    else:
        put_table(("figure", "value", ""), list(_rows(figures)))


def _rows(figures: Figures) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each figure, its value, and what is counted beside it."""
    window, repeat = figures.window, figures.repeat
    repeat_notes = f"{repeat.unclassified} not classified, {repeat.preventable} preventable"
    yield "window", f"{window.first} to {window.last}", f"{figures.months} months"
    yield "repeat incident rate", _percent(repeat), repeat_notes
    completion = figures.completion
    counts = f"{completion.not_due} not yet due, {completion.dropped} dropped"
    yield "completion", _percent(completion), counts
    yield "on time", _percent(figures.on_time), ""
    yield "reviewed in time", _percent(figures.reviewed_in_time), ""
    for name in TIME_TO:
        spread = figures.time_to[name]
        value = "–" if spread.median is None else f"median {format_duration(spread.median)}"
        yield f"time to {name}", value, _spread_notes(spread)
    yield "open action items", str(figures.open_actions), f"{figures.overdue} overdue"


def _spread_notes(spread: Spread) -> str:
    notes = []
    if spread.mean is not None:
        notes += [f"mean {format_duration(spread.mean)}", f"n {spread.n}"]
    if spread.negative:
        notes.append(f"{spread.negative} left out: negative")
    if spread.since_alert:
        notes.append(f"{spread.since_alert} counted from the first alert")
    return ", ".join(notes)


def _percent(share: Share) -> str:
    """Return a share with its counts, such as `17 % (2/12)`."""
    rate = share.rate
    return f"– (0/{share.of})" if rate is None else f"{rate:.0%} ({share.n}/{share.of})"
