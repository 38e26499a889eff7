"""Timeline events from lines that somebody types or pastes: notes, chats, logs or tables.

Each line is read on its own and then placed after the line before it. A line that can't be read is
returned with what is wrong with it; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from db.vocabulary import LINE_TEXT, EventKind
from facilitator.domain.labels import EVENT_LABELS
from facilitator.domain.milestones import leading_milestone
from facilitator.domain.pasted_text import NO_TIME, Block, split_into_blocks
from facilitator.domain.timeline import format_duration
from facilitator.domain.written_times import PlacedTime, WrittenTime, place_time, resolve_day

NO_TEXT = "no text: write what was seen or done"
NO_EARLIER_TIME = "+ counts from the previous line, whose time is not known"
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a time may lie in the future: the clocks of two machines differ."""
_LINK = re.compile(r"(?:^|(?<=\s))(https?://[^\s<>\"']+)$")


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as it was read, or what prevents it from being one.

    Attributes:
        line_number: The number of its first line, from 1.
        source: Its lines exactly as they were typed; those of all event lines make up the text.
        at: When it happened, in UTC; None where no time could be read.
        kind: The milestone that it is about, or any other event.
        text: Its words, without the time and the name of the milestone.
        link: The address at the end of its words.
        problem: Why it can't be added, and what to do; empty where it can.
        how: How its time and kind were found, where a person would want to check that.
    """

    line_number: int
    source: str
    at: datetime | None
    kind: EventKind
    text: str
    link: str | None = None
    problem: str = ""
    how: str = ""


def parse_event_lines(
    text: str,
    on: date,
    after: datetime | None = None,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    present: Collection[EventKind] = (),
) -> list[EventLine]:
    """Read the events of a text, in the order of its lines.

    Args:
        text: What was typed or pasted.
        on: The day of the incident.
        after: The event that the first line follows, if there is one.
        now: The present moment; a time after it is a problem.
        zone: The zone of times that are written without one.
        present: The milestones that the timeline has already.
    """
    lines: list[EventLine] = []
    before = after
    milestones = set(present)
    for block in split_into_blocks(text):
        follows_unknown = bool(lines) and lines[-1].at is None
        line = _read_block_time(
            block, on, before, zone, is_first=not lines, follows_unknown=follows_unknown
        )
        line = _check(_read_words(line, block, milestones), now)
        if not line.problem:
            milestones.add(line.kind)
        lines.append(line)
        before = line.at or before
    return lines


def _read_block_time(
    block: Block,
    on: date,
    before: datetime | None,
    zone: tzinfo,
    *,
    is_first: bool,
    follows_unknown: bool,
) -> EventLine:
    """Return the event of a block with its time and how that was found, without its words.

    Args:
        block: The lines of the event.
        on: The day of the incident.
        before: The last event whose time is known.
        zone: The zone of a time that is written without one.
        is_first: Whether it is the first event of the text.
        follows_unknown: Whether the time of the line just before it could not be read.
    """
    line = EventLine(block.line_number, "".join(block.sources), None, EventKind.OTHER, "")
    written = block.written
    if written is None or block.problem:
        return replace(line, problem=block.problem or NO_TIME)
    if written.since_last is not None and follows_unknown:
        return replace(line, problem=NO_EARLIER_TIME)
    try:
        place = _place(written, block.day, on, before, zone)
    except ValueError as error:
        return replace(line, problem=str(error))
    how = [block.how, *_explain(written, place, before, is_first=is_first)]
    return replace(line, at=place.at, how=", ".join(filter(None, how)))


def _place(
    written: WrittenTime, day: WrittenTime | None, on: date, before: datetime | None, zone: tzinfo
) -> PlacedTime:
    """Return the moment of a time, on the day that stands alone above it, if there is one."""
    if day is not None and written.day is None and written.clock is not None:
        resolved = resolve_day(day, on)
        written = replace(written, day=(resolved.year, resolved.month, resolved.day))
    return place_time(written, on, before, zone)


def _explain(
    written: WrittenTime, place: PlacedTime, before: datetime | None, *, is_first: bool
) -> Iterator[str]:
    """Yield what a person would want to check about a time."""
    if written.since_last is not None:
        minutes = written.since_last.total_seconds() / 60
        yield f"{format_duration(minutes)} after the previous {'event' if is_first else 'line'}"
    elif place.how == "past midnight":
        yield "next day: past midnight"
    elif place.how == "before midnight":
        yield "the previous day: just before midnight"
    elif place.how:
        yield place.how
    if written.zone is not None and place.at.astimezone(written.zone).utcoffset():
        offset = place.at.astimezone(written.zone).strftime("UTC%z")
        offset = f"{offset[:6]}:{offset[6:]}"
        yield offset if written.zone_name[:3] == "UTC" else f"{written.zone_name} is {offset}"
    if not is_first and before is not None and place.at < before:
        yield "earlier than the previous line"


def _read_words(line: EventLine, block: Block, present: Collection[EventKind]) -> EventLine:
    """Return the event with its words, the milestone that begins them and the link at their end."""
    text = " ".join(block.texts).strip()
    link = _LINK.search(text)
    line = replace(line, text=text, link=link[1] if link else None)
    milestone = leading_milestone(text.removeprefix(block.speaker).lstrip())
    if line.problem or milestone is None:
        return line
    kind, rest = milestone
    if kind in present:
        remark = f"“{EVENT_LABELS[kind].name}” is there already"
        return replace(line, how=f"{line.how}, {remark}" if line.how else remark)
    # The words of a person in a chat stay as they were.
    return replace(line, kind=kind, text=text if block.speaker else rest)


def _check(line: EventLine, now: datetime) -> EventLine:
    """Return the event with what is wrong with its time or its words, if anything is."""
    if line.problem or line.at is None:
        return line
    if line.at > now + CLOCK_TOLERANCE:
        problem = f"{line.at:%Y-%m-%d %H:%M} UTC is in the future: correct the time"
        return replace(line, at=None, problem=problem)
    problem = ""
    if not line.text and line.kind is EventKind.OTHER:
        problem = NO_TEXT
    elif len(line.text) > LINE_TEXT:
        problem = f"{len(line.text):,} characters: an event takes at most {LINE_TEXT:,}"
    return replace(line, problem=problem)
