"""The glyphs of the program, each with the one thing that it means wherever it stands.

The help lists them; where a terminal can't show them, `shell/line_filters.py` says what stands for
each. The glyphs of the status of an action item are in `domain/labels.py`.
"""

from __future__ import annotations

from db.vocabulary import ActionStatus
from facilitator.domain.labels import STATUS_LABELS

HERE = "▶"
"""Where you are: the selected row, the field with the focus, the part on the screen."""
OK = "✓"
"""Done, met, or saved."""
NOT_OK = "✗"
"""Dropped, not met, or not saved."""
PROBLEM = "!"
"""Needs attention: overdue, or to be corrected."""
PAUSED = "‖"
"""The clock is paused."""
RUNNING = "●"
"""A meeting is running."""
REPEAT = "↻"
"""The incident had happened before, with the same cause."""
PARKED_AGAIN = "↺"
"""The idea was parked in more than one meeting."""
SIMILAR = "≈"
"""Reads like this incident."""
LINK = "↗"
"""Leads out of the program: a link, or a ticket."""
RISING, FALLING, STEADY = "▲", "▼", "="
"""More than before or than the target, less, and neither."""
BECOMES = "→"
"""What follows: the decision about a theme, or the value after a change."""
NEXT_MEETING = "◷"
"""The day of the next meeting."""
MILESTONE, EVENT = "◆", "│"
"""An event of the timeline that is a milestone, and any other."""
IN_HAND, MARKER = "◉", "▾"
"""The event in hand, on the rail and over the bar."""
ELAPSED, TO_COME = "━", "─"
"""The time that has passed, and the time to come."""
PART_ENDS_ELAPSED, PART_ENDS = "┿", "┼"
"""Where one part of the incident segment ends, on the two lines above."""
COUNTED, TO_COUNT = "■", "□"
"""One of several that is done or was counted, and one that is not."""

LEGEND = (
    (HERE, "where you are: the selected row, the field or the part in hand"),
    (STATUS_LABELS[ActionStatus.OPEN].glyph, "open: not started, not decided, or not ready"),
    (STATUS_LABELS[ActionStatus.IN_PROGRESS].glyph, "in progress"),
    (OK, "done, met, or saved"),
    (NOT_OK, "dropped, not met, or not saved"),
    (PROBLEM, "needs attention: overdue, or to be corrected"),
    (RUNNING, "a meeting is running"),
    (PAUSED, "the clock is paused"),
    (REPEAT, "it had happened before, with the same cause"),
    (PARKED_AGAIN, "an idea that was parked in more than one meeting"),
    (SIMILAR, "an incident that reads like this one"),
    (LINK, "a link, or a ticket, outside of the program"),
    (f"{RISING} {FALLING} {STEADY}", "more than before or than the target, less, the same"),
    (BECOMES, "what follows: a decision, or the value after a change"),
    (f"{MILESTONE} {EVENT}", "a milestone of the timeline, and any other event"),
    (f"{IN_HAND} {MARKER}", "the event in hand, on the timeline and over its bar"),
    (f"{COUNTED} {TO_COUNT}", "one that is done or counted, and one that is not"),
    (f"{ELAPSED} {TO_COME}", "the time that has passed, and the time to come"),
)
"""The glyphs with their meanings, in the order in which the help lists them."""
