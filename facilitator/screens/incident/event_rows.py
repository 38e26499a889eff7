"""How the events of a timeline stand in its list: one line each, and all of the one in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from db.records import Incident, TimelineEvent
from db.vocabulary import EventKind
from facilitator.domain.labels import milestone_name
from facilitator.domain.prompts import event_prompt
from facilitator.domain.timeline import (
    TimelineLine,
    length_in_words,
    longest_gap_name,
    timeline_lines,
)
from facilitator.domain.timeline_phases import UNKNOWN, Phase, phases
from facilitator.widgets import link as web
from facilitator.widgets.glyphs import EVENT, IN_HAND, LINK, MILESTONE
from facilitator.widgets.pixel_font import SMALL_HEIGHT, pixel_lines
from facilitator.widgets.text import line, plain

RAIL = "│"
"""What stands on the rail beside the further lines of the event in hand."""
SHOWN_IN_LARGE = "00:00"
"""A text as wide as a time that is drawn in large."""
WIDE = 90
"""The width of a row from which milestones have a column of their own beside the text."""
COLUMN_OF_NAMES = 60
"""The width of a row from which the names of milestones stand in a column at all."""
RAIL_WIDTH = 3
"""How many cells the rail takes, with the space after it."""
LEAST_TEXT = 16
"""How many cells the text of an event keeps beside the words about the longest gap."""


@dataclass(frozen=True, slots=True)
class Room:
    """What there is room for, and what the screen is used for.

    Attributes:
        is_tall: Whether the event in hand has an empty line above and below.
        is_presented: Whether it is drawn in large, and all others stand back.
        asks: Whether it has a question for the room.
    """

    is_tall: bool
    is_presented: bool
    asks: bool


class EventRows:
    """The events of an incident as rows of an `OpeningList`.

    Attributes:
        incident: The incident with its timeline.
        room: What there is room for.
    """

    def __init__(self, incident: Incident, room: Room) -> None:
        """Prepare the rows of the events.

        Args:
            incident: The incident with its timeline.
            room: What there is room for.
        """
        self.incident, self.room = incident, room
        self._entries = {str(entry.event.id): entry for entry in timeline_lines(incident)}
        self._phases = phases(incident)
        events = incident.timeline
        self._day_width = 7 if any(self._day(event) for event in events) else 0
        self._time_width = max((len(_clock(event)) for event in events), default=0)
        self._delta_width = max((len(_delta(entry)) for entry in self._entries.values()), default=0)
        self._name_width = max((len(milestone_name(event.kind)) for event in events), default=0)

    @property
    def ids(self) -> list[str]:
        """The ids of the rows, in the order of the times."""
        return list(self._entries)

    # A line for each event.

    def line(self, row_id: str, width: int) -> Content:
        """Return the line of an event: time, time since the event before, milestone and text."""
        entry = self._entries[row_id]
        event = entry.event
        is_milestone = event.kind is not EventKind.OTHER
        glyph = MILESTONE if is_milestone else EVENT
        lead = Content.assemble(self._left(entry, width), (glyph, self._colour(event)), "  ")
        name = self._name(entry, width)
        room = width - lead.cell_length - name.cell_length
        gap = self._gap_words(entry, width, room)
        text = self._text(entry, room - gap.cell_length)
        content = Content.assemble(lead, name, text, gap)
        return content.stylize("$text-muted") if self.room.is_presented else content

    def _text(self, entry: TimelineLine, room: int) -> Content:
        """Return doubts and text on one line; the sign of a link is not cut."""
        sign = f" {LINK}" if entry.event.link else ""
        words = [*_doubts(entry), *([line(entry.event.text)] if entry.event.text else [])]
        text = Content(" · ").join(words).truncate(max(1, room - len(sign)), ellipsis=True)
        return Content.assemble(text, (sign, "$text-muted"))

    def _left(self, entry: TimelineLine, width: int, *, in_hand: bool = False) -> Content:
        """Return the times, up to the rail."""
        event = entry.event
        is_milestone = event.kind is not EventKind.OTHER
        time_style = "bold" if is_milestone or in_hand else "$text-muted"
        delta_style = "bold $text-warning" if entry.longest else "$text-muted"
        times = Content.assemble(
            (f"{self._day(event):<{self._day_width}}", "$text-muted"),
            (f"{_clock(event):<{self._time_width}}", time_style),
            (f"  {_delta(entry):>{self._delta_width}}", delta_style),
        )
        gap = "   " if width >= WIDE else "  "
        return Content.assemble(" " * (self._left_width(width) - times.cell_length), times, gap)

    def _left_width(self, width: int) -> int:
        times = self._day_width + self._time_width + 2 + self._delta_width
        return max(times, _large_width()) if self._is_large(width) else times

    def _name(self, entry: TimelineLine, width: int) -> Content:
        """Return the name of a milestone, in its column where there is room for one."""
        event, name = entry.event, milestone_name(entry.event.kind)
        style = f"bold {self._colour(event)}" if name else ""
        if self._is_gap_in_names(entry, width):
            name, style = longest_gap_name(self.incident), "bold $text-warning"
        if width >= COLUMN_OF_NAMES:
            return Content.styled(f"{name:<{self._column_of_names}}", style)
        return Content.styled(f"{name}  " if name else "", style)

    @property
    def _column_of_names(self) -> int:
        return self._name_width + 2 if self._name_width else 0

    def _is_gap_in_names(self, entry: TimelineLine, width: int) -> bool:
        """Return whether the words about the longest gap stand in the free column of names."""
        is_free = COLUMN_OF_NAMES <= width < WIDE and entry.event.kind is EventKind.OTHER
        fits = len(longest_gap_name(self.incident)) <= self._name_width + 1
        return entry.longest and is_free and fits

    def _gap_words(self, entry: TimelineLine, width: int, room: int) -> Content:
        """Return the words about the longest gap, as many as fit after the text."""
        if not entry.longest or entry.delta is None or self._is_gap_in_names(entry, width):
            return Content("")
        name = longest_gap_name(self.incident)
        forms = (f"   {name}, {length_in_words(entry.delta)}", f"   {name}", "   longest gap")
        fits = (form for form in forms if len(form) + LEAST_TEXT <= room)
        return Content.styled(next(fits, forms[-1]), "bold $text-warning")

    # The event in hand.

    def open_lines(self, row_id: str, width: int) -> Sequence[Content]:
        """Return the event in hand: its whole text, its link, what is remarkable, a question."""
        entry = self._entries[row_id]
        times = self._large_time(entry, width) or [self._left(entry, width, in_hand=True)]
        said = self._said(entry, width, width - times[0].cell_length - RAIL_WIDTH)
        blank, padding = Content(" " * times[0].cell_length), [Content("")] * self.room.is_tall
        height = max(len(times), len(said))
        said = [*padding, *said, *[Content("")] * (height - len(said)), *padding]
        at = len(padding)
        lefts = [*[blank] * at, *times, *[blank] * (len(said) - at - len(times))]
        return [
            Content.assemble(left, self._rail(entry, index - at), "  ", words)
            for index, (left, words) in enumerate(zip(lefts, said, strict=True))
        ]

    def _rail(self, entry: TimelineLine, offset: int) -> Content:
        """Return the rail beside a line of the event in hand: it ends with the last event.

        Args:
            entry: The event.
            offset: How many lines below the one with the time this one is.
        """
        row_id, ids = str(entry.event.id), self.ids
        has_rail = (offset < 0 and row_id != ids[0]) or (offset > 0 and row_id != ids[-1])
        glyph = IN_HAND if offset == 0 else RAIL if has_rail else " "
        return Content.styled(glyph, f"bold {self._colour(entry.event)}")

    def _said(self, entry: TimelineLine, width: int, room: int) -> list[Content]:
        """Return what stands to the right of the rail, from the line with the time."""
        name, text = milestone_name(entry.event.kind), plain(entry.event.text, "bold")
        above = [Content.styled(name, "bold")] if name else []
        lead = Content("")
        if width >= WIDE:
            above, lead = [], Content.styled(f"{name:<{self._column_of_names}}", "bold")
        room = max(1, room - lead.cell_length)
        said = text.wrap(room) if text else []
        if gap := self._gap_note(entry):
            *earlier, last = said or [Content("")]
            beside = Content.assemble(last, "   " if last else "", gap)
            fits = beside.cell_length <= room
            said = [*earlier, beside] if fits else [*said, *gap.wrap(room)]
        notes = [*_doubts(entry), *self._link_and_question(entry)]
        said = [*above, *said, *(part for note in notes for part in note.wrap(room))]
        first, *others = said or [text]
        indent = " " * lead.cell_length
        return [Content.assemble(lead, first), *(Content.assemble(indent, each) for each in others)]

    def _gap_note(self, entry: TimelineLine) -> Content:
        if not entry.longest or entry.delta is None:
            return Content("")
        words = f"{longest_gap_name(self.incident)}, {length_in_words(entry.delta)}"
        return Content.styled(words, "bold $text-warning")

    def _link_and_question(self, entry: TimelineLine) -> Iterator[Content]:
        if entry.event.link:
            yield web.link(entry.event.link, "$text-muted")
        if self.room.asks:
            prompt = event_prompt(entry.event.kind, ends_longest_gap=entry.longest)
            yield Content.styled(prompt, "italic $text-muted")

    def _is_large(self, width: int) -> bool:
        return self.room.is_presented and width >= WIDE

    def _large_time(self, entry: TimelineLine, width: int) -> list[Content]:
        """Return the time as a room reads it from far away, over the time since the one before."""
        if not self._is_large(width):
            return []
        left, gap = self._left_width(width), "   "
        seconds = f":{entry.event.at:%S}" if entry.event.at.second else ""
        facts = "  ".join(fact for fact in (self._day(entry.event), seconds, _delta(entry)) if fact)
        drawn = [*pixel_lines(f"{entry.event.at:%H:%M}"), facts][: SMALL_HEIGHT + bool(facts)]
        return [Content.styled(f"{part:>{left}}{gap}", "bold") for part in drawn]

    # What an event is.

    def _day(self, event: TimelineEvent) -> str:
        is_other_day = event.at.date() != self.incident.date
        return f"{event.at.day:>2} {event.at:%b}" if is_other_day else ""

    def _colour(self, event: TimelineEvent) -> str:
        """Return the colour of the phase that an event begins or lies in."""
        found = next((phase for phase in self._phases if phase.start <= event.at < phase.end), None)
        return phase_colour(found or (self._phases[-1] if self._phases else None))


def phase_colour(phase: Phase | None) -> str:
    """Return the colour of a phase; that of muted text where it is not known."""
    is_known = phase is not None and phase.name != UNKNOWN
    return f"$phase-{phase.name}" if phase is not None and is_known else "$text-muted"


def _clock(event: TimelineEvent) -> str:
    return f"{event.at:%H:%M:%S}" if event.at.second else f"{event.at:%H:%M}"


def _delta(entry: TimelineLine) -> str:
    return "" if entry.delta is None else f"+{length_in_words(entry.delta)}"


def _doubts(entry: TimelineLine) -> list[Content]:
    return [Content.styled(f"! {doubt}", "bold $text-error") for doubt in entry.doubts]


def _large_width() -> int:
    return cell_len(pixel_lines(SHOWN_IN_LARGE)[0])
