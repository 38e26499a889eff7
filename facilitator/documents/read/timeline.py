"""The timeline of a document: as a list, a table, paragraphs, or a heading for each event."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import uuid4

from db.records import TimelineEvent
from db.words import LINE_TEXT, EventKind
from facilitator.documents.escaping import plain, plain_cell
from facilitator.documents.headings import Part
from facilitator.documents.read.gathering import Gathering
from facilitator.documents.read.items import item_text, row_text
from facilitator.documents.read.milestones import recognised
from facilitator.documents.read.parts import Block, BlockKind, Item, Section
from facilitator.documents.read.times import (
    Stamp,
    find_zone,
    is_sure,
    moment,
    read_stamp,
)
from facilitator.domain.milestones import named
from facilitator.domain.timeline import MILESTONES

TEMPLATE_TITLE = "Timeline (UTC)"
BACK_IN_TIME = timedelta(hours=6)
"""A time without a date that lies further back than this is past midnight."""
_OWN = re.compile(r"(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d(?::\d\d)?) (\\?)- ?(.*)", re.DOTALL)
_WHEN = re.compile(r"\b(time|date|day|when|timestamp|utc|at)\b", re.IGNORECASE)
_WHAT = re.compile(
    r"\b(events?|description|what|happened|actions?|details?|activity|comments?|notes?)\b",
    re.IGNORECASE,
)
_ONLY_ZONE = re.compile(
    r"[*_(]*(note: )?((all|the) )?(date and )?(times?|dates?|timestamps?|timeline)\b.{0,60}",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one event of a document says. raw: all of it, as written, should it not be placed."""

    line: int
    stamp: Stamp | None
    text: str
    raw: str
    other: bool = False


class TimelineReader:
    """Reads the sections of a timeline, in their order, and makes the events of them.

    year: that of dates which state none.
    """

    def __init__(self, gathering: Gathering, year: int | None = None) -> None:
        self._gathering = gathering
        self._year = year
        self._said: list[_Said] = []
        self._zone: tzinfo | None = None
        self._line = 0
        self._own_form = True

    def take(self, section: Section, prefix: str) -> None:
        """Read a section of the timeline. prefix: its heading, if that is below the timeline's."""
        self._line = self._line or section.line
        blocks = section.blocks()
        if section.title.strip() != TEMPLATE_TITLE or any(
            block.kind is not BlockKind.LIST for block in blocks
        ):
            self._own_form = False
        self._state_zone(section.title, section.line)
        stamp = read_stamp(prefix, self._year) if prefix else None
        if stamp is not None and stamp.clock is not None:
            text = " ".join(filter(None, (stamp.rest, " ".join(section.text.split()))))
            self._said.append(_Said(section.line, stamp, plain(text), f"{prefix}\n{section.text}"))
            return
        if stamp is not None and stamp.day is not None:
            self._said.append(_Said(section.line, stamp, "", ""))
            prefix = stamp.rest
        events = [said for block in blocks for said in self._block(block)]
        if prefix and not any(said.stamp for said in events):
            self._gathering.note(prefix, section.text, section.line)
            return
        for said in events:
            text = f"{prefix}: {said.text}" if prefix else said.text
            self._said.append(replace(said, text=text))

    def first_day(self) -> tuple[date, int] | None:
        """The first day that the timeline itself states, and its line."""
        for said in self._said:
            if said.stamp is not None and said.stamp.day is not None:
                return said.stamp.day, said.line
        return None

    def events(self, on: date) -> tuple[TimelineEvent, ...]:
        """The events, by time. on: the day of the incident, for times that state none."""
        zone = self._zone or UTC
        if self._zone is None and any(said.stamp and said.stamp.clock for said in self._said):
            self._gathering.guess(self._line, "no time zone is stated: the times are taken as UTC")
        events: list[tuple[TimelineEvent, int]] = []
        day, before = on, None
        for said in self._said:
            stamp = said.stamp
            if stamp is None or stamp.clock is None:
                if stamp is not None and stamp.day is not None:
                    day, before = stamp.day, None
                if said.raw:
                    self._unplaced(said, "no time is stated")
                continue
            day = self._day(said, stamp, day, before, on)
            before = datetime.combine(day, stamp.clock, UTC)
            at = moment(day, stamp.clock, stamp.zone or zone)
            if at is None:
                self._unplaced(said, "a time beyond the calendar")
            else:
                events.append((self._event(said, at), said.line))
        return self._with_milestones(events)

    def _day(self, said: _Said, stamp: Stamp, day: date, before: datetime | None, on: date) -> date:
        """The day of a stamp: its own, else that of the event before, or the day after it."""
        if stamp.guessed:
            self._gathering.guess(said.line, f"the date is read as {stamp.day}")
        if stamp.day is not None:
            return stamp.day
        if self._own_form:
            # Written so, a time alone is on the incident's own day.
            day = max(day, on)
        clock = stamp.clock or time()
        if (
            before is not None
            and before - datetime.combine(day, clock, UTC) > BACK_IN_TIME
            and day < date.max
        ):
            day += timedelta(days=1)
            self._gathering.guess(said.line, f"past midnight: taken as {day}")
        return day

    def _event(self, said: _Said, at: datetime) -> TimelineEvent:
        text = said.text
        if said.stamp is not None and said.stamp.until:
            text = f"{text} (until {said.stamp.until})"
        kind, what = EventKind.OTHER, text
        milestone = None if said.other else named(text)
        if milestone is not None:
            kind, what = milestone
        what = self._gathering.fitted(what, LINE_TEXT, Part.TIMELINE, said.line)
        return TimelineEvent(uuid4(), at, kind, what, None)

    def _with_milestones(
        self, events: Sequence[tuple[TimelineEvent, int]]
    ) -> tuple[TimelineEvent, ...]:
        ordered = sorted(events, key=lambda each: each[0].at)
        found = [event for event, _ in ordered]
        if self._own_form:
            return tuple(found)
        read = recognised(found)
        for event, (was, line) in zip(read, ordered, strict=True):
            if event.kind is not was.kind:
                self._gathering.guess(line, f"read as “{MILESTONES[event.kind]}”, by its words")
        return tuple(read)

    def _unplaced(self, said: _Said, why: str) -> None:
        self._gathering.unplaced(Part.TIMELINE, said.raw, said.line, why)

    def _state_zone(self, text: str, line: int) -> bool:
        found = find_zone(text)
        if found is None or self._zone is not None:
            return found is not None
        name, self._zone = found
        if not is_sure(name):
            self._gathering.guess(line, f"{name} is read as {_in_words(name, self._zone)}")
        return True

    def _is_zone(self, text: str, line: int) -> bool:
        """Whether a text says the zone of the times, and no more than that."""
        return _ONLY_ZONE.fullmatch(text) is not None and self._state_zone(text, line)

    def _block(self, block: Block) -> Iterator[_Said]:
        if block.kind is BlockKind.LIST:
            for item in block.items:
                yield from self._item(item)
        elif block.kind is BlockKind.TABLE:
            yield from self._table(block)
        elif block.kind is BlockKind.PARAGRAPH:
            yield from self._paragraph(block)
        else:
            text = "\n".join(block.lines)
            if not self._is_zone(text.strip("> "), block.line):
                yield _Said(block.line, None, text, text)

    def _item(self, item: Item) -> Iterator[_Said]:
        own = _OWN.fullmatch(item.text)
        if own is not None and self._own_form and not item.inner:
            with contextlib.suppress(ValueError):
                day = date.fromisoformat(own[1]) if own[1] else None
                at = Stamp(day, time.fromisoformat(own[2]), None, "", "")
                yield _Said(item.line, at, plain(own[4]), item.text, other=bool(own[3]))
                return
        if re.match(r"HH:MM\b", item.text) and named(item.text[5:].strip(" -–")):
            return
        text = item_text(item)
        stamp = read_stamp(text, self._year)
        if stamp is None:
            text = text.replace("**", "")
            stamp = read_stamp(text, self._year)
        yield _Said(item.line, stamp, stamp.rest if stamp else text, text)

    def _paragraph(self, block: Block) -> Iterator[_Said]:
        """Each line that begins with a time is an event, and goes on until the next such line."""
        parts: list[tuple[int, Stamp | None, list[str]]] = []
        for place, line in enumerate(block.lines):
            text = plain(line.strip())
            stamp = read_stamp(text, self._year)
            if stamp is not None or not parts:
                parts.append((block.line + place, stamp, [text]))
            else:
                parts[-1][2].append(text)
        for line_number, stamp, lines in parts:
            raw = " ".join(lines)
            if stamp is None and self._is_zone(raw, line_number):
                continue
            text = " ".join([stamp.rest, *lines[1:]]) if stamp else raw
            yield _Said(line_number, stamp, text.strip(), raw)

    def _table(self, block: Block) -> Iterator[_Said]:
        names = [plain_cell(name) for name in block.header]
        for name in names:
            self._state_zone(name, block.line)
        when = [place for place, name in enumerate(names) if _WHEN.search(name)] or [0]
        others = [place for place in range(len(names)) if place not in when]
        what = next((place for place in others if _WHAT.search(names[place])), None)
        if what is None and others:
            what = others[0]
        for row in block.rows:
            said = [cell for place, cell in enumerate(row.cells) if place in when and cell]
            stamp = read_stamp(plain_cell(" ".join(said)), self._year)
            rest = tuple("" if place in when else cell for place, cell in enumerate(row.cells))
            text = row_text(block.header, rest, what)
            if stamp is not None and stamp.rest:
                text = f"{text} ({stamp.rest})"
            if any(row.cells):
                yield _Said(row.line, stamp, text, " ".join(filter(None, row.cells)))


def _in_words(name: str, zone: tzinfo) -> str:
    key = getattr(zone, "key", "")
    if key and key != name:
        return f"the local time of {key}, with its summer time"
    return str(zone)
