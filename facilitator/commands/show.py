"""Lists and figures on standard output: tables for people, JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from db.records import ActionItem, Wanted
from facilitator.commands.database import Failure, opened, today
from facilitator.commands.output import put
from facilitator.commands.table import put_table
from facilitator.documents import figures as figures_document
from facilitator.documents import json as json_document
from facilitator.documents import markdown
from facilitator.domain.due import due_in_words, overdue_days
from facilitator.domain.figures import (
    TIME_TO,
    Completion,
    Figures,
    RepeatRate,
    Share,
    figures,
    since,
)
from facilitator.domain.people import is_called
from facilitator.domain.summary import status_in_words
from facilitator.domain.timeline import in_words
from facilitator.text import clean

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Between them lies every day that figures are asked of; calendars end not far beyond."""


def incidents(database: str | None, search: str, as_json: bool) -> None:
    """The incidents, newest first; with a search, those that mention it anywhere."""
    with opened(database) as (store, _):
        numbers = store.lists.numbers(Wanted(search=search)).result()
        if as_json:
            put(json_document.write(store.incidents.several(numbers).result()))
            return
        found = store.lists.lines(numbers).result()
    rows = [
        (
            f"#{each.number}",
            each.date.isoformat(),
            each.severity or "–",
            each.service,
            each.symptom,
            each.status,
            str(each.open_actions),
        )
        for each in found
    ]
    put_table(("number", "date", "severity", "service", "symptom", "status", "open actions"), rows)


def incident(database: str | None, number: int, as_json: bool) -> None:
    """One post-mortem as it reads."""
    with opened(database) as (store, _):
        found = store.incidents.get(number).result()
    if as_json:
        put(json_document.dump(json_document.as_plain(found)))
    else:
        put(clean(markdown.write(found)))


def actions(database: str | None, everything: bool, owner: str, as_json: bool) -> None:
    """Action items that are still open, or all of them."""
    with opened(database) as (store, chosen):
        known = store.actions.listed(closed=everything).result()
        day = today(chosen)
    found = [(number, item) for number, item in known if is_called(item.owner, owner)]
    if as_json:
        put(json_document.dump([_action(number, item, day) for number, item in found]))
        return
    rows = [
        (
            f"#{number}",
            item.action,
            item.owner or "no owner",
            item.priority,
            due_in_words(item.due, day) if item.is_open else "",
            status_in_words(item),
            item.ticket or "–",
        )
        for number, item in found
    ]
    put_table(("incident", "action", "owner", "priority", "due", "status", "ticket"), rows)


def metrics(database: str | None, months: int | None, as_of: date | None, as_json: bool) -> None:
    """The figures of a window that ends today, or on another day."""
    if as_of is not None and not EARLIEST <= as_of <= LATEST:
        raise Failure(f"--as-of {as_of}: expected a day from {EARLIEST} to {LATEST}")
    with opened(database) as (store, chosen):
        day, months = as_of or today(chosen), months or chosen.months
        known = store.overview.measured(since(day, months)).result()
    found = figures(known, day, months, chosen.timezone)
    if as_json:
        put(json_document.dump(figures_document.as_plain(found)))
        return
    put_table(("figure", "value", ""), list(_figure_rows(found)))


def _figure_rows(found: Figures) -> Iterator[tuple[str, ...]]:
    yield "window", f"{found.window.first} to {found.window.last}", f"{found.months} months"
    yield "repeat incident rate", percent(found.repeat), repeat_notes(found.repeat)
    yield "completion", percent(found.completion), completion_notes(found.completion)
    yield "on time", percent(found.on_time), ""
    yield "reviewed in time", percent(found.reviewed_in_time), ""
    for name in TIME_TO:
        spread = found.time_to[name]
        value = "–" if spread.median is None else f"median {in_words(spread.median)}"
        notes = [] if spread.mean is None else [f"mean {in_words(spread.mean)}", f"n {spread.n}"]
        if spread.negative:
            notes.append(f"{spread.negative} left out: negative")
        if spread.since_alert:
            notes.append(f"{spread.since_alert} counted from the first alert")
        yield f"time to {name}", value, ", ".join(notes)
    yield "open action items", str(found.open_actions), f"{found.overdue} overdue"


def percent(share: Share) -> str:
    """`17 % (2/12)`."""
    rate = share.rate
    return f"– (0/{share.of})" if rate is None else f"{rate:.0%} ({share.n}/{share.of})"


def repeat_notes(rate: RepeatRate) -> str:
    """What stands beside a repeat incident rate."""
    return f"{rate.unclassified} not classified, {rate.preventable} preventable"


def completion_notes(done: Completion) -> str:
    """What stands beside a completion."""
    return f"{done.dropped} dropped"


def _action(number: int, item: ActionItem, day: date) -> dict[str, Any]:
    return {
        "incident": number,
        **json_document.item_as_plain(item),
        "overdue_days": overdue_days(item, day),
        "carried": item.carried,
    }
