"""The sections of a post-mortem with headings of their own, as they are written in prep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from db.records import Section
from db.store import Store
from facilitator.documents.read import json as json_reader
from facilitator.documents.read import markdown as markdown_reader
from facilitator.documents.write import json as json_writer
from facilitator.documents.write.markdown import write_one
from facilitator.screens.home import HomeScreen
from facilitator.screens.prep import PrepScreen
from facilitator.screens.prep.other_sections_editor import SectionText
from tests.ui.preparation import SPIKE_NUMBER, add_bare_incident
from tests.ui.room import OpenRoom, OpenStore, Room, wait_until_idle

HEADINGS = "#sections-headings"
MARKDOWN = "# Timeline\n\n**Impact:** none\n\n- [ ] a box\n\n```sh\n## Root Cause\n```\n\nשלום 🎉"
"""A text that a reader could take for other parts of the post-mortem."""


def with_sections(*sections: tuple[str, str]) -> Callable[[Store], None]:
    """Return what adds a bare incident with these sections, each a heading and a text."""

    def prepare(store: Store) -> None:
        add_bare_incident(store)
        incident = store.incidents.get(SPIKE_NUMBER).result()
        for heading, text in sections:
            store.sections.add(incident.id, heading, text).result()

    return prepare


async def open_sections(room: Room) -> None:
    """Open prep at the other sections."""
    room.app.show_prep(SPIKE_NUMBER)
    await wait_until_idle(room.pilot)
    await room.press("escape", "o")


async def stored(room: Room) -> list[tuple[str, str]]:
    """Return the heading and the text of each section, as the database has them."""
    return [(section.heading, section.text) for section in (await room.incident()).sections]


def shown_text(room: Room) -> SectionText:
    """Return the one text field that is shown."""
    (text,) = (text for text in room.screen().query(SectionText) if text.display)
    return text


def change_text(store: Store, heading: str, text: str) -> None:
    """Write the text of a section as another window does."""
    sections = store.incidents.get(SPIKE_NUMBER).result().sections
    section = next(section for section in sections if section.heading == heading)
    store.sections.edit(section, heading, text).result()


async def test_a_heading_makes_a_section_and_what_is_typed_behind_it_becomes_its_text(
    open_room: OpenRoom,
) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_sections(room)
        await room.press_together(*"Summary", "enter", *"It was down.", "enter", *"Then up.")
        await room.press("escape", "enter", "tab", "tab")
        await room.type("Detection")
        await room.press("f8")
        assert await stored(room) == [("Summary", "It was down.\nThen up."), ("Detection", "")]
        assert "o Other sections 2" in room.text("#outline")
        assert "Ready 0/10" in room.screen_text
        await room.press("escape", "o")
        assert room.rows(HEADINGS) == ["Summary", "Detection  empty"]
        # A section that is read only later does not hide the text of the one before.
        assert room.selected_row(HEADINGS).startswith("Detection")
        await room.press("up")
        assert room.text("#sections-heading") == "Summary"
        assert shown_text(room).text == "It was down.\nThen up."


async def test_sections_are_moved_renamed_deleted_and_brought_back(open_room: OpenRoom) -> None:
    prepare = with_sections(("A", "one"), ("B", "two"), ("C", "three"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        await room.press("J", "J", "J", "up", "K")
        assert await stored(room) == [("C", "three"), ("B", "two"), ("A", "one")]
        assert room.selected_row(HEADINGS) == "C"
        await room.press("e")
        await room.fill_form("Where we got lucky")
        assert room.text("#sections-heading") == "Where we got lucky"
        assert shown_text(room).text == "three"
        await room.press("x")
        assert await stored(room) == [("B", "two"), ("A", "one")]
        assert shown_text(room).text == "two"
        await room.press("u", "u")
        assert await stored(room) == [("Where we got lucky", "three"), ("B", "two"), ("A", "one")]
        await room.press("home", "x", "x", "x")
        assert await stored(room) == []
        assert room.app.focused is room.screen().query_one("#sections-entry")
        assert not room.screen().query(SectionText)


@pytest.mark.parametrize(
    ("heading", "message"),
    [("", "heading: write something"), ("x" * 201, "heading: 201 characters; at most 200")],
    ids=["empty", "too long"],
)
async def test_a_heading_that_can_not_be_stored_is_refused_and_stays_to_be_mended(
    open_room: OpenRoom, heading: str, message: str
) -> None:
    async with open_room(sample=False, prepare=with_sections(("A", "one"))) as room:
        await open_sections(room)
        await room.press("e")
        await room.press("end", "ctrl+u")
        await room.paste(heading)
        await room.press("enter")
        assert room.text("#form-error") == message
        assert room.text("#form #heading") == heading
        await room.press("escape", "tab", "tab")
        await room.paste(heading)
        await room.press("enter")
        assert await stored(room) == [("A", "one")]
        assert room.text("#sections-entry") == heading
        if heading:
            assert room.text("OtherSectionsEditor .line-note") == f"! {message}"
        else:
            # Enter in the empty entry goes on to the next section.
            assert room.selected_row("#outline").startswith("1 Facts")


async def test_a_heading_left_with_escape_waits_for_the_next_time(open_room: OpenRoom) -> None:
    async with open_room(sample=False, prepare=add_bare_incident) as room:
        await open_sections(room)
        await room.type("Dete")
        await room.press("escape", "h", "p", "escape", "o")
        assert room.text("#sections-entry") == "Dete"
        assert await stored(room) == []
        await room.type("ction")
        await room.press("enter")
        assert await stored(room) == [("Detection", "")]


@pytest.mark.parametrize(
    ("mine", "answer", "kept"),
    [
        ("mine", "b", "theirs\n\nmine"),
        ("mine", "t", "theirs"),
        ("mine", "m", "mine"),
        ("", "t", "theirs"),
        ("", "m", ""),
    ],
)
@pytest.mark.usefixtures("long_typing_pauses")
async def test_two_windows_that_write_one_section_are_asked_which_text_to_keep(
    open_room: OpenRoom, open_other_store: OpenStore, mine: str, answer: str, kept: str
) -> None:
    prepare = with_sections(("Summary", "before"), ("Luck", "before"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        # The same words in another text: the answer must not go there.
        await room.press("enter", "ctrl+u")
        await room.type(mine)
        await room.press("escape", "enter", "down", "enter", "ctrl+u")
        await room.type(mine)
        change_text(open_other_store(), "Luck", "theirs")
        await room.press("escape")
        await room.wait_for_question()
        assert "Somebody else has changed the section “Luck”" in room.screen_text
        assert "theirs  theirs" in room.screen_text
        await room.press(answer)
        assert await stored(room) == [("Summary", mine), ("Luck", kept)]
        assert shown_text(room).text == kept


@pytest.mark.usefixtures("long_typing_pauses")
async def test_a_text_in_conflict_is_shown_again_before_the_screen_is_left(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    prepare = with_sections(("Luck", "before"), ("Detection", "by chance"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        await room.press("enter", "ctrl+u")
        await room.type("mine")
        change_text(open_other_store(), "Luck", "theirs")
        await room.press("escape")
        await room.wait_for_question()
        await room.press("escape", "enter", "down")
        assert shown_text(room).text == "by chance"
        await room.press("escape", "h")
        await room.wait_for_question()
        await room.press("escape")
        assert isinstance(room.screen(), PrepScreen)
        assert room.app.focused is shown_text(room)
        assert shown_text(room).text == "mine"
        await room.press("escape")
        await room.wait_for_question()
        await room.press("b", "h")
        assert isinstance(room.screen(), HomeScreen)
        assert (await stored(room))[0] == ("Luck", "theirs\n\nmine")


async def test_who_writes_in_a_section_that_somebody_deletes_goes_on_in_it(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    prepare = with_sections(("Luck", "It was"), ("Detection", "by chance"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        await room.press("enter")
        store = open_other_store()
        luck = store.incidents.get(SPIKE_NUMBER).result().sections[0]
        store.sections.delete(luck.id).result()
        await room.wait_until(lambda: "Luck  deleted in another window" in room.text(HEADINGS))
        text = shown_text(room)
        assert room.app.focused is text
        # The letters of a text that went away would be keys here: x deletes, h leaves.
        await room.type(" Sunday, ex")
        await room.wait_until(lambda: "it is back" in room.notices.replace("\n", " "))
        await room.type("hausted")
        # What the other window brings back with an undo is a section beside this one.
        store.history.undo().result()
        await room.press("escape")
        await room.wait_until(lambda: len(room.rows(HEADINGS)) == 3)
        assert await stored(room) == [
            ("Luck", "It was"),
            ("Detection", "by chance"),
            ("Luck", "It was Sunday, exhausted"),
        ]


async def test_a_section_that_is_only_read_goes_away_with_its_deletion(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    prepare = with_sections(("Luck", "It was"), ("Detection", "by chance"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        await room.press("enter")
        store = open_other_store()
        luck = store.incidents.get(SPIKE_NUMBER).result().sections[0]
        store.sections.delete(luck.id).result()
        await room.wait_until(lambda: "Luck  deleted in another window" in room.text(HEADINGS))
        await room.press("escape")
        assert room.rows(HEADINGS) == ["Detection"]
        assert shown_text(room).text == "by chance"
        assert await stored(room) == [("Detection", "by chance")]


async def test_another_heading_is_asked_about_like_every_other_line(
    open_room: OpenRoom, open_other_store: OpenStore
) -> None:
    async with open_room(sample=False, prepare=with_sections(("Luck", "one"))) as room:
        await open_sections(room)
        await room.press("e")
        store = open_other_store()
        luck = store.incidents.get(SPIKE_NUMBER).result().sections[0]
        store.sections.edit(luck, "theirs", "two").result()
        await room.press("end", "ctrl+u")
        await room.type("mine")
        await room.press("enter")
        assert "it is “theirs” now" in room.text("#form-error")
        await room.press("enter")
        assert await stored(room) == [("mine", "two")]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_long_and_many_sections_leave_room_for_each_other(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    long = "\n".join(f"line {number}" for number in range(1, 401))
    sections = [("Log", long), *((f"Appendix {number}", "") for number in range(2, 13))]
    async with open_room(sample=False, prepare=with_sections(*sections), size=size) as room:
        await open_sections(room)
        assert "line 1 " in room.screen_text
        assert "New section" in room.screen_text
        await room.press("enter")
        assert "line 400" in room.screen_text
        assert "New section" in room.screen_text
        await room.press("escape", "enter", "end")
        assert "▶ Appendix 12" in room.screen_text
        assert shown_text(room).size.height >= 4


async def test_odd_texts_are_shown_as_typed(open_room: OpenRoom) -> None:
    prepare = with_sections(("[b]שלום[/b] 🎉", "[@click=app.quit]x\x1b[31m"))
    async with open_room(sample=False, prepare=prepare) as room:
        await open_sections(room)
        assert room.rows(HEADINGS) == ["[b]שלום[/b] 🎉"]
        assert room.text("#sections-heading") == "[b]שלום[/b] 🎉"
        assert shown_text(room).text == "[@click=app.quit]x␛[31m"
        await room.press("enter", "escape")
        # Looking at it changes nothing.
        assert await stored(room) == [("[b]שלום[/b] 🎉", "[@click=app.quit]x\x1b[31m")]


@pytest.mark.parametrize("heading", ["Timeline", "Impact", "Section: x", "מזל 🎉", "Action Items"])
async def test_what_is_written_in_prep_comes_back_from_every_export(
    open_room: OpenRoom, tmp_path: Path, heading: str
) -> None:
    async with open_room(sample=False, prepare=with_sections(("Detection", "by chance"))) as room:
        await open_sections(room)
        await room.press("tab", "tab")
        await room.paste(heading)
        await room.press("enter")
        await room.paste(MARKDOWN)
        await room.press("escape", "enter", "K")
        written = await room.incident()
        expected = [(heading, MARKDOWN), ("Detection", "by chance")]
        assert await stored(room) == expected
    markdown, json = write_one(written), json_writer.write([written])
    by_markdown = markdown_reader.read(markdown, "x.md").incident
    (by_json,) = json_reader.read(json, "x.json")
    for number, one in enumerate((by_markdown, by_json)):
        store = Store.open(tmp_path / f"{number}.db")
        (imported,) = store.documents.import_all([one]).result()
        again = store.incidents.get(imported).result()
        store.close()
        assert headings_and_texts(again.sections) == expected
        assert (again.timeline, again.impact, again.root_cause, again.action_items) == (
            (written.timeline, written.impact, written.root_cause, written.action_items)
        )
        assert write_one(again) == markdown


def headings_and_texts(sections: Sequence[Section]) -> list[tuple[str, str]]:
    return [(section.heading, section.text) for section in sections]
