"""The card of the review: the action item that the room talks about, drawn to the room there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from functools import lru_cache

from textual import events
from textual.content import Content

from db.records import CarriedItem
from facilitator.domain.due_dates import overdue_days
from facilitator.domain.meeting_track import Stop
from facilitator.screens.meeting import card_parts
from facilitator.screens.meeting.card_layout import Part, fit, spread
from facilitator.screens.meeting.card_parts import ShownKey
from facilitator.screens.meeting.track_lines import Track
from facilitator.widgets.chip import filled
from facilitator.widgets.columns import beside
from facilitator.widgets.flowed import flowed
from facilitator.widgets.painted_lines import PaintedLines
from facilitator.widgets.pixel_font import SMALL_HEIGHT, pixel_paragraph
from facilitator.widgets.text import line, plain

EDGE = "▌"
"""What stands before every line, in the colour of the state."""
LEFT, RIGHT = 3, 2
"""How many cells stay free between the edge and the text, and at the end of a line."""
NARROW = 60
"""In fewer cells than this one less stays free on each side."""
TALL = 24
"""From so many lines on, the action is underlined, and the keys are set apart."""
TOWERING, BROAD = 36, 100
"""From so many lines and cells on, the action is drawn in large letters beside the list too."""
BESIDE = 90
"""From so many cells on, the owner stands beside the action in front of a room."""
SHARE_OF_ACTION = 0.6
"""How much of the width the action then takes."""
COLUMN_GAP = 4
"""How many cells stay free between the two."""
LONGEST_ACTION = 4
"""So many lines an action keeps where there is too little room."""
KEPT_CARDS = 64
"""So many cards are kept as they were drawn, as the cursor often goes back to what it left."""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """What the card shows of an item.

    Attributes:
        entry: The item with its incident.
        earlier: What was said of it before, oldest first.
        now: What this meeting has said, or None.
        next_entry: The item that comes next, in front of a room.
    """

    entry: CarriedItem
    earlier: tuple[Stop, ...]
    now: Stop | None
    next_entry: CarriedItem | None = None

    @property
    def track(self) -> Sequence[Stop]:
        """Everything that was said of it, oldest first."""
        return [*self.earlier, *([self.now] if self.now else [])]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the card is drawn with, whichever item it shows.

    Attributes:
        today: The present day.
        zone: The team's time zone.
        keys: The keys of the outcomes, and the one that shows all of an item; none where the window
            only watches.
        ticket_keys: The keys that take what the tracker says of an item, and keep what the team
            says; likewise.
        site: The address of the tracker's site, to which the tickets lead, or "".
    """

    today: date
    zone: tzinfo
    keys: tuple[ShownKey, ...] = ()
    ticket_keys: tuple[ShownKey, ...] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What the card says where it shows no item.

    Attributes:
        title: What there is to say, in a few words.
        lines: What else, a line each.
        colour: The colour of the edge.
    """

    title: str
    lines: Sequence[Content] = field(default=())
    colour: str = "$rule"


class ReviewCard(PaintedLines):
    """Shows an item or a message. A click on a key presses it."""

    def __init__(self, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self._shown: ShownItem | Message | None = None
        self._setting: Setting | None = None

    def show(self, shown: ShownItem | Message, setting: Setting) -> None:
        """Show an item or a message in the place of the one before."""
        self._shown, self._setting = shown, setting
        self.redraw()

    def prepare_item(self, shown: ShownItem) -> None:
        """Draw and paint an item that may be shown next."""
        if self.size.width:
            self.prepare(self._drawn(shown, *self.size))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key is not None:
            self.app.simulate_key(key)

    def draw(self, width: int, height: int) -> Sequence[Content]:
        """Return the lines of the card, each behind its edge."""
        return [] if self._shown is None else self._drawn(self._shown, width, height)

    def _drawn(self, shown: ShownItem | Message, width: int, height: int) -> Sequence[Content]:
        setting = self._setting
        if setting is None:
            return []
        if isinstance(shown, Message):
            return _behind_edge(
                lambda inner, _: _message_lines(shown, inner), shown.colour, width, height
            )
        is_presented = self.screen.has_class("-presenter")
        return _item_lines(shown, setting, width, height, is_presented=is_presented)


@lru_cache(maxsize=KEPT_CARDS)
def _item_lines(
    shown: ShownItem, setting: Setting, width: int, height: int, *, is_presented: bool
) -> Sequence[Content]:
    def draw(inner: int, room: int) -> Sequence[Content]:
        return CardDrawing(shown, setting, inner, room, is_presented=is_presented).lines()

    colour = card_parts.state_colour(shown.entry.item, setting.today)
    return _behind_edge(draw, colour, width, height)


def _behind_edge(
    draw: Callable[[int, int], Sequence[Content]], colour: str, width: int, height: int
) -> Sequence[Content]:
    """Return the lines of a card, each behind its edge.

    Args:
        draw: Draws what the card says into so many cells and lines.
        colour: The colour of the edge.
        width: How many cells the card has.
        height: How many lines it has.
    """
    left, right = (LEFT, RIGHT) if width >= NARROW else (LEFT - 1, RIGHT - 1)
    padding = int(height >= TALL)
    lines = draw(max(1, width - len(EDGE) - left - right), height - 2 * padding)
    padded = [*[Content("")] * padding, *lines]
    padded += [Content("")] * (height - len(padded))
    edge = Content.styled(f"{EDGE}{' ' * left}", colour)
    return [Content.assemble(edge, row) if row.plain else edge for row in padded]


class CardDrawing:
    """The lines of an item, drawn into so many cells and lines."""

    def __init__(
        self, shown: ShownItem, setting: Setting, width: int, height: int, *, is_presented: bool
    ) -> None:
        """Prepare the drawing.

        Args:
            shown: The item.
            setting: What it is drawn with.
            width: How many cells there are.
            height: How many lines there are.
            is_presented: Whether it is drawn for a room, without the list beside it.
        """
        self._is_presented = is_presented
        self._shown, self._setting, self._width, self._height = shown, setting, width, height
        self._item = shown.entry.item
        self._track = Track(shown.earlier, shown.now, width, setting.today)
        self._is_tall = height >= TALL

    def lines(self) -> list[Content]:
        """Return the lines, with the keys at the foot."""
        shown, item, width, today = self._shown, self._item, self._width, self._setting.today
        latest = shown.now or (shown.earlier[-1] if shown.earlier else None)
        notes = card_parts.note_lines(item, self._track.unsaid, width, today, latest)
        meetings, is_towering = shown.entry.carried, self._height >= TOWERING
        carried = card_parts.carried_lines(meetings, width, is_band=is_towering)
        foot = [*self._keys(), *self._next()]
        differing = card_parts.disagreement_lines(item, self._setting.ticket_keys, width)
        parts = [
            Part([card_parts.origin(shown.entry, width, today)]),
            *self._action_and_facts(),
            Part(differing, least=len(differing), gap=1),
            Part(self._track.lines(), least=3, gap=2),
            Part(notes, least=0, gap=6),
            Part(carried, gap=5),
            Part(foot, least=len(foot), gap=3),
        ]
        return spread(fit(parts, self._height), self._height)

    def _action_and_facts(self) -> list[Part]:
        item, width, today = self._item, self._width, self._setting.today
        large = self._large() if self._is_presented else []
        if large:
            return [Part(large, least=len(large), gap=1)]
        chips = card_parts.chips(item, width, today)
        facts = card_parts.facts(item, today, self._setting.zone, self._setting.site)
        if self._is_presented:
            facts = facts[:2]
        action = self._action()
        return [
            Part(action, least=min(len(action), LONGEST_ACTION), gap=1),
            Part(chips, gap=1),
            Part(card_parts.fact_lines(facts, width), least=2, gap=4),
        ]

    def _action(self) -> list[Content]:
        """Return the action in bold; where there is room, underlined or in large letters."""
        if self._height >= TOWERING and self._width >= BROAD:
            drawn = pixel_paragraph(self._item.action, self._width)
            if drawn is not None:
                return [Content.styled(row, "bold") for row in drawn]
        style = "bold underline" if self._is_tall else "bold"
        return plain(self._item.action, style).wrap(self._width)

    def _large(self) -> list[Content]:
        """Return the action in large letters, with its owner and its chips beside or below it.

        Nothing where the font lacks a letter, or where there is too little room.
        """
        is_beside = self._width >= BESIDE
        room = int(self._width * SHARE_OF_ACTION) if is_beside else self._width
        others = self._width - room - COLUMN_GAP if is_beside else self._width
        drawn, owner = pixel_paragraph(self._item.action, room), self._owner(others, is_beside)
        if drawn is None or len(owner) > SMALL_HEIGHT:
            return []
        action = [Content.styled(row, "bold") for row in drawn]
        chips = card_parts.chips(self._item, others, self._setting.today)
        if is_beside:
            lines = beside(action, [*owner, Content(""), *chips], room + COLUMN_GAP)
        else:
            lines = [*action, *flowed([*owner, *chips], others, "  ")]
        rest = self._track.lines(), self._keys(), self._next()
        carried = card_parts.carried_lines(self._shown.entry.carried, others, is_band=False)
        needed = 1 + len(lines) + len(carried) + sum(len(part) for part in rest)
        return lines if needed <= self._height else []

    def _owner(self, width: int, is_beside: bool) -> list[Content]:
        """Return the owner in large letters where they fit beside the action, else in bold ones."""
        owner = self._item.owner or "no owner"
        drawn = pixel_paragraph(owner, width) if is_beside else None
        if drawn is None or len(drawn) > SMALL_HEIGHT:
            return line(owner, "bold $text-accent").wrap(width)
        return [Content.styled(row, "$text-accent") for row in drawn]

    def _keys(self) -> list[Content]:
        """Return the keys, with an empty line between two lines of them where there is room."""
        lines = card_parts.key_lines(self._setting.keys, self._width)
        if not self._is_tall or self._is_presented:
            return lines
        return [row for each in lines for row in (Content(""), each)][1:]

    def _next(self) -> list[Content]:
        """Return the item that comes next, as the last line in front of a room."""
        entry = self._shown.next_entry
        if entry is None or not self._is_presented:
            return []
        days = overdue_days(entry.item, self._setting.today)
        late = Content.assemble("  ", filled(f"{days}d", "error")) if days else Content("")
        words = Content.assemble(
            ("next  ", "$text-muted"), (f"#{entry.number} ", "$text-muted"), line(entry.item.action)
        ).truncate(max(1, self._width - late.cell_length), ellipsis=True)
        blank = [Content("")] if self._is_tall else []
        return [*blank, Content.assemble(words, late)]


def _message_lines(message: Message, width: int) -> list[Content]:
    rows = [row.wrap(width) for row in message.lines]
    said = [part for row in rows for part in (*row, Content(""))]
    return [Content(""), line(message.title, "bold"), Content(""), *said]
