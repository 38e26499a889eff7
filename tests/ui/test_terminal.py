"""Themes, presenter mode, jump labels, the command palette, the key bar and the mouse."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from db.vocabulary import Stage
from facilitator.config.settings import Settings
from facilitator.screens.meeting.patterns_screen import PatternsScreen
from facilitator.shell.appearance import Appearance
from facilitator.shell.jump import JumpScreen, labels
from facilitator.shell.line_filters import AsciiFilter
from facilitator.widgets.countdown import CountdownDigits
from facilitator.widgets.inline_select import InlineSelect
from facilitator.widgets.row_list import RowList
from tests.ui.room import OpenRoom, Room


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def stored_theme(config_file: Path) -> object:
    return tomllib.loads(config_file.read_text())["theme"]


async def test_a_chosen_theme_is_written_to_the_config_file(
    open_room: OpenRoom, config_file: Path
) -> None:
    config_file.write_text("# ours\n[agenda]\nreview = 10\n")
    settings = Settings(theme="facilitator-contrast-dark", file=config_file)
    async with open_room(Stage.REVIEW, settings=settings) as room:
        assert room.app.theme == "facilitator-contrast-dark"
        assert "theme" not in config_file.read_text()
        await room.press("z", "f4")
        # The key works while somebody types, and stays within the pair of contrast themes.
        assert room.app.theme == "facilitator-contrast-light"
        assert stored_theme(config_file) == "facilitator-contrast-light"
        assert config_file.read_text().endswith("# ours\n[agenda]\nreview = 10\n")
        await room.press("escape", "ctrl+p")
        await room.type("theme")
        await room.wait_until(lambda: "Choose among all themes" in room.screen_text)
        await room.press("enter")
        await room.type("dracula")
        await room.wait_until(
            lambda: bool(_palette_rows(room)) and "dracula" in _palette_rows(room)[0]
        )
        await room.press("enter")
        assert room.app.theme == "dracula"
        assert stored_theme(config_file) == "dracula"


def _palette_rows(room: Room) -> list[str]:
    palette = room.screen()
    assert isinstance(palette, CommandPalette)
    return [str(option.prompt) for option in palette.query_one(OptionList).options]


async def test_a_theme_that_cannot_be_written_shows_the_reason(
    open_room: OpenRoom, config_file: Path
) -> None:
    config_file.write_text("theme = on")
    async with open_room(settings=Settings(file=config_file)) as room:
        await room.press("f4")
        assert room.app.theme == "facilitator-light"
        notices = " ".join(room.notices.split())
        assert "facilitator-light is used until you leave." in notices
        assert "not TOML" in notices
    assert config_file.read_text() == "theme = on"


async def test_wrong_settings_are_shown_at_the_start(
    open_room: OpenRoom, config_file: Path
) -> None:
    config_file.write_text(
        'theme = "nrod"\n[keymap]\n"review.done" = "ctlr+d"\n"reveiw.drop" = "x"\n'
    )
    settings = Settings(
        theme="nrod",
        keymap={"review.done": "ctlr+d", "reveiw.drop": "x"},
        file=config_file,
        sources=dict.fromkeys(
            ("theme", "keymap.review.done", "keymap.reveiw.drop"), str(config_file)
        ),
    )
    async with open_room(Stage.REVIEW, settings=settings) as room:
        notices = room.notices.replace("\n", "")
        for words in (
            "config.toml:1: theme: 'nrod' is not a theme",
            "config.toml:3: keymap.review.done: 'ctlr' is not a key to hold down",
            "config.toml:4: keymap.reveiw.drop: no key has this id",
        ):
            assert words.replace(" ", "") in notices.replace(" ", ""), notices
        # The key with a wrong setting keeps its default.
        await room.press("d")
        assert "2 of 7" in room.text("#heading")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_presenter_mode_enlarges_the_countdown_and_hides_details(
    open_room: OpenRoom, size: tuple[int, int]
) -> None:
    async with open_room(Stage.REVIEW, size=size) as room:
        small = room.screen_text
        await room.press("f12")
        await room.tick()
        large = room.screen_text.replace("\N{NO-BREAK SPACE}", " ").splitlines()
        # There is one line of keys, with the key that lists all others.
        assert "? Help" in large[-1]
        assert "] Next" in large[-1]
        assert any("d done" in line for line in large[:-1])
        assert "7 left" in small
        assert not any("7 left" in line for line in large)
        assert room.screen().query_one(CountdownDigits).size.height == 5
        # The next screen is as large.
        await room.press("]")
        await room.wait_until(lambda: room.stage() is Stage.INCIDENT)
        assert "? Help" in room.screen_text.replace("\N{NO-BREAK SPACE}", " ").splitlines()[-1]
        await room.press("f12")
        await room.tick()
        assert room.screen().query_one(CountdownDigits).size.height == 3


async def test_presenter_mode_can_be_set_for_the_start(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW, settings=Settings(presenter=True)) as room:
        assert room.screen().query_one(CountdownDigits).size.height == 5


async def test_jump_labels_select_a_row_of_any_list(open_room: OpenRoom) -> None:
    async with open_room(Stage.PATTERNS) as room:
        assert isinstance(room.screen(), PatternsScreen)
        lists = [each for each in room.screen().query(RowList) if each.display]
        assert room.app.focused is lists[0]
        await room.press("ctrl+g")
        jump_screen = room.screen()
        assert isinstance(jump_screen, JumpScreen)
        last = list(jump_screen._targets)[-1]
        await room.press(*last)
        assert room.app.focused is lists[-1]
        assert lists[-1].highlighted == max(place for place, _ in lists[-1].rows_in_view())
        # The letters of the label did not act as keys of the screen below.
        assert isinstance(room.screen(), PatternsScreen)
        await room.press("ctrl+g", "escape")
        assert room.app.focused is lists[-1]
        await room.press("ctrl+g", "ctrl+g")
        assert isinstance(room.screen(), PatternsScreen)


async def test_jump_labels_focus_a_field_of_a_form(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("z")
        await room.type("an idea")
        await room.press("ctrl+g", "s")
        assert isinstance(room.app.focused, InlineSelect)
        assert room.text("#form #text") == "an idea"


@pytest.mark.parametrize("count", [1, 26, 27, 200])
def test_every_jump_target_has_a_label_of_its_own(count: int) -> None:
    unique_labels = labels(count)
    assert len(set(unique_labels)) == count
    assert len({len(label) for label in unique_labels}) == 1


async def test_the_palette_offers_the_bindings_of_the_screen_in_front(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        await room.press("ctrl+p")
        await room.wait_until(lambda: len(_palette_rows(room)) > 10)
        listed = "\n".join(_palette_rows(room))
        for words in ("Done  d", "Pause  f6", "Next  ]", "Back  [", "Undo  u", "Light or dark  f4"):
            assert words in listed
        for words in ("Screenshot", "Maximize", "Half a page"):
            assert words not in listed
        await room.type("not started")
        await room.wait_until(lambda: "Not started" in _palette_rows(room)[0])
        await room.press("enter")
        assert "When is it due now?" in room.screen_text
        await room.press("escape")
        assert "2 of 7" in room.text("#heading")
        await room.press("z", "ctrl+p")
        await room.wait_until(lambda: "Save  ^s" in "\n".join(_palette_rows(room)))


async def test_the_key_bar_hides_keys_that_are_text_while_typing(open_room: OpenRoom) -> None:
    async with open_room(Stage.WRAP_UP) as room:
        assert "? Help" in room.screen_text.replace("\N{NO-BREAK SPACE}", " ")
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


async def test_rows_keys_and_choices_can_be_clicked(open_room: OpenRoom) -> None:
    async with open_room(Stage.REVIEW) as room:
        third = room.rows("#items")[2]
        await room.click_text(third.strip()[:16])
        assert room.selected_row("#items") == third
        await room.click_text("d done")
        assert "2 of 7" in room.text("#heading")
        await room.click_text("Park")
        await room.click_text("‹ an idea ›")
        assert "a topic" in room.screen_text
        await room.click_text("esc Cancel")
        await room.click_text("? Help")
        await room.click_text("esc Close")
        assert room.stage() is Stage.REVIEW


async def test_remapped_keys_are_shown_wherever_keys_are_named(
    open_room: OpenRoom,
) -> None:
    keymap = {"clock.plus-5": "f11", "form.cancel": "ctrl+b", "question.leave": "ctrl+b"}
    async with open_room(Stage.REVIEW, settings=Settings(keymap=keymap)) as room:
        await room.pass_time(620)
        assert "f11 for 5 more min" in room.text("#notice")
        await room.press("z")
        assert "^b Cancel" in room.text("#form #keys").replace("\N{NO-BREAK SPACE}", " ")
        await room.press("ctrl+b")
        assert room.stage() is Stage.REVIEW


@pytest.mark.parametrize(
    ("variable", "moves"),
    [("", True), ("NO_COLOR", False), ("SSH_CONNECTION", False), ("SSH_TTY", False)],
)
def test_nothing_fades_over_a_slow_line_or_without_colours(
    monkeypatch: pytest.MonkeyPatch, variable: str, moves: bool
) -> None:
    for name in ("NO_COLOR", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "1")
    assert (Appearance(Settings()).animation_level != "none") == moves


def test_a_browser_gets_unicode_whatever_the_terminal_of_its_server_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "linux")
    assert _writes_ascii(Appearance(Settings()))
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert not _writes_ascii(Appearance(Settings()))


def _writes_ascii(app: Appearance) -> bool:
    return any(isinstance(each, AsciiFilter) for each in app.get_line_filters())
