"""Reading a timeline: from a list, a table, paragraphs, or a heading for each event."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from uuid import uuid4

from db.records import TimelineEvent
from db.vocabulary import LINE_TEXT, EventKind
from facilitator.documents.markdown_escaping import plain, plain_cell
from facilitator.documents.read.document_times import (
    LeadingTime,
    find_zone,
    is_unambiguous,
    moment_in_utc,
    read_leading_time,
)
from facilitator.documents.read.import_notes import ImportNotes
from facilitator.documents.read.markdown_sections import Block, BlockKind, Item, MarkdownSection
from facilitator.documents.read.section_lines import item_text, row_text
from facilitator.domain.labels import EVENT_LABELS
from facilitator.domain.milestones import named_milestone, recognise_milestones
from facilitator.domain.template import TemplatePart

PAST_MIDNIGHT = timedelta(hours=6)
"""A time without a date that is earlier than the time before it by more than this belongs to the
next day; by less, the events are only out of order."""
_TEMPLATE_LINE = re.compile(
    r"(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d(?::\d\d(?:\.\d{6})?)?) (\\?)- ?(.*)", re.DOTALL
)
_TIME_COLUMN = re.compile(r"\b(time|date|day|when|timestamp|utc|at)\b", re.IGNORECASE)
_TEXT_COLUMN = re.compile(
    r"\b(events?|description|what|happened|actions?|details?|activity|comments?|notes?)\b",
    re.IGNORECASE,
)
_ABOUT_ZONE = re.compile(
    r"[*_(]*(note: )?((all|the) )?(date and )?(times?|dates?|timestamps?|timeline)\b.{0,60}",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _WrittenEvent:
    """An event in the words of the document.

    Attributes:
        line: The line of the document, counted from 1.
        time: The date and time with which it begins, if any.
        text: The text after the time.
        source: All of it as written, to be kept in a section where it can't be placed.
        is_other: Whether the document says that it is no milestone.
        link: The address that stands below it in our own form.
    """

    line: int
    time: LeadingTime | None
    text: str
    source: str
    is_other: bool = False
    link: str | None = None


class TimelineReader:
    """Reads the sections of a timeline in their order, and then makes the events of them."""

    def __init__(self, import_notes: ImportNotes, year: int | None = None) -> None:
        """Begin a timeline.

        Args:
            import_notes: Where notes and remarks are collected.
            year: The year of dates that are written without one.
        """
        self._import_notes = import_notes
        self._year = year
        self._written: list[_WrittenEvent] = []
        self._zone: tzinfo | None = None
        self._line = 0
        self._is_template = True

    def read_section(self, section: MarkdownSection, prefix: str) -> None:
        """Read one section.

        Args:
            section: The section.
            prefix: The section's own heading, where it is a subsection. It may be the time of an
                event, or the day of the events below it.
        """
        self._line = self._line or section.line
        blocks = section.blocks()
        if section.title.strip() != TemplatePart.TIMELINE.full_heading or any(
            block.kind is not BlockKind.LIST for block in blocks
        ):
            self._is_template = False
        self._find_zone(section.title, section.line)
        heading_time = read_leading_time(prefix, self._year) if prefix else None
        if heading_time is not None and heading_time.clock is not None:
            text = " ".join(filter(None, (heading_time.rest, " ".join(section.text.split()))))
            source = f"{prefix}\n{section.text}"
            self._written.append(_WrittenEvent(section.line, heading_time, plain(text), source))
            return
        if heading_time is not None and heading_time.day is not None:
            # A day without an event: the times that follow are on it.
            self._written.append(_WrittenEvent(section.line, heading_time, "", ""))
            prefix = heading_time.rest
        events = [event for block in blocks for event in self._read_block(block)]
        if prefix and not any(event.time for event in events):
            self._import_notes.keep_section(prefix, plain(section.text), section.line)
            return
        for event in events:
            text = f"{prefix}: {event.text}" if prefix else event.text
            self._written.append(replace(event, text=text))

    def first_day(self) -> tuple[date, int] | None:
        """Return the first date that the timeline itself states, and its line; or None."""
        for event in self._written:
            if event.time is not None and event.time.day is not None:
                return event.time.day, event.line
        return None

    def events(self, incident_day: date) -> tuple[TimelineEvent, ...]:
        """Return the events, ordered by time. What has no time is kept in a section.

        Args:
            incident_day: The date of the incident, on which times without a date begin.
        """
        zone = self._zone or UTC
        if self._zone is None and any(event.time and event.time.clock for event in self._written):
            self._import_notes.remark_guess(
                self._line, "no time zone is stated: the times are taken as UTC"
            )
        events: list[tuple[TimelineEvent, int]] = []
        day: date = incident_day
        before: datetime | None = None
        for written in self._written:
            leading = written.time
            if leading is None or leading.clock is None:
                if leading is not None and leading.day is not None:
                    day, before = leading.day, None
                if written.source:
                    self._keep(written, "no time is stated")
                continue
            day = self._day_of(written, leading, day, before, incident_day)
            before = datetime.combine(day, leading.clock, UTC)
            at = moment_in_utc(day, leading.clock, leading.zone or zone)
            if at is None:
                self._keep(written, "the time is outside of the calendar")
            else:
                events.append((self._event(written, at), written.line))
        return self._with_milestones(events)

    def _day_of(
        self,
        written: _WrittenEvent,
        leading: LeadingTime,
        day: date,
        before: datetime | None,
        incident_day: date,
    ) -> date:
        """Return the date of an event: its own, else that of the event before or the next one.

        Args:
            written: The event.
            leading: Its time.
            day: The date of the event before.
            before: The date and time of the event before, where there is one on that date.
            incident_day: The date of the incident.
        """
        if leading.is_guess:
            self._import_notes.remark_guess(written.line, f"the date is read as {leading.day}")
        if leading.day is not None:
            return leading.day
        if self._is_template:
            # The template writes the date before every time that is not on the incident's day.
            day = max(day, incident_day)
        clock = leading.clock or time()
        if (
            before is not None
            and before - datetime.combine(day, clock, UTC) > PAST_MIDNIGHT
            and day < date.max
        ):
            day += timedelta(days=1)
            self._import_notes.remark_guess(written.line, f"past midnight: taken as {day}")
        return day

    def _event(self, written: _WrittenEvent, at: datetime) -> TimelineEvent:
        text = written.text
        if written.time is not None and written.time.until:
            text = f"{text} (until {written.time.until})"
        kind = EventKind.OTHER
        milestone = None if written.is_other else named_milestone(text)
        if milestone is not None:
            kind, text = milestone
        section = TemplatePart.TIMELINE.heading
        text = self._import_notes.shorten(text, LINE_TEXT, section, written.line)
        link = written.link
        if link is not None:
            link = self._import_notes.shorten(link, LINE_TEXT, section, written.line)
        return TimelineEvent(uuid4(), at, kind, text, link)

    def _with_milestones(
        self, events: Sequence[tuple[TimelineEvent, int]]
    ) -> tuple[TimelineEvent, ...]:
        """Return the events ordered by time, with the milestones that their words mention.

        In the template's own form the milestones are named, so that none is guessed.
        """
        ordered = sorted(events, key=lambda event_and_line: event_and_line[0].at)
        plain_events = [event for event, _ in ordered]
        if self._is_template:
            return tuple(plain_events)
        result = recognise_milestones(plain_events)
        for event, (before, line) in zip(result, ordered, strict=True):
            if event.kind is not before.kind:
                self._import_notes.remark_guess(
                    line, f"read as “{EVENT_LABELS[event.kind].name}”, by its words"
                )
        return tuple(result)

    def _keep(self, written: _WrittenEvent, reason: str) -> None:
        section = TemplatePart.TIMELINE.heading
        self._import_notes.keep_piece(section, written.source, written.line, reason)

    def _find_zone(self, text: str, line: int) -> bool:
        """Take the first time zone that a text names, and return whether it names one."""
        found = find_zone(text)
        if found is None or self._zone is not None:
            return found is not None
        name, self._zone = found
        if not is_unambiguous(name):
            zone = _zone_in_words(name, self._zone)
            self._import_notes.remark_guess(line, f"{name} is read as {zone}")
        return True

    def _is_about_zone(self, text: str, line: int) -> bool:
        """Whether a text states the zone of the times and nothing else; the zone is taken."""
        return _ABOUT_ZONE.fullmatch(text) is not None and self._find_zone(text, line)

    def _read_block(self, block: Block) -> Iterator[_WrittenEvent]:
        if block.kind is BlockKind.LIST:
            for item in block.items:
                yield from self._read_item(item)
        elif block.kind is BlockKind.TABLE:
            yield from self._read_table(block)
        elif block.kind is BlockKind.PARAGRAPH:
            yield from self._read_paragraph(block)
        else:
            text = "\n".join(block.lines)
            if not self._is_about_zone(text.strip("> "), block.line):
                yield _WrittenEvent(block.line, None, text, text)

    def _read_item(self, item: Item) -> Iterator[_WrittenEvent]:
        template_line = _TEMPLATE_LINE.fullmatch(item.text)
        link = _link_below(item)
        has_own_form = self._is_template and (link is not None or not item.inner)
        if template_line is not None and has_own_form:
            # A date or a time that does not exist is read as in any other document.
            with contextlib.suppress(ValueError):
                day = date.fromisoformat(template_line[1]) if template_line[1] else None
                at = LeadingTime(day, time.fromisoformat(template_line[2]), None, "", "")
                is_other = bool(template_line[3])
                text = plain(template_line[4])
                yield _WrittenEvent(item.line, at, text, item.text, is_other, link)
                return
        if re.match(r"HH:MM\b", item.text) and named_milestone(item.text[5:].strip(" -–")):
            # A line of the empty template.
            return
        text = item_text(item)
        leading = read_leading_time(text, self._year)
        if leading is None:
            text = text.replace("**", "")
            leading = read_leading_time(text, self._year)
        yield _WrittenEvent(item.line, leading, leading.rest if leading else text, text)

    def _read_paragraph(self, block: Block) -> Iterator[_WrittenEvent]:
        """Yield an event for each line that begins with a time, with the lines up to the next."""
        events: list[tuple[int, LeadingTime | None, list[str]]] = []
        for offset, line in enumerate(block.lines):
            text = plain(line.strip())
            leading = read_leading_time(text, self._year)
            if leading is not None or not events:
                events.append((block.line + offset, leading, [text]))
            else:
                events[-1][2].append(text)
        for line_number, leading, lines in events:
            source = " ".join(lines)
            if leading is None and self._is_about_zone(source, line_number):
                continue
            text = " ".join([leading.rest, *lines[1:]]) if leading else source
            yield _WrittenEvent(line_number, leading, text.strip(), source)

    def _read_table(self, block: Block) -> Iterator[_WrittenEvent]:
        """Yield an event for each row; several columns may hold the parts of its time."""
        names = [plain_cell(name) for name in block.header]
        for name in names:
            self._find_zone(name, block.line)
        time_columns = [
            column for column, name in enumerate(names) if _TIME_COLUMN.search(name)
        ] or [0]
        others = [column for column in range(len(names)) if column not in time_columns]
        text_column = next(
            (column for column in others if _TEXT_COLUMN.search(names[column])),
            others[0] if others else None,
        )
        for row in block.rows:
            time_cells = [
                cell for column, cell in enumerate(row.cells) if column in time_columns and cell
            ]
            leading = read_leading_time(plain_cell(" ".join(time_cells)), self._year)
            other_cells = tuple(
                "" if column in time_columns else cell for column, cell in enumerate(row.cells)
            )
            text = row_text(block.header, other_cells, text_column)
            if leading is not None and leading.rest:
                text = f"{text} ({leading.rest})"
            if any(row.cells):
                yield _WrittenEvent(row.line, leading, text, " ".join(filter(None, row.cells)))


def _link_below(item: Item) -> str | None:
    """Return the address of the item `Link: …` that stands alone below an event."""
    if len(item.inner) != 1 or item.inner[0].inner:
        return None
    match = re.fullmatch(r"Link: (.*\S)\s*", item.inner[0].text)
    return None if match is None else plain(match[1])


def _zone_in_words(name: str, zone: tzinfo) -> str:
    key = getattr(zone, "key", "")
    if key and key != name:
        return f"the local time of {key}, with its summer time"
    return str(zone)
