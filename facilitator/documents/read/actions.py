"""The action items of a document: from the template's table, another table, or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from db.records import ActionItem, Parked
from db.words import LINE_TEXT, SHORT_TEXT, SLOTS, ActionStatus, ParkedKind, Priority
from facilitator.documents.escaping import plain_cell
from facilitator.documents.headings import Part
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.items import Line, block_lines, keep
from facilitator.documents.read.parts import Block, BlockKind, Section
from facilitator.documents.read.times import find_date
from facilitator.text import counted, shortened

_COLUMNS = {
    "action": "action|action items?|items?|task|what|todo|description|follow-?up|title",
    "owner": "owners?|assignees?|assigned to|dri|who|responsible|person|lead",
    "priority": "priority|prio|severity|urgency",
    "due": "due|due date|deadline|by|by when|eta|target date|target|when|date",
    "status": "status|state|progress|done",
    "ticket": "tickets?|jira|issues?|links?|bugs?|bug ?#|ticket ?#|issue ?#|tracking( bug)?|ref",
}
_STATUSES = {
    ActionStatus.OPEN: "open|todo|to do|to-do|not started|new|backlog|pending|planned|☐",
    ActionStatus.IN_PROGRESS: (
        "in progress|in-progress|inprogress|wip|doing|started|ongoing|underway|in review"
    ),
    ActionStatus.DONE: "done|complete|completed|closed|resolved|fixed|finished|merged|✅|✓|☑|x|yes",
    ActionStatus.DROPPED: "dropped|won't do|wont do|wontfix|won't fix|cancelled|canceled|rejected",
}
_PRIORITIES = {
    Priority.P1: "p0|p1|highest|high|critical|urgent|1",
    Priority.P2: "p2|medium|med|normal|moderate|2",
    Priority.P3: "p3|p4|p5|low|lowest|minor|3|4",
}
_SAID_STATUS = re.compile(r"([^(]*?)\s*(?:\((.*)\))?", re.DOTALL)
_BOX = re.compile(r"\[([ xX])\]\s+(.*)", re.DOTALL)
_BOLD_TITLE = re.compile(r"\*\*([^*]+?)(:?)\*\*(:?)\s*(.*)", re.DOTALL)
_TAIL = re.compile(
    r"\s*[\[(—–-]?\s*\b(?:owner|assignee|dri)\s*:\s*@?(?P<owner>[^,;()\[\]]{1,80}?)\s*[\])]?\s*$"
    r"|\s+[\[(]?@(?P<at>[\w.-]{1,80})[\])]?\s*$",
    re.IGNORECASE,
)


_LINKED = re.compile(r"\[([^\]]+)\]\((\S+)\)")
_OWN_HEADER = ("Action", "Owner", "Priority", "Due Date", "Status")


@dataclass(frozen=True, slots=True)
class SaidAction:
    """One action item in the words of a document; what is not said is empty."""

    line: int
    action: str
    owner: str = ""
    priority: str = ""
    due: str = ""
    status: str = ""
    ticket: str = ""
    note: str = ""


def said_actions(section: Section, prefix: str, gathering: Gathering) -> list[SaidAction]:
    """The action items that a section says. prefix: the heading below the part's own, if any."""
    said = [each for block in section.blocks() for each in _of_block(block)]
    for block in section.blocks():
        if block.kind is BlockKind.OTHER:
            keep(block, section, gathering)
    if prefix:
        said = [replace(each, action=f"{prefix}: {each.action}") for each in said]
    return said


def place_actions(
    said: Sequence[SaidAction], incident_id: UUID, on: date, gathering: Gathering
) -> tuple[tuple[ActionItem, ...], tuple[Parked, ...]]:
    """The first three as action items, and the others parked: a post-mortem has at most three."""
    unsaid = [each.line for each in said[: len(SLOTS)] if not each.priority]
    if unsaid:
        what = counted(len(unsaid), "action item")
        gathering.guess(unsaid[0], f"no priority is stated for {what}: taken as P2")
    made = datetime.combine(on, time(), UTC)
    items = tuple(
        _placed(each, slot, incident_id, made, gathering)
        for slot, each in zip(SLOTS, said, strict=False)
    )
    return items, tuple(_parked(each, made, gathering) for each in said[len(SLOTS) :])


def _of_block(block: Block) -> Iterator[SaidAction]:
    if block.kind is BlockKind.TABLE:
        yield from _of_table(block)
    else:
        for line in block_lines(block):
            yield _of_line(line)


def _of_line(line: Line) -> SaidAction:
    text, status, owner = line.text, "", ""
    if box := _BOX.fullmatch(text):
        status, text = ("done" if box[1] != " " else "open"), box[2]
    if (bold := _BOLD_TITLE.fullmatch(text)) and (bold[2] or bold[3] or not bold[4]):
        text = f"{bold[1]}: {bold[4]}" if bold[4] else bold[1]
    tail = _TAIL.search(text)
    if tail is not None and tail.start() > 0:
        owner, text = (tail["owner"] or tail["at"]).strip(), text[: tail.start()].rstrip(" ,;")
    return SaidAction(line.line, text, owner=owner, status=status)


def _of_table(block: Block) -> Iterator[SaidAction]:
    own = block.header == _OWN_HEADER
    names = [plain_cell(name) for name in block.header]
    columns = _columns(names)
    for row in block.rows:
        values = [plain_cell(cell) for cell in row.cells]
        said = {part: values[place] for part, place in columns.items() if place < len(values)}
        if _empty(said, row.cells):
            continue
        more = [
            f"{names[place]}: {value}" if place < len(names) and names[place] else value
            for place, value in enumerate(values)
            if value and place not in columns.values()
        ]
        if more:
            joined = "; ".join(more)
            said["action"] = f"{said['action']} ({joined})" if said.get("action") else joined
        if not own:
            said["owner"] = said.get("owner", "").removeprefix("@")
            if linked := _LINKED.fullmatch(said.get("ticket", "")):
                said["ticket"], said["note"] = linked[1], linked[2]
        yield SaidAction(row.line, **({"action": "?"} | said))


def _columns(names: Sequence[str]) -> dict[str, int]:
    """Which column says what, each at most once; the first that says nothing else is the action."""
    columns: dict[str, int] = {}
    for part, words in _COLUMNS.items():
        for place, name in enumerate(names):
            plain = re.sub(r"\([^()]*\)|[*_`:]", "", name).strip()
            if place not in columns.values() and re.fullmatch(words, plain, re.IGNORECASE):
                columns[part] = place
                break
    if "action" not in columns:
        free = [place for place in range(len(names)) if place not in columns.values()]
        columns |= {"action": free[0]} if free else {}
    return columns


def _empty(said: Mapping[str, str], cells: Sequence[str]) -> bool:
    """Whether it is the row of the empty template, or a row to be filled in."""
    return not any(cells) or (
        said.get("action") in ("...", "…") and said.get("priority") in ("P1/P2/P3", "...", "…")
    )


def _placed(
    said: SaidAction, slot: int, incident_id: UUID, made: datetime, gathering: Gathering
) -> ActionItem:
    line = said.line
    due, due_left = _due(said, gathering)
    priority, priority_left = _priority(said, gathering)
    status, note = _status(said, gathering)
    note = "; ".join(filter(None, (note, said.note, priority_left, due_left)))
    if status is ActionStatus.DROPPED and not note:
        note = "no reason was written down"
        gathering.guess(line, "dropped, and the reason is not stated")
    return ActionItem(
        id=uuid4(),
        incident_id=incident_id,
        slot=slot,
        action=gathering.fitted(said.action, LINE_TEXT, Part.ACTIONS, line),
        owner=gathering.fitted(said.owner, SHORT_TEXT, Part.ACTIONS, line),
        priority=priority,
        due=due,
        first_due=due,
        status=status,
        note=gathering.fitted(note, LINE_TEXT, Part.ACTIONS, line),
        ticket=gathering.fitted(said.ticket, SHORT_TEXT, Part.ACTIONS, line),
        ticket_verified=False,
        created_at=made,
        closed_at=None,
    )


def _due(said: SaidAction, gathering: Gathering) -> tuple[date | None, str]:
    """The due day, and the words that are none."""
    if said.due in ("", "...", "…", "-", "–", "—"):
        return None, ""
    found = find_date(said.due)
    if found is not None and not said.due[: found.start].strip() + said.due[found.end :].strip():
        return found.day, ""
    left = f"due: {said.due}"
    gathering.missing(said.line, f"not a day: kept in the item's note: {left}")
    return None, left


def _priority(said: SaidAction, gathering: Gathering) -> tuple[Priority, str]:
    word = said.priority.strip("*_` ").casefold()
    for priority, words in _PRIORITIES.items():
        if re.fullmatch(words, word):
            if word != priority.casefold():
                gathering.guess(said.line, f"priority {said.priority} is read as {priority}")
            return priority, ""
    if not word:
        return Priority.P2, ""
    gathering.guess(said.line, f"priority {said.priority} is taken as P2, and kept in the note")
    return Priority.P2, f"priority: {said.priority}"


def _status(said: SaidAction, gathering: Gathering) -> tuple[ActionStatus, str]:
    """The status and the note in brackets after it; other words are the note of an open item."""
    stated = " ".join(said.status.split())
    found = _SAID_STATUS.fullmatch(stated)
    word = (found[1] if found else stated).strip("*_` ").casefold().replace("’", "'")
    note = (found[2] or "").strip() if found else ""
    if not word and not note:
        return ActionStatus.OPEN, ""
    for status, words in _STATUSES.items():
        if re.fullmatch(words, word):
            return status, note
    if word.startswith("blocked"):
        return ActionStatus.IN_PROGRESS, stated
    gathering.guess(said.line, f"status {stated} is taken as open, and kept in the note")
    return ActionStatus.OPEN, stated


def _parked(said: SaidAction, made: datetime, gathering: Gathering) -> Parked:
    details = {
        "owner": said.owner,
        "priority": said.priority,
        "due": said.due,
        "status": said.status,
        "ticket": said.ticket,
        "note": said.note,
    }
    stated = ", ".join(f"{name}: {value}" for name, value in details.items() if value)
    text = f"{said.action} ({stated})" if stated else said.action
    gathering.park(said.line, f"a post-mortem has at most three: {shortened(said.action, 60)}")
    text = gathering.fitted(text, LINE_TEXT, Part.ACTIONS, said.line)
    return Parked(uuid4(), None, None, ParkedKind.ACTION, text, made, None)
