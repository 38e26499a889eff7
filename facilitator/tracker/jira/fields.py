"""The fields of a new ticket: what a draft says, as far as the create screen takes it.

What the screen does not take is said in the description, so that nothing is lost, and in a remark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from db.vocabulary import Priority
from facilitator.text import clean, one_line, shortened
from facilitator.tracker.errors import Refused
from facilitator.tracker.jira import adf, wiki
from facilitator.tracker.jira.edition import CLOUD, Edition
from facilitator.tracker.jira.people import Owner, assignee
from facilitator.tracker.jira.screens import CreateScreen
from facilitator.tracker.protocol import Draft

LONGEST_SUMMARY = 255
"""The most characters of a summary, as Jira counts them: in 16 bits, so that an emoji is two."""
LABEL = "postmortem"
"""The label of every ticket of the program."""
FILLABLE = (
    *("project", "issuetype", "summary", "description"),
    *("labels", "priority", "assignee", "duedate"),
)
"""The fields that a draft can fill."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A field that a ticket should have, with its name and its value as people read them."""

    field: str
    name: str
    shown: str
    value: Any
    """None where it has no value, with the reason in `why_not`."""
    why_not: str = ""


def ticket_fields(
    draft: Draft,
    key: str,
    screen: CreateScreen,
    edition: Edition,
    owner: Owner,
    priorities: Sequence[str],
) -> tuple[dict[str, Any], list[str]]:
    """Return the fields of a ticket, and a remark for each thing that it could not be given.

    Args:
        draft: What the ticket is made of.
        key: The label by which it is found.
        screen: The create screen.
        edition: The edition of Jira.
        owner: The account of the owner.
        priorities: What Jira calls P1, P2 and P3.

    Raises:
        Refused: Jira needs fields that a draft can't fill; the message names them.
    """
    fields: dict[str, Any] = {
        "project": {"key": screen.project},
        "issuetype": {"id": screen.issue_type_id},
        "summary": _summary(draft.action),
    }
    left_out = []
    remarks = []
    for wish in _wishes(draft, key, screen, edition, owner, priorities):
        if wish.field in screen.fields and wish.value is not None:
            fields[wish.field] = wish.value
        elif wish.shown:
            left_out.append(f"{wish.name.capitalize()}: {wish.shown}")
            remarks.append(f"{wish.name} left out: {wish.why_not or _not_on(screen)}")
    if "description" in screen.fields:
        whole = [] if fields["summary"] == draft.action.strip() else [draft.action]
        paragraphs = [*whole, *draft.paragraphs, *left_out]
        is_cloud = edition is CLOUD
        fields["description"] = adf.document(paragraphs) if is_cloud else wiki.text(paragraphs)
    else:
        remarks.append(f"description left out: {_not_on(screen)}")
    check_needed(screen, list(fields))
    return fields, [one_line(remark) for remark in remarks]


def check_needed(screen: CreateScreen, filled: Sequence[str] = FILLABLE) -> None:
    """Check that a ticket with these fields has all that it needs.

    Raises:
        Refused: It needs others too; the message names them.
    """
    names = screen.unfilled(filled)
    if names:
        raise Refused(
            f"a {screen.issue_type} of {screen.project} also needs {', '.join(names)}, which can't"
            " be filled from here: make that optional in Jira, or choose another issue type"
        )


def left_out(screen: CreateScreen, priorities: Sequence[str]) -> list[str]:
    """Return a remark for each thing that no ticket can be given.

    Args:
        screen: The create screen.
        priorities: What Jira calls P1, P2 and P3.
    """
    names = {"duedate": "due date", "assignee": "owner"}
    remarks = [
        f"{names.get(field, field)} left out: {_not_on(screen)}"
        for field in FILLABLE
        if field not in (*screen.fields, "project", "issuetype")
    ]
    if "priority" in screen.fields:
        wishes = (_priority(priority, screen, priorities) for priority in Priority)
        remarks += [f"{wish.shown} left out: {wish.why_not}" for wish in wishes if wish.why_not]
    return [one_line(remark) for remark in remarks]


def _wishes(
    draft: Draft,
    key: str,
    screen: CreateScreen,
    edition: Edition,
    owner: Owner,
    priorities: Sequence[str],
) -> list[_Wish]:
    """Return what a ticket should have beside a summary and a description."""
    account = assignee(edition, owner.account) if owner.account else None
    wishes = [
        _Wish("labels", "labels", f"{LABEL}, {key}", [LABEL, key]),
        _priority(draft.priority, screen, priorities),
        _Wish("assignee", "owner", draft.owner, account, owner.why_not),
    ]
    if draft.due is not None:
        day = draft.due.isoformat()
        wishes.append(_Wish("duedate", "due date", day, day))
    return wishes


def _summary(action: str) -> str:
    """Return an action on one line, with … for what a summary has no room for."""
    line = clean(" ".join(action.split()))
    if _length(line) <= LONGEST_SUMMARY:
        return line
    cut = line[: LONGEST_SUMMARY - 1]
    while _length(cut) > LONGEST_SUMMARY - 1:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _not_on(screen: CreateScreen) -> str:
    return f"it is not on the create screen of {screen.project}, {screen.issue_type}"


def _priority(priority: Priority, screen: CreateScreen, priorities: Sequence[str]) -> _Wish:
    wanted = priorities[list(Priority).index(priority)]
    field = screen.fields.get("priority")
    allowed = field.allowed if field else ()
    known = {name.casefold(): name for name in allowed}
    name = known.get(wanted.casefold(), "") if known else wanted
    if name:
        return _Wish("priority", "priority", priority.value, {"name": name})
    others = shortened(", ".join(allowed), 120)
    why_not = f"{screen.project} has no priority “{wanted}”; it has {others}"
    return _Wish("priority", "priority", priority.value, None, why_not)
