"""Checks of a whole post-mortem as the database makes them, without a database.

A reader of documents calls `check_incident` on what it has read, and the store calls it before an
import. So whatever the readers hand over can be stored, and a dry run and an import agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db import records as r
from db import vocabulary as w
from db.errors import Refused
from db.validation import check_range, check_storable

Step = str | int
"""The name of a field, or the index of one of several things."""
HIGHEST = {
    "duration_minutes": w.LARGEST,
    "users_affected": w.LARGEST,
    "revenue": w.LARGEST_AMOUNT,
    "slo_budget_percent": w.LARGEST,
}
"""The largest value of each number in an impact."""
CURRENCY_LETTERS = 3


class UnstorableRecord(Refused):
    """A value of a record can't be stored.

    Attributes:
        steps: The fields and indexes that lead from the incident to the value, such as
            `("action_items", 0, "note")`.
        reason: What is wrong with it.
    """

    def __init__(self, steps: tuple[Step, ...], reason: str) -> None:
        self.steps = steps
        self.reason = reason
        super().__init__(f"{_in_words(steps)}: {reason}")


def check_incident(incident: r.Incident) -> None:
    """Check that the database takes an incident with its whole post-mortem.

    The number may be 0, for an incident that has none yet. What depends on other incidents, such
    as whether the number is taken, is not checked.

    Raises:
        UnstorableRecord: A value can't be stored; the first one that is found is named.
    """
    _check_number(incident.number)
    _check_text(("service",), incident.service, w.SHORT_TEXT, required=True)
    _check_text(("symptom",), incident.symptom, w.SHORT_TEXT, required=True)
    _check_text(("external_id",), incident.external_id, w.SHORT_TEXT)
    _check_text(("root_cause",), incident.root_cause, w.LONG_TEXT)
    _check_text(("lessons_learned",), incident.lessons_learned, w.LONG_TEXT)
    if incident.cause is not None:
        _check_text(("cause",), incident.cause.name.strip(), w.SHORT_TEXT, required=True)
    _check_impact(incident.impact)
    for steps, text, limit, required in _lines(incident):
        _check_text(steps, text, limit, required=required)
    _check_themes(incident.themes)
    _check_action_items(incident.action_items)


def check_meetings(meetings: Sequence[r.Meeting]) -> None:
    """Check that the database takes these meetings about an incident.

    Raises:
        UnstorableRecord: A value can't be stored; the first one that is found is named.
    """
    for index, meeting in enumerate(meetings):
        steps: tuple[Step, ...] = ("meetings", index)
        if not all(1 <= minutes <= w.LONGEST_SEGMENT for minutes in meeting.plan):
            reason = f"each segment takes 1 to {w.LONGEST_SEGMENT} minutes"
            raise UnstorableRecord((*steps, "plan"), reason)
        names = [attendee.name for attendee in meeting.attendees]
        for place, name in enumerate(names):
            at_name = (*steps, "attendees", place, "name")
            _check_text(at_name, name, w.SHORT_TEXT, required=True)
            if name in names[:place]:
                raise UnstorableRecord(at_name, "that person is on the list already")
        for place, event in enumerate(meeting.events):
            _check_text((*steps, "clock", place, "boot"), event.at.boot, w.SHORT_TEXT)
            if abs(event.seconds) > w.LONGEST_SHIFT:
                reason = f"a step moves the end by at most {w.LONGEST_SHIFT:,} seconds"
                raise UnstorableRecord((*steps, "clock", place, "seconds"), reason)


def _lines(incident: r.Incident) -> Iterator[tuple[tuple[Step, ...], str, int, bool]]:
    """Yield the texts of lists: where each stands, its most characters, and whether it is needed.

    The texts of action items are checked apart.
    """
    for index, event in enumerate(incident.timeline):
        yield ("timeline", index, "text"), event.text, w.LINE_TEXT, False
        yield ("timeline", index, "link"), event.link or "", w.LINE_TEXT, False
    for index, factor in enumerate(incident.factors):
        yield ("factors", index, "text"), factor.text, w.LINE_TEXT, True
    for index, finding in enumerate(incident.findings):
        yield ("findings", index, "text"), finding.text, w.LINE_TEXT, True
    for index, parked in enumerate(incident.parked):
        yield ("parked", index, "text"), parked.text, w.LINE_TEXT, True
    for index, section in enumerate(incident.sections):
        yield ("sections", index, "heading"), section.heading, w.SHORT_TEXT, True
        yield ("sections", index, "text"), section.text, w.LONG_TEXT, False


def _check_number(number: int) -> None:
    if not 0 <= number <= w.LARGEST:
        raise UnstorableRecord(("number",), f"{number} is not from 1 to {w.LARGEST:,}")


def _check_impact(impact: r.Impact) -> None:
    for field, highest in HIGHEST.items():
        try:
            check_range(getattr(impact, field), field, highest)
        except Refused as refused:
            reason = str(refused).removeprefix(f"{field}: ")
            raise UnstorableRecord(("impact", field), reason) from None
    if impact.revenue is not None and impact.currency is None:
        reason = "expected one such as USD beside a revenue"
        raise UnstorableRecord(("impact", "currency"), reason)
    if impact.currency is not None:
        _check_text(("impact", "currency"), impact.currency, CURRENCY_LETTERS)
        if len(impact.currency) != CURRENCY_LETTERS:
            raise UnstorableRecord(("impact", "currency"), "expected three letters, such as EUR")
    _check_text(("impact", "summary"), impact.summary, w.LONG_TEXT)


def _check_themes(themes: Sequence[str]) -> None:
    for index, theme in enumerate(themes):
        _check_text(("themes", index), theme, w.SHORT_TEXT, required=True)
        if theme in themes[:index]:
            raise UnstorableRecord(("themes", index), "that theme is on the list already")


def _check_action_items(items: Sequence[r.ActionItem]) -> None:
    if len(items) > len(w.SLOTS):
        raise UnstorableRecord(("action_items",), f"{len(items)}; a post-mortem has at most three")
    for index, item in enumerate(items):
        steps: tuple[Step, ...] = ("action_items", index)
        if item.slot not in w.SLOTS:
            raise UnstorableRecord((*steps, "slot"), "an action item has slot 1, 2 or 3")
        if item.slot in [other.slot for other in items[:index]]:
            raise UnstorableRecord((*steps, "slot"), "a slot is taken twice")
        _check_text((*steps, "action"), item.action, w.LINE_TEXT, required=True)
        _check_text((*steps, "owner"), item.owner, w.SHORT_TEXT)
        _check_text((*steps, "ticket"), item.ticket, w.SHORT_TEXT)
        _check_text((*steps, "note"), item.note, w.LINE_TEXT)
        _check_text((*steps, "check_how"), item.check_how, w.LINE_TEXT)
        if item.status is w.ActionStatus.DROPPED and not item.note.strip(" "):
            raise UnstorableRecord((*steps, "note"), "expected the reason why it was dropped")
        for place, review in enumerate(item.reviews):
            _check_text((*steps, "reviews", place, "note"), review.note, w.LINE_TEXT)
        for place, check in enumerate(item.checks):
            _check_text((*steps, "checks", place, "note"), check.note, w.LINE_TEXT)


def _check_text(steps: tuple[Step, ...], text: str, limit: int, *, required: bool = False) -> None:
    # The database counts a text as empty that has only spaces, whatever other blanks there are.
    if required and not text.strip(" "):
        raise UnstorableRecord(steps, "expected a text, got an empty one")
    if len(text) > limit:
        raise UnstorableRecord(steps, f"{len(text):,} characters; at most {limit:,}")
    try:
        check_storable(text, "")
    except Refused as refused:
        raise UnstorableRecord(steps, str(refused).removeprefix(": ")) from None


def _in_words(steps: tuple[Step, ...]) -> str:
    """Return where a value stands, such as `action items 1, note`."""
    words = ""
    for step in steps:
        if isinstance(step, int):
            words += f" {step + 1}"
        else:
            words += f"{', ' if words else ''}{step.replace('_', ' ')}"
    return words
