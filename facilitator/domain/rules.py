"""The article's three rules, checked at wrap-up. A rule that is not met shows, and never blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.records import ActionItem, Attendee, CarriedItem
from db.words import SLOTS

LACKS = {"owner": "no owner", "due": "no due date", "ticket": "no ticket"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the three, by name. unmet: what is missing, a line each, empty where it is met."""

    number: int
    name: str
    unmet: tuple[str, ...]
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not self.unmet


def check(items: Sequence[ActionItem], carried: Sequence[CarriedItem]) -> tuple[Rule, Rule, Rule]:
    """The three rules for one meeting.

    items: the action items of its incident. carried: those of earlier ones that it had to review.
    """
    return (
        Rule(
            1,
            "At most three action items",
            () if items else ("none written yet",),
            note=f"{len(items)} of {len(SLOTS)}",
        ),
        Rule(
            2,
            "Each with an owner, a due date and a ticket in the next sprint",
            tuple(f"{item.slot}: {lacks}" for item in items if (lacks := lacking(item))),
            note="tickets typed by hand are unverified" if _unverified(items) else "",
        ),
        Rule(
            3,
            "Every open action item reviewed",
            tuple(
                f"#{each.number} {each.item.action}" for each in carried if not each.reviewed_now
            ),
            note=f"{sum(each.reviewed_now for each in carried)} of {len(carried)}",
        ),
    )


def lacking(item: ActionItem) -> str:
    """What rule 2 still asks of an open item: `no owner, no ticket`; empty where nothing."""
    return ", ".join(LACKS[name] for name in lacking_fields(item))


def lacking_fields(item: ActionItem) -> tuple[str, ...]:
    """The same by the names of its fields: `owner`, `due`, `ticket`."""
    return tuple(name for name in LACKS if item.is_open and not getattr(item, name))


def opening_warnings(
    attendees: Sequence[Attendee], carried: Sequence[CarriedItem]
) -> tuple[str, ...]:
    """What the opening card warns of, and never blocks: nobody facilitates, absent owners."""
    warnings = []
    facilitator = next((each for each in attendees if each.facilitates), None)
    if facilitator is None:
        warnings.append("Nobody facilitates yet")
    elif facilitator.was_in_incident:
        warnings.append(f"{facilitator.name} facilitates and was in the incident")
    if not any(each.takes_notes for each in attendees):
        warnings.append("Nobody takes notes yet")
    here = {each.name.casefold() for each in attendees}
    absent = {
        each.item.owner
        for each in carried
        if each.item.owner and each.item.is_open and each.item.owner.casefold() not in here
    }
    if attendees and absent:
        warnings.append(f"Owners of action items not here: {', '.join(sorted(absent))}")
    return tuple(warnings)


def _unverified(items: Sequence[ActionItem]) -> bool:
    return any(item.ticket and not item.ticket_verified for item in items)
