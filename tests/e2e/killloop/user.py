"""A user who types into the program, and remembers what the screen has said of each word."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.e2e.killloop.places import EMPTY_FIELD, SECTIONS, Place, Step
from tests.e2e.terminal import Terminal

SAVED = "✓ saved"
KEEP_BOTH = "b  keep both"
QUIET_SECONDS = 0.1
"""A screen is complete when nothing was painted for so long; a cursor blinks less often."""
_CLOCK = re.compile(r"^(.*) (\d+):(\d\d) of (\d+)", re.MULTILINE)
"""What the agenda bar says of the segment in hand, behind the segments before it."""
_SEGMENTS = re.compile("Review|Incident|Patterns")
PAUSED = "PAUSED"
ROW_IN_HAND = "▌"
"""What each line of the row that the cursor is on begins with."""


@dataclass(slots=True)
class Word:
    """A word that was typed once, and can be recognised wherever it is stored.

    Attributes:
        text: The word.
        place: The name of the place that it was typed into.
        shown_at: When it was seen on the screen first, in seconds of the monotonic clock.
        is_acknowledged: Whether the screen has said that what it showed is saved.
        is_deleted: Whether the user has deleted it: None where the program need not know, because
            the deletion is not acknowledged, or the word was not shown long enough to be kept.
    """

    text: str
    place: str
    shown_at: float | None = None
    is_acknowledged: bool = False
    is_deleted: bool | None = False


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the screen said of the meeting's clock.

    Attributes:
        stage: The name of the screen.
        planned: The planned minutes of its segment.
        seconds_left: The seconds that are left of the meeting.
        is_paused: Whether the clock stands.
        at: When it was read, in seconds of the wall clock.
    """

    stage: str
    planned: int
    seconds_left: int
    is_paused: bool
    at: float


@dataclass
class User:
    """Types words, deletes rows and runs the clock.

    Attributes:
        terminal: The terminal of the running program.
        chance: Where every choice of the user comes from.
        words: All words so far, of earlier programs too.
        clock: What the clock was last seen to say; None where a key of the clock was pressed since.
        sections: The order in which the sections were last seen to be saved; empty where they
            were moved since.
    """

    terminal: Terminal
    chance: random.Random
    words: list[Word] = field(default_factory=list)
    clock: ClockReading | None = None
    sections: list[str] = field(default_factory=list)
    _has_answered: bool = False
    _step_key: str = ""

    def wait_until_ready(self, text: str) -> None:
        """Wait until the first screen shows a text and is complete.

        A key that is pressed while the screen still opens may reach another field.
        """
        self._wait_for(text)
        self._wait_quiet()

    def go(self, *steps: Step) -> None:
        """Press the key of each step once the step before has had its effect."""
        for step in steps:
            self.terminal.press(step.key)
            self._step_key = step.key
            self._wait_for(step.shows)
            self._step_key = ""
            if step.key == "esc":
                # With a key right behind it, it would be one key: alt and that key.
                self._wait_quiet()

    def write(self, place: Place) -> None:
        """Type some words into a place, store them where they need that, and go back."""
        self.go(*place.way)
        self.terminal.press(*place.before)
        typed = []
        for _ in range(self.chance.randint(1, 6)):
            typed.append(self._new_word(place))
            self.terminal.press(f" {typed[-1].text}")
            if self.chance.random() < 0.6:
                self._wait_for(typed[-1].text)
        self._wait_for(typed[-1].text)
        if place.confirm:
            self.terminal.press(*place.confirm)
            self._wait_until_stored(place, typed)
        else:
            self._pause()
        self._wait_until_saved()
        for word in typed:
            word.is_acknowledged = True
        if not place.title:
            self.go(place.back)

    def take_back(self, place: Place, words: list[Word], *, has_room: bool) -> None:
        """See words that were not saved come back in their field, and store them now.

        Where there is no room for them any more, they are deleted.
        """
        self.go(*place.way)
        self.terminal.press(*place.before)
        # A text that is longer than its field shows its end only once the cursor moves there.
        self.terminal.press("home", "end")
        self._wait(
            lambda: any(word.text in self.terminal.text for word in words),
            f"bring back {[word.text for word in words]} in {place.name}",
        )
        if not has_room:
            for word in words:
                word.is_deleted = None
            self.terminal.press(EMPTY_FIELD)
            self._wait_until_stored(place, words)
        elif place.confirm:
            self.terminal.press(*place.confirm)
            self._wait_until_stored(place, words)
        if not place.title:
            self.go(place.back)

    def delete_row(self, events: Sequence[str]) -> None:
        """Delete the row that the cursor is on, if it has a word of ours.

        Args:
            events: The texts of all events: a row may not show the whole of one.
        """
        lines = self.terminal.text.splitlines()
        row = "\n".join(line for line in lines if line.startswith(ROW_IN_HAND))
        shown = [word for word in self.words if word.text in row]
        whole = " ".join(text for text in events if any(word.text in text for word in shown))
        doomed = [word for word in self.words if word.text in whole]
        if not doomed:
            return
        for word in doomed:
            word.is_deleted = None
        self.terminal.press("x")
        self._wait(lambda: not any(word.text in self.terminal.text for word in doomed))
        self._wait_until_saved()
        for word in doomed:
            word.is_deleted = True

    def reorder_sections(self) -> None:
        """Put the first section of the incident after the second one, and see it stand there."""
        self.go(SECTIONS)
        before, self.sections = self._section_order(), []
        self.terminal.press("g", "J")
        self._wait(lambda: self._section_order() not in (before, []))
        self._wait_until_saved()
        self.sections = self._section_order()

    def _section_order(self) -> list[str]:
        """Return the headings of the sections as the screen lists them."""
        headings = re.findall(r"│ +(?:▶ )?(Luck|Detection)\b", self.terminal.text)
        return headings[:2] if len(set(headings[:2])) == 2 else []

    def press_clock_key(self, key: str) -> None:
        """Press a key of the clock, and read what the clock says then."""
        before, self.clock = self.clock, None
        self.terminal.press(key)
        self._wait(lambda: self._differs(before))
        self.read_clock()

    def read_clock(self) -> None:
        """Remember what the screen says of the clock."""
        self._wait_quiet()
        self.clock = reading(self.terminal.text)

    def _differs(self, before: ClockReading | None) -> bool:
        now = reading(self.terminal.text)
        return (
            before is None
            or now is None
            or (now.planned, now.is_paused) != (before.planned, before.is_paused)
        )

    def _new_word(self, place: Place) -> Word:
        word = Word(f"w{len(self.words):05d}q", place.name)
        self.words.append(word)
        return word

    def _wait_for(self, text: str) -> None:
        self._wait(lambda: text in self.terminal.text, f"show {text!r}")

    def _wait_until_stored(self, place: Place, words: list[Word]) -> None:
        texts = [word.text for word in words]
        self._wait(
            lambda: place.has_stored(texts, self.terminal.text), f"store {texts} in {place.name}"
        )

    def _wait_until_saved(self) -> None:
        """Wait until a complete screen says that what it shows is saved."""
        self._wait_quiet()
        while SAVED not in self.terminal.text:
            self._wait(lambda: SAVED in self.terminal.text)
            self._wait_quiet()

    def _pause(self) -> None:
        deadline = time.monotonic() + self.chance.uniform(0, 1.5)
        while time.monotonic() < deadline:
            self._read()

    def _wait(
        self, condition: Callable[[], bool], what: str = "show what the loop waits for"
    ) -> None:
        def is_met() -> bool:
            self._note_shown()
            return not self._keep_both_texts() and condition()

        self.terminal.wait_until(is_met, what)

    def _wait_quiet(self) -> None:
        painted = -1
        while painted != len(self.terminal.output):
            painted = len(self.terminal.output)
            self._read()

    def _read(self) -> None:
        self.terminal.read_screen(QUIET_SECONDS)
        self._note_shown()

    def _keep_both_texts(self) -> bool:
        """Answer the question that comes where both screens have changed a text in turn.

        It may have come before the key of a step, which then has had no effect.

        Returns:
            Whether it is on the screen.
        """
        is_asked = KEEP_BOTH in self.terminal.text
        if is_asked and not self._has_answered:
            self.terminal.press("b")
        elif self._has_answered and not is_asked and self._step_key:
            self.terminal.press(self._step_key)
        self._has_answered = is_asked
        return is_asked

    def _note_shown(self) -> None:
        if self.terminal.has_left_screen:
            # From here on the terminal itself echoes what is typed.
            return
        for word in self.words[-12:]:
            if word.shown_at is None and word.text in self.terminal.text:
                word.shown_at = time.monotonic()


def reading(screen_text: str) -> ClockReading | None:
    """Return what a screen of the meeting says of the clock, or None for another screen."""
    found = _CLOCK.search(screen_text)
    if found is None:
        return None
    before, minutes, seconds, planned = found.groups()
    stage = _SEGMENTS.findall(before)[-1]
    left = int(planned) * 60 - int(minutes) * 60 - int(seconds)
    return ClockReading(stage, int(planned), left, PAUSED in screen_text, time.time())
