"""The result of a meeting as a message for a chat: short, and it notifies nobody when pasted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from db.records import ActionItem
from facilitator.domain.due_dates import full_day
from facilitator.domain.labels import STATUS_LABELS
from facilitator.domain.summary import MeetingResult, outcome_in_words
from facilitator.domain.tickets import ticket_briefly
from facilitator.text import counted, shortened

MAX_CHARACTERS = 3_000
"""The length of the whole message at most: what chats take in one piece."""
MAX_ROOT_CAUSE, MAX_ITEM, MAX_LESSONS, MAX_DETAIL = 400, 160, 500, 110
"""The length of each text at most, in characters; the post-mortem has all of it."""
MAX_LINES = 6
"""How many lines of a list the message has at most."""
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_COMMAND = re.compile(r"<(?=[!@#])")


def chat_summary(result: MeetingResult) -> str:
    """Return the message: plain lines with a bold first one, as Slack and Teams show them.

    It is at most `MAX_CHARACTERS` long. What matters most comes first, since a message that is too
    long is cut at its end.
    """
    incident = result.incident
    title = shortened(f"Post-mortem #{incident.number}: {incident.title}", MAX_ITEM)
    unmet = [_unmet_rule(rule.name, rule.unmet) for rule in result.rules if rule.unmet]
    parts = [
        [f"*{title}*"],
        _paragraph("Root cause", incident.root_cause, MAX_ROOT_CAUSE),
        [shortened(result.repeats, MAX_ITEM)] if result.repeats else [],
        [shortened(result.why, MAX_ITEM + MAX_DETAIL)] if result.why else [],
        _list("Action items", [_commitment(item, result.today) for item in incident.action_items]),
        _list("Systemic issues", result.systemic_issues),
        [result.next_meeting] if result.next_meeting else [],
        _paragraph("Learned", incident.lessons_learned, MAX_LESSONS),
        _list("Not met yet", unmet),
        _reviewed(result),
        _list("Parked", [parked.text for parked in result.parked]),
    ]
    text = "\n".join(line for part in parts for line in part)
    return f"{_cut(without_mentions(text))}\n"


def without_mentions(text: str) -> str:
    """Return the text without what a chat reads as a mention: `@here`, `@mei`, `<!channel>`.

    The @ or < of a mention is replaced by a character that looks the same to people. Addresses such
    as mei@example.com stay as they are.
    """
    return _MENTION.sub("＠", _COMMAND.sub("‹", text))


def _paragraph(label: str, text: str, characters: int) -> list[str]:
    flowing = " ".join(text.split())
    return [f"{label}: {shortened(flowing, characters)}"] if flowing else []


def _list(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    bullets = [f"• {shortened(line, MAX_ITEM + MAX_DETAIL)}" for line in lines[:MAX_LINES]]
    more = [f"• and {len(lines) - MAX_LINES} more"] if len(lines) > MAX_LINES else []
    return [f"{title}:", *bullets, *more]


def _commitment(item: ActionItem, today: date) -> str:
    by = "no due date" if item.due is None else f"by {full_day(item.due, today)}"
    facts = [item.owner or "no owner", by, ticket_briefly(item)]
    return f"{shortened(item.action, MAX_ITEM)} — {shortened(', '.join(facts), MAX_DETAIL)}"


def _reviewed(result: MeetingResult) -> list[str]:
    if not result.reviewed:
        items = counted(len(result.carried), "action item")
        return [f"Not reviewed: {items}"] if result.carried else []
    by_status = Counter(entry.item.status for entry in result.reviewed)
    counts = [
        f"{by_status[status]} {label.in_review.lower()}"
        for status, label in STATUS_LABELS.items()
        if by_status[status]
    ]
    not_reviewed = len(result.carried) - len(result.reviewed)
    counts += [f"{not_reviewed} not reviewed"] if not_reviewed else []
    title = f"Reviewed {counted(len(result.reviewed), 'action item')} ({', '.join(counts)})"
    lines = [
        f"#{entry.number} {shortened(entry.item.action, MAX_DETAIL)}: {outcome_in_words(entry)}"
        for entry in result.reviewed
    ]
    return _list(title, lines)


def _unmet_rule(name: str, unmet: Sequence[str]) -> str:
    return f"{name}: {shortened('; '.join(unmet), MAX_DETAIL)}"


def _cut(text: str) -> str:
    """Return the text within `MAX_CHARACTERS`, cut at the end of a line where it is longer."""
    if _length(text) < MAX_CHARACTERS:
        return text
    kept = text
    while _length(kept) > MAX_CHARACTERS - len("\n…\n"):
        kept = kept[: kept.rfind("\n")] if "\n" in kept else kept[: MAX_CHARACTERS // 3]
    return f"{kept}\n…"


def _length(text: str) -> int:
    """Return the length as chats count it: a character beyond the first 65,536 counts twice."""
    return len(text.encode("utf-16-le")) // 2
