"""The article's three rules, checked at the wrap-up, and the warnings of the opening.

A rule that is not met is shown by name until it is met; it never blocks the meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.records import ActionItem, Attendee, CarriedItem
from db.vocabulary import SLOTS
from facilitator.domain.tickets import (
    SATISFYING,
    TicketState,
    oldest_reading,
    state_words,
    ticket_state,
)

MISSING_WORDS = {"owner": "no owner", "due": "no due date", "ticket": "no ticket"}
"""The words for each field that rule 2 requires, where it is empty."""


class RuleState(StrEnum):
    """Whether a meeting has met a rule.

    A rule is met by hand where nothing is missing, and people have typed what no tracker was asked
    about.
    """

    MET = "met"
    BY_HAND = "by_hand"
    UNMET = "unmet"


@dataclass(frozen=True, slots=True)
class Rule:
    """One of the three rules, as far as a meeting has met it.

    Attributes:
        number: 1, 2 or 3.
        name: The rule in a few words.
        unmet: What is missing, one line each; empty where the rule is met.
        note: A remark that is shown whether the rule is met or not, such as `2 of 3`.
        by_hand: What people have typed and nobody has verified, one line each.
        read_at: When the tracker was asked about what it has verified; None where it has not.
    """

    number: int
    name: str
    unmet: tuple[str, ...]
    note: str = ""
    by_hand: tuple[str, ...] = ()
    read_at: datetime | None = None

    @property
    def state(self) -> RuleState:
        """Whether the rule is met."""
        if self.unmet:
            return RuleState.UNMET
        return RuleState.BY_HAND if self.by_hand else RuleState.MET


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
        _check_commitments(items),
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


def _check_commitments(items: Sequence[ActionItem]) -> Rule:
    """Check rule 2, which has three states: a ticket that somebody has typed is not verified."""
    open_items = [item for item in items if item.is_open]
    missing = ((item, describe_missing(item)) for item in open_items)
    return Rule(
        2,
        "Each action item has an owner, a due date and a ticket in the next sprint",
        tuple(f"{item.slot}: {words}" for item, words in missing if words),
        by_hand=tuple(
            f"{item.slot}: {item.ticket} was typed by hand and is not verified"
            for item in open_items
            if ticket_state(item) is TicketState.BY_HAND
        ),
        read_at=oldest_reading(
            item for item in open_items if ticket_state(item) is TicketState.NEXT_SPRINT
        ),
    )


def describe_missing(item: ActionItem) -> str:
    """Return what rule 2 misses of an item: `no owner, no ticket`; empty where nothing."""
    fields = missing_fields(item)
    words = [MISSING_WORDS[field] for field in fields if field != "ticket"]
    if "ticket" in fields:
        words.append(" ".join(filter(None, (item.ticket, state_words(item)))))
    return ", ".join(words)


def missing_fields(item: ActionItem) -> tuple[str, ...]:
    """Return the fields that rule 2 misses of an item: `owner`, `due` or `ticket`.

    The ticket is missing until it is in the next sprint, as far as that can be known. An item that
    is done or dropped misses nothing.
    """
    if not item.is_open:
        return ()
    is_there = {
        "owner": bool(item.owner),
        "due": item.due is not None,
        "ticket": ticket_state(item) in SATISFYING,
    }
    return tuple(field for field in MISSING_WORDS if not is_there[field])


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
