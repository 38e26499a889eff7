"""Reading action items: from the template's table, from any other table, or from a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from db.records import ActionItem, Parked
from db.vocabulary import LINE_TEXT, SHORT_TEXT, SLOTS, ActionStatus, ParkedKind, Priority
from facilitator.documents.markdown_escaping import plain_cell
from facilitator.documents.read.document_times import find_date
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.markdown_sections import Block, BlockKind, MarkdownSection
from facilitator.documents.read.section_lines import ListLine, block_lines, keep_other_blocks
from facilitator.documents.written_moments import read_moment
from facilitator.domain.template import TemplatePart
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
_STATUS_AND_NOTE = re.compile(r"([^(]*?)\s*(?:\((.*)\))?", re.DOTALL)
_CHECKBOX = re.compile(r"\[([ xX])\](?:\s+(.*))?", re.DOTALL)
_BOLD_TITLE = re.compile(r"\*\*([^*]+?)(:?)\*\*(:?)\s*(.*)", re.DOTALL)
_OWNER_AT_END = re.compile(
    r"\s*[\[(—–-]?\s*\b(?:owner|assignee|dri)\s*:\s*@?(?P<owner>[^,;()\[\]]{1,80}?)\s*[\])]?\s*$"
    r"|\s+[\[(]?@(?P<at>[\w.-]{1,80})[\])]?\s*$",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)")
_TEMPLATE_HEADER = ("Action", "Owner", "Priority", "Due Date", "Status")
_OWN_COLUMNS = {"Ticket": "ticket", "First Due Date": "first_due", "Closed": "closed"}
"""The columns that our own tables have after those of the template, and what they hold."""
_NO_ACTION = "(no action is written)"
_EMPTY_CELLS = ("...", "…")


@dataclass(frozen=True, slots=True)
class WrittenAction:
    """One action item in the words of a document; a text that is not written is "".

    Attributes:
        line: The line of the document, counted from 1.
        action, owner, priority, due, status, ticket, closed: As written.
        first_due: As written; None in a table without such a column.
        note: The address of a ticket that is written as a link.
    """

    line: int
    action: str
    owner: str = ""
    priority: str = ""
    due: str = ""
    status: str = ""
    ticket: str = ""
    note: str = ""
    first_due: str | None = None
    closed: str = ""


def read_actions(
    section: MarkdownSection, prefix: str, import_notes: ImportNotes
) -> list[WrittenAction]:
    """Return the action items of a section, in order.

    Args:
        section: The section.
        prefix: The section's own heading, where it is a subsection: each action begins with it.
        import_notes: Where notes and remarks are collected.
    """
    actions = [
        action
        for block in section.blocks()
        for action in _of_block(block, import_notes)
        # A bullet or a row that holds no word is passed over.
        if action.action.strip()
    ]
    keep_other_blocks(section, import_notes)
    if prefix:
        actions = [replace(action, action=f"{prefix}: {action.action}") for action in actions]
    return actions


def make_action_items(
    actions: Sequence[WrittenAction], incident_id: UUID, day: date, import_notes: ImportNotes
) -> tuple[tuple[ActionItem, ...], tuple[Parked, ...]]:
    """Return the first three as action items and the others as parked actions.

    Args:
        actions: The action items as written.
        incident_id: The id of the incident.
        day: The date of the incident; the items count as made on it, at midnight UTC.
        import_notes: Where notes and remarks are collected.
    """
    without_priority = [action.line for action in actions[: len(SLOTS)] if not action.priority]
    if without_priority:
        count = counted(len(without_priority), "action item")
        import_notes.remark_guess(
            without_priority[0], f"no priority is stated for {count}: taken as P2"
        )
    created_at = datetime.combine(day, time(), UTC)
    items = tuple(
        _action_item(action, slot, incident_id, created_at, import_notes)
        for slot, action in zip(SLOTS, actions, strict=False)
    )
    return items, tuple(
        _parked(action, created_at, import_notes) for action in actions[len(SLOTS) :]
    )


def _of_block(block: Block, import_notes: ImportNotes) -> Iterator[WrittenAction]:
    if block.kind is BlockKind.TABLE:
        yield from _of_table(block, import_notes)
    else:
        for entry in block_lines(block):
            yield _of_list_line(entry)


def _of_list_line(entry: ListLine) -> WrittenAction:
    """Return the action of a line such as `[x] **Title**: text (owner: Ada)`."""
    text, status, owner = entry.text, "", ""
    if checkbox := _CHECKBOX.fullmatch(text):
        status, text = ("done" if checkbox[1] != " " else "open"), checkbox[2] or ""
    if (bold := _BOLD_TITLE.fullmatch(text)) and (bold[2] or bold[3] or not bold[4]):
        text = f"{bold[1]}: {bold[4]}" if bold[4] else bold[1]
    at_end = _OWNER_AT_END.search(text)
    if at_end is not None and at_end.start() > 0:
        owner = (at_end["owner"] or at_end["at"]).strip()
        text = text[: at_end.start()].rstrip(" ,;")
    return WrittenAction(entry.line, text, owner=owner, status=status)


def _of_table(block: Block, import_notes: ImportNotes) -> Iterator[WrittenAction]:
    """Yield the action of each row; columns with other names are added to its text."""
    names = [plain_cell(name) for name in block.header]
    is_template = _is_own_table(names)
    columns = _own_columns(names) if is_template else _columns(names)
    for row in block.rows:
        values = [plain_cell(cell) for cell in row.cells]
        texts = {key: values[column] for key, column in columns.items() if column < len(values)}
        others = [
            f"{names[column]}: {value}" if column < len(names) and names[column] else value
            for column, value in enumerate(values)
            if value and column not in columns.values()
        ]
        if not others and _is_empty(texts):
            continue
        if others:
            more = "; ".join(others)
            texts["action"] = f"{texts['action']} ({more})" if texts.get("action") else more
        if not is_template:
            texts["owner"] = texts.get("owner", "").removeprefix("@")
            if link := _LINK.fullmatch(texts.get("ticket", "")):
                texts["ticket"], texts["note"] = link[1], link[2]
        if not texts.get("action", "").strip():
            import_notes.remark_guess(row.line, "the row says no action")
            texts["action"] = _NO_ACTION
        yield WrittenAction(row.line, **texts)


def _is_own_table(names: Sequence[str]) -> bool:
    """Whether a table is the template's, with no other columns than those that we add."""
    count = len(_TEMPLATE_HEADER)
    return tuple(names[:count]) == _TEMPLATE_HEADER and set(names[count:]) <= set(_OWN_COLUMNS)


def _own_columns(names: Sequence[str]) -> dict[str, int]:
    keys = ("action", "owner", "priority", "due", "status")
    others = (_OWN_COLUMNS[name] for name in names[len(keys) :])
    return {key: column for column, key in enumerate((*keys, *others))}


def _columns(names: Sequence[str]) -> dict[str, int]:
    """Return the index of the column for each field of `WrittenAction` that a table has.

    Where no column is named as the action, it is the first one that is nothing else.
    """
    columns: dict[str, int] = {}
    for key, pattern in _COLUMNS.items():
        for column, name in enumerate(names):
            name = re.sub(r"\([^()]*\)|[*_`:]", "", name).strip()
            if column not in columns.values() and re.fullmatch(pattern, name, re.IGNORECASE):
                columns[key] = column
                break
    if "action" not in columns:
        free = [column for column in range(len(names)) if column not in columns.values()]
        columns |= {"action": free[0]} if free else {}
    return columns


def _is_empty(texts: Mapping[str, str]) -> bool:
    """Whether a row says neither what is to be done nor by whom or when, or is the template's."""
    return not any(texts.get(key, "").strip() for key in ("action", "owner", "due", "ticket")) or (
        texts.get("action") in _EMPTY_CELLS and texts.get("priority") in ("P1/P2/P3", *_EMPTY_CELLS)
    )


def _action_item(
    action: WrittenAction,
    slot: int,
    incident_id: UUID,
    created_at: datetime,
    import_notes: ImportNotes,
) -> ActionItem:
    """Return the record of an action; what is not understood is added to its note."""

    def shorten(text: str, limit: int) -> str:
        return import_notes.shorten(text, limit, TemplatePart.ACTIONS.heading, action.line)

    due, due_text = _due(action.due, "due", action.line, import_notes)
    first_due, first_text = due, ""
    if action.first_due is not None:
        first_due, first_text = _due(action.first_due, "first due", action.line, import_notes)
    closed_at = read_moment(action.closed)
    closed_text = f"closed: {action.closed}" if action.closed and closed_at is None else ""
    priority, priority_text = _priority(action, import_notes)
    status, note = _status(action, import_notes)
    parts = (note, action.note, priority_text, due_text, first_text, closed_text)
    note = "; ".join(filter(None, parts))
    if status is ActionStatus.DROPPED and not note:
        note = "no reason was written down"
        import_notes.remark_guess(action.line, "dropped, and the reason is not stated")
    return ActionItem(
        id=uuid4(),
        incident_id=incident_id,
        slot=slot,
        action=shorten(action.action, LINE_TEXT),
        owner=shorten(action.owner, SHORT_TEXT),
        priority=priority,
        due=due,
        first_due=first_due,
        status=status,
        note=shorten(note, LINE_TEXT),
        ticket=shorten(action.ticket, SHORT_TEXT),
        ticket_verified=False,
        created_at=created_at,
        closed_at=closed_at,
    )


def _due(text: str, name: str, line: int, import_notes: ImportNotes) -> tuple[date | None, str]:
    """Return a due date; where the text is no date, None and the text for the note."""
    if text in ("", *_EMPTY_CELLS, "-", "–", "—"):
        return None, ""
    match = find_date(text)
    if match is not None and not text[: match.start].strip() + text[match.end :].strip():
        return match.day, ""
    for_note = f"{name}: {text}"
    import_notes.remark_unplaced(
        line, f"no date could be read; it is kept in the item's note: {for_note}"
    )
    return None, for_note


def _priority(action: WrittenAction, import_notes: ImportNotes) -> tuple[Priority, str]:
    """Return the priority; where the text is not understood, P2 and the text for the note."""
    word = action.priority.strip("*_` ").casefold()
    for priority, pattern in _PRIORITIES.items():
        if re.fullmatch(pattern, word):
            if word != priority.casefold():
                import_notes.remark_guess(
                    action.line, f"priority {action.priority} is read as {priority}"
                )
            return priority, ""
    if not word:
        return Priority.P2, ""
    import_notes.remark_guess(
        action.line, f"priority {action.priority} is taken as P2, and kept in the note"
    )
    return Priority.P2, f"priority: {action.priority}"


def _status(action: WrittenAction, import_notes: ImportNotes) -> tuple[ActionStatus, str]:
    """Return the status and the note in brackets after it.

    A text that is no status becomes the note of an open item.
    """
    text = " ".join(action.status.split())
    match = _STATUS_AND_NOTE.fullmatch(text)
    word = (match[1] if match else text).strip("*_` ").casefold().replace("’", "'")
    note = (match[2] or "").strip() if match else ""
    if not word and not note:
        return ActionStatus.OPEN, ""
    for status, pattern in _STATUSES.items():
        if re.fullmatch(pattern, word):
            return status, note
    if word.startswith("blocked"):
        return ActionStatus.IN_PROGRESS, text
    import_notes.remark_guess(action.line, f"status {text} is taken as open, and kept in the note")
    return ActionStatus.OPEN, text


def _parked(action: WrittenAction, at: datetime, import_notes: ImportNotes) -> Parked:
    """Return an action beyond the third as parked, with its details in brackets."""
    details = {
        "owner": action.owner,
        "priority": action.priority,
        "due": action.due,
        "status": action.status,
        "ticket": action.ticket,
        "note": action.note,
        "first due": action.first_due,
        "closed": action.closed,
    }
    written = ", ".join(f"{name}: {value}" for name, value in details.items() if value)
    text = f"{action.action} ({written})" if written else action.action
    import_notes.remark_parked(
        action.line, f"a post-mortem has at most three: {shortened(action.action, 60)}"
    )
    text = import_notes.shorten(text, LINE_TEXT, TemplatePart.ACTIONS.heading, action.line)
    return Parked(uuid4(), None, None, ParkedKind.ACTION, text, at, None)
