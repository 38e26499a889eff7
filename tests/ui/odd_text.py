"""Texts that could command a terminal or be taken for markup, and whether a screen is safe."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

from rich.style import Style

from db.store import Store
from db.vocabulary import ActionStatus, EventKind, FactorKind, FindingKind, ParkedKind
from tests.ui.doubles import NOW
from tests.ui.room import Room

ODD = (
    "[/red]",
    "[@click=app.quit]x",
    "list[int]",
    "\x1b[31mred\x1b]0;title\x07",
    "שלום עולם",
    "👩‍🚀🎉 ﷽",
    "\u202eturned",
)
"""Texts that a screen could mistake for markup or for a terminal command, or draw wrongly."""
ALL = " ".join(ODD)
TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""The marks that change the reading direction of the text around them."""


async def visit_screens(room: Room) -> AsyncIterator[str]:
    """Go through all stages, the incident's three parts and home, and yield the name of each."""
    yield "opening"
    await room.press("]")
    yield "review"
    await room.press("]")
    for key in "123":
        await room.press(key)
        yield f"incident {key}"
    await room.press("]")
    yield "patterns"
    await room.press("]")
    yield "wrap-up"
    await room.press("h")
    yield "home"


def fill_with_odd_text(store: Store) -> None:
    """Two incidents with odd text in every field that takes text."""
    long = ("An action of many words " * 84)[:2000].strip()
    for number in (44, 45):
        day = date(2026, 11, number - 22)
        incident = store.incidents.create(ODD[0], ALL, day, number).result()
        incident_id = incident.id
        for field in ("root_cause", "lessons_learned", "summary"):
            store.incidents.write(incident_id, field, "", f"{ALL}\n{ALL}").result()
        store.incidents.set_cause(incident_id, ALL).result()
        at = datetime.combine(day, NOW.timetz())
        for minute, text in enumerate(ODD):
            store.timeline.add(
                incident_id, at + timedelta(minutes=minute), EventKind.OTHER, text, ALL
            ).result()
        for factor_kind in FactorKind:
            store.findings.add_factor(incident_id, factor_kind, ALL).result()
        for finding_kind in FindingKind:
            store.findings.add_finding(incident_id, finding_kind, ALL).result()
        store.actions.add(incident_id, ALL, "o" * 200, ticket=ALL[:100]).result()
        store.actions.add(incident_id, long, ODD[1], ticket=ODD[0]).result()
        store.actions.add(incident_id, "👩‍🚀" * 100, ODD[4], ticket="").result()
        for parked_kind in ParkedKind:
            store.parked.add(ALL, parked_kind, incident_id).result()
        theme = store.themes.add(f"{number} {ALL}", [number]).result()
        store.themes.decide(theme, ALL, ODD[1]).result()
    first = store.incidents.get(44).result()
    past = store.meetings.begin(first.id, (10, 30, 10)).result()
    for item in first.action_items:
        store.actions.review(item.id, past.id, ActionStatus.IN_PROGRESS, ALL).result()
    store.meetings.finish(past.id).result()


def assert_nothing_leaks(room: Room, name: str) -> None:
    """Assert that no control character is painted, and that no typed text can be clicked."""
    for strip in room.screen()._compositor.render_strips(room.app.size):
        for segment in strip:
            assert "@click" not in (segment.style or Style()).meta, (name, segment.text)
            for character in segment.text:
                is_control = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
                assert not is_control, (name, segment.text)
                assert character not in TURNING, (name, segment.text)
