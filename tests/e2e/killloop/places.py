"""The places of the program where the loop types, and the keys that lead there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EMPTY_FIELD = "\x15"
"""The key ctrl+u, which empties a field up to its cursor."""


@dataclass(frozen=True, slots=True)
class Step:
    """A key to press, and the text that shows that it has had its effect."""

    key: str
    shows: str


@dataclass(frozen=True, slots=True)
class Place:
    """A field that words are typed into.

    Attributes:
        name: What the figures call it.
        way: The steps from where the screen begins to the field.
        back: The step from the field to where the screen begins.
        before: What is typed before the words, such as the time of an event.
        confirm: The keys that store the words. A text that saves itself has none.
        label: What stands before the line that the words are typed into, where there is one; the
            line is empty again once they are stored.
        title: The title of the form, where it is in one; the form is closed once they are stored.
    """

    name: str
    way: tuple[Step, ...]
    back: Step
    before: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    label: str = ""
    title: str = ""

    def has_stored(self, words: Sequence[str], screen_text: str) -> bool:
        """Return whether no word is in the line or form any more that they were typed into."""
        entry = next((line for line in screen_text.splitlines() if self.label in line), "")
        is_in_line = bool(self.label) and any(word in entry for word in words)
        return not is_in_line and not (self.title and self.title in screen_text)


OUTLINE = Step("esc", "m Hold the meeting")
"""From a field of the prep screen to its outline, whose keys choose the sections."""
PART = Step("esc", "a Add")
"""From a text of the meeting to the lists beside it."""
SECTIONS = Step("o", "Move down")
"""From the outline to the list of the sections that the template lacks."""
ENTER = ("enter",)
TIMELINE = Step("1", "▶ 1 Timeline")
FACTORS = Step("2", "r Root cause")
ACTIONS = Step("3", "▶ 3 Actions")

ACTION_LINE = Place(
    "action line", (Step("8", "│  Action items"),), OUTLINE, confirm=ENTER, label="▶ Add"
)
ACTION_FORM = Place(
    "action form",
    (ACTIONS, Step("a", "New action item")),
    PART,
    confirm=(
        "enter",
        *(EMPTY_FIELD, "Sam", "enter"),
        "enter",
        *(EMPTY_FIELD, "+14", "enter"),
        "enter",
    ),
    title="New action item",
)
PREP_PLACES = (
    Place("private note", (Step("f2", "shown only here"),), OUTLINE),
    Place("impact", (Step("2", "│  Impact"), *[Step("tab", "│  Impact")] * 5), OUTLINE),
    Place(
        "quick line",
        (Step("3", "▶ New event"),),
        OUTLINE,
        before=("0902 ",),
        confirm=ENTER,
        label="▶ New event",
    ),
    Place("root cause", (Step("4", "│  Root cause"),), OUTLINE),
    Place(
        "factor line",
        (Step("5", "│  Contributing factors"),),
        OUTLINE,
        confirm=ENTER,
        label="▶ Add",
    ),
    Place("went well", (Step("6", "│  What went well"),), OUTLINE, confirm=ENTER, label="▶ Add"),
    ACTION_LINE,
    Place("lessons", (Step("9", "│  Lessons learned"),), OUTLINE),
)
MEETING_PLACES = (
    Place(
        "timeline form",
        (TIMELINE, Step("a", "New event")),
        PART,
        before=(EMPTY_FIELD, "0902", "enter", "enter"),
        confirm=("enter", "enter"),
        title="New event",
    ),
    Place(
        "factor form",
        (FACTORS, Step("a", "Factor: made it possible")),
        PART,
        confirm=ENTER,
        title="Factor: made it possible",
    ),
    Place("root cause in the meeting", (FACTORS, Step("r", "esc Leave the text")), PART),
    ACTION_FORM,
)
ACTION_PLACES = (ACTION_LINE, ACTION_FORM)
"""The places that have no room any more once there are three action items."""
