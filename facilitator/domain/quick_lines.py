"""Timeline events out of lines that somebody types or pastes: notes, chat, logs, tables.

Each line is read on its own and then placed after the one before it. What can't be read is said,
never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from db.words import LINE_TEXT, EventKind
from facilitator.domain.milestones import milestone
from facilitator.domain.pasted import NO_TIME, Block, gather
from facilitator.domain.timeline import MILESTONES, in_words
from facilitator.domain.times import Placed, Written, day_of, placed

NO_TEXT = "no text: write what was seen or done"
LOST = "+ counts from the line before, whose time is not known"
SKEW = timedelta(minutes=5)
"""By how much a time may lie ahead of the clock: not all clocks agree."""
_LINK = re.compile(r"(?:^|(?<=\s))(https?://[^\s<>\"']+)$")


@dataclass(frozen=True, slots=True)
class QuickLine:
    """One event, or what stands in its way.

    line_number: of its first line, from 1. source: its lines as they were typed, with their ends;
    those of all quick lines together are the whole text. at: None where no time could be read.
    how: how its time and kind were found, where that is not plain. problem: why it can't be taken,
    and what to do; empty where it can.
    """

    line_number: int
    source: str
    at: datetime | None
    kind: EventKind
    text: str
    link: str | None = None
    problem: str = ""
    how: str = ""


def read_lines(
    text: str,
    on: date,
    after: datetime | None = None,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    taken: Collection[EventKind] = (),
) -> list[QuickLine]:
    """The events that the lines tell, in the order of the lines.

    on: the incident's day. after: the event that the first line follows, if any. now: what lies
    after it is refused. zone: of times that come without one. taken: the milestones that are in
    the timeline already.
    """
    found: list[QuickLine] = []
    before = after
    gone = set(taken)
    for block in gather(text):
        lost = bool(found) and found[-1].at is None
        read = _read(block, on, before, zone, first=not found, lost=lost)
        line = _checked(_worded(read, block, gone), now)
        if not line.problem:
            gone.add(line.kind)
        found.append(line)
        before = line.at or before
    return found


def _read(
    block: Block, on: date, before: datetime | None, zone: tzinfo, *, first: bool, lost: bool
) -> QuickLine:
    """The line with its time and what that time says of itself."""
    line = QuickLine(block.line_number, "".join(block.sources), None, EventKind.OTHER, "")
    written = block.written
    if written is None or block.problem:
        return replace(line, problem=block.problem or NO_TIME)
    if written.ahead is not None and lost:
        return replace(line, problem=LOST)
    try:
        place = _place(written, block.day, on, before, zone)
    except ValueError as error:
        return replace(line, problem=str(error))
    how = [block.how, *_how(written, place, before, first=first)]
    return replace(line, at=place.at, how=", ".join(each for each in how if each))


def _place(
    written: Written, day: Written | None, on: date, before: datetime | None, zone: tzinfo
) -> Placed:
    if day is not None and written.day is None and written.clock is not None:
        alone = day_of(day, on)
        written = replace(written, day=(alone.year, alone.month, alone.day))
    return placed(written, on, before, zone)


def _how(written: Written, place: Placed, before: datetime | None, *, first: bool) -> Iterator[str]:
    """What a person would want to check."""
    if written.ahead is not None:
        minutes = written.ahead.total_seconds() / 60
        yield f"{in_words(minutes)} after the {'event' if first else 'line'} before"
    elif place.how == "past midnight":
        yield "next day: past midnight"
    elif place.how == "before midnight":
        yield "the day before: just before midnight"
    elif place.how:
        yield place.how
    if written.zone is not None and place.at.astimezone(written.zone).utcoffset():
        offset = place.at.astimezone(written.zone).strftime("UTC%z")
        offset = f"{offset[:6]}:{offset[6:]}"
        yield offset if written.zone_name[:3] == "UTC" else f"{written.zone_name} is {offset}"
    if not first and before is not None and place.at < before:
        yield "earlier than the line before"


def _worded(line: QuickLine, block: Block, taken: Collection[EventKind]) -> QuickLine:
    """The line with its words, the milestone they begin with, and the link they end on."""
    text = " ".join(block.texts).strip()
    linked = _LINK.search(text)
    line = replace(line, text=text, link=linked[1] if linked else None)
    begun = text.removeprefix(block.speaker).lstrip()
    if line.problem or (said := milestone(begun)) is None:
        return line
    kind, rest = said
    if block.speaker:
        # What somebody said stays in their words.
        rest = text
    if kind in taken:
        told = f"“{MILESTONES[kind]}” is there already"
        return replace(line, how=f"{line.how}, {told}" if line.how else told)
    return replace(line, kind=kind, text=rest)


def _checked(line: QuickLine, now: datetime) -> QuickLine:
    """The line with the problem that it still has, if any."""
    if line.problem or line.at is None:
        return line
    if line.at > now + SKEW:
        problem = f"{line.at:%Y-%m-%d %H:%M} UTC is in the future: correct the time"
        return replace(line, at=None, problem=problem)
    problem = ""
    if not line.text and line.kind is EventKind.OTHER:
        problem = NO_TEXT
    elif len(line.text) > LINE_TEXT:
        problem = f"{len(line.text):,} characters: an event takes at most {LINE_TEXT:,}"
    return replace(line, problem=problem)
