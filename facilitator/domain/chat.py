"""What a meeting came to, as a message for a chat: short, and pasting it pings nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from db.records import ActionItem
from facilitator.domain.due import full_day
from facilitator.domain.summary import STATUS_NAMES, Held, status_in_words
from facilitator.text import counted, shortened

LONGEST = 3_000
"""Upper bound of the message, in characters: what chats take in one piece."""
ROOT_CAUSE, ITEM, LESSONS, LINE = 400, 160, 500, 110
"""How many characters of each text it takes; the post-mortem has all of them."""
MANY = 6
"""How many lines of a list it takes."""
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_COMMAND = re.compile(r"<(?=[!@#])")


def chat_summary(held: Held) -> str:
    """Plain lines with a bold first one, as Slack and Teams show them; at most `LONGEST` long.

    What matters most stands first: what is too much is cut at the end.
    """
    incident = held.incident
    title = shortened(f"Post-mortem #{incident.number}: {incident.title}", ITEM)
    parts = [
        [f"*{title}*"],
        _lead("Root cause", incident.root_cause, ROOT_CAUSE),
        [shortened(held.repeats, ITEM)] if held.repeats else [],
        _list("Action items", [_commitment(each, held.today) for each in incident.action_items]),
        _list("Systemic issues", held.systemic_issues),
        [held.next_meeting] if held.next_meeting else [],
        _lead("Learned", incident.lessons_learned, LESSONS),
        _list("Not met yet", [_unmet(rule.name, rule.unmet) for rule in held.rules if rule.unmet]),
        _reviewed(held),
        _list("Parked", [each.text for each in held.parked]),
    ]
    text = "\n".join(line for part in parts for line in part)
    return f"{_within(pings_nobody(text))}\n"


def pings_nobody(text: str) -> str:
    """The text without what a chat takes for a mention: `@here`, `@mei`, `<!channel>`, `<@U123>`.

    A sign of the same looks stands in the place of the one that a chat looks for; addresses such
    as mei@example.com stay as they are.
    """
    return _MENTION.sub("＠", _COMMAND.sub("‹", text))


def _lead(word: str, text: str, characters: int) -> list[str]:
    flowing = " ".join(text.split())
    return [f"{word}: {shortened(flowing, characters)}"] if flowing else []


def _list(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    told = [f"• {shortened(line, ITEM + LINE)}" for line in lines[:MANY]]
    more = [f"• and {len(lines) - MANY} more"] if len(lines) > MANY else []
    return [f"{title}:", *told, *more]


def _commitment(item: ActionItem, today: date) -> str:
    by = "no due date" if item.due is None else f"by {full_day(item.due, today)}"
    facts = [item.owner or "no owner", by, item.ticket or "no ticket"]
    return f"{shortened(item.action, ITEM)} — {shortened(', '.join(facts), LINE)}"


def _reviewed(held: Held) -> list[str]:
    if not held.reviewed:
        left = counted(len(held.carried), "item")
        return [f"Not reviewed: {left} from before"] if held.carried else []
    said = Counter(each.item.status for each in held.reviewed)
    counts = [
        f"{said[status]} {name.lower()}" for status, name in STATUS_NAMES.items() if said[status]
    ]
    unsaid = len(held.carried) - len(held.reviewed)
    counts += [f"{unsaid} not reviewed"] if unsaid else []
    title = f"Reviewed {counted(len(held.reviewed), 'item')} from before ({', '.join(counts)})"
    lines = [
        f"#{each.number} {shortened(each.item.action, LINE)}: {status_in_words(each.item)}"
        for each in held.reviewed
    ]
    return _list(title, lines)


def _unmet(name: str, unmet: Sequence[str]) -> str:
    return f"{name}: {shortened('; '.join(unmet), LINE)}"


def _within(text: str) -> str:
    # A character beyond the first 65,536 counts twice in a chat: so it does here.
    length = len(text.encode("utf-16-le")) // 2
    if length < LONGEST:
        return text
    kept = text
    while len(kept.encode("utf-16-le")) // 2 > LONGEST - len("\n…\n"):
        kept = kept[: kept.rfind("\n")] if "\n" in kept else kept[: LONGEST // 3]
    return f"{kept}\n…"
