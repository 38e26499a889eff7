"""The sections with headings of their own, as they are read in the incident segment."""

from __future__ import annotations

from db.store import Store
from db.vocabulary import Stage
from facilitator.widgets.active_bindings import key_of
from facilitator.widgets.scroll import Scroll
from facilitator.widgets.text_dialog import TextDialog
from tests.ui.preparation import SPIKE_NUMBER
from tests.ui.room import OpenRoom, OpenStore, Room

SECRET = "ask about the on-call rota"
LOG = "\n".join(f"log line {number}" for number in range(1, 301))


def add_sections(store: Store) -> None:
    """Add sections, and private notes that must not be among them."""
    incident = store.incidents.get(SPIKE_NUMBER).result()
    store.sections.add(incident.id, "Summary", "[b]Down[/b] for an hour, שלום 🎉").result()
    store.sections.add(incident.id, "Detection").result()
    store.sections.add(incident.id, "Supporting information", LOG).result()
    for section in ("", "Summary"):
        store.notes.write(incident.id, section, "", SECRET).result()


def assert_reads_sections(room: Room) -> None:
    """Assert that the dialog in front shows the sections, in their order and as typed."""
    assert isinstance(room.screen(), TextDialog)
    lines = [text.strip() for text in room.text("#sheet").splitlines()]
    assert lines[:6] == [
        *("Summary", "[b]Down[/b] for an hour, שלום 🎉", ""),
        *("Detection", "", "Supporting information"),
    ]
    assert lines[-1] == "log line 300"
    assert SECRET not in room.text("#sheet")


async def test_the_key_stands_in_the_footer_only_where_there_are_sections(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(Stage.INCIDENT) as room:
        assert "Other sections" not in room.text("#keys")
        await room.press("o", "f3")
        assert not isinstance(room.screen(), TextDialog)
        add_sections(open_other_store())
        await room.wait_until(lambda: "o Other sections" in room.text("#keys"))
        await room.press("]")
        assert "Other sections" not in room.text("#keys")


async def test_the_sections_are_read_in_every_part_and_scroll_to_their_end(
    open_room: OpenRoom,
) -> None:
    async with open_room(Stage.INCIDENT, prepare=add_sections, size=(80, 24)) as room:
        for part in "123":
            await room.press(part, "o")
            assert_reads_sections(room)
            assert "log line 300" not in room.screen_text
            await room.press("end")
            await room.wait_until(lambda: "log line 300" in room.screen_text)
            assert room.screen().query_one(Scroll).has_focus
            await room.press("escape")
            assert room.stage() is Stage.INCIDENT


async def test_the_sections_can_be_read_while_the_root_cause_is_typed(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, part=1, prepare=add_sections) as room:
        before = (await room.incident()).root_cause
        await room.press("r")
        await room.type(" and so on")
        assert key_of(room.screen(), "incident.sections") == "f3"
        await room.press("f3")
        assert_reads_sections(room)
        await room.press("escape")
        await room.type(".")
        assert room.text("#root-cause") == f"{before} and so on."


async def test_a_watching_window_reads_the_sections_too(open_room: OpenRoom) -> None:
    async with open_room(Stage.INCIDENT, prepare=add_sections):
        pass
    async with open_room(watch=True) as room:
        assert "o Other sections" in room.text("#keys")
        await room.press("o")
        assert_reads_sections(room)
        await room.press("escape")
        assert room.stage() is Stage.INCIDENT
