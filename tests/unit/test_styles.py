"""The stylesheets of the screens. Once loaded, all of them apply to every screen."""

import re
from pathlib import Path

import pytest

import facilitator

SCREENS = Path(facilitator.__file__).parent / "screens"
SHEETS = sorted(SCREENS.rglob("*.tcss"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_selector_of_a_screen_begins_with_the_class_of_its_screen_or_widget(
    path: Path,
) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [
        selector.strip()
        for group in re.findall(r"([^{}]+)\{", text)
        for selector in group.split(",")
    ]
    assert selectors
    starts_with_a_widget = re.compile(r"(\.-\w+ )?[A-Z]")
    assert [selector for selector in selectors if not starts_with_a_widget.match(selector)] == []
