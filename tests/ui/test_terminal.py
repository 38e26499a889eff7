"""At home in the terminal: themes, the size for a projector, jumping, the palette, the mouse."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from db.words import Stage
from facilitator.screens.jump import JumpScreen, labels
from facilitator.screens.meeting.patterns import PatternsScreen
from facilitator.settings import Settings
from facilitator.widgets.big_digits import BigDigits
from facilitator.widgets.choices import Choices
from facilitator.widgets.cycle import Cycle
from tests.ui.room import OpenRoom, Room


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def kept(file: Path) -> object:
    return tomllib.loads(file.read_text())["theme"]


async def test_a_theme_that_is_chosen_is_remembered(meeting: OpenRoom, file: Path) -> None:
    file.write_text("# ours\n[agenda]\nreview = 10\n")
    settings = Settings(theme="facilitator-contrast-dark", file=file)
    async with meeting(Stage.REVIEW, settings=settings) as room:
        assert room.app.theme == "facilitator-contrast-dark"
        assert "theme" not in file.read_text()
        await room.press("z", "f4")
        # While somebody types, and within the pair.
        assert room.app.theme == "facilitator-contrast-light"
        assert kept(file) == "facilitator-contrast-light"
        assert file.read_text().endswith("# ours\n[agenda]\nreview = 10\n")
        await room.press("escape", "ctrl+p")
        await room.type("theme")
        await room.until(lambda: "Choose among all themes" in room.picture)
        await room.press("enter")
        await room.type("dracula")
        await room.until(lambda: bool(_listed(room)) and "dracula" in _listed(room)[0])
        await room.press("enter")
        assert room.app.theme == "dracula"
        assert kept(file) == "dracula"


def _listed(room: Room) -> list[str]:
    palette = room.app.screen
    assert isinstance(palette, CommandPalette)
    return [str(each.prompt) for each in palette.query_one(OptionList).options]


async def test_a_theme_that_cannot_be_kept_is_told_with_the_reason(
    meeting: OpenRoom, file: Path
) -> None:
    file.write_text("theme = on")
    async with meeting(settings=Settings(file=file)) as room:
        await room.press("f4")
        assert room.app.theme == "facilitator-light"
        told = " ".join(room.told.split())
        assert "facilitator-light holds until you leave." in told
        assert "not TOML" in told
    assert file.read_text() == "theme = on"


async def test_what_is_wrong_with_the_settings_is_told_at_the_start(
    meeting: OpenRoom, file: Path
) -> None:
    file.write_text('theme = "nrod"\n[keymap]\n"review.done" = "ctlr+d"\n"reveiw.drop" = "x"\n')
    settings = Settings(
        theme="nrod",
        keymap={"review.done": "ctlr+d", "reveiw.drop": "x"},
        file=file,
        sources=dict.fromkeys(("theme", "keymap.review.done", "keymap.reveiw.drop"), str(file)),
    )
    async with meeting(Stage.REVIEW, settings=settings) as room:
        told = room.told.replace("\n", "")
        for words in (
            "config.toml:1: theme: 'nrod' is none",
            "config.toml:3: keymap.review.done: 'ctlr' is no key to hold",
            "config.toml:4: keymap.reveiw.drop: no key has this id",
        ):
            assert words.replace(" ", "") in told.replace(" ", ""), told
        # The key keeps doing what it did.
        await room.press("d")
        assert "1 of 7 reviewed" in room.text("#heading")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_a_projector_shows_what_the_room_needs(
    meeting: OpenRoom, size: tuple[int, int]
) -> None:
    async with meeting(Stage.REVIEW, size=size) as room:
        small = room.picture
        await room.press("f12")
        await room.look()
        large = room.picture.replace("\N{NO-BREAK SPACE}", " ").splitlines()
        # One line of keys, and the way to all others in it.
        assert "? Help" in large[-1]
        assert "d Done" in large[-1]
        assert "not started 0 · dropped 0" in small
        assert not any("not started 0 · dropped 0" in each for each in large)
        assert room.app.screen.query_one(BigDigits).size.height == (3 if size[0] == 80 else 5)
        # The next screen is as large.
        await room.press("]")
        await room.until(lambda: room.stage is Stage.INCIDENT)
        assert "? Help" in room.picture.replace("\N{NO-BREAK SPACE}", " ").splitlines()[-1]
        await room.press("f12")
        await room.look()
        assert room.app.screen.query_one(BigDigits).size.height == 3


async def test_the_setting_starts_with_the_size_for_a_projector(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW, settings=Settings(presenter=True)) as room:
        assert room.app.screen.query_one(BigDigits).size.height == 5


async def test_a_letter_jumps_to_a_row_of_any_list(meeting: OpenRoom) -> None:
    async with meeting(Stage.PATTERNS) as room:
        assert isinstance(room.app.screen, PatternsScreen)
        lists = list(room.app.screen.query(Choices))
        assert room.app.focused is lists[0]
        await room.press("ctrl+g")
        assert isinstance(room.app.screen, JumpScreen)
        targets = room.app.screen._targets
        last = list(targets)[-1]
        await room.press(*last)
        assert room.app.focused is lists[-1]
        assert lists[-1].highlighted == max(place for place, _ in lists[-1].rows_in_view())
        # Nothing of it was taken for a key of the screen.
        assert isinstance(room.app.screen, PatternsScreen)
        await room.press("ctrl+g", "escape")
        assert room.app.focused is lists[-1]
        await room.press("ctrl+g", "ctrl+g")
        assert isinstance(room.app.screen, PatternsScreen)


async def test_a_letter_jumps_to_a_field_of_a_form(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.press("z")
        await room.type("an idea")
        await room.press("ctrl+g", "s")
        assert isinstance(room.app.focused, Cycle)
        assert room.text("#form #text") == "an idea"


@pytest.mark.parametrize("count", [1, 26, 27, 200])
def test_each_target_has_a_label_of_its_own(count: int) -> None:
    found = labels(count)
    assert len(set(found)) == count
    assert len({len(each) for each in found}) == 1


async def test_the_palette_offers_the_keys_of_the_screen_in_front(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        await room.press("ctrl+p")
        await room.until(lambda: len(_listed(room)) > 10)
        listed = "\n".join(_listed(room))
        for words in ("Done  d", "Pause  f6", "Next  ]", "Back  [", "Undo  u", "Light or dark  f4"):
            assert words in listed
        for words in ("Screenshot", "Maximize", "Half a page"):
            assert words not in listed
        await room.type("not started")
        await room.until(lambda: "Not started" in _listed(room)[0])
        await room.press("enter")
        assert "1 of 7 reviewed" in room.text("#heading")
        await room.press("z", "ctrl+p")
        await room.until(lambda: "Save  ^s" in "\n".join(_listed(room)))


async def test_the_bar_shows_only_keys_that_are_not_text(meeting: OpenRoom) -> None:
    async with meeting(Stage.WRAP_UP) as room:
        assert "? Help" in room.picture.replace("\N{NO-BREAK SPACE}", " ")
        await room.press("l")
        bar = room.text("#keys").replace("\N{NO-BREAK SPACE}", " ")
        assert "f1 Help" in bar
        assert "^o Park" in bar
        assert "u Undo" not in bar
        await room.press("f1")
        assert "While typing" in room.text("#help-keys")
        await room.press("j", "G", "escape")
        await room.press("escape", "question_mark")
        assert "While typing" not in room.text("#help-keys")


async def test_what_a_mouse_can_do(meeting: OpenRoom) -> None:
    async with meeting(Stage.REVIEW) as room:
        third = room.rows("#items")[2]
        await room.click(third.strip()[:16])
        assert room.in_hand("#items") == third
        await room.click("Not started")
        assert "1 of 7 reviewed" in room.text("#heading")
        await room.click("Park")
        await room.click("‹ an idea ›")
        assert "a topic" in room.picture
        await room.click("esc Cancel")
        await room.click("? Help")
        await room.click("esc Close")
        assert room.stage is Stage.REVIEW


async def test_a_key_that_is_given_another_shows_wherever_keys_are_named(
    meeting: OpenRoom,
) -> None:
    keymap = {"clock.plus-5": "f11", "form.cancel": "ctrl+b", "question.leave": "ctrl+b"}
    async with meeting(Stage.REVIEW, settings=Settings(keymap=keymap)) as room:
        await room.pass_time(620)
        assert "f11 five more" in room.text("#offer")
        await room.press("z")
        assert "^b Cancel" in room.text("#form #keys").replace("\N{NO-BREAK SPACE}", " ")
        await room.press("ctrl+b")
        assert room.stage is Stage.REVIEW
