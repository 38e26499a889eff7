"""The article's three rules, checked at the wrap-up, and the warnings of the opening.

A rule that is not met is shown by name until it is met; it never blocks the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.records import ActionItem, Attendee, CarriedItem
from db.vocabulary import SLOTS

MISSING_WORDS = {"owner": "no owner", "due": "no due date", "ticket": "no ticket"}
"""The words for each field that rule 2 requires, where it is empty."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the three rules, as far as a meeting has met it.

    Attributes:
        number: 1, 2 or 3.
        name: The rule in a few words.
        unmet: What is missing, one line each; empty where the rule is met.
        note: A remark that is shown whether the rule is met or not, such as `2 of 3`.
    """

    number: int
    name: str
    unmet: tuple[str, ...]
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.unmet


def check_rules(
    items: Sequence[ActionItem], carried: Sequence[CarriedItem]
) -> tuple[Rule, Rule, Rule]:
    """Check the three rules for one meeting.

    Args:
        items: The action items of the meeting's incident.
        carried: The action items that were open when the meeting started, whichever incident's
            they are; the meeting had to review them.
    """
    return (
        Rule(
            1,
            "At most three action items",
            (),
            note=f"{len(items)} of {len(SLOTS)}",
        ),
        Rule(
            2,
            "Each action item has an owner, a due date and a ticket in the next sprint",
            tuple(
                f"{item.slot}: {missing}" for item in items if (missing := describe_missing(item))
            ),
            note="tickets typed by hand are unverified" if _has_unverified_ticket(items) else "",
        ),
        Rule(
            3,
            "Every open action item is reviewed",
            tuple(
                f"#{entry.number} {entry.item.action}"
                for entry in carried
                if not entry.reviewed_now
            ),
            note=f"{sum(entry.reviewed_now for entry in carried)} of {len(carried)}",
        ),
    )


def describe_missing(item: ActionItem) -> str:
    """Return what rule 2 misses of an item: `no owner, no ticket`; empty where nothing."""
    return ", ".join(MISSING_WORDS[field] for field in missing_fields(item))


def missing_fields(item: ActionItem) -> tuple[str, ...]:
    """Return the fields that rule 2 misses of an item: `owner`, `due` or `ticket`.

    An item that is done or dropped misses nothing.
    """
    return tuple(field for field in MISSING_WORDS if item.is_open and not getattr(item, field))


def opening_warnings(
    attendees: Sequence[Attendee], carried: Sequence[CarriedItem]
) -> tuple[str, ...]:
    """Return the warnings of the opening card; none of them blocks the meeting.

    It warns of missing roles, of a facilitator who was in the incident, and of owners of open
    action items who are not among the attendees.
    """
    warnings = []
    facilitator = next((attendee for attendee in attendees if attendee.facilitates), None)
    if facilitator is None:
        warnings.append("Nobody facilitates yet")
    elif facilitator.was_in_incident:
        warnings.append(f"{facilitator.name} facilitates and was involved in the incident")
    if not any(attendee.takes_notes for attendee in attendees):
        warnings.append("Nobody takes notes yet")
    present = {attendee.name.casefold() for attendee in attendees}
    absent = {
        entry.item.owner
        for entry in carried
        if entry.item.owner and entry.item.is_open and entry.item.owner.casefold() not in present
    }
    if attendees and absent:
        warnings.append(f"Owners of action items not here: {', '.join(sorted(absent))}")
    return tuple(warnings)


def _has_unverified_ticket(items: Sequence[ActionItem]) -> bool:
    return any(item.ticket and not item.ticket_verified for item in items)
